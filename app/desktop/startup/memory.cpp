// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/startup/memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace langevin::desktop {

void give_back_what_is_freed() {
#ifdef __GLIBC__
    constexpr int bytes = 4 << 20;  // fields and their copies, made in every step, stay below it
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
#endif
}

}  // namespace langevin::desktop

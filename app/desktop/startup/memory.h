// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace langevin::desktop {

/// Keeps a program that runs for hours small: once a block of some megabytes was freed, the C library takes blocks of
/// that size from its heaps, too, where what lives longer keeps them from being given back; labs that are opened and
/// closed added hundreds of megabytes an hour. Call first in main.
void give_back_what_is_freed();

}  // namespace langevin::desktop

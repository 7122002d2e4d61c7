// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/kernel_body.h"

namespace langevin::networks {

extern const Kernels kernels_avx2;
const Kernels kernels_avx2 = kernels_of<8>("AVX2");

}  // namespace langevin::networks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/kernel_body.h"

namespace langevin::networks {

extern const Kernels kernels_avx512;
const Kernels kernels_avx512 = kernels_of<16>("AVX-512");

}  // namespace langevin::networks

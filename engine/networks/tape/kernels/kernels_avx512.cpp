// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/kernels/body.h"

namespace langevin::tape {

extern const Kernels<float> single_avx512;
extern const Kernels<double> double_avx512;
const Kernels<float> single_avx512 = kernels_of<float, 64 / 4>("AVX-512");
const Kernels<double> double_avx512 = kernels_of<double, 64 / 8>("AVX-512");

}  // namespace langevin::tape

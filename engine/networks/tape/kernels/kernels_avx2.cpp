// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/kernels/body.h"

namespace langevin::tape {

extern const Kernels<float> single_avx2;
extern const Kernels<double> double_avx2;
const Kernels<float> single_avx2 = kernels_of<float, 32 / 4>("AVX2");
const Kernels<double> double_avx2 = kernels_of<double, 32 / 8>("AVX2");

}  // namespace langevin::tape

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/kernels/body.h"

namespace langevin::tape {

extern const Kernels<float> single_baseline;
extern const Kernels<double> double_baseline;
const Kernels<float> single_baseline = kernels_of<float, 16 / 4>("baseline");
const Kernels<double> double_baseline = kernels_of<double, 16 / 8>("baseline");

}  // namespace langevin::tape

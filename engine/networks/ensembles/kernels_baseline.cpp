// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/kernel_body.h"

namespace langevin::networks {

extern const Kernels kernels_baseline;
const Kernels kernels_baseline = kernels_of<4>("baseline");

}  // namespace langevin::networks

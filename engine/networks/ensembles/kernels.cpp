// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/kernels.h"

#include <vector>

namespace langevin::networks {

extern const Kernels kernels_baseline;
#ifdef LANGEVIN_X86
extern const Kernels kernels_avx2, kernels_avx512;
#endif

std::size_t workspace_size(const NetworkShape& shape, int batch) {
    const auto sizes = 2 * shape.features + 2 * shape.hidden + 1;  // value, delta; hidden, its delta; errors
    return static_cast<std::size_t>(sizes) * static_cast<std::size_t>(batch);
}

std::span<const Kernels> available_kernels() {
    static const auto list = [] {
        std::vector<Kernels> result;
#ifdef LANGEVIN_X86
        __builtin_cpu_init();
        const bool fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
        if (fused && __builtin_cpu_supports("avx512f")) result.push_back(kernels_avx512);
        if (fused) result.push_back(kernels_avx2);
#endif
        result.push_back(kernels_baseline);
        return result;
    }();
    return list;
}

const Kernels& best_kernels() {
    return available_kernels().front();
}

}  // namespace langevin::networks

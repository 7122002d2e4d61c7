// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/kernels.h"

#include <algorithm>
#include <vector>

#include "engine/networks/tape/shape.h"

namespace langevin::tape {

extern const Kernels<float> single_baseline;
extern const Kernels<double> double_baseline;
#ifdef LANGEVIN_X86
extern const Kernels<float> single_avx2, single_avx512;
extern const Kernels<double> double_avx2, double_avx512;
#endif

namespace {

template <class T>
std::vector<Kernels<T>> all_of(const Kernels<T>& baseline, [[maybe_unused]] const Kernels<T>* avx2,
                               [[maybe_unused]] const Kernels<T>* avx512) {
    std::vector<Kernels<T>> result;
#ifdef LANGEVIN_X86
    __builtin_cpu_init();
    const bool fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (fused && __builtin_cpu_supports("avx512f")) result.push_back(*avx512);
    if (fused) result.push_back(*avx2);
#endif
    result.push_back(baseline);
    return result;
}

}  // namespace

std::size_t workspace_size(const ConvolutionShape& s) {
    const auto row =
        static_cast<std::size_t>(s.inputs) * static_cast<std::size_t>(s.columns + s.kernel_columns - 1) * lanes;
    const auto weights = static_cast<std::size_t>(s.inputs) * static_cast<std::size_t>(s.outputs) *
                         static_cast<std::size_t>(s.kernel_rows * s.kernel_columns);
    const auto forward = row * static_cast<std::size_t>(s.kernel_rows) + weights;
    const auto backward = row * static_cast<std::size_t>(correlation_rows_at_a_time(s) + s.kernel_rows - 1);
    return std::max(forward, backward);
}

std::size_t symmetric_workspace_size(const ConvolutionShape& s) {
    const auto sums = shape_of_sums(s);
    const int sites = std::max(columns_of_sums_at_a_time(s), correlation_rows_at_a_time(sums) * s.columns);
    return static_cast<std::size_t>(sums.inputs) * (length_of_sums(sites) + static_cast<std::size_t>(sums.outputs));
}

template <>
std::span<const Kernels<float>> available_kernels<float>() {
#ifdef LANGEVIN_X86
    static const auto list = all_of(single_baseline, &single_avx2, &single_avx512);
#else
    static const auto list = all_of<float>(single_baseline, nullptr, nullptr);
#endif
    return list;
}

template <>
std::span<const Kernels<double>> available_kernels<double>() {
#ifdef LANGEVIN_X86
    static const auto list = all_of(double_baseline, &double_avx2, &double_avx512);
#else
    static const auto list = all_of<double>(double_baseline, nullptr, nullptr);
#endif
    return list;
}

template <class T>
const Kernels<T>& kernels() {
    return available_kernels<T>().front();
}

template const Kernels<float>& kernels();
template const Kernels<double>& kernels();

}  // namespace langevin::tape

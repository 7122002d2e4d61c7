// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions and what their derivatives are made of.
#include <algorithm>

#include "engine/networks/tape/operations.h"

namespace langevin::tape {
namespace {

ConvolutionShape convolution_shape(const Shape& x, const Shape& kernel) {
    return {kernel.inputs, kernel.channels, x.rows, x.columns, kernel.rows, kernel.columns};
}
ConvolutionShape symmetric_shape(const Shape& x, const Shape& numbers) {
    return {numbers.inputs, numbers.channels, x.rows, x.columns, 3, 3};
}

bool fits(const Shape& x, const Shape& kernel) {
    return x.in_lanes() && !kernel.in_lanes() && x.channels == kernel.inputs && kernel.rows % 2 == 1 &&
           kernel.rows <= max_kernel_rows && (kernel.columns == 1 || kernel.columns == 3 || kernel.columns == 5);
}
bool fits_symmetric(const Shape& x, const Shape& numbers) {
    return fits(x, numbers) && numbers.rows == 1 && numbers.columns == 3;
}

Shape result_shape(const Shape& x, int outputs) {
    return Shape::samples(outputs, x.rows, x.columns);
}

/// One for each thread: convolutions follow each other at a short distance.
template <class T>
T* workspace(std::size_t size) {
    thread_local parallel::AlignedVector<T> memory;
    if (memory.size() < size) memory.resize(size);
    return memory.data();
}

template <class T>
Summand<T> summand_of(const Variable<T>& summand, const Shape& result, const char* operation) {
    if (!summand) return {};
    const auto& s = summand.shape();
    const bool at_sites = s == result;
    demand(at_sites || s == Shape::samples(result.channels), operation);
    const auto sites = static_cast<std::ptrdiff_t>(at_sites ? s.sites() : 1);
    return {summand.values().data(), sites * static_cast<std::ptrdiff_t>(lanes),
            at_sites ? static_cast<std::ptrdiff_t>(lanes) : 0};
}

template <class T>
std::vector<Variable<T>> inputs_of(const Variable<T>& x, const Variable<T>& kernel, const Variable<T>& summand) {
    if (!summand) return {x, kernel};
    return {x, kernel, summand};
}

}  // namespace

template <class T>
Variable<T> convolve(const Variable<T>& x, const Variable<T>& kernel, const Variable<T>& summand) {
    demand(fits(x.shape(), kernel.shape()), "convolve");
    const auto shape = result_shape(x.shape(), kernel.shape().channels);
    const auto start = summand_of(summand, shape, "convolve");
    const auto rule = [x, kernel, added = summand ? summand.shape() : Shape{}](std::size_t input,
                                                                               const Variable<T>& g) {
        if (input == 0) return convolve(g, transposed_kernel(kernel));
        return input == 1 ? correlate(x, g, kernel.shape()) : reduce(g, added);
    };
    auto y = x.tape().result(shape, inputs_of(x, kernel, summand), rule);
    const auto s = convolution_shape(x.shape(), kernel.shape());
    kernels<T>().convolve(s, x.values().data(), kernel.values().data(), start, y.fill().data(),
                          workspace<T>(workspace_size(s)));
    return y;
}

template <class T>
Variable<T> transposed_kernel(const Variable<T>& kernel) {
    const auto& s = kernel.shape();
    demand(!s.in_lanes(), "transposed_kernel");
    auto y = kernel.tape().result(Shape::parameter(s.inputs, s.channels, s.rows, s.columns), {kernel},
                                  [](std::size_t, const Variable<T>& g) { return transposed_kernel(g); });
    const std::size_t terms = s.sites(), inputs = static_cast<std::size_t>(s.inputs),
                      outputs = static_cast<std::size_t>(s.channels);
    for (std::size_t o = 0; o < outputs; ++o)
        for (std::size_t i = 0; i < inputs; ++i)
            std::reverse_copy(&kernel.values()[(o * inputs + i) * terms],
                              &kernel.values()[(o * inputs + i) * terms] + terms, &y.fill()[(i * outputs + o) * terms]);
    return y;
}

template <class T>
Variable<T> correlate(const Variable<T>& x, const Variable<T>& g, const Shape& shape) {
    demand(fits(x.shape(), shape) && g.shape() == result_shape(x.shape(), shape.channels), "correlate");
    const auto rule = [x, g](std::size_t input, const Variable<T>& kernel) {
        return input == 0 ? convolve(g, transposed_kernel(kernel)) : convolve(x, kernel);
    };
    auto y = x.tape().result(shape, {x, g}, rule);
    const auto s = convolution_shape(x.shape(), shape);
    kernels<T>().correlate(s, x.values().data(), g.values().data(), y.fill().data(), workspace<T>(workspace_size(s)));
    return y;
}

// The sums over neighbours are their own transposes: only the channels change places.

template <class T>
Variable<T> symmetric_convolve(const Variable<T>& x, const Variable<T>& numbers, const Variable<T>& summand) {
    demand(fits_symmetric(x.shape(), numbers.shape()), "symmetric_convolve");
    const auto shape = result_shape(x.shape(), numbers.shape().channels);
    const auto start = summand_of(summand, shape, "symmetric_convolve");
    const auto rule = [x, numbers, added = summand ? summand.shape() : Shape{}](std::size_t input,
                                                                                const Variable<T>& g) {
        if (input == 0) return symmetric_convolve(g, exchanged(numbers));
        return input == 1 ? symmetric_correlate(x, g) : reduce(g, added);
    };
    auto y = x.tape().result(shape, inputs_of(x, numbers, summand), rule);
    const auto s = symmetric_shape(x.shape(), numbers.shape());
    kernels<T>().convolve_symmetric(s, x.values().data(), numbers.values().data(), start, y.fill().data(),
                                    workspace<T>(symmetric_workspace_size(s)));
    return y;
}

template <class T>
Variable<T> exchanged(const Variable<T>& numbers) {
    const auto& s = numbers.shape();
    demand(!s.in_lanes(), "exchanged");
    auto y = numbers.tape().result(Shape::parameter(s.inputs, s.channels, s.rows, s.columns), {numbers},
                                   [](std::size_t, const Variable<T>& g) { return exchanged(g); });
    const std::size_t terms = s.sites(), inputs = static_cast<std::size_t>(s.inputs),
                      outputs = static_cast<std::size_t>(s.channels);
    for (std::size_t o = 0; o < outputs; ++o)
        for (std::size_t i = 0; i < inputs; ++i)
            std::copy_n(&numbers.values()[(o * inputs + i) * terms], terms, &y.fill()[(i * outputs + o) * terms]);
    return y;
}

template <class T>
Variable<T> symmetric_correlate(const Variable<T>& x, const Variable<T>& g) {
    const auto shape = Shape::parameter(g.shape().channels, x.shape().channels, 1, 3);
    demand(fits_symmetric(x.shape(), shape) && g.shape() == result_shape(x.shape(), shape.channels),
           "symmetric_correlate");
    const auto rule = [x, g](std::size_t input, const Variable<T>& numbers) {
        return input == 0 ? symmetric_convolve(g, exchanged(numbers)) : symmetric_convolve(x, numbers);
    };
    auto y = x.tape().result(shape, {x, g}, rule);
    const auto s = symmetric_shape(x.shape(), shape);
    kernels<T>().correlate_symmetric(s, x.values().data(), g.values().data(), y.fill().data(),
                                     workspace<T>(symmetric_workspace_size(s)));
    return y;
}

#define LANGEVIN_CONVOLUTIONS(T)                                                                         \
    template Variable<T> convolve(const Variable<T>&, const Variable<T>&, const Variable<T>&);           \
    template Variable<T> transposed_kernel(const Variable<T>&);                                          \
    template Variable<T> correlate(const Variable<T>&, const Variable<T>&, const Shape&);                \
    template Variable<T> symmetric_convolve(const Variable<T>&, const Variable<T>&, const Variable<T>&); \
    template Variable<T> exchanged(const Variable<T>&);                                                  \
    template Variable<T> symmetric_correlate(const Variable<T>&, const Variable<T>&);
LANGEVIN_CONVOLUTIONS(float)
LANGEVIN_CONVOLUTIONS(double)

}  // namespace langevin::tape

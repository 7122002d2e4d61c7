// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/pair_sums.h"

#include <algorithm>
#include <cmath>

#include "engine/coulomb_gas/rows.h"

namespace langevin::coulomb_gas {

void pair_sums(std::span<const double> x, std::size_t first, std::size_t last, std::span<double> out) {
    for (std::size_t begin = first; begin < last; begin += row_width) {
        const Block block(x, begin, last);
        Rows sum{};
        add_range(block.x, x.first(block.first), sum);
        add_own(block, sum);
        add_range(block.x, x.subspan(block.first + block.count), sum);
        std::copy_n(sum.begin(), block.count, out.begin() + static_cast<std::ptrdiff_t>(begin - first));
    }
}

void pair_curvature(std::span<const double> x, std::span<const double> v, bool images, std::size_t first,
                    std::size_t last, std::span<double> out) {
    for (std::size_t begin = first; begin < last; begin += row_width) {
        const Block block(x, begin, last);
        const Block moves(v, begin, last);
        Rows sum{};
        add_curvature(block.x, moves.x, x, v, 0, x.size(), sum);
        if (images) add_image_curvature(block, moves.x, x, v, 0, x.size(), sum);
        std::copy_n(sum.begin(), block.count, out.begin() + static_cast<std::ptrdiff_t>(begin - first));
    }
}

double log_differences(std::span<const double> x, std::size_t first, std::size_t last) {
    double total = 0;
    for (std::size_t i = first; i < last; ++i) {
        ProductLogarithm product;
        for (std::size_t j = i + 1; j < x.size(); ++j) product.multiply(std::abs(x[i] - x[j]));
        total += product.logarithm();
    }
    return total;
}

}  // namespace langevin::coulomb_gas

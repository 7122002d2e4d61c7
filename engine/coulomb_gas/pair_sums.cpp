// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/pair_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace langevin::coulomb_gas {
namespace {

/// Rows worked on side by side, so that the compiler fills vector registers with them.
constexpr std::size_t width = 32;
using Rows = std::array<double, width>;

struct Block {
    std::size_t first, count;
    Rows x;

    Block(std::span<const double> all, std::size_t begin, std::size_t end)
        : first(begin), count(std::min(width, end - begin)) {
        // Idle rows sit far away from everybody.
        x.fill(std::numeric_limits<double>::max() / 1e200);
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(begin), count, x.begin());
    }
};

/// 1/a + 1/b + 1/c + 1/d = ((a + b) c d + (c + d) a b) / (a b c d): the divider is the bottleneck.
inline void add_four(const Rows& x, const double* y, Rows& sum) {
    const double y0 = y[0], y1 = y[1], y2 = y[2], y3 = y[3];
    for (std::size_t k = 0; k < width; ++k) {
        const double a = x[k] - y0, b = x[k] - y1, c = x[k] - y2, d = x[k] - y3;
        const double ab = a * b, cd = c * d;
        sum[k] += ((a + b) * cd + (c + d) * ab) / (ab * cd);
    }
}

inline void add_one(const Rows& x, double y, Rows& sum) {
    for (std::size_t k = 0; k < width; ++k) sum[k] += 1 / (x[k] - y);
}

void add_range(const Rows& x, std::span<const double> others, Rows& sum) {
    std::size_t j = 0;
    for (; j + 4 <= others.size(); j += 4) add_four(x, &others[j], sum);
    for (; j < others.size(); ++j) add_one(x, others[j], sum);
}

/// Within the block each row leaves itself out.
void add_own(const Block& block, Rows& sum) {
    for (std::size_t j = 0; j < block.count; ++j)
        for (std::size_t k = 0; k < width; ++k) {
            const double difference = block.x[k] - block.x[j];
            sum[k] += k == j ? 0.0 : 1 / difference;
        }
}

}  // namespace

void pair_sums(std::span<const double> x, std::size_t first, std::size_t last, std::span<double> out) {
    for (std::size_t begin = first; begin < last; begin += width) {
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
    for (std::size_t begin = first; begin < last; begin += width) {
        const Block block(x, begin, last);
        const Block moves(v, begin, last);
        Rows sum{};
        for (std::size_t j = 0; j < x.size(); ++j) {
            const double y = x[j], w = v[j];
            for (std::size_t k = 0; k < width; ++k) {
                const double difference = block.x[k] - y;
                const double square = difference * difference;
                sum[k] += square > 0 ? (moves.x[k] - w) / square : 0.0;  // zero only for the row itself
            }
            if (!images) continue;
            for (std::size_t k = 0; k < width; ++k) {
                const double total = block.x[k] + y;
                sum[k] += block.first + k == j ? 0.0 : (moves.x[k] + w) / (total * total);
            }
        }
        std::copy_n(sum.begin(), block.count, out.begin() + static_cast<std::ptrdiff_t>(begin - first));
    }
}

double log_differences(std::span<const double> x, std::size_t first, std::size_t last) {
    // Products of differences, rescaled before they leave the range of a double, need few logarithms.
    double total = 0;
    for (std::size_t i = first; i < last; ++i) {
        double product = 1;
        for (std::size_t j = i + 1; j < x.size(); ++j) {
            product *= std::abs(x[i] - x[j]);
            if (product > 1e-200 && product < 1e200) continue;
            total += std::log(product);
            product = 1;
        }
        total += std::log(product);
    }
    return total;
}

}  // namespace langevin::coulomb_gas

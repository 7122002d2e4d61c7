// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

/// The inner loops of sums over pairs, for the kernels of this folder alone.
namespace langevin::coulomb_gas {

/// Charges worked on side by side, so that the compiler fills vector registers with them.
constexpr std::size_t row_width = 32;
using Rows = std::array<double, row_width>;

struct Block {
    std::size_t first, count;
    Rows x;

    Block(std::span<const double> all, std::size_t begin, std::size_t end)
        : first(begin), count(std::min(row_width, end - begin)) {
        // Idle rows sit far away from everybody.
        x.fill(std::numeric_limits<double>::max() / 1e200);
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(begin), count, x.begin());
    }
};

/// 1/a + 1/b + 1/c + 1/d = ((a + b) c d + (c + d) a b) / (a b c d): the divider is the bottleneck.
inline void add_four(const Rows& x, const double* y, Rows& sum) {
    const double y0 = y[0], y1 = y[1], y2 = y[2], y3 = y[3];
    for (std::size_t k = 0; k < row_width; ++k) {
        const double a = x[k] - y0, b = x[k] - y1, c = x[k] - y2, d = x[k] - y3;
        const double ab = a * b, cd = c * d;
        sum[k] += ((a + b) * cd + (c + d) * ab) / (ab * cd);
    }
}

inline void add_one(const Rows& x, double y, Rows& sum) {
    for (std::size_t k = 0; k < row_width; ++k) sum[k] += 1 / (x[k] - y);
}

inline void add_range(const Rows& x, std::span<const double> others, Rows& sum) {
    std::size_t j = 0;
    for (; j + 4 <= others.size(); j += 4) add_four(x, &others[j], sum);
    for (; j < others.size(); ++j) add_one(x, others[j], sum);
}

/// Within the block each row leaves itself out.
inline void add_own(const Block& block, Rows& sum) {
    for (std::size_t j = 0; j < block.count; ++j)
        for (std::size_t k = 0; k < row_width; ++k) {
            const double difference = block.x[k] - block.x[j];
            sum[k] += k == j ? 0.0 : 1 / difference;
        }
}

/// sum[k] += sum over j in [begin, end) of (v_k - v_j)/(x_k - x_j)^2; a row that meets itself adds nothing.
inline void add_curvature(const Rows& x, const Rows& moves, std::span<const double> others, std::span<const double> v,
                          std::size_t begin, std::size_t end, Rows& sum) {
    for (std::size_t j = begin; j < end; ++j) {
        const double y = others[j], w = v[j];
        for (std::size_t k = 0; k < row_width; ++k) {
            const double difference = x[k] - y, square = difference * difference;
            sum[k] += square > 0 ? (moves[k] - w) / square : 0.0;  // zero only for the row itself
        }
    }
}

/// sum[k] += sum over j in [begin, end) of (v_k + v_j)/(x_k + x_j)^2; the row itself, j = block.first + k, left out.
inline void add_image_curvature(const Block& block, const Rows& moves, std::span<const double> others,
                                std::span<const double> v, std::size_t begin, std::size_t end, Rows& sum) {
    for (std::size_t j = begin; j < end; ++j) {
        const double y = others[j], w = v[j];
        for (std::size_t k = 0; k < row_width; ++k) {
            const double total = block.x[k] + y;
            sum[k] += block.first + k == j ? 0.0 : (moves[k] + w) / (total * total);
        }
    }
}

/// ln of a product of many positive numbers: few logarithms are taken, before it leaves the range of a double.
class ProductLogarithm {
  public:
    void multiply(double factor) {
        product_ *= factor;
        if (product_ > 1e-200 && product_ < 1e200) return;
        sum_ += std::log(product_);
        product_ = 1;
    }
    double logarithm() const { return sum_ + std::log(product_); }

  private:
    double sum_ = 0, product_ = 1;
};

}  // namespace langevin::coulomb_gas

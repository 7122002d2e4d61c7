// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/lanes.h"

#include <algorithm>
#include <cmath>

#include "engine/parallel/half_lane.h"

namespace langevin::weights {

using parallel::half_lane;
using parallel::HalfLane;
using parallel::load;
using parallel::store;

namespace {

/// `Columns` neighbouring elements of a row of the product, so that each element of a is loaded once for all of them.
template <std::size_t Columns>
void add_elements(LaneMatrix& out, double scale, const Factor& a, const Factor& b, std::size_t i, std::size_t k) {
    for (std::size_t half = 0; half < lanes; half += half_lane) {
        HalfLane sum[Columns] = {};
        for (std::size_t j = 0; j < a.columns(); ++j) {
            const HalfLane factor = load(a.at(i, j) + half);
            for (std::size_t c = 0; c < Columns; ++c) sum[c] += factor * load(b.at(j, k + c) + half);
        }
        for (std::size_t c = 0; c < Columns; ++c) {
            double* element = out.at(i, k + c) + half;
            store(element, load(element) + sum[c] * scale);
        }
    }
}

}  // namespace

void add_product(LaneMatrix& out, double scale, Factor a, Factor b) {
    for (std::size_t i = 0; i < out.rows(); ++i) {
        std::size_t k = 0;
        for (; k + 4 <= out.columns(); k += 4) add_elements<4>(out, scale, a, b, i, k);
        for (; k < out.columns(); ++k) add_elements<1>(out, scale, a, b, i, k);
    }
}

std::vector<double> LaneMatrix::of(int lane) const {
    std::vector<double> result(rows_ * columns_);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = values_[i * lanes + static_cast<std::size_t>(lane)];
    return result;
}

bool LaneMatrix::set_values(const std::vector<double>& values) {
    if (values.size() != values_.size()) return false;
    values_ = values;
    return true;
}

bool LaneMatrix::within(double limit) const {
    return std::all_of(values_.begin(), values_.end(), [limit](double x) { return std::abs(x) <= limit; });
}

std::vector<double> squared_norms(const LaneMatrix& m) {
    std::vector<double> sums(lanes);
    for (std::size_t i = 0; i < m.values().size(); ++i) sums[i % lanes] += m.values()[i] * m.values()[i];
    return sums;
}

void add_symmetric_noise(LaneMatrix& m, const NoiseWidths& widths, Random random, Stream stream, std::uint64_t step) {
    const std::size_t n = m.rows();
    std::vector<double> draws(n * (n + 1) / 2 * lanes);
    random.normals<double>(stream, step, 0, lanes, draws);
    const double* a = draws.data();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = i; k < n; ++k, a += lanes)
            for (std::size_t l = 0; l < lanes; ++l) {
                m.at(i, k)[l] += (i == k ? widths.diagonal : widths.off_diagonal) * a[l];
                if (i != k) m.at(k, i)[l] += widths.off_diagonal * a[l];
            }
}

}  // namespace langevin::weights

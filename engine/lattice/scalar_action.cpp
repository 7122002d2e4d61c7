// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/scalar_action.h"

#include <cmath>

#include "engine/random/elementary.h"

namespace langevin::lattice {
namespace {

/// momentum += hop * (sum of neighbours) - field * (mass + quartic * field^2), for one row.
template <class Real>
struct RowKick {
    Real hop, mass, quartic;

    RowKick(const Couplings& c, double step)
        : hop(static_cast<Real>(2 * c.kappa * step)),
          mass(static_cast<Real>(2 * (1 - 2 * c.lambda) * step)),
          quartic(static_cast<Real>(4 * c.lambda * step)) {}

    Real change(Real phi, Real neighbours) const { return hop * neighbours - phi * (mass + quartic * (phi * phi)); }

    void plane(const Real* phi, const Real* up, const Real* down, Real* __restrict momentum, std::size_t n,
               std::size_t lanes) const {
        for (std::size_t i = lanes; i < n - lanes; ++i)
            momentum[i] += change(phi[i], (up[i] + down[i]) + (phi[i - lanes] + phi[i + lanes]));
        for (std::size_t i = 0; i < lanes; ++i) {  // first and last site: around the torus
            const std::size_t j = n - lanes + i;
            momentum[i] += change(phi[i], (up[i] + down[i]) + (phi[j] + phi[i + lanes]));
            momentum[j] += change(phi[j], (up[j] + down[j]) + (phi[j - lanes] + phi[i]));
        }
    }

    void chain(const Real* phi, Real* __restrict momentum, std::size_t n, std::size_t lanes) const {
        for (std::size_t i = 0; i < n; ++i) {
            const Real left = phi[i < lanes ? i + n - lanes : i - lanes];
            const Real right = phi[i + lanes < n ? i + lanes : i + lanes - n];
            momentum[i] += change(phi[i], left + right);
        }
    }
};

template <class Real>
void drift_row(Real* __restrict phi, const Real* momentum, std::size_t n, Real step) {
    for (std::size_t i = 0; i < n; ++i) phi[i] += step * momentum[i];
}

template <class Real>
void kick_row(ScalarBlock<Real>& block, const RowKick<Real>& kick, int r) {
    const std::size_t n = block.row_length(), lanes = static_cast<std::size_t>(block.lanes);
    const int rows = block.geometry.rows;
    const Real* phi = block.row(block.field, r);
    Real* momentum = block.row(block.momentum, r);
    if (rows == 1) return kick.chain(phi, momentum, n, lanes);
    const Real* up = block.row(block.field, r == 0 ? rows - 1 : r - 1);
    const Real* down = block.row(block.field, r + 1 == rows ? 0 : r + 1);
    kick.plane(phi, up, down, momentum, n, lanes);
}

/// Running sums for every (column, lane) of a row, in double.
struct RowSums {
    explicit RowSums(std::size_t n) : field(n), square(n), quartic(n), hopping(n) {}
    parallel::AlignedVector<double> field, square, quartic, hopping;
};

template <class Real>
void add_row(const Real* phi, const Real* right, const Real* down, std::size_t count, double* __restrict field,
             double* __restrict square, double* __restrict quartic, double* __restrict hopping) {
    for (std::size_t i = 0; i < count; ++i) {
        const double value = phi[i], value2 = value * value;
        field[i] += value;
        square[i] += value2;
        quartic[i] += value2 * value2;
        hopping[i] += value * (static_cast<double>(right[i]) + static_cast<double>(down[i]));
    }
}

double lane_sum(const parallel::AlignedVector<double>& sums, int lane, int lanes) {
    double total = 0;
    for (std::size_t i = lane; i < sums.size(); i += lanes) total += sums[i];
    return total;
}

/// |sum_k exp(2 pi i k / columns) (column sum)_k|^2.
double lowest_mode(const parallel::AlignedVector<double>& column_sums, int lane, int lanes) {
    const std::size_t columns = column_sums.size() / static_cast<std::size_t>(lanes);
    const auto turn = elementary::sine_cosine_turn(1.0 / static_cast<double>(columns));
    double real = 0, imaginary = 0, cosine = 1, sine = 0;
    for (std::size_t k = 0; k < columns; ++k) {
        const double value = column_sums[k * lanes + lane];
        real += value * cosine;
        imaginary += value * sine;
        const double next = cosine * turn.cosine - sine * turn.sine;
        sine = sine * turn.cosine + cosine * turn.sine;
        cosine = next;
    }
    return real * real + imaginary * imaginary;
}

}  // namespace

double action(const Moments& m, const Couplings& c) {
    return -2 * c.kappa * m.hopping + (1 - 2 * c.lambda) * m.square + c.lambda * m.quartic;
}

template <class Real>
std::vector<Moments> moments_of(const ScalarBlock<Real>& block) {
    const std::size_t n = block.row_length(), lanes = static_cast<std::size_t>(block.lanes);
    const int rows = block.geometry.rows;
    RowSums sums(n);
    const parallel::AlignedVector<Real> nothing_below(rows == 1 ? n : 0);
    for (int r = 0; r < rows; ++r) {
        const Real* phi = block.row(block.field, r);
        const Real* down = rows == 1 ? nothing_below.data() : block.row(block.field, r + 1 == rows ? 0 : r + 1);
        const auto add = [&](std::size_t first, const Real* right, std::size_t count) {
            add_row(phi + first, right, down + first, count, sums.field.data() + first, sums.square.data() + first,
                    sums.quartic.data() + first, sums.hopping.data() + first);
        };
        add(0, phi + lanes, n - lanes);
        add(n - lanes, phi, lanes);  // the last site's right neighbour is the first
    }
    std::vector<Moments> result(lanes);
    for (int lane = 0; lane < block.lanes; ++lane)
        result[lane] = {lane_sum(sums.field, lane, block.lanes), lane_sum(sums.square, lane, block.lanes),
                        lane_sum(sums.quartic, lane, block.lanes), lane_sum(sums.hopping, lane, block.lanes),
                        lowest_mode(sums.field, lane, block.lanes) / static_cast<double>(block.geometry.sites())};
    return result;
}

template <class Real>
std::vector<double> kinetic_energy(const ScalarBlock<Real>& block) {
    const std::size_t n = block.row_length();
    parallel::AlignedVector<double> sums(n);
    double* __restrict total = sums.data();
    for (int r = 0; r < block.geometry.rows; ++r) {
        const Real* momentum = block.row(block.momentum, r);
        for (std::size_t i = 0; i < n; ++i) {
            const double value = momentum[i];
            total[i] += value * value;
        }
    }
    std::vector<double> result(static_cast<std::size_t>(block.lanes));
    for (int lane = 0; lane < block.lanes; ++lane) result[lane] = 0.5 * lane_sum(sums, lane, block.lanes);
    return result;
}

template <class Real>
void kick(ScalarBlock<Real>& block, const Couplings& couplings, double step) {
    const RowKick<Real> row_kick(couplings, step);
    for (int r = 0; r < block.geometry.rows; ++r) kick_row(block, row_kick, r);
}

template <class Real>
void drift(ScalarBlock<Real>& block, double step) {
    drift_row(block.field.data(), block.momentum.data(), block.field.size(), static_cast<Real>(step));
}

template <class Real>
void drift_and_kick(ScalarBlock<Real>& block, const Couplings& couplings, double drift_step, double kick_step) {
    const int rows = block.geometry.rows;
    if (rows < 4) {
        drift(block, drift_step);
        kick(block, couplings, kick_step);
        return;
    }
    // The kick of row r needs rows r - 1, r, r + 1 drifted and the momenta of rows beyond r not yet kicked.
    const RowKick<Real> row_kick(couplings, kick_step);
    const auto drift_one = [&](int r) {
        drift_row(block.row(block.field, r), block.row(block.momentum, r), block.row_length(),
                  static_cast<Real>(drift_step));
    };
    drift_one(rows - 1);
    drift_one(0);
    for (int r = 0; r < rows; ++r) {
        if (r + 1 < rows - 1) drift_one(r + 1);
        kick_row(block, row_kick, r);
    }
}

std::vector<double> force(std::span<const double> field, Geometry geometry, const Couplings& c) {
    const int rows = geometry.rows, columns = geometry.columns;
    const auto phi = [&](int r, int k) {
        return field[static_cast<std::size_t>((r + rows) % rows) * columns + (k + columns) % columns];
    };
    std::vector<double> result(field.size());
    for (int r = 0; r < rows; ++r)
        for (int k = 0; k < columns; ++k) {
            const double here = phi(r, k);
            double neighbours = phi(r, k - 1) + phi(r, k + 1);
            if (rows > 1) neighbours += phi(r - 1, k) + phi(r + 1, k);
            result[static_cast<std::size_t>(r) * columns + k] =
                2 * c.kappa * neighbours - 2 * (1 - 2 * c.lambda) * here - 4 * c.lambda * here * here * here;
        }
    return result;
}

double vacuum(const Couplings& c, int dimension) {
    if (c.lambda <= 0) return 0;
    const double square = (2 * dimension * c.kappa - 1 + 2 * c.lambda) / (2 * c.lambda);
    return square > 0 ? std::sqrt(square) : 0;
}

#define INSTANTIATE(Real)                                                  \
    template std::vector<Moments> moments_of(const ScalarBlock<Real>&);    \
    template std::vector<double> kinetic_energy(const ScalarBlock<Real>&); \
    template void kick(ScalarBlock<Real>&, const Couplings&, double);      \
    template void drift(ScalarBlock<Real>&, double);                       \
    template void drift_and_kick(ScalarBlock<Real>&, const Couplings&, double, double);
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

}  // namespace langevin::lattice

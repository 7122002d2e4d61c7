// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/metropolis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace langevin::lattice {
namespace {

/// What a site needs to know of the action: s(phi) = -phi * field + mass * phi^2 + quartic * phi^4.
template <class Real>
struct LocalAction {
    Real hop, mass, quartic;
    explicit LocalAction(const Couplings& c)
        : hop(static_cast<Real>(2 * c.kappa)),
          mass(static_cast<Real>(1 - 2 * c.lambda)),
          quartic(static_cast<Real>(c.lambda)) {}
    Real operator()(Real phi, Real field) const {
        const Real square = phi * phi;
        return square * (mass + quartic * square) - phi * field;
    }
};

/// One row's inputs; all arrays have one number per (column, lane).
template <class Real>
struct Row {
    const Real *phi, *up, *down, *proposal, *threshold, *active;
};

/// New values of sites [begin, end) of a row into `out`; sites of the other colour (active = 0) keep theirs.
template <class Real>
void propose(const Row<Real>& row, const Real* left, const Real* right, std::size_t begin, std::size_t end,
             const LocalAction<Real>& local, Real width, Real* __restrict out, Real* __restrict accepted) {
    for (std::size_t i = begin; i < end; ++i) {
        const Real field = local.hop * ((row.up[i] + row.down[i]) + (left[i] + right[i]));
        const Real old = row.phi[i], fresh = old + width * row.proposal[i];
        const Real change = local(fresh, field) - local(old, field);
        const bool take = (change <= row.threshold[i]) & (row.active[i] > Real(0));
        out[i] = take ? fresh : old;
        accepted[i] += take ? Real(1) : Real(0);
    }
}

}  // namespace

template <class Real>
std::vector<double> metropolis_sweep(ScalarBlock<Real>& block, const Couplings& couplings, double width,
                                     const Draws& draws) {
    const auto chain = static_cast<std::uint32_t>(block.first_chain);
    draws.random.normals<Real>(Stream::of(draws.purpose, chain), draws.step, 0, block.lanes, block.momentum);
    draws.random.exponentials<Real>(Stream::of(static_cast<std::uint16_t>(draws.purpose + 1), chain), draws.step, 0,
                                    block.lanes, block.previous);

    const std::size_t n = block.row_length(), lanes = static_cast<std::size_t>(block.lanes);
    const int rows = block.geometry.rows;
    const LocalAction<Real> local(couplings);
    const auto scaled_width = static_cast<Real>(width);
    const parallel::AlignedVector<Real> none(n);  // rows above and below a chain
    parallel::AlignedVector<Real> fresh(n), accepted(n);
    std::array<parallel::AlignedVector<Real>, 2> colour{parallel::AlignedVector<Real>(n),
                                                        parallel::AlignedVector<Real>(n)};
    for (std::size_t i = 0; i < n; ++i) colour[(i / lanes) % 2][i] = Real(1);

    for (int parity = 0; parity < 2; ++parity)
        for (int r = 0; r < rows; ++r) {
            Real* phi = block.row(block.field, r);
            const Row<Real> row{phi,
                                rows == 1 ? none.data() : block.row(block.field, r == 0 ? rows - 1 : r - 1),
                                rows == 1 ? none.data() : block.row(block.field, r + 1 == rows ? 0 : r + 1),
                                block.row(block.momentum, r),
                                block.row(block.previous, r),
                                colour[(r + parity) % 2].data()};
            const auto part = [&](std::size_t begin, std::size_t end, const Real* left, const Real* right) {
                propose(row, left, right, begin, end, local, scaled_width, fresh.data(), accepted.data());
            };
            part(0, lanes, phi + (n - lanes), phi + lanes);  // the first site's left neighbour is the last
            part(lanes, n - lanes, phi - lanes, phi + lanes);
            part(n - lanes, n, phi - lanes, phi - (n - lanes));
            std::memcpy(phi, fresh.data(), n * sizeof(Real));
        }

    std::vector<double> fraction(lanes);
    for (std::size_t i = 0; i < n; ++i) fraction[i % lanes] += accepted[i];
    for (auto& f : fraction) f /= static_cast<double>(block.geometry.sites());
    return fraction;
}

template <class Real>
double wolff_clusters(ScalarBlock<Real>& block, int lane, const Couplings& couplings, int clusters, const Draws& draws,
                      const std::stop_token& stop) {
    const int rows = block.geometry.rows, columns = block.geometry.columns;
    const std::size_t sites = block.geometry.sites();
    auto field = block.extract(lane);
    RandomSequence random(draws.random, Stream::of(draws.purpose, static_cast<std::uint32_t>(block.first_chain + lane)),
                          draws.step);
    std::vector<std::uint32_t> stack;
    std::size_t flipped = 0;

    for (int cluster = 0; cluster < clusters && !stop.stop_requested(); ++cluster) {
        const auto seed = std::min(sites - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(sites)));
        field[seed] = -field[seed];
        stack.assign(1, static_cast<std::uint32_t>(seed));
        while (!stack.empty()) {
            const std::size_t x = stack.back();
            stack.pop_back();
            ++flipped;
            const double strength = -4 * couplings.kappa * field[x];  // field[x] is flipped already
            const auto visit = [&](std::size_t y) {
                const double bond = strength * field[y];
                if (!(bond > 0) || random.exponential() >= bond) return;  // a NaN joins nothing
                field[y] = -field[y];
                stack.push_back(static_cast<std::uint32_t>(y));
            };
            const std::size_t r = x / columns, k = x % columns;
            visit(k + 1 < static_cast<std::size_t>(columns) ? x + 1 : x + 1 - columns);
            visit(k > 0 ? x - 1 : x - 1 + columns);
            if (rows == 1) continue;
            visit(r + 1 < static_cast<std::size_t>(rows) ? x + columns : x + columns - sites);
            visit(r > 0 ? x - columns : x - columns + sites);
        }
    }
    block.insert(lane, field);
    return static_cast<double>(flipped) / (static_cast<double>(sites) * std::max(1, clusters));
}

#define INSTANTIATE(Real)                                                                                      \
    template std::vector<double> metropolis_sweep(ScalarBlock<Real>&, const Couplings&, double, const Draws&); \
    template double wolff_clusters(ScalarBlock<Real>&, int, const Couplings&, int, const Draws&,               \
                                   const std::stop_token&);
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

}  // namespace langevin::lattice

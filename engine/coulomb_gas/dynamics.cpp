// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/dynamics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/error.h"
#include "engine/coulomb_gas/tiles.h"

namespace langevin::coulomb_gas {
namespace {

/// Smallest gap that is kept, relative to the position: far above rounding, far below any spacing.
constexpr double least_gap = 1e-12;

double smallest_gap(const Ensemble& ensemble, std::span<const double> q) {
    double gap = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < q.size(); ++i) gap = std::min(gap, q[i] - q[i - 1]);
    return ensemble.laguerre() ? std::min(gap, q[0]) : gap;
}

struct Refinement {
    const Ensemble& ensemble;
    std::span<double> q;
    double accuracy;
    const BridgeDraws& draws;
    const Workers& workers;
};

constexpr int most_halvings = 12;

/// Covers a part of the step of length h with these increments; `node` numbers the parts of all sizes.
bool refine(const Refinement& r, double h, std::span<const double> noise, int halvings, std::uint64_t node) {
    const double gap = smallest_gap(r.ensemble, r.q);
    const double limit = r.accuracy * gap * gap / (2 * r.ensemble.temperature * (1 + r.ensemble.beta));
    if (h <= limit || halvings == most_halvings) return tamed_step(r.ensemble, r.q, h, noise, r.workers);
    const std::size_t n = r.q.size();
    std::vector<double> early(n), late(n);
    r.draws.random.normals<double>(r.draws.stream, r.draws.step, node * n, 1, early);
    for (std::size_t i = 0; i < n; ++i) {
        early[i] = noise[i] / 2 + std::sqrt(h) / 2 * early[i];
        late[i] = noise[i] - early[i];
    }
    return refine(r, h / 2, early, halvings + 1, 2 * node) && refine(r, h / 2, late, halvings + 1, 2 * node + 1);
}

/// Where the pull x V'(x) balances the repulsion of all others, on one side.
double edge(const Ensemble& ensemble, double side) {
    const double needed = 2 * ensemble.temperature * (ensemble.beta * ensemble.levels + 1);
    double low = 1e-9, high = 1e-9;
    while (high < 1e9 && !(virial(ensemble, side * high) > needed)) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (virial(ensemble, side * middle) > needed ? high : low) = middle;
    }
    return side * high;
}

/// Quantile of the semicircle on [-1, 1].
double semicircle_quantile(double probability) {
    double low = -1, high = 1;
    for (int i = 0; i < 60; ++i) {
        const double u = (low + high) / 2;
        const double cumulative = 0.5 + (u * std::sqrt(1 - u * u) + std::asin(u)) / std::numbers::pi;
        (cumulative > probability ? high : low) = u;
    }
    return (low + high) / 2;
}

}  // namespace

void put_in_order(const Ensemble& ensemble, std::span<double> q) {
    if (ensemble.laguerre())
        for (double& y : q) y = std::abs(y);
    // Nearly sorted as a rule.
    if (!std::is_sorted(q.begin(), q.end())) {
        std::size_t moves = 0;
        const std::size_t patience = 8 * q.size();
        for (std::size_t i = 1; i < q.size() && moves < patience; ++i)
            for (std::size_t j = i; j > 0 && q[j] < q[j - 1] && moves < patience; --j, ++moves)
                std::swap(q[j], q[j - 1]);
        if (moves == patience) std::sort(q.begin(), q.end());
    }
    const double scale = std::max(std::abs(q.front()), std::abs(q.back()));
    const double gap = least_gap * (scale > 0 ? scale : 1);
    if (ensemble.laguerre()) q[0] = std::max(q[0], gap);
    for (std::size_t i = 1; i < q.size(); ++i) q[i] = std::max(q[i], q[i - 1] + gap);
}

bool drift(const Ensemble& ensemble, std::span<const double> q, const Workers& workers, std::span<double> out) {
    const double strength = ensemble.beta * ensemble.temperature;
    if (!ensemble.laguerre()) {
        if (!tiled_pair_sums(q, workers, out)) return false;
        for (std::size_t i = 0; i < q.size(); ++i) out[i] = strength * out[i] - one_body(ensemble, q[i]).first;
        return true;
    }
    std::vector<double> x(q.size());
    for (std::size_t i = 0; i < q.size(); ++i) x[i] = q[i] * q[i];
    if (!tiled_pair_sums(x, workers, out)) return false;
    for (std::size_t i = 0; i < q.size(); ++i) out[i] = 2 * strength * q[i] * out[i] - one_body(ensemble, q[i]).first;
    return true;
}

bool tamed_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                const Workers& workers) {
    std::vector<double> force(q.size());
    if (!drift(ensemble, q, workers, force)) return false;
    const double amplitude = std::sqrt(2 * ensemble.temperature);
    for (std::size_t i = 0; i < q.size(); ++i)
        q[i] += h * force[i] / (1 + h * std::abs(force[i])) + amplitude * noise[i];
    put_in_order(ensemble, q);
    return true;
}

bool adaptive_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                   double accuracy, const BridgeDraws& draws, const Workers& workers) {
    return refine({ensemble, q, accuracy, draws, workers}, h, noise, 0, 1);
}

std::vector<double> spread_start(const Ensemble& ensemble) {
    const auto n = static_cast<std::size_t>(ensemble.levels);
    double low, high;
    if (ensemble.laguerre()) {
        const double scale = std::sqrt(ensemble.variance() * ensemble.beta);
        const double a = std::sqrt(ensemble.potential.rows), b = std::sqrt(static_cast<double>(ensemble.levels));
        low = scale * std::max(0.0, a - b);
        high = scale * (a + b);
    } else {
        low = edge(ensemble, -1);
        high = edge(ensemble, 1);
    }
    std::vector<double> q(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double u = semicircle_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
        q[i] = (low + high) / 2 + (high - low) / 2 * u;
    }
    put_in_order(ensemble, q);
    return q;
}

std::vector<double> most_probable(const Ensemble& ensemble, const Workers& workers) {
    auto q = spread_start(ensemble);
    const std::vector<double> none(q.size(), 0.0);
    // Implicit steps without noise, longer and longer: a gradient flow that ends in the minimum.
    const double spread = std::max(q.back() - q.front(), 1e-9);
    double h = 1e-3 * spread * spread / (ensemble.temperature * ensemble.beta * ensemble.levels + 1e-300);
    for (int i = 0; i < 60; ++i) {
        const auto before = q;
        try {
            if (!implicit_step(ensemble, q, h, none, workers)) return before;
        } catch (const Failure&) {  // negative curvature: stay with shorter steps
            q = before;
            h /= 8;
            continue;
        }
        double change = 0;
        for (std::size_t k = 0; k < q.size(); ++k) change = std::max(change, std::abs(q[k] - before[k]));
        if (change < 1e-9 * spread && i > 5) break;
        h *= 2;
    }
    return q;
}

}  // namespace langevin::coulomb_gas

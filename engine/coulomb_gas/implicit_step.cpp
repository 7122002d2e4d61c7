// SPDX-License-Identifier: GPL-3.0-or-later
#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/core/error.h"
#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/tiles.h"

namespace langevin::coulomb_gas {
namespace {

using Vector = Eigen::VectorXd;

std::span<const double> view(const Vector& v) {
    return {v.data(), static_cast<std::size_t>(v.size())};
}
std::span<double> view(Vector& v) {
    return {v.data(), static_cast<std::size_t>(v.size())};
}

/// Up to here a Cholesky factorisation is faster than iterating.
constexpr Eigen::Index dense_limit = 160;
constexpr int most_newton_steps = 80;

/// One implicit step: gradient and curvature of |y - b|^2/2 + h U(y).
class ImplicitProblem {
  public:
    ImplicitProblem(const Ensemble& ensemble, double h, Vector target, const Workers& workers)
        : ensemble_(ensemble), h_(h), target_(std::move(target)), workers_(workers) {}

    bool gradient(const Vector& y, Vector& out) const {
        if (!drift(ensemble_, view(y), workers_, view(out))) return false;
        out = y - target_ - h_ * out;
        return true;
    }

    /// One-body part of the curvature, kept positive: a descent direction is all that is needed.
    Vector one_body_curvature(const Vector& y) const {
        Vector c(y.size());
        for (Eigen::Index i = 0; i < y.size(); ++i) c[i] = std::max(0.05, 1 + h_ * one_body(ensemble_, y[i]).second);
        return c;
    }

    std::optional<Vector> newton_direction(const Vector& y, const Vector& gradient) const {
        return y.size() <= dense_limit ? by_cholesky(y, gradient) : by_conjugate_gradients(y, gradient);
    }

    /// The longest step along the direction on which no two levels meet.
    double longest_step(const Vector& y, const Vector& direction) const {
        double longest = std::numeric_limits<double>::infinity();
        const auto limit = [&](double gap, double closing) {
            if (closing > 0) longest = std::min(longest, gap / closing);
        };
        for (Eigen::Index i = 1; i < y.size(); ++i) limit(y[i] - y[i - 1], direction[i - 1] - direction[i]);
        if (ensemble_.laguerre()) limit(y[0], -direction[0]);
        return longest;
    }

  private:
    double strength() const { return h_ * ensemble_.beta * ensemble_.temperature; }

    Vector by_cholesky(const Vector& y, const Vector& gradient) const {
        const Eigen::Index n = y.size();
        Eigen::MatrixXd a = one_body_curvature(y).asDiagonal();
        for (Eigen::Index j = 0; j < n; ++j)
            for (Eigen::Index i = j + 1; i < n; ++i) {
                const double apart = strength() / ((y[i] - y[j]) * (y[i] - y[j]));
                const double image = ensemble_.laguerre() ? strength() / ((y[i] + y[j]) * (y[i] + y[j])) : 0.0;
                a(i, j) = image - apart;
                a(i, i) += apart + image;
                a(j, j) += apart + image;
            }
        return a.selfadjointView<Eigen::Lower>().llt().solve(-gradient);
    }

    bool apply(const Vector& y, const Vector& diagonal, const Vector& v, Vector& out) const {
        if (!tiled_pair_curvature(view(y), view(v), ensemble_.laguerre(), workers_, view(out))) return false;
        out = diagonal.cwiseProduct(v) + strength() * out;
        return true;
    }

    /// Preconditioned by the tridiagonal part (nearest neighbours), which holds nearly all of a close pair's curvature.
    std::optional<Vector> by_conjugate_gradients(const Vector& y, const Vector& gradient) const {
        const Vector diagonal = one_body_curvature(y);
        const Eigen::Index n = y.size();
        Vector main = diagonal, off(n - 1), sums(n);
        const Vector ones = Vector::Ones(n);
        for (Eigen::Index i = 0; i + 1 < n; ++i) {
            const double apart = strength() / ((y[i + 1] - y[i]) * (y[i + 1] - y[i]));
            off[i] = -apart;
            main[i] += apart;
            main[i + 1] += apart;
        }
        const auto precondition = [&](const Vector& r) {  // Thomas algorithm
            Vector c(n), d(n);
            c[0] = n > 1 ? off[0] / main[0] : 0;
            d[0] = r[0] / main[0];
            for (Eigen::Index i = 1; i < n; ++i) {
                const double pivot = main[i] - off[i - 1] * c[i - 1];
                c[i] = i + 1 < n ? off[i] / pivot : 0;
                d[i] = (r[i] - off[i - 1] * d[i - 1]) / pivot;
            }
            for (Eigen::Index i = n - 2; i >= 0; --i) d[i] -= c[i] * d[i + 1];
            return d;
        };
        Vector x = Vector::Zero(n), r = -gradient, z = precondition(r), p = z, ap(n);
        double rz = r.dot(z);
        const double goal = 1e-6 * std::sqrt(rz);
        for (int iteration = 0; iteration < 500 && std::sqrt(rz) > goal; ++iteration) {
            if (!apply(y, diagonal, p, ap)) return std::nullopt;
            const double alpha = rz / p.dot(ap);
            x += alpha * p;
            r -= alpha * ap;
            z = precondition(r);
            const double next = r.dot(z);
            p = z + (next / rz) * p;
            rz = next;
        }
        return x;
    }

    const Ensemble& ensemble_;
    double h_;
    Vector target_;
    const Workers& workers_;
};

/// Newton's method only doubles a gap that is far too small, so it begins with none below what the repulsion makes of a
/// cluster within the step.
void part(Vector& y, double gap, bool positive) {
    const double middle = y.mean();
    bool moved = false;
    for (Eigen::Index i = 1; i < y.size(); ++i) {
        if (y[i] - y[i - 1] >= gap) continue;
        y[i] = y[i - 1] + gap;
        moved = true;
    }
    if (moved && !positive) y.array() += middle - y.mean();
}

}  // namespace

bool implicit_step(const Ensemble& ensemble, std::span<double> q, double h, std::span<const double> noise,
                   const Workers& workers) {
    const auto n = static_cast<Eigen::Index>(q.size());
    const double amplitude = std::sqrt(2 * ensemble.temperature);
    Vector y = Eigen::Map<const Vector>(q.data(), n);
    const Vector target = y + amplitude * Eigen::Map<const Vector>(noise.data(), n);
    const double tolerance = 1e-9 * (1 + target.cwiseAbs().maxCoeff());
    const ImplicitProblem problem(ensemble, h, target, workers);

    part(y, 0.5 * std::sqrt(2 * h * ensemble.beta * ensemble.temperature / static_cast<double>(n)),
         ensemble.laguerre());
    Vector gradient(n);
    for (int step = 0; step < most_newton_steps; ++step) {
        if (!problem.gradient(y, gradient)) return false;
        if (!gradient.allFinite()) break;
        if (gradient.cwiseAbs().maxCoeff() < tolerance) {
            std::copy_n(y.data(), n, q.data());
            put_in_order(ensemble, q);
            return true;
        }
        const auto direction = problem.newton_direction(y, gradient);
        if (!direction) return false;
        y += std::min(1.0, 0.9 * problem.longest_step(y, *direction)) * *direction;
    }
    throw Failure({"the implicit step found no solution", "step",
                   "The step is too long for this potential or these charges are too close: choose a smaller step or "
                   "the tamed integrator"});
}

}  // namespace langevin::coulomb_gas

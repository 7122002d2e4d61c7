// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spin_glass/replica_symmetric.h"

#include <array>
#include <cmath>
#include <numbers>

namespace langevin::spin_glass {
namespace {

constexpr int grid = 2401;
constexpr double range = 9;

/// Normal weights on the grid; exponentially accurate for smooth functions, and the grid resolves tanh at T >= 0.01.
const std::array<double, grid>& weights() {
    static const std::array<double, grid> table = [] {
        std::array<double, grid> w{};
        double sum = 0;
        for (int i = 0; i < grid; ++i) {
            const double x = range * (2.0 * i / (grid - 1) - 1);
            sum += w[static_cast<std::size_t>(i)] = std::exp(-x * x / 2);
        }
        for (double& value : w) value /= sum;
        return w;
    }();
    return table;
}

/// Averages over Dx of functions of t = tanh(a).
struct Averages {
    double t = 0, t2 = 0, t3 = 0, t4 = 0, log_cosh = 0;  ///< log_cosh: of ln 2 cosh a
};

Averages averages(const Point& p, double m, double q) {
    const double b = 1 / p.temperature, centre = b * (p.mean_coupling * m + p.field), width = b * std::sqrt(q);
    Averages sum;
    for (int i = 0; i < grid; ++i) {
        const double x = range * (2.0 * i / (grid - 1) - 1), w = weights()[static_cast<std::size_t>(i)];
        const double a = centre + width * x, size = std::abs(a), decay = std::exp(-2 * size);
        const double t = std::copysign((1 - decay) / (1 + decay), a);
        sum.t += w * t;
        sum.t2 += w * t * t;
        sum.t3 += w * t * t * t;
        sum.t4 += w * t * t * t * t;
        sum.log_cosh += w * (size + std::log1p(decay));
    }
    return sum;
}

/// One Newton step for m = <t>, q = <t^2>; derivatives with respect to q by Gaussian integration by parts.
bool newton(const Point& p, double& m, double& q, double& residual) {
    const double b = 1 / p.temperature;
    const auto a = averages(p, m, q);
    const double odd = a.t - a.t3;
    const double mm = b * p.mean_coupling * (1 - a.t2) - 1, mq = -b * b * odd;
    const double qm = 2 * b * p.mean_coupling * odd, qq = b * b * (1 - 4 * a.t2 + 3 * a.t4) - 1;
    const double fm = a.t - m, fq = a.t2 - q, determinant = mm * qq - mq * qm;
    residual = std::abs(fm) + std::abs(fq);
    const double next_m = m - (fm * qq - fq * mq) / determinant, next_q = q - (fq * mm - fm * qm) / determinant;
    if (!std::isfinite(next_m) || !std::isfinite(next_q) || next_q < 0 || next_q > 1 || std::abs(next_m) > 1)
        return false;
    m = next_m;
    q = next_q;
    return true;
}

ReplicaSymmetric describe(const Point& p, double m, double q) {
    const double b = 1 / p.temperature;
    const auto a = averages(p, m, q);
    ReplicaSymmetric r{.magnetisation = m, .overlap = q};
    r.free_energy = -b / 4 * (1 - q) * (1 - q) + p.mean_coupling / 2 * m * m - p.temperature * a.log_cosh;
    r.energy = -p.mean_coupling / 2 * m * m - b / 2 * (1 - q * q) - p.field * m;
    r.entropy = (r.energy - r.free_energy) / p.temperature;
    r.stability = 1 - b * b * (1 - 2 * a.t2 + a.t4);
    return r;
}

/// From m and q by iteration until it moves slowly, then by Newton's method; iterates on where that leads astray.
ReplicaSymmetric solve_from(const Point& p, double m, double q) {
    constexpr double tiny = 1e-12;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 60; ++i) {
            const auto a = averages(p, m, q);
            m = a.t;
            q = a.t2;
        }
        double trial_m = m, trial_q = q, residual = 1, before = 1;
        bool sound = true;
        for (int i = 0; i < 30 && sound && before > tiny; ++i) {
            const double old_m = trial_m, old_q = trial_q;
            sound = newton(p, trial_m, trial_q, residual);
            // Newton must stay on this branch, not jump to another.
            sound = sound && std::abs(trial_m - m) <= 0.5 * m + 1e-9 && std::abs(trial_q - q) <= 0.5 * q + 1e-9;
            before = std::abs(trial_m - old_m) + std::abs(trial_q - old_q);
        }
        if (sound && before <= tiny) return describe(p, trial_m, trial_q);
        if (m < 1e-10 && q < 1e-10) return describe(p, 0, 0);
    }
    return describe(p, m, q);
}

}  // namespace

ReplicaSymmetric solve_without_magnetisation(double temperature) {
    if (temperature >= 1) return describe({temperature, 0, 0}, 0, 0);
    return solve_from({temperature, 0, 0}, 0, 0.9);
}

ReplicaSymmetric solve(const Point& p) {
    if (p.field == 0 && p.mean_coupling == 0) return solve_without_magnetisation(p.temperature);
    // Without a field there is magnetisation where the other solution is unstable against it.
    if (p.field == 0) {
        const auto without = solve_without_magnetisation(p.temperature);
        if (p.mean_coupling * (1 - without.overlap) <= p.temperature) {
            auto r = describe(p, 0, without.overlap);
            r.magnetisation = 0;
            return r;
        }
    }
    return solve_from(p, 0.9, 0.9);
}

double stability_temperature(double mean_coupling, double field) {
    if (field == 0 && mean_coupling <= 1) return 1;
    double low = 0.01, high = 1;
    if (solve({low, mean_coupling, field}).stability > 0) return low;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (solve({middle, mean_coupling, field}).stability > 0 ? high : low) = middle;
    }
    return (low + high) / 2;
}

double spin_glass_boundary(double temperature) {
    return temperature / (1 - solve_without_magnetisation(temperature).overlap);
}

/// With A = b J0 m and w = b sqrt(q) the line is E tanh^2 = w^2 E sech^4, and b = (E sech^4)^(-1/2): one root for each
/// w.
const std::vector<LinePoint>& stability_line() {
    static const std::vector<LinePoint> line = [] {
        std::vector<LinePoint> points{{1, 1}};
        const Point unit{1, 1, 0};  // averages of tanh(m + sqrt(q) x)
        for (double w = 0.1; w < 200; w *= 1.15) {
            const auto excess = [&](double a) {
                const auto found = averages(unit, a, w * w);
                return found.t2 - w * w * (1 - 2 * found.t2 + found.t4);
            };
            double low = 0, high = 6 + 6 * w;
            for (int i = 0; i < 60; ++i) {
                const double middle = (low + high) / 2;
                (excess(middle) < 0 ? low : high) = middle;
            }
            const auto found = averages(unit, high, w * w);
            const double temperature = std::sqrt(1 - 2 * found.t2 + found.t4);
            const double coupling = high * temperature / found.t;
            if (coupling > 3 || temperature < 0.005) break;
            points.push_back({coupling, temperature});
        }
        return points;
    }();
    return line;
}

const std::vector<LinePoint>& spin_glass_line() {
    static const std::vector<LinePoint> line = [] {
        std::vector<LinePoint> points{{1, 1}};
        for (int k = 19; k >= 1; --k) points.push_back({spin_glass_boundary(0.05 * k), 0.05 * k});
        points.push_back({std::sqrt(std::numbers::pi / 2), 0});
        return points;
    }();
    return line;
}

}  // namespace langevin::spin_glass

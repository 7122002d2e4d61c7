// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/random/random.h"

namespace langevin::test {

/// x(t+1) = memory x(t) + sqrt(1 - memory^2) eta, started in equilibrium: normal numbers of variance 1 with
/// rho(t) = memory^t, hence tau_int = (1 + memory) / (2 (1 - memory)).
struct Autoregression {
    double memory = 0;

    double tau() const { return (1 + memory) / (2 * (1 - memory)); }

    std::vector<double> run(std::uint64_t seed, std::uint64_t stream, std::size_t length) const {
        std::vector<double> x(length);
        Random(seed).normals<double>({stream}, 0, 0, 1, x);
        const double noise = std::sqrt(1 - memory * memory);
        for (std::size_t t = 1; t < length; ++t) x[t] = memory * x[t - 1] + noise * x[t];
        return x;
    }
};

/// Mean, standard deviation and error of the mean of independent numbers.
struct Spread {
    double mean = 0, deviation = 0, error = 0;

    explicit Spread(const std::vector<double>& values) {
        const auto n = static_cast<double>(values.size());
        for (const double v : values) mean += v / n;
        for (const double v : values) deviation += (v - mean) * (v - mean) / (n - 1);
        deviation = std::sqrt(deviation);
        error = deviation / std::sqrt(n);
    }
};

}  // namespace langevin::test

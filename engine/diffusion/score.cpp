// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/score.h"

namespace langevin::diffusion {

void GaussianScore::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    const std::size_t d = variances_.size();
    const double noise = sigma * sigma;
    for (std::size_t first = 0; first < y.size(); first += d)
        for (std::size_t i = 0; i < d; ++i) score[first + i] = -y[first + i] / (variances_[i] + noise);
}

double GaussianScore::divergence(double sigma, std::span<const double>) const {
    double sum = 0;
    for (const double c : variances_) sum -= 1 / (c + sigma * sigma);
    return sum;
}

}  // namespace langevin::diffusion

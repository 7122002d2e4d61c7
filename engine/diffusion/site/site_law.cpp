// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_law.h"

#include <algorithm>
#include <cmath>

namespace langevin::diffusion {
namespace {

constexpr double normal_reach = 8;  // of the noise, in standard deviations

}  // namespace

std::vector<double> SiteLaw::moments(int highest) const {
    std::vector<double> m;
    for (int n = 1; n <= highest; ++n) m.push_back(moment(n));
    return m;
}

double SiteLaw::score(double sigma, double y) const {
    double result = 0;
    evaluate(sigma, {&y, 1}, {&result, 1});
    return result;
}

CumulativeTable SiteLaw::cumulative_table(double sigma) const {
    const double end = reach() + normal_reach * sigma;
    return {-end, end, 1000, [&](double y) { return std::exp(log_density(sigma, y)); }};
}

void SiteLaw::draw(Random random, Stream stream, std::uint64_t step, std::span<double> phi) const {
    const auto table = cumulative_table(0);
    for (std::size_t i = 0; i < phi.size(); ++i) phi[i] = table.quantile(random.uniform(stream, step, i));
}

Quadrature quadrature(const SiteLaw& law, double sigma, int points) {
    const double end = law.reach() + normal_reach * sigma, h = 2 * end / (points - 1);
    Quadrature q;
    for (int i = 0; i < points; ++i) {
        q.y.push_back(-end + h * i);
        q.weight.push_back(h * std::exp(law.log_density(sigma, q.y.back())));
    }
    return q;
}

ScoreReference::ScoreReference(const SiteLaw& law, double strength)
    : sigma(strength), points(quadrature(law, strength)), exact(points.y.size()) {
    law.evaluate(sigma, points.y, exact);
}

double ScoreReference::least_loss() const {
    double sum = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) sum += points.weight[i] * exact[i] * exact[i];
    return 1 - sigma * sigma * sum;
}

double ScoreReference::error(const Score& score) const {
    std::vector<double> theirs(exact.size());
    score.evaluate(sigma, points.y, theirs);
    double sum = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        sum += points.weight[i] * (theirs[i] - exact[i]) * (theirs[i] - exact[i]);
    return sigma * sigma * sum;
}

std::vector<double> effective_action(std::span<const double> y, std::span<const double> score) {
    std::vector<double> action(y.size());
    for (std::size_t i = 1; i < y.size(); ++i)
        action[i] = action[i - 1] - (y[i] - y[i - 1]) * (score[i] + score[i - 1]) / 2;
    if (action.empty()) return action;
    const double lowest = *std::min_element(action.begin(), action.end());
    for (auto& a : action) a -= lowest;
    return action;
}

std::vector<double> equal_quantiles(const CumulativeTable& table, std::size_t count) {
    std::vector<double> y;
    for (std::size_t i = 0; i < count; ++i)
        y.push_back(table.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(count)));
    return y;
}

double total_variation(const CumulativeTable& law, std::span<const double> quantiles) {
    const double share = 1 / static_cast<double>(quantiles.size());
    double sum = 0, before = 0;
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
        const double below = law.below(quantiles[i]);
        sum += std::abs(below - before - (i == 0 ? share / 2 : share));
        before = below;
    }
    return (sum + std::abs(1 - before - share / 2)) / 2;
}

}  // namespace langevin::diffusion

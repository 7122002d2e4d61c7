// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/likelihood.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "engine/core/error.h"

namespace langevin::diffusion {
namespace {

struct Flow {
    const Score& score;
    std::vector<std::vector<double>> probes;  // signs
    std::vector<double> shifted, first, second;

    /// z^T (ds/dy) z by a central difference.
    double curvature(double sigma, std::span<const double> y, const std::vector<double>& z) {
        const double h = 1e-4 * (sigma + 1e-2);
        for (std::size_t i = 0; i < y.size(); ++i) shifted[i] = y[i] + h * z[i];
        score.evaluate(sigma, shifted, first);
        for (std::size_t i = 0; i < y.size(); ++i) shifted[i] = y[i] - h * z[i];
        score.evaluate(sigma, shifted, second);
        double sum = 0;
        for (std::size_t i = 0; i < y.size(); ++i) sum += z[i] * (first[i] - second[i]);
        return sum / (2 * h);
    }

    double divergence(double sigma, std::span<const double> y) {
        if (probes.empty()) return score.divergence(sigma, y);
        double sum = 0;
        for (const auto& z : probes) sum += curvature(sigma, y, z);
        return sum / static_cast<double>(probes.size());
    }
};

/// State: y, then the integral. d/d ln sigma.
int slope(double log_sigma, const double state[], double derivative[], void* parameters) {
    auto& flow = *static_cast<Flow*>(parameters);
    const std::size_t d = flow.shifted.size();
    const double sigma = std::exp(log_sigma), variance = sigma * sigma;
    flow.score.evaluate(sigma, {state, d}, {derivative, d});
    for (std::size_t i = 0; i < d; ++i) derivative[i] *= -variance;
    derivative[d] = -variance * flow.divergence(sigma, {state, d});
    return GSL_SUCCESS;
}

}  // namespace

FlowResult follow_flow(const Score& score, std::span<const double> y, double from_sigma, double to_sigma,
                       const FlowSettings& settings, Random random, Stream stream, std::uint64_t draw) {
    const std::size_t d = y.size();
    Flow flow{score, {}, std::vector<double>(d), std::vector<double>(d), std::vector<double>(d)};
    for (int k = 0; k < settings.probes; ++k) {
        auto& z = flow.probes.emplace_back(d);
        const auto site = static_cast<std::uint64_t>(k) * d;
        for (std::size_t i = 0; i < d; ++i) z[i] = random.uniform(stream, draw, site + i) < 0.5 ? -1 : 1;
    }
    gsl_odeiv2_system system = {slope, nullptr, d + 1, &flow};
    const double begin = std::log(from_sigma), end = std::log(to_sigma);
    const std::unique_ptr<gsl_odeiv2_driver, decltype(&gsl_odeiv2_driver_free)> driver(
        gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, (end - begin) / 50, settings.tolerance,
                                      settings.tolerance),
        gsl_odeiv2_driver_free);
    gsl_odeiv2_driver_set_nmax(driver.get(), 100000);
    std::vector<double> state(y.begin(), y.end());
    state.push_back(0);
    double at = begin;
    if (gsl_odeiv2_driver_apply(driver.get(), &at, end, state.data()) != GSL_SUCCESS)
        throw Failure({"the probability flow could not be followed beyond sigma = " + std::to_string(std::exp(at)), "",
                       "Choose a larger tolerance or a larger smallest noise"});
    const double volume = state.back();
    state.pop_back();
    return {std::move(state), volume};
}

double log_normal_density(std::span<const double> y, std::span<const double> variances) {
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
        sum -= (std::log(2 * std::numbers::pi * variances[i]) + y[i] * y[i] / variances[i]) / 2;
    return sum;
}

double effective_sample_fraction(std::span<const double> log_weights) {
    if (log_weights.empty()) return 0;
    const double largest = *std::max_element(log_weights.begin(), log_weights.end());
    double sum = 0, squares = 0;
    for (const double l : log_weights) {
        const double w = std::exp(l - largest);
        sum += w;
        squares += w * w;
    }
    return sum * sum / (squares * static_cast<double>(log_weights.size()));
}

IndependenceChain independence_metropolis(std::span<const double> log_weights, Random random, Stream stream) {
    IndependenceChain chain;
    std::size_t here = 0, accepted = 0;
    for (std::size_t i = 0; i < log_weights.size(); ++i) {
        if (i > 0 && random.exponential(stream, i, 0) >= log_weights[here] - log_weights[i]) {
            here = i;
            ++accepted;
        }
        chain.samples.push_back(here);
    }
    if (log_weights.size() > 1)
        chain.acceptance = static_cast<double>(accepted) / static_cast<double>(log_weights.size() - 1);
    return chain;
}

double mala_step(std::span<double> samples, std::size_t dimension,
                 const std::function<double(std::span<const double>)>& log_density,
                 const std::function<void(std::span<const double>, std::span<double>)>& drift, double eps,
                 Random random, Stream stream, std::uint64_t draw) {
    const std::size_t count = samples.size() / dimension;
    const Stream acceptance = {stream.id + 1};
    std::vector<double> proposals(samples.size()), forward(samples.size()), backward(samples.size());
    drift(samples, forward);
    random.normals<double>(stream, draw, 0, 1, proposals);
    for (std::size_t i = 0; i < samples.size(); ++i)
        proposals[i] = samples[i] + eps * forward[i] + std::sqrt(2 * eps) * proposals[i];
    drift(proposals, backward);
    std::size_t accepted = 0;
    for (std::size_t n = 0; n < count; ++n) {
        const auto y = samples.subspan(n * dimension, dimension);
        const auto proposal = std::span<const double>(proposals).subspan(n * dimension, dimension);
        double log_ratio = log_density(proposal) - log_density(y);
        for (std::size_t i = 0; i < dimension; ++i) {
            const double there = proposal[i] - y[i] - eps * forward[n * dimension + i],
                         back = y[i] - proposal[i] - eps * backward[n * dimension + i];
            log_ratio += (there * there - back * back) / (4 * eps);
        }
        if (random.exponential(acceptance, draw, n) < -log_ratio) continue;
        std::copy(proposal.begin(), proposal.end(), y.begin());
        ++accepted;
    }
    return static_cast<double>(accepted) / static_cast<double>(count);
}

}  // namespace langevin::diffusion

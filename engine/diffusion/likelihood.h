// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/diffusion/score.h"
#include "engine/random/random.h"

/// How probable a sample is under a model, and what to do with that.
namespace langevin::diffusion {

struct FlowSettings {
    double tolerance = 1e-8;  ///< relative and absolute, of each number
    int probes = 0;           ///< of the trace; 0: the score's own divergence
};

struct FlowResult {
    std::vector<double> y;
    double log_volume = 0;  ///< integral of the divergence: ln p(y_from) = ln p(y_to) + log_volume
};

/// Carries one sample along the probability flow dy/dsigma = -sigma s (Y. Song et al., arXiv:2011.13456, app. D) from
/// one strength of noise to another, by an adaptive Runge-Kutta rule of order 8 in ln sigma (GSL), and integrates the
/// divergence on the way: ln p(y_from) = ln p(y_to) + log_volume.
/// With probes the divergence is estimated by z^T (ds/dy) z (M. F. Hutchinson, 1990) with signs z that are drawn once
/// and kept along the path, as the step control demands; unbiased for log_volume.
/// Throws Failure when the step control gives up.
FlowResult follow_flow(const Score& score, std::span<const double> y, double from_sigma, double to_sigma,
                       const FlowSettings& settings = {}, Random random = Random(0), Stream stream = {},
                       std::uint64_t draw = 0);

/// ln of the density of independent normal components.
double log_normal_density(std::span<const double> y, std::span<const double> variances);

/// (sum w)^2 / (N sum w^2) of weights given by their logarithms, in (0, 1].
double effective_sample_fraction(std::span<const double> log_weights);

/// A Metropolis chain whose proposals are independent samples in their order, of weights w = target / model: accepts
/// with min(1, w' / w). Starts at the first sample.
struct IndependenceChain {
    std::vector<std::size_t> samples;  ///< which sample each state of the chain is
    double acceptance = 0;             ///< accepted fraction of the proposals
};
IndependenceChain independence_metropolis(std::span<const double> log_weights, Random random, Stream stream);

/// Metropolis-adjusted Langevin with any drift D: proposes y + eps D(y) + sqrt(2 eps) xi and accepts with the true
/// density, so that the target is met whatever D is (W. K. Hastings, 1970). Samples one after the other; changes them
/// in place. The drift is asked for all of them at once, the density one by one. Draws: stream (proposals) and the
/// stream after it (acceptance), step `draw`. Returns the accepted fraction.
double mala_step(std::span<double> samples, std::size_t dimension,
                 const std::function<double(std::span<const double>)>& log_density,
                 const std::function<void(std::span<const double>, std::span<double>)>& drift, double eps,
                 Random random, Stream stream, std::uint64_t draw);

}  // namespace langevin::diffusion

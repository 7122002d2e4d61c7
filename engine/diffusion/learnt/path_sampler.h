// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "engine/core/archive.h"
#include "engine/diffusion/learnt/score_model.h"
#include "engine/random/random.h"

namespace langevin::diffusion {

/// Samples fields level by level, from noise to data, such that the probability of the whole path is known. From
/// sigma to sigma' every mode is drawn from a normal distribution: mean r y + (1 - r) D with r = sigma'^2 / sigma^2,
/// the exact posterior given x_0 = D, and variance sigma'^2 (1 - r) + (1 - r)^2 G, in which G = C sigma^2 / (C +
/// sigma^2) stands for what D does not know of x_0. For a free field and its exact score this is exact with any number
/// of levels.
///
/// With the forward process q(y | y') = N(y', sigma^2 - sigma'^2) the weights
///   w = p(phi) prod q(y | y') / (prior(y_T) prod p(y' | y))
/// are exact in the space of paths, for any model: no likelihood, no trace (R. M. Neal, physics/9803008; J.
/// Sohl-Dickstein et al., arXiv:1503.03585). They make independent proposals for a Metropolis chain, and averages
/// right.
class PathSampler {
  public:
    /// Levels in equal ratios from `strongest` to `weakest`, both in units of x; the last step goes from the weakest to
    /// the data. The model's description must have the spectrum.
    PathSampler(ScoreModel model, int rows, int columns, int levels, double strongest, double weakest);

    int levels() const { return static_cast<int>(sigma_.size()); }
    /// From the prior, a normal distribution of every mode with variance C + sigma^2. `draws` numbers the batch.
    void start(std::size_t samples, Random random, Stream stream, std::uint64_t draws);
    int position() const { return position_; }  ///< steps made; levels() when finished
    bool finished() const { return position_ >= levels(); }
    /// The strength of the noise now, in units of phi; 0 when finished.
    double sigma() const;
    /// False, and nothing changed, when stopped.
    bool step(int threads, const std::stop_token& stop = {});

    std::size_t samples() const { return samples_; }
    /// Fields in their own units, one after the other.
    std::vector<double> fields() const;
    /// ln of prior(y_T) prod p(y' | y) / prod q(y | y') so far, of the field in its own units: when finished, -S minus
    /// this is ln w, up to a constant.
    const std::vector<double>& log_path() const { return log_path_; }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void step_group(std::size_t group, std::vector<double>& modes, std::vector<double>& log_path,
                    const std::stop_token& stop) const;

    ScoreModel model_;
    int rows_, columns_;
    std::vector<double> variances_, curvatures_, sigma_;
    std::size_t samples_ = 0;
    int position_ = 0;
    Random random_{0};
    Stream stream_;
    std::uint64_t draws_ = 0;
    std::vector<double> modes_;  // [group of sixteen][mode][lane], in units of x
    std::vector<double> log_path_;
};

}  // namespace langevin::diffusion

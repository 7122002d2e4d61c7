// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "engine/diffusion/process.h"
#include "engine/diffusion/score.h"
#include "engine/random/random.h"

/// From noise to data with a score. All samplers keep y = x / mean(t), in which every process is variance exploding.
namespace langevin::diffusion {

enum class Method {
    euler_maruyama,       ///< of the reverse equation dx = (-f x + g^2 s) dtau + g dW (B. Anderson, 1982)
    predictor_corrector,  ///< a Langevin step by signal-to-noise ratio before each of those (arXiv:2011.13456, alg. 4)
    flow_heun,            ///< the probability flow dx/dt = f x - g^2 s / 2 by Heun's rule in t
    ancestral,            ///< exact posterior of one step given the denoised mean (arXiv:2011.13456, app. F)
    edm_heun,             ///< dy/dsigma = (y - D) / sigma by Heun's rule, with churn (arXiv:2206.00364, alg. 2)
    exponential,          ///< exact in sigma for a constant denoiser, midpoint in ln sigma (arXiv:2206.00927, DPM-2)
    annealed_langevin     ///< a few Langevin steps at every level (Y. Song, S. Ermon, arXiv:1907.05600, alg. 1)
};

/// Where the levels lie between the strongest and the weakest noise.
enum class Spacing {
    uniform_time,  ///< equal steps of t
    geometric,     ///< equal ratios of sigma
    power          ///< equal steps of sigma^(1/7) (arXiv:2206.00364, eq. (5))
};

/// After the last level.
enum class LastStep {
    denoise,    ///< y + sigma^2 s (Tweedie): takes the last noise away
    mean_only,  ///< one more Euler step without its noise, as in the released code of arXiv:2309.17082
    none
};

struct SamplerSettings {
    Method method = Method::euler_maruyama;
    int levels = 500;  ///< >= 2
    Spacing spacing = Spacing::uniform_time;
    double last_time = 1e-3;  ///< of the weakest noise, in (0, 1)
    LastStep last_step = LastStep::mean_only;
    double signal_to_noise = 0.16;  ///< predictor_corrector
    double churn = 0;               ///< edm_heun: S_churn >= 0; noise scale 1
    int inner_steps = 10;           ///< annealed_langevin, per level
    double inner_step_size = 0.05;  ///< annealed_langevin: a = this times sigma^2
};

/// From strong to weak noise.
std::vector<NoiseLevel> levels_of(const Process& process, const SamplerSettings& settings);
/// Evaluations of the score for one sample.
int score_calls(const SamplerSettings& settings);

/// Samples on their way from noise to data.
class Sampler {
  public:
    /// The score must outlive it.
    Sampler(const Process& process, const SamplerSettings& settings, const Score& score);

    const std::vector<NoiseLevel>& levels() const { return levels_; }
    int steps() const { return static_cast<int>(levels_.size()); }  ///< moves between levels, and the last step

    /// Samples one after the other, from a normal prior of the strongest noise's standard deviation, widened for each
    /// component: N(0, extra_variance + sigma^2). `draws` numbers this batch: random numbers of `stream`, step `draws`.
    void start(std::size_t samples, const std::vector<double>& extra_variance, Random random, Stream stream,
               std::uint64_t draws);
    /// From these samples of the strongest noise instead.
    void start(std::vector<double> y, Random random, Stream stream, std::uint64_t draws);

    int position() const { return position_; }  ///< steps made
    bool finished() const { return position_ >= steps(); }
    /// One step of all samples. False, and nothing changed, when stopped on the way.
    bool step(int threads, const std::stop_token& stop = {});

    /// y of all samples; while finished() the data.
    const std::vector<double>& samples() const { return y_; }
    /// The level the samples are at; without noise when finished.
    NoiseLevel level() const { return finished() ? NoiseLevel{} : levels_[static_cast<std::size_t>(position_)]; }
    double sigma() const { return level().sigma(); }
    /// Puts samples back that were saved at a position.
    void restore(std::vector<double> y, int position, Random random, Stream stream, std::uint64_t draws);

  private:
    Process process_;
    SamplerSettings settings_;
    const Score* score_;
    std::vector<NoiseLevel> levels_;
    std::vector<double> y_;
    int position_ = 0;
    Random random_{0};
    Stream stream_;
    std::uint64_t draws_ = 0;
};

/// What a sampler makes of independent Gaussian components, exactly: each step is linear in the sample and its noise,
/// so variances follow a recursion, which is read off the very code that moves samples. (For the corrector, whose step
/// depends on the norm of the score, the norm's mean square.)
class VarianceFlow {
  public:
    /// `multiplicity`: how many components of a sample have each of the variances; empty: one.
    VarianceFlow(const Process& process, const SamplerSettings& settings, std::vector<double> data_variances,
                 std::vector<double> multiplicity = {});

    /// Variances of y at each level and, last, of the result: steps() + 1 rows. The prior as in Sampler::start.
    std::vector<std::vector<double>> run(const std::vector<double>& extra_variance) const;
    /// The last row.
    std::vector<double> result(const std::vector<double>& extra_variance) const { return run(extra_variance).back(); }

  private:
    Process process_;
    SamplerSettings settings_;
    std::vector<double> variances_, multiplicity_;
};

}  // namespace langevin::diffusion

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/core/archive.h"
#include "engine/diffusion/learnt/score_model.h"
#include "engine/diffusion/process.h"
#include "engine/networks/learning/optimiser.h"

namespace langevin::diffusion {

/// How much each strength of the noise counts: factors of |D - x_0|^2, so that |sigma s + z|^2 = |D - x_0|^2 / sigma^2.
enum class Weighting {
    variance,    ///< sigma^2 |s - target|^2 summed over sites (arXiv:2011.13456; published for lattices)
    edm,         ///< (sigma^2 + 1) / sigma^2 (arXiv:2206.00364)
    normalised,  ///< as `variance`, in units of the Gaussian minimum sum_p C_p / (C_p + sigma^2): every strength alike
    likelihood   ///< g^2: a bound on the likelihood where strengths are drawn from uniform times (arXiv:2101.09258)
};

/// What the network is asked for.
enum class Target {
    denoising,  ///< x_0: P. Vincent (2011)
    combined  ///< with the force F = -dS/dx at x_0: of every mode x_0 + C/(C + sigma^2) (sigma z + sigma^2 F). Its mean
              ///< given y is the same, since the score is E[F | y] too (V. De Bortoli et al., arXiv:2402.08667), and
              ///< for the free field it has no scatter at all.
};

/// How strengths are drawn.
enum class NoiseSampling {
    uniform_time,      ///< t ~ U(1e-5, latest) of the process (published)
    log_uniform_time,  ///< t = 0.9^(110 u) times the latest (released code of arXiv:2502.05504)
    log_uniform,       ///< ln sigma uniform between the weakest and the strongest
    log_normal         ///< ln sigma ~ N(mean, deviation^2) (arXiv:2206.00364)
};

struct TrainingSettings {
    int batch = 64;               ///< a multiple of 16
    std::uint64_t steps = 10000;  ///< of the schedule; training may go on beyond
    std::uint64_t warm_up = 0;
    networks::Schedule schedule = networks::Schedule::cosine;
    networks::OptimiserSettings optimiser = {};
    Target target = Target::denoising;
    Weighting weighting = Weighting::normalised;
    NoiseSampling sampling = NoiseSampling::log_uniform;
    double sigma_base = 25;                       ///< Sigma of the first two samplings, in units of x
    std::optional<Process> process = {};          ///< the first two samplings' instead, in units of phi
    double weakest = 0.01, strongest = 100;       ///< of log_uniform, in units of x
    double log_mean = -1.2, log_deviation = 1.2;  ///< of log_normal
    bool one_level = false;                       ///< the same strength for the whole batch
    bool mirror = false;                          ///< signs at random: for networks that are not odd
    double force_weight = 0;                      ///< of |s(x, weakest) - F(x)|^2 / V, see TrainingData::forces
};

/// The strength of the noise, in units of x, for u uniform in [0, 1) and a normal number.
double sampled_sigma(const TrainingSettings& settings, double scale, double u, double normal);
/// The weight in the loss of |sigma s - target|^2 per site, for data whose modes have these variances.
double loss_weight(const TrainingSettings& settings, std::span<const double> variances, double sigma);

/// Independent samples, all on one lattice, in units of x; and the force -dS/dx at each of them, or nothing.
struct TrainingData {
    int rows = 1, columns = 1;
    std::vector<float> samples, forces = {};

    std::size_t dimension() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
    std::size_t size() const { return samples.size() / dimension(); }
};

/// Denoising score matching (P. Vincent 2011) by Adam. Batches come from each of several data sets in turn (lattices of
/// several extents, say). The same on any number of threads; sums over samples are taken sixteen at a time, in order.
class ScoreTraining {
  public:
    ScoreTraining(std::shared_ptr<const Denoiser> denoiser, std::vector<std::shared_ptr<const TrainingData>> data,
                  const TrainingSettings& settings, Random random);

    /// One step. False, and nothing changed, when stopped. Throws Failure when the training diverges.
    bool step(int threads, const std::stop_token& stop = {});
    std::uint64_t steps() const { return optimiser_.steps(); }
    double loss() const { return loss_; }                    ///< of the last batch, weighted, per sample and site
    double gradient_norm() const { return gradient_norm_; }  ///< of the last batch
    double learning_rate() const;                            ///< of the next step
    const TrainingSettings& settings() const { return settings_; }
    void set_learning_rate(double rate) { optimiser_.set_learning_rate(rate); }
    /// What each sample of the last batch said: its noise, and |D - target|^2 / sigma^2 per site.
    struct SampleLoss {
        double sigma = 0, loss = 0;
    };
    const std::vector<SampleLoss>& sample_losses() const { return sample_losses_; }
    /// With the moving average of the parameters.
    ScoreModel model() const;
    const Denoiser& denoiser() const { return *denoiser_; }

    /// Parameters, optimiser and how many steps were made: random numbers follow from that.
    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    struct Batch;
    double group_loss(const Batch& batch, std::size_t group, std::span<float> gradient, std::span<SampleLoss> each,
                      const std::stop_token& stop) const;

    std::shared_ptr<const Denoiser> denoiser_;
    std::vector<std::shared_ptr<const TrainingData>> data_;
    TrainingSettings settings_;
    Random random_;
    networks::Optimiser<float> optimiser_;
    parallel::AlignedVector<float> parameters_;
    double loss_ = 0, gradient_norm_ = 0;
    std::vector<SampleLoss> sample_losses_;
};

/// |D - x_0|^2 / sigma^2 per site of the first samples of the data, with noise drawn from `random`, and its standard
/// error: what denoising score matching minimises at this strength (in units of x).
struct MeanLoss {
    double value = 0, error = 0;
};
MeanLoss mean_loss(const ScoreModel& model, const TrainingData& data, double sigma, std::size_t samples, Random random,
                   int threads);
/// The least loss per site of Gaussian data: mean over modes of C_p / (C_p + sigma^2).
double gaussian_loss(std::span<const double> variances, double sigma);
/// The least that ScoreTraining::loss() can come to, on average over strengths of the noise, for Gaussian data.
double least_gaussian_loss(const TrainingSettings& settings, double scale, std::span<const double> variances);

}  // namespace langevin::diffusion

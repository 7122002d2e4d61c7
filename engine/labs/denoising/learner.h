// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/diffusion/free_field.h"
#include "engine/labs/denoising/parameters.h"
#include "engine/lattice/equilibrium.h"

namespace langevin::denoising {

/// Mean square of the force, mode by mode, of fields in units of their standard deviation, <phi^2> = `square`:
/// <F_p^2> = <d^2 S / d phi_p^2> = 2 (1 - 2 lambda) + 12 lambda <phi^2> - 4 kappa sum_mu cos p_mu, an exact identity.
std::array<double, 2> curvature(const lattice::Couplings& couplings, double square);
/// Measured scale and spectrum of fields in equilibrium, and a score with no more than that: exact for the free field.
diffusion::ScoreModel free_field_model(double scale, const diffusion::ModeSpectrum& spectrum);
/// The same from the action, at lambda = 0.
diffusion::ScoreModel exact_free_model(int extent, double kappa);

/// A network in training: first collects fields from an equilibrium run of its own unless they are given, then learns
/// from them.
class Learner {
  public:
    /// `train` = false: collects fields for scale and spectrum only.
    Learner(const Parameters& parameters, bool train, Random random);
    /// Learns from these fields, [field][row][column] in their own units. Throws Failure where nothing can be learnt.
    Learner(const Parameters& parameters, std::vector<float> fields, Random random);

    /// A little of what is to be done. False, and nothing changed, when stopped.
    bool step(int threads, const std::stop_token& stop);
    void set_learning_rate(double rate);

    bool collecting() const { return !data_; }
    double collected() const;  ///< share of the fields, while collecting
    bool finished() const;
    std::uint64_t steps() const { return training_ ? training_->steps() : 0; }
    /// None while collecting.
    std::optional<diffusion::ScoreModel> model() const;
    const diffusion::TrainingData* data() const { return data_.get(); }
    const std::vector<double>& losses() const { return losses_; }  ///< means over blocks of block_size() steps
    std::uint64_t block_size() const { return block_size_; }
    const diffusion::ScoreTraining* training() const { return training_.get(); }
    /// |D - target|^2 / sigma^2 per site against the noise, lately: one bin for each, empty ones have weight 0.
    struct NoiseBin {
        double log_sigma = 0, loss = 0, weight = 0;
    };
    const std::vector<NoiseBin>& noise_bins() const { return noise_bins_; }

    void save(Archive& archive) const;
    void load(const Archive& archive);

  private:
    std::size_t wanted() const;
    void collect();
    void take(std::vector<float> fields);
    void survey(std::span<const float> phi);
    void begin_training();
    void keep_loss(double loss);
    void keep_sample_losses();

    Parameters parameters_;
    bool train_;
    Random random_;
    std::optional<lattice::EquilibriumChains> chains_;  // none where fields are given
    diffusion::FreeField basis_;                        // for its modes, not its variances
    std::vector<float> fields_;                         // in their own units, while they are collected and after
    std::vector<float> forces_;                         // of these, while they are collected
    std::vector<double> squares_;                       // sums of squares of their modes
    std::shared_ptr<const diffusion::TrainingData> data_;
    diffusion::ScoreDescription description_;
    std::unique_ptr<diffusion::ScoreTraining> training_;
    std::vector<double> losses_;
    double block_ = 0;
    std::uint64_t in_block_ = 0, block_size_ = 1;
    std::vector<NoiseBin> noise_bins_;
};

}  // namespace langevin::denoising

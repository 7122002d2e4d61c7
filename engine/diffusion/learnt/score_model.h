// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/diffusion/learnt/mode_spectrum.h"
#include "engine/diffusion/score.h"
#include "engine/networks/models/network.h"

/// Scores from networks. Everything learnt is in units in which the data have standard deviation 1, without a shift:
/// x = phi / scale.
namespace langevin::diffusion {

/// What the network is surrounded by: how the denoised field D(y), and with it the score (D - y) / sigma^2, is made
/// from its output F.
enum class Preconditioning {
    none,    ///< D = y + sigma F(y): the score is F / sigma (released code of arXiv:2309.17082)
    scalar,  ///< D = c_skip y + c_out F(c_in y): T. Karras et al., arXiv:2206.00364, table 1, sigma_data = 1
    modes    ///< the exact solution of the free field with the same spectrum, plus the network's corrections
};

/// All that it takes to make a score, except the network's parameters. Value type.
struct ScoreDescription {
    networks::NetworkDescription network;
    Preconditioning preconditioning = Preconditioning::modes;
    double scale = 1;       ///< standard deviation of the data in their own units
    ModeSpectrum spectrum;  ///< of x; matters to `modes`

    bool operator==(const ScoreDescription&) const = default;
};

/// For `modes` the network is given the linear estimate C / (C + sigma^2) y and y itself, both to variance 1, and gives
/// two fields: corrections in units of the Gaussian posterior's standard deviation, as a function of the momentum and
/// everywhere alike. Sets inputs and outputs of the network accordingly.
ScoreDescription with_channels(ScoreDescription description);

/// The denoised field on a tape, sixteen samples at a time. Immutable; use from any thread.
class Denoiser {
  public:
    /// Throws Failure for an impossible network.
    explicit Denoiser(const ScoreDescription& description);

    const ScoreDescription& description() const { return description_; }
    const networks::Network& network() const { return *network_; }

    /// Multiply-adds for each site of a lattice of this extent, transforms included.
    double operations_per_site(int extent) const;

    /// What does not depend on y: made once for a lattice and the strengths of the noise, one for each lane. Numbers
    /// are [1], or [1][1][columns] for samples at sites of their own; functions of the momentum [1][rows][columns].
    template <class T>
    struct Setting {
        int rows = 1, columns = 1;
        tape::Variable<T> condition;
        tape::Variable<T> skip, input, output;  ///< D = skip y + output F(input y); of `modes`: for the second channels
        tape::Variable<T> estimate;             ///< function: the linear estimate, to variance 1 ...
        tape::Variable<T> estimate_size;        ///< ... and back
        tape::Variable<T> correction;           ///< function: standard deviation of the Gaussian posterior
        tape::Variable<T> propagator;           ///< function: C / (C + sigma^2)
    };
    /// For fields. sigma in units of x, > 0.
    template <class T>
    Setting<T> setting(tape::Tape<T>& tape, int rows, int columns, std::span<const double> sigma) const;
    /// For samples at sites of their own: sigma [site][lane].
    template <class T>
    Setting<T> site_setting(tape::Tape<T>& tape, std::span<const double> sigma) const;

    /// D(y), y [1][rows][columns].
    template <class T>
    tape::Variable<T> denoise(const networks::BoundParameters<T>& parameters, const Setting<T>& setting,
                              const tape::Variable<T>& y) const;

  private:
    ScoreDescription description_;
    std::shared_ptr<const networks::Network> network_;
};

/// A denoiser with its parameters, in single precision. Immutable; use from any thread.
struct ScoreModel {
    std::shared_ptr<const Denoiser> denoiser;
    parallel::AlignedVector<float> parameters;
};

/// The score of a field in its own units: fields of L x L sites one after the other, or single numbers.
class LearntScore final : public Score {
  public:
    LearntScore(ScoreModel model, int rows, int columns);
    std::size_t dimension() const override { return dimension_; }
    std::size_t samples_at_once() const override { return tape::lanes; }
    void evaluate(double sigma, std::span<const double> y, std::span<double> score) const override;
    /// Exact: one derivative for each number of the sample.
    double divergence(double sigma, std::span<const double> y) const override;
    const ScoreModel& model() const { return model_; }

  private:
    void evaluate_fields(double sigma, std::span<const double> y, std::span<double> score) const;
    void evaluate_sites(double sigma, std::span<const double> y, std::span<double> score) const;

    ScoreModel model_;
    int rows_, columns_;
    std::size_t dimension_;
};

/// Samples one after the other from and to sixteen lanes; lanes beyond the last sample are zero.
template <class From, class To>
void into_lanes(std::span<const From> samples, std::size_t dimension, double factor, std::span<To> lanes);
template <class From, class To>
void out_of_lanes(std::span<const From> lanes, std::size_t dimension, double factor, std::span<To> samples);

}  // namespace langevin::diffusion

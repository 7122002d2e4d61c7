// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"

namespace langevin::networks {

/// How the learning rate goes with the steps, as a factor.
enum class Schedule {
    constant,
    cosine,  ///< from 1 to 0 along half a period: I. Loshchilov, F. Hutter, arXiv:1608.03983, without restarts
    linear   ///< from 1 to 0
};
/// At step (counted from 0) of `total`; during the first `warm_up` steps it grows linearly from 0. After the last step
/// it stays where it is. total = 0: there is no end, and the schedule is constant.
double schedule_factor(Schedule schedule, std::uint64_t step, std::uint64_t total, std::uint64_t warm_up);

struct OptimiserSettings {
    double learning_rate = 1e-3;
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    double weight_decay = 0;   ///< decoupled (AdamW)
    double largest_norm = 0;   ///< gradients are scaled down to this Euclidean norm; 0: never
    double average_decay = 0;  ///< of the exponential moving average of the parameters, in [0, 1); 0: none

    bool operator==(const OptimiserSettings&) const = default;
};

/// Adam (D. P. Kingma, J. Ba, arXiv:1412.6980, algorithm 1) with decoupled weight decay (I. Loshchilov, F. Hutter,
/// arXiv:1711.05101), and a moving average of the parameters. The average's decay is at most (1 + n) / (10 + n) after n
/// steps, so that it forgets where it began. Value type; arithmetic in double, parameters in T (float or double).
template <class T>
class Optimiser {
  public:
    Optimiser(std::size_t parameters, const OptimiserSettings& settings);

    /// One step; `factor` multiplies the learning rate. Returns the norm of the gradient. Throws Failure when the
    /// gradient is not finite, and changes nothing.
    double step(std::span<T> parameters, std::span<const T> gradient, double factor);
    std::uint64_t steps() const { return steps_; }
    /// The moving average; the parameters themselves where there is none.
    std::span<const T> average(std::span<const T> parameters) const;
    const OptimiserSettings& settings() const { return settings_; }
    /// Takes effect with the next step.
    void set_learning_rate(double rate) { settings_.learning_rate = rate; }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    OptimiserSettings settings_;
    std::uint64_t steps_ = 0;
    std::vector<T> first_, second_, average_;
};

}  // namespace langevin::networks

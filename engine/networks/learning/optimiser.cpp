// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/learning/optimiser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace langevin::networks {

double schedule_factor(Schedule schedule, std::uint64_t step, std::uint64_t total, std::uint64_t warm_up) {
    if (step < warm_up) return static_cast<double>(step + 1) / static_cast<double>(warm_up + 1);
    if (total <= warm_up || schedule == Schedule::constant) return 1;
    const double part = std::min(1.0, static_cast<double>(step - warm_up) / static_cast<double>(total - warm_up));
    return schedule == Schedule::linear ? 1 - part : (1 + std::cos(std::numbers::pi * part)) / 2;
}

template <class T>
Optimiser<T>::Optimiser(std::size_t parameters, const OptimiserSettings& settings)
    : settings_(settings), first_(parameters), second_(parameters) {}

template <class T>
double Optimiser<T>::step(std::span<T> parameters, std::span<const T> gradient, double factor) {
    double squares = 0;
    for (const T g : gradient) squares += static_cast<double>(g) * static_cast<double>(g);
    const double norm = std::sqrt(squares);
    if (!std::isfinite(norm))
        throw Failure({"the training diverged: its gradient is no longer a number", "learning_rate",
                       "Choose a smaller learning rate, or a smaller bound on the norm of the gradient"});
    const auto& s = settings_;
    const double shrink = s.largest_norm > 0 && norm > s.largest_norm ? s.largest_norm / norm : 1;
    ++steps_;
    const double n = static_cast<double>(steps_);
    const double rate = s.learning_rate * factor;
    const double size = rate / (1 - std::pow(s.beta1, n)), scale = 1 / (1 - std::pow(s.beta2, n));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const double g = shrink * static_cast<double>(gradient[i]);
        const double m = s.beta1 * static_cast<double>(first_[i]) + (1 - s.beta1) * g;
        const double v = s.beta2 * static_cast<double>(second_[i]) + (1 - s.beta2) * g * g;
        first_[i] = static_cast<T>(m);
        second_[i] = static_cast<T>(v);
        const double x = static_cast<double>(parameters[i]);
        parameters[i] = static_cast<T>(x - rate * s.weight_decay * x - size * m / (std::sqrt(v * scale) + s.epsilon));
    }
    if (s.average_decay > 0) {
        if (average_.empty()) average_.assign(parameters.begin(), parameters.end());
        const double keep = std::min(s.average_decay, (1 + n) / (10 + n));
        for (std::size_t i = 0; i < parameters.size(); ++i)
            average_[i] = static_cast<T>(keep * static_cast<double>(average_[i]) +
                                         (1 - keep) * static_cast<double>(parameters[i]));
    }
    return norm;
}

template <class T>
std::span<const T> Optimiser<T>::average(std::span<const T> parameters) const {
    return average_.empty() ? parameters : std::span<const T>(average_);
}

template <class T>
void Optimiser<T>::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "steps", steps_);
    archive.put(prefix + "first_moment", first_);
    archive.put(prefix + "second_moment", second_);
    archive.put(prefix + "average", average_);
}

template <class T>
void Optimiser<T>::load(const Archive& archive, const std::string& prefix) {
    const auto& average = archive.get<T>(prefix + "average");
    Archive::demand(average.empty() || average.size() == first_.size(), prefix + "average");
    const auto& first = archive.get<T>(prefix + "first_moment", first_.size());
    const auto& second = archive.get<T>(prefix + "second_moment", first_.size());
    steps_ = archive.get_value<std::uint64_t>(prefix + "steps");
    first_ = first;
    second_ = second;
    average_ = average;
}

template class Optimiser<float>;
template class Optimiser<double>;

}  // namespace langevin::networks

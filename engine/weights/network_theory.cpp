// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/network_theory.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/spectra/spacing_laws.h"

namespace langevin::weights {
namespace {

/// (w1 + w2)^2 of a mode with this product.
double square_of_sum(double product, double imbalance) {
    return 2 * product + std::hypot(2 * product, imbalance);
}

}  // namespace

double NetworkMode::product(double learning_time) const {
    const double total = std::hypot(2 * teacher, imbalance);
    const double high = 2 * teacher + total, low = -imbalance * imbalance / high;  // high * low = -q^2
    const double v = square_of_sum(start, imbalance);
    const double ratio = (v - high) / (v - low) * std::exp(-total * learning_time);
    const double later = (high - ratio * low) / (1 - ratio);
    return (later - imbalance * imbalance / later) / 4;
}

double layer_level(NetworkLevels which, double product, double imbalance) {
    if (which == NetworkLevels::product) return product;
    const double sum = std::hypot(2 * product, imbalance);
    return (which == NetworkLevels::first_layer ? sum + imbalance : sum - imbalance) / 2;
}

double NetworkMode::level(NetworkLevels which, double learning_time) const {
    return layer_level(which, product(learning_time), imbalance);
}

double NetworkMode::spent(double learning_time) const {
    const double later = product(learning_time);
    return teacher / 2 * std::log(square_of_sum(later, imbalance) / square_of_sum(start, imbalance)) -
           (std::hypot(2 * later, imbalance) - std::hypot(2 * start, imbalance)) / 4;
}

NetworkLaw::NetworkLaw(const NetworkModel& model, double imbalance)
    : model_(model),
      imbalance_(imbalance),
      dimension_(static_cast<std::size_t>(model.dimension())),
      squares_(dimension_ * dimension_),
      gradient_noise_(dimension_) {
    const auto value = [&](std::size_t i) { return model.value(static_cast<int>(i) / model.multiplicity); };
    for (std::size_t i = 0; i < dimension_; ++i) {
        // <D_ik^2> (1 - (1 - r)^2 - r^2/|B|) = r^2/|B| (row + noise^2), row = sum_k <D_ik^2>.
        std::vector<double> gain(dimension_), noise(dimension_);
        double source = 0, feedback = 0, total_noise = 0;
        for (std::size_t k = 0; k < dimension_; ++k) {
            const double rate = model.rate * (layer_level(NetworkLevels::second_layer, value(i), imbalance) +
                                              layer_level(NetworkLevels::first_layer, value(k), imbalance));
            const double damping = 1 - (1 - rate) * (1 - rate) - rate * rate / model.batch;
            if (damping <= 0) stable_ = false;
            gain[k] = rate * rate / model.batch / damping;
            const double width = model.noise * (i == k ? std::numbers::sqrt2 * model.anisotropy : 1);
            noise[k] = width * width;
            total_noise += noise[k];
            feedback += gain[k];
            source += gain[k] * noise[k];
        }
        if (feedback >= 1) stable_ = false;
        const double row = source / (1 - feedback);
        for (std::size_t k = 0; k < dimension_; ++k) squares_[i * dimension_ + k] = gain[k] * (row + noise[k]);
        const double d = static_cast<double>(dimension_);
        gradient_noise_[i] = total_noise / model.batch + row * (1 + (d + 1) / model.batch);
    }
}

double NetworkLaw::squared_distance() const {
    double sum = 0;
    for (const double e : squares_) sum += e;
    return sum;
}

/// Of a layer's level to the product's.
double NetworkLaw::response(int group, NetworkLevels which) const {
    if (which == NetworkLevels::product) return 1;
    const double s = model_.value(group);
    return 2 * s / std::hypot(2 * s, imbalance_);
}

/// First level of a group.
std::size_t NetworkLaw::first_of(int group) const {
    return static_cast<std::size_t>(group) * static_cast<std::size_t>(model_.multiplicity);
}

double NetworkLaw::diagonal_width(int group, NetworkLevels which) const {
    const auto i = first_of(group);
    return response(group, which) * std::sqrt(element(i, i));
}

double NetworkLaw::off_diagonal_width(int group, NetworkLevels which) const {
    if (model_.multiplicity < 2) return diagonal_width(group, which) / std::numbers::sqrt2;
    const auto i = first_of(group);
    // The noise is the same in (i, k) and (k, i); what fresh inputs add is not correlated between them.
    const double rate = model_.rate * std::hypot(2 * model_.value(group), imbalance_);
    const double common = rate * model_.noise * model_.noise / model_.batch / (2 - rate);
    return response(group, which) * std::sqrt((element(i, i + 1) + common) / 2);
}

double NetworkLaw::spacing(int group, NetworkLevels which) const {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const double diagonal = diagonal_width(group, which), off_diagonal = off_diagonal_width(group, which);
    if (!stable_ || !(diagonal > 0) || !(off_diagonal > 0)) return unknown;
    if (model_.multiplicity == 2)
        return spectra::GeneralisedSurmise(std::numbers::sqrt2 * diagonal, 2 * off_diagonal).mean();
    if (model_.anisotropy != 1) return unknown;
    if (model_.multiplicity == 3) return 1.5 * std::numbers::sqrt3 * std::numbers::inv_sqrtpi * diagonal;
    if (model_.multiplicity == 4) return 1.2816408836538 * diagonal;
    return unknown;
}

double NetworkLaw::uncertainty(int group) const {
    const double s = model_.value(group), width = diagonal_width(group, NetworkLevels::product);
    return 0.003 + width * width / (s * s) * static_cast<double>(dimension_ + 1);
}

double network_drift(const NetworkModel& model, double width, double imbalance, bool noiseless, double learning_time) {
    const NetworkLaw law(model, imbalance);
    double sum = 0;
    for (int i = 0; i < model.dimension(); ++i) {
        const NetworkMode mode{model.value(i / model.multiplicity), width * width, imbalance};
        double spent = mode.spent(learning_time);
        if (!noiseless)
            spent = spent * (1 + (model.dimension() + 1.0) / model.batch) + law.gradient_noise(i) * learning_time;
        const double lost = imbalance * -std::expm1(-model.rate * spent);
        sum += lost * lost;
    }
    return std::sqrt(sum);
}

}  // namespace langevin::weights

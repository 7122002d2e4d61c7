// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>

#include "engine/diffusion/free_field.h"
#include "engine/diffusion/learnt/score_training.h"

/// Free fields, for which everything is known: kappa = 0.24 unless said otherwise.
namespace langevin::test {

constexpr double kappa = 0.24;

/// Standard deviation of a site.
inline double free_field_scale(const diffusion::FreeField& field) {
    double sum = 0;
    for (const double c : field.variances()) sum += c;
    return std::sqrt(sum / static_cast<double>(field.volume()));
}

/// 1 / C = 2 (1 - 4 kappa) + 2 kappa k^2, in units of x.
inline diffusion::ModeSpectrum free_field_spectrum(int extent) {
    const diffusion::FreeField field(extent, kappa);
    const double square = std::pow(free_field_scale(field), 2);
    return {.inverse = {2 * (1 - 4 * kappa) * square, 2 * kappa * square, 0, 0},
            .zero_mode = field.variances().front() / square,
            .zero_mode_exponent = 0,
            .extent = extent};
}

/// Independent samples in units of x, and their forces F_p = -x_p / C_p.
inline std::shared_ptr<diffusion::TrainingData> free_field_data(int extent, std::size_t samples, Random random) {
    const diffusion::FreeField field(extent, kappa);
    const double scale = free_field_scale(field);
    const std::size_t volume = field.volume();
    auto data = std::make_shared<diffusion::TrainingData>();
    data->rows = data->columns = extent;
    std::vector<double> modes(volume), pulls(volume), sites(volume);
    for (std::size_t n = 0; n < samples; ++n) {
        random.normals<double>(Stream::of(900, 0), n, 0, 1, modes);
        for (std::size_t p = 0; p < volume; ++p) {
            const double c = field.variances()[p] / (scale * scale);
            modes[p] *= std::sqrt(c);
            pulls[p] = -modes[p] / c;
        }
        field.transform(modes, sites);
        data->samples.insert(data->samples.end(), sites.begin(), sites.end());
        field.transform(pulls, sites);
        data->forces.insert(data->forces.end(), sites.begin(), sites.end());
    }
    return data;
}

}  // namespace langevin::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "engine/core/archive.h"
#include "engine/diffusion/sampler.h"

namespace langevin::toy_model {

/// Points on the line that the probability flow carries from noise to data. The flow keeps their order, and so the
/// probability between any two of them: where they arrive is the density of the model. Value type.
class QuantileFlow {
  public:
    static constexpr std::size_t points = 400;
    static constexpr std::size_t lines = 32;  ///< whose way is remembered

    QuantileFlow(const diffusion::Process& process, diffusion::SamplerSettings settings, const diffusion::Score& score);

    /// From these points: y at the strongest noise, ascending.
    void begin(const std::vector<double>& start);
    bool step(int threads, const std::stop_token& stop);

    const std::vector<double>& y() const { return sampler_.samples(); }
    /// Where the lines were at some of the levels, [station][line].
    const std::vector<double>& path() const { return path_; }
    std::size_t path_stations() const { return path_.size() / lines; }
    const diffusion::NoiseLevel& level_of(std::size_t station) const;

    void save(Archive& archive) const;
    void load(const Archive& archive, int position);

  private:
    void remember();
    std::size_t stride() const;

    diffusion::Sampler sampler_;
    std::vector<double> path_;
};

}  // namespace langevin::toy_model

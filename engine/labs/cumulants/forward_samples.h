// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/archive.h"
#include "engine/diffusion/process.h"
#include "engine/diffusion/site/site_law.h"

namespace langevin::cumulants {

/// Exact samples of the data that noise is added to, level by level from weak to strong. Value type.
class ForwardSamples {
  public:
    /// Levels from strong to weak noise.
    ForwardSamples(const std::vector<diffusion::NoiseLevel>& levels, std::size_t samples);

    /// Data of this batch.
    void begin(const diffusion::SiteLaw& law, Random random, std::uint64_t batch);
    bool finished() const { return level_ == 0; }
    void step(Random random, std::uint64_t batch);

    /// levels.size(): data.
    std::size_t level() const { return level_; }
    const std::vector<double>& y() const { return y_; }

    void save(Archive& archive) const;
    void load(const Archive& archive);

  private:
    std::vector<double> variances_;  // of the noise at each level, and 0
    std::size_t level_;
    std::vector<double> y_, noise_;
};

}  // namespace langevin::cumulants

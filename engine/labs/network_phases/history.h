// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/labs/network_phases/measurements.h"

namespace langevin::network_phases {

/// The course of all runs, noted at epochs that get rarer: a few hundred for any length. Value type.
class History {
  public:
    enum Column : std::size_t {
        training_loss,
        gradient_norm,
        test_loss,
        quadratic,
        linear,
        constant,
        alignment,
        time_correlation,
        columns
    };

    History(std::size_t runs, std::size_t levels) : runs_(runs), levels_(levels) {}

    /// Whether this number of epochs is to be noted: each at first, then every 25th part more.
    bool due(std::uint64_t epochs) const { return epochs >= next_; }
    void note(std::uint64_t epochs, std::span<const RunRecord> runs);

    std::size_t moments() const { return epochs_.size(); }
    double epochs(std::size_t moment) const { return epochs_[moment]; }
    double value(std::size_t moment, std::size_t run, Column column) const {
        return values_[(moment * runs_ + run) * columns + column];
    }
    /// Of all runs at one moment; what is not known is left out.
    std::vector<double> all(std::size_t moment, Column column) const;
    /// Ascending eigenvalue of W W^T.
    double level(std::size_t moment, std::size_t run, std::size_t index) const {
        return level_values_[(moment * runs_ + run) * levels_ + index];
    }
    std::size_t runs() const { return runs_; }
    std::size_t levels() const { return levels_; }

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    std::size_t runs_, levels_;
    std::uint64_t next_ = 0;
    std::vector<double> epochs_, values_, level_values_;
};

}  // namespace langevin::network_phases

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/linear_network/panels.h"
#include "engine/weights/training.h"

namespace langevin::linear_network {

/// Many networks in training, eight seeds to a block.
class NetworkSimulation final : public Simulation {
  public:
    NetworkSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;
    bool finished() const override { return scanning() && course_.setting >= scan_settings; }

  private:
    static constexpr std::uint64_t scan_settings = 5;

    bool scanning() const { return parameters_.scan == Scan::rates; }
    weights::NetworkModel model() const;
    bool thermalising() const { return course_.learning_time < parameters_.thermalisation; }
    void make_blocks();
    void begin_ensemble(bool from_start);
    Drift drift(int threads) const;
    std::vector<double> spectra(int threads) const;
    std::vector<double> species_means(const std::vector<double>& spectra) const;
    void follow_learning(int threads);
    void measure(int threads);
    void keep_visit();
    void advance_scan();
    View view() const;

    Parameters parameters_;
    Random random_;
    std::vector<weights::NetworkBlock> blocks_;

    weights::Course course_;
    weights::LevelRecord record_;
    statistics::TimeSeries distances_, history_, learning_;
    std::vector<Epoch> epochs_;
    std::vector<Visit> visits_;
    std::optional<Drift> drift_;
    mutable Analysis analysis_;
};

}  // namespace langevin::linear_network

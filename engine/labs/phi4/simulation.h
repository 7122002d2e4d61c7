// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/phi4/panels.h"
#include "engine/lattice/scalar_block.h"

namespace langevin::phi4 {

/// Many chains of phi^4 theory in lanes; Real is the precision of the fields.
template <class Real>
class Phi4Simulation final : public Simulation {
  public:
    Phi4Simulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    using Block = lattice::ScalarBlock<Real>;

    void make_blocks();
    void make_measurements();
    void start_fields();
    bool update(Block& block, const StepContext& context);
    bool update_hmc(Block& block, const StepContext& context);
    bool update_langevin(Block& block, const StepContext& context);
    bool update_metropolis(Block& block, const StepContext& context);
    void measure(int threads);
    void measure_spectra(int threads);
    void check_finite(std::uint64_t step) const;
    std::string message() const;
    View view() const { return {parameters_, groups_, rungs_, history_, edits_}; }
    void refresh_analysis(bool always) const;
    Field field(const Attention& attention) const;

    int group_of(int chain) const;
    bool ladder() const;
    double step_size_of(const Block& block) const;
    bool thermalising() const { return since_edit_ <= static_cast<std::uint64_t>(parameters_.thermalisation); }
    bool may_take_long() const;
    void remember();
    void restore();

    Parameters parameters_;
    Random random_;
    std::vector<Block> blocks_;
    std::vector<UpdateRecord> updates_;                                  // of each chain, from the last step
    std::vector<std::unique_ptr<lattice::SpectrumAnalyser>> analysers_;  // of each block

    struct Backup {  // the state before a step that may be abandoned
        std::vector<parallel::AlignedVector<Real>> fields;
        std::vector<std::vector<lattice::Moments>> moments;
        std::vector<UpdateRecord> updates;
    };
    Backup backup_;

    std::vector<Measurements> groups_;
    std::vector<double> rungs_;
    statistics::TimeSeries history_;
    std::vector<Edit> edits_;
    std::uint64_t steps_ = 0, since_edit_ = 0;
    double accepted_since_edit_ = 0;

    mutable Analysis analysis_;
};

}  // namespace langevin::phi4

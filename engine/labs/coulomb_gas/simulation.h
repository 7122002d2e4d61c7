// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/lab.h"
#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/matrix_process.h"
#include "engine/labs/coulomb_gas/panels.h"

namespace langevin::coulomb_gas_lab {

/// Independent copies of a Coulomb gas on a line.
class CoulombGasSimulation final : public Simulation {
  public:
    CoulombGasSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;

  private:
    std::span<double> copy(std::size_t index);
    void place(std::size_t index, const coulomb_gas::Workers& workers);
    bool start_equilibrium(const StepContext& context);
    bool advance(std::size_t index, const StepContext& context, int threads);
    bool advance_matrix(std::size_t index, const StepContext& context);
    bool may_take_long() const;
    bool thermalising() const { return since_edit_ < parameters_.thermalisation; }
    void after_edit(bool equilibrium);
    void make_matrices();
    void take_levels();
    void check_finite(std::uint64_t step) const;
    void measure();
    void refresh_analysis(bool always) const;
    double longest_step() const;
    std::string message() const;

    Parameters parameters_;
    coulomb_gas::Ensemble ensemble_;
    Random random_;
    std::vector<double> coordinates_;  // [copy][charge], see engine/coulomb_gas/ensemble.h
    std::vector<double> levels_;       // the same as levels, kept for measurements
    std::vector<coulomb_gas::MatrixProcess> matrices_;
    std::vector<double> backup_;
    bool to_be_sampled_ = false;  ///< the equilibrium start is drawn by the first step, which can be stopped

    double time_ = 0, since_edit_ = 0;
    std::uint64_t updates_ = 0;
    Measurements measurements_;
    Trails trails_;
    statistics::TimeSeries history_;
    std::vector<Relaxation> relaxations_;
    mutable Analysis analysis_;
    mutable DensityLaw law_;
};

}  // namespace langevin::coulomb_gas_lab

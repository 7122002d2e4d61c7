// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/core/lab.h"
#include "engine/labs/teacher_student/panels.h"
#include "engine/weights/training.h"

namespace langevin::teacher_student {

/// Many students in training, eight seeds to a block.
class StudentSimulation final : public Simulation {
  public:
    StudentSimulation(const ParameterSet& parameters, Random random);

    bool step(const StepContext& context) override;
    void apply(const ParameterSet& parameters) override;
    void observe(Snapshot& snapshot, const Attention& attention) const override;
    void save(Archive& archive) const override;
    void load(const Archive& archive) override;
    bool finished() const override;

  private:
    bool scanning() const { return parameters_.scan == Scan::published; }
    weights::TeacherModel model() const;
    bool thermalising() const { return course_.learning_time < parameters_.thermalisation; }
    std::vector<double> distances() const;
    void begin_ensemble();
    void measure(int threads);
    void keep_visit();
    View view() const;

    Parameters parameters_;
    Random random_;
    std::vector<weights::StudentBlock> blocks_;

    weights::Course course_;
    weights::LevelRecord record_;
    statistics::TimeSeries distances_, history_;
    std::vector<Epoch> epochs_;
    std::vector<Visit> visits_;
    mutable Analysis analysis_;
};

}  // namespace langevin::teacher_student

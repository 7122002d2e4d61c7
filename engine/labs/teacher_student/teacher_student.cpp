// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/teacher_student/teacher_student.h"

#include "engine/labs/teacher_student/panels.h"
#include "engine/labs/teacher_student/parameters.h"
#include "engine/labs/teacher_student/simulation.h"

namespace langevin::teacher_student {
namespace {

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<StudentSimulation>(parameters, random);
}

}  // namespace

Lab lab() {
    return {
        .id = "teacher_student",
        .title = "Linear teacher and student",
        .summary =
            "The smallest machine with level repulsion: one matrix learns another, and gradient noise keeps its levels "
            "apart.",
        .page = {},
        .keywords = {"teacher-student", "stochastic gradient descent", "SGD", "linear regression", "learning rate",
                     "batch size", "Wigner surmise", "random matrices", "singular values", "linear scaling rule"},
        .step_unit = "update",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"distance", "pair_spacing_1", "spacing_ratio_1"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
    };
}

}  // namespace langevin::teacher_student

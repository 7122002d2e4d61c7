// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/labs/teacher_student/teacher_student.h"
#include "engine/weights/teacher_student.h"

namespace langevin::teacher_student {
namespace {

Value whole(int n) {
    return std::int64_t{n};
}

/// Learning time 12 to thermalise, then measured.
Recipe at(const weights::TeacherModel& model, std::uint64_t measured, int interval) {
    return {.lab = "teacher_student",
            .parameters = {{"rate", model.rate},
                           {"batch", whole(model.batch)},
                           {"pairs", whole(model.pairs)},
                           {"seeds", whole(512)},
                           {"interval", whole(interval)}},
            .seed = 500,
            .steps = static_cast<std::uint64_t>(std::lround(12 / model.rate)) + measured};
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> checks;
    const auto add = [&](const std::string& id, const weights::TeacherModel& model, std::uint64_t measured,
                         int interval) {
        const auto recipe = at(model, measured, interval);
        const auto text = " at α = " + to_text(model.rate) + ", |B| = " + std::to_string(model.batch) +
                          (model.pairs > 1 ? ", " + std::to_string(model.pairs) + " pairs" : "");
        checks.push_back({"distance_" + id,
                          "⟨‖W − W_t‖²⟩" + text,
                          recipe,
                          "distance",
                          {weights::distance_law(model).stationary(), 0,
                           "exact for fresh data: closed equation of the mean square"}});
    };
    weights::TeacherModel model;
    add("slow", model, 2000, 10);
    checks.push_back({"spacing_slow",
                      "⟨S⟩ in units of its law at α = 0.1, |B| = 16",
                      at(model, 2000, 10),
                      "spacing_ratio_1",
                      {1, weights::student_spacing_uncertainty(model), "leading order in the fluctuations"}});
    model.rate = 0.5;
    add("fast", model, 500, 3);
    model.rate = 0.2;
    model.batch = 1;
    add("single", model, 1500, 5);
    model.rate = 0.1;
    model.batch = 4;
    model.pairs = 3;
    add("three_pairs", model, 2000, 10);
    return checks;
}

}  // namespace langevin::teacher_student

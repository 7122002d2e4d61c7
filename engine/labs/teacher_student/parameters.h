// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/core/parameter.h"
#include "engine/weights/teacher_student.h"

namespace langevin::teacher_student {

enum class Scan { off, published };

/// What the dynamics reads; see parameters.cpp for meaning and ranges.
struct Parameters {
    int pairs = 0;
    double teacher = 0;
    double separation = 0;
    int seeds = 0;
    double width = 0;

    double rate = 0;
    int batch = 0;
    double noise = 0;
    weights::Data data = weights::Data::fresh;
    int batches = 0;

    Scan scan = Scan::off;
    double dwell = 0;
    double thermalisation = 0;
    int interval = 0;

    bool operator==(const Parameters&) const = default;
    weights::TeacherModel model() const { return {pairs, teacher, separation, noise, rate, batch, data, batches}; }
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::teacher_student

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/labs.h"

#include <string_view>

#include "engine/labs/coulomb_gas/coulomb_gas.h"
#include "engine/labs/cumulants/cumulants.h"
#include "engine/labs/denoising/denoising.h"
#include "engine/labs/embedded.h"
#include "engine/labs/gaussian_rbm/gaussian_rbm.h"
#include "engine/labs/linear_network/linear_network.h"
#include "engine/labs/network_phases/network_phases.h"
#include "engine/labs/phi4/phi4.h"
#include "engine/labs/sampler_laboratory/sampler_laboratory.h"
#include "engine/labs/spin_glass/spin_glass.h"
#include "engine/labs/teacher_student/teacher_student.h"
#include "engine/labs/toy_model/toy_model.h"
#include "engine/storage/lesson_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/sweep_file.h"

namespace langevin::labs {

namespace {

std::string page(const std::string& id) {
    for (const auto& file : embedded_pages())
        if (file.name == id) return std::string(file.text);
    return "";
}

std::vector<Recipe> presets(const std::string& id) {
    std::vector<Recipe> result;
    for (const auto& file : embedded_presets())
        if (file.name.substr(0, file.name.find('/')) == id)
            result.push_back(storage::parse_recipe(file.text, std::string(file.name)));
    return result;
}

}  // namespace

Registry all() {
    std::vector<Lab> labs = {
        phi4::lab(),           denoising::lab(),       sampler_laboratory::lab(), toy_model::lab(),
        cumulants::lab(),      coulomb_gas_lab::lab(), gaussian_rbm::lab(),       teacher_student::lab(),
        linear_network::lab(), network_phases::lab(),  spin_glass_lab::lab(),
    };
    for (auto& lab : labs) {
        lab.page = page(lab.id);
        lab.presets = presets(lab.id);
    }
    return Registry(std::move(labs));
}

std::vector<Lesson> lessons() {
    std::vector<Lesson> result;
    for (const auto& file : embedded_lessons()) {
        result.push_back(storage::parse_lesson(file.text, std::string(file.name)));
        result.back().id = std::string(file.name);
    }
    return result;
}

std::vector<ShippedSweep> sweeps() {
    std::vector<ShippedSweep> result;
    for (const auto& file : embedded_sweeps())
        result.push_back({std::string(file.name), storage::parse_plan(file.text, std::string(file.name))});
    return result;
}

}  // namespace langevin::labs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/parameters.h"

namespace langevin::toy_model {
namespace {

void add_action(Binding<Parameters>& b) {
    const std::string group = "Action";
    b.add(&Parameters::mu2, {.key = "mu2",
                             .symbol = "μ²",
                             .label = "Mass squared",
                             .unit = "",
                             .help = "S = μ²φ²/2 + gφ⁴/4!. Positive: one well. Negative: two, at ±√(6|μ²|/g), with the "
                                     "barrier 3μ⁴/(2g) between them.",
                             .group = group,
                             .initial = -1.0,
                             .domain = Range{-3, 3, 0.05}});
    b.add(&Parameters::g, {.key = "g",
                           .symbol = "g",
                           .label = "Quartic coupling",
                           .unit = "",
                           .help = "Keeps the field from running away; published: 0.4.",
                           .group = group,
                           .initial = 0.4,
                           .domain = Range{0.05, 5, 0.05, true}});
}

const diffusion::SamplerDefaults& sampler_defaults() {
    static const diffusion::SamplerDefaults defaults = {
        25, "96.9 at the published Σ = 25.", "With the exact score every deviation is the sampler's own.", 300};
    return defaults;
}

}  // namespace

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_action(b);
        diffusion::add_learning_parameters(b, "learnt");
        diffusion::add_process_parameters(b, sampler_defaults());
        diffusion::add_sampler_parameters(b, sampler_defaults());
        diffusion::add_sample_parameters(b, 4096, "exact");
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    return diffusion::find_problem(binding().read(set));
}

}  // namespace langevin::toy_model

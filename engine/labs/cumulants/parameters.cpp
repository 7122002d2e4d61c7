// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/parameters.h"

#include "engine/diffusion/site/single_site.h"
#include "engine/diffusion/site/two_peaks.h"

namespace langevin::cumulants {
namespace {

void add_data(Binding<Parameters>& b) {
    const std::string group = "Data";
    const Relevance peaks{"data", {"two_peaks"}}, site{"data", {"single_site"}};
    b.add(&Parameters::data, {.key = "data",
                              .symbol = "",
                              .label = "Law of the data",
                              .unit = "",
                              .help = "Two normal peaks, as published, or a field on a single site with the action "
                                      "S = μ²φ²/2 + gφ⁴/4!.",
                              .group = group,
                              .initial = std::string("two_peaks"),
                              .domain = Choice{{{"two_peaks", "Two peaks"}, {"single_site", "φ⁴ on a single site"}}}});
    b.add(&Parameters::mu0, {.key = "mu0",
                             .symbol = "μ₀",
                             .label = "Place of the peaks",
                             .unit = "",
                             .help = "At ±μ₀: κ₄ = −2μ₀⁴, κ₆ = 16μ₀⁶, κ₈ = −272μ₀⁸; published: 1.",
                             .group = group,
                             .initial = 1.0,
                             .domain = Range{0.2, 3, 0.1},
                             .relevance = peaks});
    b.add(&Parameters::s0, {.key = "s0",
                            .symbol = "σ₀",
                            .label = "Width of a peak",
                            .unit = "",
                            .help = "Only κ₂ = μ₀² + σ₀² knows of it; published: 1/4.",
                            .group = group,
                            .initial = 0.25,
                            .domain = Range{0.1, 1, 0.05},
                            .relevance = peaks});
    b.add(&Parameters::mu2, {.key = "mu2",
                             .symbol = "μ²",
                             .label = "Mass squared",
                             .unit = "",
                             .help = "Positive: one well; negative: two, at ±√(6|μ²|/g).",
                             .group = group,
                             .initial = 1.0,
                             .domain = Range{-2, 3, 0.05},
                             .relevance = site});
    b.add(&Parameters::g, {.key = "g",
                           .symbol = "g",
                           .label = "Quartic coupling",
                           .unit = "",
                           .help = "The interaction: without it all cumulants but κ₂ vanish.",
                           .group = group,
                           .initial = 0.4,
                           .domain = Range{0.1, 5, 0.05, true},
                           .relevance = site});
}

const diffusion::SamplerDefaults& sampler_defaults() {
    static const diffusion::SamplerDefaults defaults = {
        10, "21.5 at the published Σ = 10.", "With the exact score every deviation is the sampler's own.", 300};
    return defaults;
}

}  // namespace

std::shared_ptr<const diffusion::SiteLaw> Parameters::law() const {
    if (data == Data::two_peaks) return std::make_shared<diffusion::TwoPeaks>(mu0, s0);
    return std::make_shared<diffusion::SingleSite>(mu2, g);
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_data(b);
        diffusion::add_process_parameters(b, sampler_defaults());
        diffusion::add_learning_parameters(b, "exact");
        diffusion::add_sampler_parameters(b, sampler_defaults());
        diffusion::add_sample_parameters(b, 16384, "noise");
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    return diffusion::find_problem(binding().read(set));
}

}  // namespace langevin::cumulants

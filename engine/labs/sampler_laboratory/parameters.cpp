// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/sampler_laboratory/parameters.h"

namespace langevin::sampler_laboratory {
namespace {

/// Numbers in a batch: keeps a step below some tens of milliseconds on one core.
constexpr std::int64_t most_numbers = std::int64_t{1} << 19;

void add_field(Binding<Parameters>& b) {
    const std::string group = "Free field";
    b.add(&Parameters::extent, {.key = "extent",
                                .symbol = "L",
                                .label = "Lattice extent",
                                .unit = "sites",
                                .help = "The lattice is an L × L torus, solved mode by mode.",
                                .group = group,
                                .initial = std::int64_t{16},
                                .domain = Range{4, 32, 2}});
    b.add(&Parameters::kappa,
          {.key = "kappa",
           .symbol = "κ",
           .label = "Hopping parameter",
           .unit = "",
           .help = "Towards 1/4 the zero mode's variance 1/(2(1 − 4κ)) grows without bound: critical slowing down.",
           .group = group,
           .initial = 0.24,
           .domain = Range{0, 0.2495, 0.005}});
    b.add(&Parameters::samples, {.key = "samples",
                                 .symbol = "",
                                 .label = "Samples in a batch",
                                 .unit = "",
                                 .help = "Independent configurations denoised side by side; batch follows batch.",
                                 .group = group,
                                 .initial = std::int64_t{256},
                                 .domain = Range{16, 4096, 16, true}});
}

const diffusion::SamplerDefaults& sampler_defaults() {
    static const diffusion::SamplerDefaults defaults = {
        25, "96.9 at the published Σ = 25.", "All use the exact score, so that every deviation is the sampler's own.",
        100};
    return defaults;
}

void add_prior(Binding<Parameters>& b) {
    const std::string group = "Forward process";
    b.add(&Parameters::prior,
          {.key = "prior",
           .symbol = "",
           .label = "Prior",
           .unit = "",
           .help = "Noise alone, as published: modes with a variance near that of the noise come out too narrow. "
                   "Matched: data and noise together, mode by mode.",
           .group = group,
           .initial = std::string("noise"),
           .domain = Choice{{{"noise", "Noise alone"}, {"matched", "Matched, per mode"}}},
           .apply = Apply::live});
}

}  // namespace

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_field(b);
        diffusion::add_process_parameters(b, sampler_defaults());
        add_prior(b);
        diffusion::add_sampler_parameters(b, sampler_defaults());
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    if (std::int64_t{p.extent} * p.extent * p.samples > most_numbers)
        return Problem{std::to_string(p.samples) + " samples of " + std::to_string(p.extent) + " × " +
                           std::to_string(p.extent) + " sites are too many to denoise side by side",
                       "samples", "Choose fewer samples or a smaller lattice"};
    return std::nullopt;
}

}  // namespace langevin::sampler_laboratory

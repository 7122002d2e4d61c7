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

void add_process(Binding<Parameters>& b) {
    const std::string group = "Forward process";
    b.add(&Parameters::process,
          {.key = "process",
           .symbol = "",
           .label = "Noise",
           .unit = "",
           .help = "How data become noise. Variance exploding: noise is added; preserving: data fade as well.",
           .group = group,
           .initial = std::string("exploding"),
           .domain = Choice{{{"exploding", "Variance exploding"},
                             {"preserving", "Variance preserving"},
                             {"linear", "DDPM, linear"},
                             {"cosine", "DDPM, cosine"},
                             {"edm", "EDM, σ ∝ t"}}},
           .apply = Apply::live});
    b.add(&Parameters::sigma_base,
          {.key = "sigma_base",
           .symbol = "Σ",
           .label = "Base of the schedule",
           .unit = "",
           .help = "g(t) = Σᵗ. The strongest noise has σ² = (Σ² − 1)/(2 ln Σ): 96.9 at the published Σ = 25.",
           .group = group,
           .initial = 25.0,
           .domain = Range{2, 200, 0.1, true},
           .apply = Apply::live,
           .relevance = Relevance{"process", {"exploding", "preserving"}}});
    b.add(&Parameters::beta_max, {.key = "beta_max",
                                  .symbol = "β",
                                  .label = "Strongest rate",
                                  .unit = "",
                                  .help = "The rate β grows linearly from 0.1 to this value.",
                                  .group = group,
                                  .initial = 20.0,
                                  .domain = Range{2, 50, 0.1, true},
                                  .apply = Apply::live,
                                  .relevance = Relevance{"process", {"linear"}}});
    b.add(&Parameters::sigma_max, {.key = "sigma_max",
                                   .symbol = "σ",
                                   .label = "Strongest noise",
                                   .unit = "",
                                   .help = "Standard deviation of the noise at t = 1.",
                                   .group = group,
                                   .initial = 80.0,
                                   .domain = Range{1, 200, 0.1, true},
                                   .apply = Apply::live,
                                   .relevance = Relevance{"process", {"edm"}}});
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

void add_sampler(Binding<Parameters>& b) {
    const std::string group = "Sampler";
    b.add(&Parameters::method, {.key = "method",
                                .symbol = "",
                                .label = "Method",
                                .unit = "",
                                .help = "All use the exact score, so that every deviation is the sampler's own.",
                                .group = group,
                                .initial = std::string("euler_maruyama"),
                                .domain = Choice{{{"euler_maruyama", "Euler-Maruyama"},
                                                  {"predictor_corrector", "Predictor-corrector"},
                                                  {"flow", "Probability flow, Heun"},
                                                  {"ancestral", "Ancestral"},
                                                  {"edm", "EDM-Heun"},
                                                  {"exponential", "Exponential integrator"},
                                                  {"annealed", "Annealed Langevin"}}},
                                .apply = Apply::live});
    b.add(&Parameters::levels, {.key = "levels",
                                .symbol = "N",
                                .label = "Noise levels",
                                .unit = "",
                                .help = "Between the strongest and the weakest noise; Heun's rule and the exponential "
                                        "integrator call the score twice a level.",
                                .group = group,
                                .initial = std::int64_t{100},
                                .domain = Range{4, 1000, 1, true},
                                .apply = Apply::live});
    b.add(&Parameters::spacing,
          {.key = "spacing",
           .symbol = "",
           .label = "Spacing",
           .unit = "",
           .help = "Equal steps of time, as published; equal ratios of σ; or equal steps of σ^(1/7) (Karras et al.).",
           .group = group,
           .initial = std::string("time"),
           .domain = Choice{{{"time", "Uniform in time"}, {"geometric", "Geometric in σ"}, {"power", "Power 7 in σ"}}},
           .apply = Apply::live});
    b.add(&Parameters::last_time, {.key = "last_time",
                                   .symbol = "ε",
                                   .label = "Last time",
                                   .unit = "",
                                   .help = "Where the backward process ends, with the weakest noise; published: 0.001.",
                                   .group = group,
                                   .initial = 1e-3,
                                   .domain = Range{1e-6, 0.1, 0.5, true},
                                   .apply = Apply::live});
    b.add(&Parameters::last_step,
          {.key = "last_step",
           .symbol = "",
           .label = "Last step",
           .unit = "",
           .help = "Denoise: y + σ²s (Tweedie) takes the remaining noise away. Mean: one more step without noise, "
                   "as in the published code.",
           .group = group,
           .initial = std::string("mean"),
           .domain = Choice{{{"denoise", "Denoise"}, {"mean", "Mean of one more step"}, {"none", "None"}}},
           .apply = Apply::live});
    b.add(&Parameters::signal_to_noise, {.key = "signal_to_noise",
                                         .symbol = "r",
                                         .label = "Signal-to-noise ratio",
                                         .unit = "",
                                         .help = "Sets the corrector's Langevin step; published: 0.16.",
                                         .group = group,
                                         .initial = 0.16,
                                         .domain = Range{0.01, 0.5, 0.01},
                                         .apply = Apply::live,
                                         .relevance = Relevance{"method", {"predictor_corrector"}}});
    b.add(&Parameters::churn, {.key = "churn",
                               .symbol = "S",
                               .label = "Churn",
                               .unit = "",
                               .help = "Noise added before every step and taken away with it; 0 is the plain flow.",
                               .group = group,
                               .initial = 0.0,
                               .domain = Range{0, 100, 1},
                               .apply = Apply::live,
                               .relevance = Relevance{"method", {"edm"}}});
    b.add(&Parameters::inner_steps, {.key = "inner_steps",
                                     .symbol = "K",
                                     .label = "Langevin steps per level",
                                     .unit = "",
                                     .help = "At each level of the noise.",
                                     .group = group,
                                     .initial = std::int64_t{5},
                                     .domain = Range{1, 20, 1},
                                     .apply = Apply::live,
                                     .relevance = Relevance{"method", {"annealed"}}});
    b.add(&Parameters::inner_step_size,
          {.key = "inner_step_size",
           .symbol = "a/σ²",
           .label = "Langevin step",
           .unit = "",
           .help = "In units of σ². Large steps make the result too wide, by 1/(1 − a/(2σ²)) for modes of the noise.",
           .group = group,
           .initial = 0.1,
           .domain = Range{0.001, 1, 0.1, true},
           .apply = Apply::live,
           .relevance = Relevance{"method", {"annealed"}}});
}

}  // namespace

diffusion::Process Parameters::forward() const {
    using enum diffusion::ProcessKind;
    const double strength = process == ddpm_linear ? beta_max : process == edm ? sigma_max : sigma_base;
    return {process, strength};
}

diffusion::SamplerSettings Parameters::sampler() const {
    return {method, levels, spacing, last_time, last_step, signal_to_noise, churn, inner_steps, inner_step_size};
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_field(b);
        add_process(b);
        add_sampler(b);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/parameter.h"
#include "engine/diffusion/sampler.h"

/// The forward process and the sampler as parameters of a lab: several labs have the same.
namespace langevin::diffusion {

/// A lab's own struct of parameters derives from it. Meaning and ranges: below.
struct SamplerParameters {
    ProcessKind process = ProcessKind::variance_exploding;
    double sigma_base = 0, beta_max = 0, sigma_max = 0;

    Method method = Method::euler_maruyama;
    int levels = 0;
    Spacing spacing = Spacing::uniform_time;
    double last_time = 0;
    LastStep last_step = LastStep::denoise;
    double signal_to_noise = 0, churn = 0;
    int inner_steps = 0;
    double inner_step_size = 0;

    bool operator==(const SamplerParameters&) const = default;
    Process forward() const {
        using enum ProcessKind;
        return {process, process == ddpm_linear ? beta_max : process == edm ? sigma_max : sigma_base};
    }
    SamplerSettings sampler() const {
        return {method, levels, spacing, last_time, last_step, signal_to_noise, churn, inner_steps, inner_step_size};
    }
};

/// Names of the methods, in the order of Method.
inline std::vector<Choice::Option> method_options() {
    return {{"euler_maruyama", "Euler-Maruyama"},
            {"predictor_corrector", "Predictor-corrector"},
            {"flow", "Probability flow, Heun"},
            {"ancestral", "Ancestral"},
            {"edm", "EDM-Heun"},
            {"exponential", "Exponential integrator"},
            {"annealed", "Annealed Langevin"}};
}

/// In which the labs differ.
struct SamplerDefaults {
    double sigma_base;
    std::string base_help;    ///< a sentence: the strongest noise of the published base
    std::string method_help;  ///< a sentence: with which score
    std::int64_t levels;
};

/// Declares the members process, sigma_base, beta_max, sigma_max of P, in the group "Forward process".
template <class P>
void add_process_parameters(Binding<P>& b, const SamplerDefaults& defaults) {
    const std::string group = "Forward process";
    b.template add<ProcessKind>(
        &P::process,
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
    b.template add<double>(&P::sigma_base,
                           {.key = "sigma_base",
                            .symbol = "Σ",
                            .label = "Base of the schedule",
                            .unit = "",
                            .help = "g(t) = Σᵗ. The strongest noise has σ² = (Σ² − 1)/(2 ln Σ): " + defaults.base_help,
                            .group = group,
                            .initial = defaults.sigma_base,
                            .domain = Range{2, 200, 0.1, true},
                            .apply = Apply::live,
                            .relevance = Relevance{"process", {"exploding", "preserving"}}});
    b.template add<double>(&P::beta_max, {.key = "beta_max",
                                          .symbol = "β",
                                          .label = "Strongest rate",
                                          .unit = "",
                                          .help = "The rate β grows linearly from 0.1 to this value.",
                                          .group = group,
                                          .initial = 20.0,
                                          .domain = Range{2, 50, 0.1, true},
                                          .apply = Apply::live,
                                          .relevance = Relevance{"process", {"linear"}}});
    b.template add<double>(&P::sigma_max, {.key = "sigma_max",
                                           .symbol = "σ",
                                           .label = "Strongest noise",
                                           .unit = "",
                                           .help = "Standard deviation of the noise at t = 1.",
                                           .group = group,
                                           .initial = 80.0,
                                           .domain = Range{1, 200, 0.1, true},
                                           .apply = Apply::live,
                                           .relevance = Relevance{"process", {"edm"}}});
}

/// Declares the members method ... inner_step_size of P, in the group "Sampler".
template <class P>
void add_sampler_parameters(Binding<P>& b, const SamplerDefaults& defaults) {
    const std::string group = "Sampler";
    b.template add<Method>(&P::method, {.key = "method",
                                        .symbol = "",
                                        .label = "Method",
                                        .unit = "",
                                        .help = defaults.method_help,
                                        .group = group,
                                        .initial = std::string("euler_maruyama"),
                                        .domain = Choice{method_options()},
                                        .apply = Apply::live});
    b.template add<int>(&P::levels,
                        {.key = "levels",
                         .symbol = "N",
                         .label = "Noise levels",
                         .unit = "",
                         .help = "Between the strongest and the weakest noise; Heun's rule and the exponential "
                                 "integrator call the score twice a level.",
                         .group = group,
                         .initial = defaults.levels,
                         .domain = Range{4, 1000, 1, true},
                         .apply = Apply::live});
    b.template add<Spacing>(
        &P::spacing,
        {.key = "spacing",
         .symbol = "",
         .label = "Spacing",
         .unit = "",
         .help = "Equal steps of time, as published; equal ratios of σ; or equal steps of ⁷√σ (Karras et al.).",
         .group = group,
         .initial = std::string("time"),
         .domain = Choice{{{"time", "Uniform in time"}, {"geometric", "Geometric in σ"}, {"power", "Power 7 in σ"}}},
         .apply = Apply::live});
    b.template add<double>(&P::last_time,
                           {.key = "last_time",
                            .symbol = "ε",
                            .label = "Last time",
                            .unit = "",
                            .help = "Where the backward process ends, with the weakest noise; published: 0.001.",
                            .group = group,
                            .initial = 1e-3,
                            .domain = Range{1e-6, 0.1, 0.5, true},
                            .apply = Apply::live});
    b.template add<LastStep>(
        &P::last_step,
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
    b.template add<double>(&P::signal_to_noise, {.key = "signal_to_noise",
                                                 .symbol = "r",
                                                 .label = "Signal-to-noise ratio",
                                                 .unit = "",
                                                 .help = "Sets the corrector's Langevin step; published: 0.16.",
                                                 .group = group,
                                                 .initial = 0.16,
                                                 .domain = Range{0.01, 0.5, 0.01},
                                                 .apply = Apply::live,
                                                 .relevance = Relevance{"method", {"predictor_corrector"}}});
    b.template add<double>(&P::churn,
                           {.key = "churn",
                            .symbol = "S",
                            .label = "Churn",
                            .unit = "",
                            .help = "Noise added before every step and taken away with it; 0 is the plain flow.",
                            .group = group,
                            .initial = 0.0,
                            .domain = Range{0, 100, 1},
                            .apply = Apply::live,
                            .relevance = Relevance{"method", {"edm"}}});
    b.template add<int>(&P::inner_steps, {.key = "inner_steps",
                                          .symbol = "K",
                                          .label = "Langevin steps per level",
                                          .unit = "",
                                          .help = "At each level of the noise.",
                                          .group = group,
                                          .initial = std::int64_t{5},
                                          .domain = Range{1, 20, 1},
                                          .apply = Apply::live,
                                          .relevance = Relevance{"method", {"annealed"}}});
    b.template add<double>(
        &P::inner_step_size,
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

}  // namespace langevin::diffusion

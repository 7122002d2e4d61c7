// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/diffusion/learnt/score_training.h"
#include "engine/diffusion/sampler_parameters.h"

/// What labs of a single number have in common: samples, their prior, and a score that is exact or learnt meanwhile.
namespace langevin::diffusion {

enum class ScoreSource { exact, learnt };

/// What the samples start from.
enum class SitePrior {
    noise,  ///< the strongest noise alone, as published
    exact   ///< data and noise together: samples of p_t at the strongest noise
};

enum class SiteActivation { tanh, silu, relu, leaky_relu };

/// A lab's own struct of parameters derives from it. Meaning and ranges: below.
struct SiteParameters : SamplerParameters {
    int samples = 0;
    SitePrior prior = SitePrior::noise;

    ScoreSource score = ScoreSource::exact;
    bool train = true;
    int training_samples = 0, training_steps = 0, training_pace = 0;
    int width = 0, depth = 0;
    SiteActivation activation = SiteActivation::tanh;
    bool odd = false;
    Preconditioning preconditioning = Preconditioning::scalar;
    double learning_rate = 0;
    int batch = 0;
    Weighting weighting = Weighting::edm;
    NoiseSampling noise_sampling = NoiseSampling::log_uniform;

    bool operator==(const SiteParameters&) const = default;

    /// Of data with this standard deviation.
    ScoreDescription description(double scale) const;
    TrainingSettings training(double scale) const;
    /// Whether they differ in nothing but what may change while a batch is on its way: learning rate and going on.
    bool same_batch(const SiteParameters& other) const;
};

/// What no score can be learnt with, or nothing.
std::optional<Problem> find_problem(const SiteParameters& parameters);

/// Declares the members samples and prior of P; the prior is "noise" or "exact".
template <class P>
void add_sample_parameters(Binding<P>& b, std::int64_t samples, const std::string& prior) {
    b.template add<int>(&P::samples, {.key = "samples",
                                      .symbol = "",
                                      .label = "Samples in a batch",
                                      .unit = "",
                                      .help = "Independent numbers denoised side by side; batch follows batch.",
                                      .group = "Sampler",
                                      .initial = samples,
                                      .domain = Range{256, 32768, 256, true}});
    b.template add<SitePrior>(
        &P::prior, {.key = "prior",
                    .symbol = "",
                    .label = "Prior",
                    .unit = "",
                    .help = "Noise alone, as published: data of a width near that of the noise come out too narrow. "
                            "Exact: data and noise together.",
                    .group = "Sampler",
                    .initial = prior,
                    .domain = Choice{{{"noise", "Noise alone"}, {"exact", "Exact, data and noise"}}},
                    .apply = Apply::live});
}

/// Declares the members score ... noise_sampling of P; the score is "exact" or "learnt".
template <class P>
void add_learning_parameters(Binding<P>& b, const std::string& source) {
    const std::string score = "Score", network = "Network", training = "Training";
    const Relevance learnt{"score", {"learnt"}};
    b.template add<ScoreSource>(
        &P::score, {.key = "score",
                    .symbol = "s",
                    .label = "Score",
                    .unit = "",
                    .help = "Exact, from integrals over the law of the data; or learnt by a network while you watch, "
                            "from samples alone.",
                    .group = score,
                    .initial = source,
                    .domain = Choice{{{"exact", "Exact"}, {"learnt", "Learnt by a network"}}},
                    .apply = Apply::live});
    b.template add<bool>(&P::train,
                         {.key = "train",
                          .symbol = "",
                          .label = "Go on learning",
                          .unit = "",
                          .help = "While it is on the network learns between two levels of the samples; off, "
                                  "it stays as it is.",
                          .group = score,
                          .initial = true,
                          .domain = Switch{},
                          .apply = Apply::live,
                          .relevance = learnt});
    b.template add<int>(&P::training_samples,
                        {.key = "training_samples",
                         .symbol = "",
                         .label = "Training samples",
                         .unit = "",
                         .help = "Exact samples of the data, drawn once; published: 1024. Few of them are learnt by "
                                 "heart.",
                         .group = training,
                         .initial = std::int64_t{16384},
                         .domain = Range{64, 65536, 64, true},
                         .relevance = learnt});
    b.template add<int>(&P::training_steps,
                        {.key = "training_steps",
                         .symbol = "",
                         .label = "Training steps",
                         .unit = "",
                         .help = "How long the network learns; the learning rate falls to zero along half a cosine.",
                         .group = training,
                         .initial = std::int64_t{6000},
                         .domain = Range{500, 50000, 100, true},
                         .relevance = learnt});
    b.template add<int>(&P::training_pace,
                        {.key = "training_pace",
                         .symbol = "",
                         .label = "Training steps per level",
                         .unit = "",
                         .help = "How often the network is updated while the samples go from one level of the noise to "
                                 "the next.",
                         .group = training,
                         .initial = std::int64_t{4},
                         .domain = Range{1, 20, 1},
                         .relevance = learnt});
    b.template add<int>(&P::width, {.key = "width",
                                    .symbol = "",
                                    .label = "Units of a layer",
                                    .unit = "",
                                    .help = "Of each hidden layer; published: 64.",
                                    .group = network,
                                    .initial = std::int64_t{32},
                                    .domain = Range{4, 64, 4},
                                    .relevance = learnt});
    b.template add<int>(&P::depth, {.key = "depth",
                                    .symbol = "",
                                    .label = "Hidden layers",
                                    .unit = "",
                                    .help = "Each is told the strength of the noise; published: one or two.",
                                    .group = network,
                                    .initial = std::int64_t{2},
                                    .domain = Range{1, 3, 1},
                                    .relevance = learnt});
    b.template add<SiteActivation>(
        &P::activation,
        {.key = "activation",
         .symbol = "",
         .label = "Activation",
         .unit = "",
         .help = "The function of each hidden unit; published: SiLU, leaky ReLU.",
         .group = network,
         .initial = std::string("tanh"),
         .domain = Choice{{{"tanh", "tanh"}, {"silu", "SiLU"}, {"relu", "ReLU"}, {"leaky_relu", "Leaky ReLU"}}},
         .relevance = learnt});
    b.template add<bool>(&P::odd, {.key = "odd",
                                   .symbol = "Z₂",
                                   .label = "Odd network",
                                   .unit = "",
                                   .help = "A network with s(−φ) = −s(φ) by construction: both wells come out alike. "
                                           "Needs the activation tanh.",
                                   .group = network,
                                   .initial = false,
                                   .domain = Switch{},
                                   .relevance = learnt});
    b.template add<Preconditioning>(
        &P::preconditioning,
        {.key = "preconditioning",
         .symbol = "",
         .label = "Preconditioning",
         .unit = "",
         .help = "None: the score is the network's output over σ, as published. Scalar: the network corrects the "
                 "score of a normal law of the data's variance.",
         .group = network,
         .initial = std::string("scalar"),
         .domain = Choice{{{"none", "None, F/σ"}, {"scalar", "Scalar (EDM)"}}},
         .relevance = learnt});
    b.template add<double>(&P::learning_rate, {.key = "learning_rate",
                                               .symbol = "α",
                                               .label = "Learning rate",
                                               .unit = "",
                                               .help = "Of Adam; published: 0.0001.",
                                               .group = training,
                                               .initial = 3e-3,
                                               .domain = Range{1e-5, 0.1, 0.1, true},
                                               .apply = Apply::live,
                                               .relevance = learnt});
    b.template add<int>(&P::batch, {.key = "batch",
                                    .symbol = "",
                                    .label = "Batch size",
                                    .unit = "",
                                    .help = "Samples of one training step, each with a strength of noise of its own; "
                                            "published: 256, 512.",
                                    .group = training,
                                    .initial = std::int64_t{256},
                                    .domain = Range{64, 512, 64, true},
                                    .relevance = learnt});
    b.template add<Weighting>(
        &P::weighting,
        {.key = "weighting",
         .symbol = "",
         .label = "Weight in the loss",
         .unit = "",
         .help = "Of |σs + z|² at each strength of the noise. Variance: 1, as published; EDM: 1 + σ²/C, by which every "
                 "strength counts about alike.",
         .group = training,
         .initial = std::string("edm"),
         .domain = Choice{{{"variance", "Variance, as published"}, {"edm", "Even (EDM)"}}},
         .relevance = learnt});
    b.template add<NoiseSampling>(
        &P::noise_sampling,
        {.key = "noise_sampling",
         .symbol = "",
         .label = "Noise in training",
         .unit = "",
         .help = "How strengths are drawn: at uniform times, as published; uniform in the logarithm of time, down to "
                 "0.9 to the power 110; uniform in ln σ; or normal in ln σ (Karras et al.).",
         .group = training,
         .initial = std::string("log_uniform"),
         .domain = Choice{{{"time", "Uniform in time"},
                           {"log_time", "Uniform in ln t"},
                           {"log_uniform", "Uniform in ln σ"},
                           {"log_normal", "Normal in ln σ"}}},
         .relevance = learnt});
}

}  // namespace langevin::diffusion

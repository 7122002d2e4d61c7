// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/parameters.h"

#include "engine/diffusion/sampler_parameters.h"

namespace langevin::denoising {
namespace {

/// Numbers in a batch, and numbers in a layer for sixteen samples: what keeps a step short.
constexpr std::int64_t most_numbers = std::int64_t{1} << 19, most_layer_numbers = std::int64_t{1} << 22;

ParameterSpec whole(const char* key, const char* symbol, const char* label, const char* unit, const char* help,
                    const std::string& group, std::int64_t initial, Range range) {
    return {.key = key,
            .symbol = symbol,
            .label = label,
            .unit = unit,
            .help = help,
            .group = group,
            .initial = initial,
            .domain = range};
}
ParameterSpec real(const char* key, const char* symbol, const char* label, const char* unit, const char* help,
                   const std::string& group, double initial, Range range) {
    return {.key = key,
            .symbol = symbol,
            .label = label,
            .unit = unit,
            .help = help,
            .group = group,
            .initial = initial,
            .domain = range};
}
ParameterSpec choice(const char* key, const char* label, const char* help, const std::string& group,
                     const char* initial, Choice options) {
    return {.key = key,
            .symbol = "",
            .label = label,
            .unit = "",
            .help = help,
            .group = group,
            .initial = std::string(initial),
            .domain = std::move(options)};
}
ParameterSpec live(ParameterSpec spec) {
    spec.apply = Apply::live;
    return spec;
}
ParameterSpec relevant(ParameterSpec spec, const char* key, std::vector<std::string> names) {
    spec.relevance = Relevance{key, std::move(names)};
    return spec;
}
ParameterSpec advanced(ParameterSpec spec) {
    spec.level = Level::advanced;
    return spec;
}

void add_field(Binding<Parameters>& b) {
    const std::string group = "Field";
    b.add(&Parameters::extent,
          whole("extent", "L", "Lattice extent", "sites",
                "The lattice is an L × L torus. Trained models work on every one.", group, 16, {4, 64, 2}));
    b.add(&Parameters::kappa, real("kappa", "κ", "Hopping parameter", "",
                                   "Of the action that the fields shall follow; near 0.271 they become critical.",
                                   group, 0.26, {0, 0.6, 0.005}));
    b.add(&Parameters::lambda,
          real("lambda", "λ", "Quartic coupling", "",
               "0 is the free field, whose score is known exactly; published: 0.022.", group, 0.022, {0, 1, 0.001}));
    b.add(&Parameters::samples,
          whole("samples", "", "Fields in a batch", "",
                "Independent fields denoised side by side; batch follows batch.", group, 32, {16, 1024, 16, true}));
}

void add_score(Binding<Parameters>& b) {
    const std::string group = "Score";
    b.add(
        &Parameters::source,
        choice(
            "score", "Score",
            "Where it comes from. The free field's is exact at λ = 0 and else the best that is linear. Shipped models "
            "were trained at L = 32, λ = 0.022.",
            group, "live",
            Choice{{{"free_field", "Free field"},
                    {"symmetric", "Shipped: symmetric, κ = 0.21"},
                    {"critical", "Shipped: near critical, κ = 0.27"},
                    {"broken", "Shipped: broken, κ = 0.5"},
                    {"file", "A model in a file"},
                    {"live", "Trained here, now"}}}));
    b.add(&Parameters::model_file,
          relevant({.key = "model_file",
                    .symbol = "",
                    .label = "Model file",
                    .unit = "",
                    .help = "A model that was saved by this program or written from PyTorch (HDF5).",
                    .group = group,
                    .initial = std::string(),
                    .domain = Text{"the path of a model (.h5)", nullptr}},
                   "score", {"file"}));
}

void add_network(Binding<Parameters>& b) {
    const std::string group = "Network";
    const auto here = [](ParameterSpec spec) { return relevant(std::move(spec), "score", {"live"}); };
    b.add(&Parameters::architecture,
          here(choice("architecture", "Architecture",
                      "Equivariant: the exact solution of the free field, corrected by convolutions that keep the "
                      "symmetries. U-Net: "
                      "what image generation uses.",
                      group, "equivariant",
                      Choice{{{"sites", "Site by site"}, {"equivariant", "Equivariant"}, {"unet", "U-Net"}}})));
    b.add(&Parameters::width, here(whole("width", "", "Channels", "", "Of a layer; of the U-Net at full resolution.",
                                         group, 16, {8, 64, 8})));
    b.add(&Parameters::depth,
          here(whole("depth", "", "Blocks", "", "Residual blocks; of the U-Net: how often the lattice is halved.",
                     group, 2, {1, 4, 1})));
    b.add(&Parameters::propagated,
          advanced(relevant(whole("propagated", "", "Propagated channels", "",
                                  "Channels of each block that are carried over the whole lattice by the propagator.",
                                  group, 4, {0, 8, 1}),
                            "architecture", {"equivariant"})));
    b.add(&Parameters::square,
          advanced(relevant({.key = "square",
                             .symbol = "",
                             .label = "Symmetric kernels",
                             .unit = "",
                             .help = "Kernels that all rotations and reflections of the square leave as they are.",
                             .group = group,
                             .initial = true,
                             .domain = Switch{}},
                            "architecture", {"equivariant"})));
}

void add_training(Binding<Parameters>& b) {
    const std::string group = "Training";
    const auto here = [](ParameterSpec spec) { return relevant(std::move(spec), "score", {"live"}); };
    b.add(&Parameters::training, here(live({.key = "training",
                                            .symbol = "",
                                            .label = "Train",
                                            .unit = "",
                                            .help = "Switch off to stop learning and go on later.",
                                            .group = group,
                                            .initial = true,
                                            .domain = Switch{}})));
    b.add(
        &Parameters::ensemble_file,
        here({.key = "ensemble_file",
              .symbol = "",
              .label = "Training data from a file",
              .unit = "",
              .help = "Fields that this program has recorded or that were written from Python (HDF5), on a lattice of "
                      "the same extent. Empty: from an equilibrium run of its own.",
              .group = group,
              .initial = std::string(),
              .domain = Text{"the path of an ensemble (.h5), or nothing", nullptr}}));
    b.add(&Parameters::configurations,
          here(whole("configurations", "", "Training configurations", "",
                     "Taken from an equilibrium run with clusters and HMC before the training begins, or from the file "
                     "as far as it has so many.",
                     group, 2048, {256, 65536, 256, true})));
    b.add(&Parameters::training_steps, here(whole("training_steps", "", "Training steps", "steps",
                                                  "Until then the learning rate falls to zero; it ends there.", group,
                                                  3000, {100, 200000, 100, true})));
    b.add(&Parameters::batch,
          here(whole("batch", "", "Batch size", "", "Fields in a training step.", group, 32, {16, 256, 16, true})));
    b.add(&Parameters::learning_rate,
          here(live(real("learning_rate", "ε", "Learning rate", "", "Of Adam at the beginning.", group, 2e-3,
                         {1e-5, 0.1, 0.1, true}))));
    b.add(&Parameters::target,
          here(choice("target", "Learn from",
                      "Data alone: denoising score matching. Data and force: the known force −∂S/∂φ at the data takes "
                      "most of the noise out of the target.",
                      group, "combined", Choice{{{"denoising", "Data alone"}, {"combined", "Data and force"}}})));
    b.add(&Parameters::force_weight,
          advanced(relevant(
              real("force_weight", "c₀", "Weight of the force at t = 0", "",
                   "Adds c₀|s − F|² at the weakest noise to the loss (arXiv:2510.26081).", group, 0, {0, 10, 0.1}),
              "target", {"denoising"})));
    b.add(&Parameters::weighting,
          advanced(here(choice(
              "weighting", "Weighting",
              "How much each strength of the noise counts. σ² with logarithmic levels is a bound on the likelihood.",
              group, "variance",
              Choice{{{"variance", "σ² (published)"},
                      {"edm", "EDM"},
                      {"normalised", "In units of the Gaussian minimum"},
                      {"likelihood", "Likelihood, g²"}}}))));
    b.add(
        &Parameters::noise_sampling,
        advanced(here(choice("noise_sampling", "Strengths of the noise",
                             "How the strength of the noise is drawn for each sample of a batch.", group, "log_uniform",
                             Choice{{{"uniform_time", "Uniform in time (published)"},
                                     {"log_uniform_time", "Uniform in ln t"},
                                     {"log_uniform", "Uniform in ln σ"},
                                     {"log_normal", "Normal in ln σ (EDM)"}}}))));
}

void add_sampler(Binding<Parameters>& b) {
    const std::string group = "Sampler";
    auto samplers = diffusion::method_options();
    samplers.insert(samplers.begin(), {"path", "Posterior of each mode"});
    b.add(
        &Parameters::draw,
        live(choice("sampler", "Sampler",
                    "Posterior: every mode from its exact normal posterior, with exact weights of the whole path. The "
                    "others are those of the sampler laboratory.",
                    group, "path", Choice{samplers})));
    b.add(&Parameters::levels,
          live(whole("levels", "N", "Noise levels", "", "In equal ratios between the strongest and the weakest noise.",
                     group, 64, {8, 1000, 1, true})));
    b.add(&Parameters::strongest,
          live(real("strongest", "σₘₐₓ", "Strongest noise", "",
                    "In units of the field's standard deviation. It must drown V⟨M²⟩, the zero mode.", group, 60,
                    {2, 1000, 0.1, true})));
    b.add(&Parameters::weakest,
          live(advanced(real("weakest", "σₘᵢₙ", "Weakest noise", "", "In units of the field's standard deviation.",
                             group, 0.02, {0.001, 0.5, 0.1, true}))));
    b.add(&Parameters::direction,
          live(choice(
              "direction", "Direction", "From noise to field, from field to noise, or one after the other.", group,
              "backward",
              Choice{{{"backward", "Noise to field"}, {"forward", "Field to noise"}, {"both", "Both in turn"}}})));
    b.add(&Parameters::replay,
          live(real("replay", "", "Look back", "",
                    "1 is now; further left the way of the present batch, from its beginning at 0.", group, 1,
                    {0, 1, 0.02})));
}

void add_correction(Binding<Parameters>& b) {
    const std::string group = "Correction";
    b.add(&Parameters::correction,
          live(choice("correction", "Correction",
                      "Metropolis: finished fields as independent proposals of an exact chain (needs the posterior "
                      "sampler). MALA: "
                      "Langevin steps with the true action.",
                      group, "metropolis",
                      Choice{{{"none", "None"}, {"metropolis", "Metropolis chain"}, {"mala", "MALA steps"}}})));
    const auto mala = [](ParameterSpec spec) { return live(relevant(std::move(spec), "correction", {"mala"})); };
    b.add(&Parameters::mala_steps,
          mala(whole("mala_steps", "", "MALA steps", "", "For every field of a batch.", group, 20, {1, 500, 1, true})));
    b.add(&Parameters::mala_step_size,
          mala(real("mala_step_size", "ε", "Step size", "", "Too large and nothing is accepted.", group, 0.02,
                    {1e-4, 0.5, 0.1, true})));
    b.add(&Parameters::mala_drift,
          mala(choice("mala_drift", "Drift", "Any drift leaves the result exact; a good one is accepted more often.",
                      group, "force", Choice{{{"force", "Force −∂S/∂φ"}, {"score", "Score at the weakest noise"}}})));
}

}  // namespace

diffusion::ScoreDescription Parameters::network() const {
    diffusion::ScoreDescription d;
    const bool unet = architecture == networks::Architecture::unet;
    d.network = {.architecture = architecture,
                 .width = width,
                 .depth = depth,
                 .odd = !unet,
                 .square = square,
                 .propagated = propagated};
    d.preconditioning = architecture == networks::Architecture::equivariant ? diffusion::Preconditioning::modes
                                                                            : diffusion::Preconditioning::scalar;
    return d;
}

diffusion::TrainingSettings Parameters::training_settings() const {
    const bool unet = architecture == networks::Architecture::unet;
    return {.batch = batch,
            .steps = static_cast<std::uint64_t>(training_steps),
            .warm_up = std::min<std::uint64_t>(100, static_cast<std::uint64_t>(training_steps) / 10),
            .optimiser = {.learning_rate = learning_rate, .largest_norm = 1, .average_decay = 0.999},
            .target = target,
            .weighting = weighting,
            .sampling = noise_sampling,
            .weakest = weakest,
            .strongest = strongest,
            .mirror = unet,
            .force_weight = target == diffusion::Target::denoising ? force_weight : 0};
}

diffusion::SamplerSettings Parameters::sampler() const {
    using diffusion::Method;
    static_assert(static_cast<int>(Draw::annealed) == 1 + static_cast<int>(Method::annealed_langevin));
    return {.method = draw == Draw::path ? Method::euler_maruyama : static_cast<Method>(static_cast<int>(draw) - 1),
            .levels = levels,
            .spacing = diffusion::Spacing::geometric,
            .last_time = weakest / strongest,
            .last_step = diffusion::LastStep::denoise,
            .inner_steps = 5,
            .inner_step_size = 0.1};
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_field(b);
        add_score(b);
        add_network(b);
        add_training(b);
        add_sampler(b);
        add_correction(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    const std::int64_t sites = std::int64_t{p.extent} * p.extent;
    if (p.lambda == 0 && p.kappa >= 0.25)
        return Problem{"without a quartic coupling the action is not bounded below at κ = " + to_text(p.kappa), "kappa",
                       "Choose κ below 1/4, or λ above 0"};
    if (sites * p.samples > most_numbers)
        return Problem{std::to_string(p.samples) + " fields of " + std::to_string(p.extent) + " × " +
                           std::to_string(p.extent) + " sites are too many to denoise side by side",
                       "samples", "Choose fewer fields or a smaller lattice"};
    if (p.source == Source::file && p.model_file.empty())
        return Problem{"no file is named", "model_file", "Enter the path of a model, or choose another score"};
    if (p.source != Source::live) return std::nullopt;
    if (sites * p.configurations > (std::int64_t{1} << 24))
        return Problem{std::to_string(p.configurations) + " configurations of " + std::to_string(p.extent) + " × " +
                           std::to_string(p.extent) + " sites are too many to be kept in memory twice",
                       "configurations", "Choose fewer configurations or a smaller lattice"};
    if (sites * p.width * 16 > most_layer_numbers)
        return Problem{std::to_string(p.width) + " channels on " + std::to_string(p.extent) + " × " +
                           std::to_string(p.extent) + " sites are too many to train while one watches",
                       "width", "Choose fewer channels or a smaller lattice"};
    if (p.architecture == networks::Architecture::unet && (p.extent >> p.depth) << p.depth != p.extent)
        return Problem{"a lattice of extent " + std::to_string(p.extent) + " cannot be halved " +
                           std::to_string(p.depth) + " times",
                       "depth",
                       "Choose fewer halvings, or an extent that is a multiple of " + std::to_string(1 << p.depth)};
    return std::nullopt;
}

}  // namespace langevin::denoising

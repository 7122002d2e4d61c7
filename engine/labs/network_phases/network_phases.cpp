// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/network_phases.h"

#include <algorithm>
#include <cmath>

#include "engine/labs/network_phases/panels.h"
#include "engine/labs/network_phases/parameters.h"
#include "engine/labs/network_phases/simulation.h"
#include "engine/networks/ensembles/published.h"

namespace langevin::network_phases {
namespace {

namespace published = networks::published;

std::unique_ptr<Simulation> create(const ParameterSet& parameters, Random random) {
    return std::make_unique<NetworkSimulation>(parameters, random);
}

int ensemble_size(const ParameterSet& set) {
    return std::max(1, networks::best_kernels().width / binding().read(set).runs);
}

std::unique_ptr<Ensemble> create_ensemble(std::span<const ParameterSet> parameters, std::span<const Random> random) {
    return std::make_unique<NetworkEnsemble>(parameters, random);
}

double phase(const PooledScalars& scalars, const ParameterSet&) {
    const auto value = [&](const char* key) {
        const auto found = scalars.find(key);
        return found == scalars.end() ? std::nan("") : found->second.value;
    };
    const double top = value("largest_level"), ratio = value("log_spacing_ratio"), loss = value("training_loss"),
                 epochs = value("epochs");
    if (!std::isfinite(top) || !std::isfinite(ratio) || !std::isfinite(loss) || !std::isfinite(epochs))
        return std::nan("");
    return published::classify(top, ratio, loss, epochs);
}

/// Whether the plane is the published one, in either order.
bool is_published_plane(const std::string& x, const std::string& y) {
    return (x == "inverse_width" && y == "temperature") || (x == "temperature" && y == "inverse_width");
}

std::vector<Curve> boundaries(const std::string& x, const std::string& y, const ParameterSet&) {
    if (!is_published_plane(x, y)) return {};
    return published::boundaries(x == "inverse_width");
}

std::vector<PublishedMap> maps(const std::string& x, const std::string& y, const ParameterSet&) {
    if (!is_published_plane(x, y)) return {};
    return published::maps(x == "inverse_width");
}

PhaseDiagram diagram() {
    return {
        .medians = {"training_loss", "gradient_norm", "initial_gradient_norm"},
        .derived = {{.key = "phase",
                     .label = "Phase",
                     .unit = "",
                     .help = "Paramagnet: the largest eigenvalue of WWᵀ is above 30 and the level spacing has grown "
                             "twofold. Else ferromagnet where the median loss is below a bound that falls with the "
                             "length of training, else jammed.",
                     .categories = {"jammed", "ferromagnet", "paramagnet"},
                     .value = phase}},
        .logarithmic = {"training_loss", "test_loss", "gradient_norm", "initial_gradient_norm", "largest_level"},
        .shown = {"phase", "test_loss", "log_spacing_ratio", "time_correlation", "alignment", "convergent"},
        .boundaries = boundaries,
        .published = maps};
}

}  // namespace

Lab lab() {
    return {
        .id = "network_phases",
        .title = "Training phases of a neural network",
        .summary =
            "A student learns a teacher by stochastic gradient descent: paramagnet, ferromagnet or jammed, by the "
            "strength of the noise and the width of the initial weights.",
        .page = {},
        .keywords = {"neural network", "stochastic gradient descent", "SGD", "phase diagram", "temperature",
                     "learning rate", "batch size", "teacher", "student", "soft spins", "singular values", "paramagnet",
                     "ferromagnet", "jammed", "hyperparameters"},
        .step_unit = "epoch",
        .parameters = binding().schema(),
        .panels = panel_specs(),
        .headline = {"training_loss", "log_spacing_ratio", "alignment"},
        .checks = checks(),
        .presets = {},
        .validate = validate,
        .create = create,
        .diagram = diagram(),
        .ensemble_size = ensemble_size,
        .create_ensemble = create_ensemble,
    };
}

}  // namespace langevin::network_phases

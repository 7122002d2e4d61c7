// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/models.h"

#include <charconv>
#include <cmath>

#include "engine/diffusion/learnt/model_codec.h"
#include "engine/labs/denoising/learner.h"
#include "engine/labs/embedded.h"
#include "engine/storage/weights_file.h"

namespace langevin::denoising {
namespace {

const char* file_of(Source source) {
    switch (source) {
        case Source::symmetric:
            return "phi4_symmetric.h5";
        case Source::critical:
            return "phi4_critical.h5";
        case Source::broken:
            return "phi4_broken.h5";
        default:
            return nullptr;
    }
}

NamedArrays shipped(const std::string& name) {
    for (const auto& model : labs::embedded_models())
        if (model.name == name) return storage::read_weights(model.bytes, name);
    throw Failure({"this build has no model " + name, "score", "Build it with resources/models, or train one here"});
}

std::optional<NamedArrays> arrays_of(const Parameters& parameters) {
    if (const char* name = file_of(parameters.source)) return shipped(name);
    if (parameters.source != Source::file) return std::nullopt;
    return storage::read_weights(std::filesystem::path(parameters.model_file));
}

double number(const NamedArrays& arrays, const char* name, double otherwise) {
    const auto found = arrays.attributes.find(name);
    if (found == arrays.attributes.end()) return otherwise;
    double value = 0;  // from_chars: strtod would look for a comma where the machine speaks German
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

}  // namespace

GivenModel given_model(const Parameters& parameters) {
    if (parameters.source == Source::free_field && parameters.is_free())
        return {exact_free_model(parameters.extent, parameters.kappa), ""};
    const auto arrays = arrays_of(parameters);
    if (!arrays) return {};
    auto model = diffusion::decode(*arrays);
    const auto& d = model.denoiser->description();
    if (d.network.architecture == networks::Architecture::sites && d.network.inputs != d.network.outputs)
        throw Failure({"the model is not one of fields", "model_file", "Choose a model that this lab has saved"});
    if (d.network.architecture == networks::Architecture::unet && parameters.extent % (1 << d.network.depth) != 0)
        throw Failure({"the model halves the lattice " + std::to_string(d.network.depth) +
                           " times, which an extent of " + std::to_string(parameters.extent) + " does not allow",
                       "extent", "Choose a multiple of " + std::to_string(1 << d.network.depth)});
    const double kappa = number(*arrays, "kappa", parameters.kappa),
                 lambda = number(*arrays, "lambda", parameters.lambda);
    GivenModel given{std::move(model), ""};
    if (std::abs(kappa - parameters.kappa) > 1e-9 || std::abs(lambda - parameters.lambda) > 1e-9)
        given.warning = "The model learnt from fields at κ = " + to_text(kappa) + ", λ = " + to_text(lambda) +
                        ": raw fields follow that action, the corrected ones the one chosen here.";
    return given;
}

NamedArrays described(const diffusion::ScoreModel& model, const Parameters& parameters, std::uint64_t steps) {
    auto arrays = diffusion::encode(model);
    arrays.attributes["lab"] = "denoising";
    arrays.attributes["kappa"] = to_text(parameters.kappa);
    arrays.attributes["lambda"] = to_text(parameters.lambda);
    arrays.attributes["extent"] = to_text(Value(std::int64_t{parameters.extent}));
    arrays.attributes["training_steps"] = std::to_string(steps);
    arrays.attributes["description"] = networks::describe(model.denoiser->network().description());
    return arrays;
}

}  // namespace langevin::denoising

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/given_fields.h"

#include <algorithm>
#include <cmath>

#include "engine/storage/ensemble_file.h"

namespace langevin::denoising {
namespace {

const char* const key = "ensemble_file";

/// A number of the recipe that made the fields.
std::optional<double> number(const storage::Ensemble& ensemble, const std::string& name) {
    if (!ensemble.recipe) return std::nullopt;
    for (const auto& [found, value] : ensemble.recipe->parameters) {
        if (found != name) continue;
        if (const auto* real = std::get_if<double>(&value)) return *real;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    }
    return std::nullopt;
}

std::string extents(int rows, int columns) {
    return std::to_string(rows) + " × " + std::to_string(columns);
}

void demand_lattice(const storage::Ensemble& ensemble, int extent) {
    if (ensemble.rows != ensemble.columns)
        throw Failure(
            {"the ensemble has " + extents(ensemble.rows, ensemble.columns) + " sites; a lattice here is a square", key,
             "Choose an ensemble on a square lattice"});
    if (ensemble.rows != extent)
        throw Failure({"the ensemble has " + extents(ensemble.rows, ensemble.columns) + " sites, the lattice here " +
                           extents(extent, extent),
                       key, "Choose a lattice extent of " + std::to_string(ensemble.rows) + ", or another ensemble"});
}

/// Numbers of the fields that a run took after its thermalisation: all where the file says nothing of it.
std::vector<std::size_t> in_equilibrium(const storage::Ensemble& ensemble) {
    const double thermalisation = number(ensemble, "thermalisation").value_or(0);
    std::vector<std::size_t> fields;
    for (std::size_t n = 0; n < ensemble.size(); ++n)
        if (ensemble.steps.empty() || static_cast<double>(ensemble.steps[n]) > thermalisation) fields.push_back(n);
    if (fields.size() >= fewest_fields) return fields;
    std::string left_out;
    if (fields.size() < ensemble.size())
        left_out = " after the " + to_text(thermalisation) + " updates of its thermalisation";
    throw Failure({"the ensemble has only " + std::to_string(fields.size()) + " fields" + left_out + "; at least " +
                       std::to_string(fewest_fields) + " are needed",
                   key, "Choose an ensemble with more fields"});
}

std::string warning_for(const storage::Ensemble& ensemble, const Parameters& p) {
    const auto kappa = number(ensemble, "kappa"), lambda = number(ensemble, "lambda");
    if (!kappa || !lambda) {
        if (ensemble.lab.empty()) return {};
        return "The ensemble comes from the laboratory \"" + ensemble.lab +
               "\" and does not say that its action is the one here.";
    }
    if (std::abs(*kappa - p.kappa) <= 1e-9 && std::abs(*lambda - p.lambda) <= 1e-9) return {};
    std::string text = "The ensemble was made at κ = " + to_text(*kappa) + ", λ = " + to_text(*lambda) +
                       ": raw fields follow that action, the corrected ones the one chosen here.";
    if (p.target == diffusion::Target::combined || p.force_weight > 0)
        text += " Learn from data alone: the force belongs to the action chosen here.";
    return text;
}

}  // namespace

std::optional<GivenFields> given_fields(const Parameters& parameters) {
    if (parameters.source != Source::live || parameters.ensemble_file.empty()) return std::nullopt;
    const auto ensemble = storage::read_ensemble(parameters.ensemble_file);
    demand_lattice(ensemble, parameters.extent);
    const auto fields = in_equilibrium(ensemble);
    const auto wanted = std::min(fields.size(), static_cast<std::size_t>(parameters.configurations));
    GivenFields given{{}, warning_for(ensemble, parameters)};
    given.values.reserve(wanted * ensemble.dimension());
    for (std::size_t n = 0; n < wanted; ++n) {
        const auto first = ensemble.values.begin() +
                           static_cast<std::ptrdiff_t>(fields[n * fields.size() / wanted] * ensemble.dimension());
        given.values.insert(given.values.end(), first, first + static_cast<std::ptrdiff_t>(ensemble.dimension()));
    }
    return given;
}

void demand_fluctuations(std::span<const double> variances, double square) {
    constexpr double largest = 1e4, least_share = 1e-7;  // far beyond what couplings on the page and 16 fields give
    const double scale = std::sqrt(square);
    if (!(scale > 1 / largest && scale < largest))
        throw Failure(
            {"the fields have a standard deviation of " + to_text(scale) + ", which no field of this action has", key,
             "Write them in the units of the action on the page"});
    if (std::ranges::all_of(variances, [&](double v) { return v > least_share; })) return;
    throw Failure(
        {"some modes of the fields hardly fluctuate beside the others: the fields are constant or were "
         "smoothed, or one of their values is enormous",
         key, "Choose an ensemble of independent fields, as they are"});
}

}  // namespace langevin::denoising

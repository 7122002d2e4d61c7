// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include "engine/labs/linear_network/parts.h"
#include "engine/spectra/finite_density.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/panels.h"
#include "engine/weights/panels.h"

namespace langevin::linear_network {

using weights::NetworkLevels;

namespace {

/// Density of one level of a species about its mean, for these widths of the matrix elements; null where none is known.
statistics::Density species_density(const weights::NetworkModel& model, double diagonal, double off_diagonal) {
    if (!(diagonal > 0)) return nullptr;
    if (model.multiplicity == 1)
        return [=](double x) {
            return std::exp(-x * x / (2 * diagonal * diagonal)) / (std::sqrt(2 * std::numbers::pi) * diagonal);
        };
    if (model.multiplicity == 2)
        return [law = spectra::PairDensity(diagonal, off_diagonal)](double x) { return law.density(x); };
    if (!isotropic(model)) return nullptr;
    return [law = spectra::HermiteDensity(1, model.multiplicity, diagonal * diagonal)](double x) {
        return law.density(x);
    };
}

/// <S>/(nu sqrt(T s)) for alpha -> 0; NaN where it is not known.
double limiting_slope(weights::NetworkModel model) {
    model.rate = 1e-6 / model.value(0);
    model.batch = 1;
    model.noise = 1;
    return weights::NetworkLaw(model).spacing(0, NetworkLevels::product) / std::sqrt(model.rate * model.value(0));
}

}  // namespace

Histogram density_panel(const View& view) {
    auto h =
        statistics::histogram_panel(view.record.levels(), {.label = level_title(view.parameters.levels), .unit = ""});
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    if (view.record.samples() == 0 || view.parameters.rule == Rule::noiseless || !law.stable()) return h;
    std::vector<std::pair<double, statistics::Density>> species;
    for (int g = 0; g < view.parameters.groups; ++g) {
        auto density = species_density(view.model, law.diagonal_width(g, view.parameters.levels),
                                       law.off_diagonal_width(g, view.parameters.levels));
        if (!density) return h;
        species.emplace_back(solution(view, g), std::move(density));
    }
    h.references.push_back(
        statistics::density_curve("several species", h.edges, Role::theory, small_fluctuations, [&](double x) {
            double sum = 0;
            for (const auto& [level, density] : species) sum += density(x - level);
            return sum / static_cast<double>(species.size());
        }));
    return h;
}

/// Levels of each species about their solution, in units of their width: springs and temperatures differ, the law does
/// not.
Curves species_panel(const View& view) {
    Curves plot{.x = {.label = "Level (x − x_s)/σ_s", .unit = ""},
                .y = {.label = "Probability density p", .unit = ""},
                .curves = {}};
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    if (view.record.samples() == 0 || view.parameters.rule == Rule::noiseless || !law.stable()) return plot;
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto& histogram = view.record.scaled_levels(static_cast<std::size_t>(g));
        const auto edges = histogram.edges(), density = histogram.density(), error = histogram.error();
        Curve curve{.name = species_name(view.model, g), .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (std::size_t i = 0; i < density.size(); ++i) {
            if (density[i] <= 0) continue;
            curve.x.push_back((edges[i] + edges[i + 1]) / 2);
            curve.y.push_back(density[i]);
            curve.error.push_back(error[i]);
        }
        plot.curves.push_back(std::move(curve));
    }
    const double diagonal = law.diagonal_width(0, view.parameters.levels);
    if (!(diagonal > 0)) return plot;
    const auto density = species_density(view.model, 1, law.off_diagonal_width(0, view.parameters.levels) / diagonal);
    const double end = 2.0 + view.parameters.multiplicity;
    if (density)
        plot.curves.push_back(statistics::density_curve(
            view.parameters.multiplicity == 1
                ? "normal"
                : std::to_string(view.parameters.multiplicity) + " repelling levels, β = 1",
            {-end, end}, Role::theory,
            "exact density of the m × m ensemble; widths to leading order in the fluctuations", density));
    return plot;
}

Curves spacing_panel(const View& view) {
    std::vector<weights::NamedGroup> species;
    for (int g = 0; g < view.parameters.groups; ++g)
        species.push_back({static_cast<std::size_t>(g), species_name(view.model, g)});
    const weights::NetworkLaw law(view.model, view.parameters.imbalance_at_start());
    // Isotropic noise: what little the inputs add to the symmetric part is not resolved.
    const double ratio = isotropic(view.model) ? 1
                                               : std::numbers::sqrt2 * law.diagonal_width(0, view.parameters.levels) /
                                                     (2 * law.off_diagonal_width(0, view.parameters.levels));
    return weights::spacing_panel(view.record, species, ratio);
}

/// Mean spacing (of single levels: width) of every species and setting against nu sqrt(T s).
Curves scaling_panel(const View& view, const Analysis& analysis) {
    const bool single = view.parameters.multiplicity == 1;
    Curves plot{.x = {.label = "ν√(Ts), T = α/|B|", .unit = ""},
                .y = {.label = single ? "Width σ of the level" : "Mean spacing ⟨S⟩ of neighbours", .unit = ""},
                .curves = {}};
    for (int g = 0; g < view.parameters.groups; ++g) {
        Curve points{.name = species_name(view.model, g), .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (const auto& v : analysis.visits) {
            if (static_cast<std::size_t>(g) >= v.species.size()) continue;
            const auto& s = v.species[static_cast<std::size_t>(g)];
            points.x.push_back(v.noise * std::sqrt(v.temperature() * s.teacher));
            points.y.push_back(single ? s.width : s.spacing);
            points.error.push_back(single ? s.width_error : s.spacing_error);
        }
        plot.curves.push_back(std::move(points));
    }
    const double eta = view.model.anisotropy;
    if (single)
        weights::add_line_from_origin(plot, "√2 η x, α → 0", std::numbers::sqrt2 * eta, 0.05, small_fluctuations);
    else if (const double slope = limiting_slope(view.model); std::isfinite(slope))
        weights::add_line_from_origin(
            plot, view.parameters.multiplicity == 2 && isotropic(view.model) ? "√(2π) x, α → 0" : "law for α → 0",
            slope, 0.05, small_fluctuations);
    return plot;
}

}  // namespace langevin::linear_network

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "engine/labs/linear_network/parts.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/panels.h"

namespace langevin::linear_network {

using statistics::row;
using weights::NetworkLevels;

namespace {

Measurement drift_row(const View& view) {
    Measurement m{.key = "drift",
                  .symbol = "‖Q − Q(0)‖/(2 tr A)",
                  .label = "Drift of the conserved quantity",
                  .unit = "",
                  .value = view.drift->value,
                  .error = std::max(view.drift->error, 1e-15),  // rounding
                  .help =
                      "Q = W₁W₁ᵀ − W₂ᵀW₂ at the end of thermalisation, root mean square of all seeds. Error: "
                      "scatter between seeds."};
    if (view.parameters.aligned() && view.parameters.imbalance != 0) {
        const double expected = expected_drift(view, view.model, view.parameters.rule, view.parameters.thermalisation);
        const bool noiseless = view.parameters.rule == Rule::noiseless;
        const double next_order = view.model.rate * view.model.value(view.parameters.groups - 1) / 2 +
                                  (noiseless ? 0 : 0.1 / std::sqrt(view.model.batch));
        m.expected = Expectation{expected, next_order * expected, drift_source(view.parameters.rule)};
    }
    return m;
}

/// Largest relative deviation of the mean levels from the closed curve, of order alpha, and distance from the solution.
void add_noiseless_rows(std::vector<Measurement>& rows, const View& view) {
    const auto times = column(view.learning, 0);
    if (times.empty()) return;
    double from_curve = 0, from_solution = 0;
    const bool known = view.parameters.aligned() && view.learning.block_size() == 1;
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto group = static_cast<std::size_t>(g);
        if (view.history.blocks() > 0)
            from_solution = std::max(
                from_solution, std::abs(column(view.history, history_species + group).back() - solution(view, g)));
        const auto levels = column(view.learning, 1 + group);
        for (std::size_t i = 0; known && i < times.size(); ++i)
            from_curve =
                std::max(from_curve, std::abs(levels[i] / mode(view, g).level(view.parameters.levels, times[i]) - 1));
    }
    const auto add = [&](const char* key, const char* symbol, const char* label, double value, const char* help) {
        rows.push_back({.key = key,
                        .symbol = symbol,
                        .label = label,
                        .unit = "",
                        .value = value,
                        .error = 1e-13,  // rounding
                        .help = help});
    };
    if (known)
        add("curve_deviation", "max|x/x_c − 1|", "Deviation from the closed curve", from_curve,
            "Largest relative deviation of any level while learning; of order α. Error: rounding.");
    add("solution_deviation", "max|x − x_s|", "Distance from the solution", from_solution,
        "Largest of all species, now. With an imbalance of order α through the drift. Error: rounding.");
}

}  // namespace

Drift drift_of(const weights::NetworkModel& model, const std::vector<double>& squared_drifts) {
    double sum = 0, squares = 0;
    for (const double e : squared_drifts) {
        sum += e;
        squares += e * e;
    }
    const double n = static_cast<double>(squared_drifts.size()), mean = sum / n;
    const double root = std::sqrt(mean), unit = unit_of_drift(model);
    const double error = root > 0 ? std::sqrt(std::max(0.0, squares / n - mean * mean) / n) / (2 * root) : 0;
    return {root / unit, error / unit};
}

std::optional<Visit> visit(const View& view) {
    Visit v{view.model.rate, view.model.batch, view.model.noise, view.drift, {}};
    const auto& record = view.record;
    const bool noiseless = view.parameters.rule == Rule::noiseless;
    if (record.samples() > 0 && !noiseless && record.width(0).effective_samples >= 100) {
        for (std::size_t g = 0; g < record.groups(); ++g) {
            const auto spacing = record.spacing(g), width = record.width(g);
            const bool several = record.degenerate(g);
            v.species.push_back({view.model.value(static_cast<int>(g)), several ? spacing.value : 0,
                                 several ? spacing.error : 0, width.value, width.error});
        }
    }
    if (!v.drift && v.species.empty()) return std::nullopt;
    return v;
}

Analysis analyse(const View& view) {
    Analysis analysis{.samples = view.record.samples(), .table = {}, .visits = view.visits};
    if (!view.ended)
        if (auto here = visit(view)) analysis.visits.push_back(std::move(*here));
    // A scan may want the drift alone; else the table waits for all.
    if (view.record.samples() == 0 && view.parameters.scan == Scan::off) return analysis;
    auto& rows = analysis.table;
    if (view.drift) rows.push_back(drift_row(view));
    if (view.parameters.rule == Rule::noiseless) {
        add_noiseless_rows(rows, view);
        return analysis;
    }
    if (view.record.samples() == 0) return analysis;
    const auto& m = view.model;
    const auto which = view.parameters.levels;
    const double imbalance = view.parameters.imbalance_at_start();
    const weights::NetworkLaw law(m, imbalance);
    const bool known = law.stable() && m.noise > 0;
    auto distance = row("distance", "⟨‖A − W₂W₁‖²⟩", "Squared distance from the teacher",
                        statistics::estimate(view.distances, 0), "Error: Γ method.");
    if (known) {
        const double expected = law.squared_distance();
        distance.expected = Expectation{expected, 2 * law.uncertainty(0) * expected, small_fluctuations};
    }
    rows.push_back(std::move(distance));
    // An imbalanced layer keeps what learning has added to its imbalance, of order alpha: no claim is made there.
    const bool claim = known && (which == NetworkLevels::product || imbalance == 0);
    for (int g = 0; g < view.parameters.groups; ++g) {
        const auto group = static_cast<std::size_t>(g);
        const auto suffix = "_" + std::to_string(g + 1);
        const auto name = species_name(m, g);
        const double uncertainty = law.uncertainty(g);
        auto mean = row("level" + suffix, "⟨x⟩, " + name, "Mean level of the species", view.record.mean(group),
                        "Error: Γ method.");
        const double width = law.diagonal_width(g, which);
        if (claim)
            mean.expected = Expectation{solution(view, g),
                                        m.dimension() * width * width / m.value(g) + 0.02 * m.rate * solution(view, g),
                                        "the solution; corrections of the order of the squared fluctuations"};
        rows.push_back(std::move(mean));
        auto measured = row("width" + suffix, "σ, " + name, "Width of a diagonal element", view.record.width(group),
                            "From the scatter of single levels, whose variance is (m + 1)σ²/2 in isotropic noise. "
                            "Error: Γ method.");
        if (claim && (isotropic(m) || m.multiplicity == 1))
            measured.expected = Expectation{width, uncertainty * width, small_fluctuations};
        rows.push_back(std::move(measured));
        if (m.multiplicity == 1) continue;
        auto spacing = row(
            "spacing" + suffix, "⟨S⟩, " + name, "Mean spacing of neighbours", view.record.spacing(group),
            "Expected: mean of the (generalised) surmise, or of as many levels of a random matrix. Error: Γ method.");
        const double expected = law.spacing(g, which);
        if (claim && std::isfinite(expected)) {
            spacing.expected = Expectation{expected, uncertainty * expected, small_fluctuations};
            auto ratio = spacing;
            ratio.key = "spacing_ratio" + suffix;
            ratio.symbol = "⟨S⟩/⟨S⟩₀, " + name;
            ratio.label = "The same in units of its law";
            ratio.value /= expected;
            ratio.error /= expected;
            ratio.expected = Expectation{1, uncertainty, small_fluctuations};
            rows.push_back(std::move(spacing));
            rows.push_back(std::move(ratio));
        } else {
            rows.push_back(std::move(spacing));
        }
        if (m.multiplicity < 3) continue;
        auto ratio = row("gap_ratio" + suffix, "⟨r⟩, " + name, "Mean ratio of neighbouring spacings",
                         view.record.ratio(group), "min/max of neighbouring spacings in the species. Error: Γ method.");
        if (m.multiplicity == 3 && isotropic(m))
            ratio.expected = Expectation{spectra::RatioLaw(1).mean(), 0.001,
                                         "exact for three levels, β = 1: 4 − 2√3; leading order in the fluctuations"};
        rows.push_back(std::move(ratio));
    }
    return analysis;
}

}  // namespace langevin::linear_network

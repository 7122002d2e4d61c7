// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/labs/spin_glass/sources.h"
#include "engine/statistics/panels.h"

namespace langevin::spin_glass_lab {
namespace {

using statistics::Estimate;

using Means = std::span<const double>;

Axis temperature_axis() {
    return {.label = "Temperature T", .unit = "J"};
}

Estimate of(const View& view, std::size_t temperature, Observable o) {
    return view.averages.estimate(temperature * observables + o);
}

/// At every temperature, with errors; empty before there are measurements.
template <class Quantity>
Curve against_temperature(const View& view, std::string name, const Quantity& quantity) {
    Curve curve{.name = std::move(name), .x = {}, .y = {}, .error = {}, .mark = Mark::line_and_points};
    if (view.averages.measurements() == 0) return curve;
    for (std::size_t k = 0; k < view.temperatures.size(); ++k) {
        const Estimate found = quantity(k);
        if (!std::isfinite(found.value)) continue;
        curve.x.push_back(view.temperatures[k]);
        curve.y.push_back(found.value);
        curve.error.push_back(found.error);
    }
    return curve;
}

/// Where the replica-symmetric solution is stable it is the theory, below the de Almeida-Thouless line a guide.
template <class Quantity>
void add_theory(Curves& plot, const View& view, const std::string& name, const Quantity& quantity) {
    for (const bool stable : {true, false}) {
        Curve curve{.name = name + (stable ? ", replica-symmetric" : ", unstable"),
                    .x = {},
                    .y = {},
                    .role = stable ? Role::theory : Role::guide,
                    .source = sherrington_kirkpatrick};
        curve.family = stable ? "replica-symmetric" : "the same, unstable";
        for (std::size_t i = 0; i < view.theory.temperature.size(); ++i) {
            if ((view.theory.solution[i].stability >= 0) != stable) continue;
            curve.x.push_back(view.theory.temperature[i]);
            curve.y.push_back(quantity(view.theory.solution[i]));
        }
        if (curve.x.size() > 1) plot.curves.push_back(std::move(curve));
    }
}

Curves order_panel(const View& view) {
    Curves plot{.x = temperature_axis(), .y = {.label = "Order parameter", .unit = ""}, .curves = {}};
    plot.y.range = std::pair(0.0, 1.0);
    plot.curves.push_back(
        against_temperature(view, "overlap [⟨|q|⟩]", [&](std::size_t k) { return of(view, k, overlap); }));
    plot.curves.push_back(
        against_temperature(view, "magnetisation [⟨|m|⟩]", [&](std::size_t k) { return of(view, k, magnetisation); }));
    add_theory(plot, view, "q", [](const auto& s) { return s.overlap; });
    if (view.parameters.field > 0 || view.parameters.mean_coupling > 1)
        add_theory(plot, view, "m", [](const auto& s) { return s.magnetisation; });
    return plot;
}

/// -(J0/2)([<m^2>] - 1/N) - (b/2)(1 - [<q^2>]), from independent replicas.
double energy_by_identity(const View& view, std::size_t k, Means m) {
    const auto& p = view.parameters;
    return -p.mean_coupling / 2 * (m[k * observables + magnetisation_squared] - 1.0 / p.spins) -
           (1 - m[k * observables + overlap_squared]) / (2 * view.temperatures[k]);
}

Curves energy_panel(const View& view) {
    Curves plot{.x = temperature_axis(), .y = {.label = "Energy per spin u", .unit = "J"}, .curves = {}};
    plot.curves.push_back(against_temperature(view, "measured", [&](std::size_t k) { return of(view, k, energy); }));
    if (view.parameters.field == 0)
        plot.curves.push_back(against_temperature(view, "from overlaps", [&](std::size_t k) {
            return view.averages.estimate([&](Means m) { return energy_by_identity(view, k, m); });
        }));
    add_theory(plot, view, "u", [](const auto& s) { return s.energy; });
    return plot;
}

double binder(double fourth, double second) {
    return second > 0 ? (3 - fourth / (second * second)) / 2 : 0;
}

Curves binder_panel(const View& view) {
    Curves plot{.x = temperature_axis(), .y = {.label = "Binder cumulant g", .unit = ""}, .curves = {}};
    const auto add = [&](const char* name, Observable second, Observable fourth) {
        plot.curves.push_back(against_temperature(view, name, [&](std::size_t k) {
            return view.averages.estimate(
                [&](Means m) { return binder(m[k * observables + fourth], m[k * observables + second]); });
        }));
    };
    add("of the overlap", overlap_squared, overlap_fourth);
    if (view.parameters.mean_coupling > 0 || view.parameters.field > 0)
        add("of the magnetisation", magnetisation_squared, magnetisation_fourth);
    return plot;
}

Histogram overlap_panel(const View& view) {
    auto h = statistics::histogram_panel(view.overlaps, {.label = "Overlap q of two replicas", .unit = ""});
    const double t = view.temperatures[view.shown];
    h.note = "at T = " + to_text(std::round(1e4 * t) / 1e4);
    if (t > 1 && view.parameters.mean_coupling == 0 && view.parameters.field == 0) {
        const double variance = 1 / (view.parameters.spins * (1 - 1 / (t * t)));
        h.references.push_back(statistics::density_curve(
            "paramagnet, N → ∞", h.edges, Role::guide, "N⟨q²⟩ → 1/(1 − 1/T²)",
            [&](double q) { return std::exp(-q * q / (2 * variance)) / std::sqrt(2 * std::numbers::pi * variance); }));
    }
    return h;
}

/// The 1975 diagram with the de Almeida-Thouless line, and where this run simulates.
Curves phase_panel(const View& view) {
    Curves plot{.x = {.label = "Mean coupling J₀", .unit = "J"}, .y = temperature_axis(), .curves = {}};
    const double widest = std::max(2.0, 1.1 * view.parameters.mean_coupling);
    plot.x.range = std::pair(0.0, widest);
    plot.y.range = std::pair(0.0, std::max(2.0, 1.05 * view.temperatures.back()));
    plot.curves = boundary_curves(widest);
    Curve here{.name = "this run", .x = {}, .y = view.temperatures, .error = {}, .mark = Mark::points};
    here.x.assign(view.temperatures.size(), view.parameters.mean_coupling);
    plot.curves.push_back(std::move(here));
    if (view.parameters.field > 0) plot.note = "lines for h = 0";
    return plot;
}

Curves exchange_panel(const View& view) {
    Curves plot{.x = temperature_axis(), .y = {.label = "Exchange acceptance", .unit = ""}, .curves = {}};
    plot.y.range = std::pair(0.0, 1.0);
    Curve curve{.name = "between neighbours", .x = {}, .y = {}, .error = {}, .mark = Mark::line_and_points};
    for (std::size_t k = 0; k < view.exchange_rates.size(); ++k) {
        curve.x.push_back(std::sqrt(view.temperatures[k] * view.temperatures[k + 1]));
        curve.y.push_back(view.exchange_rates[k]);
    }
    plot.curves.push_back(std::move(curve));
    return plot;
}

Curves history_panel(const View& view) {
    Curves plot{.x = {.label = "Sweep", .unit = ""}, .y = {.label = "First sample", .unit = ""}, .curves = {}};
    const auto column = [&](std::size_t c) {
        const auto values = view.history.series(c, 0);
        return std::vector<double>(values.begin(), values.end());
    };
    const char* names[] = {"overlap q", "magnetisation, replica 1", "magnetisation, replica 2"};
    for (std::size_t c = 0; c < 3; ++c) plot.curves.push_back({.name = names[c], .x = column(0), .y = column(c + 1)});
    return plot;
}

Measurement make(const char* key, const char* symbol, const char* label, const char* unit, const Estimate& found,
                 const char* help) {
    Measurement m{
        .key = key, .symbol = symbol, .label = label, .unit = unit, .value = found.value, .error = found.error};
    m.effective_samples = found.effective_samples;
    m.help = std::string(help) + " Error: jackknife over samples of the disorder.";
    if (!found.reliable) m.caution = "fewer than eight samples of the disorder";
    return m;
}

}  // namespace

Theory theory_for(const Parameters& p, const std::stop_token& stop) {
    Theory theory;
    constexpr int points = 48;
    for (int i = 0; i <= points && !stop.stop_requested(); ++i) {
        const double t = p.coldest + (p.hottest - p.coldest) * i / points;
        theory.temperature.push_back(t);
        theory.solution.push_back(spin_glass::solve({t, p.mean_coupling, p.field}));
    }
    return theory;
}

std::vector<Measurement> table(const View& view) {
    std::vector<Measurement> rows;
    if (view.averages.measurements() == 0) return rows;
    const std::size_t k = view.shown;
    const auto& p = view.parameters;
    const double t = view.temperatures[k], n = p.spins, b = 1 / t;
    const auto exact = spin_glass::solve({t, p.mean_coupling, p.field});
    const bool plain = p.mean_coupling == 0 && p.field == 0;
    const bool paramagnet = plain && t > 1.2;
    const bool ferromagnet = exact.stability > 0 && exact.magnetisation > 0.3;
    // Corrections in a stable phase are of order 1/N.
    const auto limit = [&](double value) { return Expectation{value, 3 / n, sherrington_kirkpatrick}; };

    auto u = make("energy", "u", "Energy per spin", "J", of(view, k, energy), "Mean of both replicas.");
    if (paramagnet)
        u.expected = Expectation{-b / 2 * (1 - 1 / (n * (1 - b * b))), 4 / (n * n),
                                 "exact identity, with N[⟨q²⟩] = 1/(1 − 1/T²)"};
    if (ferromagnet) u.expected = limit(exact.energy);
    rows.push_back(std::move(u));
    if (p.field == 0) {
        auto difference =
            make("identity", "u − u_q", "Energy less that from overlaps", "J", view.averages.estimate([&](Means m) {
                return m[k * observables + energy] - energy_by_identity(view, k, m);
            }),
                 "Zero in equilibrium: a test of thermalisation.");
        difference.expected = Expectation{0, 0, identity_source};
        rows.push_back(std::move(difference));
    }
    auto m =
        make("magnetisation", "[⟨|m|⟩]", "Magnetisation", "", of(view, k, magnetisation), "Mean of both replicas.");
    if (ferromagnet) m.expected = limit(exact.magnetisation);
    rows.push_back(std::move(m));
    auto q = make("overlap", "[⟨|q|⟩]", "Overlap of two replicas", "", of(view, k, overlap), "(1/N) Σ SᵢᵃSᵢᵇ.");
    if (ferromagnet) q.expected = limit(exact.overlap);
    rows.push_back(std::move(q));
    auto scaled = of(view, k, overlap_squared);
    scaled.value *= n;
    scaled.error *= n;
    auto susceptibility = make("spin_glass_susceptibility", "N[⟨q²⟩]", "Spin-glass susceptibility", "", scaled,
                               "Diverges at the transition.");
    if (paramagnet)
        susceptibility.expected = Expectation{1 / (1 - b * b), 4 / n / std::pow(1 - b * b, 3),
                                              "N → ∞: 1/(1 − 1/T²); corrections of order 1/N allowed for"};
    rows.push_back(std::move(susceptibility));
    rows.push_back(
        make("binder_overlap", "g_q", "Binder cumulant of the overlap", "", view.averages.estimate([&](Means means) {
            return binder(means[k * observables + overlap_fourth], means[k * observables + overlap_squared]);
        }),
             "(3 − [⟨q⁴⟩]/[⟨q²⟩]²)/2: 0 for a normal distribution, 1 for two values ±q."));
    return rows;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"order", "Order parameters", curves,
         "Overlap of two replicas and magnetisation against temperature, averaged over time and samples of the "
         "disorder, beside the replica-symmetric solution: full where it is stable, dashed below the de "
         "Almeida-Thouless line. Errors: jackknife over samples.",
         2, 1},
        {"phase", "Phase diagram", curves,
         "Paramagnet, spin glass and ferromagnet in the plane of mean coupling and temperature (h = 0), and the "
         "temperatures of this run.",
         1, 1},
        {"map_overlap", "Overlap, theory", heatmap,
         "The overlap q of the replica-symmetric solution all over the plane of mean coupling and temperature, at the "
         "present field. Below the de Almeida-Thouless line it is not exact.",
         1, 1},
        {"map_magnetisation", "Magnetisation, theory", heatmap,
         "The magnetisation m of the replica-symmetric solution all over the plane, at the present field.", 1, 1,
         false},
        {"overlap", "Distribution of the overlap", histogram,
         "Overlaps of two replicas at the shown temperature in all samples: two peaks and a plateau between them in "
         "the "
         "spin glass. Errors: scatter between samples, below 16 samples between time bins.",
         1, 1},
        {"energy", "Energy", curves,
         "Energy per spin as measured and, for h = 0, from the overlaps by an exact identity: where the two agree the "
         "run is in equilibrium. Errors: jackknife over samples.",
         1, 1},
        {"binder", "Binder cumulant", curves,
         "(3 − [⟨q⁴⟩]/[⟨q²⟩]²)/2 of the overlap and, with a mean coupling or a field, of the magnetisation. Errors: "
         "jackknife over samples.",
         1, 1},
        {"table", "Observables", table,
         "At the shown temperature: means with one standard error (jackknife over samples of the disorder) beside "
         "exact "
         "and limiting values.",
         2, 1},
        {"history", "One sample", curves,
         "Overlap and magnetisations of the first sample at the shown temperature: exchanges carry fresh "
         "configurations to it.",
         1, 1},
        {"exchange", "Exchanges", curves,
         "Share of exchanges between neighbouring temperatures that was accepted; 20 to 60 % is good.", 1, 1, false},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view,
                 const std::vector<Measurement>& rows) {
    const auto add = [&](const char* id, auto panel) {
        if (attention.wants(id)) snapshot.panels.push_back({id, panel()});
    };
    add("order", [&] { return order_panel(view); });
    add("phase", [&] { return phase_panel(view); });
    add("overlap", [&] { return overlap_panel(view); });
    add("map_overlap", [&] { return view.map.map(TheoryMap::Quantity::overlap); });
    add("map_magnetisation", [&] { return view.map.map(TheoryMap::Quantity::magnetisation); });
    add("energy", [&] { return energy_panel(view); });
    add("binder", [&] { return binder_panel(view); });
    add("table", [&] { return Table{rows}; });
    add("history", [&] { return history_panel(view); });
    add("exchange", [&] { return exchange_panel(view); });
}

}  // namespace langevin::spin_glass_lab

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/panels.h"

#include <algorithm>
#include <cmath>

#include "engine/labs/coulomb_gas/laws.h"
#include "engine/spectra/correlation_laws.h"
#include "engine/spectra/fluctuations.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/spectra/tracy_widom.h"
#include "engine/statistics/goodness_of_fit.h"
#include "engine/statistics/panels.h"

namespace langevin::coulomb_gas_lab {
namespace {

using statistics::density_curve;
using statistics::histogram_panel;

const char* surmise_source = "E. P. Wigner (1957); exact for N = 2";
const char* poisson_source = "exact: independent levels";

/// Bins fill slowly with few copies; an integer number of bins of equal width shows the law at once.
Histogram density_panel(const View& view) {
    const auto& e = view.ensemble;
    auto h = histogram_panel(view.measurements.density, {.label = "Position x", .unit = ""});
    h.y.label = "Density ρ(x) per charge";
    const auto& store = view.measurements.store;
    const auto& law = view.law.of(e, view.stop);
    const auto exact = finite_density_law(e);
    const auto range = view.measurements.density.edges();
    if (exact) {
        statistics::compare(h, "exact, N = " + std::to_string(e.levels), exact->source, exact->density);
        h.references.push_back(
            density_curve("N → ∞", h.edges, Role::guide, law.source, [&](double x) { return law.density(x); }));
    } else {
        h.references.push_back(
            density_curve("N → ∞", h.edges, Role::theory, law.source, [&](double x) { return law.density(x); }));
    }
    if (store.times() == 0) return h;
    std::vector<double> all;
    for (std::size_t t = 0; t < store.times(); ++t)
        for (std::size_t c = 0; c < store.copies(); ++c) {
            const auto x = store.spectrum(t, c);
            all.insert(all.end(), x.begin(), x.end());
        }
    std::sort(all.begin(), all.end());
    const double distance = statistics::kolmogorov_smirnov_distance(all, [&](double x) { return law.cumulative(x); });
    char text[64];
    std::snprintf(text, sizeof text, "KS distance from N → ∞: %.2g", distance);
    h.note = text;
    return h;
}

const char* unfolding_name(spectra::Unfolding method) {
    switch (method) {
        case spectra::Unfolding::analytic:
            return "exact density";
        case spectra::Unfolding::staircase:
            return "mean staircase";
        case spectra::Unfolding::polynomial:
            return "polynomial";
        case spectra::Unfolding::local:
            return "local mean";
        case spectra::Unfolding::gap_mean:
            return "mean of each gap";
        case spectra::Unfolding::none:
            return "one mean";
    }
    return "";
}

spectra::Unfolder unfolder(const View& view) {
    const auto& m = view.measurements;
    std::function<double(double)> cumulative;
    if (view.parameters.unfolding == spectra::Unfolding::analytic)
        cumulative = [law = view.law.of(view.ensemble, view.stop)](double x) { return law.cumulative(x); };
    return {view.parameters.unfolding, m.store, view.parameters.bulk, std::move(cumulative)};
}

Histogram spacing_panel(const View& view) {
    const auto unfold = unfolder(view);
    const auto found = spectra::spacings(view.measurements.store, unfold, view.parameters.bulk);
    auto h = histogram_panel(found.histogram, {.label = "Spacing s", .unit = "mean spacings"});
    const double beta = view.ensemble.beta;
    const spectra::Surmise surmise(beta);
    if (h.edges.back() < 3) {  // keep the tail in sight
        const double width = h.edges[1] - h.edges[0];
        while (h.edges.back() < 3) {
            h.edges.push_back(h.edges.back() + width);
            h.density.push_back(0);
            h.error.push_back(0);
        }
    }
    h.references.push_back(density_curve("Wigner surmise, β = " + to_text(beta), h.edges, Role::theory, surmise_source,
                                         [&](double s) { return surmise.density(s); }));
    h.references.push_back(
        density_curve("Poisson", h.edges, Role::guide, poisson_source, [](double s) { return std::exp(-s); }));
    if (found.all.empty()) return h;
    const double distance =
        statistics::kolmogorov_smirnov_distance(found.all, [&](double s) { return surmise.cumulative(s); });
    const bool exact = view.ensemble.levels == 2 && view.ensemble.potential.kind == coulomb_gas::Confinement::harmonic;
    h.fit = GoodnessOfFit{
        "KS distance", distance,
        exact ? statistics::kolmogorov_smirnov_p_value(distance, static_cast<double>(found.all.size())) : std::nan(""),
        exact
            ? "Kolmogorov-Smirnov against the surmise, which is exact for two levels; p as if all spacings were "
              "independent."
            : "Largest distance of the cumulative distributions. The surmise is not the law of many levels (it is off "
              "by up to 0.005 for β = 1), so that no p-value would be honest."};
    h.note = "unfolding: " + std::string(unfolding_name(unfold.method())) +
             ", Var s = " + with_error(found.variance, found.error);
    return h;
}

Histogram ratio_panel(const View& view) {
    auto h = histogram_panel(view.measurements.ratios,
                             {.label = "Ratio r̃ of neighbouring gaps", .unit = "", .range = std::pair(0.0, 1.0)});
    const spectra::RatioLaw law(view.ensemble.beta);
    h.references.push_back(density_curve("surmise, β = " + to_text(view.ensemble.beta), {0, 1}, Role::theory,
                                         "Y. Y. Atas et al., arXiv:1212.5611, eq. (7); exact for N = 3",
                                         [&](double r) { return law.density(r); }));
    h.references.push_back(density_curve("Poisson", {0, 1}, Role::guide, poisson_source,
                                         [](double r) { return 2 / ((1 + r) * (1 + r)); }));
    return h;
}

/// A measured curve beside the laws of the three classical indices' nearest and of independent levels.
Curve measured(const spectra::MeasuredCurve& found) {
    return {.name = "measured", .x = found.x, .y = found.y, .error = found.error, .mark = Mark::points};
}

template <class Law>
Curve law_curve(std::string name, Role role, std::string source, double low, double high, Law law) {
    Curve curve{.name = std::move(name), .x = {}, .y = {}, .role = role, .source = std::move(source)};
    for (int i = 0; i <= 160; ++i) {
        const double x = low + (high - low) * i / 160;
        curve.x.push_back(x);
        curve.y.push_back(law(x));
    }
    return curve;
}

Curves number_variance_panel(const View& view) {
    const auto found = spectra::number_variance(view.measurements.store, unfolder(view), view.parameters.bulk);
    Curves plot{.x = {.label = "Window length L", .unit = "mean spacings"},
                .y = {.label = "Number variance Σ²(L)", .unit = ""},
                .curves = {}};
    if (found.x.empty()) {
        plot.note = view.measurements.samples() > 0 ? "needs more levels in the bulk" : "";
        return plot;
    }
    plot.curves.push_back(measured(found));
    const double longest = found.x.back() * 1.05;
    const double beta = view.ensemble.beta;
    if (const spectra::NumberVariance law(beta); law.known())
        plot.curves.push_back(law_curve("β = " + to_text(beta) + ", N → ∞", Role::theory,
                                        "M. L. Mehta, Random Matrices, 3rd ed. 2004, ch. 16", 0, longest,
                                        [&](double l) { return law(l); }));
    const double top = 1.4 * *std::max_element(found.y.begin(), found.y.end());
    plot.curves.push_back({.name = "Poisson",
                           .x = {0, std::min(longest, top)},
                           .y = {0, std::min(longest, top)},
                           .role = Role::guide,
                           .source = poisson_source});
    return plot;
}

Curves form_factor_panel(const View& view) {
    const auto found = spectra::form_factor(view.measurements.store, unfolder(view), view.parameters.bulk);
    Curves plot{.x = {.label = "Time τ", .unit = "Heisenberg times"},
                .y = {.label = "Form factor K(τ)", .unit = ""},
                .curves = {}};
    if (found.x.empty()) {
        plot.note = view.measurements.samples() > 0 ? "needs more spectra" : "";
        return plot;
    }
    plot.curves.push_back(measured(found));
    const double beta = view.ensemble.beta;
    if (spectra::form_factor(beta, 0.5))
        plot.curves.push_back(law_curve("β = " + to_text(beta) + ", N → ∞", Role::theory,
                                        "M. L. Mehta, Random Matrices, 3rd ed. 2004, ch. 16", 0.005, 2.5,
                                        [&](double tau) { return *spectra::form_factor(beta, tau); }));
    plot.curves.push_back(
        {.name = "Poisson", .x = {0, 2.5}, .y = {1, 1}, .role = Role::guide, .source = poisson_source});
    return plot;
}

Histogram largest_panel(const View& view) {
    const auto& m = view.measurements;
    auto h = histogram_panel(m.largest_levels,
                             {.label = m.has_edge_law() ? "Scaled largest level Λ" : "Largest level x", .unit = ""});
    if (!m.has_edge_law() || !spectra::tracy_widom_moments(view.ensemble.beta)) return h;
    const auto& law = tracy_widom_law(view.ensemble.beta);
    h.references.push_back(
        density_curve("Tracy-Widom, β = " + to_text(view.ensemble.beta), h.edges, Role::theory,
                      "C. A. Tracy, H. Widom, hep-th/9211141 (β = 2), solv-int/9509007 (β = 1, 4); N → ∞",
                      [&](double x) { return law.density(x); }));
    if (view.ensemble.levels < 400)
        h.note = "the law holds for N → ∞; deviations of order N to the power −2/3 are real";
    return h;
}

/// Mean square position against time, beside the exact exponential from each start or edit.
Curves relaxation_panel(const View& view) {
    const bool laguerre = view.ensemble.laguerre();
    Curves plot{.x = {.label = "Time t", .unit = ""},
                .y = {.label = laguerre ? "Mean level ⟨x⟩" : "Mean square position ⟨x²⟩", .unit = ""},
                .curves = {}};
    const auto column = [&](HistoryColumn c) {
        const auto values = view.history.series(c, 0);
        return std::vector<double>(values.begin(), values.end());
    };
    Curve curve{
        .name = "all copies", .x = column(history_time), .y = column(history_value), .error = column(history_error)};
    if (curve.x.empty()) return plot;
    const double begin = curve.x.front(), end = curve.x.back();
    plot.curves.push_back(std::move(curve));
    for (std::size_t i = 0; i < view.relaxations.size(); ++i) {
        const auto& r = view.relaxations[i];
        if (i > 0 && r.time > begin) plot.markers.push_back({r.time, "edit"});
        if (r.rate <= 0) continue;
        const double last = i + 1 < view.relaxations.size() ? view.relaxations[i + 1].time : end;
        if (last <= begin) continue;
        auto exact =
            law_curve("exact relaxation", Role::theory, "exact: closed equation of Σx² (Laguerre: Σx), rate 2κ",
                      std::max(r.time, begin), last,
                      [&](double t) { return r.target + (r.value - r.target) * std::exp(-r.rate * (t - r.time)); });
        exact.family = "exact relaxation";
        plot.curves.push_back(std::move(exact));
    }
    return plot;
}

Curves autocorrelation_panel(const View& view) {
    auto plot = statistics::autocorrelation_panel(
        view.measurements.series, {{square_sum, view.ensemble.laguerre() ? "Σx" : "Σx²"}, {ratio, "r̃"}}, "spectra");
    const auto& p = view.parameters;
    if (!coulomb_gas::can_be_sampled(view.ensemble) || p.algorithm == Algorithm::sampler || plot.curves.empty())
        return plot;
    const double rate = 2 * p.kappa * p.step * p.steps_per_update * p.interval, last = plot.curves.front().x.back();
    plot.curves.push_back(law_curve("exact, exp(−2κt)", Role::theory, "exact: closed equation of the sum", 0, last,
                                    [&](double t) { return std::exp(-rate * t); }));
    return plot;
}

}  // namespace

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"gas", "The gas", curves,
         "Trajectories of the first copy: particles on a line that repel each other and drift in the potential. For β "
         "≥ 1 they "
         "never meet.",
         2, 1},
        {"density", "Density", histogram,
         "Positions of all charges of all copies, beside the exact density at this N where there is one, and the limit "
         "N → ∞. "
         "Errors from the scatter between copies; of fewer than 16 copies between time bins.",
         1, 1},
        {"spacing", "Level spacings", histogram,
         "Gaps between neighbours in the bulk, unfolded to mean one, beside the Wigner surmise for this β and "
         "independent levels.",
         1, 1},
        {"table", "Observables", table,
         "Means with one standard error (Γ method, autocorrelation included) beside exact and published values.", 2, 1},
        {"relaxation", "Relaxation", curves,
         "Mean square position (Laguerre: mean level) against time, one standard error over the copies as band, beside "
         "the exact "
         "exponential from each start or edit.",
         1, 1},
        {"ratio", "Gap ratios", histogram,
         "min/max of neighbouring gaps, which needs no unfolding, beside the surmise for this β and independent "
         "levels.",
         1, 1},
        {"number_variance", "Number variance", curves,
         "Variance of the number of levels in a window of L mean spacings: it grows like log L, not like L. Choose an "
         "unfolding "
         "that keeps long-range statistics.",
         1, 1},
        {"form_factor", "Form factor", curves,
         "Connected spectral form factor with a Gaussian window over the bulk; errors from the scatter between copies.",
         1, 1},
        {"largest", "Largest level", histogram,
         "Largest level of each copy, edge-scaled for harmonic and Laguerre potentials, beside the Tracy-Widom law (N "
         "→ ∞).",
         1, 1},
        {"autocorrelation", "Autocorrelation", curves,
         "ρ(t) with errors after Lüscher and the windows of τ_int; Σx² decays exactly as exp(−2κt).", 1, 1, false},
    };
}

std::vector<Measurement> analyse(const View& view) {
    auto table = view.measurements.table();
    return table;
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    const auto kept = [](auto& slot, const auto& make) {
        if (!slot) slot = make();
        return *slot;
    };
    add("gas", [&] { return view.trails.panel(view.parameters.trail); });
    add("density", [&] { return kept(analysis.density, [&] { return density_panel(view); }); });
    add("spacing", [&] { return kept(analysis.spacing, [&] { return spacing_panel(view); }); });
    add("table", [&] { return Table{analysis.table}; });
    add("relaxation", [&] { return relaxation_panel(view); });
    add("ratio", [&] { return ratio_panel(view); });
    add("number_variance", [&] { return kept(analysis.number_variance, [&] { return number_variance_panel(view); }); });
    add("form_factor", [&] { return kept(analysis.form_factor, [&] { return form_factor_panel(view); }); });
    add("largest", [&] { return largest_panel(view); });
    add("autocorrelation", [&] { return kept(analysis.autocorrelation, [&] { return autocorrelation_panel(view); }); });
}

}  // namespace langevin::coulomb_gas_lab

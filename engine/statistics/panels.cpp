// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/panels.h"

#include <algorithm>
#include <cmath>

namespace langevin::statistics {

Measurement row(std::string key, std::string symbol, std::string label, const Estimate& e, std::string help) {
    Measurement m{.key = std::move(key),
                  .symbol = std::move(symbol),
                  .label = std::move(label),
                  .unit = "",
                  .value = e.value,
                  .error = e.error,
                  .autocorrelation_time = e.tau,
                  .effective_samples = e.effective_samples,
                  .help = std::move(help)};
    if (!e.reliable && e.error > 0)
        m.caution = "the run is shorter than 50 autocorrelation times: the error may be too small";
    return m;
}

Curve density_curve(std::string name, const std::vector<double>& edges, Role role, std::string source,
                    const Density& density) {
    Curve curve{.name = std::move(name), .x = {}, .y = {}, .role = role, .source = std::move(source)};
    if (edges.size() < 2) return curve;  // nothing was counted yet
    constexpr int points = 241;
    for (int i = 0; i < points; ++i) {
        const double x = edges.front() + (edges.back() - edges.front()) * i / (points - 1);
        curve.x.push_back(x);
        curve.y.push_back(density(x));
    }
    return curve;
}

Histogram histogram_panel(const RunningHistogram& data, Axis x) {
    Histogram h{.x = std::move(x),
                .y = {.label = "Probability density p", .unit = ""},
                .edges = data.edges(),
                .density = data.density()};
    h.error = data.error();
    if (data.samples() == 0) return h;
    // Empty margins say nothing; keep one empty bin on either side, and the middle of a symmetric range in the middle.
    const auto n = h.density.size();
    std::size_t left = 0, right = 0;
    while (left + 1 < n / 2 && h.density[left + 1] <= 0) ++left;
    while (right + 1 < n / 2 && h.density[n - 2 - right] <= 0) ++right;
    if (data.low() == -data.high()) left = right = std::min(left, right);
    const auto cut = [=](std::vector<double>& v) {
        v.erase(v.end() - static_cast<std::ptrdiff_t>(right), v.end());
        v.erase(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(left));
    };
    cut(h.edges);
    cut(h.density);
    cut(h.error);
    return h;
}

void compare(Histogram& histogram, std::string name, std::string source, const Density& density) {
    histogram.references.push_back(
        density_curve(std::move(name), histogram.edges, Role::theory, std::move(source), density));
    std::vector<double> expected;
    for (std::size_t i = 0; i + 1 < histogram.edges.size(); ++i) {
        const double a = histogram.edges[i], b = histogram.edges[i + 1];
        expected.push_back((density(a) + 4 * density((a + b) / 2) + density(b)) / 6);
    }
    const double statistic = chi_squared_per_degree(histogram.density, histogram.error, expected);
    if (std::isfinite(statistic))
        histogram.fit = GoodnessOfFit{"χ²/bin", statistic, std::nan(""),
                                      "Against the exact density, with the errors of the bins and as if bins were "
                                      "independent; about 1 when they agree."};
}

Curves history_panel(const TimeSeries& series, std::size_t observable, Axis x, Axis y, const std::string& chain_name) {
    Curves plot{.x = std::move(x), .y = std::move(y), .curves = {}};
    const auto size = static_cast<double>(series.block_size());
    for (std::size_t chain = 0; chain < series.chains(); ++chain) {
        const auto values = series.series(observable, chain);
        Curve curve{.name = chain_name + " " + std::to_string(chain + 1), .x = {}, .y = {values.begin(), values.end()}};
        for (std::size_t i = 0; i < values.size(); ++i) curve.x.push_back((static_cast<double>(i) + 0.5) * size);
        plot.curves.push_back(std::move(curve));
    }
    if (series.block_size() > 1) plot.note = "means over " + std::to_string(series.block_size()) + " updates";
    return plot;
}

Curves autocorrelation_panel(const TimeSeries& series, const std::vector<NamedObservable>& observables,
                             const std::string& unit) {
    Curves plot{.x = {.label = "Lag t", .unit = unit},
                .y = {.label = "ρ(t)", .unit = "", .range = std::pair(-0.2, 1.05)},
                .curves = {}};
    bool reliable = true;
    for (const auto& [observable, name] : observables) {
        auto found = autocorrelation(series, observable, 200);
        if (found.rho.empty()) continue;
        const std::size_t shown = std::min(found.rho.size(), std::max<std::size_t>(12, 3 * found.window));
        found.rho.resize(shown);
        found.rho_error.resize(shown);
        Curve curve{.name = name,
                    .x = {},
                    .y = found.rho,
                    .error = found.rho_error,
                    .mark = shown > 40 ? Mark::line : Mark::line_and_points};
        for (std::size_t t = 0; t < shown; ++t) curve.x.push_back(static_cast<double>(t) * found.block_size);
        plot.markers.push_back({static_cast<double>(found.window) * found.block_size, "window, " + name});
        plot.note += (plot.note.empty() ? "τ_int = " : ", ") + with_error(found.tau, found.tau_error);
        reliable = reliable && found.reliable;
        plot.curves.push_back(std::move(curve));
    }
    if (!reliable) plot.note += " (run too short)";
    // Of means ρ falls differently than of single updates; τ_int accounts for it.
    if (!plot.curves.empty() && series.block_size() > 1)
        plot.note += "; ρ of means over " + std::to_string(series.block_size()) + " updates";
    return plot;
}

}  // namespace langevin::statistics

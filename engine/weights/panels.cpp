// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/panels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/panels.h"

namespace langevin::weights {
namespace {

std::vector<double> column(const statistics::TimeSeries& history, std::size_t c) {
    const auto values = history.series(c, 0);
    return {values.begin(), values.end()};
}

}  // namespace

Curves spacing_panel(const LevelRecord& record, const std::vector<NamedGroup>& groups, double ratio) {
    Curves plot{.x = {.label = "Spacing s = S/⟨S⟩", .unit = "", .range = std::pair(0.0, 3.5)},
                .y = {.label = "Probability density P(s)", .unit = ""},
                .curves = {}};
    for (const auto& [group, name] : groups) {
        const double mean = record.samples() > 0 ? record.spacing(group).value : 0;
        if (!(mean > 0)) continue;
        const auto& histogram = record.spacings(group);
        const auto edges = histogram.edges(), density = histogram.density(), error = histogram.error();
        Curve curve{.name = name, .x = {}, .y = {}, .error = {}, .mark = Mark::points};
        for (std::size_t i = 0; i < density.size(); ++i) {
            if (density[i] <= 0) continue;
            curve.x.push_back((edges[i] + edges[i + 1]) / 2 / mean);
            curve.y.push_back(density[i] * mean);
            curve.error.push_back(error[i] * mean);
        }
        plot.curves.push_back(std::move(curve));
    }
    const bool pairs =
        std::all_of(groups.begin(), groups.end(), [&](const NamedGroup& g) { return record.size(g.group) == 2; });
    const bool isotropic = std::abs(ratio - 1) < 1e-3;
    const auto add = [&](std::string name, bool exact, std::string source, const statistics::Density& density) {
        const std::vector<double> range{0, 3.5};
        plot.curves.push_back(statistics::density_curve(std::move(name), range, exact ? Role::theory : Role::guide,
                                                        std::move(source), density));
    };
    const spectra::Surmise surmise(1);
    add("Wigner surmise, β = 1", pairs && isotropic, "E. P. Wigner (1957); exact for two levels in isotropic noise",
        [&](double s) { return surmise.density(s); });
    if (pairs && !isotropic) {
        const auto generalised = spectra::GeneralisedSurmise::of_mean_one(ratio);
        add("generalised surmise", true, "exact for two levels in anisotropic noise",
            [&](double s) { return generalised.density(s); });
    }
    return plot;
}

double expected_density(const std::vector<ExpectedLevel>& groups, double x) {
    double sum = 0, levels = 0;
    for (const auto& group : groups) {
        levels += group.pair ? 2 : 1;
        if (group.width <= 0) continue;
        const double y = x - group.centre, sigma = group.width;
        sum += group.pair ? 2 * spectra::pair_density(y, sigma)
                          : std::exp(-y * y / (2 * sigma * sigma)) / (std::sqrt(2 * std::numbers::pi) * sigma);
    }
    return sum / levels;
}

void add_line_from_origin(Curves& plot, std::string name, double slope, double least, std::string source) {
    double end = least;
    for (const auto& curve : plot.curves)
        for (const double x : curve.x) end = std::max(end, 1.05 * x);
    plot.x.range = std::pair(0.0, end);
    plot.curves.insert(plot.curves.begin(), {.name = std::move(name),
                                             .x = {0, end},
                                             .y = {0, slope * end},
                                             .role = Role::theory,
                                             .source = std::move(source)});
}

void add_family(Curves& plot, const statistics::TimeSeries& history, std::size_t first, std::size_t count,
                const std::string& member, const std::string& family) {
    const auto times = column(history, 0);
    if (times.empty()) return;
    for (std::size_t i = 0; i < count; ++i) {
        plot.curves.push_back(
            {.name = member + " " + std::to_string(i + 1), .x = times, .y = column(history, first + i)});
        plot.curves.back().family = family;
    }
}

}  // namespace langevin::weights

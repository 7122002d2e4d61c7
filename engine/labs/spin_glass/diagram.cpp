// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/diagram.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/labs/spin_glass/sources.h"

namespace langevin::spin_glass_lab {
namespace {

constexpr double widest_coupling = 2, hottest = 1.6;

/// Columns and rows in the order in which a grid gets finer.
std::vector<std::pair<int, int>> coarse_to_fine(int columns, int rows) {
    std::vector<std::pair<int, int>> order;
    for (int i = 0; i < columns; ++i)
        for (int j = 0; j < rows; ++j) order.emplace_back(i, j);
    const auto coarseness = [](const std::pair<int, int>& p) {
        const auto both = static_cast<unsigned>(p.first | p.second);
        return both == 0 ? 32 : std::countr_zero(both);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return coarseness(a) > coarseness(b); });
    return order;
}

bool is_plane(const std::string& coupling, const std::string& temperature) {
    return coupling == "mean_coupling" && (temperature == "coldest" || temperature == "shown");
}

std::vector<Curve> boundaries(const std::string& x, const std::string& y, const ParameterSet& set) {
    const bool across = is_plane(x, y);
    if ((!across && !is_plane(y, x)) || set.get<double>("field") > 0) return {};
    auto curves = boundary_curves(3);
    if (!across)
        for (auto& curve : curves) std::swap(curve.x, curve.y);
    return curves;
}

std::vector<PublishedMap> published(const std::string& x, const std::string& y, const ParameterSet& set) {
    if (!is_plane(x, y) || set.get<double>("field") > 0) return {};
    static const TheoryMap theory = [] {  // a second of work
        TheoryMap map(0);
        map.finish();
        return map;
    }();
    using Quantity = TheoryMap::Quantity;
    return {{"magnetisation", "Magnetisation, replica-symmetric", sherrington_kirkpatrick,
             theory.map(Quantity::magnetisation)},
            {"overlap", "Overlap, replica-symmetric", sherrington_kirkpatrick, theory.map(Quantity::overlap)}};
}

}  // namespace

std::vector<Curve> boundary_curves(double widest) {
    std::vector<Curve> curves;
    const auto add = [&](const char* name, std::vector<double> x, std::vector<double> y, Role role,
                         const char* source) {
        curves.push_back({.name = name, .x = std::move(x), .y = std::move(y), .role = role, .source = source});
    };
    add("paramagnet above", {0, 1, widest}, {1, 1, widest}, Role::theory, sherrington_kirkpatrick);
    add("spin glass | ferromagnet", {1, 1}, {0, 1}, Role::theory, "Parisi's solution, N → ∞: vertical at J₀ = J");
    const auto line = [&](const char* name, const std::vector<spin_glass::LinePoint>& line_points, Role role,
                          const char* source) {
        std::vector<double> x, y;
        for (const auto& point : line_points) {
            if (point.mean_coupling > widest) break;
            x.push_back(point.mean_coupling);
            y.push_back(point.temperature);
        }
        add(name, std::move(x), std::move(y), role, source);
    };
    line("de Almeida-Thouless", spin_glass::stability_line(), Role::theory, almeida_thouless);
    line("the same boundary, replica-symmetric", spin_glass::spin_glass_line(), Role::guide, sherrington_kirkpatrick);
    return curves;
}

void TheoryMap::advance(std::chrono::milliseconds time) {
    static const auto order = coarse_to_fine(columns, rows);
    const auto end = std::chrono::steady_clock::now() + time;
    while (!finished() && std::chrono::steady_clock::now() < end) {
        const auto [i, j] = order[solutions_.size()];
        const double width = widest_coupling / columns, height = hottest / rows;
        solutions_.push_back(spin_glass::solve(
            {.temperature = (j + 0.5) * height, .mean_coupling = (i + 0.5) * width, .field = field_}));
    }
}

void TheoryMap::finish() {
    while (!finished()) advance(std::chrono::milliseconds(1000));
}

Heatmap TheoryMap::map(Quantity quantity) const {
    static const auto order = coarse_to_fine(columns, rows);
    const bool overlap = quantity == Quantity::overlap;
    Heatmap map{.x = {.label = "Mean coupling J₀", .unit = "J"},
                .y = {.label = "Temperature T", .unit = "J"},
                .value = {.label = overlap ? "Overlap q" : "Magnetisation m", .unit = ""},
                .cells = {}};
    map.x.range = std::pair(0.0, widest_coupling);
    map.y.range = std::pair(0.0, hottest);
    map.value.range = std::pair(0.0, 1.0);
    const double width = widest_coupling / columns, height = hottest / rows;
    for (std::size_t p = 0; p < solutions_.size(); ++p) {
        const auto [i, j] = order[p];
        // Until all points of a finer grid are there a point stands for its surroundings.
        const auto both = static_cast<unsigned>(i | j);
        const int reach = finished() ? 1 : std::min(8, both == 0 ? 8 : 1 << std::countr_zero(both));
        HeatmapCell cell{.x = (i + 0.5) * width, .y = (j + 0.5) * height};
        cell.left = i * width;
        cell.right = std::min(widest_coupling, (i + reach) * width);
        cell.bottom = j * height;
        cell.top = std::min(hottest, (j + reach) * height);
        cell.value = overlap ? solutions_[p].overlap : solutions_[p].magnetisation;
        map.cells.push_back(cell);
    }
    if (field_ == 0) map.curves = boundary_curves(widest_coupling);
    map.note = finished() ? "" : "being worked out";
    return map;
}

PhaseDiagram diagram() {
    return {.shown = {"magnetisation", "overlap"}, .boundaries = boundaries, .published = published};
}

}  // namespace langevin::spin_glass_lab

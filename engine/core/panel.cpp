// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/panel.h"
#include "engine/core/measurement.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace langevin {
namespace {

std::string with_note(const std::string& text, const std::string& note) {
    return note.empty() ? text : text + " " + note + ".";
}

std::string extent(const std::vector<double>& values) {
    if (values.empty()) return "no data";
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return short_number(*low, 4) + " to " + short_number(*high, 4);
}

bool finite(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

bool finite(const std::vector<Curve>& curves) {
    return std::all_of(curves.begin(), curves.end(),
                       [](const Curve& curve) { return finite(curve.x) && finite(curve.y); });
}

/// Many curves in one phrase.
std::string family(const Curves& plot, const std::string& name) {
    std::vector<double> all;
    std::size_t count = 0;
    for (const auto& curve : plot.curves)
        if (curve.family == name) {
            all.insert(all.end(), curve.y.begin(), curve.y.end());
            ++count;
        }
    return name + ": " + std::to_string(count) + (count == 1 ? " curve, " : " curves, ") + extent(all);
}

struct Summary {
    std::string operator()(const Field& field) const {
        const auto count = field.tiles.size();
        auto text = "Colour map of " + field.value.title() + " on a lattice of " +
                    std::to_string(field.rows * field.stride) + " by " + std::to_string(field.columns * field.stride) +
                    " sites, ";
        text += count == 1 ? field.tile + " " + std::to_string(field.tiles.front() + 1)
                           : std::to_string(count) + " " + field.tile + "s";
        return with_note(text + "; values from " + extent(field.values) + ".", field.note);
    }
    std::string operator()(const Curves& plot) const {
        std::string text = plot.y.title() + " against " + plot.x.title() + ".";
        std::set<std::string> families;
        for (const auto& curve : plot.curves) {
            if (!curve.family.empty()) {
                if (families.insert(curve.family).second) text += " " + family(plot, curve.family) + ".";
                continue;
            }
            text += " " + curve.name + ": " + std::to_string(curve.y.size()) + " points, " + extent(curve.y);
            if (!curve.y.empty()) text += ", last " + short_number(curve.y.back(), 4);
            text += ".";
        }
        return with_note(text, plot.note);
    }
    std::string operator()(const Histogram& histogram) const {
        std::string text = "Histogram of " + histogram.x.title();
        if (!histogram.density.empty()) {
            const auto peak = std::max_element(histogram.density.begin(), histogram.density.end());
            const auto bin = static_cast<std::size_t>(peak - histogram.density.begin());
            text += " with " + std::to_string(histogram.density.size()) + " bins from " + extent(histogram.edges) +
                    ", highest at " + short_number((histogram.edges[bin] + histogram.edges[bin + 1]) / 2, 4);
        }
        text += ".";
        for (const auto& reference : histogram.references) text += " Beside it: " + reference.name + ".";
        if (histogram.fit) text += " " + histogram.fit->name + " = " + short_number(histogram.fit->statistic, 4) + ".";
        return with_note(text, histogram.note);
    }
    std::string operator()(const Table& table) const {
        std::string text = "Table of " + std::to_string(table.rows.size()) + " quantities.";
        for (const auto& row : table.rows) {
            text += " " + row.label + " " + with_error(row.value, row.error);
            if (row.expected) text += ", expected " + with_error(row.expected->value, row.expected->error);
            text += ".";
        }
        return with_note(text, table.note);
    }
    std::string operator()(const Heatmap& map) const {
        std::string text = "Map of " + map.value.title() + " over " + map.x.title() + " and " + map.y.title() + ", " +
                           std::to_string(map.cells.size()) + " cells; ";
        std::vector<double> values;
        for (const auto& cell : map.cells)
            if (std::isfinite(cell.value)) values.push_back(cell.value);
        text += map.categories.empty() ? "values from " + extent(values) : shares(map, values);
        text += ".";
        for (const auto& curve : map.curves) text += " Upon it: " + curve.name + ".";
        return with_note(text, map.note);
    }

  private:
    static std::string shares(const Heatmap& map, const std::vector<double>& values) {
        std::string text;
        for (std::size_t c = 0; c < map.categories.size(); ++c)
            text += (text.empty() ? "" : ", ") + map.categories[c] + " " +
                    std::to_string(std::count(values.begin(), values.end(), static_cast<double>(c)));
        return text;
    }
};

struct Finite {
    bool operator()(const Field& field) const { return finite(field.values); }
    bool operator()(const Curves& plot) const { return finite(plot.curves); }
    bool operator()(const Histogram& histogram) const {
        return finite(histogram.edges) && finite(histogram.density) && finite(histogram.references);
    }
    bool operator()(const Table& table) const {
        return std::all_of(table.rows.begin(), table.rows.end(),
                           [](const Measurement& row) { return std::isfinite(row.value); });
    }
    bool operator()(const Heatmap& map) const {
        const auto sound = [](const HeatmapCell& cell) {
            return finite({cell.x, cell.y, cell.left, cell.right, cell.bottom, cell.top}) &&
                   (std::isfinite(cell.value) || !cell.note.empty());
        };
        return std::all_of(map.cells.begin(), map.cells.end(), sound) && finite(map.curves);
    }
};

}  // namespace

std::string summary(const Panel& panel) {
    return std::visit(Summary{}, panel);
}

bool all_finite(const Panel& panel) {
    return std::visit(Finite{}, panel);
}

Panel without_theory(Panel panel) {
    const auto strip = [](std::vector<Curve>& curves) {
        std::erase_if(curves, [](const Curve& curve) { return curve.role == Role::theory; });
    };
    if (auto* plot = std::get_if<Curves>(&panel)) strip(plot->curves);
    if (auto* map = std::get_if<Heatmap>(&panel)) strip(map->curves);
    if (auto* histogram = std::get_if<Histogram>(&panel)) {
        strip(histogram->references);
        histogram->fit.reset();
    }
    if (auto* table = std::get_if<Table>(&panel))
        for (auto& row : table->rows) row.expected.reset();
    return panel;
}

}  // namespace langevin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line/sweep_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "app/command_line/terminal.h"

namespace langevin::command_line {
namespace {

constexpr int most_columns = 24;

std::string short_number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

std::string letter(const SweepQuantity& quantity, double value, bool small) {
    const auto index = static_cast<std::size_t>(value);
    if (!(value >= 0) || index >= quantity.categories.size()) return "?";
    const auto initial = static_cast<unsigned char>(quantity.categories[index].front());
    return std::string(1, static_cast<char>(small ? std::tolower(initial) : std::toupper(initial)));
}

/// Value of the published map at a point of the plane; NaN where it has none.
double published_value(const PublishedMap& published, double x, double y) {
    for (const auto& cell : published.map.cells)
        if (std::abs(cell.x - x) <= 1e-9 * std::abs(x) && std::abs(cell.y - y) <= 1e-9 * std::abs(y)) return cell.value;
    return std::nan("");
}

/// Every k-th point of the first grid along an axis, so that not more than `most` remain.
std::vector<int> thinned(int points, int most) {
    const int stride = (points + most - 1) / most;
    std::vector<int> units;
    for (int k = 0; k < points; k += stride) units.push_back(k * sweep_units);
    return units;
}

class MapText {
  public:
    MapText(const SweepData& data, SweepQuantity quantity) : data_(data), quantity_(std::move(quantity)) {
        for (auto& map : data.published())
            if (map.scalar == quantity_.name.key) published_ = std::move(map);
    }

    std::string text() const {
        const auto& grid = data_.grid();
        const bool letters = !quantity_.categories.empty();
        const auto columns = thinned(grid.plan().x.points, letters ? 96 : most_columns);
        std::vector<std::vector<std::string>> rows;
        for (const int j : thinned(grid.plan().y.points, 96)) {
            std::vector<std::string> row{short_number(grid.y({0, j}))};
            letters ? add_letters(row, columns, j) : add_numbers(row, columns, j);
            rows.insert(rows.begin(), std::move(row));
        }
        rows.insert(rows.begin(), header(columns));
        return title() + aligned(rows) + legend();
    }

  private:
    std::string title() const {
        const auto& grid = data_.grid();
        const auto unit = quantity_.name.unit.empty() ? "" : " [" + quantity_.name.unit + "]";
        return quantity_.name.label + unit + ": rows " + grid.y_parameter().key + ", columns " +
               grid.x_parameter().key + "\n";
    }

    std::vector<std::string> header(const std::vector<int>& columns) const {
        const auto& grid = data_.grid();
        if (quantity_.categories.empty()) {
            std::vector<std::string> row{""};
            for (const int i : columns) row.push_back(short_number(grid.x({i, 0})));
            return row;
        }
        std::vector<std::string> row{
            "", short_number(grid.x({columns.front(), 0})) + " to " + short_number(grid.x({columns.back(), 0}))};
        if (published_) row.push_back("published");
        return row;
    }

    void add_numbers(std::vector<std::string>& row, const std::vector<int>& columns, int j) const {
        for (const int i : columns) {
            const auto value = data_.pooled({i, j}, quantity_.name.key);
            const bool marked = !data_.caution({i, j}).empty();
            row.push_back(value ? short_number(value->value) + (marked ? "*" : "") : marked ? "x" : ".");
        }
    }

    void add_letters(std::vector<std::string>& row, const std::vector<int>& columns, int j) const {
        const auto& grid = data_.grid();
        std::string ours, theirs;
        for (const int i : columns) {
            const auto value = data_.pooled({i, j}, quantity_.name.key);
            const double other =
                published_ ? published_value(*published_, grid.x({i, j}), grid.y({i, j})) : std::nan("");
            const bool differs = value && std::isfinite(other) && value->value != other;
            ours += value ? letter(quantity_, value->value, differs) : ".";
            theirs += std::isfinite(other) ? letter(quantity_, other, false) : " ";
        }
        row.push_back(ours);
        if (published_) row.push_back(theirs);
    }

    std::string legend() const {
        const auto cautions = data_.cautions();
        if (quantity_.categories.empty()) return cautions.empty() ? "" : "* " + cautions + "\n";
        std::string text;
        for (std::size_t c = 0; c < quantity_.categories.size(); ++c)
            text += (text.empty() ? "" : ", ") + letter(quantity_, static_cast<double>(c), false) + " " +
                    quantity_.categories[c];
        if (published_) {
            const auto agreement = data_.agreement(*published_);
            text += "; " + std::to_string(agreement.equal) + " of " + std::to_string(agreement.compared) +
                    " points agree with " + published_->source;
        }
        return text + "\n";
    }

    const SweepData& data_;
    SweepQuantity quantity_;
    std::optional<PublishedMap> published_;
};

}  // namespace

std::string map_text(const SweepData& data, const std::string& key) {
    const auto quantity = data.quantity(key);
    return quantity ? MapText(data, *quantity).text() : "";
}

std::string duration(double seconds) {
    char text[48];
    if (seconds < 60) {
        std::snprintf(text, sizeof text, "%.2g s", seconds);
    } else if (const auto minutes = static_cast<long>(std::lround(seconds / 60)); minutes < 60) {
        std::snprintf(text, sizeof text, "%ld min", minutes);
    } else {
        std::snprintf(text, sizeof text, "%ld h %ld min", minutes / 60, minutes % 60);
    }
    return text;
}

}  // namespace langevin::command_line

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sweep_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/run/contours.h"

namespace langevin {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
Axis axis_of(const SweepAxis& axis, const ParameterSpec& spec) {
    Axis result{.label = spec.symbol.empty() ? spec.label : spec.label + " " + spec.symbol, .unit = spec.unit};
    result.logarithmic = axis.logarithmic;
    return result;
}

/// "Binder cumulant U_L [unit]".
std::string meaning_of(const std::string& label, const std::string& symbol, const std::string& unit) {
    return label + (symbol.empty() ? "" : " " + symbol) + (unit.empty() ? "" : " [" + unit + "]");
}

std::string meaning_of(const ParameterSpec& spec) {
    return meaning_of(spec.label, spec.symbol, spec.unit);
}

std::string meaning_of(const SweepQuantity& quantity) {
    auto text = meaning_of(quantity.name.label, quantity.name.symbol, quantity.name.unit);
    for (std::size_t c = 0; c < quantity.categories.size(); ++c)
        text += (c == 0 ? " (" : ", ") + std::to_string(c) + " " + quantity.categories[c];
    return quantity.categories.empty() ? text : text + ")";
}

void add_column(NumberTable& table, const std::string& name, const std::string& meaning) {
    table.names.push_back(name);
    table.meanings.push_back(meaning);
}

/// And that of its error.
void add_columns(NumberTable& table, const SweepQuantity& quantity) {
    add_column(table, quantity.name.key, meaning_of(quantity));
    if (quantity.categories.empty()) add_column(table, quantity.name.key + "_error", "");
}

}  // namespace

void SweepData::add(const SweepResults& results) {
    for (const auto& record : results.records)
        runs_ += points_[record.member.point].emplace(record.member.repeat, record).second;
    for (const auto& name : results.names) {
        const auto same = [&](const ScalarName& known) { return known.key == name.key; };
        if (std::none_of(names_.begin(), names_.end(), same)) names_.push_back(name);
    }
}

const DerivedQuantity* SweepData::derived(const std::string& key) const {
    for (const auto& quantity : grid_->lab().diagram.derived)
        if (quantity.key == key) return &quantity;
    return nullptr;
}

std::vector<SweepQuantity> SweepData::quantities() const {
    std::vector<SweepQuantity> result;
    const auto& medians = grid_->lab().diagram.medians;
    for (const auto& name : names_) {
        const bool is_median = std::find(medians.begin(), medians.end(), name.key) != medians.end();
        result.push_back({name, is_median ? "Median over the repeats." : "Mean over the repeats.", {}});
    }
    for (const auto& d : grid_->lab().diagram.derived)
        result.push_back({{d.key, "", d.label, d.unit}, d.help, d.categories});
    return result;
}

std::optional<SweepQuantity> SweepData::quantity(const std::string& key) const {
    for (auto& quantity : quantities())
        if (quantity.name.key == key) return std::move(quantity);
    return std::nullopt;
}

std::vector<std::string> SweepData::shown() const {
    for (const auto* keys : {&grid_->plan().shown, &grid_->lab().diagram.shown, &grid_->lab().headline}) {
        std::vector<std::string> there;
        for (const auto& key : *keys)
            if (quantity(key)) there.push_back(key);
        if (!there.empty()) return there;
    }
    return names_.empty() ? std::vector<std::string>{} : std::vector{names_.front().key};
}

MapOptions SweepData::default_options(const std::string& key) const {
    const auto& keys = grid_->lab().diagram.logarithmic;
    return {.logarithmic = std::find(keys.begin(), keys.end(), key) != keys.end()};
}

std::optional<Pooled> SweepData::pooled(SweepPoint point, const std::string& key) const {
    if (const auto* quantity = derived(key)) {
        const auto scalars = pooled(point);
        const auto parameters = grid_->parameters(point);
        if (scalars.empty() || !std::holds_alternative<ParameterSet>(parameters)) return std::nullopt;
        const double value = quantity->value(scalars, std::get<ParameterSet>(parameters));
        if (!std::isfinite(value)) return std::nullopt;
        return Pooled{value, unknown, scalars.begin()->second.repeats};
    }
    const auto found = points_.find(point);
    if (found == points_.end()) return std::nullopt;
    std::vector<double> values, errors;
    for (const auto& [repeat, record] : found->second)
        for (const auto& scalar : record.scalars)
            if (scalar.key == key) {
                values.push_back(scalar.value);
                errors.push_back(scalar.error);
            }
    if (values.empty()) return std::nullopt;
    const auto& medians = grid_->lab().diagram.medians;
    const bool is_median = std::find(medians.begin(), medians.end(), key) != medians.end();
    return is_median ? pooled_median(values) : pooled_mean(values, errors);
}

PooledScalars SweepData::pooled(SweepPoint point) const {
    PooledScalars result;
    for (const auto& name : names_)
        if (const auto value = pooled(point, name.key)) result[name.key] = *value;
    return result;
}

std::vector<SweepRecord> SweepData::records() const {
    std::vector<SweepRecord> result;
    for (const auto& [point, repeats] : points_)
        for (const auto& [repeat, record] : repeats) result.push_back(record);
    return result;
}

std::string SweepData::failure(SweepPoint point) const {
    const auto found = points_.find(point);
    if (found == points_.end()) return {};
    std::size_t failed = 0;
    std::string first;
    for (const auto& [repeat, record] : found->second) {
        if (record.failure.empty()) continue;
        if (failed++ == 0) first = record.failure;
    }
    if (failed == 0 || found->second.size() == 1) return first;
    return std::to_string(failed) + " of " + std::to_string(found->second.size()) + " runs failed: " + first;
}

std::map<std::string, std::size_t> SweepData::failures() const {
    std::map<std::string, std::size_t> result;
    for (const auto& point : grid_->points())
        if (const auto why = failure(point); !why.empty()) ++result[why];
    return result;
}

std::string SweepData::out_of_equilibrium(SweepPoint point) const {
    const auto& test = grid_->lab().diagram.equilibrium;
    const auto found = points_.find(point);
    if (!test || found == points_.end()) return {};
    std::size_t failed = 0;
    double worst = 0;
    for (const auto& [repeat, record] : found->second)
        for (const auto& scalar : record.scalars)
            if (scalar.key == test->key && scalar.value > test->most) {
                ++failed;
                worst = std::max(worst, scalar.value);
            }
    if (failed == 0) return {};
    return test->failed + " in " + std::to_string(failed) + " of " + std::to_string(found->second.size()) + " runs (" +
           test->symbol + " up to " + short_number(worst) + ")";
}

std::string SweepData::caution(SweepPoint point) const {
    const auto failed = failure(point), moving = out_of_equilibrium(point);
    return failed.empty() || moving.empty() ? failed + moving : failed + "; " + moving;
}

std::string SweepData::cautions() const {
    bool failed = false, moving = false;
    for (const auto& [point, repeats] : points_) {
        failed |= !failure(point).empty();
        moving |= !out_of_equilibrium(point).empty();
    }
    const auto& test = grid_->lab().diagram.equilibrium;
    return std::string(failed ? "failed runs" : "") + (failed && moving ? ", " : "") +
           (moving ? test->symbol + " > " + short_number(test->most) : "");
}

std::optional<HeatmapCell> SweepData::cell(SweepPoint point, const std::string& key) const {
    HeatmapCell cell{.x = grid_->x(point), .y = grid_->y(point), .note = caution(point)};
    if (const auto value = pooled(point, key)) {
        cell.value = value->value;
        cell.error = value->error;
        cell.repeats = value->repeats;
        return cell;
    }
    if (cell.note.empty()) return std::nullopt;
    cell.value = cell.error = unknown;
    return cell;
}

Heatmap SweepData::map(const std::string& key, const MapOptions& options) const {
    const auto& plan = grid_->plan();
    Heatmap map{.x = axis_of(plan.x, grid_->x_parameter()),
                .y = axis_of(plan.y, grid_->y_parameter()),
                .value = {},
                .cells = {}};
    const SweepPoint last{(plan.x.points - 1) * sweep_units, (plan.y.points - 1) * sweep_units};
    const auto first_cell = grid_->rectangle({0, 0}, sweep_units), last_cell = grid_->rectangle(last, sweep_units);
    map.x.range = std::pair(first_cell.left, last_cell.right);
    map.y.range = std::pair(first_cell.bottom, last_cell.top);
    if (const auto quantity = this->quantity(key)) {
        const auto& name = quantity->name;
        map.value = {.label = name.symbol.empty() ? name.label : name.label + " " + name.symbol, .unit = name.unit};
        map.categories = quantity->categories;
    }
    map.value.logarithmic = options.logarithmic && map.categories.empty();
    map.value.range = options.range;
    if (const auto reasons = cautions(); !reasons.empty()) map.note = "marked: " + reasons;

    std::map<SweepPoint, HeatmapCell> known;
    for (const auto& point : grid_->points())
        if (auto found = cell(point, key)) known.emplace(point, std::move(*found));
    const auto paint = [&](SweepPoint point, HeatmapCell cell, int units) {
        const auto r = grid_->rectangle(point, units);
        cell.left = r.left;
        cell.right = r.right;
        cell.bottom = r.bottom;
        cell.top = r.top;
        map.cells.push_back(std::move(cell));
    };
    const bool complete = known.size() >= grid_->points().size();
    int coarsest = 1;
    while (!complete && coarsest < std::max(plan.x.points, plan.y.points)) coarsest *= 2;
    for (int stride = coarsest; stride >= 1; stride /= 2)
        for (const auto& [point, cell] : known)
            if (point.i % (stride * sweep_units) == 0 && point.j % (stride * sweep_units) == 0)
                paint(point, cell, stride * sweep_units);
    int deepest = 0;
    for (const auto& r : plan.refinements) deepest = std::max(deepest, r.level);
    for (int level = 1; level <= deepest; ++level) {
        const int units = sweep_units >> level;
        for (const auto& [point, cell] : known)
            if (point.i % units == 0 && point.j % units == 0 && grid_->level(point) >= level) paint(point, cell, units);
    }
    if (options.theory) map.curves = boundaries();
    for (const double level : options.contours)
        for (auto& curve : contour_curves(key, level)) map.curves.push_back(std::move(curve));
    return map;
}

std::vector<Curve> SweepData::contour_curves(const std::string& key, double level) const {
    const auto& plan = grid_->plan();
    const auto corner = [&](SweepPoint p) -> std::optional<ContourCorner> {
        const auto value = pooled(p, key);
        if (!value) return std::nullopt;
        const double x = grid_->x(p), y = grid_->y(p);
        return ContourCorner{
            plan.x.logarithmic ? std::log(x) : x, plan.y.logarithmic ? std::log(y) : y, {p.i, p.j}, value->value};
    };
    std::vector<ContourTile> tiles;
    for (const auto& p : grid_->points()) {
        for (int fine = 0; fine <= sweep_refinements; ++fine) {
            const int units = sweep_units >> fine;
            if (p.i % units != 0 || p.j % units != 0 || grid_->level({p.i + units / 2, p.j + units / 2}) != fine)
                continue;
            const auto a = corner(p), b = corner({p.i + units, p.j}), c = corner({p.i + units, p.j + units}),
                       d = corner({p.i, p.j + units});
            if (a && b && c && d) tiles.push_back({*a, *b, *c, *d});
        }
    }
    std::vector<Curve> curves;
    for (auto& line : contours(tiles, level)) {
        Curve curve{.name = curves.empty() ? "contour at " + short_number(level, 4) : "",
                    .x = std::move(line.x),
                    .y = std::move(line.y)};
        if (plan.x.logarithmic)
            for (double& x : curve.x) x = std::exp(x);
        if (plan.y.logarithmic)
            for (double& y : curve.y) y = std::exp(y);
        curves.push_back(std::move(curve));
    }
    return curves;
}

NumberTable SweepData::points_table() const {
    NumberTable table;
    for (const auto* parameter : {&grid_->x_parameter(), &grid_->y_parameter()})
        add_column(table, parameter->key, meaning_of(*parameter));
    add_column(table, "repeats", "");
    const auto all = quantities();
    for (const auto& quantity : all) add_columns(table, quantity);
    table.columns.resize(table.names.size());
    for (const auto& [point, repeats] : points_) {
        if (!grid_->contains(point)) continue;
        std::vector<double> row{grid_->x(point), grid_->y(point), static_cast<double>(repeats.size())};
        for (const auto& quantity : all) {
            const auto value = pooled(point, quantity.name.key).value_or(Pooled{unknown, unknown, 0});
            row.push_back(value.value);
            if (quantity.categories.empty()) row.push_back(value.error);
        }
        for (std::size_t c = 0; c < row.size(); ++c) table.columns[c].push_back(row[c]);
    }
    return table;
}

NumberTable SweepData::runs_table() const {
    NumberTable table;
    for (const auto* parameter : {&grid_->x_parameter(), &grid_->y_parameter()})
        add_column(table, parameter->key, meaning_of(*parameter));
    add_column(table, "repeat", "");
    add_column(table, "seed", "");
    for (const auto& name : names_) add_columns(table, {name, {}, {}});
    table.columns.resize(table.names.size());
    for (const auto& record : records()) {
        const auto& [point, repeat] = record.member;
        std::vector<double> row{grid_->x(point), grid_->y(point), static_cast<double>(repeat),
                                static_cast<double>(grid_->seed(record.member))};
        for (const auto& name : names_) {
            const auto same = [&](const SweepRecord::Scalar& s) { return s.key == name.key; };
            const auto found = std::find_if(record.scalars.begin(), record.scalars.end(), same);
            const bool there = found != record.scalars.end();
            row.push_back(there ? found->value : unknown);
            row.push_back(there ? found->error : unknown);
        }
        for (std::size_t c = 0; c < row.size(); ++c) table.columns[c].push_back(row[c]);
    }
    return table;
}

std::vector<Curve> SweepData::boundaries() const {
    const auto& plan = grid_->plan();
    if (!grid_->lab().diagram.boundaries) return {};
    return grid_->lab().diagram.boundaries(plan.x.key, plan.y.key, grid_->parameters());
}

std::vector<PublishedMap> SweepData::published() const {
    const auto& plan = grid_->plan();
    if (!grid_->lab().diagram.published) return {};
    return grid_->lab().diagram.published(plan.x.key, plan.y.key, grid_->parameters());
}

Agreement SweepData::agreement(const PublishedMap& published) const {
    Agreement result;
    for (const auto& theirs : published.map.cells)
        for (const auto& point : grid_->points()) {
            const double x = grid_->x(point), y = grid_->y(point);
            if (std::abs(x - theirs.x) > 1e-9 * std::abs(x) || std::abs(y - theirs.y) > 1e-9 * std::abs(y)) continue;
            const auto ours = pooled(point, published.scalar);
            if (!ours || !std::isfinite(theirs.value)) continue;
            ++result.compared;
            result.equal += ours->value == theirs.value;
        }
    return result;
}

}  // namespace langevin

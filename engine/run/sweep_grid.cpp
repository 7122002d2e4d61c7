// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sweep_grid.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

namespace langevin {
namespace {

constexpr int most_points = 512;               // along an axis
constexpr std::size_t most_members = 2000000;  // of one sweep

bool integer(const ParameterSpec& spec) {
    return std::holds_alternative<std::int64_t>(spec.initial);
}

/// Continues beyond the ends, so that edges of cells have a place too.
double position(const SweepAxis& axis, double units) {
    const double part = axis.points > 1 ? units / (static_cast<double>(sweep_units) * (axis.points - 1)) : 0;
    if (axis.points > 1 && part == 1) return axis.high;  // not a rounding error away from it
    return axis.logarithmic ? axis.low * std::pow(axis.high / axis.low, part)
                            : axis.low + (axis.high - axis.low) * part;
}

double units_at(const SweepAxis& axis, double value) {
    const double part = axis.logarithmic ? std::log(value / axis.low) / std::log(axis.high / axis.low)
                                         : (value - axis.low) / (axis.high - axis.low);
    return part * sweep_units * (axis.points - 1);
}

/// The value that the parameter can take there. Reals lose what is beyond 12 digits: 0.3, not 0.30000000000000004.
Value value_at(const SweepAxis& axis, const ParameterSpec& spec, int unit) {
    const double exact = position(axis, unit);
    if (!integer(spec)) {
        char text[32];
        std::snprintf(text, sizeof text, "%.12g", exact);
        return std::strtod(text, nullptr);
    }
    const auto& range = std::get<Range>(spec.domain);
    return static_cast<std::int64_t>(range.low + std::round((exact - range.low) / range.step) * range.step);
}

double number(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

Problem about(const SweepAxis& axis, const std::string& what, const std::string& remedy) {
    return {what, "axis " + axis.key, remedy};
}

std::optional<Problem> find_problem(const Lab& lab, const SweepAxis& axis) {
    const auto* spec = lab.parameters->find(axis.key);
    if (!spec) {
        ParameterSet probe(lab.parameters);
        return probe.set(axis.key, 0.0);  // names the nearest one there is
    }
    if (!std::holds_alternative<Range>(spec->domain))
        return about(axis, spec->label + " is not a number", "Choose a parameter with a range");
    if (!std::isfinite(axis.low) || !std::isfinite(axis.high) || !(axis.low < axis.high))
        return about(axis, "the range must go from a lower to a higher value", "");
    if (axis.points < 2 || axis.points > most_points)
        return about(axis, "there must be 2 to " + std::to_string(most_points) + " points", "");
    if (axis.logarithmic && axis.low <= 0)
        return about(axis, "a logarithmic axis must begin above zero", "Choose a linear one or another range");
    std::set<double> values;
    for (int k = 0; k < axis.points; ++k) {
        const auto value = value_at(axis, *spec, k * sweep_units);
        const auto accepted = accept(*spec, value);
        if (const auto* problem = std::get_if<Problem>(&accepted)) return about(axis, problem->what, problem->remedy);
        values.insert(number(value));
    }
    if (values.size() < static_cast<std::size_t>(axis.points))
        return about(axis,
                     std::to_string(axis.points) + " points are asked for, but there are only " +
                         std::to_string(values.size()) + " values",
                     "Choose fewer points or a wider range");
    return std::nullopt;
}

std::optional<Problem> find_problem(const SweepPlan& plan, const SweepRefinement& refinement) {
    const auto inside = [](int from, int to, const SweepAxis& axis) {
        return 0 <= from && from < to && to <= (axis.points - 1) * sweep_units;
    };
    if (refinement.level < 1 || refinement.level > sweep_refinements ||
        !inside(refinement.from.i, refinement.to.i, plan.x) || !inside(refinement.from.j, refinement.to.j, plan.y))
        return Problem{"a refinement lies outside the plane", "sweep", ""};
    return std::nullopt;
}

/// Units of a refined axis, without those where an integer parameter has no value of its own.
std::set<int> refined(const SweepAxis& axis, const ParameterSpec& spec, int from, int to, int level) {
    std::set<int> units;
    std::set<double> taken;
    for (int k = 0; k < axis.points; ++k) taken.insert(number(value_at(axis, spec, k * sweep_units)));
    for (int fine = 0; fine <= level; ++fine) {  // a value belongs to the coarsest grid that has it
        const int stride = sweep_units >> fine;
        for (int unit = (from + stride - 1) / stride * stride; unit <= to; unit += stride)
            if (fine == 0 || (!units.contains(unit) && taken.insert(number(value_at(axis, spec, unit))).second))
                units.insert(unit);
    }
    return units;
}

/// How coarse a grid a point of the first grid belongs to: the higher, the earlier it is run.
int coarseness(int i, int j) {
    const int k = (i | j) / sweep_units;
    return k == 0 ? 16 : std::countr_zero(static_cast<unsigned>(k));
}

}  // namespace

std::optional<Problem> find_problem(const Lab& lab, const SweepPlan& plan) {
    try {
        resolve(lab, [&] {  // the axes stand for themselves
            auto recipe = plan.recipe;
            std::erase_if(recipe.parameters,
                          [&](const auto& p) { return p.first == plan.x.key || p.first == plan.y.key; });
            return recipe;
        }());
    } catch (const Failure& failure) {
        return failure.problem();
    }
    for (const auto* axis : {&plan.x, &plan.y})
        if (auto problem = find_problem(lab, *axis)) return problem;
    if (lab.parameters->find(plan.x.key) == lab.parameters->find(plan.y.key))
        return Problem{"both axes are " + plan.x.key, "sweep", "Choose two different parameters"};
    if (plan.recipe.steps == 0) return Problem{"it is not said how long every run is", "sweep", "Give the steps"};
    if (plan.repeats < 1 || plan.repeats > 10000) return Problem{"there must be 1 to 10000 repeats", "sweep", ""};
    for (const auto& refinement : plan.refinements)
        if (auto problem = find_problem(plan, refinement)) return problem;
    const auto points = static_cast<std::size_t>(plan.x.points) * static_cast<std::size_t>(plan.y.points);
    if (points * static_cast<std::size_t>(plan.repeats) > most_members)
        return Problem{
            std::to_string(points * static_cast<std::size_t>(plan.repeats)) + " runs are more than a sweep can have",
            "sweep", "Choose fewer points or repeats"};
    return std::nullopt;
}

SweepGrid::SweepGrid(const Lab& lab, SweepPlan plan)
    : lab_(&lab), plan_(std::move(plan)), x_(nullptr), y_(nullptr), base_(lab.parameters) {
    if (auto problem = find_problem(lab, plan_)) throw Failure(std::move(*problem));
    x_ = lab.parameters->find(plan_.x.key);
    y_ = lab.parameters->find(plan_.y.key);
    for (const auto& [key, value] : plan_.recipe.parameters)
        if (key != plan_.x.key && key != plan_.y.key) base_.set(key, value);
    std::set<SweepPoint> all;
    for (int i = 0; i < plan_.x.points; ++i)
        for (int j = 0; j < plan_.y.points; ++j) points_.push_back({i * sweep_units, j * sweep_units});
    std::stable_sort(points_.begin(), points_.end(),
                     [](auto a, auto b) { return coarseness(a.i, a.j) > coarseness(b.i, b.j); });
    all.insert(points_.begin(), points_.end());
    for (const auto& r : plan_.refinements)
        for (const int i : refined(plan_.x, *x_, r.from.i, r.to.i, r.level))
            for (const int j : refined(plan_.y, *y_, r.from.j, r.to.j, r.level))
                if (all.insert({i, j}).second) points_.push_back({i, j});
    sorted_.assign(all.begin(), all.end());
    if (members() > most_members)
        throw Failure({"the refined sweep would have " + std::to_string(members()) + " runs, more than one can have",
                       "sweep", "Refine a smaller part"});
}

bool SweepGrid::contains(SweepPoint point) const {
    return std::binary_search(sorted_.begin(), sorted_.end(), point);
}

double SweepGrid::x(SweepPoint point) const {
    return number(value_at(plan_.x, *x_, point.i));
}
double SweepGrid::y(SweepPoint point) const {
    return number(value_at(plan_.y, *y_, point.j));
}

std::variant<ParameterSet, Problem> SweepGrid::parameters(SweepPoint point) const {
    auto set = base_;
    for (const auto& [key, value] :
         {std::pair(x_->key, value_at(plan_.x, *x_, point.i)), std::pair(y_->key, value_at(plan_.y, *y_, point.j))})
        if (auto problem = set.set(key, value)) return std::move(*problem);
    if (auto problem = validate(*lab_, set)) return std::move(*problem);
    return set;
}

std::uint64_t SweepGrid::seed(const SweepMember& member) const {
    const auto place = (static_cast<std::uint64_t>(member.point.i) << 32) | static_cast<std::uint32_t>(member.point.j);
    return Random(plan_.recipe.seed).bits(Stream{}, place, static_cast<std::uint64_t>(member.repeat)) >> 11;
}

Recipe SweepGrid::recipe(const SweepMember& member) const {
    auto recipe = plan_.recipe;
    std::erase_if(recipe.parameters, [&](const auto& p) { return p.first == x_->key || p.first == y_->key; });
    recipe.parameters.emplace_back(x_->key, value_at(plan_.x, *x_, member.point.i));
    recipe.parameters.emplace_back(y_->key, value_at(plan_.y, *y_, member.point.j));
    recipe.seed = seed(member);
    recipe.title.clear();
    recipe.summary.clear();
    return recipe;
}

SweepRectangle SweepGrid::rectangle(SweepPoint point, int units) const {
    const auto edge = [](const SweepAxis& axis, double unit) {
        const double rim = sweep_units / 2.0, end = (axis.points - 1) * sweep_units + rim;
        return position(axis, std::clamp(unit, -rim, end));
    };
    const double half = units / 2.0;
    return {edge(plan_.x, point.i - half), edge(plan_.x, point.i + half), edge(plan_.y, point.j - half),
            edge(plan_.y, point.j + half)};
}

int SweepGrid::level(SweepPoint point) const {
    int level = 0;
    for (const auto& r : plan_.refinements)
        if (r.from.i <= point.i && point.i <= r.to.i && r.from.j <= point.j && point.j <= r.to.j)
            level = std::max(level, r.level);
    return level;
}

std::optional<SweepRefinement> SweepGrid::refinement(const SweepRectangle& region) const {
    const auto interval = [](const SweepAxis& axis, double low, double high) -> std::optional<std::pair<int, int>> {
        if (low > high) std::swap(low, high);
        if (axis.logarithmic && high <= 0) return std::nullopt;
        const int last = axis.points - 1;
        const double from = axis.logarithmic && low <= 0 ? 0 : units_at(axis, low) / sweep_units;
        const double to = units_at(axis, high) / sweep_units;
        int a = static_cast<int>(std::clamp(std::floor(from), 0.0, static_cast<double>(last)));
        int b = static_cast<int>(std::clamp(std::ceil(to), 0.0, static_cast<double>(last)));
        if (to < -0.5 || from > last + 0.5) return std::nullopt;
        if (a == b) a == last ? --a : ++b;
        return std::pair(a * sweep_units, b * sweep_units);
    };
    const auto i = interval(plan_.x, region.left, region.right), j = interval(plan_.y, region.bottom, region.top);
    if (!i || !j) return std::nullopt;
    const SweepPoint middle{(i->first + i->second) / 2, (j->first + j->second) / 2};
    const int next = level(middle) + 1;
    if (next > sweep_refinements) return std::nullopt;
    const SweepRefinement result{{i->first, j->first}, {i->second, j->second}, next};
    auto plan = plan_;
    plan.refinements.push_back(result);
    if (SweepGrid(*lab_, std::move(plan)).points().size() == points_.size()) return std::nullopt;
    return result;
}

}  // namespace langevin

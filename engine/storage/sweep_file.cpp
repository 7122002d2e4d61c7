// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/sweep_file.h"

#include <utility>

#include "engine/storage/atomic_file.h"
#include "engine/storage/session_file.h"
#include "engine/storage/sweep_json.h"

namespace langevin::storage {
namespace {

constexpr std::uint64_t plan_version = 1;

int small(ObjectReader& reader, const std::string& key, int otherwise) {
    const auto number = reader.whole_or(key, static_cast<std::uint64_t>(otherwise));
    if (number > 1000000) reader.fail("\"" + key + "\" is too large");
    return static_cast<int>(number);
}

double real(ObjectReader& reader, const std::string& key) {
    const auto value = reader.value(key);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
    reader.fail("\"" + key + "\" must be a number");
}

SweepAxis read_axis(const Json& json, const std::string& where) {
    ObjectReader reader(json, where);
    SweepAxis axis{.key = reader.text("parameter"), .low = real(reader, "from"), .high = real(reader, "to")};
    axis.points = small(reader, "points", 0);
    const auto scale = reader.text_or("scale", "linear");
    if (scale != "linear" && scale != "logarithmic") reader.fail("\"scale\" must be \"linear\" or \"logarithmic\"");
    axis.logarithmic = scale == "logarithmic";
    reader.finish();
    return axis;
}

Json write_axis(const SweepAxis& axis) {
    return {{"parameter", axis.key},
            {"from", axis.low},
            {"to", axis.high},
            {"points", axis.points},
            {"scale", axis.logarithmic ? "logarithmic" : "linear"}};
}

SweepPoint read_point(const Json& json, const ObjectReader& reader) {
    const auto i = json.size() == 2 ? whole_number(json[0]) : std::nullopt;
    const auto j = json.size() == 2 ? whole_number(json[1]) : std::nullopt;
    if (!i || !j) reader.fail("a corner must be two whole numbers in brackets");
    return {*i, *j};
}

SweepRefinement read_refinement(const Json& json, const std::string& where) {
    ObjectReader reader(json, where);
    SweepRefinement refinement{read_point(reader.array("from"), reader), read_point(reader.array("to"), reader),
                               small(reader, "level", 1)};
    reader.finish();
    return refinement;
}

}  // namespace

std::optional<int> whole_number(const Json& json) {
    if (!json.is_number_integer()) return std::nullopt;
    const bool beyond = json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    const auto number = json.get<std::int64_t>();
    if (beyond || !std::in_range<int>(number)) return std::nullopt;
    return static_cast<int>(number);
}

Json plan_json(const SweepPlan& plan) {
    auto json = Json::object();
    json["sweep"] = plan_version;
    json["lab"] = plan.recipe.lab;
    if (!plan.recipe.title.empty()) json["title"] = plan.recipe.title;
    if (!plan.recipe.summary.empty()) json["summary"] = plan.recipe.summary;
    json["parameters"] = write_values(plan.recipe.parameters);
    json["seed"] = plan.recipe.seed;
    json["steps"] = plan.recipe.steps;
    json["x"] = write_axis(plan.x);
    json["y"] = write_axis(plan.y);
    json["repeats"] = plan.repeats;
    if (!plan.shown.empty()) json["show"] = plan.shown;
    for (const auto& r : plan.refinements)
        json["refinements"].push_back({{"from", {r.from.i, r.from.j}}, {"to", {r.to.i, r.to.j}}, {"level", r.level}});
    return json;
}

SweepPlan plan_from_json(const Json& json, const std::string& where) {
    ObjectReader reader(json, where);
    if (const auto version = reader.format("sweep"); version != plan_version)
        throw Failure({"is a sweep of format " + std::to_string(version) + "; this program reads format " +
                           std::to_string(plan_version),
                       where, "Use a newer version of the program"});
    SweepPlan plan;
    plan.recipe.lab = reader.text("lab");
    plan.recipe.title = reader.text_or("title", "");
    plan.recipe.summary = reader.text_or("summary", "");
    if (reader.has("parameters")) plan.recipe.parameters = read_values(reader.object("parameters"), where);
    plan.recipe.seed = reader.whole_or("seed", 1);
    plan.recipe.steps = reader.whole("steps");
    plan.x = read_axis(reader.object("x"), where + ", x");
    plan.y = read_axis(reader.object("y"), where + ", y");
    plan.repeats = small(reader, "repeats", 1);
    if (reader.has("show"))
        for (const auto& key : reader.array("show")) {
            if (!key.is_string()) reader.fail("\"show\" must be a list of texts in quotes");
            plan.shown.push_back(key.get<std::string>());
        }
    if (reader.has("refinements"))
        for (const auto& refinement : reader.array("refinements"))
            plan.refinements.push_back(read_refinement(refinement, where + ", refinements"));
    reader.finish();
    return plan;
}

std::string to_json(const SweepPlan& plan) {
    return plan_json(plan).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SweepPlan parse_plan(std::string_view text, const std::string& where) {
    return plan_from_json(parse_json(text, where), where);
}

SweepPlan read_plan(const std::filesystem::path& path) {
    return parse_plan(read_text(path), path.string());
}

void write_plan(const std::filesystem::path& path, const SweepPlan& plan) {
    write_text(path, to_json(plan));
}

bool is_plan(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    return json.is_object() && json.contains("sweep");
}

SweepPlan full_plan(const Lab& lab, SweepPlan plan) {
    const auto on_axis = [&](const auto& parameter) {
        return parameter.first == plan.x.key || parameter.first == plan.y.key;
    };
    auto recipe = plan.recipe;
    std::erase_if(recipe.parameters, on_axis);
    recipe.parameters = full_recipe(lab, resolve(lab, recipe), recipe.seed, recipe.steps).parameters;
    std::erase_if(recipe.parameters, on_axis);
    plan.recipe = std::move(recipe);
    return plan;
}

}  // namespace langevin::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/storage/recipe_file.h"

namespace langevin::command_line {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Value& value) {
    return std::visit([](const auto& v) { return Json(v); }, value);
}

bool is_integer(const ParameterSpec& spec) {
    return std::holds_alternative<std::int64_t>(spec.initial);
}

Json to_json(const ParameterSpec& spec) {
    Json json = {{"key", spec.key},
                 {"symbol", spec.symbol},
                 {"label", spec.label},
                 {"unit", spec.unit},
                 {"help", spec.help},
                 {"group", spec.group},
                 {"default", to_json(spec.initial)},
                 {"apply", spec.apply == Apply::live ? "live" : "restart"},
                 {"level", spec.level == Level::basic ? "basic" : "advanced"}};
    if (const auto* range = std::get_if<Range>(&spec.domain)) {
        json["type"] = is_integer(spec) ? "integer" : "real";
        json["minimum"] = range->low;
        json["maximum"] = range->high;
        json["step"] = range->step;
        json["logarithmic"] = range->logarithmic;
    } else if (const auto* choice = std::get_if<Choice>(&spec.domain)) {
        json["type"] = "choice";
        for (const auto& option : choice->options)
            json["options"].push_back({{"name", option.name}, {"label", option.label}});
    } else if (const auto* free = std::get_if<Text>(&spec.domain)) {
        json["type"] = "text";
        json["takes"] = free->what;
    } else {
        json["type"] = "switch";
    }
    if (spec.relevance) json["relevant"] = {{"key", spec.relevance->key}, {"names", spec.relevance->names}};
    return json;
}

const char* kind_name(PanelKind kind) {
    switch (kind) {
        case PanelKind::field:
            return "field";
        case PanelKind::curves:
            return "curves";
        case PanelKind::histogram:
            return "histogram";
        case PanelKind::table:
            return "table";
        case PanelKind::heatmap:
            return "heat map";
    }
    return "";
}

Json to_json(const Lab& lab) {
    Json json = {{"id", lab.id}, {"title", lab.title}, {"summary", lab.summary}, {"step_unit", lab.step_unit}};
    for (const auto& spec : lab.parameters->specs()) json["parameters"].push_back(to_json(spec));
    for (const auto& panel : lab.panels)
        json["panels"].push_back(
            {{"id", panel.id}, {"title", panel.title}, {"kind", kind_name(panel.kind)}, {"help", panel.help}});
    for (const auto& check : lab.checks)
        json["checks"].push_back({{"id", check.id},
                                  {"title", check.title},
                                  {"scalar", check.scalar},
                                  {"expected", check.expected.value},
                                  {"expected_error", check.expected.error},
                                  {"tolerance", check.tolerance},
                                  {"source", check.expected.source},
                                  {"recipe", storage::to_line(check.recipe)},
                                  {"cost", check.cost == Cost::seconds ? "seconds" : "minutes"}});
    for (const auto& preset : lab.presets)
        json["presets"].push_back(
            {{"title", preset.title}, {"summary", preset.summary}, {"recipe", storage::to_line(preset)}});
    return json;
}

void print_parameters(const Lab& lab) {
    std::string group;
    for (const auto& spec : lab.parameters->specs()) {
        if (spec.group != group) std::cout << "\n" << (group = spec.group) << "\n";
        const auto unit = spec.unit.empty() ? "" : " " + spec.unit;
        std::cout << "  " << spec.key << " = " << to_text(spec.initial) << unit << "\n      " << spec.label
                  << (spec.symbol.empty() ? "" : " " + spec.symbol) << ": " << describe(spec.domain, is_integer(spec))
                  << "; " << (spec.apply == Apply::live ? "live" : "needs a restart") << ". " << spec.help << "\n";
    }
}

}  // namespace

int list(const Registry& registry, bool json) {
    if (json) {
        Json all = Json::array();
        for (const auto& lab : registry.labs())
            all.push_back({{"id", lab.id}, {"title", lab.title}, {"summary", lab.summary}});
        std::cout << all.dump(2) << "\n";
        return success;
    }
    for (const auto& lab : registry.labs()) {
        std::cout << lab.id << "  " << lab.title << "\n    " << lab.summary << "\n";
        for (const auto& preset : lab.presets)
            std::cout << "    preset \"" << preset.title << "\": " << preset.summary << "\n";
    }
    return success;
}

int describe(const Lab& lab, bool json) {
    if (json) {
        std::cout << to_json(lab).dump(2) << "\n";
        return success;
    }
    std::cout << lab.title << " (" << lab.id << ")\n" << lab.summary << "\n";
    print_parameters(lab);
    std::cout << "\nPanels\n";
    for (const auto& panel : lab.panels)
        std::cout << "  " << panel.id << ": " << panel.title << ". " << panel.help << "\n";
    std::cout << "\nPresets\n";
    for (const auto& preset : lab.presets)
        std::cout << "  " << preset.title << ": " << preset.summary << "\n      " << storage::to_line(preset) << "\n";
    std::cout << "\nChecks (langevin-run verify " << lab.id << ")\n";
    for (const auto& check : lab.checks)
        std::cout << "  " << check.id << ": " << check.title
                  << (check.cost == Cost::minutes ? " (minutes, with --all)" : "") << "\n";
    return success;
}

}  // namespace langevin::command_line

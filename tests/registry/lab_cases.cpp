// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/registry/lab_cases.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/run/execution.h"

namespace langevin::tests {
namespace {

Value low_end(const ParameterSpec& spec) {
    if (const auto* range = std::get_if<Range>(&spec.domain))
        return std::holds_alternative<std::int64_t>(spec.initial) ? Value(static_cast<std::int64_t>(range->low))
                                                                  : Value(range->low);
    if (const auto* choice = std::get_if<Choice>(&spec.domain)) return choice->options.front().name;
    if (std::holds_alternative<Text>(spec.domain)) return spec.initial;
    return false;
}

Value high_end(const ParameterSpec& spec) {
    if (const auto* range = std::get_if<Range>(&spec.domain))
        return std::holds_alternative<std::int64_t>(spec.initial) ? Value(static_cast<std::int64_t>(range->high))
                                                                  : Value(range->high);
    if (const auto* choice = std::get_if<Choice>(&spec.domain)) return choice->options.back().name;
    if (std::holds_alternative<Text>(spec.domain)) return spec.initial;
    return true;
}

bool is_integer(const ParameterSpec& spec) {
    return std::holds_alternative<std::int64_t>(spec.initial) && std::holds_alternative<Range>(spec.domain);
}

/// An integer on the parameter's grid, the share 0...1 of the way up, on a logarithmic scale.
Value integer_at(const ParameterSpec& spec, double share) {
    const auto& range = std::get<Range>(spec.domain);
    const double low = std::max(1.0, range.low);
    const double wanted = low * std::pow(range.high / low, share);
    const double steps = std::floor((wanted - range.low) / range.step);
    return static_cast<std::int64_t>(range.low + std::max(0.0, steps) * range.step);
}

constexpr double tiny = 0.1, small = 0.25, medium = 0.42;

/// All integers this share of the way up: sizes, so that small cases are quick.
ParameterSet sized(const Lab& lab, double share) {
    ParameterSet parameters(lab.parameters);
    for (const auto& spec : lab.parameters->specs())
        if (is_integer(spec)) (void)parameters.set(spec.key, integer_at(spec, share));
    return parameters;
}

Value random_value(const ParameterSpec& spec, std::mt19937_64& generator) {
    std::uniform_real_distribution<double> uniform;
    if (is_integer(spec)) return integer_at(spec, 0.5 * uniform(generator));
    if (const auto* range = std::get_if<Range>(&spec.domain))
        return range->low + (range->high - range->low) * uniform(generator);
    if (const auto* choice = std::get_if<Choice>(&spec.domain))
        return choice->options[std::uniform_int_distribution<std::size_t>(0, choice->options.size() - 1)(generator)]
            .name;
    if (std::holds_alternative<Text>(spec.domain)) return spec.initial;
    return uniform(generator) < 0.5;
}

void add_if_valid(std::vector<Case>& cases, const Lab& lab, const QString& name, const ParameterSet& parameters) {
    if (!validate(lab, parameters)) cases.push_back({name, parameters});
}

std::vector<Case> every_choice(const Lab& lab, double share) {
    std::vector<Case> result{{"plain", sized(lab, share)}};
    for (const auto& spec : lab.parameters->specs()) {
        if (const auto* choice = std::get_if<Choice>(&spec.domain))
            for (const auto& option : choice->options) {
                auto parameters = sized(lab, share);
                (void)parameters.set(spec.key, option.name);
                add_if_valid(result, lab, QString::fromStdString(spec.key + " " + option.name), parameters);
            }
        if (std::holds_alternative<Switch>(spec.domain)) {
            auto parameters = sized(lab, share);
            (void)parameters.set(spec.key, true);
            add_if_valid(result, lab, QString::fromStdString(spec.key), parameters);
        }
    }
    return result;
}

}  // namespace

std::vector<Case> cases(const Lab& lab, int random_sets) {
    std::vector<Case> result;
    add_if_valid(result, lab, "default", ParameterSet(lab.parameters));
    for (const auto& preset : lab.presets)
        add_if_valid(result, lab, QString::fromStdString(preset.title), resolve(lab, preset));
    for (const auto& spec : lab.parameters->specs())
        for (const auto& [end, value] : {std::pair{"low", low_end(spec)}, std::pair{"high", high_end(spec)}}) {
            // One thing at its end, and the others small: ten thousand levels, but not many times.
            auto parameters = sized(lab, tiny);
            if (parameters.set(spec.key, value)) continue;
            add_if_valid(result, lab, QString::fromStdString(spec.key) + " " + end, parameters);
        }
    std::mt19937_64 generator(20260101);
    for (int i = 0; i < random_sets;) {
        ParameterSet parameters(lab.parameters);
        for (const auto& spec : lab.parameters->specs()) (void)parameters.set(spec.key, random_value(spec, generator));
        if (validate(lab, parameters)) continue;
        result.push_back({QString("random %1").arg(++i), parameters});
    }
    return result;
}

std::vector<Case> small_cases(const Lab& lab) {
    return every_choice(lab, small);
}
std::vector<Case> medium_cases(const Lab& lab) {
    return every_choice(lab, medium);
}

std::vector<Case> largest_cases(const Lab& lab) {
    const auto& specs = lab.parameters->specs();
    const auto is_live = [](const ParameterSpec& spec) {
        return spec.apply == Apply::live && std::holds_alternative<Choice>(spec.domain);
    };
    const bool any_live = std::ranges::any_of(specs, is_live);
    std::vector<Case> result;
    const auto add = [&](const QString& name, ParameterSet parameters) {
        // The first integer (the size) as high as it goes; the rest as high as the lab then allows.
        for (const auto& other : specs) {
            if (!is_integer(other)) continue;
            for (double share = 1; share >= 0; share -= 0.05) {
                auto larger = parameters;
                if (larger.set(other.key, integer_at(other, share)) || validate(lab, larger)) continue;
                parameters = larger;
                break;
            }
        }
        add_if_valid(result, lab, name, parameters);
    };
    for (const auto& spec : specs) {
        const auto* choice = std::get_if<Choice>(&spec.domain);
        if (!choice || (any_live && !is_live(spec))) continue;
        for (const auto& option : choice->options) {
            ParameterSet parameters(lab.parameters);
            (void)parameters.set(spec.key, option.name);
            add(QString::fromStdString(spec.key + " " + option.name), parameters);
        }
    }
    if (result.empty()) add("plain", ParameterSet(lab.parameters));
    return result;
}

std::uint64_t hash_after(const Lab& lab, const ParameterSet& parameters, std::uint64_t seed, std::uint64_t steps,
                         int threads) {
    Execution execution(lab, parameters, seed);
    while (execution.steps() < steps) execution.step({}, threads);
    return execution.checkpoint().hash();
}

}  // namespace langevin::tests

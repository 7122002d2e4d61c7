// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "engine/labs/linear_network/parts.h"
#include "engine/weights/panels.h"

namespace langevin::linear_network {

using weights::NetworkLevels;

namespace {

const char* saxe =
    "exact for α → 0 and modes that do not mix: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120";

Axis time_axis() {
    return {.label = "Learning time αt", .unit = "updates × α"};
}

void add_solutions(Curves& plot, const View& view, double first, double last, NetworkLevels which) {
    for (int g = 0; g < view.parameters.groups; ++g) {
        const double level = weights::layer_level(which, view.model.value(g), view.parameters.imbalance_at_start());
        plot.curves.push_back({.name = "solution, " + species_name(view.model, g),
                               .x = {first, last},
                               .y = {level, level},
                               .role = Role::theory,
                               .source = "exact solution; a random start is balanced on average"});
        plot.curves.back().family = which == NetworkLevels::second_layer  ? "solution, W₂W₂ᵀ"
                                    : which == NetworkLevels::first_layer ? "solution, W₁ᵀW₁"
                                                                          : "teacher";
    }
}

std::size_t first_seed_column(const View& view) {
    return history_species + static_cast<std::size_t>(view.parameters.groups);
}

/// Calls body(epoch, its end) for every setting that began with the weights of the start.
template <class Body>
void for_each_beginning(const View& view, double end, const Body& body) {
    for (std::size_t i = 0; i < view.epochs.size(); ++i) {
        const auto& epoch = view.epochs[i];
        const double last = i + 1 < view.epochs.size() ? view.epochs[i + 1].learning_time : end;
        if (epoch.from_start && last > epoch.learning_time) body(epoch, last);
    }
}

void add_edits(Curves& plot, const View& view) {
    for (std::size_t i = 1; i < view.epochs.size(); ++i)
        plot.markers.push_back({view.epochs[i].learning_time, view.epochs[i].from_start
                                                                  ? "α = " + to_text(view.epochs[i].rate)
                                                                  : std::string("edit")});
}

weights::NetworkModel at_epoch(const View& view, const Epoch& epoch) {
    auto model = view.model;
    model.rate = epoch.rate;
    model.batch = epoch.batch;
    model.noise = epoch.noise;
    model.anisotropy = epoch.anisotropy;
    return model;
}

}  // namespace

const char* drift_source(Rule rule) {
    return rule == Rule::noiseless ? "leading order in α: q decays as exp(−α∫(s − a)²dt)"
                                   : "leading order in α: q decays as exp(−α²Σ⟨Σₖ Gᵢₖ²⟩), noise included";
}

const char* level_title(NetworkLevels which) {
    switch (which) {
        case NetworkLevels::first_layer:
            return "Level x of W₁ᵀW₁";
        case NetworkLevels::second_layer:
            return "Level x of W₂W₂ᵀ";
        default:
            return "Level x of W₂W₁";
    }
}

std::string species_name(const weights::NetworkModel& model, int group) {
    return "s = " + to_text(model.value(group));
}

bool isotropic(const weights::NetworkModel& model) {
    return std::abs(model.anisotropy - 1) < 1e-3;
}

std::vector<double> column(const statistics::TimeSeries& history, std::size_t c) {
    const auto values = history.series(c, 0);
    return {values.begin(), values.end()};
}

double solution(const View& view, int group) {
    return weights::layer_level(view.parameters.levels, view.model.value(group), view.parameters.imbalance_at_start());
}

weights::NetworkMode mode(const View& view, int group) {
    const auto& p = view.parameters;
    const double square = p.width * p.width;
    return {view.model.value(group), p.aligned() ? square : square * p.hidden / 2, p.imbalance_at_start()};
}

double unit_of_drift(const weights::NetworkModel& model) {
    double trace = 0;
    for (int g = 0; g < model.groups; ++g) trace += model.multiplicity * model.value(g);
    return 2 * trace;
}

double expected_drift(const View& view, const weights::NetworkModel& model, Rule rule, double learning_time) {
    return weights::network_drift(model, view.parameters.width, view.parameters.imbalance, rule == Rule::noiseless,
                                  learning_time) /
           unit_of_drift(model);
}

Curves levels_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = level_title(view.parameters.levels), .unit = ""}, .curves = {}};
    weights::add_family(plot, view.history, first_seed_column(view), static_cast<std::size_t>(view.model.dimension()),
                        "level", "levels of the first seed");
    if (plot.curves.empty()) return plot;
    const auto times = plot.curves.front().x;
    add_solutions(plot, view, times.front(), times.back(), view.parameters.levels);
    return plot;
}

/// Both layers of the first seed: with an imbalance they settle on different values.
Curves layers_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = "Eigenvalue of a layer", .unit = ""}, .curves = {}};
    const auto d = static_cast<std::size_t>(view.model.dimension());
    const auto first = first_seed_column(view) + d;
    weights::add_family(plot, view.history, first, d, "first layer", "W₁ᵀW₁, first seed");
    weights::add_family(plot, view.history, first + d, d, "second layer", "W₂W₂ᵀ, first seed");
    if (plot.curves.empty()) return plot;
    const auto times = plot.curves.front().x;
    add_solutions(plot, view, times.front(), times.back(), NetworkLevels::first_layer);
    if (view.parameters.imbalance_at_start() != 0)
        add_solutions(plot, view, times.front(), times.back(), NetworkLevels::second_layer);
    return plot;
}

/// Mean level of each species over all seeds beside the closed curve, from the last start to the end of thermalisation.
Curves learning_panel(const View& view) {
    Curves plot{.x = {.label = "Learning time αt since the start", .unit = "updates × α"},
                .y = {.label = level_title(view.parameters.levels), .unit = ""},
                .curves = {}};
    const auto times = column(view.learning, 0);
    if (times.empty()) return plot;
    const auto groups = view.parameters.groups;
    for (int g = 0; g < groups; ++g) {
        plot.curves.push_back({.name = species_name(view.model, g),
                               .x = times,
                               .y = column(view.learning, 1 + static_cast<std::size_t>(g))});
        plot.curves.back().family = "mean of all seeds";
    }
    const bool aligned = view.parameters.aligned();
    for (int g = 0; g < groups; ++g) {
        const auto begin = mode(view, g);
        Curve closed{.name = "closed curve, " + species_name(view.model, g),
                     .x = {},
                     .y = {},
                     .role = aligned ? Role::theory : Role::guide,
                     .source = saxe};
        closed.family = aligned ? "closed curve" : "closed curve, typical start";
        for (int i = 0; i <= 200; ++i) {
            const double t = times.back() * i / 200;
            closed.x.push_back(t);
            closed.y.push_back(begin.level(view.parameters.levels, t));
        }
        plot.curves.push_back(std::move(closed));
    }
    return plot;
}

Curves conserved_panel(const View& view) {
    Curves plot{.x = time_axis(), .y = {.label = "Relative drift of Q", .unit = ""}, .curves = {}};
    Curve measured{.name = "all seeds",
                   .x = column(view.history, history_time),
                   .y = column(view.history, history_drift),
                   .error = column(view.history, history_drift_error)};
    if (measured.x.empty()) return plot;
    const double end = measured.x.back();
    plot.curves.push_back(std::move(measured));
    add_edits(plot, view);
    if (!view.parameters.aligned() || view.parameters.imbalance == 0) return plot;
    for_each_beginning(view, end, [&](const Epoch& epoch, double last) {
        const auto model = at_epoch(view, epoch);
        if (!weights::NetworkLaw(model, view.parameters.imbalance).stable()) return;
        Curve law{.name = "expected", .x = {}, .y = {}, .role = Role::theory, .source = drift_source(epoch.rule)};
        law.family = "order α";
        for (int i = 0; i <= 120; ++i) {
            const double t = (last - epoch.learning_time) * i * i / (120.0 * 120.0);
            law.x.push_back(epoch.learning_time + t);
            law.y.push_back(expected_drift(view, model, epoch.rule, t));
        }
        plot.curves.push_back(std::move(law));
    });
    return plot;
}

/// Drift at the end of thermalisation against learning rate: proportional to alpha.
Curves drift_panel(const View& view, const Analysis& analysis) {
    Curves plot{.x = {.label = "Learning rate α", .unit = "", .logarithmic = true},
                .y = {.label = "Drift at the same αt", .unit = "", .logarithmic = true},
                .curves = {}};
    Curve points{.name = "visited settings", .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    for (const auto& v : analysis.visits) {
        if (!v.drift || !(v.drift->value > 1e-14)) continue;
        points.x.push_back(v.rate);
        points.y.push_back(v.drift->value);
        points.error.push_back(v.drift->error);
    }
    if (points.x.empty()) return plot;
    const auto lowest = std::min_element(points.x.begin(), points.x.end());
    const auto index = static_cast<std::size_t>(lowest - points.x.begin());
    const double low = *lowest / 1.3, high = 1.3 * *std::max_element(points.x.begin(), points.x.end());
    const bool expected = view.parameters.aligned() && view.parameters.imbalance != 0;
    Curve line{.name = expected ? "expected, order α" : "∝ α",
               .x = {},
               .y = {},
               .role = expected ? Role::theory : Role::guide,
               .source = drift_source(view.parameters.rule)};
    for (int i = 0; i <= 40; ++i) {
        const double rate = low * std::pow(high / low, i / 40.0);
        auto model = view.model;
        model.rate = rate;
        line.x.push_back(rate);
        line.y.push_back(expected ? expected_drift(view, model, view.parameters.rule, view.parameters.thermalisation)
                                  : points.y[index] * rate / *lowest);
    }
    plot.curves.push_back(std::move(line));
    plot.curves.push_back(std::move(points));
    return plot;
}

}  // namespace langevin::linear_network

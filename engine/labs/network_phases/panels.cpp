// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/panels.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/phase_diagram.h"
#include "engine/networks/ensembles/published.h"
#include "engine/networks/ensembles/soft_spins.h"
#include "engine/statistics/panels.h"

namespace langevin::network_phases {
namespace {

Axis epoch_axis() {
    return {.label = "Epochs t", .unit = "", .logarithmic = true};
}

std::size_t shown_run(const View& view) {
    return static_cast<std::size_t>(std::min(view.parameters.shown, view.parameters.runs) - 1);
}

/// Of every run, as a family behind its median; from the first epoch on.
Curves course(const View& view, History::Column column, Axis y, const std::string& name) {
    Curves plot{.x = epoch_axis(), .y = std::move(y), .curves = {}};
    const auto& history = view.history;
    for (std::size_t run = 0; run < history.runs(); ++run) {
        Curve curve{.name = "", .x = {}, .y = {}, .family = "runs"};
        for (std::size_t t = 1; t < history.moments(); ++t)
            if (const double value = history.value(t, run, column); value > 0) {
                curve.x.push_back(history.epochs(t));
                curve.y.push_back(value);
            }
        plot.curves.push_back(std::move(curve));
    }
    Curve median{.name = "median " + name, .x = {}, .y = {}};
    for (std::size_t t = 1; t < history.moments(); ++t) {
        const auto values = history.all(t, column);
        if (values.empty()) continue;
        const double middle = pooled_median(values).value;
        if (!(middle > 0)) continue;
        median.x.push_back(history.epochs(t));
        median.y.push_back(middle);
    }
    if (history.runs() > 1) plot.curves.push_back(std::move(median));
    return plot;
}

Curves loss_panel(const View& view) {
    return course(view, History::training_loss, {.label = "Training loss L", .unit = "", .logarithmic = true}, "loss");
}

Curves gradient_panel(const View& view) {
    return course(view, History::gradient_norm, {.label = "Gradient norm ‖∇L‖", .unit = "", .logarithmic = true},
                  "norm");
}

Curves spectrum_panel(const View& view) {
    Curves plot{
        .x = epoch_axis(), .y = {.label = "Squared singular values x", .unit = "", .logarithmic = true}, .curves = {}};
    const auto& history = view.history;
    const auto run = shown_run(view);
    const auto teacher = networks::squared_singular_values(view.population.teacher(run));
    const double last = std::max(2.0, static_cast<double>(view.epochs));
    for (const double level : teacher) {
        if (!(level > 1e-6)) continue;
        plot.curves.push_back({.name = "",
                               .x = {1, last},
                               .y = {level, level},
                               .role = Role::guide,
                               .source = "the teacher's matrix of this run",
                               .family = "teacher"});
    }
    for (std::size_t k = 0; k < history.levels(); ++k) {
        Curve curve{.name = "", .x = {}, .y = {}, .family = "student"};
        for (std::size_t t = 1; t < history.moments(); ++t) {
            const double level = history.level(t, run, k);
            if (!(level > 1e-12)) continue;
            curve.x.push_back(history.epochs(t));
            curve.y.push_back(level);
        }
        plot.curves.push_back(std::move(curve));
    }
    plot.note = "run " + std::to_string(run + 1);
    return plot;
}

/// Features of all runs on the test points; the law of a normal weight matrix beside them.
Histogram feature_panel(const View& view) {
    constexpr std::size_t bins = 48;
    const auto& p = view.parameters;
    const bool bounded = p.activation == networks::Activation::tanh;
    std::vector<double> values;
    for (std::size_t run = 0; run < view.population.size(); ++run) {
        const auto student = view.population.student(run);
        const auto& test = view.population.start(run).test;
        for (std::size_t n = 0; n < test.size(); ++n)
            for (const double phi : student.features(test.point(n))) values.push_back(phi);
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double low = bounded ? -1 : *least, high = bounded ? 1 : std::max(*most, *least + 1e-9);
    Histogram h{.x = {.label = "Feature φ", .unit = ""},
                .y = {.label = "Probability density", .unit = ""},
                .edges = {},
                .density = {}};
    for (std::size_t b = 0; b <= bins; ++b)
        h.edges.push_back(low + (high - low) * static_cast<double>(b) / static_cast<double>(bins));
    std::vector<std::vector<double>> by_run(bins, std::vector<double>(view.population.size()));
    const std::size_t per_run = values.size() / view.population.size();
    const double width = (high - low) / static_cast<double>(bins);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto bin = static_cast<std::size_t>(std::clamp((values[i] - low) / width, 0.0, bins - 1.0));
        by_run[bin][i / per_run] += 1 / (static_cast<double>(per_run) * width);
    }
    for (const auto& runs : by_run) {
        const auto pooled = pooled_mean(runs);
        h.density.push_back(pooled.value);
        h.error.push_back(pooled.error);
    }
    if (!bounded) return h;
    const double variance = p.weight_scale() * p.weight_scale() * networks::published::mean_square_hidden();
    Curve law{.name = "soft spins at the start",
              .x = {},
              .y = {},
              .role = Role::theory,
              .source = "arXiv:2509.01349: φ = tanh z, z normal with variance σ_W²⟨h²⟩"};
    constexpr int points = 400;
    for (int i = 1; i < points; ++i) {
        const double phi = -1 + 2.0 * i / points;
        law.x.push_back(phi);
        law.y.push_back(networks::soft_spin_density(phi, variance));
    }
    h.references.push_back(std::move(law));
    return h;
}

/// Means over runs with errors, against the epochs.
Curve mean_course(const View& view, History::Column column, std::string name, double sign) {
    Curve curve{.name = std::move(name), .x = {}, .y = {}, .error = {}};
    for (std::size_t t = 1; t < view.history.moments(); ++t) {
        const auto values = view.history.all(t, column);
        if (values.empty()) continue;
        const auto pooled = pooled_mean(values);
        curve.x.push_back(view.history.epochs(t));
        curve.y.push_back(sign * pooled.value);
        curve.error.push_back(pooled.error);
    }
    return curve;
}

Curves energy_panel(const View& view) {
    Curves plot{.x = epoch_axis(), .y = {.label = "Terms of the loss", .unit = ""}, .curves = {}};
    plot.curves.push_back(mean_course(view, History::quadratic, "½⟨φJφ⟩, couplings", 1));
    plot.curves.push_back(mean_course(view, History::linear, "−⟨hφ⟩, field", -1));
    plot.curves.push_back(mean_course(view, History::constant, "½⟨y*²⟩", 1));
    auto sum = mean_course(view, History::test_loss, "their sum, the loss", 0.5);
    sum.role = Role::guide;
    plot.curves.push_back(std::move(sum));
    return plot;
}

Curves order_panel(const View& view) {
    Curves plot{.x = epoch_axis(), .y = {.label = "Order parameter", .unit = ""}, .curves = {}};
    plot.curves.push_back(mean_course(view, History::alignment, "alignment cos(h, φ)", 1));
    plot.curves.push_back(mean_course(view, History::time_correlation, "time correlation q", 1));
    return plot;
}

Heatmap phase_panel(const View& view) {
    auto map = networks::published::maps(true).front().map;
    const auto& p = view.parameters;
    const std::array names = {"soft spins", "", "noise"};  // short: the panel is small
    for (std::size_t c = 0; c < names.size(); ++c) map.curves[c].name = names[c];
    map.curves.push_back({.name = "this run", .x = {p.inverse_width}, .y = {p.temperature}, .mark = Mark::points});
    map.note = "published phases";
    const double half = std::sqrt(2.0);
    const auto widened = [half](std::vector<double> points, double value) {
        return std::pair(std::min(points.front() / half, value / half), std::max(points.back() * half, value * half));
    };
    map.x.range = widened(networks::published::inverse_widths(), p.inverse_width);
    map.y.range = widened(networks::published::temperatures(), p.temperature);
    return map;
}

}  // namespace

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"loss", "Training loss", curves,
         "½⟨(y* − y)²⟩ over every epoch for each run, and the median. In the ferromagnet it falls without end, in the "
         "paramagnet it stays where noise and signal balance.",
         1, 1},
        {"spectrum", "Singular values", curves,
         "Squared singular values of the student's middle matrix in one run, and the teacher's. They meet in the "
         "ferromagnet, fly apart in the paramagnet and do not move when jammed.",
         1, 1},
        {"phase", "Phase diagram", heatmap,
         "Phases of the published runs by the operational classifier, with the published boundaries, and where this "
         "run "
         "stands.",
         1, 1},
        {"features", "Features as soft spins", histogram,
         "Features of all runs on the test points, and their law at the start: one peak for narrow weights, two for "
         "wide "
         "ones. Errors: scatter between runs.",
         1, 1},
        {"order", "Order parameters", curves,
         "Alignment of the features with their external field, and their correlation with those at the start. Means "
         "over "
         "runs with one standard error from their scatter.",
         1, 1},
        {"energy", "The loss as a disordered system", curves,
         "L = ½⟨φJφ⟩ − ⟨hφ⟩ + ½⟨y*²⟩ on the test points, with couplings J = ZZᵀ and field h = y*Z. Means over runs "
         "with one "
         "standard error from their scatter.",
         1, 1},
        {"table", "Observables", table,
         "Means and medians over the runs with one standard error: from their scatter, for medians from the order "
         "statistics around them; four runs are the least.",
         2, 1},
        {"gradient", "Gradient norm", curves,
         "Frobenius norm of the mean gradient of every epoch for each run, and the median.", 1, 1},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view,
                 const std::vector<Measurement>& rows) {
    const auto add = [&](const char* id, auto panel) {
        if (attention.wants(id)) snapshot.panels.push_back({id, panel()});
    };
    add("loss", [&] { return loss_panel(view); });
    add("spectrum", [&] { return spectrum_panel(view); });
    add("phase", [&] { return phase_panel(view); });
    add("features", [&] { return feature_panel(view); });
    add("order", [&] { return order_panel(view); });
    add("energy", [&] { return energy_panel(view); });
    add("table", [&] { return Table{rows}; });
    add("gradient", [&] { return gradient_panel(view); });
}

}  // namespace langevin::network_phases

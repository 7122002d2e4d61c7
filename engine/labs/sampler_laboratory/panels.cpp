// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/sampler_laboratory/panels.h"

#include <algorithm>
#include <cmath>

#include "engine/core/measurement.h"
#include "engine/lattice/field_panel.h"
#include "engine/statistics/panels.h"

namespace langevin::sampler_laboratory {
namespace {

using diffusion::Method;

constexpr int most_tiles = 12;
constexpr double most_noise_shown = 1000;
const char* recursion_source = "exact: the sampler's variance recursion for Gaussian modes";
const char* free_source = "exact: Gaussian integral, C_p = 1/(2(1 − 2κ Σ cos p))";

/// Some samples as fields.
Field mosaic(const View& view, const std::vector<double>& samples, double factor, const Attention& attention,
             const char* id, std::string note) {
    const std::size_t volume = view.field.volume();
    const int there = std::min<int>(most_tiles, static_cast<int>(samples.size() / volume));
    std::vector<double> fields(static_cast<std::size_t>(there) * volume);
    for (std::size_t first = 0; first < fields.size(); first += volume)
        view.field.transform(std::span(samples).subspan(first, volume), std::span(fields).subspan(first, volume));
    auto panel = lattice::field_panel(id, view.field.extent(), there, attention, [&](int tile, std::size_t site) {
        const std::size_t place = static_cast<std::size_t>(tile) * volume + site;
        return place < fields.size() ? factor * fields[place] : 0;
    });
    panel.note = std::move(note);
    return panel;
}

std::string percent(double ratio) {
    char text[32];
    std::snprintf(text, sizeof text, "%+.2f %%", 100 * ratio);
    return text;
}

/// Variance of the result over that of the data, mode by mode.
Curves variance_panel(const View& view) {
    Curves plot{.x = {.label = "Lattice momentum squared p̂²", .unit = ""},
                .y = {.label = "Variance / exact variance", .unit = ""},
                .curves = {}};
    const auto& groups = view.field.groups();
    const auto& result = view.recursion.back();
    Curve exact{.name = "exact field", .x = {}, .y = {}, .role = Role::guide, .source = free_source};
    Curve recursion{.name = "recursion", .x = {}, .y = {}, .role = Role::theory, .source = recursion_source};
    Curve measured{.name = "samples", .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    const auto mean = view.variances.mean(), error = view.variances.error();
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const double p2 = groups[g].momentum_squared, c = groups[g].variance;
        exact.x.push_back(p2);
        exact.y.push_back(1);
        recursion.x.push_back(p2);
        recursion.y.push_back(result[g] / c);
        measured.x.push_back(p2);
        measured.y.push_back(mean[g] / c);
        measured.error.push_back(error[g] / c);
    }
    plot.curves = {std::move(exact), std::move(recursion)};
    if (view.variances.samples() > 0) plot.curves.push_back(std::move(measured));
    return plot;
}

/// How modes of four lengths freeze: variance of y over that of the data, against the noise that is left.
Curves freezing_panel(const View& view) {
    Curves plot{.x = {.label = "Noise σ still there", .unit = "", .logarithmic = true},
                .y = {.label = "Variance of mode / exact variance", .unit = "", .logarithmic = true},
                .curves = {}};
    const auto& groups = view.field.groups();
    const auto& levels = view.sampler.levels();
    const std::size_t last = groups.size() - 1;
    for (const std::size_t g : {std::size_t{0}, std::min<std::size_t>(1, last), last / 4, last}) {
        const std::string name = "p̂² = " + short_number(groups[g].momentum_squared);
        Curve theory{.name = name + ", recursion", .x = {}, .y = {}, .role = Role::theory, .source = recursion_source};
        theory.family = "recursion";
        Curve measured{.name = name, .x = {}, .y = {}};
        for (std::size_t k = 0; k < levels.size(); ++k) {
            if (levels[k].sigma() > most_noise_shown) continue;
            theory.x.push_back(levels[k].sigma());
            theory.y.push_back(view.recursion[k][g] / groups[g].variance);
            if (k >= view.passed.size()) continue;
            measured.x.push_back(levels[k].sigma());
            measured.y.push_back(view.passed[k][g] / groups[g].variance);
        }
        plot.curves.push_back(std::move(theory));
        if (!measured.x.empty()) plot.curves.push_back(std::move(measured));
    }
    plot.note = "time runs from right to left; short waves (large p̂²) settle last";
    return plot;
}

/// Mean over modes of the variances, over that of the exact field, minus one: the error of <phi^2>.
double bias(const diffusion::FreeField& field, const std::vector<double>& variances) {
    double sum = 0, exact = 0;
    for (std::size_t g = 0; g < variances.size(); ++g) {
        sum += field.groups()[g].modes * variances[g];
        exact += field.groups()[g].modes * field.groups()[g].variance;
    }
    return sum / exact - 1;
}

struct GroupVariances {
    std::vector<double> data, modes, extra;
};

GroupVariances group_variances(const Parameters& parameters, const diffusion::FreeField& field) {
    GroupVariances v;
    for (const auto& group : field.groups()) {
        v.data.push_back(group.variance);
        v.modes.push_back(group.modes);
    }
    if (parameters.prior == Prior::matched) v.extra = v.data;
    return v;
}

Curves methods_panel(const View& view, std::optional<Curves>& methods) {
    if (!methods) methods = compare_methods(view.parameters, view.field);
    auto plot = *methods;
    const double calls = diffusion::score_calls(view.parameters.sampler());
    const double here = std::abs(bias(view.field, view.recursion.back()));
    plot.curves.push_back({.name = "this run",
                           .x = {calls},
                           .y = {std::max(here, 1e-12)},
                           .role = Role::theory,
                           .mark = Mark::points,
                           .source = recursion_source});
    return plot;
}

}  // namespace

double expected(const View& view, Observable observable) {
    const auto& groups = view.field.groups();
    const auto& result = view.recursion.back();
    if (observable == zero_mode_squared) return result[0];
    double sum = 0;
    for (std::size_t g = 0; g < groups.size(); ++g)
        sum += groups[g].modes * result[g] / (observable == action_density ? 2 * groups[g].variance : 1);
    return sum / static_cast<double>(view.field.volume());
}

Curves compare_methods(const Parameters& parameters, const diffusion::FreeField& field) {
    Curves plot{.x = {.label = "Score calls per sample", .unit = "", .logarithmic = true},
                .y = {.label = "|⟨φ²⟩/exact − 1|", .unit = "", .logarithmic = true},
                .curves = {}};
    struct Entry {
        const char* name;
        Method method;
        diffusion::Spacing spacing;
    };
    using diffusion::Spacing;
    const Entry entries[] = {{"Euler-Maruyama", Method::euler_maruyama, Spacing::uniform_time},
                             {"predictor-corrector", Method::predictor_corrector, Spacing::uniform_time},
                             {"flow, Heun", Method::flow_heun, Spacing::uniform_time},
                             {"ancestral", Method::ancestral, Spacing::geometric},
                             {"EDM-Heun", Method::edm_heun, Spacing::power},
                             {"exponential", Method::exponential, Spacing::geometric},
                             {"annealed Langevin", Method::annealed_langevin, Spacing::geometric}};
    const auto groups = group_variances(parameters, field);
    for (const auto& entry : entries) {
        Curve curve{.name = entry.name, .x = {}, .y = {}, .mark = Mark::line_and_points, .source = recursion_source};
        for (const int calls : {10, 20, 40, 80, 160, 320, 640}) {
            auto settings = parameters.sampler();
            settings.method = entry.method;
            settings.spacing = entry.spacing;
            const bool twice = entry.method != Method::euler_maruyama && entry.method != Method::ancestral;
            settings.levels = twice ? calls / 2 : calls;
            if (entry.method == Method::annealed_langevin) settings.levels = calls / settings.inner_steps;
            if (settings.levels < 4) continue;
            const auto result =
                diffusion::VarianceFlow(parameters.forward(), settings, groups.data, groups.modes).result(groups.extra);
            const double error = std::abs(bias(field, result));
            if (!(error < 10)) continue;  // unstable with so few levels
            curve.x.push_back(diffusion::score_calls(settings));
            curve.y.push_back(std::max(error, 1e-12));
        }
        if (!curve.x.empty()) plot.curves.push_back(std::move(curve));
    }
    plot.note = "each with its customary spacing; last step as in this run";
    return plot;
}

std::vector<Measurement> table(const View& view) {
    std::vector<Measurement> rows;
    const auto add = [&](Observable observable, const char* key, const char* symbol, const char* label,
                         const char* help) {
        if (view.series.samples() < 2) return;
        auto row = statistics::row(key, symbol, label, statistics::estimate(view.series, observable), help);
        row.expected = Expectation{expected(view, observable), 0, recursion_source};
        rows.push_back(std::move(row));
    };
    add(field_squared, "field_squared", "⟨φ²⟩", "Mean square of the field",
        "Over finished samples, beside the sampler's own exact result. Error: independent samples.");
    add(zero_mode_squared, "susceptibility", "V⟨M²⟩", "Susceptibility",
        "Variance of the zero mode, the slowest. Error: independent samples.");
    add(action_density, "action_density", "⟨S⟩/V", "Action density",
        "1/2 for the exact field; weighs all modes alike. Error: independent samples.");
    const auto exactly = [&](const char* key, const char* symbol, const char* label, double value, const char* help) {
        rows.push_back(
            {.key = key, .symbol = symbol, .label = label, .unit = "", .value = value, .error = 0, .help = help});
    };
    const auto& groups = view.field.groups();
    const auto& result = view.recursion.back();
    double worst = 0;
    for (std::size_t g = 0; g < groups.size(); ++g)
        if (const double ratio = result[g] / groups[g].variance - 1; std::abs(ratio) > std::abs(worst)) worst = ratio;
    exactly("field_squared_bias", "⟨φ²⟩/exact − 1", "Bias of the sampler", bias(view.field, result),
            "From the variance recursion, without statistical error: how wrong this sampler is with a perfect score.");
    exactly("susceptibility_bias", "V⟨M²⟩/exact − 1", "Bias of the zero mode", result[0] / groups[0].variance - 1,
            "From the variance recursion.");
    exactly("worst_mode_bias", "C/exact − 1", "Worst mode", worst, "From the variance recursion, with its sign.");
    exactly("score_calls", "calls", "Score calls per sample", diffusion::score_calls(view.parameters.sampler()),
            "What a sample costs, with a network in place of the exact score.");
    return rows;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"variance", "Variance mode by mode", curves,
         "Variance of each Fourier mode over that of the exact free field: finished samples with errors (scatter of "
         "groups of samples), and the sampler's exact recursion. A perfect sampler stays at 1.",
         1, 1},
        {"fields", "From noise to field", field,
         "Configurations on their way backward, at the noise named below: the strength σ it would have on data of full "
         "size.",
         1, 1},
        {"methods", "Error against cost", curves,
         "Deviation of ⟨φ²⟩ from the exact field for all samplers, from their variance recursions, for this field, "
         "process and prior. A dip is a change of sign.",
         1, 1},
        {"freezing", "Modes on their way", curves,
         "Variance of four modes while the noise falls: the present batch and the recursion. Where a curve becomes "
         "flat the mode is frozen.",
         1, 1},
        {"table", "Observables", table,
         "Averages over finished samples beside the sampler's own exact result, and its deviation from the field.", 2,
         1},
        {"finished", "Finished configurations", field, "Of the last batch, or noise before the first is done.", 1, 1},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, std::optional<Curves>& methods) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("fields", [&] {
        return mosaic(view, view.sampler.samples(), view.sampler.level().mean, attention, "fields",
                      "noise σ = " + short_number(view.sampler.sigma()));
    });
    add("finished", [&] {
        const bool any = !view.finished.empty();
        return mosaic(view, any ? view.finished : view.sampler.samples(), any ? 1 : view.sampler.level().mean,
                      attention, "finished",
                      any ? "⟨φ²⟩ of the sampler: " + percent(bias(view.field, view.recursion.back())) : "none yet");
    });
    add("variance", [&] { return variance_panel(view); });
    add("methods", [&] { return methods_panel(view, methods); });
    add("freezing", [&] { return freezing_panel(view); });
    add("table", [&] { return Table{table(view)}; });
}

}  // namespace langevin::sampler_laboratory

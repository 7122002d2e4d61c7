// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/panels.h"

#include <algorithm>
#include <cmath>

#include "engine/core/measurement.h"
#include "engine/lattice/field_panel.h"
#include "engine/statistics/panels.h"

namespace langevin::denoising {
namespace {

constexpr int most_tiles = 9;
constexpr double most_noise_shown = 1000;
const char* generated_tile = "sample";  // what a tile is; in equilibrium it is a chain
const char* run_source = "equilibrium run on this page: clusters and HMC";
const char* linear_source = "exact: C_p + σ² of a field with the model's spectrum";

std::size_t volume_of(const View& view) {
    return static_cast<std::size_t>(view.parameters.extent) * static_cast<std::size_t>(view.parameters.extent);
}

/// For files: all fields of the last finished batch.
Field finished_fields(const View& view, const Attention& attention) {
    const auto volume = volume_of(view);
    const auto& fields = view.generated.fields;
    auto panel = lattice::field_panel(
        "fields", view.parameters.extent, static_cast<int>(fields.size() / volume), attention,
        [&](int tile, std::size_t site) { return fields[static_cast<std::size_t>(tile) * volume + site]; });
    panel.tile = generated_tile;
    return panel;
}

/// The batch now, or the frame of its way that is looked back at.
Field fields_panel(const View& view, const Attention& attention) {
    if (attention.complete && !view.generated.fields.empty()) return finished_fields(view, attention);
    const auto volume = volume_of(view);
    const auto& frames = view.generation.frames();
    const bool back = view.parameters.replay < 1 && !frames.empty();
    const auto at = static_cast<std::size_t>(
        std::lround(view.parameters.replay * static_cast<double>(frames.empty() ? 0 : frames.size() - 1)));
    const auto& now = view.correcting ? view.mala.fields() : view.generation.fields();
    const std::size_t there = back ? frames[at].fields.size() / volume : now.size() / volume;
    const int tiles = std::min<int>(most_tiles, static_cast<int>(there));
    const double sigma = back ? frames[at].sigma : view.correcting ? 0 : view.generation.sigma();
    // Noise would dwarf the field: what is shown keeps its size.
    const double scale = view.generation.started() ? view.generation.model().denoiser->description().scale : 1;
    const double factor = scale / std::hypot(scale, sigma);
    auto panel = lattice::field_panel(
        "fields", view.parameters.extent, tiles, attention, [&](int tile, std::size_t site) -> double {
            const std::size_t place = static_cast<std::size_t>(tile) * volume + site;
            if (there == 0) return 0;
            return factor * (back ? static_cast<double>(frames[at].fields[place]) : now[place]);
        });
    panel.tile = generated_tile;
    panel.value.label = "Field φ, to its size without noise";
    if (!view.generation.started())
        panel.note = "waiting for the first model";
    else if (view.correcting)
        panel.note = "MALA step " + std::to_string(view.mala.steps());
    else
        panel.note = (back ? "looking back: noise σ = " : "noise σ = ") + short_number(sigma);
    return panel;
}

Field equilibrium_fields_panel(const View& view, const Attention& attention) {
    std::vector<std::vector<double>> fields;
    const auto& chains = view.reference.chains();
    const int tiles = std::min(most_tiles, chains.chains());
    for (int c = 0; c < tiles; ++c) fields.push_back(chains.configuration(c));
    auto panel =
        lattice::field_panel("equilibrium_fields", view.parameters.extent, tiles, attention,
                             [&](int tile, std::size_t site) { return fields[static_cast<std::size_t>(tile)][site]; });
    panel.note = view.reference.thermalising() ? "thermalising" : "";
    return panel;
}

/// Variance of every group of modes: generated, in equilibrium, and of the model's linear part.
Curves spectrum_panel(const View& view) {
    Curves plot{.x = {.label = "Lattice momentum squared p̂²", .unit = ""},
                .y = {.label = "Propagator C(p)", .unit = "", .logarithmic = true},
                .curves = {}};
    const auto& groups = view.reference.lattice_modes().groups();
    const auto add = [&](const char* name, const statistics::BinnedMean& measured) {
        if (measured.samples() == 0) return;
        Curve curve{.name = name, .x = {}, .y = measured.mean(), .error = measured.error(), .mark = Mark::points};
        for (const auto& group : groups) curve.x.push_back(group.momentum_squared);
        plot.curves.push_back(std::move(curve));
    };
    add("equilibrium", view.reference.modes());
    add("generated", view.generated.modes);
    if (view.generation.started() && !view.generated.passed.empty()) {
        const double noise = view.generated.passed_sigma.back();
        Curve now{.name = "on the way, σ = " + short_number(noise), .x = {}, .y = view.generated.passed.back()};
        for (const auto& group : groups) now.x.push_back(group.momentum_squared);
        plot.curves.push_back(std::move(now));
    }
    return plot;
}

/// Four lengths of waves while the noise falls, over their variance in equilibrium.
Curves freezing_panel(const View& view) {
    Curves plot{.x = {.label = "Noise σ still there", .unit = "", .logarithmic = true},
                .y = {.label = "Variance of mode / in equilibrium", .unit = "", .logarithmic = true},
                .curves = {}};
    if (view.reference.modes().samples() == 0 || view.generated.passed.empty()) return plot;
    const auto& groups = view.reference.lattice_modes().groups();
    const auto equilibrium = view.reference.modes().mean();
    const std::size_t last = groups.size() - 1;
    for (const std::size_t g : {std::size_t{0}, std::min<std::size_t>(1, last), last / 4, last}) {
        const std::string name = "p̂² = " + short_number(groups[g].momentum_squared);
        Curve measured{.name = name, .x = {}, .y = {}};
        Curve linear{.name = name + ", free", .x = {}, .y = {}, .role = Role::theory, .source = linear_source};
        linear.family = "with noise, unfrozen: 1 + σ²/C";
        for (std::size_t k = 0; k < view.generated.passed.size(); ++k) {
            const double sigma = view.generated.passed_sigma[k];
            if (sigma > most_noise_shown || !(sigma > 0)) continue;
            measured.x.push_back(sigma);
            measured.y.push_back(view.generated.passed[k][g] / equilibrium[g]);
            linear.x.push_back(sigma);
            linear.y.push_back(1 + sigma * sigma / equilibrium[g]);
        }
        if (measured.x.empty()) continue;
        plot.curves.push_back(std::move(linear));
        plot.curves.push_back(std::move(measured));
    }
    plot.note = "time runs from right to left; where a curve becomes flat the mode is frozen";
    return plot;
}

/// Generated beside equilibrium, as a curve through the middles of its bins.
Histogram beside(const statistics::RunningHistogram& generated, const statistics::RunningHistogram& equilibrium,
                 Axis x) {
    auto h = statistics::histogram_panel(generated, std::move(x));
    if (equilibrium.samples() == 0) return h;
    Curve reference{
        .name = "equilibrium", .x = {}, .y = equilibrium.density(), .role = Role::theory, .source = run_source};
    const auto edges = equilibrium.edges();
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) reference.x.push_back((edges[i] + edges[i + 1]) / 2);
    if (generated.samples() > 1 && equilibrium.samples() > 1 && generated.edges() == edges) {
        const auto a = generated.density(), b = equilibrium.density(), ea = generated.error(), eb = equilibrium.error();
        double sum = 0, bins = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double variance = ea[i] * ea[i] + eb[i] * eb[i];
            if (!(variance > 0) || !(ea[i] > 0)) continue;
            sum += (a[i] - b[i]) * (a[i] - b[i]) / variance;
            ++bins;
        }
        if (bins > 0)
            h.fit = GoodnessOfFit{"χ²/bin", sum / bins, std::nan(""),
                                  "Generated against equilibrium, with the errors of both and as if bins were "
                                  "independent; about 1 when they agree."};
    }
    // Only where the generated ones reach, or the margins would be mostly empty.
    if (h.edges.size() > 1) {
        Curve cut = reference;
        cut.x.clear();
        cut.y.clear();
        for (std::size_t i = 0; i < reference.x.size(); ++i)
            if (reference.x[i] >= h.edges.front() && reference.x[i] <= h.edges.back()) {
                cut.x.push_back(reference.x[i]);
                cut.y.push_back(reference.y[i]);
            }
        reference = std::move(cut);
    }
    h.references.push_back(std::move(reference));
    return h;
}

Curves chain_panel(const View& view) {
    const auto& corrected = view.generated.corrected;
    const bool chain = view.parameters.correction == Correction::metropolis && corrected.samples() > 0;
    const auto& measured = chain ? corrected : view.generated.raw;
    auto plot = statistics::history_panel(measured.series, lattice::magnetisation,
                                          {.label = chain ? "Proposals" : "Fields", .unit = ""},
                                          {.label = "Magnetisation M", .unit = ""}, "field");
    for (auto& curve : plot.curves) curve.name = chain ? "model chain" : "generated, independent";
    return plot;
}

}  // namespace

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    return {
        {"fields", "From noise to field", field,
         "The first fields of the batch at the noise named below. Look back slides along their way. Files get all "
         "fields "
         "of the last finished batch.",
         1, 2},
        {"equilibrium_fields", "In equilibrium", field,
         "An independent run with clusters and HMC: what the generated fields should look like.", 1, 1},
        {"generated", "Generated fields", table,
         "As they come out of the sampler, beside the equilibrium run: distance in combined standard errors.", 2, 1},
        {"spectrum", "Spectrum", curves,
         "Variance of every Fourier mode, C(p) = ⟨|φ(p)|²⟩/V: equilibrium, generated, and on the way with its noise. "
         "Errors: "
         "scatter of groups of chains or of times.",
         1, 1},
        {"magnetisation_histogram", "Histogram of M", histogram, "Generated fields, beside the equilibrium run.", 1, 1},
        {"corrected", "After the correction", table,
         "The Metropolis chain of generated fields, or the fields after MALA steps, beside the equilibrium run; "
         "acceptance, effective sample size, autocorrelation and cost.",
         2, 1},
        {"effective_action", "Effective action", curves,
         "−ln of the probability of the path to each generated field, against its action: on the line for a perfect "
         "model and many levels. The scatter is that of the weights.",
         1, 1, true, Relevance{"sampler", {"path"}}},
        {"autocorrelation", "Autocorrelation of |M|", curves,
         "ρ(t) of the Metropolis chain of generated fields and of HMC at the same κ, with errors after Lüscher.", 1, 1},
        {"drift", "Score and force", curves,
         "The score of every site at the present noise, against the force of the action: stochastic quantisation is "
         "the limit "
         "σ → 0.",
         1, 1},
        {"loss", "Loss", curves,
         "Of the batches, averaged; for data alone beside its exact minimum for a free field with the same spectrum.",
         1, 1, true, Relevance{"score", {"live"}}},
        {"loss_by_noise", "Loss against noise", curves,
         "What is left to learn, or cannot be learnt, at each strength of the noise: recent samples, and the least "
         "that a free field leaves.",
         1, 1, false, Relevance{"score", {"live"}}},
        {"freezing", "Modes on their way", curves,
         "Variance of four modes over that in equilibrium while the noise falls: long waves freeze first.", 1, 1},
        {"field_histogram", "Histogram of φ", histogram, "All sites of generated fields, beside the equilibrium run.",
         1, 1, false},
        {"history", "Chain of fields", curves,
         "Magnetisation along the Metropolis chain, or of one generated field after the other.", 1, 1, false},
        {"equilibrium", "Equilibrium run", table,
         "The run with clusters and HMC that generated fields are compared with, beside exact or published values.", 2,
         1, false},
    };
}

Generated::Generated(int extent, const lattice::Couplings& couplings, std::size_t mode_groups)
    : raw(extent, 1, couplings, higher_moments),
      corrected(extent, 1, couplings, higher_moments),
      modes(mode_groups, 32, 32) {}

void Generated::clear() {
    for (auto* m : {&raw, &corrected}) {
        m->series.clear();
        m->field_histogram.clear();
        m->magnetisation_histogram.clear();
    }
    modes.clear();
    actions.clear();
    model_actions.clear();
}

void Generated::save(Archive& archive) const {
    raw.save(archive, "raw.");
    corrected.save(archive, "corrected.");
    modes.save(archive, "modes.");
    archive.put("actions", actions);
    archive.put("model_actions", model_actions);
    archive.put("finished_fields", fields);
    archive.put("passed_sigma", passed_sigma);
    std::vector<double> flat;
    for (const auto& row : passed) flat.insert(flat.end(), row.begin(), row.end());
    archive.put("passed", flat);
}

void Generated::load(const Archive& archive) {
    raw.load(archive, "raw.");
    corrected.load(archive, "corrected.");
    modes.load(archive, "modes.");
    actions = archive.get<double>("actions");
    model_actions = archive.get<double>("model_actions", actions.size());
    fields = archive.get<double>("finished_fields");
    passed_sigma = archive.get<double>("passed_sigma");
    const auto& flat = archive.get<double>("passed", passed_sigma.size() * modes.size());
    passed.clear();
    for (std::size_t k = 0; k < passed_sigma.size(); ++k) {
        const auto first = flat.begin() + static_cast<std::ptrdiff_t>(k * modes.size());
        passed.emplace_back(first, first + static_cast<std::ptrdiff_t>(modes.size()));
    }
}

void refresh(Analysis& analysis, const View& view, bool always) {
    const auto due = [always](std::uint64_t samples, std::uint64_t& known) {
        if (samples == 0 || samples == known) return false;
        if (!always && samples > known && samples < known + known / 12 + 1) return false;
        known = samples;
        return true;
    };
    const bool equilibrium = due(view.reference.measured().samples(), analysis.equilibrium);
    if (equilibrium) analysis.equilibrium_rows = table_of(view.reference.measured());
    const bool raw = due(view.generated.raw.samples(), analysis.raw);
    const bool corrected = due(view.generated.corrected.samples(), analysis.corrected);
    if (raw || equilibrium) analysis.raw_rows = generated_rows(view, analysis.equilibrium_rows);
    if (corrected || equilibrium) {
        analysis.corrected_rows = corrected_rows(view, analysis.equilibrium_rows);
        analysis.autocorrelation = autocorrelation_panel(view);
    }
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    const auto& generated = view.generated;
    const auto& measured = view.reference.measured();
    add("fields", [&] { return fields_panel(view, attention); });
    add("equilibrium_fields", [&] { return equilibrium_fields_panel(view, attention); });
    add("generated", [&] { return Table{analysis.raw_rows}; });
    add("spectrum", [&] { return spectrum_panel(view); });
    add("magnetisation_histogram", [&] {
        return beside(generated.raw.magnetisation_histogram, measured.magnetisation_histogram,
                      {.label = "Magnetisation M", .unit = ""});
    });
    add("corrected", [&] { return Table{analysis.corrected_rows}; });
    add("effective_action", [&] { return effective_action_panel(view); });
    add("autocorrelation", [&] { return analysis.autocorrelation; });
    add("drift", [&] { return drift_panel(view); });
    add("loss", [&] { return loss_panel(view); });
    add("loss_by_noise", [&] { return training_panel(view); });
    add("freezing", [&] { return freezing_panel(view); });
    add("field_histogram", [&] {
        return beside(generated.raw.field_histogram, measured.field_histogram, {.label = "Field φ", .unit = ""});
    });
    add("history", [&] { return chain_panel(view); });
    add("equilibrium", [&] { return Table{analysis.equilibrium_rows}; });
}

}  // namespace langevin::denoising

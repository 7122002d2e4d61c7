// SPDX-License-Identifier: GPL-3.0-or-later
// What the network learns, and what its score is like.
#include <algorithm>
#include <cmath>

#include "engine/core/measurement.h"
#include "engine/labs/denoising/panels.h"
#include "engine/lattice/scalar_action.h"

namespace langevin::denoising {
namespace {

const char* free_source = "exact: least loss of Gaussian data with this spectrum";

std::vector<double> variances_of(const View& view) {
    return view.learner->training()->denoiser().description().spectrum.variances(view.parameters.extent,
                                                                                 view.parameters.extent);
}

}  // namespace

Curves loss_panel(const View& view) {
    const bool logarithmic = view.parameters.target == diffusion::Target::combined;
    Curves plot{.x = {.label = "Training steps", .unit = ""},
                .y = {.label = "Loss per site", .unit = "", .logarithmic = logarithmic},
                .curves = {}};
    if (!view.learner || !view.learner->training()) return plot;
    const auto& losses = view.learner->losses();
    const double block = static_cast<double>(view.learner->block_size());
    Curve curve{.name = "loss", .x = {}, .y = losses};
    for (std::size_t i = 0; i < losses.size(); ++i) curve.x.push_back((static_cast<double>(i) + 0.5) * block);
    if (!losses.empty() && !logarithmic) {
        const double least =
            diffusion::least_gaussian_loss(view.learner->training()->settings(), 1, variances_of(view));
        plot.curves.push_back({.name = "least for a free field",
                               .x = {curve.x.front(), curve.x.back()},
                               .y = {least, least},
                               .role = Role::theory,
                               .source = free_source});
    }
    if (!losses.empty()) plot.curves.insert(plot.curves.begin(), std::move(curve));
    plot.note = "learning rate " + short_number(view.learner->training()->learning_rate()) +
                (logarithmic ? "; 0 for a free field, whose target has no scatter" : "");
    return plot;
}

Curves training_panel(const View& view) {
    const bool combined = view.parameters.target == diffusion::Target::combined;
    Curves plot{.x = {.label = "Noise σ", .unit = "std of φ", .logarithmic = true},
                .y = {.label = "|D − target|²/σ² per site", .unit = "", .logarithmic = true},
                .curves = {}};
    if (!view.learner || !view.learner->training()) return plot;
    Curve now{.name = "lately", .x = {}, .y = {}, .mark = Mark::line_and_points};
    for (const auto& bin : view.learner->noise_bins()) {
        if (bin.weight < 1 || !(bin.loss > 0)) continue;
        now.x.push_back(std::exp(bin.log_sigma));
        now.y.push_back(bin.loss);
    }
    Curve least{.name = "free field, data alone",
                .x = now.x,
                .y = {},
                .role = combined ? Role::guide : Role::theory,
                .source = free_source};
    const auto variances = variances_of(view);
    for (const double sigma : now.x) least.y.push_back(diffusion::gaussian_loss(variances, sigma));
    if (now.x.empty()) return plot;
    plot.curves = {std::move(now), std::move(least)};
    return plot;
}

/// Site by site at the present noise: at t = 0 the score is the force.
Curves drift_panel(const View& view) {
    Curves plot{.x = {.label = "Force −∂S/∂φ", .unit = ""}, .y = {.label = "Score s(φ, σ)", .unit = ""}, .curves = {}};
    const auto& p = view.parameters;
    if (!view.generation.started() || view.generation.fields().empty()) return plot;
    const auto volume = static_cast<std::size_t>(p.extent) * static_cast<std::size_t>(p.extent);
    const auto& model = view.generation.model();
    const double sigma = std::max(view.generation.sigma(), p.weakest * model.denoiser->description().scale);
    const std::size_t fields = std::min<std::size_t>(tape::lanes, view.generation.fields().size() / volume);
    const auto y = std::span(view.generation.fields()).first(fields * volume);
    std::vector<double> score(y.size());
    diffusion::LearntScore(model, p.extent, p.extent).evaluate(sigma, y, score);

    Curve points{.name = "sites", .x = {}, .y = {}, .mark = Mark::points};
    double sf = 0, ff = 0;
    const std::size_t every = std::max<std::size_t>(1, y.size() / 300);
    for (std::size_t n = 0; n < fields; ++n) {
        const auto force = lattice::force(y.subspan(n * volume, volume), {p.extent, p.extent}, p.couplings());
        for (std::size_t i = 0; i < volume; ++i) {
            const double s = score[n * volume + i];
            sf += s * force[i];
            ff += force[i] * force[i];
            if ((n * volume + i) % every != 0) continue;
            points.x.push_back(force[i]);
            points.y.push_back(s);
        }
    }
    const auto [low, high] = std::minmax_element(points.x.begin(), points.x.end());
    const auto largest = [](const std::vector<double>& v) {
        double most = 0;
        for (const double x : v) most = std::max(most, std::abs(x));
        return std::max(most, 1e-12) * 1.05;
    };
    plot.x.range = std::pair(-largest(points.x), largest(points.x));
    plot.y.range = std::pair(-largest(points.y), largest(points.y));
    plot.curves.push_back({.name = "score = force", .x = {*low, *high}, .y = {*low, *high}, .role = Role::guide});
    plot.curves.push_back(std::move(points));
    plot.note = "σ = " + short_number(sigma) + ": slope " + short_number(sf / ff) + "; 1 in the limit σ → 0";
    return plot;
}

/// S_eff = -ln of the probability that the model gives to the path, beside the action.
Curves effective_action_panel(const View& view) {
    Curves plot{.x = {.label = "Action S", .unit = ""},
                .y = {.label = "Effective action of the model", .unit = ""},
                .curves = {}};
    const auto &s = view.generated.actions, &m = view.generated.model_actions;
    if (s.size() < 3) return plot;
    const double n = static_cast<double>(s.size());
    double ms = 0, mm = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        ms += s[i] / n;
        mm += m[i] / n;
    }
    double ss = 0, sm = 0, mm2 = 0, off = 0;
    Curve points{.name = "fields", .x = s, .y = {}, .mark = Mark::points};
    for (std::size_t i = 0; i < s.size(); ++i) {
        const double a = s[i] - ms, b = m[i] - mm;
        ss += a * a, sm += a * b, mm2 += b * b, off += (b - a) * (b - a);
        points.y.push_back(m[i] - mm + ms);
    }
    const auto [low, high] = std::minmax_element(s.begin(), s.end());
    plot.curves.push_back({.name = "both equal", .x = {*low, *high}, .y = {*low, *high}, .role = Role::guide});
    plot.curves.push_back(std::move(points));
    plot.note = "slope " + short_number(sm / ss) + ", R² = " + short_number(sm * sm / (ss * mm2)) +
                ", standard deviation of ln w " + short_number(std::sqrt(off / n)) + "; up to a constant";
    return plot;
}

}  // namespace langevin::denoising

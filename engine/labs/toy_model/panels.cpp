// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/panels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/measurement.h"
#include "engine/diffusion/site/site_panels.h"
#include "engine/statistics/panels.h"

namespace langevin::toy_model {
namespace {

const char* action_source = "L. Wang, G. Aarts, K. Zhou, arXiv:2311.03578: S = μ²φ²/2 + gφ⁴/4!";
const char* folded_source = "exact: −ln of exp(−S) folded with the noise";
const char* density_source = "exact: exp(−S)/Z";
constexpr double little_data = 1e-4;
constexpr double published_time = 0.01;  // at which the effective action is compared with the action
constexpr int phi_points = 201;
constexpr int ladder = 8;

/// -ln p(phi, t) at points, zero at its lowest.
std::vector<double> exact_action(const diffusion::SiteLaw& law, double sigma, const std::vector<double>& phi) {
    std::vector<double> action;
    for (const double y : phi) action.push_back(-law.log_density(sigma, y));
    const double lowest = *std::min_element(action.begin(), action.end());
    for (auto& a : action) a -= lowest;
    return action;
}

Curve below(const std::vector<double>& x, const std::vector<double>& y, double highest, Curve curve) {
    for (std::size_t i = 0; i < x.size(); ++i)
        if (std::abs(y[i]) <= highest) {
            curve.x.push_back(x[i]);
            curve.y.push_back(y[i]);
        }
    return curve;
}

/// The ladder of strengths as one family.
void add_ladder(Curves& plot, const View& view, const std::vector<std::vector<double>>& values, double range) {
    const auto& e = view.exact;
    const auto name = "exact, σ = " + short_number(e.sigma.front()) + " … " + short_number(e.sigma.back());
    for (std::size_t k = 0; k < e.sigma.size(); ++k)
        plot.curves.push_back(
            below(e.phi, values[k], range, {.name = "", .x = {}, .y = {}, .source = folded_source, .family = name}));
}

/// Of the network as it is now.
std::vector<double> learnt_score(const View& view, double sigma) {
    std::vector<double> s(view.exact.phi.size());
    view.sampling.newest_score()->evaluate(sigma, view.exact.phi, s);
    return s;
}

double data_until(const View& view, double sigma) {
    return diffusion::reach_of_data(diffusion::quadrature(view.site, sigma), little_data);
}

Curves action_panel(const View& view) {
    const auto& e = view.exact;
    const double sigma = std::max(view.sampling.sampler().sigma(), e.drift_sigma);
    Curves plot{.x = {.label = "Field φ", .unit = "", .range = std::pair(-e.end, e.end)},
                .y = {.label = "Effective action", .unit = "", .range = std::pair(0.0, e.most_action)},
                .curves = {},
                .note = diffusion::place_of(view.sampling)};
    add_ladder(plot, view, e.action, e.most_action);
    std::vector<double> action;
    for (const double phi : e.phi) action.push_back(view.site.action(phi) - view.site.lowest_action());
    plot.curves.push_back(below(e.phi, action, e.most_action,
                                {.name = "action S", .x = {}, .y = {}, .role = Role::guide, .source = action_source}));
    plot.curves.push_back(
        below(e.phi, exact_action(view.site, sigma, e.phi), e.most_action,
              {.name = "exact, now", .x = {}, .y = {}, .role = Role::theory, .source = folded_source}));
    if (!view.sampling.training()) return plot;
    const double data = data_until(view, sigma);
    auto learnt = diffusion::effective_action(e.phi, learnt_score(view, sigma));
    double lowest = std::numeric_limits<double>::max();  // where there are data
    for (std::size_t i = 0; i < learnt.size(); ++i)
        if (std::abs(e.phi[i]) <= data) lowest = std::min(lowest, learnt[i]);
    for (auto& value : learnt) value -= lowest;
    for (auto& curve : diffusion::learnt_curves(e.phi, learnt, data, e.most_action, "learnt, now"))
        plot.curves.push_back(std::move(curve));
    return plot;
}

Curves drift_panel(const View& view) {
    const auto& e = view.exact;
    Curves plot{.x = {.label = "Field φ", .unit = "", .range = std::pair(-e.end, e.end)},
                .y = {.label = "Score s, drift F", .unit = "", .range = std::pair(-e.force_range, e.force_range)},
                .curves = {},
                .note = "σ → 0: stochastic quantisation"};
    add_ladder(plot, view, e.score, e.force_range);
    std::vector<double> force;
    for (const double phi : e.phi) force.push_back(view.site.force(phi));
    plot.curves.push_back(
        below(e.phi, force, e.force_range,
              {.name = "drift F = −dS/dφ", .x = {}, .y = {}, .role = Role::theory, .source = action_source}));
    if (!view.sampling.training()) return plot;
    const auto name = "learnt, σ = " + short_number(e.drift_sigma);
    for (auto& curve : diffusion::learnt_curves(e.phi, learnt_score(view, e.drift_sigma),
                                                data_until(view, e.drift_sigma), e.force_range, name))
        plot.curves.push_back(std::move(curve));
    return plot;
}

Histogram finished_panel(const View& view) {
    auto panel = statistics::histogram_panel(view.finished, {.label = "Field φ", .unit = ""});
    statistics::compare(panel, "exp(−S)/Z", density_source, [&](double phi) { return view.site.density(phi); });
    return panel;
}

/// Lines of equal probability, in units of the standard deviation.
Curves flow_panel(const View& view) {
    Curves plot{.x = {.label = "Backward time τ = 1 − t", .unit = "", .range = std::pair(0.0, 1.0)},
                .y = {.label = "φ in units of √(C + σ²)", .unit = "", .range = std::pair(-2.6, 2.6)},
                .curves = {},
                .note = "equal probability between lines"};
    const auto& flow = view.flow;
    for (std::size_t line = 0; line < QuantileFlow::lines; ++line) {
        Curve curve{.name = "", .x = {}, .y = {}, .mark = Mark::line_and_points, .family = "probability flow"};
        for (std::size_t k = 0; k < flow.path_stations(); ++k) {
            const auto& level = flow.level_of(k);
            curve.x.push_back(1 - level.t);
            curve.y.push_back(flow.path()[k * QuantileFlow::lines + line] /
                              std::hypot(std::sqrt(view.exact.moment[2]), level.sigma()));
        }
        plot.curves.push_back(std::move(curve));
    }
    return plot;
}

/// The density that the flow makes, between every fourth of its points.
Histogram flow_density_panel(const View& view) {
    Histogram panel{.x = {.label = "Field φ", .unit = ""},
                    .y = {.label = "Probability density", .unit = ""},
                    .edges = {},
                    .density = {},
                    .note = "after the first batch"};
    constexpr std::size_t together = 4;
    const auto& y = view.flow_result;
    if (y.empty()) return panel;
    std::size_t before = 0;
    for (std::size_t i = together / 2; i < y.size(); i += together) {
        if (!panel.edges.empty() && !(y[i] > panel.edges.back())) continue;  // on top of each other
        if (!panel.edges.empty())
            panel.density.push_back(static_cast<double>(i - before) / static_cast<double>(y.size()) /
                                    (y[i] - panel.edges.back()));
        panel.edges.push_back(y[i]);
        before = i;
    }
    panel.references.push_back(statistics::density_curve("exp(−S)/Z", panel.edges, Role::theory, density_source,
                                                         [&](double phi) { return view.site.density(phi); }));
    panel.note = "total variation " + short_number(flow_variation(view));
    return panel;
}

}  // namespace

Exact exact_results(const diffusion::SingleSite& site, const Parameters& parameters) {
    Exact e;
    e.mean_modulus = site.mean_modulus();
    for (int n = 0; n < 9; ++n) e.moment[n] = site.moment(n);
    const auto levels = diffusion::levels_of(parameters.forward(), parameters.sampler());
    const double last_sigma = levels.back().sigma();
    e.drift_sigma = parameters.forward().at(std::max(published_time, parameters.last_time)).sigma();
    e.most_action = std::max(8.0, -1.5 * site.lowest_action());
    e.end = site.place_of(e.most_action);
    e.score_range = 1.1 * diffusion::score_range(site, last_sigma, levels.front().sigma());
    for (int i = 0; i < phi_points; ++i) e.phi.push_back(e.end * (2.0 * i / (phi_points - 1) - 1));
    const double data = diffusion::reach_of_data(diffusion::quadrature(site, 0), little_data);
    for (const double phi : e.phi)
        if (std::abs(phi) <= data) e.force_range = std::max(e.force_range, 1.3 * std::abs(site.force(phi)));
    // From where the noise hides the data to where it hides nothing.
    const double strongest = std::min(levels.front().sigma(), 3 * std::sqrt(e.moment[2]));
    const double weakest = std::max(last_sigma, 0.03 * std::sqrt(e.moment[2]));
    for (int k = 0; k < ladder; ++k) {
        e.sigma.push_back(strongest * std::pow(weakest / strongest, k / (ladder - 1.0)));
        e.action.push_back(exact_action(site, e.sigma.back(), e.phi));
        e.score.emplace_back(e.phi.size());
        site.evaluate(e.sigma.back(), e.phi, e.score.back());
    }
    e.cumulative = site.cumulative_table(0);
    return e;
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    const Relevance learnt{"score", {"learnt"}};
    return {
        {"action", "Effective action", curves,
         "S_eff(φ, t) = −∫ s dφ = −ln p(φ, t) at the noise of the samples and at a few others, shifted so that its "
         "lowest point is 0: from a parabola to the action itself; not below t = 0.01, where scores get hard to learn. "
         "A learnt one is broken where hardly any data (1 in 10,000) are.",
         1, 1},
        {"samples", "Samples on their way", histogram,
         "The batch as it is, in units of the standard deviation of data and noise together, beside the exact density "
         "at its noise.",
         1, 1},
        {"score", "Score at this noise", curves,
         "The score that drives the samples, beside the exact one. Where no data are, a network says what it likes: it "
         "is drawn broken there, and samples never get there.",
         1, 1},
        {"finished", "Finished samples", histogram,
         "All finished samples beside exp(−S)/Z. While a network learns, those of the last batch alone.", 1, 1},
        {"flow", "Probability flow", curves,
         "Points that divide the probability into equal parts, carried from noise (left) to data (right) without any "
         "noise of their own. They never cross.",
         1, 1},
        {"flow_density", "Density of the flow", histogram,
         "Density of the model from where the flow's points arrive, without sampling, beside exp(−S)/Z, and the total "
         "variation between the two, from 400 points.",
         1, 1, false},
        {"table", "Moments", table,
         "Averages over finished samples beside exact integrals. Errors: independent samples. With the exact score a "
         "distance is the sampler's: its steps, its prior, its last noise.",
         2, 1},
        {"drift", "From score to drift", curves,
         "Scores at a few strengths of the noise, and the drift −dS/dφ of stochastic quantisation, which they become "
         "where the noise goes.",
         1, 1},
        {"loss", "Loss in training", curves,
         "Loss of denoising score matching, averaged over neighbouring steps, and its exact minimum, which is not "
         "zero. With few training samples it falls below: they are learnt by heart.",
         1, 1, true, learnt},
        {"strengths", "Loss at each noise", curves,
         "The network as it is now against the exact score, by quadrature over the law of the data and noise: no "
         "statistical error.",
         1, 1, false, learnt},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("action", [&] { return action_panel(view); });
    add("samples", [&] { return diffusion::samples_panel(view.sampling); });
    add("score", [&] { return diffusion::score_panel(view.sampling, view.exact.score_range); });
    add("finished", [&] { return finished_panel(view); });
    add("flow", [&] { return flow_panel(view); });
    add("flow_density", [&] { return flow_density_panel(view); });
    add("table", [&] { return moments_table(view); });
    add("drift", [&] { return drift_panel(view); });
    add("loss", [&] { return diffusion::loss_panel(view.sampling); });
    add("strengths", [&] { return diffusion::strength_panel(view.sampling); });
}

}  // namespace langevin::toy_model

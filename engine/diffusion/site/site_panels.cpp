// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_panels.h"

#include <algorithm>
#include <cmath>

#include "engine/core/measurement.h"
#include "engine/statistics/panels.h"

namespace langevin::diffusion {
namespace {

constexpr double shown = 3.5;  // standard deviations
constexpr double little_data = 1e-4, most_data = 0.98;
constexpr double beyond = 1.5;  // where curves end that leave an axis
const char* density_source = "exact: the law of the data, folded with the noise";
const char* least_source = "exact: 1 − σ²E[s²], P. Vincent (2011)";

double width(const SiteLaw& law, double sigma) {
    return std::sqrt(law.moment(2) + sigma * sigma);
}

/// What the samples' noise is; the last one where they are finished.
double present_sigma(const SiteSampling& sampling) {
    return sampling.sampler().finished() ? sampling.sampler().levels().back().sigma() : sampling.sampler().sigma();
}

}  // namespace

std::string place_of(const SiteSampling& sampling) {
    if (sampling.sampler().finished()) return "finished";
    const auto level = sampling.sampler().level();
    return "noise σ = " + short_number(level.sigma()) + ", τ = 1 − t = " + short_number(1 - level.t);
}

double reach_of_data(const Quadrature& points, double share) {
    double outside = 0;
    std::size_t first = 0;
    while (first + 1 < points.y.size() / 2 && 2 * (outside + points.weight[first]) < share)
        outside += points.weight[first++];
    return -points.y[first];
}

Histogram samples_panel(const SiteSampling& sampling) {
    constexpr int bins = 70;
    const auto& sampler = sampling.sampler();
    const auto& law = sampling.law();
    const double sigma = sampler.sigma(), unit = width(law, sigma), step = 2 * shown / bins;
    Histogram panel{.x = {.label = "Sample φ in units of √(C + σ²)", .unit = "", .range = std::pair(-shown, shown)},
                    .y = {.label = "Probability density", .unit = ""},
                    .edges = {},
                    .density = std::vector<double>(bins),
                    .error = std::vector<double>(bins),
                    .note = place_of(sampling)};
    for (int i = 0; i <= bins; ++i) panel.edges.push_back(-shown + step * i);
    for (const double y : sampler.samples()) {
        const double place = (y / unit + shown) / step;
        if (place >= 0 && place < bins) ++panel.density[static_cast<std::size_t>(place)];
    }
    const double per_sample = 1 / (step * static_cast<double>(sampler.samples().size()));
    for (std::size_t i = 0; i < panel.density.size(); ++i) {
        panel.error[i] = std::sqrt(panel.density[i]) * per_sample;
        panel.density[i] *= per_sample;
    }
    statistics::compare(panel, "exact p(φ, t)", density_source,
                        [&](double u) { return unit * std::exp(law.log_density(sigma, unit * u)); });
    return panel;
}

double score_range(const SiteLaw& law, double weakest, double strongest) {
    constexpr int strengths = 9;
    double largest = 1;
    for (int k = 0; k < strengths; ++k) {
        const double sigma = weakest * std::pow(strongest / weakest, k / (strengths - 1.0));
        const ScoreReference reference(law, sigma);
        const double end = reach_of_data(reference.points, 1 - most_data), unit = width(law, sigma);
        for (std::size_t i = 0; i < reference.exact.size(); ++i)
            if (std::abs(reference.points.y[i]) <= end)
                largest = std::max(largest, unit * std::abs(reference.exact[i]));
    }
    return largest;
}

std::vector<Curve> learnt_curves(std::span<const double> x, std::span<const double> y, double data_until, double range,
                                 const std::string& name) {
    std::vector<Curve> curves(3);
    for (auto& curve : curves) {
        curve.name = name + ", no data there";
        curve.family = curve.name;
        curve.role = Role::guide;
    }
    auto &below = curves[0], &inside = curves[1], &above = curves[2];
    inside = {.name = name, .x = {}, .y = {}};
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto& curve = x[i] < -data_until ? below : x[i] > data_until ? above : inside;
        curve.x.push_back(x[i]);
        curve.y.push_back(std::clamp(y[i], -beyond * range, beyond * range));
    }
    std::swap(below, inside);  // the one that matters first
    std::erase_if(curves, [](const Curve& curve) { return curve.x.empty(); });
    return curves;
}

Curves score_panel(const SiteSampling& sampling, double range) {
    constexpr int points = 281;
    const auto& law = sampling.law();
    const double sigma = present_sigma(sampling), unit = width(law, sigma);
    Curves panel{.x = {.label = "φ in units of √(C + σ²)", .unit = "", .range = std::pair(-shown, shown)},
                 .y = {.label = "Score s √(C + σ²)", .unit = "", .range = std::pair(-range, range)},
                 .curves = {},
                 .note = place_of(sampling)};
    std::vector<double> u, y, s(points);
    for (int i = 0; i < points; ++i) {
        u.push_back(-shown + 2 * shown * i / (points - 1));
        y.push_back(unit * u.back());
    }
    const auto scores = [&](const Score& score) {
        score.evaluate(sigma, y, s);
        for (auto& value : s) value *= unit;
    };
    scores(law);
    Curve exact{.name = "exact", .x = {}, .y = {}, .role = Role::theory, .source = density_source};
    for (std::size_t i = 0; i < u.size(); ++i)
        if (std::abs(s[i]) <= range) {
            exact.x.push_back(u[i]);
            exact.y.push_back(s[i]);
        }
    const double end = reach_of_data(quadrature(law, sigma), little_data) / unit;
    panel.markers = {{-end, ""}, {end, "end of data"}};
    panel.curves.push_back(std::move(exact));
    if (!sampling.training()) return panel;
    scores(*sampling.newest_score());
    for (auto& curve : learnt_curves(u, s, end, range, "learnt")) panel.curves.push_back(std::move(curve));
    return panel;
}

Curves loss_panel(const SiteSampling& sampling) {
    Curves panel{.x = {.label = "Training step", .unit = ""},
                 .y = {.label = "Loss", .unit = ""},
                 .curves = {},
                 .note = "switch to a learnt score to train a network"};
    const auto* training = sampling.training();
    if (!training) return panel;
    const auto& losses = training->losses();
    const auto values = losses.series(0, 0);
    const auto since = static_cast<double>(training->losses_since()), block = static_cast<double>(losses.block_size());
    Curve measured{.name = "network", .x = {}, .y = {values.begin(), values.end()}};
    for (std::size_t i = 0; i < values.size(); ++i)
        measured.x.push_back(since + (static_cast<double>(i) + 0.5) * block);
    const double end = static_cast<double>(training->length());
    panel.x.range = std::pair(since, std::max(end, since + 1));
    const double least = training->least_loss();
    panel.curves = {{.name = "exact minimum",
                     .x = {since, end},
                     .y = {least, least},
                     .role = Role::theory,
                     .source = least_source}};
    if (!values.empty()) panel.curves.push_back(std::move(measured));
    panel.note = training->finished()     ? "finished"
                 : sampling.is_learning() ? "step " + std::to_string(training->steps())
                                          : "stopped at step " + std::to_string(training->steps());
    return panel;
}

Curves strength_panel(const SiteSampling& sampling) {
    Curves panel{.x = {.label = "Noise σ", .unit = "", .logarithmic = true},
                 .y = {.label = "Loss |σs + z|²", .unit = "", .logarithmic = true, .range = std::pair(1e-6, 2.0)},
                 .curves = {},
                 .note = "switch to a learnt score to train a network"};
    const auto* training = sampling.training();
    if (!training) return panel;
    Curve least{.name = "exact minimum", .x = {}, .y = {}, .role = Role::theory, .source = least_source};
    Curve learnt{.name = "network", .x = {}, .y = {}, .mark = Mark::points};
    Curve above{.name = "network − minimum", .x = {}, .y = {}, .mark = Mark::line_and_points};
    const auto score = sampling.newest_score();
    const auto& references = training->references();
    for (std::size_t k = 0; k < references.size(); k += 2) {
        const double error = references[k].error(*score);
        const auto add = [&](Curve& curve, double value) {
            curve.x.push_back(references[k].sigma);
            curve.y.push_back(std::clamp(value, 1e-6, 2.0));
        };
        add(least, references[k].least_loss());
        add(learnt, references[k].least_loss() + error);
        add(above, error);
    }
    panel.curves = {std::move(least), std::move(learnt), std::move(above)};
    panel.note = "difference: σ² E|ŝ − s|²";
    return panel;
}

double mean_score_error(const SiteSampling& sampling) {
    const auto* training = sampling.training();
    if (!training) return 0;
    const auto score = sampling.newest_score();
    double sum = 0;
    int count = 0;
    for (std::size_t k = 0; k < training->references().size(); k += 4, ++count)
        sum += training->references()[k].error(*score);
    return sum / count;
}

}  // namespace langevin::diffusion

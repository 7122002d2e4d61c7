// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/site/site_panels.h"
#include "engine/labs/toy_model/panels.h"
#include "engine/statistics/panels.h"

namespace langevin::toy_model {
namespace {

const char* moment_source = "exact: integrals over exp(−S)";
const char* identity_source = "exact: Schwinger-Dyson, ⟨φ dS/dφ⟩ = 1";

/// E[s F] / E[F^2] over the data, at weak noise: near 1 when the score is the drift.
double drift_slope(const View& view, const diffusion::Score& score) {
    const double sigma = view.exact.drift_sigma;
    const auto points = diffusion::quadrature(view.site, sigma).y;
    std::vector<double> s(points.size());
    score.evaluate(sigma, points, s);
    double product = 0, norm = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const double force = view.site.force(points[i]), weight = view.site.density(points[i]);
        product += weight * s[i] * force;
        norm += weight * force * force;
    }
    return product / norm;
}

}  // namespace

double flow_variation(const View& view) {
    return diffusion::total_variation(view.exact.cumulative, view.flow_result);
}

std::vector<Measurement> table(const View& view) {
    std::vector<Measurement> rows;
    using statistics::estimate;
    const auto& m = view.exact.moment;
    const auto add = [&](const char* key, const char* symbol, const char* label, const statistics::Estimate& e,
                         double expected, const char* source, const char* help) {
        auto row = statistics::row(key, symbol, label, e, help);
        row.expected = Expectation{expected, 0, source};
        rows.push_back(std::move(row));
    };
    if (view.series.samples() >= 2) {
        const auto& s = view.series;
        const double mu2 = view.parameters.mu2, g = view.parameters.g;
        add("square", "⟨φ²⟩", "Mean square", estimate(s, square), m[2], moment_source, "Over finished samples.");
        add("mean_modulus", "⟨|φ|⟩", "Mean modulus", estimate(s, modulus), view.exact.mean_modulus, moment_source,
            "Over finished samples.");
        add("fourth_moment", "⟨φ⁴⟩", "Fourth moment", estimate(s, fourth_power), m[4], moment_source,
            "Over finished samples.");
        add("sixth_moment", "⟨φ⁶⟩", "Sixth moment", estimate(s, sixth_power), m[6], moment_source,
            "Over finished samples.");
        add("fourth_cumulant", "κ₄", "Fourth cumulant",
            estimate(s, [](std::span<const double> v) { return v[fourth_power] - 3 * v[square] * v[square]; }),
            m[4] - 3 * m[2] * m[2], moment_source, "⟨φ⁴⟩ − 3⟨φ²⟩²: zero for a normal law.");
        add("binder_cumulant", "U", "Binder cumulant",
            estimate(s, [](std::span<const double> v) { return 1 - v[fourth_power] / (3 * v[square] * v[square]); }),
            1 - m[4] / (3 * m[2] * m[2]), moment_source,
            "1 − ⟨φ⁴⟩/(3⟨φ²⟩²): zero for a normal law, 2/3 for two peaks.");
        add("schwinger_dyson", "μ²⟨φ²⟩ + g⟨φ⁴⟩/6", "Schwinger-Dyson identity",
            estimate(s, [=](std::span<const double> v) { return mu2 * v[square] + g / 6 * v[fourth_power]; }), 1,
            identity_source, "Tells without any reference whether the samples follow this action.");
        add("mean_sign", "⟨sgn φ⟩", "Balance of the wells", estimate(s, sign), 0, "exact: φ → −φ",
            "Share of positive samples minus share of negative ones.");
    }
    const auto exactly = [&](const char* key, const char* symbol, const char* label, double value, const char* help) {
        rows.push_back(
            {.key = key, .symbol = symbol, .label = label, .unit = "", .value = value, .error = 0, .help = help});
    };
    if (!view.flow_result.empty())
        exactly("flow_variation", "TV", "Flow: total variation", flow_variation(view),
                "Half the integral of the difference between the flow's density and exp(−S)/Z, without statistical "
                "error: what prior, levels and network make wrong.");
    exactly(
        "drift_slope", "E[sF]/E[F²]", "Score over drift", drift_slope(view, *view.sampling.newest_score()),
        "At t = 0.01, over exp(−S)/Z by quadrature, beside that of the exact score: 1 when the noise is gone and the "
        "score has become the drift F = −dS/dφ.");
    rows.back().expected = Expectation{drift_slope(view, view.site), 0, "exact: the same with the exact score"};
    if (view.sampling.training())
        exactly("score_error", "σ²E|ŝ − s|²", "Error of the network", diffusion::mean_score_error(view.sampling),
                "Averaged over strengths of the noise, uniform in ln σ; by quadrature where the data are.");
    return rows;
}

Table moments_table(const View& view) {
    Table panel{table(view)};
    if (view.sampling.is_learning()) panel.note = "the network learns: averages are over the last batch alone";
    return panel;
}

}  // namespace langevin::toy_model

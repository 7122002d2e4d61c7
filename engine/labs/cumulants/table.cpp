// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/diffusion/site/site_panels.h"
#include "engine/labs/cumulants/panels.h"
#include "engine/statistics/panels.h"

namespace langevin::cumulants {
namespace {

const char* exact_source = "exact: moments of the law of the data";
const char* flow_source = "arXiv:2410.21212: κ₂(t) = m²κ₂ + Ξ², κₙ(t) = mⁿκₙ for n > 2";
constexpr int orders[] = {2, 4, 6, 8};
const char* subscripts[] = {"₂", "₄", "₆", "₈"};
const char* powers[] = {"", "²", "³", "⁴"};  // of the second cumulant
const char* names[] = {"second", "fourth", "sixth", "eighth"};

std::string kappa(int i) {
    return std::string("κ") + subscripts[i];
}

/// The station whose noise is nearest to one in units of the data's width.
std::size_t middle_station(const View& view) {
    std::size_t nearest = 0;
    const auto distance = [&](std::size_t k) {
        return std::abs(std::log(view.forward.level(k).sigma() / std::sqrt(view.exact.cumulants[1])));
    };
    for (std::size_t k = 1; k + 1 < view.forward.stations(); ++k)
        if (distance(k) < distance(nearest)) nearest = k;
    return nearest;
}

/// Statistics settle, the bias of finite steps (and of a network) stays: beyond three errors it has to be said.
void caution_of_bias(Measurement& row, const View& view) {
    constexpr double visible = 3;
    const auto distance = row.distance();
    if (!distance || std::abs(*distance) < visible) return;
    row.caution = view.sampling.training()
                      ? "off by more than its error, which is what the network has not learnt, or too few steps"
                      : "off by more than its error, by the bias of the sampler's finite steps; take more of them";
}

}  // namespace

std::vector<Measurement> table(const View& view) {
    std::vector<Measurement> rows;
    const auto add = [&](const std::string& key, const std::string& symbol, const std::string& label,
                         const statistics::Estimate& e, double expected, const char* source, const char* help) {
        if (!std::isfinite(e.error)) return;
        auto row = statistics::row(key, symbol, label, e, help);
        row.expected = Expectation{expected, 0, source};
        rows.push_back(std::move(row));
    };
    const std::size_t data = view.backward.stations() - 1;
    for (int i = 0; i < 4; ++i)
        add("kappa_" + std::to_string(orders[i]), kappa(i), std::string("backward, ") + names[i],
            view.backward.cumulant(data, orders[i]), exact_cumulant(view.exact, {}, orders[i]), exact_source,
            "Of finished samples. The exact value is that of the data: a sampler with finite steps comes near it.");
    for (int i = 1; i < 4; ++i) {
        const double expected =
            exact_cumulant(view.exact, {}, orders[i]) / std::pow(exact_cumulant(view.exact, {}, 2), orders[i] / 2);
        add("normalised_" + std::to_string(orders[i]), kappa(i) + "/κ₂" + powers[i],
            std::string("normalised, ") + names[i], view.backward.normalised_cumulant(data, orders[i]), expected,
            exact_source, "Of finished samples; does not depend on their scale.");
    }
    for (auto& row : rows) caution_of_bias(row, view);
    for (int i = 0; i < 4; ++i)
        add("data_kappa_" + std::to_string(orders[i]), kappa(i), std::string("exact samples, ") + names[i],
            view.forward.cumulant(data, orders[i]), exact_cumulant(view.exact, {}, orders[i]), exact_source,
            "Of exact samples of the data: what statistics alone can do.");
    const std::size_t middle = middle_station(view);
    for (int i = 0; i < 3; ++i)
        add("forward_kappa_" + std::to_string(orders[i]), kappa(i) + "(t)", std::string("under noise, ") + names[i],
            view.forward.cumulant(middle, orders[i]), exact_cumulant(view.exact, view.forward.level(middle), orders[i]),
            flow_source, "Of the forward process, where noise and data are about equally strong.");
    if (view.sampling.training())
        rows.push_back(
            {.key = "score_error",
             .symbol = "σ²E|ŝ − s|²",
             .label = "error of the network",
             .unit = "",
             .value = diffusion::mean_score_error(view.sampling),
             .error = 0,
             .help = "ŝ: the network's score, s: the exact one. Averaged over strengths of the noise, uniform in "
                     "ln σ; by quadrature."});
    return rows;
}

Table published_table() {
    struct Entry {
        const char *key, *symbol, *label;
        double value[4], error[4];
    };
    const Entry entries[] = {
        {"data", " data", "training data", {1.0624, -1.9997, 15.9965, -271.92}, {0.0005, 0.0022, 0.0261, 0.59}},
        {"exploding", " VE", "variance exploding", {1.0700, -2.0034, 16.0523, -273.15}, {0.0006, 0.0023, 0.0276, 0.63}},
        {"preserving",
         " VP",
         "variance preserving",
         {1.0612, -1.9757, 15.7145, -265.54},
         {0.0005, 0.0019, 0.0232, 0.52}},
    };
    constexpr double exact[] = {1.0625, -2, 16, -272};
    Table panel{.rows = {}, .note = "errors as published, about √2 too small"};
    for (const auto& entry : entries)
        for (int i = 0; i < 4; ++i)
            panel.rows.push_back({.key = std::string("published_") + entry.key + "_" + std::to_string(orders[i]),
                                  .symbol = kappa(i) + entry.symbol,
                                  .label = entry.label,
                                  .unit = "",
                                  .value = entry.value[i],
                                  .error = entry.error[i],
                                  .expected = Expectation{exact[i], 0, "exact: two peaks at ±1 of width 1/4"},
                                  .help = "Published in arXiv:2410.21212: half a million samples, each counted with "
                                          "both signs, and with the errors of a million."});
    return panel;
}

}  // namespace langevin::cumulants

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/panels.h"

#include <algorithm>
#include <cmath>

#include "engine/diffusion/site/site_panels.h"

namespace langevin::cumulants {
namespace {

const char* flow_source =
    "G. Aarts, D. E. Habibi, L. Wang, K. Zhou, arXiv:2410.21212: κ₂(t) = m²κ₂ + Ξ², κₙ(t) = mⁿκₙ for n > 2";
const char* error_source = "linear error propagation from the exact moments up to ⟨φ¹⁶⟩";

const char* kappa(int order) {
    return order == 2 ? "κ₂" : order == 4 ? "κ₄" : order == 6 ? "κ₆" : "κ₈";
}

/// "1 234 000 samples", with narrow spaces as everywhere in the program.
std::string counted(std::uint64_t samples) {
    auto digits = std::to_string(samples);
    for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
        digits.insert(static_cast<std::size_t>(place), "\u202f");
    return digits + " samples";
}

/// Levels at which the theory is drawn: the stations, the data last.
template <class Function>
Curve along(const CumulantTrack& track, Curve curve, Function f) {
    for (std::size_t k = 0; k < track.stations(); ++k) {
        curve.x.push_back(track.level(k).t);
        curve.y.push_back(f(track.level(k)));
    }
    return curve;
}

/// An estimate at every station where there are samples.
template <class Function>
Curve measured(const CumulantTrack& track, const char* name, Function estimate) {
    Curve curve{.name = name, .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    for (std::size_t k = 0; k < track.stations(); ++k) {
        const statistics::Estimate e = estimate(k);
        if (!std::isfinite(e.error)) continue;
        curve.x.push_back(track.level(k).t);
        curve.y.push_back(e.value);
        curve.error.push_back(e.error);
    }
    return curve;
}

void add_if_any(Curves& plot, Curve curve) {
    if (!curve.x.empty()) plot.curves.push_back(std::move(curve));
}

Axis time_axis(const View& view) {
    return {.label = "Time t of the forward process", .unit = "", .range = std::pair(0.0, view.forward.level(0).t)};
}

/// Both ways, beside theory with the band in which estimates from so many samples scatter.
Curves cumulant_panel(const View& view, int order) {
    const double at_data = exact_cumulant(view.exact, {}, order);
    Curves plot{.x = time_axis(view),
                .y = {.label = std::string("Cumulant ") + kappa(order), .unit = ""},
                .curves = {},
                .note = counted(view.backward.samples(0))};
    auto theory = along(view.backward, {.name = "exact", .x = {}, .y = {}, .role = Role::theory, .source = flow_source},
                        [&](const auto& level) { return exact_cumulant(view.exact, level, order); });
    if (order == 2) {
        const auto [low, high] = std::minmax_element(theory.y.begin(), theory.y.end());
        plot.y.logarithmic = *high > 5 * *low;
        plot.y.range = std::pair(0.8 * *low, 1.25 * *high);
    } else {
        const double room = 0.8 * std::abs(at_data);
        plot.y.range = std::pair(std::min(0.0, at_data) - room, std::max(0.0, at_data) + room);
        const auto samples = static_cast<double>(std::max<std::uint64_t>(view.backward.samples(0), 1));
        for (std::size_t k = 0; k < view.backward.stations(); ++k)
            theory.error.push_back(exact_error(view.exact, view.backward.level(k), order, samples));
    }
    plot.curves.push_back(std::move(theory));
    add_if_any(plot, measured(view.forward, "forward", [&](std::size_t k) { return view.forward.cumulant(k, order); }));
    add_if_any(plot,
               measured(view.backward, "backward", [&](std::size_t k) { return view.backward.cumulant(k, order); }));
    return plot;
}

/// kappa_n / kappa_2^(n/2) on the way back.
Curves normalised_panel(const View& view) {
    Curves plot{.x = time_axis(view),
                .y = {.label = "κₙ/√(κ₂ⁿ), data = 1", .unit = "", .range = std::pair(-0.3, 1.3)},
                .curves = {},
                .note = "0: indistinguishable from a normal law"};
    const auto normalised = [&](const diffusion::NoiseLevel& level, int order) {
        return exact_cumulant(view.exact, level, order) / std::pow(exact_cumulant(view.exact, level, 2), order / 2);
    };
    for (const int order : {4, 6, 8}) {
        const double data = normalised({}, order);
        if (data == 0) continue;
        plot.curves.push_back(
            along(view.backward,
                  {.name = "exact", .x = {}, .y = {}, .role = Role::theory, .source = flow_source, .family = "exact"},
                  [&](const auto& level) { return normalised(level, order) / data; }));
        add_if_any(plot, measured(view.backward, kappa(order), [&](std::size_t k) {
                       auto e = view.backward.normalised_cumulant(k, order);
                       e.value /= data;
                       e.error /= std::abs(data);
                       return e;
                   }));
    }
    return plot;
}

/// How well each cumulant can be seen: error over value.
Curves visibility_panel(const View& view) {
    Curves plot{.x = time_axis(view),
                .y = {.label = "Error / |cumulant|", .unit = "", .logarithmic = true, .range = std::pair(1e-4, 1e6)},
                .curves = {},
                .note = "above 1 nothing can be seen"};
    const auto samples =
        static_cast<double>(std::max<std::uint64_t>(view.forward.samples(view.forward.stations() - 1), 1));
    plot.curves.push_back(
        {.name = "as large as the cumulant", .x = {0, view.forward.level(0).t}, .y = {1, 1}, .role = Role::guide});
    const auto clamped = [](double ratio) { return std::clamp(ratio, 1e-5, 1e7); };
    for (const int order : {2, 4, 6, 8}) {
        const auto value = [&](const auto& level) {
            return std::max(std::abs(exact_cumulant(view.exact, level, order)), 1e-300);
        };
        plot.curves.push_back(along(
            view.forward,
            {.name = "predicted",
             .x = {},
             .y = {},
             .role = Role::theory,
             .source = error_source,
             .family = "predicted"},
            [&](const auto& level) { return clamped(exact_error(view.exact, level, order, samples) / value(level)); }));
        Curve jackknife{.name = kappa(order), .x = {}, .y = {}, .mark = Mark::points};
        for (std::size_t k = 0; k < view.forward.stations(); ++k) {
            const auto e = view.forward.cumulant(k, order);
            if (!(e.error > 0)) continue;
            jackknife.x.push_back(view.forward.level(k).t);
            jackknife.y.push_back(clamped(e.error / value(view.forward.level(k))));
        }
        add_if_any(plot, std::move(jackknife));
    }
    return plot;
}

}  // namespace

Exact exact_results(const diffusion::SiteLaw& law, const std::vector<diffusion::NoiseLevel>& levels) {
    return {diffusion::cumulants_of_moments(law.moments(16)),
            1.1 * diffusion::score_range(law, levels.back().sigma(), levels.front().sigma())};
}

double exact_cumulant(const Exact& exact, const diffusion::NoiseLevel& level, int order) {
    const auto cumulants = diffusion::diffused_cumulants(exact.cumulants, level.mean, level.noise);
    return cumulants[static_cast<std::size_t>(order) - 1];
}

double exact_error(const Exact& exact, const diffusion::NoiseLevel& level, int order, double samples) {
    const auto moments =
        diffusion::moments_of_cumulants(diffusion::diffused_cumulants(exact.cumulants, level.mean, level.noise));
    std::vector<double> even;
    for (std::size_t n = 1; n < moments.size(); n += 2) even.push_back(moments[n]);
    return diffusion::cumulant_error(order, even, samples);
}

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    const Relevance learnt{"score", {"learnt"}};
    const auto along_time = [](const std::string& what) {
        return what +
               " Forward from data (t = 0) to noise, and backward from noise to data. Errors: jackknife over 50 "
               "groups of samples; band: one standard error that theory predicts for so many samples.";
    };
    return {
        {"kappa_4", "Fourth cumulant", curves,
         along_time("κ₄ along both processes: conserved by added noise, damped as m⁴ where data fade."), 1, 1},
        {"kappa_6", "Sixth cumulant", curves,
         along_time("κ₆ along both processes: conserved by added noise, damped as m⁶ where data fade."), 1, 1},
        {"kappa_8", "Eighth cumulant", curves,
         along_time("κ₈ along both processes: conserved by added noise, damped as m⁸ where data fade."), 1, 1},
        {"kappa_2", "Second cumulant", curves, along_time("κ₂, the variance of data and noise together."), 1, 1},
        {"normalised", "Normalised cumulants", curves,
         "κₙ over the power n/2 of κ₂ for the samples on their way back, over that of the data. Conserved or not: "
         "under enough noise "
         "nothing is left of it.",
         1, 1},
        {"visibility", "What can be seen", curves,
         "Standard errors of the forward cumulants over the cumulants themselves, by jackknife, and as theory predicts "
         "them: √(n!) σⁿ/√N at strong noise.",
         1, 1},
        {"table", "Cumulants at the end", table,
         "Of finished samples beside exact values. Errors: jackknife over 50 groups. With the exact score a distance "
         "is "
         "the sampler's: its steps, its prior, its last noise.",
         2, 1},
        {"published", "Published cumulants", table,
         "Table of arXiv:2410.21212 for two peaks at ±1 of width 1/4, Σ = 10, beside the exact values. Its errors are "
         "statistical, of mirrored samples: about √2 too small; the scatter between trainings is larger.",
         1, 1},
        {"samples", "Samples on their way", histogram,
         "The backward samples as they are, in units of the standard deviation of data and noise together, beside the "
         "exact density at their noise.",
         1, 1, false},
        {"score", "Score at this noise", curves,
         "The score that drives the samples, beside the exact one. Where no data are, a network says what it likes: it "
         "is drawn broken there.",
         1, 1, true, learnt},
        {"loss", "Loss in training", curves,
         "Loss of denoising score matching, averaged over neighbouring steps, and its exact minimum, which is not "
         "zero.",
         1, 1, true, learnt},
        {"strengths", "Loss at each noise", curves,
         "The network as it is now against the exact score, by quadrature over the law of the data and noise: no "
         "statistical error.",
         1, 1, true, learnt},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("kappa_4", [&] { return cumulant_panel(view, 4); });
    add("kappa_6", [&] { return cumulant_panel(view, 6); });
    add("kappa_8", [&] { return cumulant_panel(view, 8); });
    add("kappa_2", [&] { return cumulant_panel(view, 2); });
    add("normalised", [&] { return normalised_panel(view); });
    add("visibility", [&] { return visibility_panel(view); });
    add("table", [&] {
        return Table{table(view), view.sampling.is_learning() ? "the network learns: of the last batch alone" : ""};
    });
    add("published", [] { return published_table(); });
    add("samples", [&] { return diffusion::samples_panel(view.sampling); });
    add("score", [&] { return diffusion::score_panel(view.sampling, view.exact.score_range); });
    add("loss", [&] { return diffusion::loss_panel(view.sampling); });
    add("strengths", [&] { return diffusion::strength_panel(view.sampling); });
}

}  // namespace langevin::cumulants

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/measurements.h"

#include <algorithm>
#include <cmath>

#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/tiles.h"
#include "engine/spectra/fluctuations.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/spectra/tracy_widom.h"
#include "engine/statistics/panels.h"

namespace langevin::coulomb_gas_lab {
namespace {

using coulomb_gas::Ensemble;
using statistics::row;
using Means = std::span<const double>;

constexpr std::size_t stored_levels = std::size_t{1} << 18;
/// Up to so many pairs of all copies the logarithms of one measurement are affordable; or, since the tree takes a
/// microsecond for each, so many charges.
constexpr double energy_pairs = 1 << 21, energy_charges = 10000;

std::size_t series_capacity(std::size_t copies) {
    return std::max<std::size_t>(512, (std::size_t{1} << 16) / copies) / 2 * 2;
}

/// A range that holds the levels: somewhat more than the support on which a run may start.
std::pair<double, double> level_range(const Ensemble& e) {
    auto q = coulomb_gas::spread_start(e);
    const double low = coulomb_gas::level_of(e, q.front()), high = coulomb_gas::level_of(e, q.back());
    const double margin = (0.1 + 1.8 / e.levels) * (high - low);
    return {e.laguerre() ? 0.0 : low - margin, high + margin};
}

/// Of the scaled edge, or about the upper end of the support.
std::pair<double, double> largest_range(const Ensemble& e) {
    if (coulomb_gas::can_be_sampled(e)) return {-6, 4};
    const auto q = coulomb_gas::spread_start(e);
    const double width = q.back() - q.front();
    return {q.back() - 0.3 * width, q.back() + 0.1 * width};
}

Expectation exactly(double value, const char* source) {
    return {value, 0, source};
}

}  // namespace

double mean_square_sum(const Ensemble& e) {
    return e.variance() * e.degrees_of_freedom();
}

double square_sum_of(const Ensemble& e, std::span<const double> x) {
    double sum = 0;
    for (const double v : x) sum += e.laguerre() ? v : v * v;
    return sum;
}

Measurements::Measurements(const Parameters& p)
    : series(observable_count, static_cast<std::size_t>(p.copies), series_capacity(static_cast<std::size_t>(p.copies))),
      density(128, level_range(p.ensemble()).first, level_range(p.ensemble()).second, statistics::Outside::drop,
              static_cast<std::size_t>(p.copies)),
      ratios(40, 0, 1, statistics::Outside::drop, static_cast<std::size_t>(p.copies)),
      largest_levels(64, largest_range(p.ensemble()).first, largest_range(p.ensemble()).second,
                     statistics::Outside::grow, static_cast<std::size_t>(p.copies)),
      store(static_cast<std::size_t>(p.levels), static_cast<std::size_t>(p.copies), stored_levels),
      ensemble_(p.ensemble()),
      copies_(static_cast<std::size_t>(p.copies)),
      bulk_(p.bulk),
      time_per_sample_(p.algorithm == Algorithm::sampler ? 0 : p.step * p.steps_per_update * p.interval),
      with_energy_(0.5 * p.levels * p.levels * p.copies < energy_pairs ||
                   double(p.levels) * p.copies <= energy_charges) {}

double Measurements::scaled_edge(double x) const {
    if (!has_edge_law()) return x;
    if (ensemble_.laguerre())
        return spectra::scaled_wishart_edge(x, ensemble_.beta, ensemble_.potential.rows, ensemble_.levels,
                                            ensemble_.variance());
    return spectra::scaled_gaussian_edge(x, ensemble_.beta, ensemble_.levels, ensemble_.variance());
}

void Measurements::record_copy(std::span<const double> x, std::size_t copy, std::vector<double>& values) {
    const auto put = [&](Observable o, double value) { values[o * copies_ + copy] = value; };
    const double n = static_cast<double>(x.size());
    const bool solvable = coulomb_gas::can_be_sampled(ensemble_);
    const double squares = square_sum_of(ensemble_, x) / (solvable ? mean_square_sum(ensemble_) : 1);
    double sum = 0, virials = 0, inverse = 0, total = 0;
    for (const double v : x) {
        sum += v;
        virials += coulomb_gas::virial(ensemble_, v);
        if (ensemble_.laguerre()) inverse += 1 / v;
        if (with_energy_) total += coulomb_gas::potential_energy(ensemble_, v);
        density.count(v, copy);
    }
    if (with_energy_) total -= ensemble_.beta * ensemble_.temperature * coulomb_gas::all_log_differences(x);
    const double edge = scaled_edge(x.back());
    largest_levels.count(edge, copy);
    const auto [first, last] = spectra::bulk_of(x.size(), bulk_);
    for (std::size_t i = first; i + 2 < last; ++i) {
        const double a = x[i + 1] - x[i], b = x[i + 2] - x[i + 1];
        ratios.count(std::min(a, b) / std::max(a, b) * (1 - 1e-15), copy);  // 1 belongs to the last bin
    }
    const double mean_ratio = spectra::mean_ratio(x, bulk_);
    put(square_sum, squares);
    put(square_sum_squared, squares * squares);
    put(centre, sum / n);
    put(centre_squared, sum * sum / (n * n));
    put(virial, virials / (ensemble_.temperature * ensemble_.degrees_of_freedom()));
    put(energy, total);
    put(ratio, std::isnan(mean_ratio) ? 0 : mean_ratio);
    put(largest, edge);
    put(largest_squared, edge * edge);
    put(inverse_sum, inverse);
}

void Measurements::record(std::span<const double> levels) {
    std::vector<double> values(observable_count * copies_);
    const auto n = static_cast<std::size_t>(ensemble_.levels);
    for (std::size_t c = 0; c < copies_; ++c) record_copy(levels.subspan(c * n, n), c, values);
    density.commit();
    ratios.commit();
    largest_levels.commit();
    series.push(values);
    store.push(levels);
}

std::vector<Measurement> Measurements::table() const {
    const Ensemble& e = ensemble_;
    const double n = e.degrees_of_freedom(), levels = e.levels;
    const bool solvable = coulomb_gas::can_be_sampled(e);
    const auto of = [&](Observable o) { return statistics::estimate(series, o); };
    const auto derived = [&](const statistics::Function& f) { return statistics::estimate(series, f); };
    std::vector<Measurement> rows;
    const auto add = [&](Measurement m, std::optional<Expectation> expected = {}) {
        m.expected = std::move(expected);
        rows.push_back(std::move(m));
    };
    const char* closed = "exact: the sum obeys a closed equation; χ² with n degrees of freedom";
    if (solvable) {
        add(row("square_sum", e.laguerre() ? "⟨Σx⟩/s²n" : "⟨Σx²⟩/s²n",
                e.laguerre() ? "Sum of the levels" : "Sum of squares", of(square_sum),
                "In units of its exact mean s²n, s² = T/κ, n = N + βN(N − 1)/2 (Laguerre: βMN). Error: Γ method."),
            exactly(1, closed));
        add(row("square_sum_variance", e.laguerre() ? "Var Σx/2s⁴n" : "Var Σx²/2s⁴n", "Fluctuation of this sum",
                derived([n](Means m) { return (m[square_sum_squared] - m[square_sum] * m[square_sum]) * n / 2; }),
                "Variance in units of its exact value 2s⁴n. Error: Γ method."),
            exactly(1, closed));
    } else {
        add(row("virial", "⟨Σx V′⟩/Tn", "Virial", of(virial),
                "In units of its exact value T n, n = N + βN(N − 1)/2. Error: Γ method."),
            exactly(1, "exact: virial identity, any potential"));
    }
    if (!e.laguerre()) {
        const bool harmonic = e.potential.kind == coulomb_gas::Confinement::harmonic;
        add(row("centre", "⟨x̄⟩", "Centre of the gas", of(centre), "Mean position. Error: Γ method."),
            harmonic ? std::optional(exactly(0, "exact: Ornstein-Uhlenbeck process about 0")) : std::nullopt);
        add(row("centre_variance", harmonic ? "N Var x̄/s²" : "N Var x̄", "Fluctuation of the centre",
                derived([&](Means m) {
                    return (m[centre_squared] - m[centre] * m[centre]) * levels / (harmonic ? e.variance() : 1);
                }),
                harmonic ? "In units of its exact value s²/N. Error: Γ method."
                         : "N times the variance of the mean "
                           "position. Error: Γ method."),
            harmonic ? std::optional(exactly(1, "exact: Ornstein-Uhlenbeck process")) : std::nullopt);
    } else if (const double wall = e.beta * (e.potential.rows - levels + 1); wall > 4) {
        const double expected = levels / (e.variance() * (wall - 2));
        add(row("inverse_sum", "⟨Σ1/x⟩", "Sum of inverse levels", of(inverse_sum), "Error: Γ method."),
            exactly(expected, "exact: N/(s²(β(M − N + 1) − 2))"));
    }
    if (with_energy_ && e.potential.kind == coulomb_gas::Confinement::harmonic)
        add(row("energy", "⟨E⟩", "Energy", of(energy), "ΣV − βT Σ ln|xᵢ − xⱼ|. Error: Γ method."),
            exactly(coulomb_gas::mean_energy_harmonic(e),
                    "exact: derivative of Mehta's integral (Mehta 2004, 17.6.7)"));
    else if (with_energy_)
        add(row("energy", "⟨E⟩", "Energy", of(energy), "ΣV − βT Σ ln|xᵢ − xⱼ|. Error: Γ method."));
    if (e.levels >= 3) {
        std::optional<Expectation> expected;
        if (const auto known = spectra::mean_ratio_large(e.beta); known && e.levels >= 100) expected = known;
        if (e.levels == 3 && e.potential.kind == coulomb_gas::Confinement::harmonic)
            expected = exactly(spectra::RatioLaw(e.beta).mean(), "exact for N = 3: Y. Y. Atas et al., arXiv:1212.5611");
        add(row("mean_ratio", "⟨r̃⟩", "Ratio of neighbouring gaps", of(ratio),
                "Mean of min/max of neighbouring gaps in the bulk, without unfolding; the gap between two wells counts "
                "as well. "
                "Error: Γ method."),
            expected);
    }
    if (has_edge_law()) {
        std::optional<Expectation> mean, variance;
        if (const auto law = spectra::tracy_widom_moments(e.beta); law && e.levels >= 400) {
            const char* source =
                "C. A. Tracy, H. Widom (1994, 1996), N → ∞; corrections of order N to the power −2/3 allowed for";
            const double correction = 0.5 * std::pow(levels, -2.0 / 3);
            mean = Expectation{law->mean, correction, source};
            variance = Expectation{law->variance, correction, source};
        }
        add(row("largest", "⟨Λ⟩", "Largest level", of(largest),
                "Edge-scaled: Λ = ⁶√N (x√(2/βs²) − 2√(N + ½ − 1/β)), and alike for the Laguerre ensemble. Error: Γ "
                "method."),
            mean);
        add(row("largest_variance", "Var Λ", "Fluctuation of the largest level",
                derived([](Means m) { return m[largest_squared] - m[largest] * m[largest]; }), "Error: Γ method."),
            variance);
    }
    // The slowest motion is the centre's, with rate kappa; a shorter run cannot know its errors.
    const double measured = time_per_sample_ * static_cast<double>(series.samples());
    if (solvable && time_per_sample_ > 0 && measured * e.potential.kappa < 20)
        for (auto& m : rows) m.caution = "measured for less than 20 relaxation times 1/κ: the error may be too small";
    return rows;
}

void Measurements::save(Archive& archive, const std::string& prefix) const {
    series.save(archive, prefix + "series.");
    density.save(archive, prefix + "density.");
    ratios.save(archive, prefix + "ratios.");
    largest_levels.save(archive, prefix + "largest.");
    store.save(archive, prefix + "store.");
}

void Measurements::load(const Archive& archive, const std::string& prefix) {
    series.load(archive, prefix + "series.");
    density.load(archive, prefix + "density.");
    ratios.load(archive, prefix + "ratios.");
    largest_levels.load(archive, prefix + "largest.");
    store.load(archive, prefix + "store.");
}

}  // namespace langevin::coulomb_gas_lab

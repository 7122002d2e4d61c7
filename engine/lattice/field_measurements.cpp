// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/field_measurements.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/statistics/panels.h"

namespace langevin::lattice {
namespace {

using statistics::row;
using Means = std::span<const double>;

/// Samples kept at full resolution, all chains together; beyond, they are averaged in pairs.
std::size_t capacity_per_chain(int chains) {
    return std::max<std::size_t>(2048, (std::size_t{1} << 16) / static_cast<std::size_t>(chains)) / 2 * 2;
}

/// A first range that holds most configurations, so that doubling is rare.
double field_range(const Couplings& couplings) {
    return std::max(3.0, 1.6 * vacuum(couplings));
}

double magnetisation_range(int extent, const Couplings& couplings) {
    const double width = 6 / static_cast<double>(extent);
    return std::max(width, 1.3 * vacuum(couplings));
}

Expectation exactly(double value, const char* source) {
    return {value, 0, source};
}

}  // namespace

FieldMeasurements::FieldMeasurements(int extent, int chains, const Couplings& couplings, std::size_t more)
    : series(observable_count + more, static_cast<std::size_t>(chains), capacity_per_chain(chains)),
      field_histogram(128, -field_range(couplings), field_range(couplings)),
      magnetisation_histogram(128, -magnetisation_range(extent, couplings), magnetisation_range(extent, couplings)),
      spectrum(3 * static_cast<std::size_t>(extent / 2 + 1), 64),
      chains_(chains),
      extent_(extent),
      more_(more),
      couplings_(couplings),
      volume_(static_cast<double>(extent) * extent),
      cosine_(static_cast<std::size_t>(extent)) {
    for (int k = 0; k < extent; ++k) cosine_[k] = std::cos(2 * std::numbers::pi * k / extent);
}

void FieldMeasurements::record(std::span<const Moments> moments, std::span<const double> more) {
    const auto n = static_cast<std::size_t>(chains_);
    std::vector<double> values(observable_count * n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto& sums = moments[i];
        const double m = sums.field / volume_;
        values[magnetisation * n + i] = m;
        values[absolute_magnetisation * n + i] = std::abs(m);
        values[magnetisation_squared * n + i] = m * m;
        values[magnetisation_quartic * n + i] = m * m * m * m;
        values[field_squared * n + i] = sums.square / volume_;
        values[field_quartic * n + i] = sums.quartic / volume_;
        values[hopping * n + i] = sums.hopping / volume_;
        values[lowest_mode * n + i] = sums.lowest;
        magnetisation_histogram.count(m);
    }
    values.insert(values.end(), more.begin(), more.end());
    values.resize((observable_count + more_) * n);
    magnetisation_histogram.commit();
    series.push(values);
}

void FieldMeasurements::record(std::span<const Spectrum> spectra) {
    const std::size_t modes = static_cast<std::size_t>(extent_) / 2 + 1;
    std::vector<double> values(3 * modes);
    std::vector<double> line(modes);
    for (const auto& s : spectra)
        for (std::size_t k = 0; k < modes; ++k) {
            values[k] += s.axis[k] / chains_;
            values[modes + k] += s.diagonal[k] / chains_;
            line[k] += s.line[k] / chains_;
        }
    const auto extent = static_cast<std::size_t>(extent_);
    for (std::size_t r = 0; r < modes; ++r)
        for (std::size_t k = 0; k < extent; ++k)
            values[2 * modes + r] += cosine_[k * r % extent] * line[std::min(k, extent - k)] / extent_;
    spectrum.push(values);
    field_histogram.commit();
}

statistics::Estimate FieldMeasurements::schwinger_dyson() const {
    return statistics::estimate(series, [c = couplings_](Means m) {
        return -4 * c.kappa * m[hopping] + 2 * (1 - 2 * c.lambda) * m[field_squared] + 4 * c.lambda * m[field_quartic];
    });
}

std::vector<Measurement> FieldMeasurements::table() const {
    const auto c = couplings_;
    const double volume = volume_;
    const auto of = [&](Observable o) { return statistics::estimate(series, o); };
    const auto derived = [&](const statistics::Function& f) { return statistics::estimate(series, f); };
    std::vector<Measurement> rows;
    const auto add = [&](Measurement m, std::optional<Expectation> expected = {}) {
        m.expected = std::move(expected);
        rows.push_back(std::move(m));
    };
    const auto known = [&](Quantity q) { return expectation(q, extent_, c); };

    add(row("abs_magnetisation", "⟨|M|⟩", "Absolute magnetisation", of(absolute_magnetisation),
            "M is the mean of φ over the lattice. Error: Γ method."),
        known(Quantity::absolute_magnetisation));
    add(row("magnetisation", "⟨M⟩", "Magnetisation", of(magnetisation),
            "Zero by the symmetry φ → −φ; in the broken phase chains keep their sign for very long. Error: Γ method."),
        exactly(0, "exact: symmetry φ → −φ"));
    add(row("susceptibility", "V⟨M²⟩", "Second moment of M",
            derived([volume](Means m) { return volume * m[magnetisation_squared]; }),
            "Volume times the mean square of M: the propagator at zero momentum. Error: Γ method."),
        known(Quantity::susceptibility));
    add(row(
        "chi_2", "χ₂", "Susceptibility", derived([volume](Means m) {
            return volume * (m[magnetisation_squared] - m[magnetisation] * m[magnetisation]);
        }),
        "V(⟨M²⟩ − ⟨M⟩²) as in arXiv:2309.17082; in the broken phase it measures mainly how well both signs are mixed. "
        "Error: Γ method."));
    add(row("chi_abs", "χ_abs", "Connected susceptibility", derived([volume](Means m) {
                return volume * (m[magnetisation_squared] - m[absolute_magnetisation] * m[absolute_magnetisation]);
            }),
            "V(⟨M²⟩ − ⟨|M|⟩²): peaks at the transition. Error: Γ method."),
        known(Quantity::connected_susceptibility));
    add(row("binder_cumulant", "U_L", "Binder cumulant", derived([](Means m) {
                const double square = m[magnetisation_squared];
                return 1 - m[magnetisation_quartic] / (3 * square * square);
            }),
            "1 − ⟨M⁴⟩/(3⟨M²⟩²): 0 for a Gaussian, 2/3 deep in the broken phase. Error: Γ method with numerator and "
            "denominator together."),
        known(Quantity::binder_cumulant));
    add(row("correlation_length", "ξ₂", "Second-moment correlation length", derived([=, this](Means m) {
                const double ratio = volume * m[magnetisation_squared] / m[lowest_mode] - 1;
                return std::sqrt(std::max(0.0, ratio)) / (2 * std::sin(std::numbers::pi / extent_));
            }),
            "√(G(0)/G(p₁) − 1)/(2 sin(π/L)) with the lowest momentum p₁; meaningless in the broken phase. Error: Γ "
            "method."),
        c.lambda == 0
            ? std::optional(exactly(std::sqrt(c.kappa / (1 - 4 * c.kappa)), "exact: free propagator, ξ² = κ/(1 − 4κ)"))
            : std::nullopt);
    add(row("field_squared", "⟨φ²⟩", "Mean square of the field", of(field_squared), "Error: Γ method."),
        known(Quantity::field_squared));
    add(row("field_quartic", "⟨φ⁴⟩", "Fourth moment of the field", of(field_quartic), "Error: Γ method."),
        known(Quantity::field_quartic));
    add(row("hopping_energy", "E", "Hopping energy", of(hopping),
            "Sum over directions of φ(x) φ(x + μ), per site. Error: Γ method."),
        known(Quantity::hopping_energy));
    add(row("action_density", "⟨S⟩/V", "Action density", derived([c](Means m) {
                return -2 * c.kappa * m[hopping] + (1 - 2 * c.lambda) * m[field_squared] + c.lambda * m[field_quartic];
            }),
            "Per site. Error: Γ method."),
        known(Quantity::action_density));
    add(row("schwinger_dyson", "SD", "Schwinger-Dyson identity", schwinger_dyson(),
            "−4κE + 2(1 − 2λ)⟨φ²⟩ + 4λ⟨φ⁴⟩ is 1 at any κ, λ and L. Error: Γ method."),
        exactly(1, "exact: Schwinger-Dyson equation ⟨φ ∂S/∂φ⟩ = 1"));
    if (const double r = series.scale_reduction(absolute_magnetisation); r > 0) {
        const auto& test = agreement_of_chains();
        Measurement m{.key = test.key,
                      .symbol = test.symbol,
                      .label = "Agreement of the chains",
                      .unit = "",
                      .value = r,
                      .error = std::nan(""),
                      .help =
                          "Spread of |M| between chains against within (Gelman and Rubin 1992); above about 1.1 the "
                          "chains have not forgotten their start."};
        if (r > test.most) m.caution = test.failed;
        rows.push_back(std::move(m));
    }
    return rows;
}

const EquilibriumTest& agreement_of_chains() {
    static const EquilibriumTest test{
        .key = "scale_reduction", .symbol = "R̂", .most = 1.1, .failed = "the chains have not forgotten their start"};
    return test;
}

void FieldMeasurements::save(Archive& archive, const std::string& prefix) const {
    series.save(archive, prefix + "series.");
    field_histogram.save(archive, prefix + "field_histogram.");
    magnetisation_histogram.save(archive, prefix + "magnetisation_histogram.");
    spectrum.save(archive, prefix + "spectrum.");
}

void FieldMeasurements::load(const Archive& archive, const std::string& prefix) {
    series.load(archive, prefix + "series.");
    field_histogram.load(archive, prefix + "field_histogram.");
    magnetisation_histogram.load(archive, prefix + "magnetisation_histogram.");
    spectrum.load(archive, prefix + "spectrum.");
}

}  // namespace langevin::lattice

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/measurements.h"

#include "engine/statistics/panels.h"

namespace langevin::phi4 {
namespace {

enum : std::size_t { exp_minus_delta_h = lattice::observable_count, acceptance };
constexpr std::size_t of_updates = 2;

}  // namespace

Measurements::Measurements(int extent, int first, int count, const Parameters& parameters)
    : FieldMeasurements(extent, count, parameters.couplings(), of_updates), first_(first), count_(count) {}

void Measurements::record(const std::vector<lattice::Moments>& moments, const std::vector<UpdateRecord>& updates) {
    const auto first = static_cast<std::size_t>(first_), n = static_cast<std::size_t>(count_);
    std::vector<double> more(of_updates * n);
    for (std::size_t i = 0; i < n; ++i) {
        more[i] = updates[first + i].exp_minus_delta_h;
        more[n + i] = updates[first + i].acceptance;
    }
    FieldMeasurements::record(std::span(moments).subspan(first, n), more);
}

void Measurements::record(const std::vector<lattice::Spectrum>& spectra) {
    FieldMeasurements::record(
        std::span(spectra).subspan(static_cast<std::size_t>(first_), static_cast<std::size_t>(count_)));
}

std::vector<Measurement> Measurements::table(const Parameters& p) const {
    auto rows = FieldMeasurements::table();
    const auto add = [&](std::size_t observable, const char* key, const char* symbol, const char* label,
                         const char* help) -> Measurement& {
        return rows.emplace_back(statistics::row(key, symbol, label, statistics::estimate(series, observable), help));
    };
    if (p.algorithm == Algorithm::hmc || p.algorithm == Algorithm::mala)
        add(exp_minus_delta_h, "exp_minus_delta_h", "⟨e^(−ΔH)⟩", "Exponential of −ΔH",
            "1 in equilibrium for every reversible, area-preserving integrator. Error: Γ method.")
            .expected = Expectation{1, 0, "exact: M. Creutz, Phys. Rev. D 38 (1988) 1228"};
    if (p.algorithm != Algorithm::langevin)
        add(acceptance, "acceptance", "P_acc", "Acceptance", "Share of proposals taken. Error: Γ method.");
    return rows;
}

}  // namespace langevin::phi4

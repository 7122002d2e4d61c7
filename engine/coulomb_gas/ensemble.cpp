// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/ensemble.h"

#include <cmath>
#include <string>

#include "engine/core/parameter.h"
#include "engine/spectra/formula.h"
#include "engine/spectra/samplers.h"
#include "engine/spectra/special_functions.h"

namespace langevin::coulomb_gas {
namespace {

spectra::Jet bare(const Potential& p, double x) {
    switch (p.kind) {
        case Confinement::harmonic:
            return {p.kappa * x * x / 2, p.kappa * x, p.kappa};
        case Confinement::quartic:
            return {x * x * (p.mu / 2 + p.lambda * x * x / 4), x * (p.mu + p.lambda * x * x),
                    p.mu + 3 * p.lambda * x * x};
        case Confinement::formula:
            return p.formula->evaluate(x);
        case Confinement::laguerre:
            break;
    }
    return {p.kappa * x / 2, p.kappa / 2, 0};
}

/// beta (M - N + 1), the strength of the repulsion from zero.
double wall(const Ensemble& e) {
    return e.beta * (e.potential.rows - e.levels + 1);
}

}  // namespace

double Ensemble::degrees_of_freedom() const {
    const double n = levels;
    return laguerre() ? beta * potential.rows * n : n + beta * n * (n - 1) / 2;
}

double level_of(const Ensemble& ensemble, double q) {
    return ensemble.laguerre() ? q * q : q;
}

double coordinate_of(const Ensemble& ensemble, double x) {
    return ensemble.laguerre() ? std::sqrt(x) : x;
}

Derivatives one_body(const Ensemble& e, double q) {
    if (e.laguerre()) {
        const double a = e.temperature * (wall(e) - 1);
        return {e.potential.kappa * q - a / q, e.potential.kappa + a / (q * q)};
    }
    const auto jet = bare(e.potential, q);
    return {jet.first, jet.second};
}

double potential_energy(const Ensemble& e, double x) {
    const double bare_energy = bare(e.potential, x).value;
    return e.laguerre() ? bare_energy - e.temperature * (wall(e) / 2 - 1) * std::log(x) : bare_energy;
}

double virial(const Ensemble& e, double x) {
    return x * bare(e.potential, x).first;
}

bool can_be_sampled(const Ensemble& e) {
    return e.potential.kind == Confinement::harmonic || e.laguerre();
}

std::vector<double> sample(const Ensemble& e, RandomSequence& random, const std::stop_token& stop) {
    if (e.laguerre()) return spectra::laguerre_spectrum(e.beta, e.potential.rows, e.levels, e.variance(), random, stop);
    return spectra::hermite_spectrum(e.beta, e.levels, e.variance(), random, stop);
}

std::optional<std::string> escapes(const Ensemble& e) {
    if (can_be_sampled(e)) return std::nullopt;
    if (e.potential.kind == Confinement::quartic)
        return e.potential.lambda > 0 ? std::nullopt : std::optional<std::string>("λ must be positive");
    // A single charge far out sees the others as one: |x|^(beta (N - 1)) exp(-V/T) must be integrable.
    const double needed = e.temperature * (e.beta * (e.levels - 1) + 1);
    for (const double side : {-1.0, 1.0})
        for (const double distance : {1e3, 1e5, 1e7}) {
            const double pull = virial(e, side * distance);
            if (std::isnan(pull)) return "V is not a number at x = " + to_text(side * distance);
            if (!(pull > needed))
                return "at x = " + to_text(side * distance) + " its pull x V'(x) = " + to_text(pull) +
                       " does not exceed the repulsion T (β (N − 1) + 1) = " + to_text(needed);
        }
    return std::nullopt;
}

double mean_energy_harmonic(const Ensemble& e) {
    const double n = e.levels;
    double logarithms = n * (n - 1) / 4 * std::log(e.variance());
    for (int j = 1; j <= e.levels; ++j)
        logarithms += 0.5 * (j * spectra::digamma(1 + j * e.beta / 2) - spectra::digamma(1 + e.beta / 2));
    return e.temperature * (e.degrees_of_freedom() / 2 - e.beta * logarithms);
}

}  // namespace langevin::coulomb_gas

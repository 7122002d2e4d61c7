// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/laws.h"

#include <memory>

#include "engine/coulomb_gas/dynamics.h"
#include "engine/spectra/finite_density.h"

namespace langevin::coulomb_gas_lab {
namespace {

using coulomb_gas::Confinement;

/// The gas of 200 charges with the same beta T N, whose most probable places show the density of any number.
spectra::LevelDensity numerical_density(coulomb_gas::Ensemble e, const std::stop_token& stop) {
    constexpr int charges = 200;
    e.beta *= static_cast<double>(e.levels) / charges;
    e.levels = charges;
    return spectra::LevelDensity::from_levels(coulomb_gas::most_probable(e, {.stop = stop}));
}

}  // namespace

spectra::LevelDensity density_law(const coulomb_gas::Ensemble& e, const std::stop_token& stop) {
    switch (e.potential.kind) {
        case Confinement::harmonic:
            return spectra::LevelDensity::semicircle(e.beta, e.levels, e.variance());
        case Confinement::quartic:
            return spectra::LevelDensity::quartic(e.beta, e.levels, e.temperature, e.potential.mu, e.potential.lambda);
        case Confinement::laguerre:
            return spectra::LevelDensity::marchenko_pastur(e.beta, e.levels, e.potential.rows, e.variance());
        case Confinement::formula:
            break;
    }
    return numerical_density(e, stop);
}

const spectra::LevelDensity& DensityLaw::of(const coulomb_gas::Ensemble& ensemble, const std::stop_token& stop) {
    if (!law_ || ensemble_ != ensemble) {
        ensemble_.reset();
        law_ = density_law(ensemble, stop);
        if (!stop.stop_requested()) ensemble_ = ensemble;
    }
    return *law_;
}

std::optional<ExactDensity> finite_density_law(const coulomb_gas::Ensemble& e) {
    if (e.levels > 100) return std::nullopt;
    if (e.potential.kind == Confinement::harmonic && spectra::HermiteDensity::known(e.beta, e.levels)) {
        auto law = std::make_shared<const spectra::HermiteDensity>(e.beta, e.levels, e.variance());
        return ExactDensity{law->source(), [law](double x) { return law->density(x); }};
    }
    if (e.laguerre() && spectra::LaguerreDensity::known(e.beta, e.levels)) {
        auto law = std::make_shared<const spectra::LaguerreDensity>(e.beta, e.levels, e.potential.rows, e.variance());
        return ExactDensity{law->source(), [law](double x) { return law->density(x); }};
    }
    return std::nullopt;
}

const spectra::TracyWidom& tracy_widom_law(double beta) {
    static const spectra::TracyWidom orthogonal(1), unitary(2), symplectic(4);
    return beta == 1 ? orthogonal : beta == 2 ? unitary : symplectic;
}

}  // namespace langevin::coulomb_gas_lab

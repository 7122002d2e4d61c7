// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "engine/lattice/metropolis.h"
#include "engine/lattice/spectrum.h"
#include "engine/statistics/autocorrelation.h"
#include "tests/engine/lattice/averages.h"
#include "tests/engine/lattice/blocks.h"

/// Equilibrium ensembles by every algorithm, measured chain by chain.
namespace langevin::test {

enum class Algorithm { hmc, hmc_single, leapfrog, mala, metropolis, cluster };

struct NamedAlgorithm {
    Algorithm algorithm;
    const char* name;
};
inline constexpr std::array all_algorithms{
    NamedAlgorithm{Algorithm::hmc, "HMC"}, NamedAlgorithm{Algorithm::hmc_single, "HMC in single precision"},
    NamedAlgorithm{Algorithm::mala, "MALA"}, NamedAlgorithm{Algorithm::metropolis, "Metropolis"},
    NamedAlgorithm{Algorithm::cluster, "Metropolis and Wolff"}};

enum Observable : std::size_t {
    abs_m,
    m,
    m2,
    m3,
    m4,
    phi2,
    phi4,
    phi6,
    hopping,       ///< sum_mu phi_x phi_{x+mu}
    virial,        ///< phi dS/dphi
    cubic_virial,  ///< phi^3 dS/dphi
    force2,        ///< F^2
    observables
};

struct Task {
    lattice::Geometry geometry;
    lattice::Couplings couplings;
    Algorithm algorithm = Algorithm::hmc;
    int updates = 0;
    std::uint64_t seed = 1;
    bool spectra = false;  ///< of square lattices
};

class Ensemble {
  public:
    explicit Ensemble(const Task& task)
        : task_(task),
          half_(task.spectra ? static_cast<std::size_t>(task.geometry.columns / 2 + 1) : 0),
          series_(observables + 3 * half_, chains, 4096) {
        if (task.algorithm == Algorithm::hmc_single)
            run<float>();
        else
            run<double>();
    }

    statistics::Estimate mean(std::size_t observable) const { return statistics::estimate(series_, observable); }
    statistics::Estimate of(const statistics::Function& f) const { return statistics::estimate(series_, f); }
    double volume() const { return static_cast<double>(task_.geometry.sites()); }
    statistics::Estimate susceptibility() const {
        return of([v = volume()](std::span<const double> x) { return v * x[m2]; });
    }
    statistics::Estimate connected_susceptibility() const {
        return of([v = volume()](std::span<const double> x) { return v * (x[m2] - x[abs_m] * x[abs_m]); });
    }
    statistics::Estimate binder() const {
        return of([](std::span<const double> x) { return 1 - x[m4] / (3 * x[m2] * x[m2]); });
    }
    statistics::Estimate axis(std::size_t k) const { return mean(observables + k); }
    statistics::Estimate diagonal(std::size_t k) const { return mean(observables + half_ + k); }
    /// <phi_0 phi_r> along the axes.
    statistics::Estimate two_point(std::size_t r) const {
        return of([this, r](std::span<const double> x) {
            const std::vector<double> line(x.begin() + static_cast<std::ptrdiff_t>(observables + 2 * half_), x.end());
            return lattice::two_point_function(line, task_.geometry.columns)[r];
        });
    }

  private:
    static constexpr int lanes = 8, chains = 16;

    template <class Real>
    void run() {
        const Random random(task_.seed);
        std::optional<lattice::SpectrumAnalyser> analyser;
        if (half_ > 0) analyser.emplace(task_.geometry.columns);
        std::vector<lattice::ScalarBlock<Real>> blocks;
        for (int first = 0; first < chains; first += lanes)
            blocks.push_back(random_block<Real>(task_.geometry, first, lanes, task_.seed));
        std::vector<double> values((observables + 3 * half_) * chains);
        const int thermalisation = 300 + task_.updates / 20;
        for (int t = 0; t < thermalisation + task_.updates; ++t) {
            for (auto& block : blocks) {
                update(block, random, static_cast<std::uint64_t>(t));
                if (t < thermalisation) continue;
                const auto moments = lattice::moments_of(block);
                for (int lane = 0; lane < lanes; ++lane)
                    measure(block.extract(lane), moments[static_cast<std::size_t>(lane)],
                            static_cast<std::size_t>(block.first_chain + lane), values);
                if (!analyser) continue;
                const auto spectra = analyser->analyse(block);
                for (std::size_t lane = 0; lane < lanes; ++lane)
                    for (std::size_t k = 0; k < half_; ++k) {
                        const std::size_t chain = static_cast<std::size_t>(block.first_chain) + lane;
                        values[(observables + k) * chains + chain] = spectra[lane].axis[k];
                        values[(observables + half_ + k) * chains + chain] = spectra[lane].diagonal[k];
                        values[(observables + 2 * half_ + k) * chains + chain] = spectra[lane].line[k];
                    }
            }
            if (t >= thermalisation) series_.push(values);
        }
    }

    /// Trajectories of random length, for the sake of the free field; about one unit of time in any
    /// case.
    template <class Real>
    void update(lattice::ScalarBlock<Real>& block, Random random, std::uint64_t t) const {
        const double length = 0.5 + random.uniform(Stream::of(20, 0), t, 0);
        const auto& c = task_.couplings;
        switch (task_.algorithm) {
            case Algorithm::hmc:
            case Algorithm::hmc_single:
                lattice::hmc_update(block, c, {lattice::Integrator::minimum_norm, 3, 1.2 * length / 3}, {random, t, 0});
                return;
            case Algorithm::leapfrog:
                lattice::hmc_update(block, c, {lattice::Integrator::leapfrog, 5, 1.2 * length / 5}, {random, t, 0});
                return;
            case Algorithm::mala:
                for (std::uint64_t i = 0; i < 6; ++i)
                    lattice::hmc_update(block, c, {lattice::Integrator::leapfrog, 1, std::sqrt(2 * 0.06)},
                                        {random, 6 * t + i, 0});
                return;
            case Algorithm::cluster:
                for (int lane = 0; lane < lanes; ++lane) lattice::wolff_clusters(block, lane, c, 2, {random, t, 4});
                [[fallthrough]];
            case Algorithm::metropolis:
                for (std::uint64_t i = 0; i < 2; ++i) lattice::metropolis_sweep(block, c, 1.2, {random, 2 * t + i, 0});
                return;
        }
    }

    void measure(const std::vector<double>& field, const lattice::Moments& moments, std::size_t chain,
                 std::vector<double>& values) const {
        const auto put = [&](Observable o, double value) { values[o * chains + chain] = value; };
        const auto force = lattice::force(field, task_.geometry, task_.couplings);
        const double v = volume(), magnetisation = moments.field / v, square = magnetisation * magnetisation;
        double sixth = 0, first = 0, third = 0, second = 0;
        for (std::size_t x = 0; x < field.size(); ++x) {
            const double p2 = field[x] * field[x];
            sixth += p2 * p2 * p2;
            first -= field[x] * force[x];
            third -= field[x] * p2 * force[x];
            second += force[x] * force[x];
        }
        put(abs_m, std::abs(magnetisation));
        put(m, magnetisation);
        put(m2, square);
        put(m3, square * magnetisation);
        put(m4, square * square);
        put(phi2, moments.square / v);
        put(phi4, moments.quartic / v);
        put(phi6, sixth / v);
        put(hopping, moments.hopping / v);
        put(virial, first / v);
        put(cubic_virial, third / v);
        put(force2, second / v);
    }

    Task task_;
    std::size_t half_;
    statistics::TimeSeries series_;
};

}  // namespace langevin::test

/// A measured quantity against a known one, its own error included; sharp enough to notice
/// `relative`.
#define VERIFY_ESTIMATE(name, estimate, expected, expected_error, relative)                 \
    do {                                                                                    \
        const auto found_ = (estimate);                                                     \
        QVERIFY2(found_.reliable, name);                                                    \
        VERIFY_MEAN(name, found_.value, std::hypot(found_.error, expected_error), expected, \
                    (relative)*std::abs(expected) / 5);                                     \
    } while (false)

/// Schwinger-Dyson identities <phi^n dS/dphi> = n <phi^(n-1)> for n = 1, 3, and <F^2> =
/// <d^2S/dphi^2>.
#define VERIFY_IDENTITIES(ensemble, lambda)                                                                           \
    do {                                                                                                              \
        const auto one_ = (ensemble).mean(virial);                                                                    \
        VERIFY_MEAN("<phi dS/dphi>", one_.value, one_.error, 1, 0.002);                                               \
        const auto three_ = (ensemble).of([](std::span<const double> x) { return x[cubic_virial] / (3 * x[phi2]); }); \
        VERIFY_MEAN("<phi^3 dS/dphi> / 3 <phi^2>", three_.value, three_.error, 1, 0.003);                             \
        const auto response_ = (ensemble).of(                                                                         \
            [&](std::span<const double> x) { return x[force2] / (2 * (1 - 2 * (lambda)) + 12 * (lambda)*x[phi2]); }); \
        VERIFY_MEAN("<F^2> / <d^2S/dphi^2>", response_.value, response_.error, 1, 0.002);                             \
    } while (false)

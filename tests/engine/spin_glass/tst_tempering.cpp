// SPDX-License-Identifier: GPL-3.0-or-later
// Parallel tempering of the Sherrington-Kirkpatrick model against enumeration, an exact identity and exact limits.
#include <QTest>
#include <cmath>

#include "engine/spin_glass/replica_symmetric.h"
#include "engine/spin_glass/tempering.h"
#include "engine/statistics/disorder_average.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spin_glass;
using langevin::statistics::DisorderAverage;

namespace {

const Random random_numbers(1975);

enum Observable : std::size_t { energy, magnetisation, magnetisation_squared, overlap_squared, observables };

/// All temperatures one after the other: [temperature][observable].
DisorderAverage simulate(const TemperingModel& model, std::uint32_t samples, int thermalisation, int sweeps) {
    const std::size_t count = model.temperatures.size();
    DisorderAverage average(observables * count, samples);
    std::vector<double> values(observables * count);
    for (std::uint32_t s = 0; s < samples; ++s) {
        TemperingSample sample(model, s, random_numbers);
        for (int t = 0; t < thermalisation + sweeps; ++t) {
            sample.update(model, random_numbers, static_cast<std::uint64_t>(t));
            if (t < thermalisation) continue;
            for (std::size_t k = 0; k < count; ++k) {
                const auto state = sample.state(model, k);
                double* v = &values[k * observables];
                v[energy] = (state.energy[0] + state.energy[1]) / 2;
                v[magnetisation] = (std::abs(state.magnetisation[0]) + std::abs(state.magnetisation[1])) / 2;
                v[magnetisation_squared] = (state.magnetisation[0] * state.magnetisation[0] +
                                            state.magnetisation[1] * state.magnetisation[1]) /
                                           2;
                v[overlap_squared] = state.overlap * state.overlap;
            }
            average.add(s, values);
        }
    }
    return average;
}

struct Exact {
    double energy = 0, overlap_squared = 0;
};

/// Energy per spin and <q^2> = sum_ij <S_i S_j>^2/N^2 of one sample by summing over all states.
Exact enumerate(const TemperingSample& sample, int n, double field, double temperature) {
    const auto size = static_cast<std::size_t>(n);
    double z = 0, u = 0;
    std::vector<double> s(size), correlations(size * size);
    for (unsigned state = 0; state < (1u << n); ++state) {
        double e = 0;
        for (std::size_t i = 0; i < size; ++i) s[i] = (state >> i) & 1 ? 1 : -1;
        for (std::size_t i = 0; i < size; ++i) {
            e -= field * s[i];
            for (std::size_t j = i + 1; j < size; ++j) e -= sample.couplings()[i * size + j] * s[i] * s[j];
        }
        const double weight = std::exp(-e / temperature);
        z += weight;
        u += weight * e;
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t j = 0; j < size; ++j) correlations[i * size + j] += weight * s[i] * s[j];
    }
    Exact exact{u / z / n, 0};
    for (const double c : correlations) exact.overlap_squared += c * c / (z * z * n * n);
    return exact;
}

}  // namespace

class TestTempering : public QObject {
    Q_OBJECT

  private slots:
    /// Twelve spins, twenty samples, every temperature, with and without field and mean coupling.
    void agrees_with_enumeration_data() {
        QTest::addColumn<double>("coupling");
        QTest::addColumn<double>("field");
        QTest::addRow("spin glass") << 0.0 << 0.0;
        QTest::addRow("field and mean coupling") << 0.7 << 0.2;
    }
    void agrees_with_enumeration() {
        QFETCH(double, coupling);
        QFETCH(double, field);
        const TemperingModel model{12, coupling, field, geometric_temperatures(0.3, 1.6, 8)};
        constexpr std::uint32_t samples = 20;
        const auto found = simulate(model, samples, 200, 6000);
        for (std::size_t k = 0; k < model.temperatures.size(); ++k) {
            double energies = 0, energies_squared = 0, overlaps = 0, overlaps_squared = 0, scale = 0, overlap_scale = 0;
            for (std::uint32_t s = 0; s < samples; ++s) {
                const auto exact =
                    enumerate(TemperingSample(model, s, random_numbers), 12, field, model.temperatures[k]);
                const double e = found.mean(k * observables + energy, s) - exact.energy;
                const double q = found.mean(k * observables + overlap_squared, s) - exact.overlap_squared;
                energies += e / samples;
                energies_squared += e * e / samples;
                overlaps += q / samples;
                overlaps_squared += q * q / samples;
                scale += exact.energy / samples;
                overlap_scale += exact.overlap_squared / samples;
            }
            const double energy_error = std::sqrt(energies_squared / (samples - 1));
            const double overlap_error = std::sqrt(overlaps_squared / (samples - 1));
            QVERIFY(energy_error < 0.004 * std::abs(scale) && overlap_error < 0.01 * overlap_scale);
            VERIFY_CLOSE(energies, 0.0, 4 * energy_error);
            VERIFY_CLOSE(overlaps, 0.0, 4 * overlap_error);
        }
    }

    /// [u] = -(J0/2)([<m^2>] - 1/N) - (b/2)(1 - [<q^2>]) at h = 0, by Gaussian integration by parts: holds in
    /// equilibrium.
    void equilibrates_to_the_identity() {
        for (const double coupling : {0.0, 0.8}) {
            const TemperingModel model{64, coupling, 0, geometric_temperatures(0.4, 1.6, 12)};
            const auto found = simulate(model, 128, 400, 1000);
            for (std::size_t k = 0; k < 12; k += 3) {
                const double b = 1 / model.temperatures[k];
                const auto difference = found.estimate([&](std::span<const double> m) {
                    const double* v = &m[k * observables];
                    return v[energy] + coupling / 2 * (v[magnetisation_squared] - 1.0 / 64) +
                           b / 2 * (1 - v[overlap_squared]);
                });
                QVERIFY(difference.error < 0.02);
                VERIFY_CLOSE(difference.value, 0.0, 4 * difference.error);
            }
        }
    }

    /// Paramagnet: N [<q^2>] -> 1/(1 - 1/T^2).
    void paramagnet() {
        const TemperingModel model{256, 0, 0, {1.5, 1.6, 1.8, 2.0}};
        const auto found = simulate(model, 64, 50, 400);
        for (const auto& [k, expected] : {std::pair{0u, 1.8}, {3u, 4.0 / 3}}) {
            const auto overlap = found.estimate(k * observables + overlap_squared);
            QVERIFY(256 * overlap.error < 0.02 * expected);
            VERIFY_CLOSE(256 * overlap.value / expected, 1.0, 0.03 + 4 * 256 * overlap.error / expected);
        }
    }

    /// Ferromagnet and spin glass at N = 256, against the replica-symmetric solution and the bounds of the sheet.
    void ordered_phases() {
        const TemperingModel ferromagnet{256, 2, 0, {0.8, 0.9, 1.0, 1.2}};
        const auto m = simulate(ferromagnet, 32, 200, 300).estimate(magnetisation);
        VERIFY_CLOSE(m.value, solve({0.8, 2, 0}).magnetisation, 0.02 + 4 * m.error);
        const TemperingModel glass{256, 0, 0, geometric_temperatures(0.4, 1.4, 12)};
        const auto found = simulate(glass, 16, 500, 500);
        QVERIFY(found.estimate(magnetisation).value < 0.1);
        QVERIFY(std::sqrt(found.estimate(overlap_squared).value) > 0.45);
    }

    /// A field that is changed on the way acts as if it had always been there.
    void field_may_change() {
        const TemperingModel before{16, 0.5, 0, geometric_temperatures(0.5, 1.5, 4)};
        auto after = before;
        after.field = 0.4;
        TemperingSample one(before, 3, random_numbers), other(after, 3, random_numbers);
        one.change_field(0.4);
        for (std::uint64_t t = 0; t < 20; ++t) {
            one.update(after, random_numbers, t);
            other.update(after, random_numbers, t);
        }
        VERIFY_CLOSE(one.state(after, 1).energy[0], other.state(after, 1).energy[0], 1e-12);
        VERIFY_SAME(one.state(after, 1).overlap, other.state(after, 1).overlap);
    }

    void state_returns() {
        const TemperingModel model{20, 0.5, 0.1, geometric_temperatures(0.5, 1.5, 4)};
        TemperingSample one(model, 3, random_numbers), other(model, 3, random_numbers);
        for (std::uint64_t t = 0; t < 9; ++t) one.update(model, random_numbers, t);
        std::vector<double> values;
        std::vector<std::uint64_t> counters;
        one.save(values, counters);
        std::span<const double> v = values;
        std::span<const std::uint64_t> c = counters;
        other.load(v, c);
        QVERIFY(v.empty() && c.empty());
        for (std::uint64_t t = 9; t < 20; ++t) {
            one.update(model, random_numbers, t);
            other.update(model, random_numbers, t);
        }
        VERIFY_SAME(one.state(model, 2).energy[1], other.state(model, 2).energy[1]);
        VERIFY_SAME(one.state(model, 0).overlap, other.state(model, 0).overlap);
    }
};

QTEST_GUILESS_MAIN(TestTempering)
#include "tst_tempering.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Trajectories of one step: Langevin dynamics and its bias, MALA and its absence, mode by mode for
// the free field.
#include <QtTest>
#include <cmath>
#include <vector>

#include "engine/lattice/hybrid_monte_carlo.h"
#include "engine/lattice/reference.h"
#include "engine/lattice/spectrum.h"
#include "engine/statistics/autocorrelation.h"
#include "engine/statistics/linear_fit.h"
#include "tests/engine/lattice/averages.h"
#include "tests/engine/lattice/blocks.h"
#include "tests/engine/lattice/modes.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;
using statistics::estimate;

namespace {

constexpr int extent = 8, lanes = 8, half = extent / 2;
constexpr Geometry shape{extent, extent};
constexpr Couplings free_field{0.2, 0};                  // omega^2 from 0.4 to 3.6
constexpr std::size_t observables = 2 + 2 * (half + 1);  // <phi^2>, hopping energy, axis modes, diagonal modes

double omega_squared(int p, int q) {
    const double omega = Mode{p, q}.frequency(shape, free_field.kappa);
    return omega * omega;
}

/// A Euler step multiplies a mode by 1 - eps omega^2 and adds noise of variance 2 eps.
double euler_variance(double eps, double omega2) {
    return 1 / (omega2 * (1 - eps * omega2 / 2));
}

double euler_square(double eps) {
    return sum_over_modes(shape, free_field.kappa, [&](double omega) { return euler_variance(eps, omega * omega); }) /
           static_cast<double>(shape.sites());
}

/// Measurements about a unit of Langevin time apart. `update` makes one step of size eps.
template <class Update>
statistics::TimeSeries measure(double eps, int measurements, Update update) {
    const Random random(static_cast<std::uint64_t>(std::llround(eps * 1000)) + 7);
    ScalarBlock<double> block(shape, 0, lanes);
    GaussianField(shape, free_field.kappa, [](double omega) { return 1 / (omega * omega); }).draw(block, random, 0);
    SpectrumAnalyser analyser(extent);
    statistics::TimeSeries series(observables, lanes, 4096);
    const int between = std::max(1, static_cast<int>(std::lround(0.5 / eps)));
    std::vector<double> values(observables * lanes);
    std::uint64_t step = 0;
    for (int m = -50; m < measurements; ++m) {
        for (int i = 0; i < between; ++i) update(block, Draws{random, ++step, 0});
        if (m < 0) continue;
        const auto moments = moments_of(block);
        const auto spectra = analyser.analyse(block);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto put = [&](std::size_t observable, double value) { values[observable * lanes + lane] = value; };
            put(0, moments[lane].square / static_cast<double>(shape.sites()));
            put(1, moments[lane].hopping / static_cast<double>(shape.sites()));
            for (std::size_t k = 0; k <= half; ++k) {
                put(2 + k, spectra[lane].axis[k]);
                put(3 + half + k, spectra[lane].diagonal[k]);
            }
        }
        series.push(values);
    }
    return series;
}

statistics::TimeSeries langevin_run(double eps, int measurements) {
    return measure(eps, measurements,
                   [&](auto& block, const Draws& draws) { langevin_step(block, free_field, eps, draws); });
}

/// All modes on axis and diagonal, each to `precision` of its value.
void verify_modes(const statistics::TimeSeries& series, double eps, double precision) {
    double chi_squared = 0;
    for (int k = 0; k <= half; ++k)
        for (const bool diagonal : {false, true}) {
            const double expected = euler_variance(eps, omega_squared(diagonal ? k : 0, k));
            const auto found = estimate(series, static_cast<std::size_t>((diagonal ? 3 + half : 2) + k));
            VERIFY_MEAN(qPrintable(QString("%1 mode %2").arg(diagonal ? "diagonal" : "axis").arg(k)), found.value,
                        found.error, expected, precision * expected);
            if (k > 0 || !diagonal) chi_squared += std::pow((found.value - expected) / found.error, 2);
        }
    qInfo("chi^2 = %.1f of %d modes", chi_squared, 2 * half + 1);
    QVERIFY(chi_squared < 30);  // one in two thousand
}

}  // namespace

class TestLangevin : public QObject {
    Q_OBJECT

  private slots:
    void langevin_has_the_bias_of_the_euler_step_data();
    void langevin_has_the_bias_of_the_euler_step();
    void bias_is_linear_in_the_step();
    void mala_has_no_bias_data();
    void mala_has_no_bias();
    void mala_proposes_the_langevin_step();
};

void TestLangevin::langevin_has_the_bias_of_the_euler_step_data() {
    QTest::addColumn<double>("eps");
    QTest::newRow("eps = 0.1") << 0.1;    // 2 % to 22 %
    QTest::newRow("eps = 0.25") << 0.25;  // 5 % to 82 %
}

void TestLangevin::langevin_has_the_bias_of_the_euler_step() {
    QFETCH(const double, eps);
    const auto series = langevin_run(eps, 20000);
    verify_modes(series, eps, 0.01);
    const auto square = estimate(series, 0), hopping = estimate(series, 1);
    const double hopping_exact = sum_over_modes(shape, free_field.kappa, [&](double omega) {
        return euler_variance(eps, omega * omega) * (1 - omega * omega / 2) / (2 * free_field.kappa);
    });
    VERIFY_MEAN("mean square", square.value, square.error, euler_square(eps), 0.0015);
    VERIFY_MEAN("hopping energy", hopping.value, hopping.error, hopping_exact / static_cast<double>(shape.sites()),
                0.0025);
}

/// <phi^2> = 0.635435 + eps / 2 + ...: slope and extrapolation to eps = 0.
void TestLangevin::bias_is_linear_in_the_step() {
    std::vector<double> steps{0.02, 0.04, 0.06, 0.08}, found, errors, exact;
    for (const double eps : steps) {
        const auto square = estimate(langevin_run(eps, 20000), 0);
        found.push_back(square.value);
        errors.push_back(square.error);
        exact.push_back(euler_square(eps));
    }
    const auto fit = statistics::fit_line(steps, found, errors), expected = statistics::fit_line(steps, exact, errors);
    VERIFY_CLOSE(expected.slope, 0.5, 0.1);  // what is left is the next order
    VERIFY_CLOSE(euler_square(0), expectation(Quantity::field_squared, extent, free_field)->value, 1e-12);
    VERIFY_MEAN("slope", fit.slope, fit.slope_error, expected.slope, 0.03);
    VERIFY_MEAN("intercept", fit.intercept, fit.intercept_error, expected.intercept, 0.0015);
    QVERIFY(std::abs(expected.intercept - euler_square(0)) < 0.0015);
}

void TestLangevin::mala_has_no_bias_data() {
    QTest::addColumn<double>("eps");
    QTest::newRow("eps = 0.1") << 0.1;
    QTest::newRow("eps = 0.15") << 0.15;
}

void TestLangevin::mala_has_no_bias() {
    QFETCH(const double, eps);
    double accepted = 0, all = 0;
    const auto series = measure(eps, 20000, [&](auto& block, const Draws& draws) {
        for (const auto& result : hmc_update(block, free_field, {Integrator::leapfrog, 1, std::sqrt(2 * eps)}, draws)) {
            accepted += result.accepted;
            ++all;
        }
    });
    qInfo("acceptance %.3f", accepted / all);
    QVERIFY(accepted < 0.98 * all && accepted > 0.3 * all);
    verify_modes(series, 0, 0.015);
    const auto square = estimate(series, 0), hopping = estimate(series, 1);
    VERIFY_MEAN("mean square", square.value, square.error,
                expectation(Quantity::field_squared, extent, free_field)->value, 0.0015);
    VERIFY_MEAN("hopping energy", hopping.value, hopping.error,
                expectation(Quantity::hopping_energy, extent, free_field)->value, 0.0025);
}

/// Delta H of a one-step trajectory is the logarithm of the Metropolis-Hastings ratio with the
/// Gaussian proposal density ln q(b|a) = -(b - a - eps F(a))^2 / (4 eps), interacting or not.
void TestLangevin::mala_proposes_the_langevin_step() {
    const Couplings interacting{0.27, 0.022};
    const double eps = 0.002;
    auto block = random_block<double>(shape, 0, lanes);
    const auto before = block;
    auto proposal = block;
    const Draws draws{Random(6), 3, 0};
    langevin_step(proposal, interacting, eps, draws);
    const auto results = hmc_update(block, interacting, {Integrator::leapfrog, 1, std::sqrt(2 * eps)}, draws);
    int accepted = 0;
    for (int lane = 0; lane < lanes; ++lane) {
        const auto a = before.extract(lane), b = proposal.extract(lane);
        const auto log_q = [&](const std::vector<double>& to, const std::vector<double>& from) {
            const auto f = force(from, shape, interacting);
            double sum = 0;
            for (std::size_t x = 0; x < from.size(); ++x) sum -= std::pow(to[x] - from[x] - eps * f[x], 2) / (4 * eps);
            return sum;
        };
        const double ratio =
            plain_action(a, shape, interacting) - plain_action(b, shape, interacting) + log_q(a, b) - log_q(b, a);
        VERIFY_CLOSE(results[lane].energy_change, -ratio, 1e-9);
        if (!results[lane].accepted) continue;
        ++accepted;
        QVERIFY(block.extract(lane) == b);
    }
    QVERIFY(accepted > 0);
}

QTEST_GUILESS_MAIN(TestLangevin)
#include "tst_langevin.moc"

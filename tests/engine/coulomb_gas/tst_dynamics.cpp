// SPDX-License-Identifier: GPL-3.0-or-later
// Every integrator against the exact identities of the stationary law and the exact relaxation.
#include <QTest>
#include <algorithm>
#include <functional>

#include "engine/core/error.h"
#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/matrix_process.h"
#include "engine/coulomb_gas/pair_sums.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::coulomb_gas;

namespace {

using Step = std::function<void(std::vector<double>& q, double h, std::span<const double> noise, std::uint32_t copy,
                                std::uint64_t step)>;

const Random random_numbers(62);

Step stepper(const Ensemble& ensemble, const QString& name) {
    if (name == "tamed")
        return [ensemble](auto& q, double h, auto noise, auto, auto) { tamed_step(ensemble, q, h, noise, {}); };
    if (name == "implicit")
        return [ensemble](auto& q, double h, auto noise, auto, auto) { implicit_step(ensemble, q, h, noise, {}); };
    return [ensemble](auto& q, double h, auto noise, std::uint32_t copy, std::uint64_t step) {
        adaptive_step(ensemble, q, h, noise, 0.1, {random_numbers, Stream::of(9, copy), step}, {});
    };
}

struct Average {
    double sum = 0, squares = 0;
    int count = 0;
    void add(double value) {
        sum += value;
        squares += value * value;
        ++count;
    }
    double mean() const { return sum / count; }
    double error() const { return std::sqrt((squares / count - mean() * mean()) / count); }
};

/// Independent copies from the same start for a time; what is measured of each at the end.
Average evolve(const Ensemble& ensemble, const Step& step, std::vector<double> start, double h, int steps, int copies,
               const std::function<double(const std::vector<double>&)>& measure) {
    Average average;
    std::vector<double> noise(start.size());
    for (std::uint32_t copy = 0; copy < static_cast<std::uint32_t>(copies); ++copy) {
        auto q = start;
        for (std::uint64_t s = 0; s < static_cast<std::uint64_t>(steps); ++s) {
            random_numbers.normals<double>(Stream::of(1, copy), s, 0, 1, noise);
            for (double& n : noise) n *= std::sqrt(h);
            step(q, h, noise, copy, s);
        }
        for (double& y : q) y = level_of(ensemble, y);
        average.add(measure(q));
    }
    return average;
}

double square_sum(const std::vector<double>& x) {
    double sum = 0;
    for (const double v : x) sum += v * v;
    return sum;
}
double sum_of(const std::vector<double>& x) {
    double sum = 0;
    for (const double v : x) sum += v;
    return sum;
}

}  // namespace

class TestDynamics : public QObject {
    Q_OBJECT

  private slots:
    void stationary_square_sum_data() {
        QTest::addColumn<QString>("integrator");
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("h");
        QTest::addColumn<double>("bias");  // allowed, relative; O(h)
        for (const double beta : {1.0, 2.0, 4.0}) {
            QTest::addRow("tamed %g", beta) << QString("tamed") << beta << 2e-3 << 0.02;
            QTest::addRow("implicit %g", beta) << QString("implicit") << beta << 1e-2 << 0.02;
            QTest::addRow("adaptive %g", beta) << QString("adaptive") << beta << 1e-2 << 0.01;
        }
    }
    void stationary_square_sum() {
        QFETCH(QString, integrator);
        QFETCH(double, beta);
        QFETCH(double, h);
        QFETCH(double, bias);
        const Ensemble ensemble{.beta = beta, .temperature = 0.5, .potential = {.kappa = 2}, .levels = 16};
        const double expected = ensemble.variance() * ensemble.degrees_of_freedom();
        const auto found = evolve(ensemble, stepper(ensemble, integrator), spread_start(ensemble), h / 2,
                                  static_cast<int>(4 / h), 100, square_sum);
        QVERIFY(found.error() < 0.015 * expected);
        VERIFY_CLOSE(found.mean() / expected, 1.0, bias + 4 * found.error() / expected);
    }

    /// <rho>(t) = s2 n + (rho_0 - s2 n) exp(-2 kappa t), from a compressed start; the Laguerre sum alike.
    void relaxation_data() {
        QTest::addColumn<QString>("integrator");
        QTest::addColumn<bool>("laguerre");
        for (const bool laguerre : {false, true})
            for (const char* name : {"tamed", "implicit", "adaptive"})
                QTest::addRow("%s %s", name, laguerre ? "Laguerre" : "harmonic") << QString(name) << laguerre;
    }
    void relaxation() {
        QFETCH(QString, integrator);
        QFETCH(bool, laguerre);
        Ensemble ensemble{.beta = 2, .temperature = 1, .potential = {}, .levels = 8};
        if (laguerre) ensemble.potential = {.kind = Confinement::laguerre, .rows = 16};
        auto start = spread_start(ensemble);
        for (double& q : start) q *= 0.5;
        const auto measure = laguerre ? sum_of : square_sum;
        std::vector<double> x = start;
        for (double& q : x) q = level_of(ensemble, q);
        const double end = ensemble.variance() * ensemble.degrees_of_freedom(), begin = measure(x);
        for (const double t : {0.25, 1.0}) {
            const double h = integrator == "tamed" ? 1e-3 : 5e-3;
            const auto found = evolve(ensemble, stepper(ensemble, integrator), start, h,
                                      static_cast<int>(std::lround(t / h)), 300, measure);
            const double expected = end + (begin - end) * std::exp(-2 * t);
            VERIFY_CLOSE(found.mean() / expected, 1.0, 0.01 + 4 * found.error() / expected);
        }
    }

    /// Any potential: <sum x V'> = T n.
    void virial_identity_data() {
        QTest::addColumn<double>("mu");
        QTest::addColumn<double>("beta");
        for (const double mu : {-1.0, 0.0, 1.0})
            for (const double beta : {1.0, 2.0, 4.0}) QTest::addRow("mu %g beta %g", mu, beta) << mu << beta;
    }
    void virial_identity() {
        QFETCH(double, mu);
        QFETCH(double, beta);
        const Ensemble ensemble{.beta = beta,
                                .temperature = 0.7,
                                .potential = {.kind = Confinement::quartic, .mu = mu, .lambda = 1},
                                .levels = 8};
        const auto found = evolve(ensemble, stepper(ensemble, "implicit"), spread_start(ensemble), 4e-3, 500, 200,
                                  [&](const std::vector<double>& x) {
                                      double sum = 0;
                                      for (const double v : x) sum += virial(ensemble, v);
                                      return sum;
                                  });
        const double expected = ensemble.temperature * ensemble.degrees_of_freedom();
        VERIFY_CLOSE(found.mean() / expected, 1.0, 0.015 + 4 * found.error() / expected);
    }

    void sampler_has_the_exact_mean_energy() {
        for (const double beta : {0.3, 1.0, 4.0}) {
            const Ensemble ensemble{.beta = beta, .temperature = 0.8, .potential = {.kappa = 1.7}, .levels = 12};
            Average average;
            for (std::uint64_t i = 0; i < 20000; ++i) {
                RandomSequence random(random_numbers, Stream::of(3, 0), i);
                const auto x = sample(ensemble, random);
                double energy = -beta * ensemble.temperature * log_differences(x, 0, x.size());
                for (const double v : x) energy += potential_energy(ensemble, v);
                average.add(energy);
            }
            VERIFY_CLOSE(average.mean(), mean_energy_harmonic(ensemble), 5 * average.error());
        }
    }

    /// The matrix process is exact at any step: stationary square sum, its decay, and (Laguerre) the sum.
    void matrix_process_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<bool>("laguerre");
        for (const double beta : {1.0, 2.0, 4.0})
            for (const bool laguerre : {false, true})
                QTest::addRow("%g %s", beta, laguerre ? "Laguerre" : "harmonic") << beta << laguerre;
    }
    void matrix_process() {
        QFETCH(double, beta);
        QFETCH(bool, laguerre);
        Ensemble ensemble{.beta = beta, .temperature = 1, .potential = {.kappa = 0.5}, .levels = 5};
        if (laguerre) ensemble.potential = {.kind = Confinement::laguerre, .kappa = 0.5, .rows = 9};
        QVERIFY(MatrixProcess::fits(ensemble));
        const std::vector<double> start{1, 2, 3, 4, 5};
        const auto measure = laguerre ? sum_of : square_sum;
        const double end = ensemble.variance() * ensemble.degrees_of_freedom();
        std::vector<double> noise(MatrixProcess::entries(ensemble));
        Average early, late;
        for (std::uint32_t copy = 0; copy < 4000; ++copy) {
            MatrixProcess process(ensemble, start);
            QVERIFY(std::abs(measure(process.levels()) - measure(start)) < 1e-9);
            random_numbers.normals<double>(Stream::of(4, copy), 0, 0, 1, noise);
            process.step(ensemble, 0.6, noise);
            early.add(measure(process.levels()));
            random_numbers.normals<double>(Stream::of(4, copy), 1, 0, 1, noise);
            process.step(ensemble, 30, noise);
            late.add(measure(process.levels()));
        }
        VERIFY_CLOSE(late.mean(), end, 5 * late.error());
        VERIFY_CLOSE(early.mean(), end + (measure(start) - end) * std::exp(-0.6), 5 * early.error());
        QVERIFY(late.error() < 0.01 * end);
    }

    void implicit_step_keeps_the_order_of_a_degenerate_start() {
        const Ensemble ensemble{.beta = 0.1, .temperature = 1, .potential = {}, .levels = 200};  // by iteration
        std::vector<double> q(200, 0.3), noise(200);
        put_in_order(ensemble, q);
        for (std::uint64_t s = 0; s < 20; ++s) {
            random_numbers.normals<double>(Stream::of(6, 0), s, 0, 1, noise);
            for (double& n : noise) n *= 0.1;
            QVERIFY(implicit_step(ensemble, q, 0.01, noise, {}));
            for (std::size_t i = 1; i < q.size(); ++i) QVERIFY(q[i] > q[i - 1]);
        }
    }

    void large_and_small_gases_solve_the_same_implicit_equation() {
        // 150 charges by Cholesky, 170 by conjugate gradients: both must satisfy y = b + h drift(y).
        for (const int n : {150, 170}) {
            const Ensemble ensemble{.beta = 2, .temperature = 1, .potential = {}, .levels = n};
            auto q = spread_start(ensemble);
            const auto before = q;
            std::vector<double> noise(q.size()), force(q.size());
            random_numbers.normals<double>(Stream::of(7, 0), 0, 0, 1, noise);
            for (double& v : noise) v *= 0.1;
            QVERIFY(implicit_step(ensemble, q, 0.01, noise, {}));
            QVERIFY(drift(ensemble, q, {}, force));
            for (std::size_t i = 0; i < q.size(); ++i)
                VERIFY_CLOSE(q[i], before[i] + std::sqrt(2.0) * noise[i] + 0.01 * force[i], 1e-7);
        }
    }

    void most_probable_configuration_of_the_harmonic_gas_are_hermite_zeros() {
        // T. J. Stieltjes (1885): zeros of the Hermite polynomial He_N, scaled by sqrt(beta T / (2 kappa)).
        const Ensemble ensemble{.beta = 4, .temperature = 0.5, .potential = {}, .levels = 3};
        const auto q = most_probable(ensemble, {});
        VERIFY_CLOSE(q[1], 0.0, 1e-7);
        VERIFY_CLOSE(q[2], std::sqrt(3.0), 1e-6);
    }

    void a_stop_is_noticed() {
        std::stop_source source;
        source.request_stop();
        const Ensemble ensemble{.levels = 200};
        auto q = spread_start(ensemble);
        const std::vector<double> noise(200);
        QVERIFY(!tamed_step(ensemble, q, 1e-3, noise, {1, source.get_token()}));
        QVERIFY(!implicit_step(ensemble, q, 1e-3, noise, {1, source.get_token()}));
    }

    void potentials_that_do_not_confine_are_found() {
        Ensemble ensemble{.levels = 8};
        QVERIFY(!escapes(ensemble));
        ensemble.potential = {.kind = Confinement::quartic, .lambda = 0};
        QVERIFY(escapes(ensemble).has_value());
    }
};

QTEST_GUILESS_MAIN(TestDynamics)
#include "tst_dynamics.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The solvable two-peak model of arXiv:2410.21212: estimator, forward conservation, backward with the exact score.
#include <QTest>

#include "engine/diffusion/cumulants.h"
#include "engine/diffusion/sampler.h"
#include "engine/diffusion/site/two_peaks.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestCumulants : public QObject {
    Q_OBJECT

    static constexpr double exact[] = {1.0625, -2, 16, -272};

    /// Independent samples, four million at a time would be heavy: in portions.
    template <class Map>
    static CumulantSums forward(std::size_t samples, Map map) {
        const Random random(241021212);
        CumulantSums sums;
        std::vector<double> z(100000), w(z.size());
        for (std::uint64_t part = 0; part * z.size() < samples; ++part) {
            random.normals<double>(Stream::of(1, 0), part, 0, 1, z);
            random.normals<double>(Stream::of(2, 0), part, 0, 1, w);
            for (std::size_t i = 0; i < z.size(); ++i) z[i] = map((i % 2 ? 1 : -1) + 0.25 * z[i], w[i]);
            sums.add(z);
        }
        return sums;
    }

    static void verify(const CumulantSums& sums, int order, double expected, double bias = 0) {
        const auto e = sums.cumulant(order);
        VERIFY_CLOSE_AS(qPrintable(QString("kappa_%1").arg(order)), e.value, expected, 4 * e.error + bias);
    }

  private slots:
    void moments_and_cumulants() {
        const double moments[] = {0, 1.0625, 0, 1.38671875, 0, 2.116943359375, 0, 3.6744537353515625};
        const auto k = cumulants_of_moments(moments);
        for (int n = 2; n <= 8; n += 2) VERIFY_CLOSE(k[std::size_t(n) - 1], exact[n / 2 - 1], 1e-11);
        const auto back = moments_of_cumulants(k);
        for (std::size_t n = 0; n < 8; ++n) VERIFY_CLOSE(back[n], moments[n], 1e-12);
        const double gaussian[] = {1, 3, 15, 105, 945, 10395, 135135, 2027025};
        VERIFY_CLOSE(cumulant_error(2, gaussian, 100), std::sqrt(2.0 / 100), 1e-12);
        VERIFY_CLOSE(cumulant_error(4, gaussian, 100), std::sqrt(24.0 / 100), 1e-12);
        VERIFY_CLOSE(cumulant_error(8, gaussian, 1), std::sqrt(40320), 1e-6);
    }

    void estimator_on_exact_samples() {
        const auto sums = forward(1000000, [](double x, double) { return x; });
        for (int n = 2; n <= 8; n += 2) verify(sums, n, exact[n / 2 - 1]);
        QVERIFY(sums.cumulant(4).error < 0.004 && sums.cumulant(8).error < 1);
        CumulantSums copy;
        copy.restore(sums.state());
        VERIFY_SAME(copy.cumulant(6).value, sums.cumulant(6).value);
    }

    void exploding_noise_conserves() {
        for (const double sigma : {0.5, 1.0, 2.0}) {
            const auto sums = forward(4000000, [sigma](double x, double w) { return x + sigma * w; });
            verify(sums, 2, 1.0625 + sigma * sigma);
            verify(sums, 4, -2);
            if (sigma < 1) verify(sums, 6, 16);
        }
    }

    void preserving_noise_damps() {
        for (const double u : {0.2, 0.5, 1.0}) {
            const double m = std::exp(-u / 2), noise = std::sqrt(1 - m * m);
            const auto sums = forward(2000000, [=](double x, double w) { return m * x + noise * w; });
            const double k[] = {0, 1.0625, 0, -2, 0, 16};
            const auto expected = diffused_cumulants(k, m, noise);
            for (int n = 2; n <= 6; n += 2) verify(sums, n, expected[static_cast<std::size_t>(n) - 1]);
            VERIFY_CLOSE(expected[3], -2 * std::pow(m, 4), 1e-12);
        }
    }

    /// Euler-Maruyama with the exact score, t from 1 to 10^-3: the table worked out for it, a million samples.
    void backward_with_the_exact_score_data() {
        QTest::addColumn<ProcessKind>("kind");
        QTest::addColumn<int>("levels");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("exploding, 100") << ProcessKind::variance_exploding << 100
                                        << QList<double>{1.0443, -1.980, 15.76, -266.6};
        QTest::newRow("exploding, 300") << ProcessKind::variance_exploding << 300
                                        << QList<double>{1.0561, -1.990, 15.88, -269.3};
        QTest::newRow("preserving, 300") << ProcessKind::variance_preserving << 300
                                         << QList<double>{1.0610, -2.0081, 16.10, -274.2};
    }
    void backward_with_the_exact_score() {
        QFETCH(const ProcessKind, kind);
        QFETCH(const int, levels);
        QFETCH(const QList<double>, expected);
        const TwoPeaks peaks(1, 0.25);
        Sampler sampler(Process(kind, 10), {.levels = levels}, peaks);
        sampler.start(500000, {}, Random(35), Stream::of(1, 0), 0);
        while (!sampler.finished()) sampler.step(2);
        CumulantSums sums;
        sums.add(sampler.samples());
        const double errors[] = {0.0005, 0.002, 0.025, 0.55};  // of the table
        for (int n = 2; n <= 8; n += 2) {
            const auto value = expected[n / 2 - 1];
            const auto e = sums.cumulant(n);
            const double error = std::hypot(e.error, errors[n / 2 - 1]);
            VERIFY_CLOSE_AS(qPrintable(QString("kappa_%1").arg(n)), e.value, value,
                            4 * error + 0.002 * std::abs(value));
        }
    }
};

QTEST_GUILESS_MAIN(TestCumulants)
#include "tst_cumulants.moc"

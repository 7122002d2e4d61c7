// SPDX-License-Identifier: GPL-3.0-or-later
// Cumulants of two peaks from scores that are learnt (arXiv:2410.21212), for three seeds; and exact biases of
// Euler-Maruyama, without the noise of a reference run.
#include <QTest>

#include "engine/diffusion/cumulants.h"
#include "engine/diffusion/sampler.h"
#include "engine/diffusion/site/site_training.h"
#include "engine/diffusion/site/two_peaks.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestLearntCumulants : public QObject {
    Q_OBJECT

    static constexpr double exact[] = {1.0625, -2, 16, -272};
    const std::shared_ptr<const TwoPeaks> peaks = std::make_shared<TwoPeaks>(1, 0.25);

  private slots:
    void learnt_scores_data() {
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3}) QTest::addRow("seed %d", seed) << seed;
    }
    void learnt_scores() {
        QFETCH(const int, seed);
        SiteParameters p;
        p.sigma_base = 10;
        p.levels = 300;
        p.last_time = 1e-3;
        p.training_samples = 65536;
        p.training_steps = 8000;
        p.width = 32;
        p.depth = 2;
        p.learning_rate = 3e-3;
        p.batch = 256;
        SiteTraining training(peaks, p, Random(static_cast<std::uint64_t>(seed)));
        QVERIFY(training.advance(8000, 2, {}));
        const LearntScore score(training.model(), 1, 1);
        Sampler sampler(p.forward(),
                        {.method = Method::exponential,
                         .levels = 60,
                         .spacing = Spacing::geometric,
                         .last_step = LastStep::denoise},
                        score);
        // A flow remembers its prior: from noise alone kappa_2 would come out 1.7 % too small.
        std::vector<double> y(100000), z(y.size());
        peaks->draw(Random(35), Stream::of(2, 0), 0, y);
        Random(35).normals<double>(Stream::of(3, 0), 0, 0, 1, z);
        for (std::size_t i = 0; i < y.size(); ++i) y[i] += sampler.sigma() * z[i];
        sampler.start(std::move(y), Random(35), Stream::of(1, 0), 0);
        while (!sampler.finished()) sampler.step(2);
        CumulantSums sums;
        sums.add(sampler.samples());
        const double bounds[] = {0.02, 0.03, 0.04, 0.06};
        for (int i = 0; i < 4; ++i) {
            const auto e = sums.cumulant(2 * i + 2);
            VERIFY_CLOSE_AS(qPrintable(QString("kappa_%1").arg(2 * i + 2)), e.value / exact[i], 1, bounds[i]);
        }
        const auto normalised = sums.normalised_cumulant(4);
        VERIFY_CLOSE(normalised.value, sums.cumulant(4).value / std::pow(sums.cumulant(2).value, 2), 1e-3);
    }

    /// The operator that carries the density from step to step, on grids of 1200 to 3200 points: worked out
    /// independently.
    void euler_maruyama_data() {
        QTest::addColumn<ProcessKind>("kind");
        QTest::addColumn<int>("levels");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("exploding, 100") << ProcessKind::variance_exploding << 100
                                        << QList<double>{1.0443900632, -1.9805398971, 15.7656710769, -266.698831228};
        QTest::newRow("preserving, 300") << ProcessKind::variance_preserving << 300
                                         << QList<double>{1.0612791493, -2.0091062900, 16.1088195809, -274.468219604};
    }
    void euler_maruyama() {
        QFETCH(const ProcessKind, kind);
        QFETCH(const int, levels);
        QFETCH(const QList<double>, expected);
        Sampler sampler(Process(kind, 10), {.levels = levels}, *peaks);
        sampler.start(400000, {}, Random(11), Stream::of(1, 0), 0);
        while (!sampler.finished()) sampler.step(2);
        CumulantSums sums;
        sums.add(sampler.samples());
        for (int i = 0; i < 4; ++i) {
            const auto e = sums.cumulant(2 * i + 2);
            VERIFY_CLOSE_AS(qPrintable(QString("kappa_%1").arg(2 * i + 2)), e.value, expected[i], 5 * e.error);
            QVERIFY(5 * e.error < 0.02 * std::abs(expected[i]));
        }
    }
};

QTEST_GUILESS_MAIN(TestLearntCumulants)
#include "tst_learnt_cumulants.moc"

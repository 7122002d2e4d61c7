// SPDX-License-Identifier: GPL-3.0-or-later
// Spectra of the classical ensembles, unfolded and measured, against the laws for many levels.
#include <QTest>

#include "engine/core/error.h"
#include "engine/spectra/correlation_laws.h"
#include "engine/spectra/fluctuations.h"
#include "engine/spectra/level_density.h"
#include "engine/spectra/samplers.h"
#include "engine/spectra/spacing_laws.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;

namespace {

constexpr int levels = 400;

SpectrumStore store_of(double beta, int times) {
    SpectrumStore store(levels, 1, std::size_t{1} << 18);
    for (std::uint64_t t = 0; t < static_cast<std::uint64_t>(times); ++t) {
        RandomSequence random(Random(8), Stream::of(1, static_cast<std::uint32_t>(beta)), t);
        store.push(hermite_spectrum(beta, levels, 1, random));
    }
    return store;
}

Unfolder unfolder(Unfolding method, const SpectrumStore& store, double beta) {
    const auto law = LevelDensity::semicircle(beta, levels, 1);
    return {method, store, 0.5, law.cumulative};
}

}  // namespace

class TestFluctuations : public QObject {
    Q_OBJECT

    const SpectrumStore stores[3] = {store_of(1, 200), store_of(2, 200), store_of(4, 200)};
    const double betas[3] = {1, 2, 4};

  private slots:
    void spacings_for_every_unfolding_data() {
        QTest::addColumn<int>("method");
        QTest::addColumn<int>("which");
        for (int method = 0; method < 5; ++method)
            for (int which = 0; which < 3; ++which) QTest::addRow("%d %d", method, which) << method << which;
    }
    void spacings_for_every_unfolding() {
        QFETCH(int, method);
        QFETCH(int, which);
        const auto unfold = unfolder(static_cast<Unfolding>(method), stores[which], betas[which]);
        const auto found = spacings(stores[which], unfold, 0.5);
        VERIFY_CLOSE(found.mean, 1.0, 0.01);
        // A local mean takes a little of the variance away.
        const double allowed = static_cast<Unfolding>(method) == Unfolding::local ? 0.06 : 0.01;
        const double expected = spacing_variance_large(betas[which])->value;
        VERIFY_CLOSE(found.variance / expected, 1.0, allowed + 5 * found.error / expected);
        QVERIFY(found.error < 0.02 * expected);
        const Surmise surmise(betas[which]);
        const double distance =
            statistics::kolmogorov_smirnov_distance(found.all, [&](double s) { return surmise.cumulative(s); });
        QVERIFY2(distance < 0.02, qPrintable(QString::number(distance)));
    }

    void number_variance_is_logarithmic() {
        for (int which = 0; which < 3; ++which) {
            const auto unfold = unfolder(Unfolding::analytic, stores[which], betas[which]);
            const auto found = number_variance(stores[which], unfold, 0.5);
            const NumberVariance law(betas[which]);
            for (std::size_t i = 0; i < found.x.size() && found.x[i] < 8; ++i)
                VERIFY_CLOSE(found.y[i] / law(found.x[i]), 1.0, 0.06 + 5 * found.error[i] / law(found.x[i]));
        }
    }

    void form_factor_follows_its_law() {
        for (int which = 0; which < 3; ++which) {
            const auto unfold = unfolder(Unfolding::analytic, stores[which], betas[which]);
            const auto found = form_factor(stores[which], unfold, 0.5);
            double sum = 0, expected = 0;
            for (std::size_t i = 0; i < found.x.size(); ++i) {
                if (found.x[i] < 0.2 || found.x[i] > 0.8) continue;
                sum += found.y[i];
                expected += *langevin::spectra::form_factor(betas[which], found.x[i]);
            }
            VERIFY_CLOSE(sum / expected, 1.0, 0.05);
        }
    }

    void ratios_in_the_bulk() {
        for (int which = 0; which < 3; ++which) {
            double sum = 0, squares = 0;
            const auto& store = stores[which];
            for (std::size_t t = 0; t < store.times(); ++t) {
                const double r = mean_ratio(store.spectrum(t, 0), 0.5);
                sum += r;
                squares += r * r;
            }
            const auto n = static_cast<double>(store.times());
            const double mean = sum / n, error = std::sqrt((squares / n - mean * mean) / n);
            QVERIFY(error < 0.0025);
            VERIFY_CLOSE(mean, mean_ratio_large(betas[which])->value, 5 * error);
        }
        const std::vector<double> two{1, 2}, three{0, 1, 3};
        QVERIFY(std::isnan(mean_ratio(two, 1)));
        QCOMPARE(mean_ratio(three, 0.1), 0.5);
    }

    void independent_levels_are_told_apart() {
        SpectrumStore store(levels, 1, std::size_t{1} << 18);
        for (std::uint64_t t = 0; t < 100; ++t) {
            std::vector<double> x(levels);
            for (std::uint64_t i = 0; i < levels; ++i) x[i] = Random(4).uniform(Stream::of(0, 0), t, i);
            std::sort(x.begin(), x.end());
            store.push(x);
        }
        const Unfolder unfold(Unfolding::analytic, store, 0.5, [](double x) { return x; });
        const auto found = spacings(store, unfold, 0.5);
        VERIFY_CLOSE(found.variance, 1.0, 5 * found.error + 0.02);
        const auto sigma = number_variance(store, unfold, 0.5);
        for (std::size_t i = 0; i < sigma.x.size() && sigma.x[i] < 5; ++i)
            VERIFY_CLOSE(sigma.y[i], sigma.x[i] * (1 - sigma.x[i] / levels), 5 * sigma.error[i]);
    }

    void the_store_thins_and_restores() {
        SpectrumStore store(2, 3, 2 * 3 * 32);
        for (int t = 0; t < 100; ++t) {
            std::vector<double> x;
            for (int c = 0; c < 3; ++c) x.insert(x.end(), {double(t), double(t) + 0.5});
            store.push(x);
        }
        QCOMPARE(store.copies(), std::size_t{3});
        QCOMPARE(store.pushed(), std::uint64_t{100});
        QVERIFY(store.times() >= 16 && store.times() < 32);
        const double stride = store.spectrum(1, 0)[0] - store.spectrum(0, 0)[0];
        for (std::size_t t = 0; t < store.times(); ++t)
            QCOMPARE(store.spectrum(t, 2)[0], stride * static_cast<double>(t));
        Archive archive;
        store.save(archive, "s.");
        SpectrumStore other(2, 3, 2 * 3 * 32);
        other.load(archive, "s.");
        Archive again;
        other.save(again, "s.");
        QCOMPARE(archive.hash(), again.hash());
        QVERIFY_THROWS_EXCEPTION(Failure, SpectrumStore(4, 3, 400).load(archive, "t."));
    }
};

QTEST_GUILESS_MAIN(TestFluctuations)
#include "tst_fluctuations.moc"

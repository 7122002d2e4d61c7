// SPDX-License-Identifier: GPL-3.0-or-later
// Adam, AdamW, clipping, moving average and schedules against PyTorch (tests/engine/networks/golden.py); going on from
// what was saved; gradients that are no numbers.
#include <QtTest>
#include <cmath>
#include <limits>

#include "engine/networks/learning/optimiser.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::networks;
using langevin::test::problem_of;

Q_DECLARE_METATYPE(OptimiserSettings)

namespace {

constexpr int golden_steps = 12;

/// The one of golden.py: depends on the place and on the step, and is large in some of them.
template <class T>
std::vector<T> gradient(const std::vector<T>& x, int n) {
    std::vector<T> g;
    for (std::size_t i = 0; i < x.size(); ++i)
        g.push_back(static_cast<T>(std::cos(1.3 * n + static_cast<double>(i)) * (n % 4 == 1 ? 5 : 0.5) +
                                   0.1 * static_cast<double>(x[i])));
    return g;
}

OptimiserSettings settings(double weight_decay = 0, double largest_norm = 0, double average_decay = 0) {
    return {.learning_rate = 0.05,
            .beta1 = 0.8,
            .beta2 = 0.95,
            .epsilon = 1e-3,
            .weight_decay = weight_decay,
            .largest_norm = largest_norm,
            .average_decay = average_decay};
}

template <class T>
void run(Optimiser<T>& optimiser, std::vector<T>& x, int first, int last) {
    for (int n = first; n < last; ++n) optimiser.step(x, gradient(x, n), 1);
}

}  // namespace

class TestOptimiser : public QObject {
    Q_OBJECT

    const std::vector<double> start = {1.0, -0.5, 0.25};

  private slots:
    void golden_data() {
        QTest::addColumn<OptimiserSettings>("settings");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* name, const OptimiserSettings& s, std::vector<double> x, double tolerance) {
            QTest::newRow(name) << s << x << tolerance;
        };
        row("Adam", settings(), {0.66544485985745294, -0.50188907135216887, 0.47826488320079485}, 1e-14);
        row("AdamW", settings(0.2), {0.57273586052604797, -0.44880918725240587, 0.43261300696188731}, 1e-14);
        // PyTorch divides by the norm plus 1e-6.
        row("clipped", settings(0.2, 1.5), {0.6327689594430651, -0.4118778574263014, 0.38835290942833672}, 1e-7);
    }
    void golden() {
        QFETCH(const OptimiserSettings, settings);
        QFETCH(const std::vector<double>, expected);
        QFETCH(const double, tolerance);
        Optimiser<double> optimiser(3, settings);
        Optimiser<float> single(3, settings);
        auto x = start;
        std::vector<float> y(x.begin(), x.end());
        run(optimiser, x, 0, golden_steps);
        run(single, y, 0, golden_steps);
        for (std::size_t i = 0; i < x.size(); ++i) {
            VERIFY_CLOSE(x[i], expected[i], tolerance);
            VERIFY_CLOSE(static_cast<double>(y[i]), expected[i], 1e-6);
        }
        QCOMPARE(optimiser.steps(), std::uint64_t{golden_steps});
        QCOMPARE(optimiser.average(x).data(), x.data());  // there is none
    }

    void moving_average() {
        const std::vector<double> expected = {0.68939869541077914, -0.48635874478856034, 0.47629295414101758};
        Optimiser<double> optimiser(3, settings(0, 0, 0.5));
        auto x = start;
        run(optimiser, x, 0, golden_steps);
        for (std::size_t i = 0; i < x.size(); ++i) VERIFY_CLOSE(optimiser.average(x)[i], expected[i], 1e-14);
        VERIFY_CLOSE(x[0], 0.66544485985745294, 1e-14);  // the parameters themselves do not know of it
    }

    void the_norm_is_that_of_the_gradient() {
        Optimiser<double> optimiser(2, settings(0, 0.1));
        std::vector<double> x(2);
        VERIFY_CLOSE(optimiser.step(x, std::vector<double>{3, 4}, 1), 5, 1e-14);
    }

    void factors_and_rates() {
        Optimiser<double> whole(1, settings()), half(1, settings());
        half.set_learning_rate(2 * 0.05);
        std::vector<double> x{1}, y{1}, g{0.3};
        whole.step(x, g, 1);
        half.step(y, g, 0.5);
        QVERIFY(x[0] < 1);
        VERIFY_SAME(x[0], y[0]);
    }

    void schedules_data() {
        QTest::addColumn<Schedule>("schedule");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("cosine") << Schedule::cosine
                                << std::vector<double>{0.2,
                                                       0.4,
                                                       0.6,
                                                       0.8,
                                                       1,
                                                       0.96193976625564337,
                                                       0.85355339059327373,
                                                       0.69134171618254492,
                                                       0.5,
                                                       0.30865828381745514,
                                                       0.14644660940672627,
                                                       0.038060233744356638,
                                                       0};
        QTest::newRow("linear") << Schedule::linear << std::vector<double>{0.2,   0.4, 0.6,   0.8,  1,     0.875, 0.75,
                                                                           0.625, 0.5, 0.375, 0.25, 0.125, 0};
        QTest::newRow("constant") << Schedule::constant
                                  << std::vector<double>{0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    }
    void schedules() {
        QFETCH(const Schedule, schedule);
        QFETCH(const std::vector<double>, expected);
        for (std::uint64_t n = 0; n < expected.size(); ++n)
            VERIFY_CLOSE(schedule_factor(schedule, n, 12, 4), expected[n], 1e-14);
        VERIFY_CLOSE(schedule_factor(schedule, 100, 12, 4), expected.back(), 1e-14);  // stays where it is
        VERIFY_CLOSE(schedule_factor(schedule, 100, 0, 4), 1, 0);                     // there is no end
    }

    void goes_on_as_if_never_stopped() {
        Optimiser<float> whole(3, settings(0.1, 1, 0.9)), first(whole), second(whole);
        std::vector<float> x{1, -0.5f, 0.25f}, y(x);
        run(whole, x, 0, 20);
        run(first, y, 0, 7);
        Archive archive;
        first.save(archive, "optimiser.");
        second.load(archive, "optimiser.");
        run(second, y, 7, 20);
        QCOMPARE(y, x);
        const auto average = whole.average(x), again = second.average(y);
        QVERIFY(std::equal(average.begin(), average.end(), again.begin(), again.end()));
        QCOMPARE(second.steps(), std::uint64_t{20});
    }

    void another_networks_state_is_refused_whole() {
        Optimiser<float> three(3, settings()), two(2, settings());
        std::vector<float> x(3, 1.0f), y(2, 1.0f);
        run(three, x, 0, 3);
        run(two, y, 0, 1);
        Archive archive;
        three.save(archive, "");
        QVERIFY(!problem_of([&] { two.load(archive, ""); }).what.empty());
        QCOMPARE(two.steps(), std::uint64_t{1});
    }

    void what_is_no_number_changes_nothing() {
        Optimiser<float> optimiser(2, settings());
        std::vector<float> x{1, 2};
        for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
            const auto problem = problem_of([&] { optimiser.step(x, std::vector<float>{1, bad}, 1); });
            VERIFY_CONTAINS(problem.what, "the training diverged");
            QCOMPARE(problem.where, std::string("learning_rate"));
        }
        QCOMPARE(x, (std::vector<float>{1, 2}));
        QCOMPARE(optimiser.steps(), std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestOptimiser)
#include "tst_optimiser.moc"

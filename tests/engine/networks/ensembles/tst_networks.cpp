// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "engine/core/phase_diagram.h"
#include "engine/networks/ensembles/published.h"
#include "engine/networks/ensembles/soft_spins.h"
#include "engine/networks/ensembles/training_population.h"
#include "engine/parallel/parallel.h"

using namespace langevin;
using namespace langevin::networks;

namespace {

std::vector<TrainingPopulation::Member> members(double temperature, double inverse_width, int runs) {
    std::vector<TrainingPopulation::Member> result;
    for (int r = 0; r < runs; ++r)
        result.push_back({{}, {4 * temperature, 1 / inverse_width, Random(4200 + static_cast<std::uint64_t>(r))}});
    return result;
}

double median_gradient_at_start(double inverse_width) {
    const TrainingPopulation population(members(1, inverse_width, 200), 16);
    std::vector<double> norms;
    for (std::size_t r = 0; r < population.size(); ++r) norms.push_back(population.start(r).gradient_norm);
    return pooled_median(norms).value;
}

}  // namespace

class TestNetworks : public QObject {
    Q_OBJECT

    const TrainingPopulation population{members(0.25, 1, 2), 64};
    const Network student = population.student(0), teacher = population.teacher(0);
    const Examples data = examples(teacher, test_points(40, 3));

  private slots:
    void gradients_are_the_slopes_of_the_loss() {
        const auto gradient = middle_gradient(student, data);
        for (std::size_t i = 0; i < gradient.size(); i += 37) {
            const double step = 1e-5;
            auto up = student, down = student;
            up.middle[i] += step;
            down.middle[i] -= step;
            const double slope = (loss(up, data) - loss(down, data)) / (2 * step);
            QVERIFY2(std::abs(slope - gradient[i]) < 1e-7 * frobenius_norm(gradient),
                     qPrintable(QString("%1 %2").arg(slope).arg(gradient[i])));
        }
        // All matrices: one small step lowers the loss by the squared length of the gradient.
        auto lower = student;
        descend(lower, data, 1e-6, true);
        double squared = 0;
        for (auto [a, b] : {std::pair(&lower.first, &student.first), std::pair(&lower.middle, &student.middle),
                            std::pair(&lower.last, &student.last)})
            for (std::size_t i = 0; i < a->size(); ++i) squared += std::pow(((*a)[i] - (*b)[i]) / 1e-6, 2);
        QVERIFY(std::abs((loss(student, data) - loss(lower, data)) / (1e-6 * squared) - 1) < 1e-4);
    }

    void the_loss_is_the_energy_of_soft_spins() {
        const auto o = observe(student, population.start(0), population.levels(0, 1)[0]);
        QVERIFY(std::abs(o.quadratic - o.linear + o.constant - o.test_loss / 2) < 1e-12);
        QVERIFY(std::abs(o.test_loss / 2 - loss(student, population.start(0).test)) < 1e-12);
    }

    void the_teacher_itself_has_no_loss_and_full_memory() {
        const auto start = run_start(teacher, teacher, test_points(64, 3));
        const auto o = observe(teacher, start, squared_singular_values(teacher));
        QCOMPARE(o.test_loss, 0.0);
        QVERIFY(std::abs(o.log_spacing_ratio) < 1e-12);
        double squares = 0;
        for (const double phi : start.features) squares += phi * phi;
        QVERIFY(std::abs(o.time_correlation - squares / static_cast<double>(start.features.size())) < 1e-12);
        QVERIFY(std::abs(o.alignment) <= 1 && std::abs(o.feature_alignment) <= 1);
    }

    void levels_are_squared_singular_values() {
        const auto levels = squared_singular_values(student);
        QCOMPARE(levels.size(), std::size_t{16});
        double trace = 0, sum = 0;
        for (const double w : student.middle) trace += w * w;
        for (const double x : levels) sum += x;
        QVERIFY(std::abs(sum - trace) < 1e-10 * trace);
        QVERIFY(std::is_sorted(levels.begin(), levels.end()));
    }

    /// The gradient that the kernel sums up over all data is that of the reference.
    void the_gradient_at_the_start_is_that_of_all_data() {
        const auto all = population.block(0).data(0);
        const double exact = frobenius_norm(middle_gradient(student, all));
        QVERIFY(std::abs(population.start(0).gradient_norm / exact - 1) < 1e-4);
    }

    /// A4.1: <h^2> = 0.34375 of the hidden units.
    void hidden_units_have_the_mean_square_of_their_law() {
        QVERIFY(std::abs(mean_square_hidden(3) - 0.3437475926) < 1e-9);
        double sum = 0, squares = 0;
        const int draws = 100000;
        for (int d = 0; d < draws; ++d) {
            double z = 0;
            for (std::uint64_t k = 0; k < 3; ++k)
                z += Random(9).normal(Stream{1}, static_cast<std::uint64_t>(d), k) *
                     Random(9).normal(Stream{2}, static_cast<std::uint64_t>(d), k) / std::sqrt(3.0);
            const double h = std::tanh(z) * std::tanh(z);
            sum += h;
            squares += h * h;
        }
        const double mean = sum / draws, error = std::sqrt((squares / draws - mean * mean) / draws);
        QVERIFY(error < 0.002);
        QVERIFY(std::abs(mean - mean_square_hidden(3)) < 5 * error);
    }

    void soft_spins_have_one_peak_below_one_half_and_two_above() {
        for (const double variance : {0.1, 0.4, 0.6, 2.0}) {
            double norm = 0;
            const int points = 200000;
            for (int i = 0; i < points; ++i)
                norm += soft_spin_density(-1 + (i + 0.5) * 2 / points, variance) * 2 / points;
            QVERIFY(std::abs(norm - 1) < 1e-3);
            const bool dip = soft_spin_density(0.1, variance) > soft_spin_density(0, variance);
            QCOMPARE(dip, variance > critical_variance);
        }
        QVERIFY(std::abs(mean_square_tanh(1e-4) / 1e-4 - 1) < 1e-3);
    }

    /// A4.2: median norm of the gradient at the start over 200 runs, and how it vanishes for wide weights.
    void gradients_at_the_start_vanish_for_wide_weights() {
        const double narrow = median_gradient_at_start(8);
        QVERIFY2(std::abs(narrow - 0.73) < 0.10, qPrintable(QString::number(narrow)));
        const double wide = median_gradient_at_start(1.0 / 256);
        QVERIFY2(std::abs(wide / narrow - 0.0145) < 0.004, qPrintable(QString::number(wide / narrow)));
        double last = wide;
        for (int k = 7; k >= 2; --k) {
            const double next = median_gradient_at_start(std::exp2(-k));
            QVERIFY2(next > last, qPrintable(QString("2^-%1: %2").arg(k).arg(next)));
            last = next;
        }
    }

    void published_tables_are_read_at_the_right_places() {
        using namespace published;
        QCOMPARE(training_loss(8, 0.03125), 5.6e-8);
        QCOMPARE(training_loss(1.0 / 256, 64), 4.1e-3);
        QCOMPARE(log_spacing_ratio(8, 64), 19.02);
        QCOMPARE(test_loss(1.0 / 256, 0.03125), 5.4e-2);
        const auto all = maps(true);
        QCOMPARE(all.size(), std::size_t{4});
        // The published classes follow from the published tables by the classifier; x_max from the spacing.
        int equal = 0;
        for (const auto& cell : all[0].map.cells) {
            const double ratio = log_spacing_ratio(cell.x, cell.y);
            const double top = 2.828 / (cell.x * cell.x) * std::exp(ratio);
            equal += classify(top, ratio, training_loss(cell.x, cell.y), 95001) == static_cast<Phase>(cell.value);
        }
        QCOMPARE(equal, 144);
        const auto turned = maps(false);
        QCOMPARE(turned[0].map.cells[3].x, all[0].map.cells[3].y);
        QCOMPARE(boundaries(false)[2].x, boundaries(true)[2].y);
    }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"

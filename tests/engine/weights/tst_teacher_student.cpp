// SPDX-License-Identifier: GPL-3.0-or-later
// The linear student against the exact law of its distance from the teacher.
#include <QTest>

#include "engine/weights/teacher_student.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::weights;

namespace {

const Random random_numbers(1958);

struct Result {
    double distance = 0, distance_error = 0, spacing = 0, spacing_error = 0;
};

/// Many seeds after some updates.
Result run(const TeacherModel& model, int updates, int seeds, double width = 0.1) {
    double sum = 0, squares = 0, spacing = 0, spacing_squares = 0;
    for (int first = 0; first < seeds; first += lanes) {
        StudentBlock block(model, first, width, random_numbers);
        for (int t = 0; t < updates; ++t) block.update(model, random_numbers, static_cast<std::uint64_t>(t));
        for (int lane = 0; lane < lanes; ++lane) {
            const double e = block.squared_distance(model, lane);
            const auto x = block.levels(lane);
            const double s = x[1] - x[0];
            sum += e;
            squares += e * e;
            spacing += s;
            spacing_squares += s * s;
        }
    }
    const double n = seeds;
    return {sum / n, std::sqrt((squares / n - sum * sum / n / n) / n), spacing / n,
            std::sqrt((spacing_squares / n - spacing * spacing / n / n) / n)};
}

}  // namespace

class TestTeacherStudent : public QObject {
    Q_OBJECT

  private slots:
    void distance_obeys_its_law_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("pairs");
        QTest::addRow("0.1 16") << 0.1 << 16 << 1;
        QTest::addRow("0.5 16") << 0.5 << 16 << 1;
        QTest::addRow("0.3 4, two pairs") << 0.3 << 4 << 2;
        QTest::addRow("0.2 1") << 0.2 << 1 << 1;
    }
    void distance_obeys_its_law() {
        QFETCH(double, rate);
        QFETCH(int, batch);
        QFETCH(int, pairs);
        TeacherModel model;
        model.rate = rate;
        model.batch = batch;
        model.pairs = pairs;
        const auto law = distance_law(model);
        const auto late = run(model, static_cast<int>(12 / rate), 8000);
        QVERIFY(late.distance_error < 0.02 * law.stationary());
        VERIFY_CLOSE(late.distance, law.stationary(), 5 * late.distance_error);
        const int few = 5;
        double start = 0;  // |W_t|^2 + d^2 width^2
        for (int p = 0; p < pairs; ++p) start += 2 * model.value(p) * model.value(p);
        start += 4.0 * pairs * pairs * 0.01;
        const auto early = run(model, few, 8000);
        VERIFY_CLOSE(early.distance, law.after(start, few), 5 * early.distance_error);
    }

    void spacing_of_the_pair() {
        TeacherModel model;
        const auto found = run(model, 150, 16000);
        QVERIFY(found.spacing_error < 0.005 * found.spacing);
        VERIFY_CLOSE(found.spacing / student_spacing(model), 1.0, 0.005 + 5 * found.spacing_error / found.spacing);
        VERIFY_CLOSE(student_spacing(model), 0.0144, 2e-4);
        model.rate = 0.5;
        const auto fast = run(model, 60, 16000);
        VERIFY_CLOSE(fast.spacing / student_spacing(model), 1.0, 0.03);
    }

    void without_noise_the_student_learns_exactly() {
        TeacherModel model;
        model.noise = 0;
        const auto found = run(model, 600, 8);
        QVERIFY(found.distance < 1e-20);
    }

    void a_fixed_data_set_repeats_and_a_shared_one_moves_all_seeds_together() {
        TeacherModel model;
        model.data = Data::fixed;
        model.batches = 3;
        model.noise = 0;
        StudentBlock one(model, 0, 0.1, random_numbers), other(model, 0, 0.1, random_numbers);
        one.update(model, random_numbers, 1);
        other.update(model, random_numbers, 4);
        QCOMPARE(one.values(), other.values());
        model.data = Data::shared;
        StudentBlock low(model, 0, 0, random_numbers), high(model, 8, 0, random_numbers);
        low.update(model, random_numbers, 2);
        high.update(model, random_numbers, 2);
        QCOMPARE(low.values(), high.values());
    }

    void too_large_a_rate_runs_away() {
        TeacherModel model;
        model.rate = 2;
        model.batch = 1;
        QVERIFY(distance_law(model).decay > 1);
        StudentBlock block(model, 0, 0.1, random_numbers);
        for (std::uint64_t t = 0; t < 2000 && block.finite(); ++t) block.update(model, random_numbers, t);
        QVERIFY(!block.finite());
    }
};

QTEST_GUILESS_MAIN(TestTeacherStudent)
#include "tst_teacher_student.moc"

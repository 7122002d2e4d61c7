// SPDX-License-Identifier: GPL-3.0-or-later
// Every step of every shipped lesson: loads, fits the labs, runs, and the run gives what the lesson says it gives.
#include <QTest>
#include <algorithm>

#include "engine/labs/labs.h"
#include "engine/run/lesson_check.h"

using namespace langevin;

class TestLessons : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    const std::vector<Lesson> lessons = labs::lessons();

  private slots:
    void one_for_each_subject() {
        for (const char* subject :
             {"diffusion_and_stochastic_quantisation", "phases_of_learning", "sgd_and_random_matrices"})
            QVERIFY2(std::any_of(lessons.begin(), lessons.end(), [&](const Lesson& l) { return l.id == subject; }),
                     subject);
        for (const auto& lesson : lessons) {
            QVERIFY2(lesson.steps.size() >= 8 && lesson.steps.size() <= 12, lesson.id.c_str());
            QVERIFY2(!lesson.title.empty() && !lesson.summary.empty(), lesson.id.c_str());
            const auto asked = std::count_if(lesson.steps.begin(), lesson.steps.end(),
                                             [](const LessonStep& step) { return step.question.has_value(); });
            QVERIFY2(asked >= 6, lesson.id.c_str());
            validate(registry, lesson);
        }
    }

    void steps_data() {
        QTest::addColumn<const Lesson*>("lesson");
        QTest::addColumn<std::size_t>("index");
        for (const auto& lesson : lessons)
            for (std::size_t i = 0; i < lesson.steps.size(); ++i)
                QTest::addRow("%s %zu %s", lesson.id.c_str(), i + 1, lesson.steps[i].title.c_str()) << &lesson << i;
    }

    void steps() {
        QFETCH(const Lesson*, lesson);
        QFETCH(std::size_t, index);
        const auto& step = lesson->steps[index];
        const auto result = check_step(registry, *lesson, index, 1, {});
        QVERIFY2(result.problem.empty(), result.problem.c_str());
        QVERIFY2(result.seconds < 60, "a run takes seconds");  // on a machine that does other things too
        QVERIFY2(step.text.size() > 30, "a step says something");
        if (!step.question) return;
        QVERIFY2(!step.question->explanation.empty(), "a question is explained");
        const auto& measured = result.measured;
        if (measured && measured->expected)
            QVERIFY2(!measured->expected->source.empty(), "an expected value has a source");
        if (measured) qInfo("%s", with_error(measured->value, measured->error).c_str());
    }

    void what_should_be_mended() {
        auto lesson = lessons.front();
        lesson.steps.resize(2);
        auto& question = *lesson.steps[1].question;
        question.steps = 300;
        const auto problem = [&] { return QString::fromStdString(check_step(registry, lesson, 1, 1, {}).problem); };
        QCOMPARE(problem(), QString());
        question.tolerance = 1e-6;
        QVERIFY2(problem().contains("tolerance"), qPrintable(problem()));
        question.expected.reset();
        question.scalar = "chi_2";
        QVERIFY2(problem().contains("nothing is expected"), qPrintable(problem()));
        question.scalar = "field_square";
        QVERIFY2(problem().contains("Did you mean \"field_squared\"?"), qPrintable(problem()));
    }
};

QTEST_GUILESS_MAIN(TestLessons)
#include "tst_lessons.moc"

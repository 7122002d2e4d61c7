// SPDX-License-Identifier: GPL-3.0-or-later
// Every step of every shipped lesson: loads, fits the labs, runs, and the run gives what the lesson says it gives.
#include <QTest>
#include <cmath>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"

using namespace langevin;

namespace {

/// One run, as the window makes it: from the start, with the edits in force.
Snapshot run(const Registry& registry, const Recipe& recipe, std::uint64_t steps) {
    const auto& lab = registry.find(recipe.lab);
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    while (execution.steps() < steps && !execution.finished()) execution.step({}, 1);
    Snapshot snapshot;
    execution.observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
    return snapshot;
}

}  // namespace

class TestLessons : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    const std::vector<Lesson> lessons = labs::lessons();

  private slots:
    void one_for_each_subject() {
        QCOMPARE(lessons.size(), std::size_t{3});
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
        const auto recipe = scene(*lesson, index).recipe;
        const auto& question = step.question;
        QVERIFY2(step.text.size() > 30, "a step says something");
        const auto snapshot = run(registry, recipe, question && question->steps > 0 ? question->steps : 5);
        QVERIFY(snapshot.message.empty() || !question);
        if (!question) return;
        QVERIFY2(!question->explanation.empty(), "a question is explained");
        if (question->scalar.empty()) return;
        const auto measured = find_measurement(*question, snapshot);
        QVERIFY(std::isfinite(measured.value));
        if (question->options.empty()) QVERIFY2(measured.expected, "a number has an expected value");
        if (!measured.expected) return;
        QVERIFY2(!measured.expected->source.empty(), "an expected value has a source");
        const auto said = QString("measured %1, expected %2, tolerance %3")
                              .arg(QString::fromStdString(with_error(measured.value, measured.error)))
                              .arg(measured.expected->value)
                              .arg(question->tolerance);
        QVERIFY2(std::abs(measured.value - measured.expected->value) <= question->tolerance, qPrintable(said));
        // A tolerance that the run cannot resolve would grade by chance.
        if (std::isfinite(measured.error)) QVERIFY2(question->tolerance >= 2 * measured.error, qPrintable(said));
        qInfo("%s", qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(TestLessons)
#include "tst_lessons.moc"

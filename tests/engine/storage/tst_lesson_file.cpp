// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons as files: what a good one becomes, and a sentence with a line for each way to get one wrong.
#include <QTest>

#include "engine/storage/atomic_file.h"
#include "engine/storage/lesson_file.h"
#include "tests/support/failures.h"
#include "tests/support/toy_lab.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

const std::string good = R"(# Numbers that forget

Two lines
of summary.

## First

Text with $x^2$.

### A heading of the text
```recipe
toy memory=0.5 size=64 seed=7
```
```text
no data
```
```panels
values
```
```controls
memory, delay
```

## Guess
```edit
memory=0.25
```
```predict
question: How large is
  scalar: this is text, for it is indented?
scalar: square
expect: 1.07 +- 0.01
source: exact
tolerance: 1e-1
unit: squares
steps: 200
explanation: First paragraph.

Second paragraph: with a colon.
```

## Choose
```controls
all
```
```choose
question: Which?
- [ ] this
- [x] that,
  over two lines
explanation: That.
```
)";

Lesson parse(const std::string& text) {
    return parse_lesson(text, "x.lesson.md");
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
    const auto at = text.find(part);
    if (at == std::string::npos) throw std::logic_error("not in the lesson: " + part);
    return text.replace(at, part.size(), by);
}

}  // namespace

class TestLessonFile : public QObject {
    Q_OBJECT

    const Registry registry{std::vector<Lab>{test::toy_lab()}};

  private slots:
    void a_good_lesson() {
        const auto lesson = parse(good);
        QCOMPARE(lesson.title, std::string("Numbers that forget"));
        QCOMPARE(lesson.summary, std::string("Two lines of summary."));
        QCOMPARE(lesson.source, good);
        QCOMPARE(lesson.steps.size(), std::size_t{3});
        const auto& first = lesson.steps[0];
        QCOMPARE(first.title, std::string("First"));
        QCOMPARE(first.line, 6);
        QCOMPARE(first.text, std::string("Text with $x^2$.\n\n### A heading of the text\n```text\nno data\n```"));
        QCOMPARE(first.recipe->seed, std::uint64_t{7});
        QCOMPARE(*first.panels, std::vector<std::string>{"values"});
        QCOMPARE(*first.controls, (std::vector<std::string>{"memory", "delay"}));
        QVERIFY(!first.question);
    }

    void questions() {
        const auto lesson = parse(good);
        const auto& number = *lesson.steps[1].question;
        QCOMPARE(number.text, std::string("How large is\nscalar: this is text, for it is indented?"));
        QCOMPARE(number.scalar, std::string("square"));
        QCOMPARE(number.expected->value, 1.07);
        QCOMPARE(number.expected->error, 0.01);
        QCOMPARE(number.expected->source, std::string("exact"));
        QCOMPARE(number.tolerance, 0.1);
        QCOMPARE(number.steps, std::uint64_t{200});
        QCOMPARE(number.explanation, std::string("First paragraph.\n\nSecond paragraph: with a colon."));
        const auto& choice = *lesson.steps[2].question;
        QCOMPARE(choice.options.size(), std::size_t{2});
        QCOMPARE(choice.options[1].text, std::string("that,\nover two lines"));
        QVERIFY(choice.options[1].right && !choice.options[0].right);
        QCOMPARE(choice.steps, std::uint64_t{0});
    }

    void scenes_keep_what_is_not_changed() {
        const auto lesson = parse(good);
        validate(registry, lesson);
        const auto second = scene(lesson, 1), third = scene(lesson, 2);
        QCOMPARE(second.recipe.parameters.size(), std::size_t{2});
        QCOMPARE(std::get<double>(second.recipe.parameters[0].second), 0.25);
        QVERIFY(second.panels == lesson.steps[0].panels && second.controls == lesson.steps[0].controls);
        QVERIFY(third.recipe == second.recipe && third.panels && !third.controls);
    }

    void line_ends_and_marks_of_windows() {
        std::string windows = "\xEF\xBB\xBF";
        for (const char c : good) windows += c == '\n' ? "\r\n" : std::string(1, c);
        const auto lesson = parse(windows);
        QCOMPARE(lesson.steps[0].text, parse(good).steps[0].text);
        QCOMPARE(lesson.steps[1].question->explanation, parse(good).steps[1].question->explanation);
    }

    void the_recipe_may_say_how_long() {
        auto text = replaced(good, "steps: 200\n", "");
        QCOMPARE(problem_of([&] { parse(text); }).what, std::string("the question does not say how long to run"));
        text = replaced(text, "```edit\nmemory=0.25", "```recipe\ntoy steps=30");
        QCOMPARE(parse(text).steps[1].question->steps, std::uint64_t{30});
    }

    void mistakes_data() {
        QTest::addColumn<std::string>("part");
        QTest::addColumn<std::string>("by");
        QTest::addColumn<std::string>("where");
        QTest::addColumn<std::string>("what");
        QTest::addColumn<std::string>("remedy");
        const auto row = [](const char* name, const char* part, const char* by, const char* where, const char* what,
                            const char* remedy) {
            QTest::newRow(name) << std::string(part) << std::string(by) << std::string(where) << std::string(what)
                                << std::string(remedy);
        };
        row("no title", "# Numbers that forget\n", "", "line 2", "does not begin with its title", "# Title");
        row("second title", "### A heading", "# A heading", "line 10", "second title", "###");
        row("no recipe", "```recipe\ntoy memory=0.5 size=64 seed=7\n```\n", "", "line 6", "no recipe", "```recipe");
        row("bad recipe", "toy memory=0.5", "toy memory", "line 11", "\"memory\" is not of the form key=value", "");
        row("bad seed", "seed=7", "seed=-7", "line 11", "whole number", "");
        row("misspelt block", "```panels", "```panel", "line 17", "there is no block ```panel", "```panels");
        row("open block", "explanation: That.\n```", "explanation: That.", "line 46", "has no end", "```");
        row("block before steps", "Two lines", "```panels\nvalues\n```", "line 3", "before the first step", "##");
        row("block twice", "```text\nno data", "```panels\nvalues", "line 17", "second block ```panels", "out");
        row("empty block", "values\n```\n```controls", "\n```\n```controls", "line 17", "is empty", "");
        row("bad edit", "memory=0.25", "memory", "line 25", "not of the form key=value", "");
        row("misspelt key", "tolerance: 1e-1", "tolerence: 1e-1", "line 34", "no entry \"tolerence\"",
            "Did you mean \"tolerance\"?");
        row("key twice", "unit: squares", "scalar: mean", "line 35", "\"scalar\" stands there twice", "out");
        row("no number", "tolerance: 1e-1", "tolerance: small", "line 34", "\"small\" is no number", "0.25");
        row("bad tolerance", "tolerance: 1e-1", "tolerance: 0", "line 34", "above zero", "");
        row("bad pace", "unit: squares", "pace: 0", "line 35", "above zero", "");
        row("no tolerance", "tolerance: 1e-1\n", "", "line 28", "how close is right", "tolerance: 0.1");
        row("no scalar", "scalar: square\n", "", "line 28", "which number answers", "scalar: ");
        row("bad expectation", "1.07 +- 0.01", "1.07 +- much", "line 32", "\"much\" is no number", "");
        row("no expectation", "expect: 1.07 +- 0.01\n", "", "line 32", "nothing that is expected", "expect: ");
        row("bad steps", "steps: 200", "steps: 1.5", "line 36", "whole number from 1", "");
        row("no question", "question: Which?\n", "", "line 46", "there is no question", "question: ");
        row("stray line", "question: Which?", "Which?", "line 47", "belongs to no entry", "question: ");
        row("one option", "- [ ] this\n", "", "line 46", "nothing to choose from", "- [ ] text");
        row("none right", "- [x] that", "- [ ] that", "line 46", "one option must be right, not 0", "- [x]");
        row("two right", "- [ ] this", "- [x] this", "line 46", "one option must be right, not 2", "");
        row("two questions", "```choose",
            "```predict\nquestion: a\nscalar: mean\ntolerance: 1\nsteps: 1\n```\n```choose", "line 52",
            "second question", "step of its own");
        row("expected nothing", "explanation: That.", "expect: 1", "line 46", "which number is expected", "scalar: ");
    }

    void mistakes() {
        QFETCH(std::string, part);
        QFETCH(std::string, by);
        QFETCH(std::string, where);
        QFETCH(std::string, what);
        QFETCH(std::string, remedy);
        const auto problem = problem_of([&] { parse(replaced(good, part, by)); });
        QCOMPARE(problem.where, "x.lesson.md, " + where);
        VERIFY_CONTAINS(problem.what, what);
        VERIFY_CONTAINS(problem.remedy, remedy);
    }

    void empty_files() {
        for (const char* text : {"", "\n", "\xEF\xBB\xBF"})
            VERIFY_CONTAINS(problem_of([&] { parse(text); }).what, "no title");
        VERIFY_CONTAINS(problem_of([] { parse("# Title\nText"); }).what, "no steps");
    }

    /// Whatever a cut leaves over is a lesson or a sentence.
    void every_cut_is_survived() {
        for (std::size_t size = 0; size < good.size(); ++size) try {
                parse(good.substr(0, size));
            } catch (const Failure& failure) {
                VERIFY_CONTAINS(failure.problem().where, "x.lesson.md, line ");
            }
    }

    void what_does_not_fit_the_labs_data() {
        QTest::addColumn<std::string>("part");
        QTest::addColumn<std::string>("by");
        QTest::addColumn<std::string>("what");
        const auto row = [](const char* part, const char* by, const char* what) {
            QTest::newRow(by) << std::string(part) << std::string(by) << std::string(what);
        };
        row("toy memory", "toi memory", "there is no lab \"toi\"");
        row("memory=0.5", "memry=0.5", "Did you mean \"memory\"?");
        row("size=64", "size=63", "size must be");
        row("size=64", "size=4096 delay=1", "4096 numbers need a memory");
        row("values\n```", "value\n```", "Did you mean \"values\"?");
        row("memory, delay", "memory, dealy", "Did you mean \"delay\"?");
        row("memory=0.25", "memory=25", "memory must be");
    }

    void what_does_not_fit_the_labs() {
        QFETCH(std::string, part);
        QFETCH(std::string, by);
        QFETCH(std::string, what);
        auto text = replaced(good, part, by);
        if (by.starts_with("size=4096")) text = replaced(replaced(text, "memory=0.5", ""), "memory=0.25", "memory=0");
        const auto problem = problem_of([&] { validate(registry, parse(text)); });
        VERIFY_CONTAINS(problem.where, "step ");
        VERIFY_CONTAINS(sentence(problem), what);
    }

    void measurements_and_grades() {
        const auto lesson = parse(good);
        const auto& question = *lesson.steps[1].question;
        Snapshot snapshot;
        snapshot.scalars = {{.key = "square", .symbol = {}, .label = {}, .unit = {}, .value = 1.0, .error = 0.01}};
        const auto measured = find_measurement(question, snapshot);
        QCOMPARE(measured.expected->value, 1.07);
        QCOMPARE(grade(question, std::nullopt, measured), Grade::skipped);
        QCOMPARE(grade(question, 1.05, measured), Grade::right);
        QCOMPARE(grade(question, 1.11, measured), Grade::undecided);
        QCOMPARE(grade(question, 0.8, measured), Grade::wrong);
        auto misspelt = question;
        misspelt.scalar = "squar";
        VERIFY_CONTAINS(problem_of([&] { find_measurement(misspelt, snapshot); }).remedy, "\"square\"");
        const auto& choice = *lesson.steps[2].question;
        QCOMPARE(grade(choice, std::size_t{1}), Grade::right);
        QCOMPARE(grade(choice, std::size_t{0}), Grade::wrong);
        QCOMPARE(grade(choice, std::nullopt), Grade::skipped);
    }

    void files() {
        QVERIFY(is_lesson_name("a.lesson.md") && !is_lesson_name("a.md"));
        VERIFY_CONTAINS(problem_of([] { read_lesson("missing.lesson.md"); }).where, "missing.lesson.md");
    }
};

QTEST_GUILESS_MAIN(TestLessonFile)
#include "tst_lesson_file.moc"

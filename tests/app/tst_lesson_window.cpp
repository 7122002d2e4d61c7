// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons in the window, as a reader, a lecturer and a visitor of an exhibit use them. With LANGEVIN_SCREENSHOTS set to
// a folder it leaves pictures there.
#include <QAction>
#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/kiosk.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_column.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/lesson/verdict.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/lesson_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/controls/option_button.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/table_model.h"
#include "widgets/views/table_view.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

const std::string text = R"(# A short lesson
For tests.

## Look
```recipe
phi4 extent=8 chains=4 kappa=0.2 thermalisation=10 seed=3
```
```panels
table field
```
```controls
kappa step_size
```

## Turn
```edit
kappa=0.22
```

## Guess
```edit
kappa=0
```
```predict
question: How large is $\langle\phi^2\rangle$?
scalar: field_squared
tolerance: 0.1
steps: 300
explanation: An integral.
```

## Choose
```controls
none
```
```choose
question: Which?
- [ ] this one, with a text so long that it does not fit into one line of the column beside the lab
- [x] that one
```
)";

}  // namespace

class TestLessonWindow : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    const std::vector<Lesson> lessons = labs::lessons();
    QTemporaryDir settings_folder, files;

    std::unique_ptr<MainWindow> window() {
        auto w = std::make_unique<MainWindow>(registry, lessons);
        w->resize(1600, 960);
        w->show();
        w->activateWindow();  // for its keys
        if (!QTest::qWaitForWindowActive(w.get(), test::patience)) qWarning("the window is not active");
        return w;
    }

    std::unique_ptr<MainWindow> lesson() {
        auto w = window();
        w->openLesson(storage::parse_lesson(text, "test"));
        return w;
    }

    static QString primary(MainWindow& w) { return w.lessonColumn().primaryButton()->text(); }
    static QLineEdit* field(MainWindow& w) { return w.lessonColumn().findChild<QLineEdit*>(); }
    static std::vector<std::string> shown(MainWindow& w) {
        std::vector<std::string> ids;
        for (const auto& id : w.page().panels()->order())
            if (w.page().panels()->isShown(id)) ids.push_back(id.toStdString());
        return ids;
    }
    static parameters::ParameterForm* form(MainWindow& w) { return w.page().findChild<parameters::ParameterForm*>(); }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
    }

    void a_lesson_is_played_to_its_end() {
        auto w = lesson();
        auto& player = w->lessonPlayer();
        QVERIFY(player.active() && w->lessonColumn().isVisible());
        QCOMPARE(shown(*w), (std::vector<std::string>{"table", "field"}));
        QVERIFY(!form(*w)->hidden().contains("kappa") && form(*w)->hidden().contains("lambda"));
        QTRY_VERIFY(w->session().latest() && w->session().latest()->step > 20);

        QCOMPARE(primary(*w), QStringLiteral("Next"));
        const auto run = w->session().latest()->run;
        QTest::keyClick(w.get(), Qt::Key_PageDown);  // turns a knob of the run that goes on
        QTRY_COMPARE(w->session().latest()->parameters->get<double>("kappa"), 0.22);
        QCOMPARE(w->session().latest()->run, run);

        player.advance();
        QCOMPARE(primary(*w), QStringLiteral("Skip the guess"));
        QTRY_COMPARE(w->session().phase(), Phase::paused);
        auto* guess = field(*w);
        QVERIFY(guess);
        QTest::keyClicks(guess, "half");
        QVERIFY(!player.answer().guess);
        guess->clear();
        QTest::keyClicks(guess, "0,5");
        QCOMPARE(player.answer().guess.value(), 0.5);
        QCOMPARE(primary(*w), QStringLiteral("Commit"));
        QTest::keyClick(guess, Qt::Key_Return);
        QCOMPARE(primary(*w), QStringLiteral("Run"));
        QVERIFY(!guess->isEnabled());
        auto* button = w->lessonColumn().primaryButton();
        QVERIFY(button->hasFocus());  // not whatever follows the field, which would take the next key
        button->click();
        QVERIFY(w->lessonColumn().isAncestorOf(QApplication::focusWidget()));
        QTRY_COMPARE(primary(*w), QStringLiteral("Compare"));
        QVERIFY(button->hasFocus());
        QCOMPARE(w->session().latest()->step, std::uint64_t{300});
        const auto expected = [&] {
            auto* table = qobject_cast<views::TableView*>(w->page().panels()->view("table"));
            QStringList column;
            for (const auto& line : table->selectedText().split('\n', Qt::SkipEmptyParts).mid(1))
                column << line.section('\t', views::TableModel::expected, views::TableModel::expected);
            return column.join(QString()).simplified();
        };
        QCOMPARE(expected(), QString());  // the answer is not beside the question
        picture(*w, "lesson-measured");
        w->lessonColumn().primaryButton()->click();
        QCOMPARE(player.answer().grade, Grade::right);
        QVERIFY(!expected().isEmpty());
        picture(*w, "lesson-compared");

        player.advance();
        QVERIFY(!w->page().parameterPane()->isVisible());
        const auto options = w->lessonColumn().findChildren<controls::OptionButton*>();
        QCOMPARE(options.size(), 2);
        QTRY_VERIFY(options[0]->isVisible());
        QTest::keyClick(w.get(), Qt::Key_A);
        QTRY_COMPARE(player.answer().chosen.value_or(9), std::size_t{0});
        player.advance();
        QCOMPARE(player.answer().grade, Grade::wrong);
        picture(*w, "lesson-option");
        player.advance();
        QVERIFY(player.atSummary());
        QVERIFY(summary(player).contains("**1 right** of 2 predictions"));
        picture(*w, "lesson-summary");
        QTest::keyClick(w.get(), Qt::Key_PageUp);
        QCOMPARE(player.step(), std::size_t{3});
        player.advance();
        player.advance();
        QVERIFY(!player.active() && !w->session().lab() && !w->lessonColumn().isVisible());
    }

    /// What the window measures is what anybody gets from the recipe.
    void the_result_is_that_of_the_recipe() {
        auto w = lesson();
        auto& player = w->lessonPlayer();
        player.go(2);
        player.advance();
        player.advance();
        QTRY_COMPARE(player.answer().stage, LessonStage::measured);
        const auto recipe = scene(player.lesson(), 2).recipe;
        Execution execution(registry.find("phi4"), resolve(registry.find("phi4"), recipe), recipe.seed);
        while (execution.steps() < 300) execution.step({}, 1);
        Snapshot snapshot;
        execution.observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
        QCOMPARE(player.answer().measured->value, snapshot.scalar("field_squared")->value);
        QCOMPARE(player.answer().measured->error, snapshot.scalar("field_squared")->error);
        QCOMPARE(player.answer().grade, Grade::skipped);
        // It is only paused: one can go on looking.
        w->session().play();
        QTRY_VERIFY(w->session().latest()->step > 400);
    }

    void trouble_on_the_way() {
        auto w = lesson();
        auto& player = w->lessonPlayer();
        player.go(2);
        player.advance();
        w->session().edit("extent", std::int64_t{12});  // before the run: it is the recipe's all the same
        player.advance();
        QTRY_COMPARE(player.answer().stage, LessonStage::measured);
        QCOMPARE(w->session().parameters().get<std::int64_t>("extent"), std::int64_t{8});

        player.open(storage::parse_lesson(
            QString::fromStdString(text).replace("steps: 300", "steps: 3000000").toStdString(), "test"));
        player.go(2);
        player.advance();
        player.advance();
        QTRY_VERIFY(player.progress() > 0);
        w->session().restart();  // by hand: asks to run again
        QTRY_COMPARE(player.answer().stage, LessonStage::committed);
        player.advance();
        QTRY_VERIFY(player.answer().stage == LessonStage::running && player.progress() > 0);
        player.back();  // leaves the run
        QCOMPARE(player.step(), std::size_t{1});
        player.go(2);
        QCOMPARE(player.answer().stage, LessonStage::committed);
        w->showGallery();
        QVERIFY(!player.active());
    }

    void edits_during_the_run_are_owned_up_to() {
        auto w = lesson();
        auto& player = w->lessonPlayer();
        player.open(storage::parse_lesson(
            QString::fromStdString(text).replace("steps: 300", "steps: 20000").toStdString(), "test"));
        player.go(2);
        player.advance();
        player.advance();
        QTRY_VERIFY(player.progress() > 0);
        w->session().edit("kappa", 0.01);
        QTRY_VERIFY(player.answer().stage == LessonStage::compared);
        QVERIFY(player.answer().problem.contains("changed on the way"));
        QVERIFY(!player.answer().measured);
    }

    void the_lab_stays_when_a_lesson_is_left() {
        auto w = lesson();
        QTRY_VERIFY(w->session().latest());
        w->leaveLesson();
        QVERIFY(!w->lessonColumn().isVisible() && w->session().lab());
        QVERIFY(form(*w)->hidden().isEmpty() && w->page().parameterPane()->isVisible());
        QVERIFY(shown(*w).size() > 4);
        w->openLesson(lessons.front());
        w->openRecipe(registry.labs().front().presets.front());  // so does another lab
        QVERIFY(!w->lessonPlayer().active() && form(*w)->hidden().isEmpty());
    }

    void a_lesson_is_saved_edited_and_opened() {
        auto w = window();
        w->openFile("phases_of_learning");
        QVERIFY(w->lessonPlayer().active());
        w->saveLesson(files.filePath("mine"));
        const auto path = files.filePath("mine.lesson.md");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QCOMPARE(file.readAll().toStdString(), w->lessonPlayer().lesson().source);
        file.seek(0);
        file.write("# Mine");
        file.close();
        w->openFile(path);
        QVERIFY(QString::fromStdString(w->lessonPlayer().lesson().title).startsWith("Mine"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("# Broken\n\n## Step\n");
        file.close();
        w->showGallery();
        w->openFile(path);
        QVERIFY(!w->lessonPlayer().active());
    }

    void controls_are_hidden_and_brought_back() {
        {
            auto w = window();
            w->openRecipe(registry.labs().front().presets.front());
            form(*w)->setHidden({"kappa"});
            w->close();
        }
        auto w = window();
        w->openRecipe(registry.labs().front().presets.front());
        QCOMPARE(form(*w)->hidden(), QStringList{"kappa"});
        QTest::keyClick(w.get(), Qt::Key_F2, Qt::ShiftModifier);
        QVERIFY(form(*w)->hidden().isEmpty());
    }

    /// With pictures every question is answered, which takes minutes.
    void shipped_lessons_are_shown() {
        const bool play = qEnvironmentVariableIsSet("LANGEVIN_SCREENSHOTS");
        for (const auto& lesson : lessons) {
            auto w = window();
            w->openLesson(lesson);
            auto& player = w->lessonPlayer();
            for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
                player.go(i);
                QCOMPARE(player.step(), i);
                if (!play) continue;
                if (!player.question()) QTest::qWait(4000);
                while (player.question() && player.answer().stage != LessonStage::compared) {
                    if (player.answer().stage == LessonStage::asking)
                        player.question()->options.empty() ? player.setGuess(0.5) : player.choose(0);
                    player.advance();
                    QTRY_VERIFY(player.answer().stage != LessonStage::running);
                }
                picture(*w,
                        QString::fromStdString(lesson.id.substr(0, 3)) + QString("-%1").arg(i + 1, 2, 10, QChar('0')));
            }
            player.go(lesson.steps.size());
            QVERIFY(player.atSummary());
            picture(*w, QString::fromStdString(lesson.id.substr(0, 3)) + "-end");
        }
    }

    void an_exhibit_cannot_be_left() {
        auto w = window();
        w->enterKiosk("diffusion_and_stochastic_quantisation", 3);
        QVERIFY(w->lessonPlayer().active() && w->isFullScreen());
        QVERIFY(!w->menuBar()->isVisible());
        QVERIFY(!w->close());
        QVERIFY(w->isVisible());
        for (const auto* action : w->actions())
            for (const char* word :
                 {"Quit", "Open", "Save", "Record", "Lesson as", "Paste", "Sweep", "Verify", "folder"})
                QVERIFY2(!QString(action->text()).remove('&').contains(word) || !action->isEnabled(),
                         qPrintable(action->text()));
        const auto lab = w->session().lab();
        for (const auto key : {Qt::Key_O, Qt::Key_Q, Qt::Key_S, Qt::Key_E, Qt::Key_W})
            QTest::keyClick(w.get(), key, Qt::ControlModifier);
        QTest::keyClick(w.get(), Qt::Key_F11);
        QTest::keyClick(w.get(), Qt::Key_Escape);
        QTest::keyClick(w.get(), Qt::Key_F8);
        QVERIFY(w->isVisible() && w->isFullScreen() && w->session().lab() == lab && !QApplication::activeModalWidget());
        picture(*w, "kiosk");

        auto* box = new QMessageBox(w.get());  // whatever opens is closed
        box->open();
        QTRY_VERIFY(!box->isVisible());

        w->activateWindow();  // again, after the box
        QTRY_VERIFY(w->isActiveWindow());
        QTest::keyClick(w.get(), Qt::Key_PageDown);
        QCOMPARE(w->lessonPlayer().step(), std::size_t{1});
        QTest::keyClick(w.get(), Qt::Key_G, Qt::ControlModifier);
        QVERIFY(!w->session().lab());
        QTest::keyClick(w.get(), Qt::Key_Q, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!w->isVisible());
    }

    void an_exhibit_begins_anew() {
        auto w = window();
        w->enterKiosk("phi4 extent=8 chains=4 seed=5", 0.005);
        QTRY_VERIFY(w->session().latest());
        w->session().edit("kappa", 0.1);
        QTest::keyClick(w.get(), Qt::Key_G, Qt::ControlModifier);
        QVERIFY(!w->session().lab());
        QTRY_VERIFY_WITH_TIMEOUT(w->session().lab(), 3000);
        QCOMPARE(w->session().parameters().get<double>("kappa"), 0.27);
        QCOMPARE(w->session().seed(), std::uint64_t{5});
    }

    void an_exhibit_refuses_a_bad_start() {
        auto w = window();
        QVERIFY_EXCEPTION_THROWN(w->enterKiosk("phi4 kappa=", 3); w->enterKiosk("= =", 3), Failure);
    }
};

QTEST_MAIN(TestLessonWindow)
#include "tst_lesson_window.moc"

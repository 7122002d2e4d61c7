// SPDX-License-Identifier: GPL-3.0-or-later
// Movies from the window: rendered in the background, filmed live, stopped in the middle.
#include <QAction>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QImageReader>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <ctime>

#include "app/desktop/lab_page.h"
#include "app/desktop/movie/movie_dialog.h"
#include "app/desktop/movie/movie_recorder.h"
#include "app/desktop/movie/recording_indicator.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "tests/app/pictures/comparison.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/export/panel_picker.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

/// Work of this thread; what others on the same cores do does not count.
double thread_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

class TestMovies : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;
    QString said, complained;

    std::unique_ptr<MainWindow> lab(const char* line) {
        auto w = shown_window(registry, {1200, 800});
        w->openRecipe(storage::parse_line(line));
        said.clear();
        complained.clear();
        connect(&w->movies(), &MovieRecorder::done, this, [this](const QString& sentence) { said = sentence; });
        connect(&w->movies(), &MovieRecorder::failed, this, [this](const QString& sentence) { complained = sentence; });
        return w;
    }
    static MoviePlan small_plan(std::uint64_t frames = 4) {
        return {
            .panels = {"field", "table"}, .every = 5, .frames = frames, .frames_per_second = 10, .size = {320, 180}};
    }
    QStringList names_like(const QString& name) {
        return QDir(files.path()).entryList({name + "*"}, QDir::AllEntries | QDir::NoDotAndDotDot);
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
    }

    /// The frames of a paused moment are those of the same run without a window.
    void a_movie_goes_on_from_the_present_moment() {
        auto w = lab("phi4 extent=8 chains=2 algorithm=cluster seed=5");
        QTRY_VERIFY(w->session().latest() && w->session().latest()->step > 20);
        w->session().pause();
        QTRY_COMPARE(w->session().phase(), Phase::paused);
        const auto step = w->session().latest()->step;
        const auto path = files.filePath("paused");
        std::map<QString, QVariantMap> choices;
        for (const auto& id : {"field", "table"}) choices[id] = w->page().panels()->tile(id)->choices();
        w->movies().record(small_plan(), path);
        QTRY_VERIFY(!said.isEmpty() || !complained.isEmpty());
        QVERIFY2(complained.isEmpty(), qPrintable(complained));
        QCOMPARE(w->session().latest()->step, step);  // what is on screen stays
        QTRY_VERIFY(!w->movies().recording());

        const auto plan = small_plan();
        const auto& phi4 = registry.find("phi4");
        Execution execution(phi4, w->session().firstParameters(), w->session().seed());
        while (execution.steps() < step) execution.step({}, 1);
        Film film(phi4, execution.parameters(), plan, choices);
        for (int frame = 1; frame <= 4; ++frame) {
            for (int i = 0; i < 5; ++i) execution.step({}, 1);
            Snapshot snapshot;
            execution.observe(snapshot, {.panels = {}, .complete = true});
            const auto expected = film.frame(snapshot, provenance(execution));
            QImageReader reader(QDir(path).filePath(QStringLiteral("%1.png").arg(frame, 6, 10, QChar('0'))));
            QCOMPARE(reader.text("recipe"), provenance(execution).simplified());  // as readers of PNG do
            // But for the edges of letters, which depend a little on what else was drawn before.
            QCOMPARE(pictures::compare(reader.read(), expected).blocks, 0);
        }
    }

    void stopping_in_the_middle_leaves_nothing() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(w->session().latest());
        w->movies().record(small_plan(100000), files.filePath("stopped"));
        QTRY_VERIFY(w->movies().recording());
        auto* indicator = w->movies().indicator();
        QTRY_VERIFY(indicator->isVisible());
        QTRY_VERIFY(!names_like("stopped").isEmpty());  // something beside the target
        QTest::qWait(200);
        indicator->findChild<QToolButton*>()->click();
        QTRY_VERIFY(!w->movies().recording());
        QVERIFY(!indicator->isVisible());
        QVERIFY(said.contains("nothing was written"));
        QVERIFY2(names_like("stopped").isEmpty(), qPrintable(names_like("stopped").join(' ')));
    }
    void closing_in_the_middle_leaves_nothing() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(w->session().latest());
        w->movies().record(small_plan(100000), files.filePath("closed"));
        QTRY_VERIFY(w->movies().recording());
        QTest::qWait(100);
        w.reset();
        QVERIFY(names_like("closed").isEmpty());
    }

    void the_window_stays_alive_while_frames_are_rendered() {
        auto w = lab("phi4 extent=32 chains=4");
        QTRY_VERIFY(w->session().latest());
        auto plan = small_plan(100000);
        plan.size = {1280, 720};
        plan.panels = {"field", "magnetisation_history", "table"};
        w->movies().record(plan, files.filePath("alive"));
        QTRY_VERIFY(w->movies().recording());
        double longest = 0;
        QElapsedTimer whole;
        whole.start();
        while (whole.elapsed() < 1500) {
            const auto before = thread_milliseconds();
            QCoreApplication::processEvents();
            longest = std::max(longest, thread_milliseconds() - before);
            QTest::qSleep(1);
        }
        w->movies().stop();
        QTRY_VERIFY(!w->movies().recording());
        qInfo("longest turn of the event loop: %.1f ms of work", longest);
        QVERIFY2(longest < 150, qPrintable(QString::number(longest)));
    }

    void live_movies_keep_time_and_are_kept() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(w->session().latest());
        const auto path = files.filePath("live");
        QElapsedTimer clock;
        clock.start();
        w->movies().recordLive(&w->page(), path, 10);
        QVERIFY(w->movies().recording());
        QTest::qWait(1500);
        w->movies().stop();
        const auto seconds = static_cast<double>(clock.elapsed()) / 1000;
        QTRY_VERIFY(!w->movies().recording());
        QVERIFY2(complained.isEmpty() && said.contains("Saved"), qPrintable(complained + said));
        const auto frames = QDir(path).entryList({"*.png"}).size();
        QVERIFY2(std::abs(static_cast<double>(frames) - 10 * seconds) <= 4, qPrintable(QString::number(frames)));
        QCOMPARE(QImageReader(path + "/000001.png").size() / w->devicePixelRatioF(), w->page().size());
    }
    void a_live_movie_ends_with_the_window() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(w->session().latest());
        const auto path = files.filePath("ended");
        w->movies().recordLive(w->page().panels()->tile("table"), path, 10);
        QTest::qWait(300);
        w.reset();
        QVERIFY(QDir(path).entryList({"*.png"}).size() >= 2);
        QCOMPARE(names_like("ended"), QStringList("ended"));
    }

    void one_movie_at_a_time_and_problems_are_sentences() {
        auto w = lab("phi4 extent=8 chains=2");
        QTRY_VERIFY(w->session().latest());
        w->movies().record(small_plan(), "/proc/nowhere/movie");
        QTRY_VERIFY(!complained.isEmpty());
        complained.clear();
        w->movies().record(small_plan(), files.filePath("movie.avi"));
        QTRY_VERIFY(complained.contains(".mp4"));
        w->movies().record(small_plan(100000), files.filePath("first"));
        QTRY_VERIFY(w->movies().recording());
        complained.clear();
        w->movies().recordLive(&w->page(), files.filePath("second"), 10);
        QVERIFY(complained.contains("already"));
        w->movies().stop();
        QTRY_VERIFY(!w->movies().recording());
    }

    void the_dialog_makes_a_plan() {
        auto w = lab("phi4 extent=8 chains=2");
        QTRY_VERIFY(w->page().panels()->latest("field"));
        MovieDialog::Subject subject{.name = "φ⁴", .step_unit = "update", .parts = {}, .live = "the page"};
        for (const char* id : {"field", "table"}) subject.parts << figures::Part{w->page().panels()->view(id), id, id};
        MovieDialog dialog(subject, files.filePath("new"));
        dialog.choose({"table"});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patience));
        QTest::qWait(100);
        const auto plan = dialog.plan();
        QCOMPARE(plan.panels, std::vector<std::string>{"table"});
        QCOMPARE(plan.size, QSize(1280, 720));
        QVERIFY(!dialog.live());
        auto* start = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QVERIFY(start->isEnabled());
        dialog.choose({});
        QVERIFY(!start->isEnabled());
        dialog.findChildren<QRadioButton*>().last()->click();
        QVERIFY(dialog.live() && start->isEnabled());
        for (auto* control : dialog.findChildren<QWidget*>())
            if (qobject_cast<QAbstractSpinBox*>(control) || qobject_cast<QAbstractButton*>(control))
                if (!control->objectName().startsWith("qt_") && control->isVisible() &&
                    !qobject_cast<QDialogButtonBox*>(control->parentWidget()))
                    QVERIFY2(!control->toolTip().isEmpty(), control->metaObject()->className());
    }

    void panels_and_menus_offer_movies() {
        auto w = lab("phi4 extent=8 chains=2");
        QTRY_VERIFY(w->session().latest());
        QStringList offered;
        for (const auto* action : w->page().panels()->tile("table")->menuActions()) offered << action->text();
        QVERIFY(offered.contains("Record movie…"));
        QSet<QString> keys;
        for (const auto* action : w->actions()) {
            const auto key = action->shortcut().toString();
            QVERIFY2(key.isEmpty() || !keys.contains(key), qPrintable(key));
            keys << key;
        }
        QVERIFY(keys.contains("Ctrl+M") && keys.contains("Ctrl+."));
    }
};

QTEST_MAIN(TestMovies)
#include "tst_movies.moc"

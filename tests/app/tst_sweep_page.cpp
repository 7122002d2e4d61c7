// SPDX-License-Identifier: GPL-3.0-or-later
// Sweeps as a person meets them: planned on a lab's page, watched, refined, left, taken up again. With
// LANGEVIN_SCREENSHOTS set to a folder it leaves pictures there.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include <unistd.h>

#include "app/desktop/lab_page.h"
#include "app/desktop/sweep/map_controls.h"
#include "app/desktop/sweep/sweep_dialog.h"
#include "app/desktop/sweep/sweep_page.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/labs/labs.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/sweep_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "tests/support/processor_wait.h"
#include "tests/support/slowness.h"
#include "widgets/views/panel_grid.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {}

class TestSweepPage : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;

    std::unique_ptr<MainWindow> window() { return shown_window(registry); }

    static SweepPlan plan(std::uint64_t steps = 40) {
        return {.recipe = {.lab = "phi4",
                           .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{10}}},
                           .seed = 3,
                           .steps = steps},
                .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 5},
                .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 4},
                .repeats = 2,
                .shown = {"abs_magnetisation", "binder_cumulant"}};
    }

    QString path(const QString& name) const { return files.filePath(name); }
    static SweepStatus status(MainWindow& w) { return w.sweepSession().status(); }
    static bool finished(MainWindow& w) { return status(w).phase == Phase::finished; }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
    }

    void any_lab_proposes_a_sweep_that_can_be_carried_out() {
        for (const auto& lab : registry.labs()) {
            SweepPlan empty{.recipe = {.lab = lab.id, .steps = 1000}, .x = {.key = {}}, .y = {.key = {}}};
            SweepDialog dialog(lab, empty, path(QString::fromStdString(lab.id) + ".sweep"));
            QVERIFY2(dialog.problem().isEmpty(), qPrintable(QString::fromStdString(lab.id) + ": " + dialog.problem()));
            QVERIFY(dialog.plan().x.key != dialog.plan().y.key);
        }
    }

    void the_dialog_says_at_once_what_is_wrong() {
        const auto& lab = registry.find("phi4");
        SweepDialog dialog(lab, plan(), path("dialog.sweep"));
        dialog.show();
        picture(dialog, "sweep-dialog");
        QCOMPARE(dialog.problem(), QString());
        QVERIFY(dialog.plan() == plan());
        const auto low = dialog.findChildren<QLineEdit*>().first();
        low->setText("7");
        QVERIFY(dialog.problem().contains("lower to a higher"));
        low->setText("0.2");
        QCOMPARE(dialog.problem(), QString());
        auto* parameter = dialog.findChildren<QComboBox*>().first();
        parameter->setCurrentIndex(parameter->findData("lambda"));
        QVERIFY(dialog.problem().contains("different"));
    }

    void the_action_asks_for_a_plan_of_what_is_on_screen() {
        auto w = window();
        w->openRecipe(storage::parse_line("phi4 extent=8 kappa=0.25"));
        w->planSweep();
        auto* dialog = w->findChild<SweepDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->problem(), QString());
        const auto made = dialog->plan();
        QVERIFY(std::find(made.recipe.parameters.begin(), made.recipe.parameters.end(),
                          std::pair<std::string, Value>("extent", std::int64_t{8})) != made.recipe.parameters.end());
        dialog->reject();
    }

    void a_sweep_without_a_map_says_why() {
        auto w = window();
        w->startSweep(plan(5), path("short.sweep"));
        QTRY_VERIFY(finished(*w));
        const auto labels = w->sweepPage().findChildren<QLabel*>();
        QTRY_VERIFY(std::ranges::any_of(
            labels, [](QLabel* label) { return label->text().contains("too short for its thermalisation"); }));
    }

    /// What nothing interrupts, the making of a large lattice, goes on in the background; then the file is free.
    void leaving_a_sweep_does_not_wait_for_its_runs() {
        auto w = window();
        auto large = plan();
        large.recipe.parameters = {{"extent", std::int64_t{256}}, {"chains", std::int64_t{64}}};
        auto& session = w->sweepSession();
        w->startSweep(large, path("lattices.sweep"));
        QVERIFY2(session.data(), qPrintable(w->message()));
        QTest::qWait(50);
        QElapsedTimer timer;
        timer.start();
        session.close();
        QVERIFY2(static_cast<double>(timer.elapsed()) < 50 * test::slowness,
                 qPrintable(QString::number(timer.elapsed())));
        QSignalSpy failed(&session, &SweepSession::failed);
        QVERIFY(w->openFile(path("lattices.sweep")));
        QTRY_VERIFY(session.data());
        QVERIFY(failed.isEmpty());
    }

    /// While another store is read the panels of the one before are still on the page.
    void panels_of_a_sweep_that_was_closed_are_not_saved() {
        auto w = window();
        w->startSweep(plan(), path("closed.sweep"));
        auto* panels = w->sweepPage().panels();
        QTRY_VERIFY(panels->latest("abs_magnetisation"));
        w->sweepSession().close();
        QVERIFY(panels->latest("abs_magnetisation"));
        for (const auto ask : {&views::PanelGrid::saveFigureRequested, &views::PanelGrid::saveDataRequested,
                               &views::PanelGrid::copyFigureRequested, &views::PanelGrid::copyDataRequested})
            emit(panels->*ask)("abs_magnetisation");
        QVERIFY(!QApplication::activeModalWidget());
    }

    void maps_fill_in_and_every_cell_can_be_opened() {
        auto w = window();
        w->openRecipe(storage::parse_line("phi4 extent=8"));
        w->startSweep(plan(), path("first.sweep"));
        QTRY_VERIFY(finished(*w));
        QCOMPARE(status(*w).done, std::size_t{40});
        auto* panels = w->sweepPage().panels();
        QTRY_VERIFY(panels->latest("abs_magnetisation"));
        QTRY_COMPARE(std::get<Heatmap>(*panels->latest("abs_magnetisation")).cells.size(), std::size_t{20});
        QVERIFY(panels->isShown("abs_magnetisation") && panels->isShown("binder_cumulant"));
        QVERIFY(!panels->isShown("acceptance"));
        picture(*w, "sweep");

        emit panels->view("abs_magnetisation")->cellActivated(0.25, 0.05);
        QVERIFY(w->session().lab());
        QCOMPARE(w->session().parameters().get<double>("kappa"), 0.25);
        QCOMPARE(w->session().parameters().get<double>("lambda"), 0.05);
        QCOMPARE(w->session().parameters().get<std::int64_t>("extent"), 4);
        const SweepPoint point{2 * sweep_units, 3 * sweep_units};
        QCOMPARE(w->session().seed(), w->sweepSession().data()->grid().seed({point, 0}));
        w->showSweep();
        QVERIFY(w->sweepPage().isVisible());
    }

    /// A spin glass is measured at the temperature of the row, not at the one that the page happens to show.
    void a_page_takes_over_what_makes_a_known_plane() {
        auto w = window();
        w->openRecipe(storage::parse_line("spin_glass spins=32 samples=8"));
        w->planSweep();
        auto* dialog = w->findChild<SweepDialog*>();
        QVERIFY(dialog);
        const auto recipe = dialog->plan().recipe;
        const auto set = resolve(registry.find("spin_glass"), recipe);
        QCOMPARE(dialog->plan().y.key, std::string("coldest"));
        QVERIFY(set.get<double>("shown") <= dialog->plan().y.low);
        QVERIFY(set.get<double>("hottest") > dialog->plan().y.high);
        QCOMPARE(set.get<std::int64_t>("spins"), std::int64_t{32});  // what was chosen on the page stays
        QCOMPARE(set.get<std::int64_t>("samples"), std::int64_t{8});
        dialog->reject();
    }

    void colours_contours_and_ranges_follow_the_controls() {
        auto w = window();
        w->startSweep(plan(), path("controls.sweep"));
        QTRY_VERIFY(finished(*w));
        auto* panels = w->sweepPage().panels();
        QTRY_VERIFY(panels->latest("abs_magnetisation"));
        QTRY_COMPARE(std::get<Heatmap>(*panels->latest("abs_magnetisation")).cells.size(), std::size_t{20});
        w->sweepPage().controls()->setOptions("abs_magnetisation",
                                              {.logarithmic = true, .range = std::pair(0.1, 2.0), .contours = {0.6}});
        // The page takes the last runs a moment after the sweep has ended.
        QTRY_VERIFY(!std::get<Heatmap>(*panels->latest("abs_magnetisation")).curves.empty());
        const auto map = std::get<Heatmap>(*panels->latest("abs_magnetisation"));
        QVERIFY(map.value.logarithmic);
        QCOMPARE(map.value.range->second, 2.0);
        QCOMPARE(map.curves[0].name, "contour at 0.6");
    }

    void regions_are_refined_and_repeats_added() {
        auto w = window();
        w->startSweep(plan(), path("refined.sweep"));
        QTRY_VERIFY(finished(*w));
        w->sweepSession().refine({0.21, 0.24, 0.02, 0.04});
        QTRY_VERIFY(status(*w).total > 40 && finished(*w));
        const auto refined = status(*w).total;
        w->sweepSession().setRepeats(3);
        QTRY_COMPARE(status(*w).total, refined / 2 * 3);
        QTRY_VERIFY(finished(*w));
        w->sweepSession().close();
        const auto contents = storage::read_sweep(path("refined.sweep").toStdString());
        QCOMPARE(contents.plan.repeats, 3);
        QCOMPARE(contents.plan.refinements.size(), std::size_t{1});
        QCOMPARE(contents.records.size(), refined / 2 * 3);
    }

    void left_in_the_middle_it_goes_on_where_it_was() {
        {
            auto w = window();
            w->startSweep(plan(20000), path("left.sweep"));
            QTRY_VERIFY(status(*w).done > 2);
            w->close();
        }
        auto w = window();
        w->openFile(path("left.sweep"));
        QTRY_VERIFY(w->sweepSession().data());
        QCOMPARE(status(*w).phase, Phase::paused);
        const auto before = status(*w).done;
        QVERIFY(before > 2 && before < 40);
        w->sweepSession().setPaused(false);
        QTRY_VERIFY(status(*w).done > before);
        w->sweepSession().setPaused(true);
        QTRY_COMPARE(status(*w).phase, Phase::paused);
    }

    void problems_are_said_in_the_window() {
        auto w = window();
        QSignalSpy failed(&w->sweepSession(), &SweepSession::failed);
        QFile text(path("text.sweep"));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("{\"sweep_store\":9}\n") > 0);
        text.close();
        w->openFile(path("text.sweep"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("newer version"));
        auto held = storage::SweepStore::create(path("held.sweep").toStdString(), plan());
        w->openFile(path("held.sweep"));
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(failed[1][0].toString().contains("another program"));
        w->startSweep(plan(), "/proc/nowhere/x.sweep");
        QVERIFY(!w->sweepSession().data());
    }

    void plans_open_as_a_question_and_stores_at_once() {
        auto w = window();
        storage::write_plan(path("plan.json").toStdString(), plan());
        w->openFile(path("plan.json"));
        auto* dialog = w->findChild<SweepDialog*>();
        QVERIFY(dialog);
        QVERIFY(dialog->plan() == plan());
        dialog->accept();
        QTRY_VERIFY(w->sweepSession().data());
        QVERIFY(w->sweepPage().isVisible());
    }

    void a_sweep_leaves_the_window_alive() {
        auto w = window();
        w->openRecipe(storage::parse_line("phi4 extent=32"));
        auto large = plan(3000);
        large.x.points = large.y.points = 30;
        w->startSweep(large, path("large.sweep"));
        QTRY_VERIFY(status(*w).done > 0);
        QElapsedTimer clock;
        double longest = 0, frames = 0;
        QElapsedTimer whole;
        whole.start();
        while (whole.elapsed() < 1500) {
            clock.start();
            const double waited = test::waited_for_a_processor(::gettid());
            w->sweepPage().repaint();
            QCoreApplication::processEvents();
            const double ready = test::waited_for_a_processor(::gettid()) - waited;
            longest = std::max(longest, 1e-6 * static_cast<double>(clock.nsecsElapsed()) - ready);
            ++frames;
        }
        QVERIFY2(longest < 250 * test::slowness, qPrintable(QString("%1 ms").arg(longest)));
        QVERIFY2(frames > 45 / test::slowness, qPrintable(QString("%1 frames").arg(frames)));  // 30 a second
    }
};

QTEST_MAIN(TestSweepPage)
#include "tst_sweep_page.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a person uses it: from the gallery to a lab, edits, pauses, rewinds, exports, saves, opens, and closes
// in the middle of things. With LANGEVIN_SCREENSHOTS set to a folder it leaves pictures there.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/exporter.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/verify_dialog.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "tests/support/slowness.h"
#include "widgets/views/panel_grid.h"

using namespace langevin;
using namespace langevin::desktop;

class TestDesktop : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;

    std::unique_ptr<MainWindow> window() { return shown_window(registry); }

    std::unique_ptr<MainWindow> lab(const char* line) {
        auto w = window();
        w->openRecipe(storage::parse_line(line));
        return w;
    }

    static std::uint64_t step(const MainWindow& w) {
        const auto& latest = const_cast<MainWindow&>(w).session().latest();
        return latest ? latest->step : 0;
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
    }

    void starts_in_the_gallery_and_shows_a_lab() {
        auto w = window();
        QVERIFY(!w->session().lab());
        picture(*w, "gallery");
        w->openRecipe(registry.labs().front().presets.front());
        QTRY_VERIFY(step(*w) > 20);
        QCOMPARE(w->session().phase(), Phase::running);
        for (const auto& panel : w->session().lab()->panels)
            if (panel.initially_visible && w->session().parameters().relevant(panel.relevance))
                QTRY_VERIFY2(w->page().panels()->latest(QString::fromStdString(panel.id)), panel.id.c_str());
        QTest::qWait(qEnvironmentVariableIsSet("LANGEVIN_SCREENSHOTS") ? 8000 : 200);
        picture(*w, "phi4");
        w->showGallery();
        QVERIFY(!w->session().lab());
    }

    void every_preset_opens_and_moves() {
        auto w = window();
        int number = 0;
        for (const auto& preset : registry.labs().front().presets) {
            w->openRecipe(preset);
            QTRY_VERIFY2(step(*w) > 3, preset.title.c_str());
            QVERIFY(w->session().phase() == Phase::running);
            if (qEnvironmentVariableIsSet("LANGEVIN_SCREENSHOTS")) QTest::qWait(5000);
            picture(*w, QStringLiteral("preset-%1").arg(++number));
        }
    }

    void a_live_edit_reaches_the_simulation_and_the_journal() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(step(*w) > 10);
        w->session().edit("kappa", 0.25);
        QTRY_COMPARE(w->session().latest()->parameters->get<double>("kappa"), 0.25);
        QCOMPARE(w->session().journal().size(), std::size_t{1});
        QCOMPARE(w->session().journal().front().key, std::string("kappa"));
        w->session().finishEdit();
        w->session().undoStack()->undo();
        QTRY_COMPARE(w->session().latest()->parameters->get<double>("kappa"), 0.27);
        w->session().undoStack()->redo();
        QTRY_COMPARE(w->session().latest()->parameters->get<double>("kappa"), 0.25);
    }

    void a_slider_edit_is_visible_within_a_tenth_of_a_second() {
        auto w = lab("phi4");
        QTRY_VERIFY(step(*w) > 10);
        std::vector<qint64> delays;
        for (int i = 0; i < 9; ++i) {
            const double kappa = 0.2 + 0.005 * i;
            QElapsedTimer timer;
            timer.start();
            w->session().edit("kappa", kappa);
            while (w->session().latest()->parameters->get<double>("kappa") != kappa && timer.elapsed() < 2000)
                QTest::qWait(1);
            delays.push_back(timer.elapsed());
        }
        std::sort(delays.begin(), delays.end());
        QVERIFY2(static_cast<double>(delays[4]) <= 100 * test::slowness, qPrintable(QString::number(delays[4])));
    }

    void a_dragged_slider_is_one_step_of_undo() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(step(*w) > 1);
        for (int i = 0; i < 50; ++i) w->session().edit("kappa", 0.2 + 0.001 * i);
        w->session().finishEdit();
        QCOMPARE(w->session().undoStack()->count(), 1);
        w->session().edit("kappa", 0.3);
        QCOMPARE(w->session().undoStack()->count(), 2);
    }

    void a_restart_edit_starts_anew_once() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(step(*w) > 50);
        const auto run = w->session().latest()->run;
        for (const std::int64_t extent : {18, 20, 22, 24}) w->session().edit("extent", extent);
        QTRY_VERIFY(w->session().latest()->run > run);
        QTRY_COMPARE(w->session().latest()->parameters->get<std::int64_t>("extent"), std::int64_t{24});
        QCOMPARE(w->session().latest()->run, run + 1);
    }

    void a_refused_edit_says_why_and_changes_nothing() {
        auto w = lab("phi4 extent=16 chains=4 lambda=0 kappa=0.2");
        QTRY_VERIFY(step(*w) > 1);
        QString said;
        connect(&w->session(), &Session::refused, this,
                [&](const QString&, const QString& sentence) { said = sentence; });
        w->session().edit("kappa", 0.3);
        QVERIFY2(said.contains("1/4"), qPrintable(said));
        QCOMPARE(w->session().parameters().get<double>("kappa"), 0.2);
        w->session().edit("extent", std::int64_t{7});
        QVERIFY(said.contains("steps of 2"));
    }

    void pause_step_and_pace() {
        auto w = lab("phi4 extent=16 chains=4");
        QTRY_VERIFY(step(*w) > 10);
        w->session().pause();
        QTRY_COMPARE(w->session().phase(), Phase::paused);
        const auto held = step(*w);
        QTest::qWait(150);
        QCOMPARE(step(*w), held);
        w->session().stepOnce();
        QTRY_COMPARE(step(*w), held + 1);
        w->session().setPace(10);
        w->session().play();
        QTest::qWait(1500);
        const auto made = step(*w) - held;
        QVERIFY2(made >= 8 && made <= 22, qPrintable(QString::number(made)));
    }

    void rewinding_repeats_the_same_run() {
        auto w = lab("phi4 extent=16 chains=4 seed=5");
        QTRY_VERIFY(w->session().latest() && !w->session().latest()->moments.empty() &&
                    w->session().latest()->moments.back() > 0);
        w->session().pause();
        QTRY_COMPARE(w->session().phase(), Phase::paused);
        const auto moment = w->session().latest()->moments.back();
        w->session().rewind(moment);
        QTRY_COMPARE(step(*w), moment);
        QCOMPARE(w->session().phase(), Phase::paused);
        w->session().stepOnce();
        QTRY_COMPARE(step(*w), moment + 1);
        CheckpointPtr reached;
        w->session().withMoment([&](const auto& now) { reached = now ? now->checkpoint : nullptr; });
        QTRY_VERIFY(reached);
        Execution again(registry.labs().front(),
                        resolve(registry.labs().front(), storage::parse_line("phi4 extent=16 chains=4")), 5);
        while (again.steps() < moment + 1) again.step({}, 1);
        QCOMPARE(again.checkpoint().hash(), reached->hash());
    }

    void a_saved_session_goes_on_as_if_never_stopped() {
        const auto path = files.filePath("session.langevin.json");
        std::uint64_t saved_at = 0;
        {
            auto w = lab("phi4 extent=16 chains=4 seed=9");
            QTRY_VERIFY(step(*w) > 30);
            w->session().edit("kappa", 0.26);
            QTRY_VERIFY(step(*w) > 60);
            w->session().pause();
            QTRY_COMPARE(w->session().phase(), Phase::paused);
            saved_at = step(*w);
            w->saveSession(path);
            QTRY_VERIFY(QFile::exists(path));
        }
        auto w = window();
        QVERIFY(w->openFile(path));
        QTRY_COMPARE(step(*w), saved_at);
        QCOMPARE(w->session().parameters().get<double>("kappa"), 0.26);
        w->session().stepOnce();
        QTRY_COMPARE(step(*w), saved_at + 1);
        CheckpointPtr reached;
        w->session().withMoment([&](const auto& now) { reached = now ? now->checkpoint : nullptr; });
        QTRY_VERIFY(reached);

        const auto& phi4 = registry.labs().front();
        Execution again(phi4, resolve(phi4, storage::parse_line("phi4 extent=16 chains=4")), 9);
        for (const auto& entry : reached->journal) {
            while (again.steps() < entry.step) again.step({}, 1);
            QVERIFY(!again.edit(entry.key, entry.value));
        }
        while (again.steps() < saved_at + 1) again.step({}, 1);
        QCOMPARE(again.checkpoint().hash(), reached->hash());
    }

    void a_session_is_read_while_the_window_lives() {
        const auto path = files.filePath("kept.langevin.json");
        {
            auto w = lab("phi4 extent=16 chains=4");
            QTRY_VERIFY(step(*w) > 5);
            w->saveSession(path);
            QTRY_VERIFY(QFile::exists(path));
        }
        auto w = lab("coulomb_gas");
        QVERIFY(w->openFile(path));
        QCOMPARE(w->session().lab()->id, std::string("coulomb_gas"));  // stays until the other is there
        QTRY_COMPARE(w->session().lab()->id, std::string("phi4"));
        QVERIFY(w->windowTitle().startsWith("kept"));

        QVERIFY(w->openFile(path));
        QVERIFY(w->openRecipe(storage::parse_line("gaussian_rbm")));
        QTest::qWait(500);
        QCOMPARE(w->session().lab()->id, std::string("gaussian_rbm"));  // what was chosen last

        const auto states = QDir(files.path()).entryList({"kept*.h5"});
        QCOMPARE(states.size(), 1);
        QVERIFY(QFile::resize(files.filePath(states.front()), 1000));
        QVERIFY(w->openFile(path));
        QTRY_VERIFY2(w->message().contains(states.front()), qPrintable(w->message()));
        QCOMPARE(w->session().lab()->id, std::string("gaussian_rbm"));
    }

    void broken_files_get_a_sentence() {
        auto w = window();
        const auto path = files.filePath("broken.json");
        for (const QByteArray& content :
             {QByteArray("{"), QByteArray("\x00\xff\x12", 3),
              QByteArray("{\"recipe\":1,\"lab\":\"phi4\",\"parameters\":{\"kapa\":1}}"), QByteArray("{\"session\":1}"),
              QByteArray("{\"recipe\":1,\"lab\":\"none\"}")}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
            QVERIFY(!w->openFile(path));
            QVERIFY2(w->message().endsWith('.') || w->message().endsWith('?'), qPrintable(w->message()));
            QVERIFY(!w->session().lab());
        }
        QVERIFY(!w->openFile(files.filePath("missing.json")));
        QVERIFY(w->message().contains("there is no such file"));
    }

    void everything_can_be_taken_away() {
        auto w = lab("phi4 extent=16 chains=4 thermalisation=10");
        QTRY_VERIFY(step(*w) > 200);
        Exporter exporter(w->session(), w->page(), w.get());
        const auto folder = files.filePath("export");
        QString said, complained;
        connect(&exporter, &Exporter::done, this, [&](const QString& sentence) { said = sentence; });
        connect(&exporter, &Exporter::failed, this, [&](const QString& sentence) { complained = sentence; });
        exporter.saveEverythingTo(folder);
        QTRY_VERIFY2(said.startsWith("Saved"), qPrintable(said + complained));
        for (const char* name : {"recipe.json", "field.png", "field.csv", "field.vti", "table.csv", "table.png",
                                 "magnetisation_histogram.png"})
            QVERIFY2(QFile::exists(QDir(folder).filePath(name)), name);
        QVERIFY(complained.isEmpty());
        exporter.saveEverythingTo("/proc/nowhere");
        QVERIFY(complained.contains("/proc/nowhere"));

        const auto ensemble = files.filePath("ensemble.h5");
        exporter.record({ensemble, 5, 2});
        QTRY_VERIFY(QFile::exists(ensemble));

        exporter.copyData("table");
        QVERIFY(QApplication::clipboard()->text().contains("binder_cumulant"));
        QVERIFY(w->session().commandLine().startsWith("langevin-run run"));
    }

    void verify_runs_beside_the_lab_and_can_be_stopped() {
        auto w = lab("phi4 extent=32 chains=4");
        QTRY_VERIFY(step(*w) > 5);
        auto* dialog = w->verify();
        QVERIFY(dialog->running());
        if (qEnvironmentVariableIsSet("LANGEVIN_SCREENSHOTS")) QTest::qWait(15000);
        QTest::qWait(500);
        picture(*dialog, "verify");
        const auto before = step(*w);
        QTRY_VERIFY(step(*w) > before);
        // Return in the table opens its row, once, and is not the button's: nothing stops.
        QSignalSpy opened(dialog, &VerifyDialog::openRequested);
        auto* table = dialog->findChild<QTableWidget*>();
        table->setCurrentCell(0, 0);
        QVERIFY(dialog->running());
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QVERIFY(dialog->running());
        dialog->stop();
        QTRY_VERIFY(!dialog->running());
    }

    void themes_and_presentation() {
        auto w = lab("phi4 extent=64 chains=1 kappa=0.28");
        QTRY_VERIFY(step(*w) > 100);
        w->setTheme(style::Scheme::dark, 1.0);
        QTest::qWait(300);
        picture(*w, "dark");
        w->setPresenting(true);
        QTest::qWait(500);
        picture(*w, "presentation");
        w->setPresenting(false);
        w->setTheme(style::Scheme::light, 1.0);
    }

    void the_layout_is_remembered() {
        {
            auto w = lab("phi4 extent=16 chains=4");
            QTRY_VERIFY(step(*w) > 1);
            w->page().panels()->setShown("propagator", false);
            w->page().panels()->movePanel("table", 0);
            w->close();
        }
        auto w = lab("phi4 extent=16 chains=4");
        QVERIFY(!w->page().panels()->isShown("propagator"));
        QCOMPARE(w->page().panels()->order().front(), QStringLiteral("table"));
        w->page().panels()->resetLayout();
        QVERIFY(w->page().panels()->isShown("propagator"));
    }

    void closing_in_the_middle_of_things() {
        for (const char* line :
             {"phi4", "phi4 extent=512 chains=16 integration_steps=100", "phi4 extent=16 chains=4"}) {
            auto w = lab(line);
            QTest::qWait(120);
            QElapsedTimer timer;
            timer.start();
            w->close();
            w.reset();
            QVERIFY2(static_cast<double>(timer.elapsed()) < 1000 * test::slowness, line);
        }
        auto restarting = lab("phi4");
        restarting->session().edit("extent", std::int64_t{32});
        restarting->close();
        auto verifying = lab("phi4 extent=16");
        verifying->verify();
        QTest::qWait(100);
        verifying->close();
    }

    void physics_that_blows_up_becomes_a_sentence() {
        auto w = lab("phi4 extent=16 chains=4 kappa=0.5 algorithm=langevin step_size=1");
        QTRY_COMPARE(w->session().phase(), Phase::failed);
        QVERIFY(w->session().latest()->message.find("smaller") != std::string::npos);
        w->session().edit("step_size", 0.01);
        w->session().play();
        QTRY_VERIFY(w->session().phase() == Phase::running && step(*w) > 5);
    }
};

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"

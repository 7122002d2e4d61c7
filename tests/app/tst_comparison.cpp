// SPDX-License-Identifier: GPL-3.0-or-later
// Two pages side by side: linked and separate parameters, one transport, curves of one side behind those of the other,
// and the moment before an edit behind what comes after. With LANGEVIN_SCREENSHOTS set to a folder it leaves pictures.
#include <QMenu>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/compare/comparison.h"
#include "app/desktop/compare/comparison_bar.h"
#include "app/desktop/lab_page.h"
#include "engine/labs/labs.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_view.h"

using namespace langevin;
using namespace langevin::desktop;

class TestComparison : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder;

    std::unique_ptr<MainWindow> lab(const char* line) {
        auto w = shown_window(registry);
        w->openRecipe(storage::parse_line(line));
        return w;
    }

    /// Paused with both sides at the same step.
    std::unique_ptr<MainWindow> compared(const char* line) {
        auto w = lab(line);
        if (!QTest::qWaitFor([&] { return step(w->session()) > 10; }, test::patience)) return w;
        w->session().pause();
        const auto paused = [&] { return w->session().phase() == Phase::paused; };
        if (!QTest::qWaitFor(paused, test::patience)) return w;
        w->setComparing(true);
        const auto there = [&] { return w->comparing() && step(w->comparison().second()) == step(w->session()); };
        if (!QTest::qWaitFor(there, test::patience)) qWarning("the second side did not come");
        return w;
    }

    static std::uint64_t step(const Session& session) { return session.latest() ? session.latest()->step : 0; }

    static std::uint64_t hash(Session& session) {
        CheckpointPtr reached;
        session.withMoment([&](const auto& moment) { reached = moment ? moment->checkpoint : nullptr; });
        return QTest::qWaitFor([&] { return reached != nullptr; }, test::patience) ? reached->hash() : 0;
    }

    static double kappa(const Session& session) { return session.parameters().get<double>("kappa"); }

    static QImage picture_of(LabPage& page, const char* panel) {
        const auto* view = page.panels()->view(panel);
        QImage image(500, 350, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        view->paintFigure(painter, image.rect(), style::publication_theme(8));
        return image;
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid());
        keep_to_folder(settings_folder);
    }

    void the_second_side_goes_on_from_the_same_moment() {
        auto w = compared("phi4 extent=16 chains=4 seed=3");
        auto& second = w->comparison().second();
        QVERIFY(w->comparing());
        QCOMPARE(w->comparison().apart(), std::vector<std::string>{"kappa"});
        QCOMPARE(hash(second), hash(w->session()));
        for (int i = 0; i < 3; ++i) {
            const auto before = step(w->session());
            w->session().stepOnce();
            QTRY_COMPARE(step(w->session()), before + 1);
            QTRY_COMPARE(step(second), before + 1);
        }
        QCOMPARE(hash(second), hash(w->session()));
        second.edit("kappa", 0.2);
        const auto before = step(second);
        second.stepOnce();  // asked of either side, both make it
        QTRY_COMPARE(step(second), before + 1);
        QTRY_COMPARE(step(w->session()), before + 1);
        QVERIFY(hash(second) != hash(w->session()));
        QCOMPARE(kappa(w->session()), 0.27);
        QCOMPARE(kappa(second), 0.2);
    }

    void parameters_are_linked_but_for_those_set_apart() {
        auto w = compared("phi4 extent=16 chains=4");
        auto& comparison = w->comparison();
        w->session().edit("lambda", 0.05);
        QCOMPARE(comparison.second().parameters().get<double>("lambda"), 0.05);
        w->session().undoStack()->undo();
        QVERIFY(comparison.second().parameters().get<double>("lambda") != 0.05);
        w->session().edit("kappa", 0.21);
        QCOMPARE(kappa(comparison.second()), 0.27);
        comparison.setApart("kappa", false);
        QCOMPARE(kappa(comparison.second()), 0.21);
        QCOMPARE(comparison.second().undoStack()->count(), 0);
        comparison.setApart("extent", true);
        comparison.second().edit("extent", std::int64_t{24});
        QTRY_COMPARE(comparison.second().latest()->parameters->get<std::int64_t>("extent"), std::int64_t{24});
        QCOMPARE(w->session().parameters().get<std::int64_t>("extent"), std::int64_t{16});
        auto* menu = comparison.bar().differencesMenu();
        emit menu->aboutToShow();
        int checked = 0;
        for (const auto* action : menu->actions()) checked += action->isChecked();
        QCOMPARE(checked, 1);
    }

    void a_linked_value_that_does_not_fit_is_refused_with_a_sentence() {
        auto w = compared("phi4 extent=16 chains=4 kappa=0.2");
        auto& second = w->comparison().second();
        second.edit("kappa", 0.3);
        w->session().edit("lambda", 0.0);  // a free field needs kappa < 1/4
        QCOMPARE(w->session().parameters().get<double>("lambda"), 0.0);
        QVERIFY(second.parameters().get<double>("lambda") > 0);
        QVERIFY2(w->message().startsWith("Side B stays as it is") && w->message().contains("1/4"),
                 qPrintable(w->message()));
    }

    void both_begin_anew_together() {
        auto w = lab("phi4 extent=16 chains=4 seed=7");
        QTRY_VERIFY(step(w->session()) > 20);
        w->setComparing(true);
        QTRY_VERIFY(w->comparing());
        auto& second = w->comparison().second();
        QTRY_VERIFY(step(second) > 20 && second.phase() == Phase::running);
        const auto run = w->session().latest()->run;
        w->session().edit("extent", std::int64_t{20});
        QTRY_COMPARE(second.latest()->parameters->get<std::int64_t>("extent"), std::int64_t{20});
        QTRY_VERIFY(w->session().latest()->run > run);
        QCOMPARE(w->session().latest()->run, run + 1);
        w->session().setSeed(12);
        QTRY_COMPARE(second.seed(), std::uint64_t{12});
        w->comparison().setOwnSeed(true);
        QCOMPARE(second.seed(), std::uint64_t{13});
        w->comparison().setOwnSeed(false);
        QCOMPARE(second.seed(), std::uint64_t{12});
        w->session().setPace(20);
        QCOMPARE(second.pace(), Pace(20));
        w->session().pause();
        QTRY_COMPARE(second.phase(), Phase::paused);
        w->session().play();
        QTRY_COMPARE(second.phase(), Phase::running);
    }

    void rewinding_takes_both_back() {
        auto w = lab("phi4 extent=16 chains=4");
        w->setComparing(true);
        QTRY_VERIFY(w->comparing());
        auto& second = w->comparison().second();
        const auto kept = [](const Session& s) { return s.latest() && s.latest()->moments.size() > 1; };
        QTRY_VERIFY(kept(w->session()) && kept(second));
        const auto moment = w->session().latest()->moments.back();
        w->session().rewind(moment);
        QTRY_COMPARE(step(w->session()), moment);
        QTRY_COMPARE(second.phase(), Phase::paused);
        QTRY_VERIFY(step(second) <= moment);
    }

    void each_side_lies_behind_the_other() {
        auto w = compared("phi4 extent=16 chains=4 thermalisation=0");
        auto& comparison = w->comparison();
        comparison.second().edit("kappa", 0.22);
        w->session().play();
        QTRY_VERIFY(step(w->session()) > 400 && step(comparison.second()) > 400);
        w->session().pause();
        QTRY_COMPARE(comparison.second().phase(), Phase::paused);
        QTest::qWait(300);
        picture(*w, "comparison");
        for (auto* page : {&w->page(), &comparison.secondPage()}) {
            comparison.setOverlaid(true);
            w->session().stepOnce();
            QTest::qWait(300);
            const auto with = picture_of(*page, "magnetisation_histogram");
            comparison.setOverlaid(false);
            QVERIFY(with != picture_of(*page, "magnetisation_histogram"));
        }
        w->setTheme(style::Scheme::dark, 1.0);
        comparison.setOverlaid(true);
        w->session().stepOnce();
        QTest::qWait(500);
        picture(*w, "comparison-dark");
        w->setTheme(style::Scheme::light, 1.0);
    }

    void the_second_side_can_go_on_alone() {
        auto w = compared("phi4 extent=16 chains=4 seed=21");
        auto& second = w->comparison().second();
        second.edit("kappa", 0.24);
        const auto at = step(second) + 1;
        second.stepOnce();
        QTRY_COMPARE(step(second), at);
        const auto wanted = hash(second);
        const auto run = w->session().run();
        w->comparison().keepSecond();
        QTRY_VERIFY(!w->comparing());
        QTRY_VERIFY(w->session().latest()->run > run);
        QCOMPARE(step(w->session()), at);
        QCOMPARE(kappa(w->session()), 0.24);
        QCOMPARE(hash(w->session()), wanted);
        QVERIFY(!second.lab());
    }

    void both_sides_are_saved_and_come_back() {
        const QTemporaryDir folder;
        const auto path = folder.filePath("two.langevin.json");
        std::uint64_t first = 0, second = 0;
        {
            auto w = compared("phi4 extent=16 chains=4 seed=5");
            w->comparison().setApart("lambda", true);
            w->comparison().second().edit("kappa", 0.23);
            const auto at = step(w->session()) + 1;
            w->session().stepOnce();
            QTRY_VERIFY(step(w->session()) == at && step(w->comparison().second()) == at);
            first = hash(w->session());
            second = hash(w->comparison().second());
            QVERIFY(first != second);
            w->saveSession(path);
            QTRY_VERIFY2(w->message().startsWith("Saved"), qPrintable(w->message()));
        }
        auto w = lab("coulomb_gas");
        QVERIFY(w->openFile(path));
        QTRY_VERIFY(w->comparing());
        QCOMPARE(w->comparison().apart(), (std::vector<std::string>{"kappa", "lambda"}));
        QTRY_COMPARE(w->comparison().second().phase(), Phase::paused);
        QCOMPARE(kappa(w->comparison().second()), 0.23);
        QCOMPARE(kappa(w->session()), 0.27);
        QCOMPARE(hash(w->session()), first);
        QCOMPARE(hash(w->comparison().second()), second);
        QVERIFY(w->windowTitle().startsWith("two"));
        // They go on together, and a save over the file keeps both.
        const auto at = step(w->session()) + 1;
        w->session().stepOnce();
        QTRY_VERIFY(step(w->session()) == at && step(w->comparison().second()) == at);
        w->saveSession(path);
        QTRY_VERIFY2(w->message().startsWith("Saved"), qPrintable(w->message()));
        QCOMPARE(storage::read_session(path.toStdString()).second.front().recipe.steps, at);
    }

    /// What is whole is not lost with what is not.
    void a_side_that_cannot_be_read_leaves_the_other() {
        const QTemporaryDir folder;
        const auto path = folder.filePath("two.json");
        auto w = compared("phi4 extent=16 chains=4");
        w->saveSession(path);
        QTRY_VERIFY2(w->message().startsWith("Saved"), qPrintable(w->message()));
        auto session = storage::read_session(path.toStdString());
        const auto open = [&] {
            w->showGallery();
            QVERIFY(w->openFile(path));
            QTRY_VERIFY2(w->message().startsWith("Opened without side B"), qPrintable(w->message()));
            QVERIFY(w->session().lab() && !w->comparing());
        };
        session.apart = {"colour"};
        storage::write_text(path.toStdString(), storage::to_json(session));
        open();
        QVERIFY2(w->message().contains("colour"), qPrintable(w->message()));
        session.apart = {"kappa"};
        storage::write_text(path.toStdString(), storage::to_json(session));
        QVERIFY(QFile::resize(folder.filePath("two.second.h5"), 100));
        open();
        QVERIFY2(w->message().contains("two.second.h5"), qPrintable(w->message()));
    }

    void recipes_side_by_side() {
        auto w = lab("phi4 extent=16 chains=4 kappa=0.25");
        w->page().physicsPane()->show();
        QVERIFY(w->compareWith(storage::parse_line("phi4 extent=24 chains=4 kappa=0.28 seed=4")));
        QCOMPARE(w->comparison().apart(), (std::vector<std::string>{"extent", "kappa"}));
        QVERIFY(w->comparison().ownSeed());
        QVERIFY(!w->page().physicsPane()->isVisible());
        const auto width = [](LabPage& page) { return page.panels()->width(); };
        QTRY_VERIFY(std::abs(width(w->page()) - width(w->comparison().secondPage())) < 40);
        QTRY_VERIFY(step(w->comparison().second()) > 5);
        QVERIFY(!w->compareWith(storage::parse_line("coulomb_gas")));
        QVERIFY2(w->message().contains("the same lab"), qPrintable(w->message()));
        QVERIFY(!w->compareWith(storage::parse_line("phi4 extent=7")));
        QVERIFY(w->comparing());
        // Another lab ends the comparison, and the page is as it was.
        w->openRecipe(storage::parse_line("coulomb_gas"));
        QVERIFY(!w->comparing());
        w->openRecipe(storage::parse_line("phi4 extent=16 chains=4"));
        QVERIFY(w->page().physicsPane()->isVisible());
        w->setComparing(true);
        QTRY_VERIFY(w->comparing());
        w->showGallery();
        QVERIFY(!w->comparing());
    }

    void every_lab_can_be_compared() {
        auto w = lab("phi4 extent=16 chains=4");
        for (const auto& lab : registry.labs()) {
            QVERIFY(w->openRecipe(storage::parse_line(lab.id)));
            QTRY_VERIFY2(w->session().latest(), lab.id.c_str());
            w->setComparing(true);
            QTRY_VERIFY2(w->comparing(), lab.id.c_str());
            QVERIFY2(!w->comparison().apart().empty(), lab.id.c_str());
            QTest::qWait(qEnvironmentVariableIsSet("LANGEVIN_SCREENSHOTS") ? 4000 : 50);
            picture(*w, QString::fromStdString("compare-" + lab.id));
        }
    }

    void what_was_before_an_edit_stays_behind_what_comes_after() {
        auto w = lab("phi4 extent=16 chains=4 thermalisation=0");
        QTRY_VERIFY(step(w->session()) > 300);
        auto* form = w->page().findChild<parameters::ParameterForm*>();
        QVERIFY(form);
        w->page().setBeforeAfter(true);
        emit form->edited("kappa", 0.25);
        emit form->edited("kappa", 0.22);
        emit form->editingFinished("kappa");
        const auto edited = step(w->session());
        QTRY_VERIFY(step(w->session()) > edited + 300);
        w->session().pause();
        QTRY_COMPARE(w->session().phase(), Phase::paused);
        QTest::qWait(300);
        picture(*w, "before-after");
        const auto with = picture_of(w->page(), "magnetisation_histogram");
        w->page().setBeforeAfter(false);
        QVERIFY(with != picture_of(w->page(), "magnetisation_histogram"));
    }
};

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"

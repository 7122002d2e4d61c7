// SPDX-License-Identifier: GPL-3.0-or-later
// A run that was left without being saved is found again in the gallery.
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/compare/comparison.h"
#include "app/desktop/saving/last_runs.h"
#include "app/desktop/verify_dialog.h"
#include "engine/labs/labs.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/controls/card.h"
#include "widgets/controls/number_text.h"

using namespace langevin;
using namespace langevin::desktop;

class TestLastRuns : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder;

    std::unique_ptr<MainWindow> window() {
        auto w = std::make_unique<MainWindow>(registry);
        w->show();
        if (!QTest::qWaitForWindowExposed(w.get(), test::patience)) qWarning("the window was not exposed");
        return w;
    }

    QDir folder() const { return QDir(settings_folder.filePath("langevin-lab-test/tst_last_runs/left")); }

    static QList<controls::Card*> cards(const MainWindow& w) {
        QList<controls::Card*> found;
        for (auto* card : w.findChildren<controls::Card*>())
            if (card->item().section == "Continue") found << card;
        return found;
    }

    static std::uint64_t step(MainWindow& w) { return w.session().latest() ? w.session().latest()->step : 0; }

    /// Runs a lab for some steps and pauses.
    static void play(MainWindow& w, const char* line) {
        w.openRecipe(storage::parse_line(line));
        QTRY_VERIFY(step(w) > 20);
        w.session().pause();
        QTRY_COMPARE(w.session().phase(), Phase::paused);
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid());
        keep_to_folder(settings_folder);
    }
    void init() { folder().removeRecursively(); }

    void it_goes_on_bit_for_bit_where_it_was() {
        std::uint64_t left_at = 0, hash = 0;
        {
            auto w = window();
            QVERIFY(cards(*w).isEmpty());
            play(*w, "phi4 extent=16 chains=4 seed=9");
            w->session().edit("kappa", 0.26);
            w->session().stepOnce();
            QTRY_COMPARE(w->session().latest()->parameters->get<double>("kappa"), 0.26);
            left_at = step(*w);
            hash = w->session().momentNow()->checkpoint->hash();
            LastRuns runs;
            QSignalSpy kept(&runs, &LastRuns::changed);
            runs.keep(w->session(), nullptr, 0);
            QTRY_COMPARE(kept.size(), 1);
        }
        QCOMPARE(LastRuns::list().size(), std::size_t{1});
        QCOMPARE(LastRuns::list().front().step, left_at);
        auto w = window();
        QCOMPARE(cards(*w).size(), 1);
        QVERIFY(cards(*w).front()->item().line.contains(controls::count_text(left_at)));
        cards(*w).front()->click();
        QTRY_COMPARE(step(*w), left_at);
        QCOMPARE(w->session().phase(), Phase::paused);
        QCOMPARE(w->session().parameters().get<double>("kappa"), 0.26);
        QCOMPARE(w->session().momentNow()->checkpoint->hash(), hash);
    }

    void a_comparison_goes_on_with_both_sides() {
        std::uint64_t hash = 0;
        {
            auto w = window();
            play(*w, "phi4 extent=16 chains=4 seed=9");
            w->setComparing(true);
            QTRY_VERIFY(w->comparing() && w->comparison().second().phase() == Phase::paused);
            w->comparison().second().edit("kappa", 0.22);
            const auto at = step(*w) + 1;
            w->session().stepOnce();
            QTRY_VERIFY(step(*w) == at && w->comparison().second().latest()->step == at);
            hash = w->comparison().second().momentNow()->checkpoint->hash();
            LastRuns runs;
            QSignalSpy kept(&runs, &LastRuns::changed);
            runs.keep(w->session(), &w->comparison(), 0);
            QTRY_COMPARE(kept.size(), 1);
        }
        QVERIFY(LastRuns::list().front().compared);
        auto w = window();
        QVERIFY2(cards(*w).front()->item().line.startsWith("The comparison"),
                 qPrintable(cards(*w).front()->item().line));
        cards(*w).front()->click();
        QTRY_VERIFY(w->comparing());
        QTRY_COMPARE(w->comparison().second().phase(), Phase::paused);
        QCOMPARE(w->comparison().second().momentNow()->checkpoint->hash(), hash);
    }

    void the_window_keeps_what_ran_for_a_while() {
        auto w = window();
        play(*w, "phi4 extent=16 chains=4 seed=9");
        w->showGallery();
        QVERIFY(LastRuns::list().empty());  // a glance
        w->openRecipe(storage::parse_line("phi4 extent=16 chains=4 seed=9"));
        QTRY_VERIFY(w->session().latest() && w->session().latest()->rates.elapsed_seconds > 5);
        QTRY_VERIFY(w->session().latest()->moments.size() > 1);
        const auto reached = w->session().latest()->moments.back();
        w->showGallery();
        QTRY_COMPARE(cards(*w).size(), 1);
        QVERIFY(LastRuns::list().front().step >= reached && reached > 0);
        w->openRecipe(storage::parse_line("toy_model"));
        QTRY_VERIFY(step(*w) > 0);
        w->close();
        QCOMPARE(LastRuns::list().size(), std::size_t{1});  // the other lab was looked at only
    }

    /// Looking at the run of a check must not cost one's own.
    void the_run_of_a_check_takes_no_place() {
        auto w = window();
        w->openRecipe(storage::parse_line("toy_model score=exact seed=9"));
        QTRY_VERIFY(w->session().latest() && w->session().latest()->rates.elapsed_seconds > 5);
        emit w->verify()->openRequested(storage::parse_line("toy_model score=exact seed=77"));
        QCOMPARE(w->session().seed(), std::uint64_t{77});
        QVERIFY2(w->message().contains("Continue"), qPrintable(w->message()));
        QTRY_COMPARE(LastRuns::list().size(), std::size_t{1});
        QTRY_VERIFY(w->session().latest() && w->session().latest()->rates.elapsed_seconds > 5.5);
        w->showGallery();
        QTest::qWait(300);
        QCOMPARE(LastRuns::list().size(), std::size_t{1});
        QCOMPARE(storage::read_session(LastRuns::list().front().path.toStdString()).recipe.seed, std::uint64_t{9});
    }

    void what_cannot_be_read_or_written_is_passed_over() {
        QVERIFY(folder().mkpath("."));
        for (const char* content : {"", "{", "{\"session\":1}"}) {
            QFile file(folder().filePath("phi4.langevin.json"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
            QVERIFY(LastRuns::list().empty());
        }
        auto w = window();
        QVERIFY(cards(*w).isEmpty());
        play(*w, "phi4 extent=16 chains=4");
        folder().removeRecursively();
        QFile wall(folder().path());  // a file where the folder should be
        QVERIFY(wall.open(QIODevice::WriteOnly));
        const auto said = w->message();  // by the lab perhaps, whose chains have not agreed yet
        LastRuns runs;
        runs.keep(w->session(), nullptr, 0);
        QCOMPARE(w->message(), said);
        wall.remove();
    }
};

QTEST_MAIN(TestLastRuns)
#include "tst_last_runs.moc"

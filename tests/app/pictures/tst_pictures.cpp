// SPDX-License-Identifier: GPL-3.0-or-later
// What the program looks like, held against tests/app/pictures/baselines: how strictly, see comparison.h; why nothing
// in it depends on the moment or the machine, see stage.h. LANGEVIN_ACCEPT_PICTURES=1 writes the baselines anew.
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <clocale>

#include "app/desktop/lab_page.h"
#include "app/desktop/lesson/lesson_player.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/labs/labs.h"
#include "engine/run/sweep.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"
#include "tests/app/pictures/comparison.h"
#include "tests/app/pictures/stage.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

using namespace langevin;
using namespace langevin::pictures;

namespace {

constexpr QSize laptop = {1280, 720}, desk = {1600, 960}, smallest = {900, 600};
const char* const phi4 = "phi4 extent=32 chains=4 seed=5 thermalisation=50";
constexpr std::uint64_t phi4_steps = 300;
const char* const scale_variable = "LANGEVIN_PICTURE_SCALE";

/// Holds a picture against its baseline, or makes it the baseline. What is wrong, and where to look; empty if nothing.
QString judge(const QImage& picture, const QString& name) {
    if (picture.isNull()) return name + ": the window never came to rest";
    const QDir baselines(QStringLiteral(SOURCE_DIR "/tests/app/pictures/baselines"));
    const auto path = baselines.filePath(name + ".png");
    if (qEnvironmentVariableIsSet("LANGEVIN_ACCEPT_PICTURES"))
        return with_few_colours(picture).save(path, "PNG", 0) ? QString() : path + " could not be written";
    const QImage expected(path);
    const auto difference = compare(picture, expected);
    if (difference.agrees()) return {};
    const QDir out(QStringLiteral(BINARY_DIR "/pictures"));
    out.mkpath(".");
    picture.save(out.filePath(name + ".png"));
    difference.expected.save(out.filePath(name + "-difference.png"));
    const auto what = expected.isNull()                   ? QString("has no baseline yet")
                      : expected.size() != picture.size() ? QString("has another size")
                                                          : QString("differs in %1 blocks").arg(difference.blocks);
    return QString(
               "%1 %2. New: %3/%1.png; differences in red: %3/%1-difference.png; before: %4. Where it is meant to "
               "look so: LANGEVIN_ACCEPT_PICTURES=1 ctest -R tst_pictures, and look at what git shows as changed.")
        .arg(name, what, out.path(), path);
}

/// A small sweep that is done, in a file.
void make_sweep(const Registry& registry, const QString& path) {
    const auto& lab = registry.find("phi4");
    const auto plan = storage::full_plan(
        lab, {.recipe = {.lab = "phi4",
                         .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{20}}},
                         .seed = 3,
                         .steps = 80},
              .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 7},
              .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 5},
              .repeats = 2,
              .shown = {"abs_magnetisation", "binder_cumulant"}});
    auto store = storage::SweepStore::create(path.toStdString(), plan);
    const auto keep = [&](const SweepResults& results) { store.append(results.records, results.names); };
    Sweep sweep(SweepGrid(lab, plan), {}, {.keep = keep});
    while (!sweep.wait()) continue;
}

}  // namespace

class TestPictures : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;

    static bool inside() { return qEnvironmentVariableIsSet(scale_variable); }

    static void check(const QImage& picture, const QString& name) {
        const auto problem = judge(picture, name);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        desktop::keep_to_folder(settings_folder);
        QApplication::setCursorFlashTime(0);
    }

    void gallery_data() {
        QTest::addColumn<style::Scheme>("scheme");
        QTest::newRow("gallery") << style::Scheme::light;
        QTest::newRow("gallery-dark") << style::Scheme::dark;
    }
    void gallery() {
        QFETCH(const style::Scheme, scheme);
        Stage stage(registry, laptop, scheme);
        check(stage.picture(), QTest::currentDataTag());
    }

    void labs_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("steps");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<style::Scheme>("scheme");
        const auto row = [](const char* name, const char* line, int steps, QSize size = laptop,
                            style::Scheme scheme = style::Scheme::light) {
            QTest::newRow(name) << QByteArray(line) << steps << size << scheme;
        };
        row("lattice", phi4, phi4_steps, desk);
        row("lattice-dark", phi4, phi4_steps, laptop, style::Scheme::dark);
        row("random-matrices", "coulomb_gas copies=16 seed=2", 2400);
        row("spin-glass", "spin_glass spins=64 samples=16 seed=2", 900);
        row("learning", "linear_network rate=0.05 batch=16 seed=2", 1000);
        row("denoising", "denoising extent=16 kappa=0.245 lambda=0 score=free_field levels=8 strongest=30 seed=2", 400);
    }
    void labs() {
        QFETCH(const QByteArray, line);
        QFETCH(const int, steps);
        QFETCH(const QSize, size);
        QFETCH(const style::Scheme, scheme);
        Stage stage(registry, size, scheme);
        QVERIFY(stage.open(line.constData(), static_cast<std::uint64_t>(steps)));
        check(stage.picture(), QTest::currentDataTag());
    }

    void a_comparison() {
        Stage stage(registry, laptop);
        QVERIFY(stage.open(phi4, phi4_steps));
        QVERIFY(stage.compareWith("phi4 extent=32 chains=4 seed=5 thermalisation=50 kappa=0.24"));
        check(stage.picture(), "comparison");
    }

    void a_presentation() {
        Stage stage(registry, laptop);
        QVERIFY(stage.open(phi4, phi4_steps));
        stage.window().setPresenting(true);
        QTRY_VERIFY(stage.window().isFullScreen());
        check(stage.picture(), "presentation");
    }

    void a_table() {
        Stage stage(registry, laptop);
        QVERIFY(stage.open(phi4, phi4_steps));
        stage.window().page().panels()->setMaximised("table");
        check(stage.picture(), "table");
    }

    /// What was refused, and why; and a page without panels.
    void a_problem() {
        Stage stage(registry, smallest);
        QVERIFY(stage.open("phi4 extent=8 lambda=0 kappa=0.2", 10));
        auto* panels = stage.window().page().panels();
        for (const auto& id : panels->order()) panels->setShown(id, false);
        stage.window().session().edit("kappa", 0.3);
        QVERIFY(!stage.window().message().isEmpty());
        check(stage.picture(), "problem");
    }

    void a_lesson() {
        Stage stage(registry, laptop);
        QVERIFY(stage.window().openFile("phases_of_learning"));  // begins with a question, and waits
        stage.window().lessonPlayer().choose(1);
        QVERIFY(Stage::catchUp(stage.window().session()));
        check(stage.picture(), "lesson");
    }

    void a_sweep() {
        const auto path = files.filePath("phi4.sweep");
        make_sweep(registry, path);
        Stage stage(registry, laptop);
        QVERIFY(stage.window().openFile(path));
        QTRY_COMPARE(stage.window().sweepSession().status().phase, Phase::finished);
        check(stage.picture(), "sweep");
    }

    void a_figure() {
        Stage stage(registry, laptop);
        QVERIFY(stage.open(phi4, phi4_steps));
        auto* view = stage.window().page().panels()->view("propagator");
        figures::FigureDialog dialog(*view, {}, "figure.pdf", &stage.window());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog, test::patience));
        QTest::qWait(200);  // the preview comes a little later
        check(Stage::picture(dialog), "figure-dialog");
    }

    /// The resolution of a screen belongs to the whole program, so another one is started. It runs this function alone.
    void a_finer_screen_data() {
        QTest::addColumn<QByteArray>("scale");
        for (const char* scale : {"1.5", "2"})
            if (!inside() || qgetenv(scale_variable) == scale) QTest::newRow(scale) << QByteArray(scale);
    }
    void a_finer_screen() {
        QFETCH(const QByteArray, scale);
        if (inside()) {
            Stage stage(registry, smallest);
            QVERIFY(stage.open(phi4, phi4_steps));
            return check(stage.picture(), "scale-" + scale);
        }
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_SCALE_FACTOR", scale);
        environment.insert(scale_variable, scale);
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(QCoreApplication::applicationFilePath(), {"a_finer_screen"});
        QVERIFY(program.waitForFinished(test::patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardOutput());
    }
};

int main(int argc, char** argv) {
    prepare_environment();
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    TestPictures test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "tst_pictures.moc"

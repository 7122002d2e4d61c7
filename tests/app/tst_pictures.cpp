// SPDX-License-Identifier: GPL-3.0-or-later
// What the program looks like, held against small pictures in tests/app/pictures. A page is drawn off screen from a
// checkpoint at a fixed step and seed, with the fonts that are shipped, and made half as large. Pictures agree if they
// do so on average over blocks, a pixel to either side forgiven: other processors and other versions of the font
// renderer pass, a panel that moved, a curve that is missing or another colour does not.
// LANGEVIN_UPDATE_PICTURES=1 writes them anew; look at them before they are committed.
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPainter>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/lab_page.h"
#include "app/desktop/main_window.h"
#include "app/desktop/sweep/sweep_dialog.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "widgets/charts/plot_view.h"
#include "widgets/controls/transport_bar.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

constexpr int block = 8;               // pixels
constexpr int most_difference = 8;     // of 255, of a block's mean colour
constexpr int most_other_blocks = 10;  // of some 4000

/// Fewer colours: smaller files. What is compared went through it, too.
QImage plain(const QImage& image) {
    auto result = image.convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < result.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < result.width(); ++x) line[x] = (line[x] & 0xFFF8F8F8u) | 0x00040404u;
    }
    return result;
}

struct Mean {
    double red = 0, green = 0, blue = 0;
};

Mean mean(const QImage& image, const QRect& area) {
    Mean sum;
    const auto inside = area.intersected(image.rect());
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = inside.left(); x <= inside.right(); ++x)
            sum.red += qRed(line[x]), sum.green += qGreen(line[x]), sum.blue += qBlue(line[x]);
    }
    const double count = std::max(1, inside.width() * inside.height());
    return {sum.red / count, sum.green / count, sum.blue / count};
}

/// How far a block is from the expected one, of which the neighbours a pixel away count as well.
double distance(const QImage& got, const QImage& expected, const QRect& area) {
    const auto here = mean(got, area);
    double least = 255;
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
            const auto there = mean(expected, area.translated(dx, dy));
            least = std::min(least, std::max({std::abs(here.red - there.red), std::abs(here.green - there.green),
                                              std::abs(here.blue - there.blue)}));
        }
    return least;
}

struct Comparison {
    int others = 0;
    QImage picture;  ///< the expected one, pale, with the blocks that differ in red
};

Comparison compare(const QImage& got, const QImage& expected) {
    Comparison result{0, expected.convertToFormat(QImage::Format_RGB32)};
    if (got.size() != expected.size()) return {got.width() * got.height(), result.picture};
    QPainter painter(&result.picture);
    painter.fillRect(result.picture.rect(), QColor(255, 255, 255, 160));
    for (int y = 0; y < got.height(); y += block)
        for (int x = 0; x < got.width(); x += block) {
            const QRect area(x, y, block, block);
            if (distance(got, expected, area) <= most_difference) continue;
            ++result.others;
            painter.fillRect(area, QColor(220, 0, 0, 150));
        }
    return result;
}

}  // namespace

class TestPictures : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    const QDir pictures{QStringLiteral(SOURCE_DIR "/tests/app/pictures")};
    QTemporaryDir files;
    std::unique_ptr<MainWindow> window;
    Snapshot snapshot;  // of the lab that is open, with every panel

    /// Nothing blinks, and no time is shown.
    static void settle(QWidget& widget) {
        if (auto* focused = widget.window()->focusWidget()) focused->clearFocus();
        for (auto* label : widget.findChildren<QLabel*>())
            if (label->toolTip() == "Time spent running.") label->setText("0:00");
        QTest::qWait(60);
        if (auto* focused = widget.window()->focusWidget()) focused->clearFocus();
    }

    /// `name` in the folder of pictures; a large widget at half its size.
    void check(QWidget& widget, const QString& name) {
        settle(widget);
        auto image = widget.grab().toImage();
        if (image.width() > 700) image = image.scaledToWidth(image.width() / 2, Qt::SmoothTransformation);
        const auto got = plain(image);
        const auto path = pictures.filePath(name + ".png");
        if (qEnvironmentVariableIsSet("LANGEVIN_UPDATE_PICTURES")) {
            QVERIFY(pictures.mkpath(".") && got.save(path, "PNG", 0));
            return;
        }
        const auto expected = QImage(path).convertToFormat(QImage::Format_RGB32);
        QVERIFY2(!expected.isNull(), qPrintable(path + " is missing: write it with LANGEVIN_UPDATE_PICTURES=1"));
        const auto comparison = compare(got, expected);
        if (comparison.others <= most_other_blocks) return;
        const QDir out(QStringLiteral(BINARY_DIR "/pictures"));
        out.mkpath(".");
        got.save(out.filePath(name + "-got.png"));
        expected.save(out.filePath(name + "-expected.png"));
        comparison.picture.save(out.filePath(name + "-difference.png"));
        QFAIL(qPrintable(QString("%1 looks otherwise: %2 blocks differ. See %3/%1-*.png; where it is meant to, "
                                 "write the pictures anew with LANGEVIN_UPDATE_PICTURES=1")
                             .arg(name)
                             .arg(comparison.others)
                             .arg(out.path())));
    }

    /// Opens a lab at a step, paused. From a checkpoint, so that no view has seen any other moment.
    void open(const char* line, std::uint64_t steps) {
        const auto recipe = storage::parse_line(line);
        const auto& lab = registry.find(recipe.lab);
        const auto parameters = resolve(lab, recipe);
        Execution execution(lab, parameters, recipe.seed);
        while (execution.steps() < steps) QVERIFY(execution.step({}, 1));
        const auto checkpoint = execution.checkpoint();
        const auto path = files.filePath(QString::fromStdString(lab.id) + ".json");
        storage::write_session(path.toStdString(), storage::make_session(lab, parameters, recipe.seed, checkpoint),
                               checkpoint);
        QVERIFY2(window->openFile(path), qPrintable(window->message()));
        QTRY_VERIFY_WITH_TIMEOUT(window->session().latest() && window->session().latest()->step == steps, 20000);
        snapshot = {};
        execution.observe(snapshot, {.panels = {}, .complete = true});
        const auto first = QString::fromStdString(lab.panels.front().id);
        QTRY_VERIFY(window->page().panels()->latest(first));
        QTest::qWait(300);  // views are served one after the other
    }

    /// One panel of the page that is open, at a size of its own.
    void checkPanel(const char* id, const QString& name) {
        auto* view = window->page().panels()->view(id);
        view->resize(480, 320);
        view->setPanel(*snapshot.panel(id));  // also where it is scrolled out of sight
        check(*view, name);
    }

    static SweepPlan plan() {
        return {.recipe = {.lab = "phi4",
                           .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{20}}},
                           .seed = 3,
                           .steps = 80},
                .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 7},
                .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 5},
                .repeats = 2,
                .shown = {"abs_magnetisation", "binder_cumulant"}};
    }

    const char* phi4 = "phi4 extent=32 chains=4 seed=5 thermalisation=50";

  private slots:
    void initTestCase() {
        QVERIFY(files.isValid());
        qputenv("XDG_DATA_HOME", files.path().toLocal8Bit());
        QCoreApplication::setOrganizationName("langevin-lab-test");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, files.path());
        QApplication::setCursorFlashTime(0);
        style::load_fonts();
        window = std::make_unique<MainWindow>(registry, labs::lessons());
        window->setWindowState(Qt::WindowNoState);
        window->resize(1280, 800);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
    void cleanupTestCase() { window.reset(); }
    void init() { window->setTheme(style::Scheme::light, 1.0); }

    void gallery_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void gallery() {
        QFETCH(const bool, dark);
        window->setTheme(dark ? style::Scheme::dark : style::Scheme::light, 1.0);
        window->showGallery();
        check(*window, dark ? "gallery-dark" : "gallery");
    }

    void labs_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("steps");
        QTest::addColumn<bool>("dark");
        QTest::newRow("phi4") << QByteArray(phi4) << 300 << false;
        QTest::newRow("phi4-dark") << QByteArray(phi4) << 300 << true;
        QTest::newRow("coulomb_gas") << QByteArray("coulomb_gas seed=2") << 100 << false;
        QTest::newRow("spin_glass") << QByteArray("spin_glass seed=2") << 30 << false;
        QTest::newRow("denoising") << QByteArray("denoising seed=2") << 20 << true;
        QTest::newRow("network_phases") << QByteArray("network_phases seed=2") << 20 << false;
    }
    void labs() {
        QFETCH(const QByteArray, line);
        QFETCH(const int, steps);
        QFETCH(const bool, dark);
        window->setTheme(dark ? style::Scheme::dark : style::Scheme::light, 1.0);
        open(line.constData(), static_cast<std::uint64_t>(steps));
        check(*window, QTest::currentDataTag());
    }

    void parts_of_a_page() {
        open(phi4, 300);
        checkPanel("field", "mosaic");
        checkPanel("table", "table");
        checkPanel("magnetisation_histogram", "histogram");
        window->setTheme(style::Scheme::dark, 1.5);
        auto* form = window->page().parameterPane();
        form->resize(420, 640);
        check(*form, "form");
    }

    void a_plot_with_a_ghost() {
        open(phi4, 300);
        auto* view = qobject_cast<charts::PlotView*>(window->page().panels()->view("propagator"));
        QVERIFY(view);
        view->setPanel(*snapshot.panel("propagator"));
        view->pinGhost();
        open("phi4 extent=32 chains=4 seed=5 thermalisation=50 kappa=0.25", 300);
        view->restoreChoices({{"log_y", true}});
        checkPanel("propagator", "plot");
    }

    void a_lesson() {
        QVERIFY(window->openFile("phases_of_learning"));  // begins with a question, and waits
        QTRY_VERIFY_WITH_TIMEOUT(window->session().latest() && window->session().latest()->step == 0, 20000);
        QTest::qWait(300);
        check(*window, "lesson");
        window->leaveLesson();
    }

    void a_sweep() {
        window->startSweep(plan(), files.filePath("phi4.sweep"));
        QTRY_COMPARE_WITH_TIMEOUT(window->sweepSession().status().phase, Phase::finished, 60000);
        QTest::qWait(300);  // maps are drawn with a delay
        check(*window, "sweep");
        SweepDialog dialog(registry.find("phi4"), plan(), "phi4.sweep");
        dialog.show();
        check(dialog, "sweep-dialog");
    }

    void a_figure() {
        open(phi4, 300);
        auto* view = window->page().panels()->view("magnetisation_histogram");
        view->setPanel(*snapshot.panel("magnetisation_histogram"));
        figures::FigureDialog dialog(*view, {}, "figure.pdf");
        dialog.show();
        QTest::qWait(200);  // the preview comes with a delay
        check(dialog, "figure-dialog");
    }

    void the_comparison_sees_what_matters() {
        const auto page = QImage(pictures.filePath("phi4.png")).convertToFormat(QImage::Format_RGB32);
        const auto plot = QImage(pictures.filePath("plot.png")).convertToFormat(QImage::Format_RGB32);
        QVERIFY(!page.isNull() && !plot.isNull());
        QCOMPARE(compare(page, page).others, 0);
        auto shifted = page;
        QPainter(&shifted).drawImage(QPoint(1, 0), page);
        QVERIFY(compare(shifted, page).others <= most_other_blocks);
        // A panel five pixels away.
        auto moved = page;
        const QRect panel(page.width() / 3, page.height() / 6, page.width() / 4, page.height() / 4);
        QPainter(&moved).drawImage(panel.topLeft() + QPoint(5, 0), page.copy(panel));
        QVERIFY(compare(moved, page).others > most_other_blocks);
        // A curve less: the colour of the first curve gone.
        const auto blue = style::make_theme(style::Scheme::light).curves.front();
        auto without = plot, recoloured = plot;
        int inked = 0;
        for (int y = 0; y < plot.height(); ++y)
            for (int x = 0; x < plot.width(); ++x) {
                const auto pixel = plot.pixelColor(x, y);
                if (pixel.blue() - pixel.red() < 60) continue;
                ++inked;
                without.setPixelColor(x, y, Qt::white);
                recoloured.setPixelColor(x, y, QColor(pixel.blue(), pixel.green(), pixel.red()));
            }
        QVERIFY2(inked > 50, qPrintable(blue.name()));
        QVERIFY(compare(without, plot).others > most_other_blocks);
        QVERIFY(compare(recoloured, plot).others > most_other_blocks);
    }
};

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

#include "tests/support/patience.h"
#include "tests/support/slowness.h"
#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/panel_plots.h"

using namespace langevin;
using namespace langevin::charts;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

Curves wave(int n = 200, double height = 1) {
    Curves plot{.x = {.label = "Time t", .unit = "s"}, .y = {.label = "Height h", .unit = "m"}, .curves = {}};
    Curve data{.name = "data", .x = {}, .y = {}, .error = {}, .mark = Mark::points};
    Curve theory{.name = "theory", .x = {}, .y = {}, .role = Role::theory, .source = "somebody (2020)"};
    for (int i = 0; i < n; ++i) {
        data.x.push_back(i);
        data.y.push_back(height * std::sin(0.1 * i));
        data.error.push_back(0.11);
        theory.x.push_back(i);
        theory.y.push_back(height * std::sin(0.1 * i));
    }
    plot.curves = {data, theory};
    return plot;
}

/// Nameless walks from different places, each with points.
Curves trajectories(int members, int n, Mark mark = Mark::line_and_points) {
    Curves plot{.x = {.label = "Time t", .unit = ""}, .y = {.label = "Position x", .unit = ""}, .curves = {}};
    for (int m = 0; m < members; ++m) {
        Curve curve{.name = "", .x = {}, .y = {}, .mark = mark};
        curve.family = "particles";
        for (int i = 0; i < n; ++i) {
            curve.x.push_back(i);
            curve.y.push_back(m + 0.3 * std::sin(0.37 * i + m) + 0.2 * std::sin(1.7 * i * (m + 1)));
        }
        plot.curves.push_back(std::move(curve));
    }
    return plot;
}

/// Shown, painted, with the focus.
template <class View>
void open(View& view, const Panel& panel) {
    view.resize(450, 320);
    view.setPanel(panel);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view, test::patience));
    view.setFocus();
    view.grab();
}

QAction* action(const PlotView& view, const QString& text) {
    for (auto* one : view.viewActions())
        if (one->text() == text) return one;
    return nullptr;
}

QImage figure(const PlotView& view) {
    QImage image(600, 400, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(2, 2);
    view.paintFigure(painter, QRectF(0, 0, 300, 200), style::publication_theme(8));
    return image;
}

}  // namespace

class TestPlotView : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { style::load_fonts(); }

    void oddDataAreSurvived() {
        CurvesView view;
        open(view, Curves{.x = {.label = "x", .unit = ""}, .y = {.label = "y", .unit = ""}, .curves = {}});
        const std::vector<Curve> odd = {
            {.name = "empty", .x = {}, .y = {}},
            {.name = "nan", .x = {0, 1, 2}, .y = {missing, missing, missing}, .error = {missing, missing, missing}},
            {.name = "gap",
             .x = {0, 1, 2, 3},
             .y = {1, missing, 2, 3},
             .error = {0.1, 0.1, missing, 0.1},
             .mark = Mark::line_and_points},
            {.name = "infinite", .x = {0, 1}, .y = {1, std::numeric_limits<double>::infinity()}},
            {.name = "one", .x = {5}, .y = {5}, .mark = Mark::points},
            {.name = "huge", .x = {0, 1e300}, .y = {-1e300, 1e300}},
            {.name = "tiny", .x = {0, 1}, .y = {1e-305, 2e-305}},
        };
        for (const auto& curve : odd)
            for (const bool log : {false, true}) {
                Curves plot{.x = {.label = "x", .unit = "", .logarithmic = log},
                            .y = {.label = "y", .unit = "", .logarithmic = log},
                            .curves = {curve}};
                plot.markers = {{missing, "nowhere"}, {0.5, "somewhere"}};
                view.setPanel(plot);
                view.grab();
                figure(view);
                QTest::keyClick(&view, Qt::Key_Right);
                view.grab();
            }
        view.setPanel(Table{});  // of another kind: nothing to show
        view.grab();
        HistogramView histogram;
        open(histogram,
             Histogram{.x = {.label = "x", .unit = ""}, .y = {.label = "p", .unit = ""}, .edges = {}, .density = {}});
        histogram.setPanel(Histogram{.x = {.label = "x", .unit = ""},
                                     .y = {.label = "p", .unit = "", .logarithmic = true},
                                     .edges = {0, 1, 2},
                                     .density = {0, 0}});
        histogram.grab();
    }
    void hiddenViewsDoNotWork() {
        CurvesView view;
        for (int i = 0; i < 100; ++i) view.setPanel(wave(1000));
        QCOMPARE(view.lastPaintMilliseconds(), 0.0);
    }
    void seriesAreKept() {
        ChartCanvas canvas;
        QImage image(300, 200, QImage::Format_RGB32);
        QPainter painter(&image);
        const auto lines = [](int n, double y) {
            Shapes shapes;
            for (int i = 0; i < n; ++i) shapes.emplace_back(LineShape{{{0, y}, {1, y}}, QPen(Qt::red, 3)});
            return shapes;
        };
        for (int i = 0; i < 10; ++i) canvas.draw(painter, QRectF(0, 0, 300, 200), lines(2, 0.1 * i));
        QCOMPARE(canvas.rebuilds(), 1);
        canvas.draw(painter, QRectF(0, 0, 200, 100), lines(2, 0.5));
        QCOMPARE(canvas.rebuilds(), 1);
        canvas.draw(painter, QRectF(0, 0, 200, 100), lines(3, 0.5));
        QCOMPARE(canvas.rebuilds(), 2);
    }
    void linesAreWhereTheyBelong() {
        ChartCanvas canvas;
        QImage image(300, 200, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        canvas.draw(painter, QRectF(100, 50, 100, 100), {LineShape{{{-0.1, 0.25}, {1.1, 0.25}}, QPen(Qt::red, 4)}});
        painter.end();
        QCOMPARE(QColor(image.pixel(150, 125)), QColor(Qt::red));
        QCOMPARE(QColor(image.pixel(150, 75)), QColor(Qt::white));
        QCOMPARE(QColor(image.pixel(90, 125)), QColor(Qt::white));  // clipped
        QCOMPARE(QColor(image.pixel(210, 125)), QColor(Qt::white));
    }

    void keysReadNumbers() {
        CurvesView view;
        open(view, wave());
        QVERIFY(view.readout().isEmpty());
        QTest::keyClick(&view, Qt::Key_Right);
        const auto first = view.readout();
        QVERIFY2(first.startsWith("data, Time t: "), qPrintable(first));
        QVERIFY(first.contains("(11) m"));  // with its error
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.readout() != first);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.readout(), first);
        QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY(view.readout().startsWith("theory"));
        QVERIFY(view.readout().contains("somebody (2020)"));
        QCOMPARE(view.accessibleDescription(), view.readout());
        for (int i = 0; i < 500; ++i) QTest::keyClick(&view, Qt::Key_PageDown);
        QVERIFY(view.readout().contains("199 s"));
        // New numbers: the crosshair stays at its place.
        view.setPanel(wave(200, 2));
        view.grab();
        QVERIFY(view.readout().contains("199 s"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(view.readout().isEmpty());
    }
    void pointerReadsNumbers() {
        HistogramView view;
        Histogram h{.x = {.label = "x", .unit = ""},
                    .y = {.label = "p", .unit = ""},
                    .edges = {0, 1, 2, 3},
                    .density = {0.2, 0.6, 0.2},
                    .error = {0.01, 0.02, 0.01}};
        open(view, h);
        QTest::mouseMove(&view, QPoint(250, 220));
        QTRY_VERIFY(view.readout().contains("1 … 2"));
        QVERIFY(view.readout().contains("0.600(20)"));
        view.setPanel(
            Histogram{.x = {.label = "x", .unit = ""}, .y = {.label = "p", .unit = ""}, .edges = {}, .density = {}});
        view.grab();
        QVERIFY(view.readout().isEmpty());
    }

    void zoomAndBack() {
        CurvesView view;
        open(view, wave());
        auto* all = action(view, "Show all");
        QVERIFY(all && !all->isEnabled());
        const auto whole = figure(view);
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(150, 100));
        QTest::mouseMove(&view, QPoint(300, 200));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(300, 200));
        QVERIFY(all->isEnabled());
        view.grab();
        QVERIFY(figure(view) != whole);  // what the user chose is in the file as well
        QTest::keyClick(&view, Qt::Key_Home);
        QVERIFY(!all->isEnabled());
        QVERIFY(figure(view) == whole);
        // A click is not a zoom.
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(150, 100));
        QVERIFY(!all->isEnabled());
    }
    void wheelScrollsThePageWithoutFocus() {
        CurvesView view;
        open(view, wave());
        auto* all = action(view, "Show all");
        const auto turn = [&](Qt::KeyboardModifiers modifiers) {
            QWheelEvent wheel(QPointF(200, 150), view.mapToGlobal(QPointF(200, 150)), {}, {0, 120}, Qt::NoButton,
                              modifiers, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&view, &wheel);
            return wheel.isAccepted();
        };
        view.clearFocus();
        QVERIFY(!turn({}));
        QVERIFY(!all->isEnabled());
        QVERIFY(turn(Qt::ControlModifier));
        QVERIFY(all->isEnabled());
        for (int i = 0; i < 400; ++i) turn(Qt::ControlModifier);  // ends somewhere, and can be painted
        view.grab();
    }
    void ghosts() {
        CurvesView view;
        open(view, wave());
        auto *pin = action(view, "Pin as ghost"), *clear = action(view, "Clear ghosts");
        QVERIFY(!clear->isEnabled());
        const auto pale = figure(view);
        pin->trigger();
        view.setPanel(wave(200, 0.5));
        QVERIFY(clear->isEnabled());
        QVERIFY(figure(view) != pale);
        for (int i = 0; i < 20; ++i) pin->trigger();
        QVERIFY(!pin->isEnabled());
        view.grab();
        QTest::keyClick(&view, Qt::Key_G, Qt::ShiftModifier);
        QVERIFY(!clear->isEnabled());
        view.setPanel(wave());
        QVERIFY(figure(view) == pale);
    }
    void ghostsOfAnotherRunStandBesideThoseThatWerePinned() {
        CurvesView view;
        open(view, wave());
        const auto alone = figure(view);
        view.setGhost("B", "B: κ = 0.28", wave(200, 0.5));
        const auto with = figure(view);
        QVERIFY(with != alone);
        view.setGhost("B", "B: κ = 0.28", wave(200, 0.5));  // in the place of the last
        QVERIFY(figure(view) == with);
        QVERIFY(!action(view, "Clear ghosts")->isEnabled());
        action(view, "Pin as ghost")->trigger();
        action(view, "Clear ghosts")->trigger();
        QVERIFY(figure(view) == with);
        view.removeGhost("B");
        QVERIFY(figure(view) == alone);

        auto ghost = make_ghost(plot_model(wave()), "B", "B: κ = 0.28");
        const auto model = with_ghosts(plot_model(wave()), {ghost});
        QCOMPARE(model.series.front().ghost, 1);
        const auto frame = lay_out(model, {{0, 10}, false}, {{-1, 1}, false}, QRectF(0, 0, 400, 300),
                                   PlotStyle::on_screen(style::make_theme(style::Scheme::light)), true);
        QCOMPARE(frame.legend.back().text, QStringLiteral("B: κ = 0.28"));
    }
    void familiesAreThinShadesWithOneEntry() {
        const auto theme = style::make_theme(style::Scheme::light);
        const auto paint = PlotStyle::on_screen(theme);
        auto plot = trajectories(8, 50);
        plot.curves.push_back({.name = "law", .x = {0, 49}, .y = {1, 1}, .role = Role::theory});
        plot.curves[4].y.clear(), plot.curves[4].x.clear();  // the one in the middle: another stands for all
        const auto model = plot_model(plot);
        const auto frame = lay_out(model, {{0, 49}, false}, {{-1, 8}, false}, QRectF(0, 0, 400, 300), paint, true);
        QCOMPARE(frame.legend.size(), std::size_t{2});
        QCOMPARE(frame.legend[0].text, "particles");
        QCOMPARE(frame.legend[1].text, "law");
        QSet<QRgb> colours;
        for (const auto& series : model.series)
            if (series.in_family()) colours.insert(paint.colour(series).rgb());
        QCOMPARE(colours.size(), 8);
        QVERIFY(paint.line_pen(model.series[0]).widthF() < paint.line_pen(plot_model(wave()).series[0]).widthF());
    }
    void onlyTheParticleItselfIsMarked() {
        const auto paint = PlotStyle::on_screen(style::make_theme(style::Scheme::light));
        const auto dots = [&](const Curves& plot, double x_end) {
            int count = 0;
            for (const auto& shape :
                 make_shapes(plot_model(plot), {{0, x_end}, false}, {{-1, 8}, false}, {300, 200}, paint))
                if (const auto* marks = std::get_if<DotsShape>(&shape)) count += static_cast<int>(marks->points.size());
            return count;
        };
        QCOMPARE(dots(trajectories(8, 50), 49), 8);
        QCOMPARE(dots(trajectories(8, 50), 30), 0);  // zoomed in: the particles are elsewhere
        QCOMPARE(dots(trajectories(8, 50, Mark::line), 49), 0);
        QCOMPARE(dots(trajectories(8, 50, Mark::points), 49), 400);
        auto lost = trajectories(1, 50);
        lost.curves[0].y.back() = missing;
        QCOMPARE(dots(lost, 49), 1);
    }
    void familiesAreReadPinnedAndPaintedInTime() {
        CurvesView view;
        open(view, trajectories(64, 500));
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY2(view.readout().startsWith("particles, 1, Time t: "), qPrintable(view.readout()));
        QTest::keyClick(&view, Qt::Key_Escape);
        double fastest = 1e9;
        for (int i = 0; i < 10; ++i) {
            auto plot = trajectories(64, 500);
            for (auto& curve : plot.curves) curve.y.back() += 0.01 * i;
            view.setPanel(plot);
            view.grab();
            fastest = std::min(fastest, view.lastPaintMilliseconds());
        }
        qInfo("64 x 500 points: %.2f ms", fastest);
        QVERIFY(fastest < 25 * test::slowness);  // it takes four; through Qt Charts, forty
        action(view, "Pin as ghost")->trigger();
        view.setPanel(trajectories(64, 300));
        view.grab();
        figure(view);
    }
    void everyActionIsReachable() {
        CurvesView view;
        open(view, wave());
        for (auto* one : view.viewActions()) {
            QVERIFY(!one->toolTip().isEmpty() && !one->text().isEmpty());
            QVERIFY2(!one->shortcut().isEmpty(), qPrintable(one->text()));
        }
        auto* log = action(view, "Logarithmic y axis");
        QVERIFY(!log->isChecked());
        QTest::keyClick(&view, Qt::Key_Y);
        QVERIFY(log->isChecked());
        QTest::keyClick(&view, Qt::Key_L);
        QVERIFY(!action(view, "Legend")->isChecked());
        QTest::keyClick(&view, Qt::Key_Plus, Qt::ShiftModifier);
        QVERIFY(action(view, "Show all")->isEnabled());
    }
    /// Keys of the plot win over those of the window while the plot has the focus.
    void keysWinOverTheWindow() {
        QWidget window;
        auto* view = new CurvesView(&window);
        QAction home(&window), play(&window);
        home.setShortcut(Qt::Key_Home);
        play.setShortcut(Qt::Key_Space);
        window.addAction(&home);
        window.addAction(&play);
        QSignalSpy home_spy(&home, &QAction::triggered), play_spy(&play, &QAction::triggered);
        view->resize(400, 300);
        view->setPanel(wave());
        window.resize(400, 300);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window, test::patience));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Home);
        QCOMPARE(home_spy.count(), 0);
        QTest::keyClick(view, Qt::Key_Space);
        QCOMPARE(play_spy.count(), 1);
    }
    void choicesComeBack() {
        CurvesView view;
        open(view, wave());
        QVERIFY(view.choices().isEmpty());
        QTest::keyClick(&view, Qt::Key_Y);
        QTest::keyClick(&view, Qt::Key_L);
        const auto choices = view.choices();
        CurvesView other;
        other.restoreChoices(choices);
        other.setPanel(wave());
        QCOMPARE(other.choices(), choices);
        QVERIFY(action(other, "Logarithmic y axis")->isChecked());
        QVERIFY(figure(other) == figure(view));
    }
    void figureDoesNotDependOnTheWidget() {
        CurvesView small, large;
        small.setPanel(wave(50, 3));
        large.setTheme(style::make_theme(style::Scheme::dark, 1.6));
        large.resize(900, 700);
        large.setPanel(wave(20, 30));
        large.grab();  // remembers a wider range, on screen
        large.setPanel(wave(50, 3));
        large.grab();
        QVERIFY(figure(small) == figure(large));
    }
};

QTEST_MAIN(TestPlotView)
#include "tst_plot_view.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QPainter>
#include <QTest>
#include <cmath>
#include <limits>

#include "widgets/charts/chart_view.h"

using namespace langevin;
using namespace langevin::charts;

namespace {

Curves parabola(double height) {
    Curve curve{.name = "measured", .x = {}, .y = {}, .error = {}, .mark = Mark::line_and_points};
    for (int i = 0; i <= 20; ++i) {
        curve.x.push_back(i);
        curve.y.push_back(height * i * i);
        curve.error.push_back(0.1 * height);
    }
    const Curve theory{.name = "theory", .x = curve.x, .y = curve.y, .error = {}, .role = Role::theory};
    return {.x = {.label = "t", .unit = "updates"}, .y = {.label = "y", .unit = ""}, .curves = {curve, theory}, .markers = {{10, "here"}}};
}

int coloured_pixels(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            count += std::abs(c.red() - colour.red()) + std::abs(c.green() - colour.green()) + std::abs(c.blue() - colour.blue()) < 60;
        }
    return count;
}

QImage figure(const ChartView& view) {
    QImage image(800, 600, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(2, 2);
    view.paintFigure(painter, {0, 0, 400, 300}, style::publication_theme(8));
    return image;
}

}  // namespace

class TestChartView : public QObject {
    Q_OBJECT

    std::unique_ptr<ChartView> shown(const Panel& panel) {
        auto view = std::make_unique<ChartView>();
        view->setTheme(style::make_theme(style::Scheme::light));
        view->setPanel(panel);
        view->resize(420, 300);
        view->show();
        return view;
    }

  private slots:
    void initTestCase() { style::load_fonts(); }

    void paints_what_it_is_given() {
        const auto view = shown(parabola(1));
        const auto image = view->grab().toImage();
        const auto blue = style::make_theme(style::Scheme::light).curves.first();
        QVERIFY(coloured_pixels(image, blue) > 100);
        QVERIFY(view->accessibleDescription().contains("measured"));
    }

    void survives_empty_panels_and_numbers_that_are_none() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        auto broken = parabola(nan);
        broken.curves[1].y.assign(21, std::numeric_limits<double>::infinity());
        for (const Panel& panel : {Panel(Curves{}), Panel(broken), Panel(Histogram{})}) {
            const auto view = shown(panel);
            QVERIFY(!view->grab().isNull());
            figure(*view);
        }
    }

    void logarithmic_axes_leave_out_what_is_not_positive() {
        auto curves = parabola(1);
        curves.curves[0].y[3] = -5;
        const auto view = shown(curves);
        view->viewActions()[4]->trigger();
        QVERIFY(view->canvas().logarithmicY());
        QVERIFY(!view->canvas().position(3, -5));
        QVERIFY(view->canvas().position(10, 100));
        QVERIFY(std::isfinite(view->canvas().rangeY().low));
    }

    void axes_do_not_jitter() {
        const auto view = shown(parabola(1));
        const auto before = view->canvas().rangeY();
        for (int i = 0; i < 20; ++i) {
            view->setPanel(parabola(1 - 0.01 * i));
            QCOMPARE(view->canvas().rangeY(), before);
        }
        view->setPanel(parabola(2));
        QVERIFY(view->canvas().rangeY().high >= 800);
    }

    void hovering_reads_the_nearest_measured_point() {
        const auto view = shown(parabola(1));
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        const auto place = *view->canvas().position(12, 144) + view->canvas().pos();
        QTest::mouseMove(view.get(), place.toPoint() + QPoint(2, 2));
        QTRY_VERIFY(view->readOut());
        QCOMPARE(view->readOut()->point, std::size_t{12});
        QCOMPARE(view->canvas().model().series[view->readOut()->series].name, QStringLiteral("measured"));
    }

    void arrow_keys_walk_along_the_curve() {
        const auto view = shown(parabola(1));
        QTest::keyClick(view.get(), Qt::Key_Right);
        QTest::keyClick(view.get(), Qt::Key_Right);
        QTest::keyClick(view.get(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(view->readOut()->point, std::size_t{11});
        QVERIFY(view->accessibleName().contains("x 11"));
        QTest::keyClick(view.get(), Qt::Key_Escape);
        QVERIFY(!view->readOut());
    }

    void ghosts_stay_when_the_data_move_on() {
        const auto view = shown(parabola(1));
        view->keepGhost();
        view->setPanel(parabola(3));
        const auto& series = view->canvas().model().series;
        QCOMPARE(series.front().ghost, 1);
        QCOMPARE(series.front().y[10], 100.0);
        view->keepGhost();
        QCOMPARE(view->canvas().model().series.size(), std::size_t{4});
        view->clearGhosts();
        QCOMPARE(view->canvas().model().series.size(), std::size_t{2});
    }

    void zoom_and_reset() {
        const auto view = shown(parabola(1));
        const auto before = view->canvas().rangeX();
        view->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(view.get()));
        QWheelEvent wheel({200, 150}, view->mapToGlobal(QPointF(200, 150)), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.get(), &wheel);
        QVERIFY(view->canvas().rangeX().width() < before.width());
        QTest::mouseDClick(view.get(), Qt::LeftButton, {}, {200, 150});
        QCOMPARE(view->canvas().rangeX(), before);
    }

    void choices_come_back() {
        const auto view = shown(parabola(1));
        view->viewActions()[3]->trigger();
        view->viewActions()[5]->trigger();
        const auto other = shown(parabola(1));
        other->restoreChoices(view->choices());
        QVERIFY(other->canvas().logarithmicX());
        QCOMPARE(other->choices(), view->choices());
    }

    void a_figure_does_not_depend_on_the_widget() {
        const auto small = shown(parabola(1));
        small->resize(200, 160);
        small->setTheme(style::make_theme(style::Scheme::dark, 1.6));
        ChartView hidden;
        hidden.setPanel(parabola(1));
        const auto a = figure(*small), b = figure(hidden);
        QVERIFY(coloured_pixels(a, Qt::black) > 500);  // axes, letters, theory
        qint64 difference = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) difference += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
        QVERIFY2(difference < 255 * 2000, qPrintable(QString::number(difference)));
    }
};

QTEST_MAIN(TestChartView)
#include "tst_chart_view.moc"

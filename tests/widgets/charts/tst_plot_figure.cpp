// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a saved figure, where nothing can be pointed at: it must not hide data, nor be cut off.
#include <QAction>
#include <QPainter>
#include <QTest>
#include <cmath>

#include "widgets/charts/panel_plots.h"
#include "widgets/charts/plot_frame.h"

using namespace langevin;
using namespace langevin::charts;

namespace {

const auto theme = style::publication_theme(8);

Curve line(const std::string& name, std::vector<double> x, std::vector<double> y) {
    return {.name = name, .x = std::move(x), .y = std::move(y)};
}

Curves plot_of(std::vector<Curve> curves) {
    return {.x = {.label = "x", .unit = ""}, .y = {.label = "y", .unit = ""}, .curves = std::move(curves)};
}

void hide_legend(PlotView& view) {
    for (auto* action : view.viewActions())
        if (action->text() == "Legend") action->setChecked(false);
}

QImage figure(const Curves& plot, int scale = 2) {
    CurvesView view;
    view.setPanel(plot);
    hide_legend(view);
    QImage image(300 * scale, 200 * scale, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(scale, scale);
    view.paintFigure(painter, QRectF(0, 0, 300, 200), theme);
    return image;
}

/// Pixels of the figure in this colour, about.
int count_pixels(const QImage& image, const QColor& wanted) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor c(image.pixel(x, y));
            count += std::abs(c.red() - wanted.red()) + std::abs(c.green() - wanted.green()) +
                         std::abs(c.blue() - wanted.blue()) <
                     40;
        }
    return count;
}

}  // namespace

class TestPlotFigure : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { style::load_fonts(); }

    /// Zoomed in, so that curves leave the plot on all sides; a file is not clipped.
    void curvesStayInTheFrame() {
        Curve wave = line("wave", {}, {});
        for (int i = 0; i < 200; ++i) {
            wave.x.push_back(i);
            wave.y.push_back(std::sin(0.1 * i));
        }
        auto plot = plot_of({wave});
        plot.x.range = std::pair(50.0, 100.0);
        plot.y.range = std::pair(-0.5, 0.5);
        const auto image = figure(plot);
        QVERIFY(count_pixels(image, theme.curves[0]) > 300);
        QCOMPARE(count_pixels(image.copy(0, 0, image.width(), 8), theme.curves[0]), 0);
        QCOMPARE(count_pixels(image.copy(0, 364, image.width(), 36), theme.curves[0]), 0);
    }

    void labelsOfMarkersHideNoCurve_data() {
        QTest::addColumn<std::vector<double>>("heights");
        QTest::newRow("from above downwards") << std::vector{1.0, 0.8, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.0};
        QTest::newRow("along the top") << std::vector(9, 0.96);
        QTest::newRow("along the bottom") << std::vector(9, 0.04);
        QTest::newRow("only at both ends") << std::vector{0.97, std::nan(""), 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.97};
    }
    void labelsOfMarkersHideNoCurve() {
        QFETCH(const std::vector<double>, heights);
        auto plot = plot_of({line("curve", {0, 1, 2, 3, 4, 5, 6, 7, 8}, heights)});
        plot.y.range = std::pair(0.0, 1.0);
        for (const double x : {0.2, 3.0, 7.9}) {
            plot.markers = {{x, ""}};
            const auto without = figure(plot);
            plot.markers = {{x, "window of the susceptibility"}};
            const auto with = figure(plot);
            QVERIFY(with != without);  // the label is there
            QCOMPARE(count_pixels(with, theme.curves[0]), count_pixels(without, theme.curves[0]));
        }
    }

    void labelsOfMarkersHideNoLabel() {
        auto plot = plot_of({line("curve", {0, 8}, {0.5, 0.5})});
        plot.y.range = std::pair(0.0, 1.0);
        const auto dark = [&](std::vector<Marker> markers) {
            plot.markers = std::move(markers);
            return count_pixels(figure(plot), theme.mutedText);
        };
        const int none = dark({});
        const int first = dark({{4, "edit"}}) - none, second = dark({{4.05, "window"}}) - none;
        QVERIFY(first > 20 && second > 20);
        const int both = dark({{4, "edit"}, {4.05, "window"}}) - none;
        QVERIFY2(std::abs(both - first - second) < 0.1 * both, qPrintable(QString::number(both - first - second)));
    }

    /// A run among published values: its error bar is what one wants to see.
    void errorBarsOfARunLieOnReferences() {
        Curve reference{.name = "reference", .x = {}, .y = {}, .role = Role::theory, .mark = Mark::points};
        for (int i = 0; i <= 100; ++i) {
            reference.x.push_back(1);
            reference.y.push_back(0.01 * i);
        }
        const Curve run{.name = "run", .x = {1}, .y = {0.5}, .error = {0.4}, .mark = Mark::points};
        auto plot = plot_of({run});
        plot.x.range = std::pair(0.0, 2.0);
        plot.y.range = std::pair(-0.1, 1.1);
        const int alone = count_pixels(figure(plot, 6), theme.curves[0]);
        plot.curves.push_back(reference);
        const int among = count_pixels(figure(plot, 6), theme.curves[0]);
        QVERIFY2(alone > 1000 && among > 0.8 * alone, qPrintable(QString("%1 %2").arg(alone).arg(among)));
    }

    void aLongNoteIsWrapped() {
        auto plot = plot_of({line("curve", {0, 1}, {0, 1})});
        plot.note =
            "the run is shorter than fifty autocorrelation times of the slowest observable, and its error may "
            "be too small; go on, or take more chains side by side";
        const auto model = plot_model(plot);
        QImage image(600, 400, QImage::Format_RGB32);
        QPainter painter(&image);
        const auto style = PlotStyle::in_print(theme, painter);
        const auto frame =
            lay_out(model, AxisScale({0, 1}, false), AxisScale({0, 1}, false), QRectF(0, 0, 300, 200), style, true);
        QStringList lines;
        for (const auto& each : frame.note) {
            lines << each.text;
            QVERIFY(each.place.right() <= frame.area.right() + 1.5);
            QVERIFY(each.place.bottom() <= frame.area.top());
        }
        QVERIFY(lines.size() > 1);
        QCOMPARE(lines.join(' '), model.note);
        const auto on_screen = lay_out(model, AxisScale({0, 1}, false), AxisScale({0, 1}, false),
                                       QRectF(0, 0, 300, 200), PlotStyle::on_screen(theme), true);
        QCOMPARE(on_screen.note.size(), std::size_t{1});
    }

    /// Eight colours; from the ninth on they come again.
    void curvesOfOneColourDiffer() {
        auto plot = plot_of({});
        for (int i = 0; i < 20; ++i) plot.curves.push_back(line(std::to_string(i), {0, 1}, {double(i), double(i)}));
        const auto model = plot_model(plot);
        const auto style = PlotStyle::on_screen(style::make_theme(style::Scheme::light, 1));
        for (std::size_t i = 0; i < model.series.size(); ++i)
            for (std::size_t k = 0; k < i; ++k) {
                auto lines = model.series[i], points = model.series[k];
                QVERIFY(style.line_pen(lines) != style.line_pen(points));
                lines.shape = points.shape = PlotSeries::Shape::points;
                const auto a = style.dots(lines), b = style.dots(points);
                QVERIFY(a.colour != b.colour || a.kind != b.kind);
            }
    }
};

QTEST_MAIN(TestPlotFigure)
#include "tst_plot_figure.moc"

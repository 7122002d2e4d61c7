// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QBuffer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "tests/support/patience.h"
#include "widgets/export/figure.h"
#include "widgets/heatmap/heatmap_view.h"

using namespace langevin;
using namespace langevin::heatmap;

namespace {

/// 4 by 3 cells of side 1 around the whole numbers; the value is the column plus ten times the row, in thirds.
Heatmap grid() {
    Heatmap map{.x = {.label = "Hopping κ", .unit = ""},
                .y = {.label = "Coupling λ", .unit = "a"},
                .value = {.label = "Order ⟨M⟩", .unit = "V"},
                .cells = {}};
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 3; ++j)
            map.cells.push_back({.x = double(i),
                                 .y = double(j),
                                 .left = i - 0.5,
                                 .right = i + 0.5,
                                 .bottom = j - 0.5,
                                 .top = j + 0.5,
                                 .value = i + 10.0 * j,
                                 .error = 0.02,
                                 .repeats = 3});
    return map;
}

/// Powers of ten along both axes.
Heatmap powers() {
    auto map = grid();
    map.x.logarithmic = map.y.logarithmic = map.value.logarithmic = true;
    for (auto& cell : map.cells) {
        cell.value = std::pow(10, cell.x - 1);
        for (auto part : {&HeatmapCell::x, &HeatmapCell::y, &HeatmapCell::left, &HeatmapCell::right,
                          &HeatmapCell::bottom, &HeatmapCell::top})
            cell.*part = std::pow(10, cell.*part);
    }
    return map;
}

void open(HeatmapView& view, const Panel& panel) {
    view.resize(520, 380);
    view.setPanel(panel);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view, test::patience));
    view.grab();
}

QPoint centre(const HeatmapView& view, const Heatmap& map, std::size_t cell) {
    return place(map.cells[cell], view.layout_of_map().frame).center().toPoint();
}

QColor colour_at(HeatmapView& view, const QPoint& point) {
    return view.grab().toImage().pixelColor(point);
}

}  // namespace

class TestHeatmapView : public QObject {
    Q_OBJECT

    const style::Theme theme = style::make_theme(style::Scheme::light);
    const style::ColourMap viridis;

  private slots:
    void initTestCase() { style::load_fonts(); }

    void cells_have_the_colours_of_their_values() {
        HeatmapView view;
        const auto map = grid();
        open(view, map);
        const ValueColours colours(map, false, viridis, theme);
        QCOMPARE(colours.interval(), (field::Interval{0, 23}));
        for (const std::size_t cell : {0, 5, 11})
            QCOMPARE(colour_at(view, centre(view, map, cell)), colours.at(map.cells[cell].value));
        QCOMPARE(colours.at(0), QColor(viridis.at(0)));
        QCOMPARE(colours.at(23), QColor(viridis.at(1)));
        QCOMPARE(colours.at(11.5), QColor(viridis.at(0.5)));
    }

    void logarithmic_colours_go_by_powers_and_mark_what_is_not_positive() {
        auto map = powers();
        map.cells[0].value = -1;
        const ValueColours colours(map, true, viridis, theme);
        QCOMPARE(colours.at(-1), QColor(viridis.under()));
        QCOMPARE(colours.at(std::sqrt(0.1 * 100)), QColor(viridis.at(0.5)));
        QVERIFY(colours.bar("").values_below && !colours.bar("").values_above);
        HeatmapView view;
        open(view, map);
        QCOMPARE(colour_at(view, centre(view, map, 0)), QColor(viridis.under()));
        QVERIFY(can_be_logarithmic(map));
        for (auto& cell : map.cells) cell.value = -1;
        QVERIFY(!can_be_logarithmic(map));
    }

    void values_beyond_the_declared_range_stand_out() {
        auto map = grid();
        map.value.range = std::pair(5.0, 20.0);
        const ValueColours colours(map, false, viridis, theme);
        QCOMPARE(colours.at(0), QColor(viridis.under()));
        QCOMPARE(colours.at(23), QColor(viridis.over()));
        QVERIFY(colours.bar("").values_below && colours.bar("").values_above);
    }

    void one_value_alone_has_a_scale() {
        auto map = grid();
        for (auto& cell : map.cells) cell.value = 0;
        const ValueColours colours(map, false, viridis, theme);
        QVERIFY(colours.interval().low < 0 && colours.interval().high > 0);
        HeatmapView view;
        open(view, map);
        open(view, Heatmap{});
    }

    void later_cells_lie_on_top_and_where_there_is_none_the_background_shows() {
        auto map = grid();
        map.cells.erase(map.cells.begin() + 4);  // x = 1, y = 1
        map.cells.push_back({.x = 3, .y = 2, .left = 2.75, .right = 3.25, .bottom = 1.75, .top = 2.25, .value = 0});
        HeatmapView view;
        open(view, map);
        const auto& frame = view.layout_of_map().frame;
        const auto at = [&](double x, double y) {
            return frame.at({frame.x_scale.position(x), frame.y_scale.position(y)}).toPoint();
        };
        QCOMPARE(colour_at(view, at(3, 2)), QColor(viridis.at(0)));
        QCOMPARE(cell_at(map, frame, at(3, 2)), std::optional(map.cells.size() - 1));
        QCOMPARE(colour_at(view, at(1, 1)), theme.surface);
        QVERIFY(!cell_at(map, frame, at(1, 1)));
        QVERIFY(!cell_at(map, frame, frame.area.topLeft() - QPointF(5, 5)));
    }

    void a_run_without_a_value_is_hatched_and_says_why() {
        auto map = grid();
        map.cells[5].value = map.cells[5].error = std::nan("");
        map.cells[5].note = "diverged at step 17";
        HeatmapView view;
        open(view, map);
        QTest::mouseMove(&view, centre(view, map, 5));
        QTRY_VERIFY(view.readout().contains("diverged at step 17"));
        const auto image = view.grab().toImage();
        const auto box = place(map.cells[5], view.layout_of_map().frame).toRect().adjusted(4, 4, -4, -4);
        QSet<QRgb> colours;
        for (int x = box.left(); x < box.right(); ++x) colours.insert(image.pixel(x, box.top()));
        QVERIFY(colours.size() >= 2);
    }

    void a_value_that_is_not_to_be_trusted_has_a_marked_corner() {
        auto map = grid();
        map.cells[5].note = "the chains have not forgotten their start";
        HeatmapView view;
        open(view, map);
        const ValueColours colours(map, false, viridis, theme);
        for (const std::size_t cell : {4, 5}) {
            const auto box = place(map.cells[cell], view.layout_of_map().frame).toRect();
            const auto corner = colour_at(view, box.topRight() + QPoint(-3, 3));
            QCOMPARE(corner, cell == 5 ? theme.text : colours.at(map.cells[cell].value));
            QCOMPARE(colour_at(view, box.center()), colours.at(map.cells[cell].value));
        }
    }

    void the_pointer_reads_value_error_and_runs() {
        HeatmapView view;
        const auto map = grid();
        open(view, map);
        QTest::mouseMove(&view, centre(view, map, 7));
        QTRY_COMPARE(view.readout(), QString("κ = 2,  λ = 1\n12.000(20) V, 3 runs"));
        QTest::mouseMove(&view, QPoint(2, 2));
        QTRY_VERIFY(view.readout().isEmpty());
    }

    void keys_move_from_cell_to_cell_and_open_one() {
        HeatmapView view;
        const auto map = grid();
        open(view, map);
        view.setSelectable(true);
        view.setFocus();
        QSignalSpy activated(&view, &views::PanelView::cellActivated);
        QTest::keyClick(&view, Qt::Key_Right);  // the middle
        const auto first = view.readout();
        QVERIFY(!first.isEmpty());
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.readout() != first);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.readout(), first);
        for (int i = 0; i < 5; ++i) QTest::keyClick(&view, Qt::Key_Up);
        for (int i = 0; i < 5; ++i) QTest::keyClick(&view, Qt::Key_Left);
        QVERIFY(view.readout().startsWith("κ = 0,  λ = 2"));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toDouble(), 0.0);
        QCOMPARE(activated[0][1].toDouble(), 2.0);
    }

    void clicks_and_rectangles_come_in_units_of_the_axes() {
        HeatmapView view;
        const auto map = powers();
        open(view, map);
        QSignalSpy activated(&view, &views::PanelView::cellActivated), region(&view, &views::PanelView::regionSelected);
        QTest::mouseClick(&view, Qt::LeftButton, {}, centre(view, map, 5));
        QCOMPARE(activated.count(), 0);  // a map on a lab's page is only looked at
        view.setSelectable(true);
        QTest::mouseClick(&view, Qt::LeftButton, {}, centre(view, map, 5));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toDouble(), map.cells[5].x);
        const auto from = centre(view, map, 0), to = centre(view, map, 8);  // (1, 1) to (100, 100)
        QTest::mousePress(&view, Qt::LeftButton, {}, to);
        QTest::mouseMove(&view, from);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, from);
        QCOMPARE(region.count(), 1);
        const auto near = [&](int i, double value) { return std::abs(region[0][i].toDouble() / value - 1) < 0.05; };
        QVERIFY(near(0, 1) && near(1, 100) && near(2, 1) && near(3, 100));
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::keyClick(&view, Qt::Key_Escape);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
        QCOMPARE(region.count(), 1);
        QCOMPARE(activated.count(), 1);
    }

    void phases_have_names_instead_of_a_scale() {
        auto map = grid();
        map.categories = {"jammed", "ferromagnet", "paramagnet"};
        for (std::size_t c = 0; c < map.cells.size(); ++c) map.cells[c].value = static_cast<double>(c % 3);
        HeatmapView view;
        open(view, map);
        const ValueColours colours(map, false, viridis, theme);
        QCOMPARE(colours.phase_colours().size(), 3);
        QCOMPARE(colour_at(view, centre(view, map, 4)), colours.phase_colours()[1]);
        QTest::mouseMove(&view, centre(view, map, 4));
        QTRY_VERIFY(view.readout().contains("ferromagnet"));
    }

    void lines_lie_on_top_and_stand_out() {
        auto map = grid();
        map.curves = {{.name = "boundary", .x = {-0.5, 3.5}, .y = {1, 1}, .role = Role::theory, .source = "somebody"}};
        HeatmapView view;
        open(view, map);
        const auto& frame = view.layout_of_map().frame;
        const auto middle = frame.at({0.5, frame.y_scale.position(1)});
        // From above downwards: cell, pale casing, dark line.
        const auto image = view.grab().toImage();
        int darkest = 255, palest = 0;
        for (int y = -5; y <= 5; ++y) {
            const int lightness = image.pixelColor(middle.toPoint() + QPoint(0, y)).lightness();
            darkest = std::min(darkest, lightness);
            palest = std::max(palest, lightness);
        }
        QVERIFY2(palest - darkest > 100, qPrintable(QString("%1 %2").arg(darkest).arg(palest)));
        QCOMPARE(frame.legend.size(), std::size_t{1});
    }

    void choices_are_remembered() {
        HeatmapView view;
        open(view, powers());
        view.viewActions()[0]->trigger();  // linear instead of logarithmic
        const auto choices = view.choices();
        HeatmapView other;
        open(other, powers());
        other.restoreChoices(choices);
        other.grab();
        QVERIFY(!other.viewActions()[0]->isChecked());
    }

    void figures_are_vectors() {
        HeatmapView view;
        open(view, grid());
        QTemporaryDir folder;
        const auto path = folder.filePath("map.svg");
        QVERIFY(!figures::save_figure(view, {.recipe = "{}", .title = "Map"}, path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto svg = file.readAll();
        QVERIFY2(svg.count("<rect") + svg.count("<path") >= 12, qPrintable(QString::number(svg.count("<rect"))));
        QVERIFY(!figures::save_figure(view, {.recipe = "{}", .title = "Map"}, folder.filePath("map.pdf")));
        QVERIFY(QFileInfo(folder.filePath("map.pdf")).size() > 1000);
    }

    void ten_thousand_cells_paint_at_once() {
        Heatmap map = grid();
        map.cells.clear();
        for (int i = 0; i < 100; ++i)
            for (int j = 0; j < 100; ++j)
                map.cells.push_back({.x = double(i),
                                     .y = double(j),
                                     .left = i - 0.5,
                                     .right = i + 0.5,
                                     .bottom = j - 0.5,
                                     .top = j + 0.5,
                                     .value = std::sin(0.1 * i) * j});
        HeatmapView view;
        open(view, map);
        view.setPanel(map);
        view.grab();
        QVERIFY2(view.lastPaintMilliseconds() < 60, qPrintable(QString::number(view.lastPaintMilliseconds())));
        view.grab();
        QVERIFY2(view.lastPaintMilliseconds() < 8, qPrintable(QString::number(view.lastPaintMilliseconds())));
    }
};

QTEST_MAIN(TestHeatmapView)
#include "tst_heatmap_view.moc"

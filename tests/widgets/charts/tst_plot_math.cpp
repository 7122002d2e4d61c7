// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>
#include <random>

#include "widgets/charts/axis_scale.h"
#include "widgets/charts/plot_model.h"
#include "widgets/charts/plot_style.h"
#include "widgets/charts/polyline.h"
#include "widgets/charts/stable_range.h"

using namespace langevin;
using namespace langevin::charts;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

QStringList labels(const Ticks& ticks) {
    QStringList list;
    for (const auto& tick : ticks.major) list << tick.label;
    return list;
}

Curves one_curve(std::vector<double> x, std::vector<double> y, std::vector<double> error = {}, Mark mark = Mark::line) {
    return {.x = {.label = "x", .unit = ""},
            .y = {.label = "y", .unit = ""},
            .curves = {{.name = "c", .x = std::move(x), .y = std::move(y), .error = std::move(error), .mark = mark}}};
}

template <class T>
const T* find(const Shapes& shapes) {
    for (const auto& shape : shapes)
        if (const auto* found = std::get_if<T>(&shape)) return found;
    return nullptr;
}

}  // namespace

class TestPlotMath : public QObject {
    Q_OBJECT
  private slots:
    void linearTicksAreRound() {
        QCOMPARE(labels(make_ticks({{0, 1}, false}, 5)), QStringList({"0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
        QCOMPARE(labels(make_ticks({{-1.3, 2.1}, false}, 4)), QStringList({"−1", "0", "1", "2"}));
        QCOMPARE(labels(make_ticks({{0, 50000}, false}, 5)).last(), QString("50\u2009000"));
        QCOMPARE(labels(make_ticks({{0, 3e7}, false}, 3)), QStringList({"0", "1×10⁷", "2×10⁷", "3×10⁷"}));
        QCOMPARE(labels(make_ticks({{0, 4e-6}, false}, 4)).at(1), QString("1×10⁻⁶"));
        // A short stretch far from zero still tells its ticks apart.
        const auto close = labels(make_ticks({{1000.001, 1000.004}, false}, 4));
        QCOMPARE(QSet<QString>(close.begin(), close.end()).size(), close.size());
    }
    void ticksStayInside() {
        for (const double low : {-3.7, 0.0, 1e-9, 1e12})
            for (const double span : {1e-3, 1.0, 7.7, 1e5}) {
                const auto ticks = make_ticks({{low, low + span}, false}, 6);
                for (const auto& tick : ticks.major) QVERIFY(tick.position > -1e-6 && tick.position < 1 + 1e-6);
                QVERIFY(ticks.major.size() <= 8);
            }
        QVERIFY(make_ticks({{1, 1}, false}, 5).major.empty());
    }
    /// One number says nothing of the scale.
    void anAxisHasTwoNumbers() {
        std::mt19937 random(5);
        std::uniform_real_distribution<double> low(-20, 20), span(0.01, 30);
        for (int i = 0; i < 2000; ++i) {
            const double from = low(random), to = from + span(random);
            for (const int count : {2, 3, 5})
                for (const bool logarithmic : {false, true}) {
                    const auto size = make_ticks({{from, to}, logarithmic}, count).major.size();
                    QVERIFY2(size >= 2,
                             qPrintable(QString("%1 to %2, %3: %4").arg(from).arg(to).arg(logarithmic).arg(size)));
                }
        }
    }
    void logarithmicTicks() {
        QCOMPARE(labels(make_ticks({{-2, 2}, true}, 6)), QStringList({"0.01", "0.1", "1", "10", "100"}));
        QCOMPARE(labels(make_ticks({{-6, -3}, true}, 6)), QStringList({"10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³"}));
        QCOMPARE(labels(make_ticks({{0, 1}, true}, 6)), QStringList({"1", "2", "5", "10"}));
        QVERIFY(make_ticks({{std::log10(3.1), std::log10(3.9)}, true}, 5).major.size() >= 3);
        QVERIFY(make_ticks({{-100, 100}, true}, 5).major.size() <= 6);
    }
    void scaleIsInvertible() {
        const AxisScale log({-3, 2}, true), linear({-7, 11}, false);
        for (const double p : {0.0, 0.25, 1.0}) {
            QVERIFY(std::abs(log.position(log.value(p)) - p) < 1e-12);
            QVERIFY(std::abs(linear.position(linear.value(p)) - p) < 1e-12);
        }
        QVERIFY(std::isnan(log.position(0)));
        QVERIFY(std::isnan(log.position(-1)));
    }
    void numbers() {
        QCOMPARE(number_text(0.5), QString("0.5"));
        QCOMPARE(number_text(-1.25e-7), QString("−1.25×10⁻⁷"));
        QCOMPARE(number_text(missing), QString("—"));
        QCOMPARE(number_text(-0.5623, 0.0011), QString("−0.5623(11)"));
        QCOMPARE(number_text(-1e-8, 9e-8), QString("−1×10⁻⁸ ± 9×10⁻⁸"));
        QCOMPARE(with_indices("τ_int(|M|) = 3"), QString("τᵢₙₜ(|M|) = 3"));
        QCOMPARE(with_indices("χ_abs"), QString("χ_abs"));  // there is no lowered b
        QCOMPARE(with_indices("_x a_ b"), QString("_x a_ b"));
        QCOMPARE(with_powers("slope 2.1e-07, R² = 1.5e+12"), QString("slope 2.1×10⁻⁷, R² = 1.5×10¹²"));
        QCOMPARE(with_powers("e-7 2e 3e+x one-2"), QString("e-7 2e 3e+x one-2"));
    }

    void thinningKeepsExtremes() {
        QList<QPointF> points;
        const int n = 100000;
        for (int i = 0; i < n; ++i) points << QPointF(i / double(n), std::sin(i * 0.01));
        points[54321].setY(50);
        points[12345].setY(-70);
        const auto thin = thinned(points, 400);
        QVERIFY(thin.size() <= 2 * 400 + 4);
        QVERIFY(thin.contains(points[54321]));
        QVERIFY(thin.contains(points[12345]));
        QCOMPARE(thin.front(), points.front());
        QCOMPARE(thin.back(), points.back());
        QVERIFY(std::is_sorted(thin.begin(), thin.end(), [](auto& a, auto& b) { return a.x() < b.x(); }));
        QCOMPARE(thinned(points.mid(0, 500), 400), points.mid(0, 500));
    }
    void piecesAtGaps() {
        const auto pieces = finite_pieces({{0, 0}, {0.1, 1}, {0.2, missing}, {0.3, 1}, {missing, 2}, {0.5, 1}});
        QCOMPARE(pieces.size(), std::size_t(3));
        QCOMPARE(pieces[0].size(), 2);
        QVERIFY(finite_pieces({{missing, missing}}).empty());
        QVERIFY(finite_pieces({}).empty());
    }
    void clampingKeepsTheInside() {
        const QRectF unit(0, 0, 1, 1);
        // A spike up to 1e9 leaves the square where the straight line would.
        const auto line = clamped({{0, 0}, {0.5, 1e9}, {1, 0}}, unit);
        for (const auto& p : line) QVERIFY(unit.contains(p) || p.y() == 1);
        QVERIFY(std::abs(line[1].x() - 0.5e-9) < 1e-12 && line[1].y() == 1);
        QCOMPARE(clamped({{0.1, 0.1}, {0.9, 0.9}}, unit).size(), 2);
        const auto parts = clipped({{0.1, 0.5}, {0.3, 1.5}, {0.5, 0.5}, {0.7, -3}}, unit);
        QCOMPARE(parts.size(), std::size_t(2));
        QVERIFY(std::abs(parts[0].back().x() - 0.2) < 1e-12);
        // In at one side and out at the other, without a point inside.
        QCOMPARE(clipped({{-1, 0.5}, {2, 0.5}}, unit).size(), std::size_t(1));
        QVERIFY(clipped({{-1, 2}, {2, 2}}, unit).empty());
    }

    void rangeKeepsStill() {
        StableRange range;
        QCOMPARE(range.update({0, 1}), (Extent{0, 1}));
        QCOMPARE(range.update({0.1, 0.9}), (Extent{0, 1}));
        const auto grown = range.update({0, 1.2});  // at once, and beyond
        QVERIFY(grown.high > 1.2 && grown.high < 1.5);
        QCOMPARE(grown.low, 0.0);
        for (int i = 1; i < StableRange::patience; ++i) QCOMPARE(range.update({0, 0.2}), grown);
        QCOMPARE(range.update({0, 0.2}), (Extent{0, 0.2}));
        // One wide update in between starts the patience anew.
        range.reset();
        range.update({0, 1});
        for (int i = 0; i < 3 * StableRange::patience; ++i) range.update(i % 5 ? Extent{0, 0.2} : Extent{0, 0.9});
        QCOMPARE(range.update({0, 0.2}), (Extent{0, 1}));
    }

    void rangesOfOddData() {
        QVERIFY(!needed_y(plot_model(one_curve({}, {})), false, false));
        QVERIFY(!needed_y(plot_model(one_curve({1, 2}, {missing, missing})), false, false));
        QVERIFY(!needed_y(plot_model(one_curve({1, 2}, {-1, 0})), false, true));
        const auto constant = needed_y(plot_model(one_curve({1, 2}, {3, 3})), false, false);
        QVERIFY(constant && constant->low < 3 && constant->high > 3);
        const auto zero = needed_y(plot_model(one_curve({1, 2}, {0, 0})), false, false);
        QVERIFY(zero && zero->span() > 0);
        // The enormous first error bar does not flatten the curve.
        const auto wild = needed_y(plot_model(one_curve({1, 2, 3}, {1, 2, 3}, {1e6, 0.1, 0.1})), false, false);
        QVERIFY(wild && wild->span() < 10);
        // Neither does a theory that diverges, but a theory elsewhere is seen.
        auto curves = one_curve({0, 1}, {1, 2});
        Curve theory{.name = "t", .x = {}, .y = {}, .role = Role::theory};
        for (int i = 1; i <= 100; ++i)
            theory.x.push_back(i * 0.01), theory.y.push_back(5 + 1e-3 / std::pow(i * 0.01, 4));
        curves.curves.push_back(theory);
        const auto both = needed_y(plot_model(curves), false, false);
        QVERIFY(both && both->high > 5 && both->high < 100);
    }
    void histogramsBeginAtZero() {
        Histogram h{.x = {.label = "x", .unit = ""},
                    .y = {.label = "p", .unit = ""},
                    .edges = {0, 1, 2},
                    .density = {0.1, 0.9},
                    .error = {0.3, 0.1}};
        QCOMPARE(needed_y(plot_model(h), false, false)->low, 0.0);
        h.edges.pop_back();  // does not fit: nothing to show, no fall
        QVERIFY(plot_model(h).series.empty());
    }
    void logarithmicAxisDropsWhatHasNoPlace() {
        const auto model = plot_model(one_curve({1, 2, 3, 4}, {1, 0, -1, 10}, {2, 1, 1, 1}, Mark::points));
        const auto x = AxisScale(*needed_x(model, false), false), y = AxisScale(*needed_y(model, false, true), true);
        const auto shapes =
            make_shapes(model, x, y, {300, 200}, PlotStyle::on_screen(style::make_theme(style::Scheme::light)));
        const auto* dots = find<DotsShape>(shapes);
        QVERIFY(dots);
        QCOMPARE(dots->points.size(), 2);
        const auto* bars = find<BarsShape>(shapes);
        QVERIFY(bars);
        for (const auto& bar : bars->bars) QVERIFY(std::isfinite(bar.low) && bar.low < bar.high);
    }
    void errorsOfLinesAreBands() {
        const auto model = plot_model(one_curve({1, 2, 3}, {1, 2, 3}, {0.1, 0.1, 0.1}));
        const auto shapes = make_shapes(model, {{1, 3}, false}, {{0, 4}, false}, {300, 200},
                                        PlotStyle::on_screen(style::make_theme(style::Scheme::light)));
        QVERIFY(find<AreaShape>(shapes));
        QVERIFY(!find<BarsShape>(shapes));
    }
    void unequalArraysAreSurvived() {
        const auto model = plot_model(one_curve({1, 2, 3}, {1, 2}, {0.1}));
        QCOMPARE(model.series[0].size(), std::size_t(2));
        QVERIFY(!model.series[0].has_errors());
    }

    void a_histogram_begins_at_zero_from_the_first_moment() {
        Histogram histogram{
            .x = {.label = "x", .unit = ""}, .y = {.label = "p", .unit = ""}, .edges = {0, 1, 2}, .density = {0, 0}};
        QCOMPARE(needed_y(plot_model(histogram), false, false)->low, 0.0);
        histogram.density = {0.2, 0.8};
        QCOMPARE(needed_y(plot_model(histogram), false, false)->low, 0.0);
    }
};

QTEST_MAIN(TestPlotMath)
#include "tst_plot_math.moc"

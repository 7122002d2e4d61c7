// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "engine/run/contours.h"
#include "tests/engine/run/sweeps.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::test;

namespace {

/// Results at one point: values of "mean" with errors 0.1.
SweepResults at(SweepPoint point, const std::vector<double>& values) {
    SweepResults results;
    int repeat = 0;
    for (const double value : values) results.records.push_back({{point, repeat++}, {{"mean", value, 0.1}}, {}});
    results.names = {{"mean", "m", "Mean", "J"}};
    return results;
}

/// The cell that is seen at a place: the last one painted over it.
const HeatmapCell* seen(const Heatmap& map, double x, double y) {
    const HeatmapCell* top = nullptr;
    for (const auto& cell : map.cells)
        if (cell.left <= x && x < cell.right && cell.bottom <= y && y < cell.top) top = &cell;
    return top;
}

Lab lab_with_phases() {
    auto lab = toy_lab();
    lab.diagram.medians = {"median"};
    lab.diagram.derived = {{.key = "phase",
                            .label = "Phase",
                            .unit = "",
                            .help = "Above or below one half.",
                            .categories = {"low", "high"},
                            .value = [](const PooledScalars& s, const ParameterSet&) {
                                return s.contains("mean") ? (s.at("mean").value > 0.5 ? 1.0 : 0.0) : std::nan("");
                            }}};
    lab.diagram.boundaries = [](const std::string& x, const std::string&, const ParameterSet&) -> std::vector<Curve> {
        return {{.name = "along " + x, .x = {0, 1}, .y = {2, 4}, .role = Role::theory}};
    };
    lab.diagram.published = [](const std::string&, const std::string&,
                               const ParameterSet&) -> std::vector<PublishedMap> {
        Heatmap map;
        map.categories = {"low", "high"};
        map.cells = {{.x = 0, .y = 2, .value = 1}, {.x = 0.2, .y = 2, .value = 1}, {.x = 0.1, .y = 2, .value = 1}};
        return {{"phase", "Phases", "somebody", map}};
    };
    return lab;
}

}  // namespace

class TestSweepData : public QObject {
    Q_OBJECT

    const Lab lab = lab_with_phases();
    const int u = sweep_units;

  private slots:
    void few_repeats_take_the_errors_of_the_runs_and_many_their_scatter() {
        SweepData data(SweepGrid(lab, toy_plan()));
        data.add(at({0, 0}, {1, 2}));
        QCOMPARE(data.pooled(SweepPoint{0, 0}, "mean")->value, 1.5);
        QCOMPARE(data.pooled(SweepPoint{0, 0}, "mean")->error, 0.1 / std::sqrt(2.0));
        data.add(at({u, 0}, {1, 2, 3, 4, 5}));
        QCOMPARE(data.pooled(SweepPoint{u, 0}, "mean")->value, 3.0);
        QCOMPARE(data.pooled(SweepPoint{u, 0}, "mean")->error, std::sqrt(10.0 / 4 / 5));
        QVERIFY(!data.pooled(SweepPoint{2 * u, 0}, "mean"));
    }

    void medians_have_the_spread_of_their_order_statistics() {
        SweepData data(SweepGrid(lab, toy_plan()));
        auto results = at({0, 0}, {100, 1, 2, 3, 4, 5, 6, 7, 8});
        for (auto& record : results.records) record.scalars[0].key = "median";
        data.add(results);
        const auto pooled = data.pooled(SweepPoint{0, 0}, "median");
        QCOMPARE(pooled->value, 5.0);
        QCOMPARE(pooled->error, 1.5);  // the 68 % around the middle of nine: 1.5 places to each side
        auto few = at({u, 0}, {1, 2, 3});
        for (auto& record : few.records) record.scalars[0].key = "median";
        data.add(few);
        QVERIFY(std::isnan(data.pooled(SweepPoint{u, 0}, "median")->error));
    }

    void the_error_of_a_median_covers_as_often_as_it_says() {
        // Nine exponential numbers, median ln 2: within one error in some two thirds of the cases.
        int covered = 0;
        for (std::uint64_t trial = 0; trial < 4000; ++trial) {
            SweepData data(SweepGrid(lab, toy_plan()));
            std::vector<double> values;
            for (std::uint64_t i = 0; i < 9; ++i) values.push_back(Random(5).exponential(Stream{1}, trial, i));
            auto results = at({0, 0}, values);
            for (auto& record : results.records) record.scalars[0].key = "median";
            data.add(results);
            const auto pooled = *data.pooled(SweepPoint{0, 0}, "median");
            covered += std::abs(pooled.value - std::log(2)) < pooled.error;
        }
        QVERIFY2(covered > 4000 * 0.6 && covered < 4000 * 0.74, qPrintable(QString::number(covered)));
    }

    void the_order_of_arrival_does_not_matter() {
        const auto all = swept(lab, toy_plan()).records();
        SweepData forwards(SweepGrid(lab, toy_plan())), backwards(SweepGrid(lab, toy_plan()));
        forwards.add({all, {{"mean", "", "Mean", ""}}});
        for (auto record = all.rbegin(); record != all.rend(); ++record)
            backwards.add({{*record}, {{"mean", "", "Mean", ""}}});
        const auto a = forwards.points_table(), b = backwards.points_table();
        QCOMPARE(a.names, b.names);
        for (std::size_t c = 0; c < a.columns.size(); ++c)
            for (std::size_t r = 0; r < a.columns[c].size(); ++r)
                QVERIFY(a.columns[c][r] == b.columns[c][r] || std::isnan(a.columns[c][r]));
    }

    void coarse_points_stand_for_their_surroundings_until_finer_ones_come() {
        SweepData data(SweepGrid(lab, toy_plan()));
        data.add(at({0, 0}, {1}));
        QVERIFY(seen(data.map("mean", {}), 0.3, 4)->value == 1);
        data.add(at({2 * u, 0}, {2}));
        const auto map = data.map("mean", {});
        QCOMPARE(seen(map, 0.38, 2)->value, 2.0);
        QCOMPARE(seen(map, 0.05, 2)->value, 1.0);
        QCOMPARE(map.x.range->first, -0.1);
        QCOMPARE(map.y.range->second, 12.0);
        QCOMPARE(QString::fromStdString(map.value.title()), "Mean m [J]");
    }

    void a_whole_map_has_one_cell_for_each_point_and_refined_ones_on_top() {
        auto plan = toy_plan();
        const auto whole = swept(lab, plan);
        QCOMPARE(whole.map("mean", {}).cells.size(), std::size_t{15});
        plan.refinements = {*whole.grid().refinement({0.21, 0.39, 2, 6})};
        const auto finer = swept(lab, plan);
        const auto map = finer.map("mean", {});
        const auto* cell = seen(map, 0.29, 4.1);
        QCOMPARE(cell->x, 0.3);
        QCOMPARE(cell->y, 4.0);
        QVERIFY(std::abs(cell->right - cell->left - 0.1) < 1e-12);
        QCOMPARE(seen(map, 0.62, 9)->x, 0.6);
    }

    void phases_boundaries_and_published_maps_come_from_the_lab() {
        SweepData data(SweepGrid(lab, toy_plan()));
        data.add(at({0, 0}, {0.9}));
        data.add(at({u, 0}, {0.1}));
        QCOMPARE(data.pooled(SweepPoint{0, 0}, "phase")->value, 1.0);
        const auto map = data.map("phase", {});
        QCOMPARE(map.categories.size(), std::size_t{2});
        QCOMPARE(map.curves.size(), std::size_t{1});
        QCOMPARE(map.curves[0].name, "along memory");
        QVERIFY(data.map("phase", {.theory = false}).curves.empty());
        const auto agreement = data.agreement(data.published()[0]);
        QCOMPARE(agreement.compared, std::size_t{2});  // 0.1 is not on the grid
        QCOMPARE(agreement.equal, std::size_t{1});
        QCOMPARE(data.shown(), std::vector<std::string>{"mean"});
        QCOMPARE(data.quantities().back().name.key, "phase");
    }

    void points_out_of_equilibrium_are_marked_and_say_why() {
        auto slow = lab_with_phases();
        slow.diagram.equilibrium = {.key = "spread", .symbol = "R", .most = 1.1, .failed = "the chains disagree"};
        SweepData data(SweepGrid(slow, toy_plan()));
        const auto add = [&](SweepPoint point, const std::vector<double>& spreads) {
            SweepResults results;
            int repeat = 0;
            for (const double spread : spreads)
                results.records.push_back({{point, repeat++}, {{"mean", 0.5, 0.1}, {"spread", spread, NAN}}, {}});
            results.names = {{"mean", "m", "Mean", "J"}, {"spread", "R", "Spread", ""}};
            data.add(results);
        };
        add({0, 0}, {1.05, 1.1});
        QCOMPARE(data.caution(SweepPoint{0, 0}), "");
        QCOMPARE(data.map("mean", {}).note, "");
        add({u, 0}, {1.25, 1.01});
        QCOMPARE(data.caution(SweepPoint{u, 0}), "the chains disagree in 1 of 2 runs (R up to 1.25)");
        for (const char* key : {"mean", "phase"}) {
            const auto map = data.map(key, {});
            QCOMPARE(map.note, "marked: R > 1.1");
            const auto marked = [](const HeatmapCell& cell) { return !cell.note.empty(); };
            QCOMPARE(std::count_if(map.cells.begin(), map.cells.end(), marked), 1);
        }
        SweepResults broken;
        broken.records.push_back({{{u, 0}, 2}, {}, "it blew up"});
        data.add(broken);
        QCOMPARE(data.caution(SweepPoint{u, 0}),
                 "1 of 3 runs failed: it blew up; the chains disagree in 1 of 3 runs (R up to 1.25)");
        QCOMPARE(data.cautions(), "failed runs, R > 1.1");
    }

    void contours_of_a_plane_are_straight() {
        SweepData data(SweepGrid(lab, toy_plan()));
        for (const auto& p : data.grid().points()) data.add(at(p, {data.grid().x(p) + data.grid().y(p) / 10}));
        const auto map = data.map("mean", {.contours = {0.9}, .theory = false});
        QCOMPARE(map.curves.size(), std::size_t{1});
        const auto& curve = map.curves[0];
        QCOMPARE(curve.name, "contour at 0.9");
        QVERIFY(curve.x.size() >= 5);
        for (std::size_t k = 0; k < curve.x.size(); ++k) QVERIFY(std::abs(curve.x[k] + curve.y[k] / 10 - 0.9) < 1e-12);
    }

    void contours_go_around_hills_and_tell_saddles_apart() {
        const auto tile = [](std::array<double, 4> v) {
            return ContourTile{
                {{0, 0, {0, 0}, v[0]}, {1, 0, {1, 0}, v[1]}, {1, 1, {1, 1}, v[2]}, {0, 1, {0, 1}, v[3]}}};
        };
        QCOMPARE(contours({tile({0, 1, 0, 1})}, 0.4).size(), std::size_t{2});
        // The middle is above the level: the line cuts off the two low corners.
        for (const auto& line : contours({tile({0, 1, 0, 1})}, 0.4)) {
            const double x = (line.x[0] + line.x[1]) / 2, y = (line.y[0] + line.y[1]) / 2;
            QVERIFY((x < 0.5) == (y < 0.5));
        }
        std::vector<ContourTile> tiles;  // a hill in the middle of 4 x 4 tiles
        for (int i = 0; i < 4; ++i)
            for (int j = 0; j < 4; ++j) {
                const auto corner = [](int a, int b) {
                    return ContourCorner{double(a), double(b), {a, b}, -std::hypot(a - 2, b - 2)};
                };
                tiles.push_back({corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)});
            }
        const auto around = contours(tiles, -1.2);
        QCOMPARE(around.size(), std::size_t{1});
        QCOMPARE(around[0].x.front(), around[0].x.back());
        QCOMPARE(around[0].y.front(), around[0].y.back());
        QVERIFY(contours(tiles, 1).empty());
    }

    void tables_have_a_row_for_each_point_and_each_run() {
        const auto data = swept(lab, toy_plan());
        const auto points = data.points_table(), runs = data.runs_table();
        QCOMPARE(points.columns[0].size(), std::size_t{15});
        QCOMPARE(runs.columns[0].size(), std::size_t{30});
        QCOMPARE(points.names, (std::vector<std::string>{"memory", "size", "repeats", "mean", "mean_error", "square",
                                                         "square_error", "phase"}));
        QCOMPARE(runs.names[3], "seed");
        QCOMPARE(points.meanings.size(), points.names.size());
        QCOMPARE(points.meanings.back(), "Phase (0 low, 1 high)");
        QCOMPARE(points.meanings[4], "");
        QCOMPARE(runs.meanings.size(), runs.names.size());
    }
};

QTEST_GUILESS_MAIN(TestSweepData)
#include "tst_sweep_data.moc"

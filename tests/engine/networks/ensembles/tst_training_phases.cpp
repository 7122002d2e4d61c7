// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "engine/labs/network_phases/measurements.h"
#include "engine/networks/ensembles/published.h"
#include "tests/engine/networks/ensembles/phase_sweep.h"

using namespace langevin;
using namespace langevin::networks;
using network_phases::RunRecord;

namespace {

/// Sixteen runs of 1000 epochs at one corner of the diagram.
std::map<std::string, Measurement> corner(double temperature, double inverse_width) {
    network_phases::Parameters p;
    p.temperature = temperature;
    p.inverse_width = inverse_width;
    p.batch_size = 4;
    p.batches = 1000;
    p.runs = 16;
    p.hidden = 32;
    p.features = 16;
    TrainingPopulation population(p.members(Random(11)), network_phases::test_size);
    for (std::uint64_t epoch = 0; epoch < 1000; ++epoch) population.train(epoch, parallel::available_threads());
    const auto records = network_phases::records_of(population, 0, population.size(), true);
    std::map<std::string, Measurement> result;
    for (const auto& m : network_phases::measurements(records, p, 1000)) result[m.key] = m;
    return result;
}

#define WITHIN(value, centre, reach) \
    QVERIFY2(std::abs((value) - (centre)) < (reach), qPrintable(QString::number(value)))

}  // namespace

class TestTrainingPhases : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();

  private slots:
    /// A4.3
    void the_ferromagnet_finds_the_teacher() {
        auto m = corner(0.0625, 8);
        QVERIFY(m["training_loss"].value > 5e-7 && m["training_loss"].value < 5e-6);
        WITHIN(m["log_spacing_ratio"].value, 3.2, 0.3);
        QVERIFY(m["time_correlation"].value < 0.03);
        QVERIFY(m["alignment"].value / 128 > 1.7e-3);
    }

    /// A4.4
    void the_paramagnet_flies_apart() {
        auto m = corner(16, 8);
        WITHIN(m["log_spacing_ratio"].value, 16.3, 0.7);
        QVERIFY(m["training_loss"].value > 3e-3 && m["training_loss"].value < 2e-2);
        QVERIFY(m["largest_level"].value > 1e5);
        WITHIN(m["alignment"].value / 128, 0.83e-3, 0.12e-3);
    }

    /// A4.5
    void the_jammed_phase_does_not_move() {
        auto m = corner(0.0625, 1.0 / 256);
        WITHIN(m["log_spacing_ratio"].value, 0.0, 0.05);
        WITHIN(m["time_correlation"].value, 0.77, 0.05);
        QVERIFY(m["test_loss"].value > 5e-2 && m["test_loss"].value < 2e-1);
        WITHIN(m["alignment"].value / 128, 0.80e-3, 0.12e-3);
    }

    /// A4.6 and A4.7 on the sweep that comes with the program.
    void the_shipped_sweep_gives_the_published_diagram() {
        const auto data = test::shipped_sweep(registry, "training_phases");
        const auto agreement = test::phase_agreement(data);
        QCOMPARE(agreement.compared, std::size_t{144});
        QVERIFY2(agreement.equal >= 125, qPrintable(QString::number(agreement.equal)));

        const auto published = data.published().front();
        for (const auto& cell : published.map.cells) {
            const bool corner = (cell.y >= 16 && cell.x >= 2) || (cell.y <= 0.125 && cell.x >= 2) ||
                                (cell.y <= 0.125 && cell.x <= 0.016);
            if (!corner) continue;
            for (const auto& point : data.grid().points())
                if (data.grid().x(point) == cell.x && data.grid().y(point) == cell.y)
                    QCOMPARE(data.pooled(point, "phase")->value, cell.value);
        }

        // The growth of the levels against the published one, where that is above 1.
        double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (const auto& point : data.grid().points()) {
            const double theirs = published::log_spacing_ratio(data.grid().x(point), data.grid().y(point));
            if (theirs <= 1) continue;
            const double ours = data.pooled(point, "log_spacing_ratio")->value;
            ++n, a += ours, b += theirs, aa += ours * ours, bb += theirs * theirs, ab += ours * theirs;
        }
        const double correlation = (ab - a * b / n) / std::sqrt((aa - a * a / n) * (bb - b * b / n));
        QVERIFY2(correlation > 0.985, qPrintable(QString::number(correlation)));

        // A final state that forgets the initial width: 2 ln 2 more for each halving of it.
        const int top = 11 * sweep_units;
        const double slope = (data.pooled(SweepPoint{top, top}, "log_spacing_ratio")->value -
                              data.pooled(SweepPoint{0, top}, "log_spacing_ratio")->value) /
                             11;
        WITHIN(slope, 2 * std::log(2), 0.1 * 2 * std::log(2));
    }

    /// A run of a sweep, in the lanes with others, equals the lab's own run of its recipe.
    void ensembles_are_simulations_side_by_side() {
        const auto& lab = registry.find("network_phases");
        SweepPlan plan{.recipe = {.lab = lab.id,
                                  .parameters = {{"runs", std::int64_t{2}}, {"batches", std::int64_t{50}}},
                                  .steps = 5},
                       .x = {.key = "inverse_width", .low = 0.1, .high = 10, .points = 3, .logarithmic = true},
                       .y = {.key = "batch_size", .low = 2, .high = 6, .points = 3},
                       .repeats = 2};
        const SweepGrid grid(lab, plan);
        SweepJob job;
        for (const auto& point : grid.points()) job.push_back({point, 1});
        const auto results = run_job(grid, job, {}, [] { return true; });
        auto alone = lab;
        alone.create_ensemble = nullptr;
        const SweepGrid single(alone, plan);
        for (std::size_t m = 0; m < job.size(); ++m) {
            const auto expected = run_job(single, {job[m]}, {}, [] { return true; });
            const auto &ours = results->records[m].scalars, &theirs = expected->records[0].scalars;
            QCOMPARE(ours.size(), theirs.size());
            for (std::size_t s = 0; s < ours.size(); ++s) QCOMPARE(ours[s].value, theirs[s].value);
        }
    }
};

QTEST_GUILESS_MAIN(TestTrainingPhases)
#include "tst_training_phases.moc"

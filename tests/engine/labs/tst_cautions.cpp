// SPDX-License-Identifier: GPL-3.0-or-later
// Where a number should not be taken for more than it is, it says so; elsewhere it does not.
#include <QTest>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"

using namespace langevin;

class TestCautions : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();

    Snapshot run(const char* line) const {
        const auto recipe = storage::parse_line(line);
        const auto& lab = registry.find(recipe.lab);
        Execution execution(lab, resolve(lab, recipe), recipe.seed);
        while (execution.steps() < recipe.steps) execution.step({}, 1);
        Snapshot snapshot;
        execution.observe(snapshot, {.complete = true});
        return snapshot;
    }
    static const Curves& curves(const Snapshot& snapshot, const std::string& id) {
        const auto found = std::ranges::find(snapshot.panels, id, &NamedPanel::id);
        return std::get<Curves>(found->panel);
    }

  private slots:
    /// 100 steps of Euler and Maruyama miss the second cumulant by 1.7 % (cumulants.md), a dozen errors of the samples
    /// here.
    void the_bias_of_a_sampler_is_no_error_of_statistics() {
        const auto snapshot = run("cumulants levels=100 samples=32768 steps=201 seed=3");
        int far = 0;
        for (const auto& row : snapshot.scalars) {
            const bool backward = row.key.starts_with("kappa_") || row.key.starts_with("normalised_");
            const bool is_far = std::abs(row.distance().value_or(0)) >= 3;
            QCOMPARE(row.caution.find("bias of the sampler") != std::string::npos, backward && is_far);
            far += backward && is_far;
        }
        QVERIFY2(far >= 4, qPrintable(QString::number(far)));
    }

    void a_propagator_says_when_the_run_is_short() {
        const auto note = [](const Snapshot& s, const char* id) { return curves(s, id).note; };
        const auto brief = run("phi4 extent=16 chains=1 kappa=0.27 lambda=0.022 thermalisation=50 steps=150 seed=2");
        QVERIFY(!brief.scalar("abs_magnetisation")->caution.empty());
        for (const char* id : {"propagator", "two_point_function"})
            QCOMPARE(note(brief, id), brief.scalar("abs_magnetisation")->caution);
        const auto long_enough = run("phi4 extent=8 chains=8 kappa=0.1 lambda=0.5 thermalisation=50 steps=1500 seed=2");
        QCOMPARE(long_enough.scalar("abs_magnetisation")->caution, std::string());
        for (const char* id : {"propagator", "two_point_function"}) QCOMPARE(note(long_enough, id), std::string());
    }

    /// Time begins at zero, and the window of the trails moves on with it.
    void no_time_is_before_the_start() {
        const auto range = [&](const char* line) { return *curves(run(line), "gas").x.range; };
        const auto first = range("coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=2 steps=500");
        QCOMPARE(first.first, 0.0);
        QCOMPARE(first.second, 2.0);
        const auto later = range("coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=2 steps=5000");
        QVERIFY(std::abs(later.second - 5) < 0.02 && std::abs(later.first - 3) < 0.02);
    }

    /// However short the run still is, or however long it has been.
    void a_trail_is_a_line_at_every_length() {
        for (const char* line : {"coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=100 steps=150",
                                 "coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=100 steps=3000",
                                 "coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=2 steps=7000",
                                 "coulomb_gas levels=8 copies=1 step=0.001 steps_per_update=1 trail=0.1 steps=7000"}) {
            const auto snapshot = run(line);
            const auto& trails = curves(snapshot, "gas").curves;
            QCOMPARE(trails.size(), 8u);
            for (const auto& trail : trails) {
                const auto count = trail.x.size();
                QVERIFY2(count >= 100 && count <= 400, qPrintable(QString("%1: %2 points").arg(line).arg(count)));
                QCOMPARE(trail.y.size(), count);
                const double span = trail.x.back() - trail.x.front();
                for (std::size_t i = 1; i < count; ++i) {
                    const double gap = trail.x[i] - trail.x[i - 1];
                    QVERIFY2(gap > 0 && gap < std::max(0.0011, 0.011 * span), qPrintable(QString::number(gap)));
                }
            }
            // It is the path, not points of it in another order.
            for (std::size_t level = 1; level < trails.size(); ++level)
                for (std::size_t i = 0; i < trails[level].y.size(); ++i)
                    QVERIFY(trails[level].y[i] > trails[level - 1].y[i]);
        }
    }
};

QTEST_GUILESS_MAIN(TestCautions)
#include "tst_cautions.moc"

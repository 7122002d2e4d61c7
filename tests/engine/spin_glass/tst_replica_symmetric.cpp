// SPDX-License-Identifier: GPL-3.0-or-later
// The replica-symmetric solution against tabulated points, exact limits and the Nishimori line.
#include <QTest>
#include <numbers>

#include "engine/spin_glass/replica_symmetric.h"
#include "tests/support/close.h"

using namespace langevin::spin_glass;

class TestReplicaSymmetric : public QObject {
    Q_OBJECT

  private slots:
    void table_without_mean_coupling() {
        struct Row {
            double t, q, f, u, s, stability, precision;
        };
        for (const auto& row : {Row{1.5, 0, -1.206387, -0.333333, 0.582036, 0.5556, 5e-5},
                                Row{0.9, 0.102701, -0.901412, -0.549696, 0.390796, -0.01228, 1e-5},
                                Row{0.8, 0.208937, -0.865127, -0.597716, 0.334264, -0.04819, 1e-5},
                                Row{0.7, 0.316651, -0.834674, -0.642666, 0.274297, -0.1110, 1e-4},
                                Row{0.6, 0.424253, -0.810356, -0.683341, 0.211691, -0.2098, 1e-4},
                                Row{0.5, 0.530368, -0.792393, -0.718709, 0.147367, -0.3627, 1e-4},
                                Row{0.3, 0.733283, -0.775894, -0.770494, 0.018002, -1.0310, 1e-4},
                                Row{0.1, 0.917051, -0.784693, -0.795084, -0.103910, -4.545, 1e-3}}) {
            const auto r = solve({row.t, 0, 0});
            VERIFY_CLOSE(r.overlap, row.q, 1e-6);
            VERIFY_CLOSE(r.free_energy, row.f, 1e-6);
            VERIFY_CLOSE(r.energy, row.u, 1e-6);
            VERIFY_CLOSE(r.entropy, row.s, 1e-5);
            VERIFY_CLOSE(r.stability, row.stability, row.precision);
        }
    }

    void ferromagnet() {
        struct Row {
            double t, m, q;
        };
        for (const auto& row : {Row{1.2, 0.1399, 0.05220}, Row{1.0, 0.3228, 0.2506}, Row{0.8, 0.42963, 0.42963},
                                Row{0.6, 0.4928, 0.5878}, Row{0.5, 0.5072, 0.6596}, Row{0.4, 0.5074, 0.7274}}) {
            const auto r = solve({row.t, 1.25, 0});
            VERIFY_CLOSE(r.magnetisation, row.m, 1e-4);
            VERIFY_CLOSE(r.overlap, row.q, 1e-4);
        }
        // At T = 1/J0 the magnetisation equals the overlap (H. Nishimori, Prog. Theor. Phys. 66 (1981) 1169).
        for (const double j0 : {1.05, 1.25, 2.0, 3.0}) {
            const auto r = solve({1 / j0, j0, 0});
            QVERIFY(r.magnetisation > 0.03);
            VERIFY_CLOSE(r.magnetisation, r.overlap, 1e-9);
        }
        QCOMPARE(solve({1.3, 1.25, 0}).magnetisation, 0.0);
    }

    void lines() {
        struct Row {
            double coupling, field, t;
        };
        for (const auto& row :
             {Row{1.02, 0, .8523}, Row{1.05, 0, .7634}, Row{1.1, 0, .6628}, Row{1.25, 0, .4687}, Row{1.5, 0, .2750},
              Row{2.0, 0, .0895}, Row{2.5, 0, .0254}, Row{0, .05, .8825}, Row{0, .1, .8189}, Row{0, .2, .7250},
              Row{0, .3, .6519}, Row{0, .5, .5351}, Row{0, 1.0, .3212}})
            VERIFY_CLOSE(stability_temperature(row.coupling, row.field), row.t, 1e-4);
        QCOMPARE(stability_temperature(0.5, 0), 1.0);
        for (const auto& [t, j0] : {std::pair{.9, 1.0030}, {.8, 1.0113}, {.5, 1.0647}, {.2, 1.1626}, {.05, 1.2289}})
            VERIFY_CLOSE(spin_glass_boundary(t), j0, 1e-4);
    }

    void lines_of_the_diagram() {
        QVERIFY(stability_line().size() > 20 && spin_glass_line().size() > 15);
        for (const auto& [j0, t] : stability_line()) {
            if (t > 0.97 || t < 0.02) continue;
            VERIFY_CLOSE(stability_temperature(j0, 0), t, 1e-6);
        }
    }

    void limits() {
        using std::numbers::pi;
        const auto cold = solve({0.01, 0, 0});
        VERIFY_CLOSE(cold.energy, -std::sqrt(2 / pi), 1e-4);
        VERIFY_CLOSE(cold.entropy, -1 / (2 * pi), 0.01);
        VERIFY_CLOSE(cold.overlap, 1 - std::sqrt(2 / pi) * 0.01, 1e-4);
        for (const double t : {1.0, 1.7, 3.0}) {
            VERIFY_CLOSE(solve({t, 0.5, 0}).free_energy, -t * std::numbers::ln2 - 1 / (4 * t), 1e-12);
            VERIFY_CLOSE(solve({t, 0.5, 0}).energy, -1 / (2 * t), 1e-12);
        }
        // Energy and magnetisation are derivatives of the free energy.
        for (const Point p : {Point{0.7, 0, 0.3}, Point{0.5, 1.4, 0}, Point{1.1, 0.8, 0.2}}) {
            const double d = 1e-4;
            const auto at = [&](double t, double h) { return solve({t, p.mean_coupling, h}).free_energy; };
            const auto r = solve(p);
            const double slope = (at(p.temperature + d, p.field) - at(p.temperature - d, p.field)) / (2 * d);
            VERIFY_CLOSE(r.entropy, -slope, 1e-6);
            if (p.field > 0)
                VERIFY_CLOSE(r.magnetisation,
                             -(at(p.temperature, p.field + d) - at(p.temperature, p.field - d)) / (2 * d), 1e-6);
        }
    }
};

QTEST_GUILESS_MAIN(TestReplicaSymmetric)
#include "tst_replica_symmetric.moc"

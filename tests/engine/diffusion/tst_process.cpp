// SPDX-License-Identifier: GPL-3.0-or-later
// Forward processes against their equations and published values.
#include <QTest>

#include "engine/diffusion/process.h"
#include "tests/support/close.h"

using namespace langevin::diffusion;
using enum ProcessKind;

class TestProcess : public QObject {
    Q_OBJECT

    static constexpr struct {
        const char* name;
        ProcessKind kind;
        double strength;
    } processes[] = {{"exploding", variance_exploding, 25},
                     {"preserving", variance_preserving, 10},
                     {"linear", ddpm_linear, 20},
                     {"cosine", ddpm_cosine, 0},
                     {"edm", edm, 80}};

    void rows() {
        QTest::addColumn<ProcessKind>("kind");
        QTest::addColumn<double>("strength");
        for (const auto& p : processes) QTest::newRow(p.name) << p.kind << p.strength;
    }

  private slots:
    /// sigma(t) of the released code: physics sheet of arXiv:2309.17082 and arXiv:2410.21212.
    void published_strengths() {
        const Process wide(variance_exploding, 25), narrow(variance_exploding, 10), preserving(variance_preserving, 10);
        VERIFY_CLOSE(wide.at(1).noise, 9.845215, 1e-6);
        VERIFY_CLOSE(wide.at(1e-3).noise, 0.0316737, 1e-7);
        VERIFY_CLOSE(wide.at(1e-5).noise, 0.00316233, 1e-8);
        VERIFY_CLOSE(narrow.at(1).noise, 4.636548, 1e-6);
        VERIFY_CLOSE(preserving.at(1).mean, 2.147e-5, 1e-8);
    }

    /// d ln m / dt = f and d(Xi^2)/dt = 2 f Xi^2 + g^2.
    void levels_solve_the_equation_data() { rows(); }
    void levels_solve_the_equation() {
        QFETCH(const ProcessKind, kind);
        QFETCH(const double, strength);
        const Process process(kind, strength);
        for (const double t : {0.01, 0.2, 0.5, 0.9}) {
            const double h = 1e-5;
            const auto before = process.at(t - h), here = process.at(t), after = process.at(t + h);
            VERIFY_CLOSE(std::log(after.mean / before.mean) / (2 * h), process.drift(t),
                         1e-6 * (1 + std::abs(process.drift(t))));
            const double slope = (after.noise * after.noise - before.noise * before.noise) / (2 * h);
            VERIFY_CLOSE(slope, 2 * process.drift(t) * here.noise * here.noise + process.diffusion_squared(t),
                         1e-6 * (1 + process.diffusion_squared(t)));
        }
    }

    void time_is_found_from_the_noise_data() { rows(); }
    void time_is_found_from_the_noise() {
        QFETCH(const ProcessKind, kind);
        QFETCH(const double, strength);
        const Process process(kind, strength);
        for (const double t : {1e-4, 0.01, 0.3, 0.7, process.latest()})
            VERIFY_CLOSE(process.time_of(process.at(t).sigma()), t, 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"

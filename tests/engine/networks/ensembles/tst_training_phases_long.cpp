// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/networks/ensembles/phase_sweep.h"

using namespace langevin;

class TestTrainingPhasesLong : public QObject {
    Q_OBJECT

  private slots:
    /// A4.6: 1000 epochs, 8 runs at each of 144 points.
    void the_longer_sweep_comes_closer() {
        const auto registry = labs::all();
        const auto agreement = test::phase_agreement(test::shipped_sweep(registry, "training_phases_long"));
        QCOMPARE(agreement.compared, std::size_t{144});
        QVERIFY2(agreement.equal >= 130, qPrintable(QString::number(agreement.equal)));
    }
};

QTEST_GUILESS_MAIN(TestTrainingPhasesLong)
#include "tst_training_phases_long.moc"

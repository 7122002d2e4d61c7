// SPDX-License-Identifier: GPL-3.0-or-later
// The labs' own checks, the ones behind the Verify button. With LANGEVIN_SLOW_CHECKS the long ones instead of the quick
// ones.
#include <QTest>

#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/run/verify.h"

using namespace langevin;

class TestChecks : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    std::vector<std::vector<CheckResult>> results;

  private slots:
    void initTestCase() {
        const bool slow = qEnvironmentVariableIsSet("LANGEVIN_SLOW_CHECKS");
        for (const auto& lab : registry.labs()) {
            std::vector<const Check*> chosen;
            for (const auto& check : lab.checks)
                if ((check.cost == Cost::minutes) == slow) chosen.push_back(&check);
            results.push_back(verify(lab, chosen, {.threads = parallel::available_threads()}));
        }
    }

    void agrees_data() {
        QTest::addColumn<const CheckResult*>("result");
        for (const auto& of_lab : results)
            for (const auto& result : of_lab) QTest::addRow("%s", result.check->id.c_str()) << &result;
    }
    void agrees() {
        QFETCH(const CheckResult*, result);
        const auto text = result->check->title + ": measured " +
                          with_error(result->measured.value, result->measured.error) + ", expected " +
                          with_error(result->check->expected.value, result->check->expected.error) + ", distance " +
                          std::to_string(result->distance) + " " + result->problem;
        QVERIFY2(result->verdict == Verdict::passed, text.c_str());
    }

    /// A check that cannot fail is none: each must notice a mistake of 2 % of its expected value, or be a bound or a
    /// quantity that is zero or tiny by symmetry.
    void would_notice_a_mistake_of_two_percent() {
        int sharp = 0, all = 0;
        for (const auto& of_lab : results)
            for (const auto& result : of_lab) {
                if (result.check->relation != Check::Relation::equal || result.check->expected.value == 0) continue;
                const double combined = std::hypot(result.measured.error, result.check->expected.error);
                ++all;
                sharp += 0.02 * std::abs(result.check->expected.value) > 2 * combined;
            }
        QVERIFY2(sharp >= 0.8 * all, qPrintable(QString("%1 of %2").arg(sharp).arg(all)));
    }
};

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"

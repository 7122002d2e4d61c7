// SPDX-License-Identifier: GPL-3.0-or-later
// The density of a typed-in potential takes seconds: it is computed once, and what a stop left unfinished is not kept.
#include <QTest>
#include <array>

#include "engine/labs/coulomb_gas/laws.h"
#include "engine/spectra/formula.h"

using namespace langevin;
using namespace langevin::coulomb_gas_lab;

class TestDensityLaw : public QObject {
    Q_OBJECT

    /// The cumulative function at some places, which tells one law from another.
    static std::array<double, 5> places(const spectra::LevelDensity& law) {
        return {law.cumulative(-4), law.cumulative(-1), law.cumulative(0.3), law.cumulative(2), law.cumulative(5)};
    }
    static coulomb_gas::Ensemble ensemble(const char* potential) {
        coulomb_gas::Ensemble e;
        e.potential.kind = coulomb_gas::Confinement::formula;
        e.potential.formula =
            std::make_shared<const spectra::Formula>(std::get<spectra::Formula>(spectra::Formula::parse(potential)));
        return e;
    }
    static std::stop_token stopped() {
        std::stop_source source;
        source.request_stop();
        return source.get_token();
    }

    const coulomb_gas::Ensemble wide = ensemble("x^2/4 + x/3"), narrow = ensemble("x^4");

  private slots:
    void it_is_kept() {
        DensityLaw law;
        const auto whole = places(law.of(wide));
        QCOMPARE(whole, places(density_law(wide)));
        QVERIFY(places(density_law(wide, stopped())) != whole);
        QCOMPARE(places(law.of(wide, stopped())), whole);  // else it would be another now
    }

    void what_a_stop_left_is_not() {
        DensityLaw law;
        QVERIFY(places(law.of(wide, stopped())) != places(density_law(wide)));
        QCOMPARE(places(law.of(wide)), places(density_law(wide)));
    }

    void another_ensemble_has_another() {
        DensityLaw law;
        law.of(wide);
        QCOMPARE(places(law.of(narrow)), places(density_law(narrow)));
        QVERIFY(places(density_law(narrow)) != places(density_law(wide)));
    }
};

QTEST_GUILESS_MAIN(TestDensityLaw)
#include "tst_density_law.moc"

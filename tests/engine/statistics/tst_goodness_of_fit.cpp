// SPDX-License-Identifier: GPL-3.0-or-later
// Kolmogorov-Smirnov: distances by hand, p-values of samples that follow the law.
#include <QTest>
#include <numbers>

#include "engine/random/random.h"
#include "engine/statistics/goodness_of_fit.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::spectra;
using std::numbers::pi;

class TestGoodnessOfFit : public QObject {
    Q_OBJECT

  private slots:
    void kolmogorov_smirnov() {
        // p-values of uniform samples are uniform.
        int below = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            std::vector<double> sample(200);
            for (std::uint64_t k = 0; k < 200; ++k) sample[k] = Random(3).uniform(Stream::of(0, 0), i, k);
            std::sort(sample.begin(), sample.end());
            const double d = statistics::kolmogorov_smirnov_distance(sample, [](double x) { return x; });
            below += statistics::kolmogorov_smirnov_p_value(d, 200) < 0.2;
        }
        VERIFY_CLOSE(below / 1000.0, 0.2, 5 * std::sqrt(0.16 / 1000));
        const std::vector<double> sample{0.1, 0.2, 0.9};
        VERIFY_CLOSE(statistics::kolmogorov_smirnov_distance(sample, [](double x) { return x; }), 2.0 / 3 - 0.2, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestGoodnessOfFit)
#include "tst_goodness_of_fit.moc"

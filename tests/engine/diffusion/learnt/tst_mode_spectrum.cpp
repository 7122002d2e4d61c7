// SPDX-License-Identifier: GPL-3.0-or-later
// The two-point function that stands behind a network: fitted, carried to other volumes, and what it leaves unknown.
#include <QTest>

#include "engine/diffusion/learnt/mode_spectrum.h"
#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestModeSpectrum : public QObject {
    Q_OBJECT

    static constexpr int extent = 16;

    /// Free modes but for p = 0, whose variance gives this correlation length by the second moment.
    static std::vector<double> with_length(double length_over_extent) {
        auto c = test::free_field_spectrum(extent).variances(extent, extent);
        const double k = momentum_squared(0, 1, extent, extent), length = length_over_extent * extent;
        c.front() = c[1] * (1 + k * length * length);
        return c;
    }

  private slots:
    void a_free_field_is_found_again() {
        const auto exact = test::free_field_spectrum(extent);
        const auto fitted = fit_spectrum(exact.variances(extent, extent), extent, 0);
        VERIFY_CLOSE(fitted.inverse[0], exact.inverse[0], 1e-8);
        VERIFY_CLOSE(fitted.inverse[1], exact.inverse[1], 1e-8);
        const auto there = fitted.variances(24, 24), expected = exact.variances(24, 24);
        for (std::size_t p = 0; p < there.size(); ++p) VERIFY_CLOSE(there[p] / expected[p], 1, 1e-6);
    }

    void growth_of_the_zero_mode() {
        VERIFY_CLOSE(zero_mode_exponent(with_length(0.905), extent), 1.75, 0.003);
        QVERIFY(zero_mode_exponent(with_length(0.05), extent) < 0.005);
        QVERIFY(zero_mode_exponent(with_length(10), extent) > 1.999);
        auto spectrum = fit_spectrum(with_length(0.905), extent, 1.75);
        VERIFY_CLOSE(spectrum.zero_mode_at(32, 32) / spectrum.zero_mode_at(16, 16), std::pow(2, 1.75), 1e-12);
    }

    /// Exact for a free field; else between the bound of Van Trees and the linear estimate.
    void what_is_left_unknown() {
        for (const double sigma : {0.01, 0.3, 1.0, 20.0}) {
            const double c = 3, noise = sigma * sigma, linear = c * noise / (c + noise);
            VERIFY_CLOSE(posterior_variance(c, 1 / c, sigma) / linear, 1, 1e-12);
            const double curvature = 2, bound = noise / (1 + noise * curvature);
            const double found = posterior_variance(c, curvature, sigma);
            QVERIFY(found >= bound * (1 - 1e-12) && found <= linear * (1 + 1e-12));
        }
    }
};

QTEST_GUILESS_MAIN(TestModeSpectrum)
#include "tst_mode_spectrum.moc"

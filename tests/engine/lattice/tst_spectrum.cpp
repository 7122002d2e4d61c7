// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/lattice/spectrum.h"
#include "tests/engine/lattice/blocks.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

std::size_t place(int extent, int r, int k) {
    return static_cast<std::size_t>((r % extent + extent) % extent * extent + (k % extent + extent) % extent);
}

/// |phi(p)|^2 / V from its definition.
double power(const std::vector<double>& field, int extent, int p, int q) {
    std::complex<double> sum;
    for (int r = 0; r < extent; ++r)
        for (int k = 0; k < extent; ++k)
            sum += std::polar(field[place(extent, r, k)], 2 * std::numbers::pi * (p * r + q * k) / extent);
    return std::norm(sum) / (extent * extent);
}

/// <phi_0 phi_r> along both axes, averaged over the lattice.
double direct_correlation(const std::vector<double>& field, int extent, int distance) {
    double sum = 0;
    for (int r = 0; r < extent; ++r)
        for (int k = 0; k < extent; ++k)
            sum += field[place(extent, r, k)] *
                   (field[place(extent, r, k + distance)] + field[place(extent, r + distance, k)]);
    return sum / (2 * extent * extent);
}

Spectrum spectrum_of(const std::vector<double>& field, int extent) {
    ScalarBlock<double> block({extent, extent}, 0, 1);
    block.insert(0, field);
    return SpectrumAnalyser(extent).analyse(block)[0];
}

}  // namespace

class TestSpectrum : public QObject {
    Q_OBJECT

  private slots:
    void definition_data() { extents(); }
    void definition();
    void parseval_data() { extents(); }
    void parseval();
    void two_point_function_data() { extents(); }
    void two_point_function();
    void plane_waves_data();
    void plane_waves();
    void lanes_and_precision();
    void momenta();

  private:
    static void extents() {
        QTest::addColumn<int>("extent");
        for (const int extent : {2, 4, 6, 16}) QTest::addRow("L = %d", extent) << extent;
    }
};

void TestSpectrum::definition() {
    QFETCH(const int, extent);
    const auto field = random_block<double>({extent, extent}, 3, 1).extract(0);
    const auto s = spectrum_of(field, extent);
    QCOMPARE(s.axis.size(), static_cast<std::size_t>(extent / 2 + 1));
    for (int k = 0; k <= extent / 2; ++k) {
        VERIFY_CLOSE(s.axis[k], (power(field, extent, k, 0) + power(field, extent, 0, k)) / 2, 1e-10);
        VERIFY_CLOSE(s.diagonal[k], (power(field, extent, k, k) + power(field, extent, k, -k)) / 2, 1e-10);
        double line = 0;
        for (int q = 0; q < extent; ++q)
            line += (power(field, extent, k, q) + power(field, extent, q, k)) / (2 * extent);
        VERIFY_CLOSE(s.line[k], line, 1e-10);
    }
}

/// sum_p |phi(p)|^2 / V = sum_x phi_x^2, from the lines: momenta between 0 and L/2 stand for two.
void TestSpectrum::parseval() {
    QFETCH(const int, extent);
    const auto field = random_block<double>({extent, extent}, 4, 1).extract(0);
    const auto s = spectrum_of(field, extent);
    double sum = 0, square = 0;
    for (int k = 0; k <= extent / 2; ++k) sum += (k == 0 || 2 * k == extent ? 1 : 2) * extent * s.line[k];
    for (const double phi : field) square += phi * phi;
    VERIFY_CLOSE(sum / square, 1, 1e-13);
}

void TestSpectrum::two_point_function() {
    QFETCH(const int, extent);
    const auto field = random_block<double>({extent, extent}, 5, 1).extract(0);
    const auto c = lattice::two_point_function(spectrum_of(field, extent).line, extent);
    QCOMPARE(c.size(), static_cast<std::size_t>(extent / 2 + 1));
    for (int r = 0; r <= extent / 2; ++r) VERIFY_CLOSE(c[r], direct_correlation(field, extent, r), 1e-12);
}

void TestSpectrum::plane_waves_data() {
    QTest::addColumn<int>("p");
    QTest::addColumn<int>("q");
    for (int p = 0; p <= 4; ++p)
        for (int q = -4; q <= 4; ++q) QTest::addRow("p = (%d, %d)", p, q) << p << q;
}

/// cos(p x) on 8 x 8 has |phi(p)|^2 / V = V/4 at p and -p (V where both are the same) and nothing
/// elsewhere.
void TestSpectrum::plane_waves() {
    QFETCH(const int, p);
    QFETCH(const int, q);
    constexpr int extent = 8, volume = extent * extent;
    std::vector<double> field(volume);
    for (int r = 0; r < extent; ++r)
        for (int k = 0; k < extent; ++k)
            field[place(extent, r, k)] = std::cos(2 * std::numbers::pi * (p * r + q * k) / extent);
    const auto at = [&](int a, int b) {
        const auto same = [](int x, int y) { return (x - y) % extent == 0; };
        const bool plus = same(a, p) && same(b, q), minus = same(a, -p) && same(b, -q);
        return volume / 4.0 * (plus + minus) * (plus + minus);
    };
    const auto s = spectrum_of(field, extent);
    for (int k = 0; k <= 4; ++k) {
        VERIFY_CLOSE(s.axis[k], (at(0, k) + at(k, 0)) / 2, 1e-10);
        VERIFY_CLOSE(s.diagonal[k], (at(k, k) + at(k, -k)) / 2, 1e-10);
    }
}

void TestSpectrum::lanes_and_precision() {
    const auto block = random_block<double>({12, 12}, 0, 5);
    const auto single = random_block<float>({12, 12}, 0, 5);
    SpectrumAnalyser analyser(12);
    const auto all = analyser.analyse(block);
    const auto all_single = analyser.analyse(single);
    QCOMPARE(all.size(), 5u);
    for (int lane = 0; lane < 5; ++lane) {
        const auto alone = spectrum_of(block.extract(lane), 12);
        QVERIFY(all[lane].axis == alone.axis && all[lane].diagonal == alone.diagonal && all[lane].line == alone.line);
        for (std::size_t k = 0; k <= 6; ++k)
            VERIFY_CLOSE(all_single[lane].line[k], alone.line[k], 1e-6 * (1 + alone.line[k]));
    }
}

void TestSpectrum::momenta() {
    const auto p = lattice_momentum_squared(6);
    QCOMPARE(p.size(), 4u);
    for (const auto& [k, expected] : {std::pair(0, 0.0), {1, 1.0}, {2, 3.0}, {3, 4.0}})
        VERIFY_CLOSE(p[k], expected, 1e-14);
}

QTEST_GUILESS_MAIN(TestSpectrum)
#include "tst_spectrum.moc"

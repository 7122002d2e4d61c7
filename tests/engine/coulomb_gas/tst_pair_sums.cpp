// SPDX-License-Identifier: GPL-3.0-or-later
// Forces, curvature and energy of the pairs against long double sums.
#include <QTest>
#include <algorithm>

#include "engine/coulomb_gas/charge_tree.h"
#include "engine/coulomb_gas/dynamics.h"
#include "engine/coulomb_gas/pair_sums.h"
#include "engine/random/random.h"
#include "engine/spectra/samplers.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::coulomb_gas;

namespace {

std::vector<double> spectrum(int n) {
    RandomSequence random(Random(1), Stream::of(0, 0), static_cast<std::uint64_t>(n));
    return spectra::hermite_spectrum(1, n, 1, random);
}

}  // namespace

class TestPairSums : public QObject {
    Q_OBJECT

  private slots:
    void agree_with_long_double_data() {
        QTest::addColumn<int>("n");
        for (const int n : {2, 3, 7, 31, 32, 33, 100, 1000}) QTest::addRow("%d", n) << n;
    }
    void agree_with_long_double() {
        QFETCH(int, n);
        const auto x = spectrum(n);
        std::vector<double> v(x.size()), force(x.size()), curved(x.size());
        Random(3).normals<double>(Stream::of(5, 0), 0, 0, 1, v);
        pair_sums(x, 0, x.size(), force);
        pair_curvature(x, v, false, 0, x.size(), curved);
        for (std::size_t i = 0; i < x.size(); ++i) {
            long double sum = 0, scale = 0, curvature = 0, curvature_scale = 0;
            for (std::size_t j = 0; j < x.size(); ++j) {
                if (i == j) continue;
                const long double d = static_cast<long double>(x[i]) - x[j];
                sum += 1 / d;
                scale += std::abs(1 / d);
                curvature += (static_cast<long double>(v[i]) - v[j]) / (d * d);
                curvature_scale += std::abs((v[i] - v[j]) / (d * d));
            }
            VERIFY_CLOSE(force[i], static_cast<double>(sum), 1e-14 * static_cast<double>(scale));
            VERIFY_CLOSE(curved[i], static_cast<double>(curvature), 1e-14 * static_cast<double>(curvature_scale));
        }
    }

    /// Groups of charges stand for their members: semicircle, Gaussian tails, and positions over thirty decades.
    void tree_agrees_with_all_pairs_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("kind");
        for (const int n : {1, 2, 33, 64, 65, 200, 1500, 4000})
            for (const int kind : {0, 1, 2}) QTest::addRow("%d charges, kind %d", n, kind) << n << kind;
    }
    void tree_agrees_with_all_pairs() {
        QFETCH(int, n);
        QFETCH(int, kind);
        auto x = spectrum(n);
        if (kind > 0) Random(4).normals<double>(Stream::of(6, 0), 0, 0, 1, x);
        if (kind == 2)
            for (double& y : x) y = std::exp(8 * y);
        std::sort(x.begin(), x.end());
        const auto size = x.size();
        std::vector<double> force(size), part(size);
        const ChargeTree tree(x);
        tree.pair_sums(0, size, force);
        double logarithms = 0, logarithm_scale = 0;
        for (std::size_t i = 0; i < size; ++i) {
            long double sum = 0, scale = 0;
            for (std::size_t j = 0; j < size; ++j) {
                if (i == j) continue;
                const long double d = static_cast<long double>(x[i]) - x[j];
                sum += 1 / d;
                scale += std::abs(1 / d);
                if (j > i) continue;
                logarithms += std::log(static_cast<double>(std::abs(d)));
                logarithm_scale += std::abs(std::log(static_cast<double>(std::abs(d))));
            }
            VERIFY_CLOSE(force[i], static_cast<double>(sum), 3e-14 * static_cast<double>(scale));
        }
        VERIFY_CLOSE(tree.log_differences(0, size), logarithms, 1e-12 * logarithm_scale);
        // Any cut at a multiple of 32 gives the same bits.
        const std::size_t cut = size / 64 * 32;
        tree.pair_sums(0, cut, std::span(part).first(cut));
        tree.pair_sums(cut, size, std::span(part).subspan(cut));
        for (std::size_t i = 0; i < size; ++i) VERIFY_SAME(force[i], part[i]);
    }

    void tree_gives_the_curvature_of_all_pairs_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<bool>("images");
        for (const int n : {2, 65, 900, 4000})
            for (const bool images : {false, true})
                QTest::addRow("%d charges%s", n, images ? ", images" : "") << n << images;
    }
    void tree_gives_the_curvature_of_all_pairs() {
        QFETCH(int, n);
        QFETCH(bool, images);
        auto x = spectrum(n);
        if (images)
            for (double& y : x) y = std::abs(y) + 1e-3;  // as dense at the origin as elsewhere
        std::sort(x.begin(), x.end());
        const auto size = x.size();
        std::vector<double> v(size), all(size), by_tree(size);
        Random(3).normals<double>(Stream::of(5, 0), 0, 0, 1, v);
        pair_curvature(x, v, images, 0, size, all);
        const ChargeTree tree(x);
        tree.curvature(v, tree.weighted_moments(v), images, 0, size, by_tree);
        for (std::size_t i = 0; i < size; ++i) {
            double scale = 0;
            for (std::size_t j = 0; j < size; ++j) {
                const double d = x[i] - x[j], sum = x[i] + x[j], moves = std::abs(v[i]) + std::abs(v[j]);
                if (i != j) scale += moves / (d * d);
                if (images) scale += moves / (sum * sum);
            }
            VERIFY_CLOSE(by_tree[i], all[i], 1e-13 * scale);
        }
    }

    void tiles_give_the_same_bits() {
        const auto x = spectrum(300);
        std::vector<double> whole(300), part(300);
        pair_sums(x, 0, 300, whole);
        pair_sums(x, 0, 128, std::span(part).first(128));
        pair_sums(x, 128, 300, std::span(part).subspan(128));
        for (std::size_t i = 0; i < 300; ++i) VERIFY_SAME(whole[i], part[i]);
    }

    void images_are_the_gas_of_squares() {
        // d/dy of ln|y_i^2 - y_j^2|, differentiated along v.
        const std::vector<double> y{0.3, 0.9, 1.7}, v{0.2, -1, 0.4};
        std::vector<double> out(3);
        pair_curvature(y, v, true, 0, 3, out);
        const auto force = [](const std::vector<double>& q, std::size_t i) {
            double sum = 0;
            for (std::size_t j = 0; j < q.size(); ++j)
                if (j != i) sum += 2 * q[i] / (q[i] * q[i] - q[j] * q[j]);
            return sum;
        };
        for (std::size_t i = 0; i < 3; ++i) {
            auto up = y, down = y;
            for (std::size_t k = 0; k < 3; ++k) {
                up[k] += 1e-5 * v[k];
                down[k] -= 1e-5 * v[k];
            }
            VERIFY_CLOSE(out[i], -(force(up, i) - force(down, i)) / 2e-5, 1e-6);
        }
    }

    void logarithms() {
        const auto x = spectrum(200);
        double expected = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) expected += std::log(x[i] - x[j]);
        VERIFY_CLOSE(log_differences(x, 0, 90) + log_differences(x, 90, 200), expected, 1e-9 * std::abs(expected));
    }

    void charges_that_meet_are_parted() {
        const Ensemble ensemble{.levels = 5};
        std::vector<double> q{2, 1, 1, 1, 2};
        put_in_order(ensemble, q);
        for (std::size_t i = 1; i < q.size(); ++i) QVERIFY(q[i] > q[i - 1]);
        std::vector<double> force(5);
        QVERIFY(drift(ensemble, q, {}, force));
        for (const double f : force) QVERIFY(std::isfinite(f));
    }
};

QTEST_GUILESS_MAIN(TestPairSums)
#include "tst_pair_sums.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels of all instruction sets against plain loops in double precision, and against each other.
#include <QtTest>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/networks/tape/kernels.h"
#include "engine/networks/tape/shape.h"
#include "engine/parallel/aligned_vector.h"
#include "engine/random/random.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::tape;

Q_DECLARE_METATYPE(ConvolutionShape)

namespace {

template <class T>
using Vector = parallel::AlignedVector<T>;

template <class T>
Vector<T> some_numbers(std::size_t count, std::uint64_t which) {
    Vector<T> x(count);
    Random(8).normals<T>(Stream::of(1, 0), which, 0, 1, x);
    return x;
}

std::size_t sites(const ConvolutionShape& s) {
    return static_cast<std::size_t>(s.rows) * static_cast<std::size_t>(s.columns);
}
std::size_t weights(const ConvolutionShape& s) {
    return static_cast<std::size_t>(s.inputs * s.outputs) * static_cast<std::size_t>(s.kernel_rows * s.kernel_columns);
}

/// Calls term(output, input, weight, place in y, place in x), places in lanes, for each product of a convolution.
template <class Term>
void for_each_term(const ConvolutionShape& s, Term term) {
    const auto wrap = [](int a, int n) { return ((a % n) + n) % n; };
    for (int o = 0; o < s.outputs; ++o)
        for (int i = 0; i < s.inputs; ++i)
            for (int r = 0; r < s.rows; ++r)
                for (int c = 0; c < s.columns; ++c)
                    for (int a = 0; a < s.kernel_rows; ++a)
                        for (int b = 0; b < s.kernel_columns; ++b) {
                            const int row = wrap(r + a - s.kernel_rows / 2, s.rows),
                                      column = wrap(c + b - s.kernel_columns / 2, s.columns);
                            term(static_cast<std::size_t>(((o * s.inputs + i) * s.kernel_rows + a) * s.kernel_columns +
                                                          b),
                                 static_cast<std::size_t>((o * s.rows + r) * s.columns + c),
                                 static_cast<std::size_t>((i * s.rows + row) * s.columns + column));
                        }
}

template <class T>
bool same(const Vector<T>& a, const Vector<T>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class T>
double largest_difference(const Vector<T>& a, const std::vector<double>& b) {
    double largest = 0;
    for (std::size_t i = 0; i < b.size(); ++i) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

bool fused(const char* name) {
    return QByteArray(name) != "baseline";
}

template <class T>
void convolutions(const ConvolutionShape& s) {
    const auto x = some_numbers<T>(static_cast<std::size_t>(s.inputs) * sites(s) * lanes, 1);
    const auto g = some_numbers<T>(static_cast<std::size_t>(s.outputs) * sites(s) * lanes, 2);
    const auto w = some_numbers<T>(weights(s), 3);
    std::vector<double> y(g.size()), dw(w.size());
    for_each_term(s, [&](std::size_t weight, std::size_t out, std::size_t in) {
        for (std::size_t l = 0; l < lanes; ++l) {
            y[out * lanes + l] += static_cast<double>(w[weight]) * static_cast<double>(x[in * lanes + l]);
            dw[weight] += static_cast<double>(g[out * lanes + l]) * static_cast<double>(x[in * lanes + l]);
        }
    });
    const double epsilon = sizeof(T) == 4 ? 6e-8 : 1.2e-16;
    const double terms = s.inputs * s.kernel_rows * s.kernel_columns, all = static_cast<double>(sites(s) * lanes);
    Vector<T> first_y, first_dw;
    for (const auto& kernels : available_kernels<T>()) {
        Vector<T> found(g.size()), found_w(w.size()), workspace(workspace_size(s));
        kernels.convolve(s, x.data(), w.data(), found.data(), workspace.data());
        kernels.correlate(s, x.data(), g.data(), found_w.data(), workspace.data());
        VERIFY_CLOSE_AS(kernels.name, largest_difference(found, y), 0, 10 * epsilon * terms);
        VERIFY_CLOSE_AS(kernels.name, largest_difference(found_w, dw), 0, 10 * epsilon * all);
        if (!fused(kernels.name)) continue;
        if (first_y.empty()) {
            first_y = found;
            first_dw = found_w;
        }
        QVERIFY(same(found, first_y));
        QVERIFY(same(found_w, first_dw));
    }
}

double exact(Function f, int order, double x) {
    const double s = 1 / (1 + std::exp(-x)), u = s * (1 - s), t = std::tanh(x), v = 1 / (std::cosh(x) * std::cosh(x));
    const double sigmoids[] = {s, u, u * (1 - 2 * s), u * (1 - 6 * u)};
    switch (f) {
        case Function::tanh: {
            const double derivatives[] = {t, v, -2 * t * v, v * (6 * t * t - 2)};
            return derivatives[order];
        }
        case Function::silu:
            return order == 0 ? x * s : x * sigmoids[order] + order * sigmoids[order - 1];
        case Function::sigmoid:
            return sigmoids[order];
        case Function::softplus:
            return order == 0 ? std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))) : sigmoids[order - 1];
        case Function::exp:
            return std::exp(x);
        default:
            return std::nan("");
    }
}

template <class T>
void functions(double reach, double tolerance) {
    Vector<T> x(16 * 1024), y(x.size()), mirrored(x.size()), negative(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<T>(reach * (2 * static_cast<double>(i) + 1 - static_cast<double>(x.size())) /
                              static_cast<double>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i) negative[i] = -x[i];
    for (const auto& kernels : available_kernels<T>())
        for (const auto f : {Function::tanh, Function::silu, Function::sigmoid, Function::softplus, Function::exp})
            for (int order = 0; order < 4; ++order) {
                kernels.apply(f, order, x.data(), nullptr, y.data(), x.size());
                double worst = 0;
                for (std::size_t i = 0; i < x.size(); ++i) {
                    const double expected = exact(f, order, static_cast<double>(x[i]));
                    const double scale = f == Function::tanh && order == 0 ? 0 : 1;  // tanh is right in relative terms
                    worst = std::max(
                        worst, std::abs(static_cast<double>(y[i]) - expected) / std::max(scale, std::abs(expected)));
                }
                VERIFY_CLOSE_AS(kernels.name, worst, 0, tolerance);
                if (f != Function::tanh) continue;
                kernels.apply(f, order, negative.data(), nullptr, mirrored.data(), x.size());
                for (T& v : mirrored) v *= order % 2 == 0 ? T{-1} : T{1};
                QVERIFY(same(mirrored, y));
            }
}

}  // namespace

class TestTapeKernels : public QObject {
    Q_OBJECT

  private slots:
    void convolutions_data() {
        QTest::addColumn<ConvolutionShape>("shape");
        QTest::newRow("usual") << ConvolutionShape{16, 16, 8, 8, 3, 3};
        QTest::newRow("odd") << ConvolutionShape{3, 5, 6, 7, 3, 3};
        QTest::newRow("many rows") << ConvolutionShape{20, 30, 33, 8, 3, 3};
        QTest::newRow("wide kernel") << ConvolutionShape{2, 6, 5, 5, 5, 5};
        QTest::newRow("small lattice") << ConvolutionShape{2, 1, 2, 2, 3, 3};
        QTest::newRow("linear") << ConvolutionShape{37, 65, 1, 1, 1, 1};
        QTest::newRow("linear, many samples") << ConvolutionShape{9, 4, 1, 10, 1, 1};
        QTest::newRow("tall kernel") << ConvolutionShape{1, 2, 8, 4, 7, 1};
    }
    void convolutions() {
        QFETCH(const ConvolutionShape, shape);
        ::convolutions<float>(shape);
        ::convolutions<double>(shape);
    }

    void functions_are_right_everywhere() {
        for (const double reach : {1e-3, 1.0, 20.0, 80.0}) {
            ::functions<float>(reach, 1.5e-6);
            ::functions<double>(reach, 5e-15);
        }
    }

    void extreme_arguments() {
        Vector<float> x(lanes), y(lanes);
        const float infinity = std::numeric_limits<float>::infinity();
        const float values[] = {infinity, -infinity, 1e30f, -1e30f, 1e-40f, 0, std::nanf(""), 200};
        std::copy(std::begin(values), std::end(values), x.begin());
        for (const auto& kernels : available_kernels<float>()) {
            kernels.apply(Function::tanh, 0, x.data(), nullptr, y.data(), lanes);
            QCOMPARE(y[0], 1.0f);
            QCOMPARE(y[1], -1.0f);
            QCOMPARE(y[2], 1.0f);
            QCOMPARE(y[5], 0.0f);
            kernels.apply(Function::sigmoid, 0, x.data(), nullptr, y.data(), lanes);
            QCOMPARE(y[2], 1.0f);
            QVERIFY(y[3] >= 0 && y[3] < 1e-30f);
            QVERIFY(std::isnan(y[6]));
        }
    }
};

QTEST_GUILESS_MAIN(TestTapeKernels)
#include "tst_tape_kernels.moc"

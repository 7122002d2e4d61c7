// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels of all instruction sets against plain loops in double precision, and against each other.
#include <QtTest>
#include <algorithm>
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

/// What one set of kernels finds, to be compared with loops and with the other sets.
template <class T>
using Found = std::vector<Vector<T>>;

/// Each result within its tolerance of what is expected, whatever the kernels; and the same bits where they fuse.
template <class T, class Run>
void compare_all(const std::vector<std::vector<double>>& expected, const std::vector<double>& tolerances, Run run) {
    Found<T> first;
    for (const auto& kernels : available_kernels<T>()) {
        const Found<T> found = run(kernels);
        QCOMPARE(found.size(), expected.size());
        for (std::size_t k = 0; k < found.size(); ++k)
            VERIFY_CLOSE_AS(kernels.name, largest_difference(found[k], expected[k]), 0, tolerances[k]);
        if (!fused(kernels.name)) continue;
        if (first.empty()) first = found;
        for (std::size_t k = 0; k < found.size(); ++k) QVERIFY(same(found[k], first[k]));
    }
}

template <class T>
constexpr double epsilon = sizeof(T) == 4 ? 6e-8 : 1.2e-16;

template <class T>
void convolutions(const ConvolutionShape& s) {
    const std::size_t inputs = static_cast<std::size_t>(s.inputs), outputs = static_cast<std::size_t>(s.outputs);
    const auto x = some_numbers<T>(inputs * sites(s) * lanes, 1);
    const auto g = some_numbers<T>(outputs * sites(s) * lanes, 2);
    const auto w = some_numbers<T>(weights(s), 3);
    const auto bias = some_numbers<T>(outputs * lanes, 4);
    std::vector<double> y(g.size()), dw(w.size());
    for_each_term(s, [&](std::size_t weight, std::size_t out, std::size_t in) {
        for (std::size_t l = 0; l < lanes; ++l) {
            y[out * lanes + l] += static_cast<double>(w[weight]) * static_cast<double>(x[in * lanes + l]);
            dw[weight] += static_cast<double>(g[out * lanes + l]) * static_cast<double>(x[in * lanes + l]);
        }
    });
    auto to_channels = y, to_sites = y;
    for (std::size_t i = 0; i < y.size(); ++i) {
        to_channels[i] += static_cast<double>(bias[i / lanes / sites(s) * lanes + i % lanes]);
        to_sites[i] += static_cast<double>(g[i]);
    }
    const double terms = 10 * epsilon<T> * (s.inputs * s.kernel_rows * s.kernel_columns + 1);
    const double all = 10 * epsilon<T> * static_cast<double>(sites(s) * lanes);
    compare_all<T>({y, to_channels, to_sites, dw}, {terms, terms, terms, all}, [&](const Kernels<T>& kernels) {
        Found<T> found(3, Vector<T>(g.size()));
        found.emplace_back(w.size());
        Vector<T> workspace(workspace_size(s));
        const auto step = static_cast<std::ptrdiff_t>(lanes), field = static_cast<std::ptrdiff_t>(sites(s)) * step;
        kernels.convolve(s, x.data(), w.data(), {}, found[0].data(), workspace.data());
        kernels.convolve(s, x.data(), w.data(), {bias.data(), step, 0}, found[1].data(), workspace.data());
        kernels.convolve(s, x.data(), w.data(), {g.data(), field, step}, found[2].data(), workspace.data());
        kernels.correlate(s, x.data(), g.data(), found[3].data(), workspace.data());
        return found;
    });
}

/// Against the general ones with the kernels written out.
template <class T>
void symmetric_convolutions(const ConvolutionShape& s) {
    const auto x = some_numbers<double>(static_cast<std::size_t>(s.inputs) * sites(s) * lanes, 1);
    const auto g = some_numbers<double>(static_cast<std::size_t>(s.outputs) * sites(s) * lanes, 2);
    const auto numbers = some_numbers<double>(static_cast<std::size_t>(s.inputs * s.outputs * 3), 3);
    const std::size_t orbits[] = {2, 1, 2, 1, 0, 1, 2, 1, 2};
    std::vector<double> y(g.size()), sums(numbers.size());
    for_each_term(s, [&](std::size_t weight, std::size_t out, std::size_t in) {
        const std::size_t number = weight / 9 * 3 + orbits[weight % 9];
        for (std::size_t l = 0; l < lanes; ++l) {
            y[out * lanes + l] += numbers[number] * x[in * lanes + l];
            sums[number] += g[out * lanes + l] * x[in * lanes + l];
        }
    });
    const auto rounded = [](const Vector<double>& v) { return Vector<T>(v.begin(), v.end()); };
    const double terms = 30 * epsilon<T> * 9 * s.inputs, all = 50 * epsilon<T> * static_cast<double>(sites(s) * lanes);
    compare_all<T>({y, sums}, {terms, all}, [&](const Kernels<T>& kernels) {
        Found<T> found = {Vector<T>(y.size()), Vector<T>(sums.size())};
        Vector<T> workspace(symmetric_workspace_size(s));
        kernels.convolve_symmetric(s, rounded(x).data(), rounded(numbers).data(), {}, found[0].data(),
                                   workspace.data());
        kernels.correlate_symmetric(s, rounded(x).data(), rounded(g).data(), found[1].data(), workspace.data());
        return found;
    });
}

/// Numbers of each channel and lane, and sums over sites.
template <class T>
void channels(int count, std::size_t sites) {
    const auto n = static_cast<std::size_t>(count) * sites * lanes, m = static_cast<std::size_t>(count) * lanes;
    const auto x = some_numbers<T>(n, 1), u = some_numbers<T>(n, 2), a = some_numbers<T>(m, 3),
               b = some_numbers<T>(m, 4), c = some_numbers<T>(m, 5);
    std::vector<double> modulated(n), sums(2 * m), blended(n), mean(lanes), deviation(lanes);
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t k = i / lanes / sites * lanes + i % lanes;
        const auto value = [](T v) { return static_cast<double>(v); };
        const double t = std::tanh(value(a[k]) * value(x[i]) + value(b[k]));
        modulated[i] = value(u[i]) * (1 - t * t);
        sums[k] += modulated[i];
        sums[m + k] += modulated[i] * value(x[i]);
        blended[i] = value(a[k]) * value(u[i]) + value(b[k]) * value(x[i]) + value(c[k]);
        mean[i % lanes] += value(x[i]) / static_cast<double>(n / lanes);
    }
    for (std::size_t i = 0; i < n; ++i)
        deviation[i % lanes] +=
            std::pow(static_cast<double>(x[i]) - mean[i % lanes], 2) / static_cast<double>(n / lanes);
    for (double& v : deviation) v = 1 / std::sqrt(v + 1e-5);
    const double each = 100 * epsilon<T>, all = each * static_cast<double>(sites);
    compare_all<T>({modulated, sums, sums, blended, mean, deviation},
                   {each, all, all, each, each, each * *std::ranges::max_element(deviation)},
                   [&](const Kernels<T>& kernels) {
                       Found<T> found = {Vector<T>(n), Vector<T>(2 * m), Vector<T>(2 * m),
                                         Vector<T>(n), Vector<T>(lanes), Vector<T>(lanes)};
                       kernels.modulate(Function::tanh, 1, x.data(), u.data(), a.data(), b.data(), found[0].data(),
                                        found[1].data(), count, sites);
                       kernels.channel_sums(found[0].data(), x.data(), found[2].data(), count, sites);
                       kernels.blend(u.data(), a.data(), x.data(), b.data(), c.data(), found[3].data(), count, sites);
                       kernels.moments(x.data(), n / lanes, found[4].data(), found[5].data());
                       return found;
                   });
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

    void symmetric_convolutions_data() {
        QTest::addColumn<ConvolutionShape>("shape");
        QTest::newRow("usual") << ConvolutionShape{16, 16, 8, 8, 3, 3};
        QTest::newRow("odd") << ConvolutionShape{3, 5, 6, 7, 3, 3};
        QTest::newRow("many rows") << ConvolutionShape{20, 30, 33, 8, 3, 3};
        QTest::newRow("small lattice") << ConvolutionShape{2, 1, 2, 2, 3, 3};
        QTest::newRow("a line") << ConvolutionShape{2, 2, 1, 5, 3, 3};
        QTest::newRow("a site") << ConvolutionShape{2, 2, 1, 1, 3, 3};
    }
    void symmetric_convolutions() {
        QFETCH(const ConvolutionShape, shape);
        ::symmetric_convolutions<float>(shape);
        ::symmetric_convolutions<double>(shape);
    }

    void channels() {
        for (const auto& [count, sites] : {std::pair{3, 100}, {1, 1}, {5, 33}, {2, 64}}) {
            ::channels<float>(count, static_cast<std::size_t>(sites));
            ::channels<double>(count, static_cast<std::size_t>(sites));
        }
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Normalisation, softmax and attention against plain loops, and their derivatives.
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "engine/networks/models/layers.h"
#include "tests/engine/networks/derivatives.h"

using namespace langevin;
using namespace langevin::tape;
using namespace langevin::networks;
using namespace langevin::test;

namespace {

/// A number of one sample: [channel][site][lane].
double at(std::span<const double> values, const Shape& shape, std::size_t channel, std::size_t site, std::size_t lane) {
    return values[(channel * shape.sites() + site) * lanes + lane];
}

/// Numbers to mean 0 and variance 1.
std::vector<double> standardised(const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    double mean = 0, variance = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) variance += (v - mean) * (v - mean) / n;
    std::vector<double> result;
    for (const double v : x) result.push_back((v - mean) / std::sqrt(variance + 1e-5));
    return result;
}

}  // namespace

class TestLayers : public QObject {
    Q_OBJECT

  private slots:
    void group_norm() {
        constexpr std::size_t groups = 3, each = 2;
        const auto shape = Shape::samples(6, 4, 3);
        ParameterLayout layout;
        const GroupNorm norm(layout, "norm", groups, shape.channels);
        QCOMPARE(layout.arrays()[1].name, std::string("norm.bias"));
        Tape<double> tape;
        const auto parameters = normal_numbers(layout.size(), 1);
        const auto x = tape.constant(shape, normal_numbers(shape.size(), 2));
        const auto y = norm(BoundParameters<double>(tape, layout, parameters), x);
        QCOMPARE(y.shape(), shape);
        for (std::size_t g = 0; g < groups; ++g)
            for (std::size_t l = 0; l < lanes; ++l) {
                std::vector<double> group;
                for (std::size_t k = 0; k < each * shape.sites(); ++k)
                    group.push_back(at(x.values(), shape, g * each + k / shape.sites(), k % shape.sites(), l));
                group = ::standardised(group);
                for (std::size_t k = 0; k < group.size(); ++k) {
                    const std::size_t c = g * each + k / shape.sites();
                    VERIFY_CLOSE(at(y.values(), shape, c, k % shape.sites(), l),
                                 parameters[c] * group[k] + parameters[6 + c], 1e-12);
                }
            }
    }

    void layer_norm() {
        const auto shape = Shape::samples(5, 1, 4);
        ParameterLayout layout;
        const LayerNorm norm(layout, "norm", shape.channels);
        Tape<double> tape;
        const auto parameters = normal_numbers(layout.size(), 1);
        const auto x = tape.constant(shape, normal_numbers(shape.size(), 2));
        const auto y = norm(BoundParameters<double>(tape, layout, parameters), x);
        for (std::size_t s = 0; s < shape.sites(); ++s)
            for (std::size_t l = 0; l < lanes; ++l) {
                std::vector<double> channels;
                for (std::size_t c = 0; c < 5; ++c) channels.push_back(at(x.values(), shape, c, s, l));
                channels = ::standardised(channels);
                for (std::size_t c = 0; c < 5; ++c)
                    VERIFY_CLOSE(at(y.values(), shape, c, s, l), parameters[c] * channels[c] + parameters[5 + c],
                                 1e-12);
            }
    }

    void softmax_stays_in_range() {
        const auto shape = Shape::samples(2, 3, 4);
        Tape<double> tape;
        auto numbers = normal_numbers(shape.size(), 1);
        for (double& v : numbers) v = 800 * v;  // e^800 is no number
        const auto a = tape.constant(shape, numbers), y = softmax(a);
        for (std::size_t row = 0; row < 6; ++row)
            for (std::size_t l = 0; l < lanes; ++l) {
                const auto in = [&](std::size_t c) { return numbers[(row * 4 + c) * lanes + l]; };
                const double largest = std::max(std::max(in(0), in(1)), std::max(in(2), in(3)));
                double sum = 0;
                for (std::size_t c = 0; c < 4; ++c) sum += std::exp(in(c)-largest);
                for (std::size_t c = 0; c < 4; ++c)
                    VERIFY_CLOSE(y.values()[(row * 4 + c) * lanes + l], std::exp(in(c)-largest) / sum, 1e-14);
            }
    }

    void attention_data() {
        QTest::addColumn<bool>("causal");
        QTest::newRow("all tokens") << false;
        QTest::newRow("causal") << true;
    }
    void attention() {
        QFETCH(const bool, causal);
        constexpr std::size_t heads = 2, size = 3, tokens = 4;
        const auto shape = Shape::samples(heads * size, 1, tokens);
        Tape<double> tape;
        const auto q = tape.constant(shape, normal_numbers(shape.size(), 1)),
                   k = tape.constant(shape, normal_numbers(shape.size(), 2)),
                   v = tape.constant(shape, normal_numbers(shape.size(), 3));
        const auto y = networks::attention(q, k, v, heads, causal);
        QCOMPARE(y.shape(), shape);
        for (std::size_t h = 0; h < heads; ++h)
            for (std::size_t t = 0; t < tokens; ++t)
                for (std::size_t l = 0; l < lanes; ++l) {
                    const std::size_t seen = causal ? t + 1 : tokens;
                    std::vector<double> weights;
                    double sum = 0;
                    for (std::size_t s = 0; s < seen; ++s) {
                        double score = 0;
                        for (std::size_t d = 0; d < size; ++d)
                            score +=
                                at(q.values(), shape, h * size + d, t, l) * at(k.values(), shape, h * size + d, s, l);
                        weights.push_back(std::exp(score / std::sqrt(3.0)));
                        sum += weights.back();
                    }
                    for (std::size_t d = 0; d < size; ++d) {
                        double mean = 0;
                        for (std::size_t s = 0; s < seen; ++s)
                            mean += weights[s] / sum * at(v.values(), shape, h * size + d, s, l);
                        VERIFY_CLOSE(at(y.values(), shape, h * size + d, t, l), mean, 1e-13);
                    }
                }
    }

    void derivatives() {
        ParameterLayout layout;
        const GroupNorm group(layout, "group", 2, 4);
        const LayerNorm layer(layout, "layer", 4);
        const Convolution convolution(layout, "convolution", 4, 3, {});
        const Convolution symmetric(layout, "symmetric", 4, 3, {.symmetric = true});
        std::vector<Shape> shapes;
        Numbers x;
        for (const auto& array : layout.arrays()) shapes.push_back(array.shape);
        shapes.push_back(Shape::samples(4, 4, 6));
        for (const auto& s : shapes) x.push_back(normal_numbers(s.size(), x.size()));
        const auto of = [](const auto& function) -> Operation {
            return [&function](const Variables& v) {
                return function(BoundParameters<double>({v.begin(), v.end() - 1}), v.back());
            };
        };
        verify_derivatives(of(group), shapes, x);
        verify_derivatives(of(layer), shapes, x);
        verify_derivatives(of(convolution), shapes, x);
        verify_derivatives(of(symmetric), shapes, x);

        verify_derivatives([](const Variables& v) { return softmax(v[0]); }, {shapes.back()}, {x.back()});
        const auto tokens = Shape::samples(4, 1, 5);
        const Numbers qkv = {normal_numbers(tokens.size(), 1), normal_numbers(tokens.size(), 2),
                             normal_numbers(tokens.size(), 3)};
        for (const bool causal : {false, true})
            verify_derivatives(
                [causal](const Variables& v) { return networks::attention(v[0], v[1], v[2], 2, causal); },
                {tokens, tokens, tokens}, qkv);
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A convolutional network with conditioning: loss and gradients against PyTorch, of its result and of a score made from
// it (tests/engine/networks/golden.py).
#include <QtTest>
#include <cmath>

#include "engine/networks/models/layers.h"
#include "tests/engine/networks/models/golden_network.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::tape;
using namespace langevin::networks;
using namespace langevin::test;

namespace {

struct Steps {
    double channel, input = 0, row = 0, column = 0, sample = 0;
};

/// factor cos(a + steps . index), row-major; samples in lanes.
std::vector<double> wave(const Shape& s, double factor, double a, const Steps& steps) {
    std::vector<double> values;
    for (int c = 0; c < s.channels; ++c)
        for (int i = 0; i < std::max(1, s.inputs); ++i)
            for (int row = 0; row < s.rows; ++row)
                for (int column = 0; column < s.columns; ++column)
                    for (std::size_t n = 0; n < (s.in_lanes() ? lanes : 1); ++n)
                        values.push_back(factor *
                                         std::cos(a + steps.channel * c + steps.input * i + steps.row * row +
                                                  steps.column * column + steps.sample * static_cast<double>(n)));
    return values;
}

template <class T>
Variable<T> constant(Tape<T>& tape, const Shape& shape, const std::vector<double>& values) {
    return tape.constant(shape, std::vector<T>(values.begin(), values.end()));
}

/// W2 * SiLU((1 + G c + g) (W1 * x + b1)) + b2.
struct FilmNetwork {
    ParameterLayout layout;
    Convolution first{layout, "first", 2, 3, {}}, film{layout, "film", 2, 3, {.extent = 1}},
        second{layout, "second", 3, 2, {}};

    std::vector<double> parameters() const {
        const Steps steps[] = {{1, 2, 3, 5}, {1}, {1, 2}, {1}, {1, 2, 3, 5}, {1}};
        std::vector<double> all;
        for (std::size_t k = 0; k < layout.arrays().size(); ++k) {
            const auto part = wave(layout.arrays()[k].shape, 0.4, 0.1 * static_cast<double>(k + 1), steps[k]);
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }
    template <class T>
    Variable<T> operator()(const BoundParameters<T>& p, const Variable<T>& x, const Variable<T>& condition) const {
        const auto h = multiply(first(p, x), affine(film(p, condition), 1, 1));
        return second(p, apply(h, Function::silu));
    }
};

template <class T>
void compare(bool energy, double loss, const std::vector<std::span<const double>>& slopes, double tolerance) {
    const FilmNetwork network;
    const auto numbers = network.parameters();
    const std::vector<T> values(numbers.begin(), numbers.end());
    Tape<T> tape;
    const BoundParameters<T> p(tape, network.layout, values);
    const auto field = Shape::samples(2, 3, 4);
    const auto waves = wave(field, 1, 0.7, {0.9, 0, 0.5, 1.1, 1.7});
    const auto x = tape.variable(field, std::vector<T>(waves.begin(), waves.end()));
    const auto condition = constant(tape, Shape::samples(2), wave(Shape::samples(2), 1, 0.8, {1.9, 0, 0, 0, 0.6}));
    const auto target = constant(tape, field, wave(field, 1, 0.9, {1.2, 0, 2.3, 0.8, 0.4}));
    auto y = network(p, x, condition);
    if (energy) y = gradients(contract(x, y, Shape::samples(1)), {x}, true).front();
    const auto off = subtract(y, target);
    const auto total = affine(sum_lanes(contract(off, off, Shape::samples(1))), 1 / static_cast<double>(field.size()));
    VERIFY_CLOSE(static_cast<double>(total.values()[0]), loss, tolerance);
    const auto found = gradients(total, p.all());
    for (std::size_t k = 0; k < found.size(); ++k) {
        QCOMPARE(found[k].values().size(), slopes[k].size());
        for (std::size_t i = 0; i < slopes[k].size(); ++i)
            VERIFY_CLOSE_AS(network.layout.arrays()[k].name.c_str(), static_cast<double>(found[k].values()[i]),
                            slopes[k][i], tolerance);
    }
}

}  // namespace

class TestGoldenNetwork : public QObject {
    Q_OBJECT

  private slots:
    void first_order() {
        using namespace golden;
        const std::vector<std::span<const double>> slopes = {direct_first_weight,  direct_first_bias,
                                                             direct_film_weight,   direct_film_bias,
                                                             direct_second_weight, direct_second_bias};
        ::compare<double>(false, direct_loss, slopes, 1e-14);
        ::compare<float>(false, direct_loss, slopes, 1e-6);
    }
    void second_order() {
        using namespace golden;
        const std::vector<std::span<const double>> slopes = {energy_first_weight,  energy_first_bias,
                                                             energy_film_weight,   energy_film_bias,
                                                             energy_second_weight, energy_second_bias};
        ::compare<double>(true, energy_loss, slopes, 1e-13);
        ::compare<float>(true, energy_loss, slopes, 1e-5);
    }
};

QTEST_GUILESS_MAIN(TestGoldenNetwork)
#include "tst_golden_network.moc"

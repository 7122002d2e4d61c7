// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks: derivatives once and twice, energy-based scores, both precisions, oddness, what cannot be.
#include <QtTest>
#include <cmath>

#include "engine/networks/models/network.h"
#include "tests/engine/networks/derivatives.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::tape;
using namespace langevin::networks;
using namespace langevin::test;

Q_DECLARE_METATYPE(NetworkDescription)
Q_DECLARE_METATYPE(Shape)

namespace {

/// Initial numbers, and something in those that begin at zero or one.
template <class T>
parallel::AlignedVector<T> some_parameters(const Network& network) {
    auto values = network.layout().initial<T>(Random(11));
    const auto noise = normal_numbers(values.size(), 50);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += static_cast<T>(0.1 * noise[i]);
    return values;
}

/// Condition and propagator for each lane: constants.
template <class T>
NetworkInput<T> input(const Variable<T>& field) {
    auto& tape = field.tape();
    const auto& s = field.shape();
    const auto convert = [](const std::vector<double>& v) { return std::vector<T>(v.begin(), v.end()); };
    const bool sites = s.rows == 1;  // samples at sites of their own
    const auto condition = Shape::samples(noise_features, 1, sites ? s.columns : 1);
    std::vector<double> propagator;
    for (int r = 0; r < s.rows; ++r)
        for (int c = 0; c < s.columns; ++c) {
            const double a = std::sin(M_PI * r / s.rows), b = std::sin(M_PI * c / s.columns);
            for (std::size_t l = 0; l < lanes; ++l)
                propagator.push_back(1 / (1 + 4 * a * a + 4 * b * b + 0.1 * static_cast<double>(l)));
        }
    return {field, tape.constant(condition, convert(normal_numbers(condition.size(), 60))),
            tape.constant(Shape::samples(1, s.rows, s.columns), convert(propagator))};
}

/// The network's result, or minus the derivative of the energy phi F(phi) by phi, as a function of parameters and
/// field.
Operation function_of(const Network& network, bool energy) {
    return [&network, energy](const Variables& v) {
        const BoundParameters<double> parameters({v.begin(), v.end() - 1});
        const auto y = network.forward(parameters, input(v.back()));
        if (!energy) return y;
        return affine(gradients(contract(y, v.back(), Shape::samples(1)), {v.back()}, true).front(), -1);
    };
}

}  // namespace

class TestArchitectures : public QObject {
    Q_OBJECT

    void add_networks() {
        QTest::addColumn<NetworkDescription>("description");
        QTest::addColumn<Shape>("field");
        const auto row = [](const char* name, const NetworkDescription& d, const Shape& field) {
            QTest::newRow(name) << d << field;
        };
        row("sites, odd", {.architecture = Architecture::sites, .width = 6}, Shape::samples(1, 1, 3));
        row("sites, softplus",
            {.architecture = Architecture::sites, .width = 6, .activation = Function::softplus, .odd = false},
            Shape::samples(1, 1, 3));
        row("equivariant", {.inputs = 2, .outputs = 2, .width = 4, .propagated = 2}, Shape::samples(2, 4, 4));
        row("equivariant, translations only", {.width = 4, .depth = 1, .square = false, .propagated = 0},
            Shape::samples(1, 4, 6));
        row("equivariant, not odd",
            {.width = 3, .depth = 1, .activation = Function::silu, .odd = false, .propagated = 1},
            Shape::samples(1, 4, 4));
        row("U-Net", {.architecture = Architecture::unet, .width = 16, .depth = 1}, Shape::samples(1, 4, 4));
        row("U-Net, two levels", {.architecture = Architecture::unet, .inputs = 2, .width = 8, .depth = 2},
            Shape::samples(2, 4, 4));
    }

  private slots:
    void derivatives_data() { add_networks(); }
    void derivatives() {
        QFETCH(const NetworkDescription, description);
        QFETCH(const Shape, field);
        const auto network = make_network(description);
        const auto all = some_parameters<double>(*network);
        std::vector<Shape> shapes;
        Numbers x;
        for (const auto& array : network->layout().arrays()) {
            shapes.push_back(array.shape);
            const auto from = all.begin() + static_cast<std::ptrdiff_t>(array.offset);
            x.emplace_back(from, from + static_cast<std::ptrdiff_t>(array.size()));
        }
        shapes.push_back(field);
        x.push_back(normal_numbers(field.size(), 70));
        verify_derivatives(function_of(*network, false), shapes, x, 1e-6, 1e-6, 1e-5);
        // The second-order step: the gradient of what is itself a derivative (and its own derivatives).
        if (description.outputs == description.inputs)
            verify_derivatives(function_of(*network, true), shapes, x, 1e-6, 1e-6, 1e-5);
    }

    void single_precision_agrees_with_double_data() { add_networks(); }
    void single_precision_agrees_with_double() {
        QFETCH(const NetworkDescription, description);
        QFETCH(const Shape, field);
        const auto network = make_network(description);
        const auto numbers = normal_numbers(field.size(), 70);
        Tape<float> single;
        Tape<double> exact;
        const auto p = some_parameters<float>(*network);
        const std::vector<double> same(p.begin(), p.end());
        const std::vector<float> rounded(numbers.begin(), numbers.end());
        const auto y = network->forward(BoundParameters<float>(single, network->layout(), p),
                                        input(single.constant(field, rounded)));
        const auto z = network->forward(BoundParameters<double>(exact, network->layout(), same),
                                        input(exact.constant(field, numbers)));
        QCOMPARE(y.shape(), Shape::samples(description.outputs, field.rows, field.columns));
        double squares = 0, off = 0;
        for (std::size_t i = 0; i < y.values().size(); ++i) {
            squares += z.values()[i] * z.values()[i];
            off = std::max(off, std::abs(static_cast<double>(y.values()[i]) - z.values()[i]));
        }
        VERIFY_CLOSE(off, 0, 1e-5 * std::sqrt(squares / static_cast<double>(y.values().size())));
        QVERIFY(off > 0);
    }

    void odd_networks_are_odd_to_the_last_bit_data() { add_networks(); }
    void odd_networks_are_odd_to_the_last_bit() {
        QFETCH(const NetworkDescription, description);
        QFETCH(const Shape, field);
        const auto network = make_network(description);
        const auto p = some_parameters<float>(*network);
        const auto numbers = normal_numbers(field.size(), 70);
        std::vector<float> plus(numbers.begin(), numbers.end()), minus(plus);
        for (float& v : minus) v = -v;
        Tape<float> tape;
        const BoundParameters<float> parameters(tape, network->layout(), p);
        const auto y = network->forward(parameters, input(tape.constant(field, plus))),
                   z = network->forward(parameters, input(tape.constant(field, minus)));
        bool odd = true;
        for (std::size_t i = 0; i < y.values().size(); ++i) odd = odd && y.values()[i] == -z.values()[i];
        QCOMPARE(odd, description.odd && description.architecture != Architecture::unet);
    }

    void the_correction_starts_at_zero() {
        for (const auto architecture : {Architecture::equivariant, Architecture::unet}) {
            const auto network = make_network({.architecture = architecture, .width = 8, .depth = 1, .propagated = 0});
            Tape<float> tape;
            const auto p = network->layout().initial<float>(Random(3));
            const auto y = network->forward(BoundParameters<float>(tape, network->layout(), p),
                                            input(tape.constant(Shape::samples(1, 4, 4), 1.0f)));
            for (const float v : y.values()) QCOMPARE(v, 0.0f);
        }
    }

    void impossible_networks_are_refused() {
        const auto what = [](const NetworkDescription& d) { return problem_of([&] { make_network(d); }); };
        QCOMPARE(what({.width = 0}).where, std::string("width"));
        VERIFY_CONTAINS(what({.width = 300}).what, "between 1 and 256, not 300");
        QCOMPARE(what({.depth = 17}).where, std::string("depth"));
        QCOMPARE(what({.width = 4, .propagated = 5}).where, std::string("propagated"));
        QCOMPARE(what({.architecture = Architecture::unet, .depth = 5}).where, std::string("depth"));
        VERIFY_CONTAINS(what({.architecture = Architecture::unet, .width = 12}).what, "multiple of 8");
    }

    void the_noise_is_told_apart() {
        QCOMPARE(features_of_noise(0.3).size(), std::size_t{noise_features});
        // sin and cos of ln(sigma) / 4 and of its multiples.
        const auto f = features_of_noise(2.0);
        VERIFY_CLOSE(f[0], 0.5, 1e-15);
        VERIFY_CLOSE(f[1], std::sin(0.5), 1e-15);
        VERIFY_CLOSE(f[16], std::cos(8 * 0.5), 1e-15);
    }
};

QTEST_GUILESS_MAIN(TestArchitectures)
#include "tst_architectures.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Every operation in double precision against finite differences, twice; the Hartley transform; memory; refusals.
#include <QtTest>
#include <cmath>

#include "tests/engine/networks/derivatives.h"

using namespace langevin;
using namespace langevin::tape;
using namespace langevin::test;

Q_DECLARE_METATYPE(Operation)
Q_DECLARE_METATYPE(std::vector<Shape>)

class TestTape : public QObject {
    Q_OBJECT

  private slots:
    void operations_data() {
        QTest::addColumn<Operation>("operation");
        QTest::addColumn<std::vector<Shape>>("shapes");
        QTest::addColumn<bool>("positive");
        const auto row = [](const char* name, std::vector<Shape> shapes, Operation f, bool positive = false) {
            QTest::newRow(name) << f << shapes << positive;
        };
        const auto full = Shape::samples(3, 4, 6), channel = Shape::samples(3), site = Shape::samples(1, 4, 6);
        row("add", {full, full}, [](const Variables& v) { return add(v[0], v[1]); });
        row("add, a number each channel", {full, channel}, [](const Variables& v) { return add(v[0], v[1]); });
        row("subtract", {full, site}, [](const Variables& v) { return subtract(v[0], v[1]); });
        row("multiply", {full, full}, [](const Variables& v) { return multiply(v[0], v[1]); });
        row("multiply, a number each channel", {full, channel},
            [](const Variables& v) { return multiply(v[0], v[1]); });
        row("multiply, one field", {full, site}, [](const Variables& v) { return multiply(v[0], v[1]); });
        row("multiply by itself", {full}, [](const Variables& v) { return multiply(v[0], v[0]); });
        row("multiply parameters", {Shape::parameter(3, 2), Shape::parameter(3, 2)},
            [](const Variables& v) { return multiply(v[0], v[1]); });
        row("affine", {full}, [](const Variables& v) { return affine(multiply(v[0], v[0]), 1.7, -0.3); });
        row("reduce", {full}, [](const Variables& v) { return reduce(multiply(v[0], v[0]), Shape::samples(3, 1, 6)); });
        row("contract", {full, full},
            [](const Variables& v) { return contract(v[0], multiply(v[1], v[0]), Shape::samples(1, 4, 1)); });
        row("repeat", {channel}, [full](const Variables& v) { return repeat(multiply(v[0], v[0]), full); });
        row("into lanes", {Shape::parameter(3, 1, 2, 2), Shape::samples(3, 2, 2)},
            [](const Variables& v) { return multiply(v[1], into_lanes(multiply(v[0], v[0]))); });
        row("sum of lanes", {full}, [](const Variables& v) { return sum_lanes(multiply(v[0], v[0])); });
        row("reshape", {full},
            [](const Variables& v) { return reshape(multiply(v[0], v[0]), Shape::samples(6, 3, 4)); });
        row("slice", {full}, [](const Variables& v) { return slice(multiply(v[0], v[0]), 1, 2); });
        row("place", {channel}, [](const Variables& v) { return place(multiply(v[0], v[0]), 2, 7); });
        row("concatenate", {full, site},
            [](const Variables& v) { return concatenate(multiply(v[0], v[0]), multiply(v[1], v[1])); });
        row("pool", {full}, [](const Variables& v) { return tape::pool(multiply(v[0], v[0])); });
        row("enlarge", {full}, [](const Variables& v) { return enlarge(multiply(v[0], v[0])); });
        row("hartley", {full}, [](const Variables& v) { return hartley(multiply(v[0], v[0])); });
        row("symmetric kernel", {Shape::parameter(2, 3, 1, 3), full},
            [](const Variables& v) { return convolve(v[1], symmetric_kernel(multiply(v[0], v[0]))); });
        row("transposed kernel", {Shape::parameter(3, 2, 3, 5), full},
            [](const Variables& v) { return convolve(v[1], transposed_kernel(multiply(v[0], v[0]))); });
        const auto convolution = [](const Variables& v) { return convolve(multiply(v[0], v[0]), v[1]); };
        row("convolve 3 x 3", {full, Shape::parameter(5, 3, 3, 3)}, convolution);
        row("convolve 5 x 5", {full, Shape::parameter(2, 3, 5, 5)}, convolution);
        row("convolve 1 x 3", {full, Shape::parameter(9, 3, 1, 3)}, convolution);
        row("convolve 1 x 1", {full, Shape::parameter(4, 3)}, convolution);
        row("convolve, kernel as large as the lattice", {Shape::samples(2, 3, 3), Shape::parameter(1, 2, 3, 3)},
            convolution);
        row("linear layer", {Shape::samples(7), Shape::parameter(6, 7)}, convolution);
        row("correlate", {full, Shape::samples(2, 4, 6)},
            [](const Variables& v) { return correlate(multiply(v[0], v[0]), v[1], Shape::parameter(2, 3, 3, 3)); });
        const auto a = Shape::samples(2, 3, 5), b = Shape::samples(2, 5, 4);
        row("matrix product", {a, b}, [](const Variables& v) { return matrix_product(v[0], v[1]); });
        row("transposed first", {Shape::samples(2, 5, 3), b},
            [](const Variables& v) { return matrix_product(v[0], v[1], true); });
        row("transposed second", {a, Shape::samples(2, 4, 5)},
            [](const Variables& v) { return matrix_product(v[0], v[1], false, true); });
        row("both transposed", {Shape::samples(2, 5, 3), Shape::samples(2, 4, 5)},
            [](const Variables& v) { return matrix_product(v[0], v[1], true, true); });

        const auto functions = {std::pair{"tanh", Function::tanh},
                                {"silu", Function::silu},
                                {"sigmoid", Function::sigmoid},
                                {"softplus", Function::softplus},
                                {"relu", Function::relu},
                                {"leaky relu", Function::leaky_relu},
                                {"exp", Function::exp},
                                {"log", Function::log},
                                {"sine", Function::sine},
                                {"cosine", Function::cosine},
                                {"square", Function::square},
                                {"root", Function::root},
                                {"inverse root", Function::inverse_root},
                                {"reciprocal", Function::reciprocal}};
        for (const auto& [name, f] : functions) {
            const bool positive =
                f == Function::log || f == Function::root || f == Function::inverse_root || f == Function::reciprocal;
            const bool pieces = f == Function::relu || f == Function::leaky_relu;  // of lines: no second derivative
            for (int order = 0; order < (pieces ? 1 : 2); ++order)
                row(
                    qPrintable(QString("%1, order %2").arg(name).arg(order)), {full},
                    [f = f, order](const Variables& v) { return apply(v[0], f, order); }, positive);
            row(
                qPrintable(QString("%1, multiplied").arg(name)), {full, full},
                [f = f](const Variables& v) { return multiply_apply(v[1], v[0], f, 1); }, positive);
        }
    }
    void operations() {
        QFETCH(const Operation, operation);
        QFETCH(const std::vector<Shape>, shapes);
        QFETCH(const bool, positive);
        Numbers x;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            x.push_back(normal_numbers(shapes[i].size(), i));
            for (double& v : x.back()) v = positive ? 0.3 + std::abs(v) : v;
        }
        verify_derivatives(operation, shapes, x);
    }

    /// The transform is its own inverse, and a multiplier between two of them is a circular convolution.
    void hartley_transform() {
        Tape<double> tape;
        const auto shape = Shape::samples(2, 4, 6);
        const auto x = tape.constant(shape, normal_numbers(shape.size(), 1));
        const auto back = hartley(hartley(x));
        for (std::size_t i = 0; i < shape.size(); ++i) VERIFY_CLOSE(back.values()[i], x.values()[i], 1e-14);

        std::vector<double> laplace(shape.sites() * lanes), kernel{0, -1, 0, -1, 4, -1, 0, -1, 0};
        for (int r = 0; r < 4; ++r)
            for (int c = 0; c < 6; ++c)
                std::fill_n(&laplace[static_cast<std::size_t>(r * 6 + c) * lanes], lanes,
                            4 - 2 * std::cos(2 * M_PI * r / 4) - 2 * std::cos(2 * M_PI * c / 6));
        const auto multiplied = hartley(multiply(hartley(x), tape.constant(Shape::samples(1, 4, 6), laplace)));
        std::vector<double> both(36);
        std::copy(kernel.begin(), kernel.end(), both.begin());
        std::copy(kernel.begin(), kernel.end(), both.begin() + 27);
        const auto convolved = convolve(x, tape.constant(Shape::parameter(2, 2, 3, 3), both));
        for (std::size_t i = 0; i < shape.size(); ++i)
            VERIFY_CLOSE(multiplied.values()[i], convolved.values()[i], 1e-12);
    }

    /// What nobody asks for is not remembered, and what is remembered is let go.
    void memory() {
        Tape<float> tape;
        const auto shape = Shape::samples(1);
        const auto x = tape.variable(shape, std::vector<float>(lanes, 1.0f));
        const auto* address = [&] {
            const Tape<float>::Forgetful forgetful(tape);
            auto y = apply(x, Function::tanh);
            if (y.differentiable()) qFatal("remembered");
            return y.values().data();
        }();
        const auto again = apply(x, Function::exp);
        QCOMPARE(again.values().data(), address);
        QVERIFY(again.differentiable());
        QVERIFY(!tape.constant(shape, 1.0f).differentiable());
        const auto zero = gradients(again, {tape.variable(shape, std::vector<float>(lanes))});
        QCOMPARE(zero[0].values()[3], 0.0f);
    }

    void impossible_shapes_are_refused() {
        Tape<double> tape;
        const auto a = tape.constant(Shape::samples(2, 4, 4), 1.0), b = tape.constant(Shape::samples(3, 4, 4), 1.0);
        QVERIFY_EXCEPTION_THROWN(add(a, b), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(multiply(tape.constant(Shape::samples(2), 1.0), a), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(convolve(a, tape.constant(Shape::parameter(1, 3, 3, 3), 1.0)), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(convolve(a, tape.constant(Shape::parameter(1, 2, 2, 2), 1.0)), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(slice(a, 1, 2), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(tape::pool(tape.constant(Shape::samples(1, 3, 4), 1.0)), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(matrix_product(a, b), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(tape.constant(Shape::samples(2), std::vector<double>(3)), std::logic_error);
    }
};

QTEST_GUILESS_MAIN(TestTape)
#include "tst_tape.moc"

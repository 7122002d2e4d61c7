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
        const auto row = [](const QByteArray& name, std::vector<Shape> shapes, Operation f, bool positive = false) {
            QTest::newRow(name.constData()) << f << shapes << positive;
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
        const auto added = [](const Variables& v) { return convolve(v[0], v[1], multiply(v[2], v[2])); };
        row("convolve and add to each channel", {full, Shape::parameter(5, 3, 3, 3), Shape::samples(5)}, added);
        row("convolve and add to each site", {full, Shape::parameter(5, 3, 3, 3), Shape::samples(5, 4, 6)}, added);
        row("convolve 1 x 1 and add", {full, Shape::parameter(5, 3), Shape::samples(5, 4, 6)}, added);
        const auto numbers = Shape::parameter(2, 3, 1, 3);
        row("symmetric convolve", {full, numbers, Shape::samples(2)},
            [](const Variables& v) { return symmetric_convolve(multiply(v[0], v[0]), multiply(v[1], v[1]), v[2]); });
        row("symmetric convolve, small lattice", {Shape::samples(3, 2, 2), numbers},
            [](const Variables& v) { return symmetric_convolve(multiply(v[0], v[0]), v[1]); });
        row("symmetric correlate", {full, Shape::samples(2, 4, 6)},
            [](const Variables& v) { return symmetric_correlate(multiply(v[0], v[0]), multiply(v[1], v[1])); });
        row("exchanged", {numbers, Shape::samples(2, 4, 6)},
            [](const Variables& v) { return symmetric_convolve(v[1], exchanged(multiply(v[0], v[0]))); });
        const auto a = Shape::samples(2, 3, 5), b = Shape::samples(2, 5, 4);
        row("matrix product", {a, b}, [](const Variables& v) { return matrix_product(v[0], v[1]); });
        row("transposed first", {Shape::samples(2, 5, 3), b},
            [](const Variables& v) { return matrix_product(v[0], v[1], true); });
        row("transposed second", {a, Shape::samples(2, 4, 5)},
            [](const Variables& v) { return matrix_product(v[0], v[1], false, true); });
        row("both transposed", {Shape::samples(2, 5, 3), Shape::samples(2, 4, 5)},
            [](const Variables& v) { return matrix_product(v[0], v[1], true, true); });

        for (const auto f : {Function::silu, Function::identity}) {
            const auto name = [f](const char* what) {
                return QByteArray(what) + (f == Function::silu ? ", silu" : ", identity");
            };
            for (const int order : {0, 1})
                if (f == Function::silu || order == 0)
                    row(name(order == 0 ? "modulate" : "modulate, order 1"), {full, channel, channel},
                        [f, order](const Variables& v) { return modulate(v[0], v[1], v[2], f, order); });
            row(name("modulate without shift"), {full, channel},
                [f](const Variables& v) { return modulate(multiply(v[0], v[0]), v[1], {}, f); });
            row(name("multiply modulate"), {full, full, channel, channel},
                [f](const Variables& v) { return multiply_modulate(v[0], v[1], v[2], v[3], f); });
            const auto channels = Shape::samples(6), field = Shape::samples(6, 2, 3);
            for (const int groups : {1, 2, 6})
                row(name(qPrintable(QString("normalise %1 groups").arg(groups))), {field, channels, channels},
                    [f, groups](const Variables& v) { return normalise(v[0], v[1], v[2], groups, f); });
        }
        row("multiply modulate, order 1", {full, full, channel}, [](const Variables& v) {
            return multiply_modulate(v[0], v[1], v[2], Variable<double>(), Function::tanh, 1);
        });
        row("moments", {Shape::samples(6, 2, 3)}, [](const Variables& v) { return moments(v[0], 2); });
        row("channel sums", {full, full},
            [](const Variables& v) { return channel_sums(multiply(v[0], v[0]), multiply(v[1], v[1])); });
        row("blend", {full, channel, full, channel, channel},
            [](const Variables& v) { return blend(multiply(v[0], v[0]), v[1], v[2], v[3], v[4]); });
        row("blend, sum", {full, channel, full},
            [](const Variables& v) { return blend(multiply(v[0], v[0]), v[1], multiply(v[2], v[2])); });
        row("blend, one field", {full, channel},
            [](const Variables& v) { return blend(multiply(v[0], v[0]), {}, {}, {}, v[1]); });

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

    /// Symmetric kernels are kernels.
    void symmetric_convolutions() {
        Tape<double> tape;
        for (const auto& [rows, columns] : {std::pair{5, 4}, {2, 2}, {1, 3}}) {
            const auto field = Shape::samples(3, rows, columns), slopes = Shape::samples(2, rows, columns);
            const auto x = tape.constant(field, normal_numbers(field.size(), 1)),
                       g = tape.constant(slopes, normal_numbers(slopes.size(), 2)),
                       numbers = tape.constant(Shape::parameter(2, 3, 1, 3), normal_numbers(18, 3));
            auto kernel = tape.constant(Shape::parameter(2, 3, 3, 3), 0.0);
            const std::size_t orbits[] = {2, 1, 2, 1, 0, 1, 2, 1, 2};  // middle, edge, corner
            for (std::size_t i = 0; i < 54; ++i) kernel.fill()[i] = numbers.values()[i / 9 * 3 + orbits[i % 9]];
            const auto y = symmetric_convolve(x, numbers), expected = convolve(x, kernel);
            for (std::size_t i = 0; i < slopes.size(); ++i) VERIFY_CLOSE(y.values()[i], expected.values()[i], 1e-13);

            const auto w = symmetric_correlate(x, g), all = correlate(x, g, kernel.shape());
            std::vector<double> sums(18);
            for (std::size_t i = 0; i < 54; ++i) sums[i / 9 * 3 + orbits[i % 9]] += all.values()[i];
            for (std::size_t i = 0; i < 18; ++i) VERIFY_CLOSE(w.values()[i], sums[i], 1e-12);
        }
    }

    /// Some numbers of another variable, where they lie.
    void views() {
        Tape<double> tape;
        const auto x = tape.variable(Shape::samples(3, 2, 2), normal_numbers(12 * lanes, 1));
        auto part = slice(x, 1, 2);
        QCOMPARE(part.values().data(), &x.values()[4 * lanes]);
        QCOMPARE(reshape(part, Shape::samples(1, 2, 4)).values().data(), part.values().data());
        part = slice(affine(x, 2), 2, 1);  // what it is part of lives on
        affine(x, 3);                      // and its memory is not given to others
        for (std::size_t i = 0; i < 4 * lanes; ++i) VERIFY_SAME(part.values()[i], 2 * x.values()[8 * lanes + i]);
    }

    /// Sums of gradients are made in place, but only where nobody else looks.
    void gradients_that_are_shared() {
        Tape<double> tape;
        const auto shape = Shape::samples(2);
        const auto x = tape.variable(shape, normal_numbers(2 * lanes, 1)),
                   y = tape.variable(shape, normal_numbers(2 * lanes, 2)),
                   seed = tape.constant(shape, normal_numbers(2 * lanes, 3));
        const auto sum = add(add(add(x, y), x), multiply(y, y));  // gradients 2 seed, (1 + 2 y) seed
        const auto first = gradients(sum, {x, y, sum}, false, seed), second = gradients(sum, {x, y}, true, seed);
        for (std::size_t i = 0; i < 2 * lanes; ++i) {
            VERIFY_SAME(first[0].values()[i], 2 * seed.values()[i]);
            VERIFY_CLOSE(first[1].values()[i], (1 + 2 * y.values()[i]) * seed.values()[i], 1e-15);
            VERIFY_SAME(first[2].values()[i], seed.values()[i]);
            for (const std::size_t k : {0, 1}) VERIFY_SAME(first[k].values()[i], second[k].values()[i]);
            VERIFY_SAME(seed.values()[i], normal_numbers(2 * lanes, 3)[i]);
        }
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
        QVERIFY_EXCEPTION_THROWN(convolve(a, tape.constant(Shape::parameter(1, 2), 1.0), a), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(symmetric_convolve(a, tape.constant(Shape::parameter(1, 2, 3, 3), 1.0)),
                                 std::logic_error);
        QVERIFY_EXCEPTION_THROWN(modulate(a, tape.constant(Shape::samples(3), 1.0), {}, Function::tanh),
                                 std::logic_error);
        QVERIFY_EXCEPTION_THROWN(moments(b, 2), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(blend(a, {}, b), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(slice(a, 1, 2), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(tape::pool(tape.constant(Shape::samples(1, 3, 4), 1.0)), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(matrix_product(a, b), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(tape.constant(Shape::samples(2), std::vector<double>(3)), std::logic_error);
    }
};

QTEST_GUILESS_MAIN(TestTape)
#include "tst_tape.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <cmath>
#include <functional>
#include <vector>

#include "engine/networks/tape/operations.h"
#include "engine/random/random.h"
#include "tests/support/close.h"

/// Anything made of operations, in double precision: first derivatives against finite differences, second derivatives
/// (products of the Hessian with a vector) against finite differences of the first.
namespace langevin::test {

using Variables = std::vector<tape::Variable<double>>;
using Numbers = std::vector<std::vector<double>>;
using Operation = std::function<tape::Variable<double>(const Variables&)>;

inline std::vector<double> normal_numbers(std::size_t count, std::uint64_t which) {
    std::vector<double> x(count);
    Random(5).normals<double>(Stream::of(3, 0), which, 0, 1, x);
    return x;
}

inline double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// A fixed combination of all results: a number (for each lane) to differentiate.
inline tape::Variable<double> combination(const tape::Variable<double>& y) {
    const auto& s = y.shape();
    const auto weights = y.tape().constant(s, normal_numbers(s.size(), 99));
    if (!s.in_lanes()) return multiply(y, weights);
    return contract(y, weights, tape::Shape::samples(1));
}

inline Variables variables(tape::Tape<double>& tape, const std::vector<tape::Shape>& shapes, const Numbers& x) {
    Variables result;
    for (std::size_t i = 0; i < x.size(); ++i) result.push_back(tape.variable(shapes[i], x[i]));
    return result;
}

inline double value(const Operation& f, const std::vector<tape::Shape>& shapes, const Numbers& x) {
    tape::Tape<double> tape;
    double sum = 0;
    for (const double v : combination(f(variables(tape, shapes, x))).values()) sum += v;
    return sum;
}

inline Numbers gradient(const Operation& f, const std::vector<tape::Shape>& shapes, const Numbers& x) {
    tape::Tape<double> tape;
    const auto v = variables(tape, shapes, x);
    Numbers result;
    for (const auto& g : gradients(combination(f(v)), v)) result.emplace_back(g.values().begin(), g.values().end());
    return result;
}

inline Numbers hessian_product(const Operation& f, const std::vector<tape::Shape>& shapes, const Numbers& x,
                               const Numbers& direction) {
    tape::Tape<double> tape;
    const auto v = variables(tape, shapes, x);
    const auto g = gradients(combination(f(v)), v, true);
    Numbers result;
    for (const auto& s : shapes) result.emplace_back(s.size());
    for (std::size_t i = 0; i < g.size(); ++i) {
        const auto part = gradients(g[i], v, false, tape.constant(shapes[i], direction[i]));
        for (std::size_t k = 0; k < v.size(); ++k)
            for (std::size_t e = 0; e < result[k].size(); ++e) result[k][e] += part[k].values()[e];
    }
    return result;
}

inline Numbers moved(Numbers x, const Numbers& direction, double by) {
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t e = 0; e < x[i].size(); ++e) x[i][e] += by * direction[i][e];
    return x;
}

/// Both derivatives of f at x, along a fixed direction; finite differences over `h` each way. Tolerances are relative
/// to the sizes of what is compared.
inline void verify_derivatives(const Operation& f, const std::vector<tape::Shape>& shapes, const Numbers& x,
                               double h = 1e-5, double first = 1e-7, double second = 1e-6) {
    Numbers direction;
    for (std::size_t i = 0; i < shapes.size(); ++i) direction.push_back(normal_numbers(shapes[i].size(), 1000 + i));
    const auto forward = moved(x, direction, h), backward = moved(x, direction, -h);

    const auto g = gradient(f, shapes, x);
    double slope = 0, scale = 1;
    for (std::size_t i = 0; i < g.size(); ++i) {
        slope += dot(g[i], direction[i]);
        scale += std::sqrt(dot(g[i], g[i]) * dot(direction[i], direction[i]));
    }
    VERIFY_CLOSE(slope, (value(f, shapes, forward) - value(f, shapes, backward)) / (2 * h), first * scale);
    QVERIFY(std::abs(slope) > 1e-4 * scale);  // else it would test nothing

    const auto product = hessian_product(f, shapes, x, direction);
    const auto after = gradient(f, shapes, forward), before = gradient(f, shapes, backward);
    double size = 1;
    for (const auto& p : product) size = std::max(size, std::sqrt(dot(p, p)));
    for (std::size_t i = 0; i < g.size(); ++i)
        for (std::size_t e = 0; e < g[i].size(); ++e)
            VERIFY_CLOSE(product[i][e], (after[i][e] - before[i][e]) / (2 * h), second * size);
}

}  // namespace langevin::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtTest>
#include <bit>
#include <cmath>
#include <cstdint>

/// Comparisons that say by how much they failed. NaN never passes.
namespace langevin::test {

inline QString difference(const char* what, double actual, double expected, double tolerance) {
    return QString("%1 is %2 instead of %3: off by %4, allowed %5")
        .arg(what)
        .arg(actual, 0, 'g', 12)
        .arg(expected, 0, 'g', 12)
        .arg(actual - expected, 0, 'g', 4)
        .arg(tolerance, 0, 'g', 4);
}

inline bool within(double actual, double expected, double tolerance) {
    return std::abs(actual - expected) <= tolerance;
}

}  // namespace langevin::test

/// |actual - expected| <= tolerance.
#define VERIFY_CLOSE(actual, expected, tolerance) VERIFY_CLOSE_AS(#actual, actual, expected, tolerance)

/// The same with a name for the quantity, for loops over many.
#define VERIFY_CLOSE_AS(name, actual, expected, tolerance)                                      \
    do {                                                                                        \
        const double actual_ = (actual), expected_ = (expected), tolerance_ = (tolerance);      \
        QVERIFY2(langevin::test::within(actual_, expected_, tolerance_),                        \
                 qPrintable(langevin::test::difference(name, actual_, expected_, tolerance_))); \
    } while (false)

/// Equal to the last bit. (QCOMPARE lets doubles differ by 1e-12.)
#define VERIFY_SAME(actual, expected)                                                              \
    do {                                                                                           \
        const double actual_ = (actual), expected_ = (expected);                                   \
        QVERIFY2(std::bit_cast<std::uint64_t>(actual_) == std::bit_cast<std::uint64_t>(expected_), \
                 qPrintable(langevin::test::difference(#actual, actual_, expected_, 0)));          \
    } while (false)

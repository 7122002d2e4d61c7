// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <cmath>

#include "engine/core/measurement.h"
#include "tests/support/close.h"

namespace langevin::test {

/// Mean and standard error of independent numbers, without storing them.
class Average {
  public:
    void add(double value) {
        ++count_;
        const double step = value - mean_;
        mean_ += step / count_;
        squares_ += step * (value - mean_);
    }
    double mean() const { return mean_; }
    double error() const { return std::sqrt(squares_ / (count_ - 1) / count_); }

  private:
    double count_ = 0, mean_ = 0, squares_ = 0;
};

}  // namespace langevin::test

/// A measured mean against a known value: within five standard errors, which must be small enough
/// for the test to mean something.
#define VERIFY_MEAN(name, mean, error, expected, largest_error)                                                  \
    do {                                                                                                         \
        const double error_ = (error), largest_ = (largest_error);                                               \
        qInfo("%s: %s, expected %.7g, %+.1f errors", name, langevin::with_error(mean, error_).c_str(),           \
              double(expected), ((mean) - (expected)) / error_);                                                 \
        QVERIFY2(error_ > 0 && error_ <= largest_,                                                               \
                 qPrintable(QString("error of %1 is %2, wanted below %3").arg(name).arg(error_).arg(largest_))); \
        VERIFY_CLOSE_AS(name, mean, expected, 5 * error_);                                                       \
    } while (false)

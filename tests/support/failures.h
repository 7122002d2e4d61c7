// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <functional>
#include <string>

#include "engine/core/error.h"

namespace langevin::test {

/// The problem of the Failure that `work` throws; `what` is empty when it throws none. Any other
/// exception goes on to QtTest, which calls that a failed test.
inline Problem problem_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.problem();
    }
    return {};
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace langevin::test

/// The text has the part in it; says what it is if not.
#define VERIFY_CONTAINS(text, part)                                                                   \
    do {                                                                                              \
        const std::string text_ = (text), part_ = (part);                                             \
        QVERIFY2(langevin::test::contains(text_, part_),                                              \
                 qPrintable(QString("\"%1\" is not in \"%2\"")                                        \
                                .arg(QString::fromStdString(part_), QString::fromStdString(text_)))); \
    } while (false)

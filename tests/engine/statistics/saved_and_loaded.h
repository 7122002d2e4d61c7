// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "engine/core/archive.h"
#include "engine/core/error.h"
#include "tests/engine/statistics/autoregression.h"

namespace langevin::test {

inline std::vector<double> normals(std::uint64_t seed, std::size_t count) {
    return Autoregression{0}.run(seed, 0, count);
}

/// Puts something through save and load half way and demands the same state at the end, bit for bit.
template <class T, class Push>
void verify_save_and_load(T whole, const T& empty, int before, int after, const Push& push) {
    auto first = whole;
    for (int i = 0; i < before; ++i) push(first, i);
    Archive archive;
    first.save(archive, "a.");
    auto second = empty;
    push(second, 12345);  // load replaces what was there
    second.load(archive, "a.");
    for (int i = 0; i < before; ++i) push(whole, i);
    for (int i = before; i < before + after; ++i) {
        push(whole, i);
        push(second, i);
    }
    Archive one, other;
    whole.save(one, "b.");
    second.save(other, "b.");
    QCOMPARE(one.hash(), other.hash());
}

/// Archives whose counters or shapes are wrong are refused, never believed.
template <class T>
void verify_refuses(const T& target, const Archive& archive) {
    auto copy = target;
    QVERIFY_THROWS_EXCEPTION(Failure, copy.load(archive, "a."));
}

}  // namespace langevin::test

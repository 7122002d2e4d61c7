// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

namespace langevin::test {

/// How long a test waits, in milliseconds, for what must happen sooner or later: what happens is the claim, not how
/// soon, and under a sanitizer on a busy machine a window may take many seconds. (A claim on time has its own limit.)
inline constexpr int patience = 100000;

}  // namespace langevin::test

// Qt Test's own wait 5 seconds, a time that it does not let one choose.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT((condition), ::langevin::test::patience)
#define QTRY_VERIFY2(condition, message) QTRY_VERIFY2_WITH_TIMEOUT((condition), message, ::langevin::test::patience)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), expected, ::langevin::test::patience)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace langevin::test {

/// Limits of time are about the program as it is delivered; under a sanitizer they are multiplied by this.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr double slowness = 10;
#else
inline constexpr double slowness = 1;
#endif

}  // namespace langevin::test

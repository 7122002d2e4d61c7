// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace langevin::test {

/// Limits of time are about the program as it is delivered; under a sanitizer they are multiplied by this.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr double slowness = 10;
/// Its allocator stays locked in a child process if another thread was in it at the fork; that of the C library does
/// not.
inline constexpr bool forks_among_threads = false;
#else
inline constexpr double slowness = 1;
inline constexpr bool forks_among_threads = true;
#endif

}  // namespace langevin::test

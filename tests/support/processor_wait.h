// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <string>

namespace langevin::test {

/// For how long a thread of this process was ready to run and had to wait for a processor, in ms: what a busy machine
/// adds to every measured time. 0 where the kernel does not say.
inline double waited_for_a_processor(long thread) {
    std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/schedstat");
    double ran = 0, waited = 0;
    return file >> ran >> waited ? 1e-6 * waited : 0;
}

}  // namespace langevin::test

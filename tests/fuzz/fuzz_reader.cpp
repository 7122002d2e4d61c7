// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's side of one reader, chosen by its name when this is compiled.
#include <cstdint>

#include "tests/fuzz/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto* reader = langevin::fuzz::find(FUZZED_READER);
    langevin::fuzz::feed(reader->read, std::as_bytes(std::span(data, size)));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// Everything that reads what users have: files, lines, formulas. Each takes any bytes and either understands them or
/// throws Failure; what it understood must survive being written and read again.
namespace langevin::fuzz {

struct Reader {
    using Read = void (*)(std::span<const std::byte> bytes);
    using Mend = std::string (*)(std::string bytes);
    std::string_view name;  ///< and folder in corpus/
    Read read;
    Read apart = nullptr;  ///< the same in langevin-read, as the program does where damage breaks the HDF5 library
    Mend mend = nullptr;   ///< its checksums (tests/fuzz/mend.h), if it has any
};

std::span<const Reader> readers();
/// Null for an unknown name.
const Reader* find(std::string_view name);

/// Reads; swallows Failure, and nothing else.
void feed(Reader::Read read, std::span<const std::byte> bytes);

}  // namespace langevin::fuzz

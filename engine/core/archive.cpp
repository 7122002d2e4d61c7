// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/archive.h"

#include <xxhash.h>

#include "engine/core/error.h"

namespace langevin {
namespace {

[[noreturn]] void misfit(const std::string& what) {
    throw Failure({what, "checkpoint", "It was written by another version or for another recipe; start anew"});
}

}  // namespace

const Archive::Array& Archive::array(const std::string& name) const {
    const auto found = arrays_.find(name);
    if (found == arrays_.end()) misfit("\"" + name + "\" is missing");
    return found->second;
}

void Archive::wrong_type(const std::string& name) {
    misfit("\"" + name + "\" holds numbers of another type");
}

void Archive::wrong_size(const std::string& name, std::size_t found, std::size_t expected) {
    misfit("\"" + name + "\" holds " + std::to_string(found) + " numbers instead of " + std::to_string(expected));
}

void Archive::demand(bool possible, const std::string& name) {
    if (!possible) misfit("\"" + name + "\" holds impossible numbers");
}

std::size_t Archive::bytes() const {
    std::size_t total = 0;
    for (const auto& [name, array] : arrays_)
        total += std::visit([](const auto& values) { return values.size() * sizeof(values[0]); }, array);
    return total;
}

std::uint64_t Archive::hash() const {
    std::uint64_t hash = 0;
    for (const auto& [name, array] : arrays_) {
        hash = XXH3_64bits_withSeed(name.data(), name.size(), hash);
        hash = std::visit(
            [hash](const auto& values) {
                return XXH3_64bits_withSeed(values.data(), values.size() * sizeof(values[0]), hash);
            },
            array);
    }
    return hash;
}

}  // namespace langevin

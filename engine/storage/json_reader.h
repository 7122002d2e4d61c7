// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "engine/core/error.h"
#include "engine/core/parameter.h"

/// Internal to storage: strict reading of JSON objects with sentences for what is wrong.
namespace langevin::storage {

using Json = nlohmann::ordered_json;

/// Throws Failure with line and column where the text is not JSON.
Json parse_json(std::string_view text, const std::string& where);

Json to_json_value(const Value& value);

/// One JSON object that must be used up: finish() refuses keys nobody asked for.
class ObjectReader {
  public:
    ObjectReader(const Json& object, std::string where);

    bool has(const std::string& key) const;
    std::string text(const std::string& key);
    std::string text_or(const std::string& key, const std::string& otherwise);
    std::uint64_t whole(const std::string& key);
    /// Number of the format, under the name of the kind: "recipe", "session" or "sweep". Failure where it is another
    /// kind.
    std::uint64_t format(const std::string& kind);
    std::uint64_t whole_or(const std::string& key, std::uint64_t otherwise);
    const Json& object(const std::string& key);
    const Json& array(const std::string& key);
    Value value(const std::string& key);

    void finish() const;
    [[noreturn]] void fail(const std::string& what) const;

  private:
    const Json& member(const std::string& key);

    const Json& object_;
    std::string where_;
    std::set<std::string> used_;
};

/// Parameters as a JSON object.
std::vector<std::pair<std::string, Value>> read_values(const Json& object, const std::string& where);
Json write_values(const std::vector<std::pair<std::string, Value>>& values);

}  // namespace langevin::storage

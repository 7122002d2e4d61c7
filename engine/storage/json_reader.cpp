// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/json_reader.h"

#include <algorithm>

namespace langevin::storage {
namespace {

std::string position(std::string_view text, std::size_t byte) {
    byte = std::min(byte, text.size());
    const auto before = text.substr(0, byte);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto newline = before.rfind('\n');
    const auto column = newline == std::string_view::npos ? byte : byte - newline - 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::size_t>(1, column));
}

Value to_value(const Json& json, const std::string& where, const std::string& key) {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    throw Failure({"\"" + key.substr(0, 40) + "\" must be a number, true, false or a text", where, ""});
}

}  // namespace

Json parse_json(std::string_view text, const std::string& where) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        const bool ends_early = error.byte > text.size();
        throw Failure({ends_early ? "ends in the middle: the file was cut off"
                                  : "is not valid JSON at " + position(text, error.byte),
                       where, ends_early ? "Get the whole file again" : "Mend the text there, or write the file anew"});
    } catch (const Json::exception&) {  // depth or encoding
        throw Failure({"is not valid JSON", where, "Write the file anew"});
    }
}

Json to_json_value(const Value& value) {
    return std::visit([](const auto& v) { return Json(v); }, value);
}

ObjectReader::ObjectReader(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) fail("must be an object in braces { }");
}

void ObjectReader::fail(const std::string& what) const {
    throw Failure({what, where_, ""});
}

bool ObjectReader::has(const std::string& key) const {
    return object_.contains(key);
}

const Json& ObjectReader::member(const std::string& key) {
    if (!has(key)) fail("\"" + key + "\" is missing");
    used_.insert(key);
    return object_.at(key);
}

std::string ObjectReader::text(const std::string& key) {
    const auto& json = member(key);
    if (!json.is_string()) fail("\"" + key + "\" must be a text in quotes");
    return json.get<std::string>();
}

std::string ObjectReader::text_or(const std::string& key, const std::string& otherwise) {
    return has(key) ? text(key) : otherwise;
}

std::uint64_t ObjectReader::whole(const std::string& key) {
    const auto& json = member(key);
    if (!json.is_number_unsigned()) fail("\"" + key + "\" must be a whole number, zero or above");
    return json.get<std::uint64_t>();
}

std::uint64_t ObjectReader::whole_or(const std::string& key, std::uint64_t otherwise) {
    return has(key) ? whole(key) : otherwise;
}

const Json& ObjectReader::object(const std::string& key) {
    const auto& json = member(key);
    if (!json.is_object()) fail("\"" + key + "\" must be an object in braces { }");
    return json;
}

const Json& ObjectReader::array(const std::string& key) {
    const auto& json = member(key);
    if (!json.is_array()) fail("\"" + key + "\" must be a list in brackets [ ]");
    return json;
}

Value ObjectReader::value(const std::string& key) {
    return to_value(member(key), where_, key);
}

void ObjectReader::finish() const {
    for (const auto& [key, value] : object_.items())
        if (!used_.contains(key)) fail("there is no entry \"" + key.substr(0, 40) + "\" in such a file");
}

std::vector<std::pair<std::string, Value>> read_values(const Json& object, const std::string& where) {
    std::vector<std::pair<std::string, Value>> values;
    for (const auto& [key, json] : object.items()) values.emplace_back(key, to_value(json, where, key));
    return values;
}

Json write_values(const std::vector<std::pair<std::string, Value>>& values) {
    auto object = Json::object();
    for (const auto& [key, value] : values) object[key] = to_json_value(value);
    return object;
}

}  // namespace langevin::storage

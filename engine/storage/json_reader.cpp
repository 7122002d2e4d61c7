// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/json_reader.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace langevin::storage {
namespace {

constexpr auto remedy = "Mend the file there, or write it anew";

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
    const bool beyond = json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    if (json.is_number_integer() && !beyond) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    throw Failure({"\"" + key.substr(0, 40) + "\" must be a number, true, false or a text", where, remedy});
}

/// Watches the parser: JSON itself allows a key twice (and only one would count), and any depth.
class Strictness {
  public:
    explicit Strictness(const std::string& where) : where_(where) {}

    bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
        using Event = Json::parse_event_t;
        constexpr int deepest = 16;
        if (depth > deepest) throw Failure({"is nested more deeply than such a file can be", where_, remedy});
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event != Event::key) return true;
        const auto& key = parsed.get_ref<const std::string&>();
        if (!keys_.back().insert(key).second)
            throw Failure({"\"" + key.substr(0, 40) + "\" stands there twice", where_, "Take one of them out"});
        return true;
    }

  private:
    const std::string& where_;
    std::vector<std::set<std::string>> keys_;  // of the objects that are open
};

}  // namespace

Json parse_json(std::string_view text, const std::string& where) {
    try {
        return Json::parse(text, Strictness(where));
    } catch (const Json::parse_error& error) {
        const bool ends_early = error.byte > text.size();
        throw Failure({ends_early ? "ends in the middle: the file was cut off"
                                  : "is not valid JSON at " + position(text, error.byte),
                       where, ends_early ? "Get the whole file again" : "Mend the text there, or write the file anew"});
    } catch (const Json::out_of_range&) {
        throw Failure({"holds a number that is too large", where, remedy});
    } catch (const Json::exception&) {
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
    throw Failure({what, where_, remedy});
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

std::uint64_t ObjectReader::format(const std::string& kind) {
    static const std::map<std::string, std::string> names = {
        {"recipe", "a recipe"}, {"session", "a session"}, {"sweep", "the plan of a sweep"}};
    const auto is = [this](const std::string& key) { return has(key) && object_.at(key).is_number_unsigned(); };
    for (const auto& [other, name] : names)
        if (other != kind && is(other) && !is(kind))
            throw Failure(
                {"is " + name + ", not " + names.at(kind), where_,
                 "langevin-run runs recipes, replays sessions and sweeps plans; the window opens all of them"});
    return whole(kind);
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

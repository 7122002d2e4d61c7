// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/recipe_file.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <span>

#include "engine/storage/atomic_file.h"
#include "engine/storage/json_reader.h"

namespace langevin::storage {
namespace {

constexpr std::uint64_t recipe_version = 1;

std::uint64_t parse_whole(std::string_view key, std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw Failure({std::string(key) + " must be a whole number, zero or above, not \"" +
                           std::string(text.substr(0, 40)) + "\"",
                       "recipe", ""});
    return number;
}

Value guess_value(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    std::int64_t whole = 0;
    const auto* last = text.data() + text.size();
    if (const auto r = std::from_chars(text.data(), last, whole); r.ec == std::errc() && r.ptr == last) return whole;
    double real = 0;
    if (const auto r = std::from_chars(text.data(), last, real); r.ec == std::errc() && r.ptr == last) return real;
    return std::string(text);
}

struct Word {
    std::string text;
    bool quoted = false;  ///< some of it: then it is no number
};

/// Words of a line between blanks, as to_word() writes them: what stands between double quotes is not taken apart.
std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> words;
    bool open = false, inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && !open) {
            inside = false;
            continue;
        }
        if (!inside) words.emplace_back();
        inside = true;
        if (c == '"') {
            open = !open;
            words.back().quoted = true;
        } else {
            const bool escape = open && c == '\\' && i + 1 < line.size() && (line[i + 1] == '"' || line[i + 1] == '\\');
            words.back().text += escape ? line[++i] : c;
        }
    }
    if (open) throw Failure({"a quotation mark is not closed", "recipe", ""});
    return words;
}

struct Assignment {
    std::string key, text;
    bool quoted = false;

    Value value() const { return quoted ? Value(text) : guess_value(text); }
};

/// Names of labs and parameters are made of these.
bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Assignment assignment_of(const Word& word) {
    const auto sign = word.text.find('=');
    if (sign == std::string::npos || !is_name(word.text.substr(0, sign)))
        throw Failure({"\"" + word.text.substr(0, 40) + "\" is not of the form key=value", "recipe",
                       "Text with blanks stands between double quotes: key=\"a b\""});
    return {word.text.substr(0, sign), word.text.substr(sign + 1), word.quoted};
}

}  // namespace

std::string to_json(const Recipe& recipe) {
    auto json = Json::object();
    json["recipe"] = recipe_version;
    json["lab"] = recipe.lab;
    if (!recipe.title.empty()) json["title"] = recipe.title;
    if (!recipe.summary.empty()) json["summary"] = recipe.summary;
    json["parameters"] = write_values(recipe.parameters);
    json["seed"] = recipe.seed;
    json["steps"] = recipe.steps;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Recipe parse_recipe(std::string_view text, const std::string& where) {
    const auto json = parse_json(text, where);
    ObjectReader reader(json, where);
    const auto version = reader.format("recipe");
    if (version != recipe_version)
        throw Failure({"is a recipe of format " + std::to_string(version) + "; this program reads format " +
                           std::to_string(recipe_version),
                       where, "Use a newer version of the program"});
    Recipe recipe;
    recipe.lab = reader.text("lab");
    recipe.title = reader.text_or("title", "");
    recipe.summary = reader.text_or("summary", "");
    if (reader.has("parameters")) recipe.parameters = read_values(reader.object("parameters"), where);
    recipe.seed = reader.whole_or("seed", 1);
    recipe.steps = reader.whole_or("steps", 0);
    reader.finish();
    return recipe;
}

std::string to_line(const Recipe& recipe) {
    std::string line = recipe.lab;
    for (const auto& [key, value] : recipe.parameters) line += " " + key + "=" + to_word(value);
    line += " seed=" + std::to_string(recipe.seed);
    if (recipe.steps > 0) line += " steps=" + std::to_string(recipe.steps);
    return line;
}

Recipe parse_line(std::string_view line) {
    const auto words = words_of(line);
    if (words.empty()) throw Failure({"the line is empty", "recipe", "Write a lab and key=value pairs"});
    Recipe recipe;
    recipe.lab = words.front().text;
    if (!is_name(recipe.lab))
        throw Failure({"\"" + recipe.lab.substr(0, 40) + "\" is no lab", "recipe", "A line begins with the name of a lab"});
    std::set<std::string> keys;
    for (const auto& word : std::span(words).subspan(1)) {
        const auto assignment = assignment_of(word);
        const auto& key = assignment.key;
        if (!keys.insert(key).second)
            throw Failure({"\"" + key.substr(0, 40) + "\" stands there twice", "recipe", "Take one of them out"});
        if (key == "seed") {
            recipe.seed = parse_whole(key, assignment.text);
        } else if (key == "steps") {
            recipe.steps = parse_whole(key, assignment.text);
        } else {
            recipe.parameters.emplace_back(key, assignment.value());
        }
    }
    return recipe;
}

std::vector<std::pair<std::string, Value>> parse_settings(std::string_view text) {
    auto words = words_of(text);
    const auto has_sign = [](const Word& word) { return word.text.find('=') != std::string::npos; };
    if (words.empty() || (has_sign(words.front()) && !std::all_of(words.begin(), words.end(), has_sign)))
        words = {{std::string(text)}};  // "formula=x^2 + 1"
    std::vector<std::pair<std::string, Value>> settings;
    for (const auto& word : words) {
        const auto assignment = assignment_of(word);
        settings.emplace_back(assignment.key, assignment.value());
    }
    return settings;
}

Recipe read_recipe(const std::filesystem::path& path) {
    return parse_recipe(read_text(path), path.string());
}

void write_recipe(const std::filesystem::path& path, const Recipe& recipe) {
    write_text(path, to_json(recipe));
}

}  // namespace langevin::storage

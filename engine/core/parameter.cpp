// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/parameter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace langevin {
namespace {

std::string number_text(double number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return {buffer, end};
}

/// A value as it is quoted in a sentence. Arbitrary text from a file is cut to a length that can be read.
std::string quoted(const Value& value) {
    auto text = to_text(value);
    if (text.size() > 40) text = text.substr(0, 40) + "…";
    return std::holds_alternative<std::string>(value) ? "\"" + text + "\"" : text;
}

Problem refused(const ParameterSpec& spec, const std::string& found) {
    const bool integer = std::holds_alternative<std::int64_t>(spec.initial);
    return {spec.key + " must be " + describe(spec.domain, integer) + ", not " + found, "", ""};
}

std::variant<Value, Problem> accept_number(const ParameterSpec& spec, const Range& range, const Value& value) {
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        number = static_cast<double>(*whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
        number = *real;
    } else {
        return refused(spec, quoted(value));
    }
    if (!(number >= range.low && number <= range.high)) return refused(spec, quoted(value));
    if (std::holds_alternative<double>(spec.initial)) return Value(number);

    const double steps = (number - range.low) / range.step;
    if (number != std::floor(number) || steps != std::floor(steps)) return refused(spec, quoted(value));
    return Value(static_cast<std::int64_t>(number));
}

constexpr std::size_t longest_text = 1000;

bool is_control(char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t';
}

/// A number is a text too: who types a constant formula means one.
std::variant<Value, Problem> accept_free_text(const ParameterSpec& spec, const Text& domain, const Value& value) {
    if (std::holds_alternative<bool>(value)) return refused(spec, quoted(value));
    const auto text = to_text(value);
    if (text.size() > longest_text)
        return Problem{spec.key + " must be at most " + std::to_string(longest_text) + " bytes long", "", ""};
    if (std::any_of(text.begin(), text.end(), is_control))
        return Problem{spec.key + " must be a single line of text", "", ""};
    if (auto problem = domain.check ? domain.check(text) : std::nullopt) {
        if (problem->where.empty()) problem->where = spec.key;
        return *problem;
    }
    return Value(text);
}

/// Whether a recipe in one line would take these letters for something else than text.
bool reads_as_other(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return text == "true" || text == "false" || (error == std::errc() && end == text.data() + text.size());
}

}  // namespace

std::string to_text(const Value& value) {
    struct Printer {
        std::string operator()(bool on) const { return on ? "true" : "false"; }
        std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
        std::string operator()(double real) const { return number_text(real); }
        std::string operator()(const std::string& text) const { return text; }
    };
    return std::visit(Printer{}, value);
}

std::string to_word(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return to_text(value);
    if (!text->empty() && text->find_first_of(" \t\n\r\"") == std::string::npos && !reads_as_other(*text)) return *text;
    std::string word = "\"";
    for (const char c : *text) {
        if (c == '"' || c == '\\') word += '\\';
        word += c;
    }
    return word + '"';
}

std::string describe(const Domain& domain, bool integer) {
    if (std::holds_alternative<Switch>(domain)) return "true or false";
    if (const auto* range = std::get_if<Range>(&domain)) {
        auto text = (integer ? "a whole number from " : "a number from ") + number_text(range->low) + " to " +
                    number_text(range->high);
        if (integer && range->step != 1) text += " in steps of " + number_text(range->step);
        return text;
    }
    if (const auto* free = std::get_if<Text>(&domain)) return free->what;
    const auto& options = std::get<Choice>(domain).options;
    std::string text;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (i > 0) text += i + 1 == options.size() ? " or " : ", ";
        text += options[i].name;
    }
    return text;
}

std::variant<Value, Problem> accept(const ParameterSpec& spec, const Value& value) {
    if (std::holds_alternative<Switch>(spec.domain)) {
        if (std::holds_alternative<bool>(value)) return value;
        return refused(spec, quoted(value));
    }
    if (const auto* range = std::get_if<Range>(&spec.domain)) return accept_number(spec, *range, value);
    if (const auto* free = std::get_if<Text>(&spec.domain)) return accept_free_text(spec, *free, value);
    const auto* name = std::get_if<std::string>(&value);
    const auto& options = std::get<Choice>(spec.domain).options;
    const auto same = [name](const Choice::Option& option) { return option.name == *name; };
    if (name && std::any_of(options.begin(), options.end(), same)) return value;
    return refused(spec, quoted(value));
}

std::variant<Value, Problem> accept_text(const ParameterSpec& spec, std::string_view text) {
    if (std::holds_alternative<Choice>(spec.domain) || std::holds_alternative<Text>(spec.domain))
        return accept(spec, std::string(text));
    if (std::holds_alternative<Switch>(spec.domain)) {
        if (text == "true" || text == "1" || text == "on" || text == "yes") return Value(true);
        if (text == "false" || text == "0" || text == "off" || text == "no") return Value(false);
        return refused(spec, quoted(std::string(text)));
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return refused(spec, quoted(std::string(text)));
    return accept(spec, number);
}

ParameterSchema::ParameterSchema(std::vector<ParameterSpec> specs) : specs_(std::move(specs)) {
    std::set<std::string> names;
    for (const auto& spec : specs_) {
        auto all = spec.former_keys;
        all.push_back(spec.key);
        for (const auto& name : all)
            if (!names.insert(name).second) throw std::logic_error("parameter declared twice: " + name);
        const auto accepted = accept(spec, spec.initial);
        if (const auto* problem = std::get_if<Problem>(&accepted))
            throw std::logic_error("initial value: " + sentence(*problem));
    }
}

std::optional<std::size_t> ParameterSchema::index(std::string_view key) const {
    for (std::size_t i = 0; i < specs_.size(); ++i) {
        const auto& former = specs_[i].former_keys;
        if (specs_[i].key == key || std::find(former.begin(), former.end(), key) != former.end()) return i;
    }
    return std::nullopt;
}

const ParameterSpec* ParameterSchema::find(std::string_view key) const {
    const auto found = index(key);
    return found ? &specs_[*found] : nullptr;
}

ParameterSet::ParameterSet(std::shared_ptr<const ParameterSchema> schema) : schema_(std::move(schema)) {
    for (const auto& spec : schema_->specs()) values_.push_back(std::get<Value>(accept(spec, spec.initial)));
}

const Value& ParameterSet::value(std::string_view key) const {
    const auto index = schema_->index(key);
    if (!index) throw std::logic_error("no parameter named " + std::string(key));
    return values_[*index];
}

std::optional<Problem> ParameterSet::set(std::string_view key, const Value& value) {
    const auto index = schema_->index(key);
    if (!index) return unknown(key);
    return store(*index, accept(schema_->specs()[*index], value));
}

std::optional<Problem> ParameterSet::set_text(std::string_view key, std::string_view text) {
    const auto index = schema_->index(key);
    if (!index) return unknown(key);
    return store(*index, accept_text(schema_->specs()[*index], text));
}

std::optional<Problem> ParameterSet::store(std::size_t index, std::variant<Value, Problem> accepted) {
    if (auto* problem = std::get_if<Problem>(&accepted)) return std::move(*problem);
    values_[index] = std::move(std::get<Value>(accepted));
    return std::nullopt;
}

Problem ParameterSet::unknown(std::string_view key) const {
    std::vector<std::string> keys;
    for (const auto& spec : schema_->specs()) keys.push_back(spec.key);
    return {"there is no parameter \"" + std::string(key.substr(0, 40)) + "\"", "",
            did_you_mean(key, keys, "parameters")};
}

bool ParameterSet::relevant(const std::optional<Relevance>& relevance) const {
    if (!relevance) return true;
    const auto& names = relevance->names;
    if (std::find(names.begin(), names.end(), get<std::string>(relevance->key)) == names.end()) return false;
    return relevant(*schema_->find(relevance->key));
}

std::vector<std::pair<std::string, Value>> ParameterSet::changed() const {
    std::vector<std::pair<std::string, Value>> result;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto& spec = schema_->specs()[i];
        if (values_[i] != std::get<Value>(accept(spec, spec.initial))) result.emplace_back(spec.key, values_[i]);
    }
    return result;
}

}  // namespace langevin

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/error.h"

/// Parameters are declared once, by the lab. Slider, spin box, command-line flag, recipe key, sweep axis and
/// help text are all derived from the declaration. Everything here is a value type: copy freely between threads.
namespace langevin {

using Value = std::variant<bool, std::int64_t, double, std::string>;

/// The shortest text that reads back as the same value: "true", "64", "0.022", "hmc".
std::string to_text(const Value& value);
/// The same as one word of a recipe in one line: text is put between double quotes, with \" and \\ for a quotation mark
/// and a backslash, where it is empty, has blanks or quotation marks, or would be read as a number or as true or false.
std::string to_word(const Value& value);

/// On or off; the value is a bool.
struct Switch {};

/// A closed interval; the value is an integer or a real number, like the parameter's initial value.
/// `step` is what one press of an arrow key changes (for reals in a logarithmic range: the factor minus one).
/// Integers must lie on the grid low, low + step, ...; reals may take any value in between.
/// `logarithmic` is how a slider spreads the values.
struct Range {
    double low = 0, high = 1, step = 0.01;
    bool logarithmic = false;
};

/// One of several names; the value is the name (a std::string). Labels are what a person reads.
struct Choice {
    struct Option {
        std::string name, label;
    };
    std::vector<Option> options;
};

/// One line of text with a rule of its own, a formula for instance; the value is a std::string of at most 1000 bytes.
struct Text {
    std::string what;  ///< "a formula in x": completes "takes …", and stands in an empty field
    std::optional<Problem> (*check)(std::string_view text) = nullptr;  ///< why a text is refused; null: nothing is
};

using Domain = std::variant<Switch, Range, Choice, Text>;

/// Whether an edit acts between two steps of the running simulation or needs a new start.
enum class Apply { live, restart };
enum class Level { basic, advanced };

/// A parameter or a panel matters only while a parameter, a Choice, has one of these names.
struct Relevance {
    std::string key;
    std::vector<std::string> names;
};

struct ParameterSpec {
    std::string key;     ///< recipe key and command-line flag: lower case, digits, underscores
    std::string symbol;  ///< as in a formula, plain Unicode: "κ"; may be empty
    std::string label;   ///< "Hopping parameter"
    std::string unit;    ///< "updates"; "" for a pure number (lattice units)
    std::string help;    ///< one or two sentences: tooltip and `describe`
    std::string group;   ///< heading in the form: "Action"
    Value initial;       ///< default; its type is the type of the parameter
    Domain domain;
    Apply apply = Apply::restart;
    Level level = Level::basic;
    std::optional<Relevance> relevance = {};
    std::vector<std::string> former_keys = {};  ///< names that old recipes used
};

/// The ordered list of a lab's parameters. Throws std::logic_error on a contradictory declaration
/// (duplicate key, initial value outside its domain): that is a bug of the lab, not of the user.
class ParameterSchema {
  public:
    explicit ParameterSchema(std::vector<ParameterSpec> specs);

    const std::vector<ParameterSpec>& specs() const { return specs_; }
    /// By key or former key; null if there is none.
    const ParameterSpec* find(std::string_view key) const;
    /// Index into specs() by key or former key.
    std::optional<std::size_t> index(std::string_view key) const;

  private:
    std::vector<ParameterSpec> specs_;
};

/// The value as the parameter stores it (an integer given for a real becomes a real, 3.0 for an integer becomes 3),
/// or why it cannot be taken.
std::variant<Value, Problem> accept(const ParameterSpec& spec, const Value& value);
/// The same for text from a command line or a spin box.
std::variant<Value, Problem> accept_text(const ParameterSpec& spec, std::string_view text);
/// "0 to 1", "4 to 512 in steps of 2", "hmc, langevin or mala", "true or false".
std::string describe(const Domain& domain, bool integer);

/// A value for every parameter of a schema; always within the domains.
class ParameterSet {
  public:
    /// All at their initial values.
    explicit ParameterSet(std::shared_ptr<const ParameterSchema> schema);

    const ParameterSchema& schema() const { return *schema_; }
    const std::shared_ptr<const ParameterSchema>& shared_schema() const { return schema_; }

    /// Throws std::logic_error for an unknown key: asking for one is a bug.
    const Value& value(std::string_view key) const;
    template <class T>
    const T& get(std::string_view key) const {
        return std::get<T>(value(key));
    }

    /// A refused value leaves the set as it was. An unknown key is refused with the nearest known one as a hint.
    std::optional<Problem> set(std::string_view key, const Value& value);
    std::optional<Problem> set_text(std::string_view key, std::string_view text);

    /// Whether the parameter (or the panel) at present has any meaning (see Relevance).
    bool relevant(const ParameterSpec& spec) const { return relevant(spec.relevance); }
    bool relevant(const std::optional<Relevance>& relevance) const;
    /// Keys and values that differ from the initial ones, in schema order.
    std::vector<std::pair<std::string, Value>> changed() const;

    bool operator==(const ParameterSet& other) const { return values_ == other.values_; }

  private:
    std::optional<Problem> store(std::size_t index, std::variant<Value, Problem> accepted);
    Problem unknown(std::string_view key) const;

    std::shared_ptr<const ParameterSchema> schema_;
    std::vector<Value> values_;
};

/// Ties the declared parameters to the members of a lab's own struct, so that hot loops read plain numbers.
/// Members may be bool, integers, double, std::string, or an enum class whose enumerators stand in the order of
/// the Choice's options.
template <class P>
class Binding {
  public:
    template <class T>
    Binding& add(T P::*member, ParameterSpec spec) {
        if constexpr (std::is_enum_v<T>) {
            const auto& options = std::get<Choice>(spec.domain).options;
            readers_.push_back([member, options, key = spec.key](P& target, const ParameterSet& set) {
                const auto& name = set.get<std::string>(key);
                for (std::size_t i = 0; i < options.size(); ++i)
                    if (options[i].name == name) target.*member = static_cast<T>(i);
            });
        } else {
            using Stored = std::conditional_t<std::is_same_v<T, bool> || std::is_same_v<T, std::string>, T,
                                              std::conditional_t<std::is_integral_v<T>, std::int64_t, double>>;
            readers_.push_back([member, key = spec.key](P& target, const ParameterSet& set) {
                target.*member = static_cast<T>(set.get<Stored>(key));
            });
        }
        specs_.push_back(std::move(spec));
        return *this;
    }

    std::shared_ptr<const ParameterSchema> schema() const { return std::make_shared<const ParameterSchema>(specs_); }

    P read(const ParameterSet& set) const {
        P target{};
        for (const auto& reader : readers_) reader(target, set);
        return target;
    }

  private:
    std::vector<ParameterSpec> specs_;
    std::vector<std::function<void(P&, const ParameterSet&)>> readers_;
};

}  // namespace langevin

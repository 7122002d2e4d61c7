// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/formula.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

namespace langevin::spectra {
namespace {

using Operation = Formula::Operation;

constexpr std::size_t longest_text = 500;
constexpr int deepest_nesting = 60;
constexpr std::size_t deepest_stack = 128;

struct Named {
    std::string_view name;
    Operation operation;
};
constexpr std::array<Named, 9> functions{{{"exp", Operation::exp},
                                          {"log", Operation::log},
                                          {"sqrt", Operation::sqrt},
                                          {"abs", Operation::abs},
                                          {"cosh", Operation::cosh},
                                          {"sinh", Operation::sinh},
                                          {"tanh", Operation::tanh},
                                          {"cos", Operation::cos},
                                          {"sin", Operation::sin}}};

/// f(u(x)) from f, f', f'' at u. A constant stays one, even where f is steep: sqrt(0).
Jet chain(const Jet& u, double f, double f1, double f2) {
    if (u.first == 0 && u.second == 0) return {f, 0, 0};
    return {f, f1 * u.first, f2 * u.first * u.first + f1 * u.second};
}

Jet product(const Jet& a, const Jet& b) {
    return {a.value * b.value, a.first * b.value + a.value * b.first,
            a.second * b.value + 2 * a.first * b.first + a.value * b.second};
}

/// From q b = a, differentiated: no reciprocal, which could overflow.
Jet quotient(const Jet& a, const Jet& b) {
    const double q = a.value / b.value;
    const double first = (a.first - q * b.first) / b.value;
    return {q, first, (a.second - 2 * first * b.first - q * b.second) / b.value};
}

/// Constant whole exponents up to 16, without std::pow.
double small_power(double base, int exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2, base *= base)
        if (exponent % 2 == 1) result *= base;
    return result;
}

Jet power(const Jet& a, const Jet& b) {
    if (b.first == 0 && b.second == 0) {  // a constant exponent; also for negative a if it is whole
        const double n = b.value, v = a.value;
        if (n >= 2 && n <= 16 && n == std::floor(n)) {
            const double rest = small_power(v, static_cast<int>(n) - 2);
            return chain(a, rest * v * v, n * rest * v, n * (n - 1) * rest);
        }
        const double f1 = n == 0 ? 0 : n * std::pow(v, n - 1);
        const double f2 = n == 0 || n == 1 ? 0 : n * (n - 1) * std::pow(v, n - 2);
        return chain(a, std::pow(v, n), f1, f2);
    }
    const Jet exponent = product(b, chain(a, std::log(a.value), 1 / a.value, -1 / (a.value * a.value)));
    const double f = std::exp(exponent.value);
    return chain(exponent, f, f, f);
}

Jet apply(Operation operation, const Jet& u) {
    const double v = u.value;
    switch (operation) {
        case Operation::negate:
            return {-v, -u.first, -u.second};
        case Operation::exp:
            return chain(u, std::exp(v), std::exp(v), std::exp(v));
        case Operation::log:
            return chain(u, std::log(v), 1 / v, -1 / (v * v));
        case Operation::sqrt:
            return chain(u, std::sqrt(v), 0.5 / std::sqrt(v), -0.25 / (v * std::sqrt(v)));
        case Operation::abs:
            return chain(u, std::abs(v), v < 0 ? -1 : 1, 0);
        case Operation::cosh:
            return chain(u, std::cosh(v), std::sinh(v), std::cosh(v));
        case Operation::sinh:
            return chain(u, std::sinh(v), std::cosh(v), std::sinh(v));
        case Operation::tanh: {
            const double t = std::tanh(v), slope = 1 - t * t;
            return chain(u, t, slope, -2 * t * slope);
        }
        case Operation::cos:
            return chain(u, std::cos(v), -std::sin(v), -std::cos(v));
        case Operation::sin:
            return chain(u, std::sin(v), std::cos(v), -std::sin(v));
        default:
            return u;
    }
}

Jet combine(Operation operation, const Jet& a, const Jet& b) {
    switch (operation) {
        case Operation::add:
            return {a.value + b.value, a.first + b.first, a.second + b.second};
        case Operation::subtract:
            return {a.value - b.value, a.first - b.first, a.second - b.second};
        case Operation::multiply:
            return product(a, b);
        case Operation::divide:
            return quotient(a, b);
        default:
            return power(a, b);
    }
}

bool is_binary(Operation operation) {
    return operation >= Operation::add && operation <= Operation::power;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether these are the first bytes of a character of UTF-8: no long forms, no surrogates (RFC 3629, section 4).
bool begins_character(unsigned char lead, unsigned char second) {
    if (lead < 0xc2 || lead > 0xf4) return false;
    const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

/// UTF-8 taken apart; bytes that are none become question marks.
std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> result;
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = byte(i);
        std::size_t size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        bool good = lead < 0x80 || begins_character(lead, byte(i + 1));
        for (std::size_t k = 2; good && k < size; ++k) good = (byte(i + k) & 0xc0) == 0x80;
        if (!good) size = 1;
        result.push_back(good ? text.substr(i, size) : "?");
        i += size;
    }
    return result;
}

}  // namespace

/// Recursive descent: sum, product, sign, power, atom. Errors are remembered once and end the parse.
class FormulaParser {
  public:
    explicit FormulaParser(std::string_view text) : text_(text) {}

    std::variant<Formula, Problem> run() {
        if (text_.size() > longest_text)
            return problem("is longer than " + std::to_string(longest_text) + " characters", 0);
        sum(0);
        skip();
        if (!error_ && at_ < text_.size()) fail(after_the_end());
        if (error_) return *error_;
        return std::move(formula_);
    }

  private:
    void skip() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool take(std::string_view sign) {
        skip();
        if (error_ || !text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        return true;
    }
    bool take_minus() { return take("-") || take("−"); }
    bool take_times() { return take("*") || take("×") || take("·"); }

    /// What stands where only an operator or the end could.
    std::string after_the_end() const {
        const char c = text_[at_];
        if (c == ')') return "closes a parenthesis that was not opened";
        const bool factor = is_letter(c) || is_digit(c) || c == '.' || c == '(' || text_.substr(at_).starts_with("π");
        return factor ? "needs an operator before it, such as *" : "is not expected here";
    }
    void emit(Operation operation, double number = 0) {
        formula_.program_.push_back({operation, number});
        if (operation == Operation::number || operation == Operation::x) {
            if (++stack_ > deepest_stack) fail_at("is nested too deeply", std::min(at_, text_.size()) - 1);
        } else if (is_binary(operation)) {
            --stack_;
        }
    }

    /// A stretch of the text around the place fits on any line; columns count characters, not bytes.
    Problem problem(const std::string& what, std::size_t place) const {
        constexpr std::size_t before = 18, after = 14;
        const auto characters = characters_of(text_);
        const std::size_t column = characters_of(text_.substr(0, place)).size();
        const std::size_t begin = column > before ? column - before : 0;
        const std::size_t end = std::min(column + after, characters.size());
        std::string shown(begin > 0 ? "..." : "");
        const std::size_t caret = shown.size() + column - begin;
        for (std::size_t i = begin; i < end; ++i) shown += characters[i] == "\t" ? " " : characters[i];
        if (end < characters.size()) shown += "...";
        return {"the formula " + what + " (character " + std::to_string(column + 1) + ")\n" + shown + "\n" +
                    std::string(caret, ' ') + "^",
                "", ""};
    }
    void fail(const std::string& what) {
        if (at_ >= text_.size())
            return fail_at("ends where a number, x, a function or a parenthesis should follow", at_);
        fail_at("has \"" + std::string(characters_of(text_.substr(at_)).front()) + "\", which " + what, at_);
    }
    void fail_at(const std::string& what, std::size_t column) {
        if (!error_) error_ = problem(what, column);
    }

    void sum(int depth) {
        if (depth > deepest_nesting) return fail_at("is nested too deeply", at_);
        term(depth);
        while (!error_) {
            if (take("+")) {
                term(depth);
                emit(Operation::add);
            } else if (take_minus()) {
                term(depth);
                emit(Operation::subtract);
            } else {
                return;
            }
        }
    }
    void term(int depth) {
        signed_factor(depth);
        while (!error_) {
            if (take_times()) {
                signed_factor(depth);
                emit(Operation::multiply);
            } else if (take("/")) {
                signed_factor(depth);
                emit(Operation::divide);
            } else {
                return;
            }
        }
    }
    void signed_factor(int depth) {
        if (depth > deepest_nesting) return fail_at("is nested too deeply", at_);
        if (take_minus()) {
            signed_factor(depth + 1);
            emit(Operation::negate);
        } else if (take("+")) {
            signed_factor(depth + 1);
        } else {
            atom(depth);
            if (!take("^")) return;
            signed_factor(depth + 1);
            emit(Operation::power);
        }
    }
    void atom(int depth) {
        skip();
        if (error_) return;
        if (at_ >= text_.size()) return fail("");
        if (take("(")) return parenthesis(depth);
        if (take("π")) return emit(Operation::number, std::numbers::pi);
        const char c = text_[at_];
        if (is_digit(c) || c == '.') return number();
        if (is_letter(c)) return name(depth);
        fail("is not expected here");
    }
    void parenthesis(int depth) {
        const std::size_t open = at_ - 1;
        sum(depth + 1);
        if (error_ || take(")")) return;
        if (at_ < text_.size()) return fail(after_the_end());
        fail_at("has a parenthesis that is not closed", open);
    }
    void number() {
        double value = 0;
        const auto result = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
        if (result.ec == std::errc::result_out_of_range)
            return fail_at("has a number too large or too small for double precision", at_);
        if (result.ec != std::errc()) return fail("is not a number");
        at_ = static_cast<std::size_t>(result.ptr - text_.data());
        emit(Operation::number, value);
    }
    void name(int depth) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
        const auto word = text_.substr(begin, at_ - begin);
        if (word == "x") return emit(Operation::x);
        if (word == "pi") return emit(Operation::number, std::numbers::pi);
        if (word == "e") return emit(Operation::number, std::numbers::e);
        for (const auto& function : functions) {
            if (word != function.name) continue;
            if (!take("(")) return fail_at("needs a parenthesis after " + std::string(word), at_);
            parenthesis(depth);
            return emit(function.operation);
        }
        fail_at("has \"" + std::string(word) +
                    "\", which is neither x, pi, e nor one of exp log sqrt abs cosh sinh tanh cos sin",
                begin);
    }

    std::string_view text_;
    std::size_t at_ = 0, stack_ = 0;
    Formula formula_;
    std::optional<Problem> error_;
};

std::variant<Formula, Problem> Formula::parse(std::string_view text) {
    return FormulaParser(text).run();
}

Jet Formula::evaluate(double x) const {
    std::array<Jet, deepest_stack> stack;
    std::size_t top = 0;
    for (const auto& instruction : program_) {
        if (instruction.operation == Operation::number) {
            stack[top++] = {instruction.number, 0, 0};
        } else if (instruction.operation == Operation::x) {
            stack[top++] = {x, 1, 0};
        } else if (is_binary(instruction.operation)) {
            --top;
            stack[top - 1] = combine(instruction.operation, stack[top - 1], stack[top]);
        } else {
            stack[top - 1] = apply(instruction.operation, stack[top - 1]);
        }
    }
    return program_.empty() ? Jet{} : stack[0];
}

}  // namespace langevin::spectra

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/formula.h"

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
constexpr std::size_t deepest_stack = 64;

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

/// f(u(x)) from f, f', f'' at u.
Jet chain(const Jet& u, double f, double f1, double f2) {
    return {f, f1 * u.first, f2 * u.first * u.first + f1 * u.second};
}

Jet product(const Jet& a, const Jet& b) {
    return {a.value * b.value, a.first * b.value + a.value * b.first,
            a.second * b.value + 2 * a.first * b.first + a.value * b.second};
}

Jet reciprocal(const Jet& u) {
    const double r = 1 / u.value;
    return chain(u, r, -r * r, 2 * r * r * r);
}

Jet power(const Jet& a, const Jet& b) {
    if (b.first == 0 && b.second == 0) {  // a constant exponent; also for negative a if it is whole
        const double n = b.value;
        const double f1 = n == 0 ? 0 : n * std::pow(a.value, n - 1);
        const double f2 = n == 0 || n == 1 ? 0 : n * (n - 1) * std::pow(a.value, n - 2);
        return chain(a, std::pow(a.value, n), f1, f2);
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
            return product(a, reciprocal(b));
        default:
            return power(a, b);
    }
}

bool is_binary(Operation operation) {
    return operation >= Operation::add && operation <= Operation::power;
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
        if (!error_ && at_ < text_.size())
            fail(text_[at_] == ')' ? "closes a parenthesis that was not opened" : "is not expected here");
        if (error_) return *error_;
        return std::move(formula_);
    }

  private:
    void skip() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }
    bool take(char c) {
        skip();
        if (error_ || at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void emit(Operation operation, double number = 0) {
        formula_.program_.push_back({operation, number});
        if (operation == Operation::number || operation == Operation::x) {
            if (++stack_ > deepest_stack) fail("is nested too deeply");
        } else if (is_binary(operation)) {
            --stack_;
        }
    }

    /// A stretch of the text around the place fits on any line.
    Problem problem(const std::string& what, std::size_t column) const {
        constexpr std::size_t before = 18, after = 14;
        const std::size_t begin = column > before ? column - before : 0;
        std::string shown(begin > 0 ? "..." : "");
        const std::size_t caret = shown.size() + column - begin;
        shown += text_.substr(begin, column - begin + after);
        if (column + after < text_.size()) shown += "...";
        return {"the formula " + what + " (character " + std::to_string(column + 1) + ")\n" + shown + "\n" +
                    std::string(caret, ' ') + "^",
                "", ""};
    }
    void fail(const std::string& what) {
        if (error_) return;
        const bool end = at_ >= text_.size();
        error_ = problem(end ? "ends where a number, x, a function or a parenthesis should follow"
                             : "has \"" + std::string(1, text_[at_]) + "\", which " + what,
                         at_);
    }
    void fail_at(const std::string& what, std::size_t column) {
        if (!error_) error_ = problem(what, column);
    }

    void sum(int depth) {
        if (depth > 60) return fail_at("is nested too deeply", at_);
        term(depth);
        while (!error_) {
            if (take('+')) {
                term(depth);
                emit(Operation::add);
            } else if (take('-')) {
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
            if (take('*')) {
                signed_factor(depth);
                emit(Operation::multiply);
            } else if (take('/')) {
                signed_factor(depth);
                emit(Operation::divide);
            } else {
                return;
            }
        }
    }
    void signed_factor(int depth) {
        if (depth > 60) return fail_at("is nested too deeply", at_);
        if (take('-')) {
            signed_factor(depth + 1);
            emit(Operation::negate);
        } else if (take('+')) {
            signed_factor(depth + 1);
        } else {
            atom(depth);
            if (!take('^')) return;
            signed_factor(depth + 1);
            emit(Operation::power);
        }
    }
    void atom(int depth) {
        skip();
        if (error_) return;
        if (at_ >= text_.size()) return fail("");
        const char c = text_[at_];
        if (take('(')) return parenthesis(depth);
        if ((c >= '0' && c <= '9') || c == '.') return number();
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return name(depth);
        fail("is not expected here");
    }
    void parenthesis(int depth) {
        const std::size_t open = at_ - 1;
        sum(depth + 1);
        if (!error_ && !take(')')) fail_at("has a parenthesis that is not closed", open);
    }
    void number() {
        double value = 0;
        const auto result = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
        if (result.ec != std::errc()) return fail("is not a number");
        at_ = static_cast<std::size_t>(result.ptr - text_.data());
        emit(Operation::number, value);
    }
    void name(int depth) {
        const std::size_t begin = at_;
        const auto letter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        };
        while (at_ < text_.size() && letter(text_[at_])) ++at_;
        const auto word = text_.substr(begin, at_ - begin);
        if (word == "x") return emit(Operation::x);
        if (word == "pi") return emit(Operation::number, std::numbers::pi);
        if (word == "e") return emit(Operation::number, std::numbers::e);
        for (const auto& function : functions) {
            if (word != function.name) continue;
            if (!take('(')) return fail_at("needs a parenthesis after " + std::string(word), at_);
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
    std::array<Jet, deepest_stack + 1> stack;
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
    return top > 0 ? stack[0] : Jet{};
}

}  // namespace langevin::spectra

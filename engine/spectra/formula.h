// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/error.h"

namespace langevin::spectra {

/// Value and first two derivatives of a function at a point.
struct Jet {
    double value = 0, first = 0, second = 0;
};

/// A function of x typed in by a person: + - * / ^ (from right to left), unary minus, parentheses, numbers, pi, e, and
/// exp log sqrt abs cosh sinh tanh cos sin. Compiled to a short program for a stack; derivatives are exact (forward
/// differentiation). Value type.
class Formula {
  public:
    /// The formula, or what is wrong with the text, where, with a caret below the place.
    static std::variant<Formula, Problem> parse(std::string_view text);

    /// Not a number where the formula is not defined.
    Jet evaluate(double x) const;

    enum class Operation : unsigned char {
        number,
        x,
        negate,
        add,
        subtract,
        multiply,
        divide,
        power,
        exp,
        log,
        sqrt,
        abs,
        cosh,
        sinh,
        tanh,
        cos,
        sin
    };

  private:
    friend class FormulaParser;
    struct Instruction {
        Operation operation;
        double number = 0;
    };
    std::vector<Instruction> program_;
};

}  // namespace langevin::spectra

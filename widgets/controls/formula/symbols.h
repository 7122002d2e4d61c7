// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "widgets/controls/formula/tree.h"

/// What the commands and characters of a formula mean.
namespace langevin::controls::formula {

struct Symbol {
    char32_t character = 0;
    Atom atom = Atom::ordinary;
    bool italic = false;  ///< a letter that stands slanted
};

/// "alpha", "le", "infty", ...
std::optional<Symbol> find_symbol(std::string_view command);
/// A character typed as itself: "+" is a binary operation, "-" a minus sign.
Symbol typed(char32_t character);

struct Operation {
    char32_t character = 0;  ///< of a big operator, or 0
    std::string_view word;   ///< of a function name
    Limits limits = Limits::never;
};
/// "sum", "int", "exp", "lim", ...
std::optional<Operation> find_operation(std::string_view command);

/// "langle", "{", "lvert", "(", ...; 0 for "." (none). Nothing for what is no delimiter.
std::optional<char32_t> find_delimiter(std::string_view command);

struct Accent {
    char32_t character = 0;
    bool wide = false;
};
std::optional<Accent> find_accent(std::string_view command);

/// In eighteenths of an em: "," "quad" "!" ...
std::optional<double> find_space(std::string_view command);

enum class Alphabet { normal, upright, italic, bold, bold_italic, script, fraktur, double_struck, sans, typewriter };
/// "mathbf", "mathcal", ...
std::optional<Alphabet> find_alphabet(std::string_view command);
/// The letter or digit in that alphabet; characters that it does not have stay as they are.
char32_t in_alphabet(char32_t letter, Alphabet alphabet);

}  // namespace langevin::controls::formula

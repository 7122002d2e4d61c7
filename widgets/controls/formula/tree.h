// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

/// A formula as a tree, between parser and layout. Value types.
namespace langevin::controls::formula {

/// What an atom is to its neighbours: decides the spaces between them, as in TeX.
enum class Atom { ordinary, operation, binary, relation, opening, closing, punctuation, inner };

enum class Kind {
    row,        ///< children side by side
    symbol,     ///< one character of the formula font; `text`
    word,       ///< upright letters: a function name or \text; `text`
    space,      ///< `amount` in eighteenths of an em
    scripts,    ///< children: base, subscript, superscript (empty rows where there is none)
    fraction,   ///< children: numerator, denominator
    radical,    ///< children: body, degree
    fenced,     ///< one child between the delimiters text[0] and text[1] that grow with it (0: none)
    delimiter,  ///< one delimiter text[0] of a fixed size, `amount` 1 to 4
    accent,     ///< one child under the accent text[0]
    line,       ///< one child with a line above (amount 1) or below (amount -1)
    brace,      ///< one child with a brace above (1) or below (-1)
    boxed,      ///< one child in a frame
    stack,      ///< children: base, below, above (\overset, \underset)
    matrix,     ///< children: cells, row after row; `columns`
    problem     ///< what could not be read; `text`
};

/// How large: as the surroundings have it, or fixed (\dfrac, \displaystyle, \scriptstyle).
enum class Size { inherited, display, text, script };

enum class Limits { automatic, always, never };  ///< of a big operator

struct Node {
    Kind kind = Kind::row;
    Atom atom = Atom::ordinary;
    std::u32string text = {};
    std::vector<Node> children = {};
    double amount = 0;
    Size size = Size::inherited;
    Limits limits = Limits::never;  ///< of an operation: where its scripts go
    bool large = false;             ///< an operation that is larger in displayed formulas
    bool ruled = true;              ///< a fraction with its line
    bool wide = false;              ///< an accent that stretches over its child
    int columns = 0;
    std::string alignment = {};  ///< of a matrix: one of l, c, r a column, repeated; empty: all c
    bool tight = false;          ///< a matrix without room between columns 1 and 2, 3 and 4, ... (aligned)

    bool empty() const { return kind == Kind::row && children.empty(); }
};

struct Parsed {
    Node root;
    QStringList problems;  ///< one sentence each; empty for a good formula
};

/// The tree in brackets, for tests: "(frac (row 1) (row 2))".
QString outline(const Node& node);

}  // namespace langevin::controls::formula

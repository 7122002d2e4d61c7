// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/tree.h"

namespace langevin::controls::formula {
namespace {

const char* name_of(Kind kind) {
    switch (kind) {
        case Kind::row:
            return "row";
        case Kind::symbol:
            return "sym";
        case Kind::word:
            return "word";
        case Kind::space:
            return "space";
        case Kind::scripts:
            return "scripts";
        case Kind::fraction:
            return "frac";
        case Kind::radical:
            return "root";
        case Kind::fenced:
            return "fenced";
        case Kind::delimiter:
            return "delim";
        case Kind::accent:
            return "accent";
        case Kind::line:
            return "line";
        case Kind::brace:
            return "brace";
        case Kind::boxed:
            return "boxed";
        case Kind::stack:
            return "stack";
        case Kind::matrix:
            return "matrix";
        case Kind::problem:
            return "problem";
    }
    return "?";
}

QString shown(const std::u32string& text) {
    QString result;
    for (const char32_t c : text) result += c == 0 ? QString(".") : QString::fromUcs4(&c, 1);
    return result;
}

}  // namespace

QString outline(const Node& node) {
    if (node.kind == Kind::symbol) return shown(node.text);
    QString result = QString("(") + name_of(node.kind);
    if (!node.text.empty()) result += " " + shown(node.text);
    for (const auto& child : node.children) result += " " + outline(child);
    return result + ")";
}

}  // namespace langevin::controls::formula

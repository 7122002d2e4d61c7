// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>
#include <algorithm>
#include <utility>

#include "widgets/controls/formula/grammar.h"

namespace langevin::controls::formula {
namespace {

/// What surrounds the table, and how its columns stand.
struct Environment {
    std::u32string_view name;
    char32_t left = 0, right = 0;
    std::string_view alignment = {};
    bool aligned = false;  ///< equations under one another
};

constexpr Environment environments[] = {
    {U"matrix"},
    {U"smallmatrix"},
    {U"array"},
    {U"pmatrix", U'(', U')'},
    {U"bmatrix", U'[', U']'},
    {U"Bmatrix", U'{', U'}'},
    {U"vmatrix", U'|', U'|'},
    {U"Vmatrix", U'‖', U'‖'},
    {U"cases", U'{', 0, "l"},
    {U"aligned", 0, 0, "rl", true},
    {U"align", 0, 0, "rl", true},
    {U"split", 0, 0, "rl", true},
    {U"gathered", 0, 0, "c", true},
};

}  // namespace

/// \begin{name} ... \end{name}; the lexer stands at "\begin".
Node Grammar::environment() {
    const auto written = raw_argument();
    auto name = written;
    std::erase(name, U'*');
    const auto known = std::find_if(std::begin(environments), std::end(environments),
                                    [&](const Environment& each) { return each.name == name; });
    const bool found = known != std::end(environments);
    if (!found) complain(QObject::tr("The environment \"%1\" is unknown").arg(shown(written)));

    Node matrix;
    matrix.atom = Atom::inner;
    if (found) {
        matrix.alignment = known->alignment;
        matrix.tight = known->aligned;
        if (known->aligned) matrix.size = Size::display;
    }
    if (name == U"array")
        for (const auto c : raw_argument())
            if (c == U'l' || c == U'c' || c == U'r') matrix.alignment += static_cast<char>(c);
    lexer_.advance();
    matrix = cells(std::move(matrix), written);
    if (!found || (!known->left && !known->right)) return matrix;
    return fence(known->left, known->right, std::move(matrix));
}

Node Grammar::substack() {
    lexer_.advance();
    if (!lexer_.at(Token::open)) return argument();
    lexer_.advance();
    Node matrix;
    matrix.tight = true;
    matrix = cells(std::move(matrix), {});
    if (lexer_.at(Token::close)) lexer_.advance();
    return matrix;
}

/// Cells up to \end{name}, or up to a brace where there is no name.
Node Grammar::cells(Node matrix, const std::u32string& name) {
    std::vector<std::vector<Node>> rows(1);
    for (;;) {
        rows.back().push_back(row());
        if (lexer_.at(Token::align)) {
            lexer_.advance();
        } else if (lexer_.at_command("\\") || lexer_.at_command("cr")) {
            lexer_.advance();
            if (lexer_.at(Token::end) || lexer_.at_command("end") || lexer_.at(Token::close)) break;
            rows.emplace_back();
        } else {
            break;
        }
    }
    if (lexer_.at_command("end")) {
        const auto ended = raw_argument();
        lexer_.advance();
        if (ended != name) complain(QObject::tr("\\begin{%1} ends with \\end{%2}").arg(shown(name), shown(ended)));
    } else if (!name.empty()) {
        complain(QObject::tr("A \\begin has no \\end"));
    }
    std::size_t columns = 1;
    for (const auto& each : rows) columns = std::max(columns, each.size());
    matrix.kind = Kind::matrix;
    matrix.columns = static_cast<int>(columns);
    for (auto& each : rows) {
        each.resize(columns);
        std::move(each.begin(), each.end(), std::back_inserter(matrix.children));
    }
    return matrix;
}

}  // namespace langevin::controls::formula

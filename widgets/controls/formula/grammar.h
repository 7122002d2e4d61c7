// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <string_view>

#include "widgets/controls/formula/lexer.h"
#include "widgets/controls/formula/symbols.h"
#include "widgets/controls/formula/tree.h"

namespace langevin::controls::formula {

/// The parser's inside: one function for each rule of the grammar, by recursive descent. Every
/// function leaves the lexer at the first token that it did not use. Use parse() of parser.h.
class Grammar {
  public:
    explicit Grammar(const QString& tex);
    Parsed run();

  private:
    // grammar.cpp: rows, scripts, atoms
    Node row();
    bool ends_row() const;
    void skip_group();
    bool take_declaration();
    Node sized(Node child) const;
    Node scripted();
    Node atom();
    Node group();
    Node argument();
    Node command();
    Node lettered(const Symbol& found) const;
    Node in(Alphabet alphabet);

    // grammar_commands.cpp: commands with arguments
    std::optional<Node> structure(const std::string& name);
    Node accented(const Accent& accent);
    Node fraction(const std::string& name);
    Node radical();
    Node fenced();
    Node sized_delimiter(int size, Atom atom);
    std::optional<char32_t> delimiter();
    Node text();
    Node operator_name(bool with_limits);
    Node around(Kind kind, double amount);
    Node brace(double side);
    Node stack(const std::string& name);
    Node negated();
    Node modulus();

    // grammar_tables.cpp: matrices and the like
    Node environment();
    Node substack();
    Node cells(Node matrix, const std::u32string& name);

    std::u32string raw_argument();
    void complain(const QString& sentence);
    Node problem(std::u32string text, const QString& sentence);
    Node unexpected();

    Lexer lexer_;
    int depth_ = 0;
    Size size_ = Size::inherited;  ///< since the last \displaystyle in this group
    Alphabet alphabet_ = Alphabet::normal;
    QStringList problems_;
};

// Small nodes.
Node symbol_node(char32_t character, Atom atom = Atom::ordinary);
Node space_node(double amount);
Node fence(char32_t left, char32_t right, Node body);
inline QString shown(const std::u32string& text) {
    return QString::fromStdU32String(text);
}

}  // namespace langevin::controls::formula

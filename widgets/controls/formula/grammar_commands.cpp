// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>
#include <utility>

#include "widgets/controls/formula/grammar.h"

namespace langevin::controls::formula {
namespace {

struct DelimiterSize {
    int size;
    Atom atom;
};

/// \big, \Bigl, \biggr, \Biggm, ...
std::optional<DelimiterSize> delimiter_size(std::string_view name) {
    static constexpr std::pair<std::string_view, int> sizes[] = {{"bigg", 3}, {"Bigg", 4}, {"big", 1}, {"Big", 2}};
    for (const auto& [stem, size] : sizes) {
        if (!name.starts_with(stem)) continue;
        const auto rest = name.substr(stem.size());
        if (rest.empty()) return DelimiterSize{size, Atom::ordinary};
        if (rest == "l") return DelimiterSize{size, Atom::opening};
        if (rest == "r") return DelimiterSize{size, Atom::closing};
        if (rest == "m") return DelimiterSize{size, Atom::relation};
    }
    return std::nullopt;
}

bool contains(std::u32string_view list, char32_t character) {
    return list.find(character) != list.npos;
}

}  // namespace

Node fence(char32_t left, char32_t right, Node body) {
    Node node;
    node.kind = Kind::fenced;
    node.atom = Atom::inner;
    node.text = {left, right};
    node.children.push_back(std::move(body));
    return node;
}

std::optional<Node> Grammar::structure(const std::string& name) {
    if (name == "frac" || name == "dfrac" || name == "tfrac" || name == "cfrac" || name == "binom")
        return fraction(name);
    if (name == "sqrt") return radical();
    if (name == "left") return fenced();
    if (const auto found = delimiter_size(name)) return sized_delimiter(found->size, found->atom);
    if (name == "text" || name == "textrm" || name == "mbox" || name == "textbf" || name == "textit") return text();
    if (name == "operatorname" || name == "operatorname*") return operator_name(name.ends_with('*'));
    if (name == "bar" || name == "overline") return around(Kind::line, 1);
    if (name == "underline") return around(Kind::line, -1);
    if (name == "overbrace") return brace(1);
    if (name == "underbrace") return brace(-1);
    if (name == "boxed") return around(Kind::boxed, 0);
    if (name == "overset" || name == "underset" || name == "stackrel") return stack(name);
    if (name == "begin") return environment();
    if (name == "substack") return substack();
    if (name == "not") return negated();
    if (name == "pmod") return modulus();
    return std::nullopt;
}

Node Grammar::accented(const Accent& accent) {
    lexer_.advance();
    Node node;
    node.kind = Kind::accent;
    node.text = {accent.character};
    node.wide = accent.wide;
    node.children.push_back(argument());
    return node;
}

Node Grammar::fraction(const std::string& name) {
    lexer_.advance();
    Node node;
    node.kind = Kind::fraction;
    node.atom = Atom::inner;
    if (name == "dfrac" || name == "cfrac") node.size = Size::display;
    if (name == "tfrac") node.size = Size::text;
    node.children.push_back(argument());
    node.children.push_back(argument());
    if (name != "binom") return node;
    node.ruled = false;
    return fence(U'(', U')', std::move(node));
}

Node Grammar::radical() {
    lexer_.advance();
    Node degree;
    if (lexer_.at(U'[')) {
        lexer_.advance();
        while (!ends_row() && !lexer_.at(U']')) {
            const auto reached = lexer_.position();
            degree.children.push_back(scripted());
            if (reached == lexer_.position() && !lexer_.at(Token::end)) lexer_.advance();
        }
        if (lexer_.at(U']')) lexer_.advance();
    }
    Node node;
    node.kind = Kind::radical;
    node.children = {argument(), std::move(degree)};
    return node;
}

/// The delimiter at the current token, if it is one; steps over it.
std::optional<char32_t> Grammar::delimiter() {
    std::optional<char32_t> found;
    if (lexer_.at(Token::command)) {
        found = lexer_.command() == "|" ? U'‖' : find_delimiter(lexer_.command());
    } else if (lexer_.at(Token::character)) {
        const auto c = lexer_.character();
        if (c < 128) found = find_delimiter(std::string(1, static_cast<char>(c)));
        if (contains(U"⟨⟩‖⌊⌋⌈⌉", c)) found = c;
    }
    if (found) lexer_.advance();
    return found;
}

Node Grammar::fenced() {
    lexer_.advance();
    const auto left = delimiter();
    if (!left) complain(QObject::tr("A delimiter is missing after \\left"));
    Node inside = row();
    while (lexer_.at_command("middle")) {
        lexer_.advance();
        Node bar;
        bar.kind = Kind::delimiter;
        bar.atom = Atom::relation;
        bar.text = {delimiter().value_or(U'|')};  // its size, 0, means: as large as the fence
        inside.children.push_back(std::move(bar));
        auto rest = row();
        std::move(rest.children.begin(), rest.children.end(), std::back_inserter(inside.children));
    }
    std::optional<char32_t> right;
    if (lexer_.at_command("right")) {
        lexer_.advance();
        right = delimiter();
    }
    if (!right) complain(QObject::tr("A \\left has no \\right with a delimiter"));
    return fence(left.value_or(0), right.value_or(0), std::move(inside));
}

Node Grammar::sized_delimiter(int size, Atom atom) {
    const auto written = lexer_.lexeme();
    lexer_.advance();
    const auto found = delimiter();
    if (!found) return problem(written, QObject::tr("A delimiter is missing after \"%1\"").arg(shown(written)));
    Node node;
    node.kind = Kind::delimiter;
    node.text = {*found};
    node.amount = size;
    node.atom = atom;
    if (atom != Atom::ordinary) return node;
    if (contains(U"([{⟨⌊⌈", *found)) node.atom = Atom::opening;
    if (contains(U")]}⟩⌋⌉", *found)) node.atom = Atom::closing;
    return node;
}

Node Grammar::text() {
    const auto name = lexer_.command();
    const auto alphabet = name == "textbf" ? Alphabet::bold : name == "textit" ? Alphabet::italic : Alphabet::normal;
    Node node;
    node.kind = Kind::word;
    node.text = raw_argument();
    for (auto& c : node.text) c = in_alphabet(c, alphabet);
    lexer_.advance();
    return node;
}

Node Grammar::operator_name(bool with_limits) {
    Node node;
    node.kind = Kind::word;
    node.atom = Atom::operation;
    node.limits = with_limits ? Limits::automatic : Limits::never;
    node.text = raw_argument();
    std::erase(node.text, U'\\');
    lexer_.advance();
    return node;
}

Node Grammar::around(Kind kind, double amount) {
    lexer_.advance();
    Node node;
    node.kind = kind;
    node.amount = amount;
    node.children.push_back(argument());
    return node;
}

Node Grammar::brace(double side) {
    Node node = around(Kind::brace, side);
    node.atom = Atom::operation;
    node.limits = Limits::always;
    return node;
}

Node Grammar::stack(const std::string& name) {
    lexer_.advance();
    Node first = argument(), base = argument();
    Node node;
    node.kind = Kind::stack;
    const bool single = base.kind == Kind::row && base.children.size() == 1;
    node.atom = name == "stackrel" ? Atom::relation : single ? base.children.front().atom : base.atom;
    const bool below = name == "underset";
    node.children = {std::move(base), below ? std::move(first) : Node{}, below ? Node{} : std::move(first)};
    return node;
}

Node Grammar::negated() {
    lexer_.advance();
    Node node = argument();
    if (node.kind != Kind::symbol) return problem(U"\\not", QObject::tr("\"\\not\" needs a relation after it"));
    static constexpr std::pair<char32_t, char32_t> negations[] = {
        {U'=', U'≠'}, {U'∈', U'∉'}, {U'≡', U'≢'}, {U'<', U'≮'}, {U'>', U'≯'}, {U'⊂', U'⊄'}, {U'∼', U'≁'}, {U'≈', U'≉'}};
    for (const auto& [plain, crossed] : negations) {
        if (node.text[0] != plain) continue;
        node.text[0] = crossed;
        return node;
    }
    return problem(node.text, QObject::tr("\"\\not\" cannot cross out \"%1\"").arg(shown(node.text)));
}

Node Grammar::modulus() {
    lexer_.advance();
    Node mod;
    mod.kind = Kind::word;
    mod.text = U"mod";
    Node node;
    node.children = {space_node(9), symbol_node(U'(', Atom::opening), std::move(mod), space_node(5),
                     argument(),    symbol_node(U')', Atom::closing)};
    return node;
}

}  // namespace langevin::controls::formula

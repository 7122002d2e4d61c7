// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/grammar.h"

#include <QObject>
#include <algorithm>
#include <utility>

#include "widgets/style/math_text.h"

namespace langevin::controls::formula {
namespace {

constexpr int deepest = 40;          // nested groups
constexpr qsizetype longest = 8000;  // characters
constexpr int most_problems = 20;

Node operator_node(const Operation& operation) {
    Node node;
    node.atom = Atom::operation;
    node.limits = operation.limits;
    if (operation.character) {
        node.kind = Kind::symbol;
        node.text = {operation.character};
        node.large = true;
    } else {
        node.kind = Kind::word;
        node.text.assign(operation.word.begin(), operation.word.end());
    }
    return node;
}

void append(Node& row, Node more) {
    std::move(more.children.begin(), more.children.end(), std::back_inserter(row.children));
}

}  // namespace

Node symbol_node(char32_t character, Atom atom) {
    Node node;
    node.kind = Kind::symbol;
    node.atom = atom;
    node.text = {character};
    return node;
}

Node space_node(double amount) {
    Node node;
    node.kind = Kind::space;
    node.amount = amount;
    return node;
}

Grammar::Grammar(const QString& tex) : lexer_(tex.left(longest).toStdU32String()) {
    if (tex.size() > longest) complain(QObject::tr("The formula is too long"));
}

Parsed Grammar::run() {
    lexer_.advance();
    Node root = row();
    while (!lexer_.at(Token::end)) {  // a closing brace, an "&" or a \right too many
        root.children.push_back(unexpected());
        lexer_.advance();
        append(root, row());
    }
    return {std::move(root), std::move(problems_)};
}

void Grammar::complain(const QString& sentence) {
    if (problems_.size() < most_problems) problems_ << sentence + ".";
}

Node Grammar::problem(std::u32string text, const QString& sentence) {
    complain(sentence);
    Node node;
    node.kind = Kind::problem;
    node.text = std::move(text);
    return node;
}

Node Grammar::unexpected() {
    const auto written = lexer_.lexeme();
    return problem(written, QObject::tr("Unexpected \"%1\"").arg(shown(written)));
}

std::u32string Grammar::raw_argument() {
    bool closed = true;
    auto result = lexer_.raw_argument(closed);
    if (!closed) complain(QObject::tr("A brace is not closed"));
    return result;
}

Node Grammar::row() {
    Node node;
    if (depth_ >= deepest) {
        node.children.push_back(problem(U"…", QObject::tr("The formula is nested too deeply")));
        skip_group();
        return node;
    }
    ++depth_;
    const auto size_before = size_;
    const auto alphabet_before = alphabet_;
    while (!ends_row()) {
        if (take_declaration()) continue;
        const auto reached = lexer_.position();
        auto next = scripted();
        node.children.push_back(size_ == Size::inherited ? std::move(next) : sized(std::move(next)));
        if (reached == lexer_.position() && !lexer_.at(Token::end)) lexer_.advance();  // never stand still
    }
    size_ = size_before;
    alphabet_ = alphabet_before;
    --depth_;
    return node;
}

bool Grammar::ends_row() const {
    if (lexer_.at(Token::end) || lexer_.at(Token::close) || lexer_.at(Token::align)) return true;
    static constexpr std::string_view ending[] = {"right", "middle", "end", "\\", "cr"};
    return std::any_of(std::begin(ending), std::end(ending),
                       [this](std::string_view name) { return lexer_.at_command(name); });
}

void Grammar::skip_group() {
    for (int open = 0; !lexer_.at(Token::end); lexer_.advance()) {
        if (lexer_.at(Token::open)) ++open;
        if (lexer_.at(Token::close) && open-- == 0) return;
    }
}

/// \displaystyle, \rm and the like act on the rest of their group.
bool Grammar::take_declaration() {
    if (!lexer_.at(Token::command)) return false;
    const auto& name = lexer_.command();
    if (name == "displaystyle") {
        size_ = Size::display;
    } else if (name == "textstyle") {
        size_ = Size::text;
    } else if (name == "scriptstyle") {
        size_ = Size::script;
    } else if (name == "rm" || name == "bf" || name == "it") {
        alphabet_ = name == "rm" ? Alphabet::upright : name == "bf" ? Alphabet::bold : Alphabet::italic;
    } else if (name != "limits" && name != "nolimits" && name != "nonumber" && name != "notag") {
        return false;
    }
    lexer_.advance();
    return true;
}

Node Grammar::sized(Node child) const {
    Node node;
    node.atom = child.atom;
    node.children.push_back(std::move(child));
    node.size = size_;
    return node;
}

/// An atom with what hangs on it.
Node Grammar::scripted() {
    const bool bare = lexer_.at(Token::superscript) || lexer_.at(Token::subscript) || lexer_.at(Token::prime);
    Node base = bare ? Node{} : atom();
    if (base.atom == Atom::operation && (lexer_.at_command("limits") || lexer_.at_command("nolimits"))) {
        base.limits = lexer_.at_command("limits") ? Limits::always : Limits::never;
        lexer_.advance();
    }
    Node sub, super;
    bool any = false;
    for (;; any = true) {
        if (lexer_.at(Token::prime)) {
            super.children.insert(super.children.begin(), symbol_node(U'′'));
            lexer_.advance();
        } else if (lexer_.at(Token::superscript)) {
            lexer_.advance();
            super.children.push_back(argument());
        } else if (lexer_.at(Token::subscript)) {
            lexer_.advance();
            sub.children.push_back(argument());
        } else {
            break;
        }
    }
    if (!any) return base;
    Node node;
    node.kind = Kind::scripts;
    node.atom = base.atom;
    node.limits = base.limits;
    node.children = {std::move(base), std::move(sub), std::move(super)};
    return node;
}

Node Grammar::atom() {
    if (lexer_.at(Token::open)) return group();
    if (lexer_.at(Token::command)) return command();
    if (!lexer_.at(Token::character)) return unexpected();
    const auto c = lexer_.character();
    lexer_.advance();
    if (c == U'~') return space_node(5);
    if (c < 32) return space_node(0);
    return lettered(typed(c));
}

Node Grammar::group() {
    lexer_.advance();
    Node inside = row();
    if (!lexer_.at(Token::close)) complain(QObject::tr("A brace is not closed"));
    if (!lexer_.at(Token::end)) lexer_.advance();
    return inside;
}

/// What follows a command or a "^": a group or a single atom.
Node Grammar::argument() {
    if (lexer_.at(Token::open)) return group();
    if (lexer_.at(Token::end) || lexer_.at(Token::close) || lexer_.at(Token::align))
        return problem(U"?", QObject::tr("Something is missing after a command, \"^\" or \"_\""));
    if (lexer_.at(Token::superscript) || lexer_.at(Token::subscript) || lexer_.at(Token::prime)) {
        Node node = unexpected();
        lexer_.advance();
        return node;
    }
    if (ends_row()) return unexpected();
    if (depth_ >= deepest) return problem(U"…", QObject::tr("The formula is nested too deeply"));
    ++depth_;
    Node node = atom();
    --depth_;
    return node;
}

Node Grammar::command() {
    const auto name = lexer_.command();
    const auto written = lexer_.lexeme();
    if (const auto alphabet = find_alphabet(name)) return in(*alphabet);
    if (const auto accent = find_accent(name)) return accented(*accent);
    if (auto node = structure(name)) return std::move(*node);
    lexer_.advance();
    if (const auto width = find_space(name)) return space_node(*width);
    if (const auto operation = find_operation(name)) return operator_node(*operation);
    if (const auto found = find_symbol(name)) return lettered(*found);
    if (name.empty()) return problem(U"\\", QObject::tr("A backslash stands alone"));
    return problem(written, QObject::tr("The command \"%1\" is unknown").arg(shown(written)));
}

Node Grammar::lettered(const Symbol& found) const {
    const auto plain = found.character;
    const auto letter = alphabet_ != Alphabet::normal ? in_alphabet(plain, alphabet_)
                        : found.italic                ? style::math_italic(plain)
                                                      : plain;
    return symbol_node(letter, found.atom);
}

Node Grammar::in(Alphabet alphabet) {
    lexer_.advance();
    const auto before = std::exchange(alphabet_, alphabet);
    Node node = argument();
    alphabet_ = before;
    return node;
}

}  // namespace langevin::controls::formula

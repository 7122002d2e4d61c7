// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula_parser.h"

#include <QObject>
#include <algorithm>
#include <utility>

#include "widgets/controls/formula_symbols.h"
#include "widgets/style/math_text.h"

namespace langevin::controls::formula {
namespace {

constexpr int deepest = 40;            // nested groups
constexpr std::size_t longest = 8000;  // characters

enum class Token { end, command, character, open, close, superscript, subscript, align, prime };

class Parser {
  public:
    explicit Parser(const QString& tex) : text_(tex.toStdU32String()) {}

    Parsed run() {
        if (text_.size() > longest) {
            text_.resize(longest);
            complain(QObject::tr("The formula is too long"));
        }
        Node root = row({});
        while (token_ != Token::end) {  // a closing brace, an "&" or a \right too many
            root.children.push_back(
                problem(lexeme(), QObject::tr("Unexpected \"%1\"").arg(shown(lexeme()))));
            advance();
            auto rest = row({});
            std::move(rest.children.begin(), rest.children.end(),
                      std::back_inserter(root.children));
        }
        return {std::move(root), std::move(problems_)};
    }

  private:
    // ---- tokens
    static bool is_letter(char32_t c) {
        return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    }
    char32_t peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0;
    }
    bool over() const { return at_ >= text_.size(); }

    void advance() {
        while (!over() && (peek() == U' ' || peek() == U'\n' || peek() == U'\t' || peek() == U'\r'))
            ++at_;
        start_ = at_;
        command_.clear();
        if (over()) return set(Token::end);
        character_ = text_[at_++];
        switch (character_) {
            case U'{':
                return set(Token::open);
            case U'}':
                return set(Token::close);
            case U'^':
                return set(Token::superscript);
            case U'_':
                return set(Token::subscript);
            case U'&':
                return set(Token::align);
            case U'\'':
                return set(Token::prime);
            case U'\\':
                break;
            default:
                return set(Token::character);
        }
        set(Token::command);
        if (over()) return;
        if (!is_letter(peek())) return push(text_[at_++]);
        while (is_letter(peek())) push(text_[at_++]);
        if (peek() == U'*' && command_ == "operatorname") push(text_[at_++]);
    }
    void set(Token token) { token_ = token; }
    void push(char32_t c) { command_ += c < 128 ? static_cast<char>(c) : '?'; }
    std::u32string lexeme() const { return text_.substr(start_, at_ - start_); }
    static QString shown(const std::u32string& text) { return QString::fromStdU32String(text); }
    bool at_command(std::string_view name) const {
        return token_ == Token::command && command_ == name;
    }

    // ---- problems
    void complain(const QString& sentence) {
        if (problems_.size() < 20) problems_ << sentence + ".";
    }
    Node problem(std::u32string text, const QString& sentence) {
        complain(sentence);
        Node node;
        node.kind = Kind::problem;
        node.text = std::move(text);
        return node;
    }

    // ---- grammar
    using Stop = std::string_view;  ///< a command that ends the row, besides "}" and the end

    Node row(Stop stop) {
        if (!started_) {
            started_ = true;
            advance();
        }
        Node node;
        if (depth_ >= deepest) {
            node.children.push_back(problem(U"…", QObject::tr("The formula is nested too deeply")));
            skip_group();
            return node;
        }
        ++depth_;
        const auto size_before = size_;
        const auto alphabet_before = alphabet_;
        while (!ends(stop)) {
            if (take_declaration()) continue;
            const auto reached = at_;
            auto atom = scripted();
            if (size_ != Size::inherited) atom = sized(std::move(atom));
            node.children.push_back(std::move(atom));
            if (reached == at_ && token_ != Token::end) advance();
        }
        size_ = size_before;
        alphabet_ = alphabet_before;
        --depth_;
        return node;
    }

    bool ends(Stop stop) const {
        if (token_ == Token::end || token_ == Token::close || token_ == Token::align) return true;
        if (token_ != Token::command) return false;
        if (command_ == "right" || command_ == "end" || command_ == "\\" || command_ == "cr" ||
            command_ == "middle")
            return true;
        return !stop.empty() && command_ == stop;
    }

    void skip_group() {
        for (int open = 0; token_ != Token::end; advance()) {
            if (token_ == Token::open) ++open;
            if (token_ == Token::close && open-- == 0) return;
        }
    }

    bool take_declaration() {
        if (token_ != Token::command) return false;
        if (command_ == "displaystyle") {
            size_ = Size::display;
        } else if (command_ == "textstyle") {
            size_ = Size::text;
        } else if (command_ == "scriptstyle") {
            size_ = Size::script;
        } else if (command_ == "rm" || command_ == "bf" || command_ == "it") {
            alphabet_ = command_ == "rm"   ? Alphabet::upright
                        : command_ == "bf" ? Alphabet::bold
                                           : Alphabet::italic;
        } else if (command_ == "limits" || command_ == "nolimits" || command_ == "nonumber" ||
                   command_ == "notag") {
            // \limits is taken where it belongs, after an operation
        } else {
            return false;
        }
        advance();
        return true;
    }

    Node sized(Node child) const {
        Node node;
        node.atom = child.atom;
        node.children.push_back(std::move(child));
        node.size = size_;
        return node;
    }

    /// An atom with what hangs on it.
    Node scripted() {
        Node base =
            token_ == Token::superscript || token_ == Token::subscript || token_ == Token::prime
                ? Node{}
                : atom();
        if (base.atom == Atom::operation && token_ == Token::command &&
            (command_ == "limits" || command_ == "nolimits")) {
            base.limits = command_ == "limits" ? Limits::always : Limits::never;
            advance();
        }
        Node sub, super;
        bool any = false;
        for (;;) {
            if (token_ == Token::prime) {
                Node mark = symbol(U'′');
                super.children.insert(super.children.begin(), std::move(mark));
                advance();
            } else if (token_ == Token::superscript) {
                advance();
                super.children.push_back(argument());
            } else if (token_ == Token::subscript) {
                advance();
                sub.children.push_back(argument());
            } else {
                break;
            }
            any = true;
        }
        if (!any) return base;
        Node node;
        node.kind = Kind::scripts;
        node.atom = base.atom;
        node.limits = base.limits;
        node.children = {std::move(base), std::move(sub), std::move(super)};
        return node;
    }

    static Node symbol(char32_t c, Atom atom = Atom::ordinary) {
        Node node;
        node.kind = Kind::symbol;
        node.atom = atom;
        node.text = {c};
        return node;
    }

    Node lettered(const Symbol& found) const {
        char32_t c = found.character;
        if (alphabet_ != Alphabet::normal) {
            c = in_alphabet(c, alphabet_);
        } else if (found.italic) {
            c = style::math_italic(c);
        }
        return symbol(c, found.atom);
    }

    Node atom() {
        switch (token_) {
            case Token::open:
                return group();
            case Token::command:
                return command();
            case Token::character: {
                const auto c = character_;
                advance();
                if (c == U'~') return space(5);
                if (c < 32) return space(0);
                return lettered(typed(c));
            }
            default:
                return problem(lexeme(), QObject::tr("Unexpected \"%1\"").arg(shown(lexeme())));
        }
    }

    Node group() {
        advance();
        Node inside = row({});
        if (token_ == Token::close) {
            advance();
        } else {
            complain(QObject::tr("A brace is not closed"));
            if (token_ != Token::end) advance();
        }
        return inside;
    }

    /// What follows a command or a "^": a group or a single atom.
    Node argument() {
        if (token_ == Token::open) return group();
        if (token_ == Token::end || token_ == Token::close || token_ == Token::align)
            return problem(U"?",
                           QObject::tr("Something is missing after a command, \"^\" or \"_\""));
        if (depth_ >= deepest)
            return problem(U"…", QObject::tr("The formula is nested too deeply"));
        ++depth_;
        Node node;
        const bool stray = token_ == Token::superscript || token_ == Token::subscript ||
                           token_ == Token::prime || ends({});
        if (stray) {
            node = problem(lexeme(), QObject::tr("Unexpected \"%1\"").arg(shown(lexeme())));
            if (token_ != Token::command) advance();
        } else {
            node = atom();
        }
        --depth_;
        return node;
    }

    static Node space(double amount) {
        Node node;
        node.kind = Kind::space;
        node.amount = amount;
        return node;
    }

    Node command() {
        const auto name = command_;
        const auto written = lexeme();
        if (const auto width = find_space(name)) return advance(), space(*width);
        if (const auto alphabet = find_alphabet(name)) return in(*alphabet);
        if (const auto accent = find_accent(name)) return accented(*accent);
        if (const auto operation = find_operation(name))
            return advance(), operator_node(*operation);
        if (auto node = structure(name)) return std::move(*node);
        if (const auto found = find_symbol(name)) return advance(), lettered(*found);
        advance();
        if (name.empty()) return problem(U"\\", QObject::tr("A backslash stands alone"));
        return problem(written, QObject::tr("The command \"%1\" is unknown").arg(shown(written)));
    }

    Node in(Alphabet alphabet) {
        advance();
        const auto before = std::exchange(alphabet_, alphabet);
        Node node = argument();
        alphabet_ = before;
        // Several upright letters are a name: "int" in a subscript
        return node;
    }

    Node accented(const Accent& accent) {
        advance();
        Node node;
        node.kind = Kind::accent;
        node.text = {accent.character};
        node.wide = accent.wide;
        node.children.push_back(argument());
        return node;
    }

    static Node operator_node(const Operation& operation) {
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

    /// Commands with arguments. Nothing if the name is none of them.
    std::optional<Node> structure(const std::string& name) {
        if (name == "frac" || name == "dfrac" || name == "tfrac" || name == "cfrac" ||
            name == "binom")
            return fraction(name);
        if (name == "sqrt") return radical();
        if (name == "left") return fenced();
        if (const auto size = delimiter_size(name)) return sized_delimiter(*size);
        if (name == "text" || name == "textrm" || name == "mbox" || name == "textbf" ||
            name == "textit")
            return text();
        if (name == "operatorname" || name == "operatorname*")
            return operator_name(name.ends_with('*'));
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

    Node fraction(const std::string& name) {
        advance();
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

    static Node fence(char32_t left, char32_t right, Node body) {
        Node node;
        node.kind = Kind::fenced;
        node.atom = Atom::inner;
        node.text = {left, right};
        node.children.push_back(std::move(body));
        return node;
    }

    Node radical() {
        advance();
        Node degree;
        if (token_ == Token::character && character_ == U'[') {
            advance();
            while (token_ != Token::end && token_ != Token::close &&
                   !(token_ == Token::character && character_ == U']')) {
                const auto reached = at_;
                degree.children.push_back(scripted());
                if (reached == at_ && token_ != Token::end) advance();
            }
            if (token_ == Token::character) advance();
        }
        Node node;
        node.kind = Kind::radical;
        node.children = {argument(), std::move(degree)};
        return node;
    }

    /// The delimiter at the current token; steps over it.
    std::optional<char32_t> delimiter() {
        std::optional<char32_t> found;
        if (token_ == Token::command) {
            found = find_delimiter(command_);
            if (command_ == "|") found = U'‖';
        } else if (token_ == Token::character && character_ < 128) {
            found = find_delimiter(std::string(1, static_cast<char>(character_)));
        } else if (token_ == Token::character &&
                   (character_ == U'⟨' || character_ == U'⟩' || character_ == U'‖')) {
            found = character_;
        }
        if (found) advance();
        return found;
    }

    Node fenced() {
        advance();
        const auto left = delimiter();
        if (!left) complain(QObject::tr("A delimiter is missing after \\left"));
        Node inside = row({});
        while (at_command("middle")) {
            advance();
            Node bar;
            bar.kind = Kind::delimiter;
            bar.atom = Atom::relation;
            bar.text = {delimiter().value_or(U'|')};
            bar.amount = 0;  // grows with the fence
            inside.children.push_back(std::move(bar));
            auto rest = row({});
            std::move(rest.children.begin(), rest.children.end(),
                      std::back_inserter(inside.children));
        }
        std::optional<char32_t> right;
        if (at_command("right")) {
            advance();
            right = delimiter();
        }
        if (!right) complain(QObject::tr("A \\left has no \\right with a delimiter"));
        return fence(left.value_or(0), right.value_or(0), std::move(inside));
    }

    struct DelimiterSize {
        int size;
        Atom atom;
    };
    static std::optional<DelimiterSize> delimiter_size(std::string_view name) {
        static constexpr std::pair<std::string_view, int> sizes[] = {
            {"bigg", 3}, {"Bigg", 4}, {"big", 1}, {"Big", 2}};
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

    Node sized_delimiter(DelimiterSize size) {
        const auto written = lexeme();
        advance();
        const auto found = delimiter();
        if (!found)
            return problem(written,
                           QObject::tr("A delimiter is missing after \"%1\"").arg(shown(written)));
        Node node;
        node.kind = Kind::delimiter;
        node.text = {*found};
        node.amount = size.size;
        node.atom = size.atom;
        if (node.atom == Atom::ordinary) {  // \Big[ opens, \Big] closes
            if (std::u32string_view(U"([{⟨⌊⌈").find(*found) != std::u32string_view::npos)
                node.atom = Atom::opening;
            if (std::u32string_view(U")]}⟩⌋⌉").find(*found) != std::u32string_view::npos)
                node.atom = Atom::closing;
        }
        return node;
    }

    /// The letters between braces as they are, spaces included.
    std::u32string raw_argument() {
        while (!over() && peek() == U' ') ++at_;
        std::u32string result;
        if (over()) return result;
        if (peek() != U'{') return result += text_[at_++];
        ++at_;
        for (int open = 0; !over(); ++at_) {
            const auto c = peek();
            if (c == U'\\' && at_ + 1 < text_.size() && !is_letter(peek(1))) {
                result += text_[++at_];
                continue;
            }
            if (c == U'{') ++open;
            if (c == U'}' && open-- == 0) {
                ++at_;
                return result;
            }
            if (c != U'{' && c != U'}') result += c;
        }
        complain(QObject::tr("A brace is not closed"));
        return result;
    }

    Node word(Atom atom) {
        Node node;
        node.kind = Kind::word;
        node.atom = atom;
        node.text = raw_argument();
        advance();
        return node;
    }

    /// The raw argument follows the token that was read last, so the look-ahead is none yet.
    Node text() {
        const auto name = command_;
        Node node = word(Atom::ordinary);
        const auto alphabet = name == "textbf"   ? Alphabet::bold
                              : name == "textit" ? Alphabet::italic
                                                 : Alphabet::normal;
        for (auto& c : node.text) c = in_alphabet(c, alphabet);
        return node;
    }

    Node operator_name(bool with_limits) {
        Node node = word(Atom::operation);
        node.limits = with_limits ? Limits::automatic : Limits::never;
        std::erase(node.text, U'\\');
        return node;
    }

    Node around(Kind kind, double amount) {
        advance();
        Node node;
        node.kind = kind;
        node.amount = amount;
        node.children.push_back(argument());
        return node;
    }

    Node brace(double side) {
        Node node = around(Kind::brace, side);
        node.atom = Atom::operation;
        node.limits = Limits::always;
        return node;
    }

    Node stack(const std::string& name) {
        advance();
        Node first = argument(), base = argument();
        Node node;
        node.kind = Kind::stack;
        node.atom = name == "stackrel" ? Atom::relation : base.atom;
        if (base.kind == Kind::row && base.children.size() == 1)
            node.atom = base.children.front().atom;
        const bool above = name != "underset";
        node.children = {std::move(base), above ? Node{} : std::move(first),
                         above ? std::move(first) : Node{}};
        return node;
    }

    Node negated() {
        advance();
        Node node = argument();
        if (node.kind != Kind::symbol)
            return problem(U"\\not", QObject::tr("\"\\not\" needs a relation after it"));
        static constexpr std::pair<char32_t, char32_t> negations[] = {
            {U'=', U'≠'}, {U'∈', U'∉'}, {U'≡', U'≢'}, {U'<', U'≮'},
            {U'>', U'≯'}, {U'⊂', U'⊄'}, {U'∼', U'≁'}, {U'≈', U'≉'}};
        for (const auto& [plain, crossed] : negations)
            if (node.text[0] == plain) node.text[0] = crossed;
        return node;
    }

    Node modulus() {
        advance();
        Node node;
        Node mod;
        mod.kind = Kind::word;
        mod.text = U"mod";
        node.children = {space(9),   symbol(U'(', Atom::opening), std::move(mod), space(5),
                         argument(), symbol(U')', Atom::closing)};
        return node;
    }

    // ---- tables
    Node cells(Node matrix, std::string_view name) {
        std::vector<std::vector<Node>> rows(1);
        for (;;) {
            rows.back().push_back(row({}));
            if (token_ == Token::align) {
                advance();
            } else if (at_command("\\") || at_command("cr")) {
                advance();
                if (token_ == Token::end || at_command("end") || token_ == Token::close) break;
                rows.emplace_back();
            } else {
                break;
            }
        }
        if (at_command("end")) {
            const auto ended = raw_argument();
            advance();
            if (!std::equal(ended.begin(), ended.end(), name.begin(), name.end()))
                complain(
                    QObject::tr("\\begin{%1} ends with \\end{%2}")
                        .arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                             shown(ended)));
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

    Node environment() {
        const auto written = raw_argument();
        std::string name;
        for (const auto c : written)
            if (c != U'*') name += c < 128 ? static_cast<char>(c) : '?';
        Node matrix;
        matrix.atom = Atom::inner;
        if (name == "array") {
            for (const auto c : raw_argument())
                if (c == U'l' || c == U'c' || c == U'r') matrix.alignment += static_cast<char>(c);
        }
        if (name == "aligned" || name == "align" || name == "split" || name == "gathered") {
            matrix.size = Size::display;
            matrix.tight = true;
            matrix.alignment = name == "gathered" ? "c" : "rl";
        }
        if (name == "cases") matrix.alignment = "l";
        advance();
        std::string plain;
        for (const auto c : written) plain += c < 128 ? static_cast<char>(c) : '?';
        matrix = cells(std::move(matrix), plain);
        if (name == "pmatrix") return fence(U'(', U')', std::move(matrix));
        if (name == "bmatrix") return fence(U'[', U']', std::move(matrix));
        if (name == "Bmatrix") return fence(U'{', U'}', std::move(matrix));
        if (name == "vmatrix") return fence(U'|', U'|', std::move(matrix));
        if (name == "Vmatrix") return fence(U'‖', U'‖', std::move(matrix));
        if (name == "cases") return fence(U'{', 0, std::move(matrix));
        static constexpr std::string_view plain_ones[] = {
            "matrix", "smallmatrix", "array", "aligned", "align", "split", "gathered"};
        if (std::find(std::begin(plain_ones), std::end(plain_ones), name) == std::end(plain_ones))
            complain(QObject::tr("The environment \"%1\" is unknown").arg(shown(written)));
        return matrix;
    }

    Node substack() {
        advance();
        if (token_ != Token::open) return argument();
        advance();
        Node matrix;
        matrix.tight = true;
        matrix = cells(std::move(matrix), {});
        if (token_ == Token::close) advance();
        return matrix;
    }

    std::u32string text_;
    std::size_t at_ = 0, start_ = 0;
    Token token_ = Token::end;
    char32_t character_ = 0;
    std::string command_;
    bool started_ = false;
    int depth_ = 0;
    Size size_ = Size::inherited;
    Alphabet alphabet_ = Alphabet::normal;
    QStringList problems_;
};

}  // namespace

Parsed parse(const QString& tex) {
    return Parser(tex).run();
}

}  // namespace langevin::controls::formula

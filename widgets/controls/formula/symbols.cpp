// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/symbols.h"

#include <algorithm>
#include <span>
#include <utility>

#include "widgets/style/math_text.h"

namespace langevin::controls::formula {
namespace {

struct Entry {
    std::string_view command;
    char32_t character;
};

// Greek letters: capitals stand upright unless written \varGamma.
constexpr Entry slanted[] = {
    {"alpha", U'α'},      {"beta", U'β'},     {"gamma", U'γ'},    {"delta", U'δ'},  {"epsilon", U'ϵ'},
    {"varepsilon", U'ε'}, {"zeta", U'ζ'},     {"eta", U'η'},      {"theta", U'θ'},  {"vartheta", U'ϑ'},
    {"iota", U'ι'},       {"kappa", U'κ'},    {"lambda", U'λ'},   {"mu", U'μ'},     {"nu", U'ν'},
    {"xi", U'ξ'},         {"omicron", U'ο'},  {"pi", U'π'},       {"varpi", U'ϖ'},  {"rho", U'ρ'},
    {"varrho", U'ϱ'},     {"sigma", U'σ'},    {"varsigma", U'ς'}, {"tau", U'τ'},    {"upsilon", U'υ'},
    {"phi", U'ϕ'},        {"varphi", U'φ'},   {"chi", U'χ'},      {"psi", U'ψ'},    {"omega", U'ω'},
    {"partial", U'∂'},    {"varGamma", U'Γ'}, {"varDelta", U'Δ'}, {"varPhi", U'Φ'}, {"imath", U'\u0131'},
    {"jmath", U'\u0237'},
};

constexpr Entry ordinary[] = {
    {"Gamma", U'Γ'},    {"Delta", U'Δ'},      {"Theta", U'Θ'},   {"Lambda", U'Λ'}, {"Xi", U'Ξ'},
    {"Pi", U'Π'},       {"Sigma", U'Σ'},      {"Upsilon", U'Υ'}, {"Phi", U'Φ'},    {"Psi", U'Ψ'},
    {"Omega", U'Ω'},    {"infty", U'∞'},      {"nabla", U'∇'},   {"hbar", U'ℏ'},   {"ell", U'ℓ'},
    {"Re", U'ℜ'},       {"Im", U'ℑ'},         {"aleph", U'ℵ'},   {"forall", U'∀'}, {"exists", U'∃'},
    {"emptyset", U'∅'}, {"prime", U'′'},      {"angle", U'∠'},   {"ldots", U'…'},  {"dots", U'…'},
    {"cdots", U'⋯'},    {"vdots", U'⋮'},      {"ddots", U'⋱'},   {"degree", U'°'}, {"neg", U'¬'},
    {"lnot", U'¬'},     {"top", U'⊤'},        {"bot", U'⊥'},     {"square", U'□'}, {"Box", U'□'},
    {"triangle", U'△'}, {"surd", U'√'},       {"flat", U'♭'},    {"sharp", U'♯'},  {"checkmark", U'✓'},
    {"%", U'%'},        {"#", U'#'},          {"&", U'&'},       {"$", U'$'},      {"_", U'_'},
    {"dag", U'†'},      {"backslash", U'\\'}, {"vert", U'|'},    {"|", U'‖'},      {"Vert", U'‖'},
    {"pounds", U'£'},   {"S", U'§'},
};

constexpr Entry binary[] = {
    {"pm", U'±'},   {"mp", U'∓'},       {"times", U'×'},  {"cdot", U'⋅'},    {"div", U'÷'},    {"ast", U'∗'},
    {"star", U'⋆'}, {"circ", U'∘'},     {"bullet", U'∙'}, {"oplus", U'⊕'},   {"ominus", U'⊖'}, {"otimes", U'⊗'},
    {"odot", U'⊙'}, {"cap", U'∩'},      {"cup", U'∪'},    {"wedge", U'∧'},   {"land", U'∧'},   {"vee", U'∨'},
    {"lor", U'∨'},  {"setminus", U'∖'}, {"dagger", U'†'}, {"ddagger", U'‡'}, {"bmod", U'%'},
};

constexpr Entry relation[] = {
    {"le", U'≤'},
    {"leq", U'≤'},
    {"ge", U'≥'},
    {"geq", U'≥'},
    {"ne", U'≠'},
    {"neq", U'≠'},
    {"equiv", U'≡'},
    {"sim", U'∼'},
    {"simeq", U'≃'},
    {"approx", U'≈'},
    {"cong", U'≅'},
    {"propto", U'∝'},
    {"ll", U'≪'},
    {"gg", U'≫'},
    {"to", U'→'},
    {"rightarrow", U'→'},
    {"gets", U'←'},
    {"leftarrow", U'←'},
    {"leftrightarrow", U'↔'},
    {"Rightarrow", U'⇒'},
    {"Leftarrow", U'⇐'},
    {"implies", U'⟹'},
    {"iff", U'⟺'},
    {"Leftrightarrow", U'⇔'},
    {"longrightarrow", U'⟶'},
    {"longleftarrow", U'⟵'},
    {"mapsto", U'↦'},
    {"uparrow", U'↑'},
    {"downarrow", U'↓'},
    {"in", U'∈'},
    {"notin", U'∉'},
    {"ni", U'∋'},
    {"subset", U'⊂'},
    {"supset", U'⊃'},
    {"subseteq", U'⊆'},
    {"supseteq", U'⊇'},
    {"parallel", U'∥'},
    {"perp", U'⟂'},
    {"mid", U'∣'},
    {"lesssim", U'≲'},
    {"gtrsim", U'≳'},
    {"doteq", U'≐'},
    {"asymp", U'≍'},
    {"prec", U'≺'},
    {"succ", U'≻'},
    {"vdash", U'⊢'},
    {"models", U'⊨'},
    {"hookrightarrow", U'↪'},
    {"coloneqq", U'≔'},
    {"triangleq", U'≜'},
    {"rightleftharpoons", U'⇌'},
    {"nearrow", U'↗'},
    {"searrow", U'↘'},
    {"leadsto", U'⇝'},
};

constexpr Entry opening[] = {{"langle", U'⟨'}, {"{", U'{'},     {"lbrace", U'{'}, {"lbrack", U'['},
                             {"lfloor", U'⌊'}, {"lceil", U'⌈'}, {"lvert", U'|'},  {"lVert", U'‖'}};
constexpr Entry closing[] = {{"rangle", U'⟩'}, {"}", U'}'},     {"rbrace", U'}'}, {"rbrack", U']'},
                             {"rfloor", U'⌋'}, {"rceil", U'⌉'}, {"rvert", U'|'},  {"rVert", U'‖'}};
constexpr Entry punctuation[] = {{"colon", U':'}, {"cdotp", U'·'}};

struct Group {
    std::span<const Entry> entries;
    Atom atom;
    bool italic;
};
const Group groups[] = {
    {slanted, Atom::ordinary, true},         {ordinary, Atom::ordinary, false}, {binary, Atom::binary, false},
    {relation, Atom::relation, false},       {opening, Atom::opening, false},   {closing, Atom::closing, false},
    {punctuation, Atom::punctuation, false},
};

constexpr Entry big_operators[] = {
    {"sum", U'∑'},  {"prod", U'∏'},   {"coprod", U'∐'}, {"int", U'∫'},      {"iint", U'∬'},   {"iiint", U'∭'},
    {"oint", U'∮'}, {"bigcap", U'⋂'}, {"bigcup", U'⋃'}, {"bigwedge", U'⋀'}, {"bigvee", U'⋁'},
};
constexpr std::string_view functions[] = {"exp",    "log", "ln",   "lg",   "sin",  "cos",  "tan",    "cot",
                                          "sec",    "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos",
                                          "arctan", "arg", "deg",  "dim",  "hom",  "ker",  "sgn",    "tr",
                                          "Tr",     "erf", "erfc", "Var",  "Cov",  "diag", "rank",   "sign"};
constexpr std::string_view functions_with_limits[] = {"lim", "min", "max",    "sup",    "inf",    "det",
                                                      "gcd", "Pr",  "argmin", "argmax", "limsup", "liminf"};

constexpr Entry accents[] = {{"hat", 0x302},   {"tilde", 0x303},   {"dot", 0x307},   {"ddot", 0x308},
                             {"check", 0x30C}, {"breve", 0x306},   {"acute", 0x301}, {"grave", 0x300},
                             {"vec", 0x20D7},  {"mathring", 0x30A}};

constexpr std::pair<std::string_view, double> spaces[] = {{",", 3},          {"thinspace", 3}, {":", 4},
                                                          {">", 4},          {"medspace", 4},  {";", 5},
                                                          {"thickspace", 5}, {"!", -3},        {"negthinspace", -3},
                                                          {" ", 5},          {"~", 5},         {"quad", 18},
                                                          {"qquad", 36},     {"enspace", 9},   {"nobreakspace", 5},
                                                          {"\n", 5},         {"\t", 5}};

constexpr std::pair<std::string_view, Alphabet> alphabets[] = {{"mathrm", Alphabet::upright},
                                                               {"mathup", Alphabet::upright},
                                                               {"mathit", Alphabet::italic},
                                                               {"mathbf", Alphabet::bold},
                                                               {"boldsymbol", Alphabet::bold_italic},
                                                               {"bm", Alphabet::bold_italic},
                                                               {"mathcal", Alphabet::script},
                                                               {"mathscr", Alphabet::script},
                                                               {"mathfrak", Alphabet::fraktur},
                                                               {"mathbb", Alphabet::double_struck},
                                                               {"mathsf", Alphabet::sans},
                                                               {"mathtt", Alphabet::typewriter},
                                                               {"mathnormal", Alphabet::normal}};

std::optional<char32_t> look_up(std::span<const Entry> entries, std::string_view command) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.command == command; });
    return found == entries.end() ? std::nullopt : std::optional(found->character);
}

/// Letters that Unicode had before it got whole alphabets.
constexpr std::pair<char32_t, char32_t> early_script[] = {
    {U'B', 0x212C}, {U'E', 0x2130}, {U'F', 0x2131}, {U'H', 0x210B}, {U'I', 0x2110}, {U'L', 0x2112},
    {U'M', 0x2133}, {U'R', 0x211B}, {U'e', 0x212F}, {U'g', 0x210A}, {U'o', 0x2134}};
constexpr std::pair<char32_t, char32_t> early_fraktur[] = {
    {U'C', 0x212D}, {U'H', 0x210C}, {U'I', 0x2111}, {U'R', 0x211C}, {U'Z', 0x2128}};
constexpr std::pair<char32_t, char32_t> early_double[] = {
    {U'C', 0x2102}, {U'H', 0x210D}, {U'N', 0x2115}, {U'P', 0x2119}, {U'Q', 0x211A}, {U'R', 0x211D}, {U'Z', 0x2124}};

struct Range {
    char32_t capital, small, digit, greek_capital, greek_small;  // 0: not there
    std::span<const std::pair<char32_t, char32_t>> early;
};

Range range_of(Alphabet alphabet) {
    switch (alphabet) {
        case Alphabet::bold:
            return {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2, {}};
        case Alphabet::bold_italic:
            return {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736, {}};
        case Alphabet::script:
            return {0x1D49C, 0x1D4B6, 0, 0, 0, early_script};
        case Alphabet::fraktur:
            return {0x1D504, 0x1D51E, 0, 0, 0, early_fraktur};
        case Alphabet::double_struck:
            return {0x1D538, 0x1D552, 0, 0, 0, early_double};
        case Alphabet::sans:
            return {0x1D5A0, 0x1D5BA, 0, 0, 0, {}};
        case Alphabet::typewriter:
            return {0x1D670, 0x1D68A, 0, 0, 0, {}};
        default:
            return {};
    }
}

}  // namespace

std::optional<Symbol> find_symbol(std::string_view command) {
    for (const auto& group : groups)
        if (const auto c = look_up(group.entries, command)) return Symbol{*c, group.atom, group.italic};
    return std::nullopt;
}

Symbol typed(char32_t c) {
    switch (c) {
        case U'-':
            return {U'−', Atom::binary};
        case U'*':
            return {U'∗', Atom::binary};
        case U'+':
            return {c, Atom::binary};
        case U'=':
        case U'<':
        case U'>':
        case U':':
            return {c, Atom::relation};
        case U',':
        case U';':
            return {c, Atom::punctuation};
        case U'(':
        case U'[':
            return {c, Atom::opening};
        case U')':
        case U']':
        case U'!':
        case U'?':
            return {c, Atom::closing};
        default:
            break;
    }
    const bool latin = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    if (latin) return {c, Atom::ordinary, true};
    for (const auto& group : groups)
        for (const auto& entry : group.entries)
            if (entry.character == c && c > 127) return {c, group.atom, group.italic};
    return {c};
}

std::optional<Operation> find_operation(std::string_view command) {
    if (const auto c = look_up(big_operators, command)) {
        const bool integral = command.ends_with("int");
        return Operation{*c, {}, integral ? Limits::never : Limits::automatic};
    }
    if (std::find(std::begin(functions), std::end(functions), command) != std::end(functions))
        return Operation{0, command, Limits::never};
    for (const auto name : functions_with_limits)
        if (name == command)
            return Operation{0, name == "limsup" ? "lim sup" : name == "liminf" ? "lim inf" : name, Limits::automatic};
    return std::nullopt;
}

std::optional<char32_t> find_delimiter(std::string_view command) {
    if (command == ".") return 0;
    if (command == "<") return U'⟨';
    if (command == ">") return U'⟩';
    if (command.size() == 1 && std::string_view("()[]|/").find(command[0]) != std::string_view::npos)
        return static_cast<char32_t>(command[0]);
    if (const auto c = look_up(opening, command)) return c;
    if (const auto c = look_up(closing, command)) return c;
    if (command == "|" || command == "Vert" || command == "\\|") return U'‖';
    if (command == "vert" || command == "mid") return U'|';
    if (command == "backslash") return U'\\';
    return std::nullopt;
}

std::optional<Accent> find_accent(std::string_view command) {
    if (command == "widehat") return Accent{0x302, true};
    if (command == "widetilde") return Accent{0x303, true};
    const auto c = look_up(accents, command);
    return c ? std::optional(Accent{*c, false}) : std::nullopt;
}

std::optional<double> find_space(std::string_view command) {
    for (const auto& [name, amount] : spaces)
        if (name == command) return amount;
    return std::nullopt;
}

std::optional<Alphabet> find_alphabet(std::string_view command) {
    for (const auto& [name, alphabet] : alphabets)
        if (name == command) return alphabet;
    return std::nullopt;
}

char32_t in_alphabet(char32_t c, Alphabet alphabet) {
    if (alphabet == Alphabet::upright || alphabet == Alphabet::normal) return c;
    if (alphabet == Alphabet::italic) return style::math_italic(c);
    const auto range = range_of(alphabet);
    for (const auto& [letter, early] : range.early)
        if (letter == c) return early;
    if (range.capital && c >= U'A' && c <= U'Z') return range.capital + (c - U'A');
    if (range.small && c >= U'a' && c <= U'z') return range.small + (c - U'a');
    if (range.digit && c >= U'0' && c <= U'9') return range.digit + (c - U'0');
    if (range.greek_capital && c >= U'Α' && c <= U'Ω') return range.greek_capital + (c - U'Α');
    if (range.greek_small && c >= U'α' && c <= U'ω') return range.greek_small + (c - U'α');
    return c;
}

}  // namespace langevin::controls::formula

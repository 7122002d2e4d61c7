// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/controls/formula/pieces.h"

namespace langevin::controls::formula {
namespace {

using namespace constant;

/// Spaces between neighbouring atoms in eighteenths of an em; negative: none in scripts. Rows:
/// left, columns: right, both in the order of Atom: ordinary, operation, binary, relation, opening,
/// closing, punctuation, inner.
constexpr std::array<std::array<int, 8>, 8> spacing = {{{0, 3, -4, -5, 0, 0, 0, -3},
                                                        {3, 3, 0, -5, 0, 0, 0, -3},
                                                        {-4, -4, 0, 0, -4, 0, 0, -4},
                                                        {-5, -5, 0, 0, -5, 0, 0, -5},
                                                        {0, 0, 0, 0, 0, 0, 0, 0},
                                                        {0, 3, -4, -5, 0, 0, 0, -3},
                                                        {-3, -3, 0, -3, -3, -3, -3, -3},
                                                        {-3, 3, -4, -5, -3, 0, -3, -3}}};

class Layout {
  public:
    explicit Layout(const FormulaFont& font) : font_(font) {}

    Drawing node(const Node& node, Style style) const {
        if (node.size != Size::inherited && node.kind != Kind::fraction) style = style.resized(node.size);
        switch (node.kind) {
            case Kind::row:
                return row(node.children, style);
            case Kind::symbol:
                return symbol(node, style);
            case Kind::word:
                return word(font_, node.text, style);
            case Kind::space:
                return blank(node.amount / 18 * style.em());
            case Kind::scripts:
                return takes_limits(node, style) ? limits(node, style) : scripts(node, style);
            case Kind::fraction:
                return fraction(node, style);
            case Kind::radical:
                return radical(node, style);
            case Kind::fenced:
                return fenced(node, style);
            case Kind::delimiter:
                return delimiter_of_size(font_, node.text[0], node.amount, style);
            case Kind::accent:
                return accent(font_, this->node(node.children[0], style.cramped()), node, style);
            case Kind::line:
                return with_line(this->node(node.children[0], style.cramped()), node.amount > 0, style);
            case Kind::brace:
                return with_brace(this->node(node.children[0], style), node.amount > 0, style);
            case Kind::boxed:
                return framed(this->node(node.children[0], style), style);
            case Kind::stack:
                return limits(node, style);
            case Kind::matrix:
                return matrix(node, style);
            case Kind::problem:
                return problem_text(font_, node.text, style);
        }
        return {};
    }

  private:
    static Drawing blank(double width) {
        Drawing result;
        result.width = width;
        return result;
    }

    /// What a binary sign really is: without an operand on both sides it is a sign.
    static std::vector<Atom> effective(const std::vector<Node>& nodes) {
        std::vector<Atom> atoms;
        std::ptrdiff_t last = -1;  // the last that is no space
        for (const auto& each : nodes) {
            auto atom = each.atom;
            const auto before = last < 0 ? Atom::opening : atoms[static_cast<std::size_t>(last)];
            const bool no_operand = before == Atom::binary || before == Atom::operation || before == Atom::relation ||
                                    before == Atom::opening || before == Atom::punctuation;
            if (atom == Atom::binary && no_operand) atom = Atom::ordinary;
            const bool ends = atom == Atom::relation || atom == Atom::closing || atom == Atom::punctuation;
            if (ends && before == Atom::binary) atoms[static_cast<std::size_t>(last)] = Atom::ordinary;
            atoms.push_back(atom);
            if (each.kind != Kind::space && !each.empty()) last = static_cast<std::ptrdiff_t>(atoms.size()) - 1;
        }
        if (last >= 0 && atoms[static_cast<std::size_t>(last)] == Atom::binary)
            atoms[static_cast<std::size_t>(last)] = Atom::ordinary;
        return atoms;
    }

    Drawing row(const std::vector<Node>& nodes, const Style& style) const {
        const auto atoms = effective(nodes);
        Drawing result;
        std::ptrdiff_t last = -1;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const bool silent = nodes[i].kind == Kind::space || nodes[i].empty();
            if (!silent && last >= 0) {
                const int mu = spacing[static_cast<std::size_t>(atoms[static_cast<std::size_t>(last)])]
                                      [static_cast<std::size_t>(atoms[i])];
                if (mu > 0 || !style.is_script()) result.width += std::abs(mu) / 18.0 * style.em();
            }
            // A letter that leans over leaves room before an upright neighbour such as a bracket.
            const bool upright_follows = atoms[i] == Atom::closing || atoms[i] == Atom::opening;
            if (!silent && last >= 0 && upright_follows) result.width += result.overhang;
            const auto piece = node(nodes[i], style);
            result.add(piece, result.width, 0);
            result.width += piece.width + (nodes[i].large ? piece.overhang : 0);  // an integral leans far out
            result.overhang = nodes[i].large ? 0 : piece.overhang;
            if (!silent) last = static_cast<std::ptrdiff_t>(i);
        }
        return result;
    }

    Drawing symbol(const Node& node, const Style& style) const {
        if (!node.large) return glyph(font_, node.text[0], style);
        const auto character = style.is_display() ? FormulaFont::display_operator(node.text[0]) : node.text[0];
        return centred_on_axis(glyph(font_, character, style), style);
    }

    static bool takes_limits(const Node& node, const Style& style) {
        return node.limits == Limits::always || (node.limits == Limits::automatic && style.is_display());
    }

    /// A single character, whose scripts stand at fixed heights.
    static bool is_character(const Node& node) {
        if (node.kind == Kind::row && node.children.size() == 1) return is_character(node.children.front());
        return node.kind == Kind::symbol && !node.large;
    }

    static bool only_primes(const Node& super) {
        const auto is_prime = [](const Node& each) { return each.kind == Kind::symbol && each.text[0] == U'′'; };
        return !super.children.empty() && std::all_of(super.children.begin(), super.children.end(), is_prime);
    }

    Drawing scripts(const Node& node, const Style& style) const {
        const double unit = style.em() / 1000;
        const auto& base = node.children[0];
        const auto nucleus = this->node(base, style);
        const auto sub = this->node(node.children[1], style.script().cramped());
        const bool primes = only_primes(node.children[2]);  // the font's prime is small and high already
        const auto super = this->node(node.children[2], primes ? style : style.script());
        const bool has_sub = !node.children[1].empty(), has_super = !node.children[2].empty();
        const bool character = is_character(base);
        const double small = style.script().em() / 1000;

        double up = character ? 0 : nucleus.ascent - sup_drop * small;
        up = std::max(
            {up, (style.is_cramped() ? sup_shift_cramped : sup_shift) * unit, super.descent + sup_bottom_least * unit});
        if (primes) up = std::max(0.0, nucleus.ascent - 680 * unit);
        double down = character ? 0 : nucleus.descent + sub_drop * small;
        down = std::max({down, sub_shift * unit, sub.ascent - sub_top_most * unit});
        if (has_sub && has_super) {
            const double gap = (up - super.descent) - (sub.ascent - down);
            if (!primes && gap < scripts_gap * unit) down += scripts_gap * unit - gap;
        }

        Drawing result;
        result.add(nucleus, 0, 0);
        const bool integral = base.kind == Kind::symbol && base.large && node.limits == Limits::never;
        // The subscript of an integral goes under its slope, the superscript beyond it.
        const double sub_x = nucleus.width - (integral ? 0.06 * style.em() : 0);
        const double super_x = nucleus.width + (has_super ? nucleus.overhang : 0);
        if (has_sub) result.add(sub, sub_x, down);
        if (has_super) result.add(super, super_x, -up);
        result.width = nucleus.width;
        if (has_sub) result.width = std::max(result.width, sub_x + sub.width);
        if (has_super) result.width = std::max(result.width, super_x + super.width);
        result.width += after_script * unit;
        return result;
    }

    /// Above and below: limits of an operator, \overset, what stands on a brace.
    Drawing limits(const Node& node, const Style& style) const {
        const double unit = style.em() / 1000;
        const auto nucleus = this->node(node.children[0], style);
        const auto below = this->node(node.children[1], style.script().cramped());
        const auto above = this->node(node.children[2], style.script());
        const double width = std::max({nucleus.width, below.width, above.width});
        const bool operation = node.kind == Kind::scripts;
        const double gap = (operation ? 1.0 : 0.6) * upper_limit_gap * unit;
        const double lean = operation ? nucleus.overhang / 2 : 0;

        Drawing result;
        result.add(nucleus, (width - nucleus.width) / 2, 0);
        if (!node.children[2].empty()) {
            const double rise = std::max(gap, operation ? upper_limit_rise * unit - above.descent : gap);
            result.add(above, (width - above.width) / 2 + lean, -(nucleus.ascent + rise + above.descent));
        }
        if (!node.children[1].empty()) {
            const double drop = std::max(gap, operation ? lower_limit_drop * unit - below.ascent : gap);
            result.add(below, (width - below.width) / 2 - lean, nucleus.descent + drop + below.ascent);
        }
        result.width = width;
        return result;
    }

    Drawing fraction(const Node& node, Style style) const {
        style = style.resized(node.size);
        const double unit = style.em() / 1000;
        const bool display = style.is_display();
        const auto above = this->node(node.children[0], style.part());
        const auto below = this->node(node.children[1], style.part().cramped());
        const double axis = axis_height * unit, thick = node.ruled ? rule * unit : 0;
        const double gap = (display ? fraction_gap_display : fraction_gap) * unit * (node.ruled ? 1 : 1.6);
        const double up = std::max((display ? numerator_shift_display : numerator_shift) * unit,
                                   axis + thick / 2 + gap + above.descent);
        const double down = std::max((display ? denominator_shift_display : denominator_shift) * unit,
                                     below.ascent + gap + thick / 2 - axis);
        const double pad = null_delimiter * unit,
                     width = std::max(above.width + above.overhang, below.width + below.overhang);
        Drawing result;
        result.add(above, pad + (width - above.width) / 2, -up);
        result.add(below, pad + (width - below.width) / 2, down);
        result.width = width + 2 * pad;
        if (node.ruled) result.rules.push_back({QRectF(pad * 0.6, -axis - thick / 2, width + 0.8 * pad, thick)});
        return result;
    }

    Drawing radical(const Node& node, const Style& style) const {
        const double unit = style.em() / 1000;
        const auto body = this->node(node.children[0], style.cramped());
        const auto degree = this->node(node.children[1], style.script().script());
        const double gap = (style.is_display() ? radical_gap_display : radical_gap) * unit, thick = rule * unit;
        // At least the height of a letter, so that roots side by side have one height.
        const double ascent = std::max(body.ascent, 620 * unit), descent = std::max(body.descent, 120 * unit);
        const auto sign = root_sign(font_, ascent + descent + gap + thick, style);
        const double spare = std::max(0.0, sign.height() - (ascent + descent + gap + thick));
        const double top = ascent + gap + thick + spare / 2;

        Drawing result;
        const double raised = degree_raise * sign.height() - (sign.height() - top);
        const double before = node.children[1].empty() ? 0 : std::max(0.0, degree.width - 0.42 * sign.width);
        if (!node.children[1].empty()) result.add(degree, std::max(0.0, 0.42 * sign.width - degree.width), -raised);
        result.add(sign, before, sign.ascent - top);
        result.add(body, before + sign.width, 0);
        const double width = body.width + body.overhang + 60 * unit;
        result.rules.push_back({QRectF(before + sign.width - 0.5 * thick, -top, width + 0.5 * thick, thick)});
        result.width = before + sign.width + width;
        result.ascent = std::max(result.ascent, top + radical_extra * unit);
        return result;
    }

    Drawing fenced(const Node& node, const Style& style) const {
        const double unit = style.em() / 1000, axis = axis_height * unit;
        auto body = this->node(node.children[0], style);
        const double half = std::max(body.ascent - axis, body.descent + axis);
        const double wanted = std::max(1.8 * half, 2 * half - 250 * unit);
        const auto has_middle = [](const Node& child) { return child.kind == Kind::delimiter && child.amount == 0; };
        if (std::any_of(node.children[0].children.begin(), node.children[0].children.end(), has_middle)) {
            auto grown = node.children[0];
            for (auto& child : grown.children)
                if (has_middle(child)) child.amount = -wanted / style.em();
            body = this->node(grown, style);
        }
        Drawing result;
        const auto put = [&](char32_t character) {
            const auto fence = character ? delimiter(font_, character, wanted, style) : blank(null_delimiter * unit);
            result.add(fence, result.width, 0);
            result.width += fence.width;
        };
        put(node.text[0]);
        result.add(body, result.width, 0);
        result.width += body.width + (node.text[1] ? body.overhang : 0);
        put(node.text[1]);
        return result;
    }

    Drawing matrix(const Node& node, const Style& style) const {
        const double unit = style.em() / 1000, axis = axis_height * unit;
        const auto columns = static_cast<std::size_t>(node.columns);
        const auto rows = node.children.size() / columns;
        const auto inside = node.size == Size::display ? style.resized(Size::display) : style.resized(Size::text);
        std::vector<Drawing> cells;
        std::vector<double> widths(columns), ascents(rows), descents(rows);
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            cells.push_back(this->node(node.children[i], inside));
            widths[i % columns] = std::max(widths[i % columns], cells.back().width);
            ascents[i / columns] = std::max({ascents[i / columns], cells.back().ascent, 0.0});
            descents[i / columns] = std::max({descents[i / columns], cells.back().descent, 0.0});
        }
        std::vector<double> baselines(rows);
        for (std::size_t r = 1; r < rows; ++r) {
            const double tight = descents[r - 1] + row_gap_least * unit + ascents[r];
            baselines[r] = baselines[r - 1] + std::max(row_height * unit, tight + (node.tight ? 150 * unit : 0));
        }
        const double height = ascents.front() + baselines.back() + descents.back();
        const double top = axis + height / 2 - ascents.front();
        Drawing result;
        for (std::size_t c = 0; c < columns; ++c) {
            const bool joined = node.tight && c % 2 == 1;  // the relation sign continues the left side
            if (c > 0) result.width += joined ? 0 : column_gap * unit;
            const char side = node.alignment.empty() ? 'c' : node.alignment[c % node.alignment.size()];
            for (std::size_t r = 0; r < rows; ++r) {
                const auto& cell = cells[r * columns + c];
                const double spare = widths[c] - cell.width;
                const double x = side == 'l' ? 0 : side == 'r' ? spare : spare / 2;
                // An "=" at the beginning of a cell still has its space on the left.
                const auto& contents = node.children[r * columns + c].children;
                const bool leads = joined && !contents.empty() && contents.front().atom == Atom::relation;
                result.add(cell, result.width + x + (leads ? 5.0 / 18 * style.em() : 0), baselines[r] - top);
            }
            result.width += widths[c] + (joined ? 5.0 / 18 * style.em() : 0);
        }
        return result;
    }

    const FormulaFont& font_;
};

}  // namespace

Drawing lay_out(const Node& root, const FormulaFont& font, double em, bool display) {
    auto drawing = Layout(font).node(root, Style(em, display));
    drawing.width += drawing.overhang;
    drawing.overhang = 0;
    return drawing;
}

}  // namespace langevin::controls::formula

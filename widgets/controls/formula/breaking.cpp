// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/breaking.h"

namespace langevin::controls::formula {
namespace {

/// Takes no room, but what follows knows that it is not the first.
Node something_before() {
    return {.kind = Kind::word};
}

/// Cuts one row behind commas, before relations, or before signs.
class Cutter {
  public:
    explicit Cutter(Atom at) : at_(at) {}

    std::vector<Node> cut(const Node& row) && {
        for (const auto& node : row.children) add(node);
        return std::move(parts_);
    }

  private:
    void add(const Node& node) {
        if (node.atom == Atom::closing) --depth_;
        if (node.kind != Kind::space && cuts_before(node)) parts_.push_back({.children = {something_before()}});
        parts_.back().children.push_back(node);
        if (node.atom == Atom::opening) ++depth_;
        if (node.kind == Kind::space) return;
        relations_ += node.atom == Atom::relation;
        last_ = node.atom;
    }

    bool cuts_before(const Node& node) const {
        if (depth_ > 0) return false;
        if (at_ == Atom::punctuation) return last_ == at_;
        const bool operand_before = last_ == Atom::ordinary || last_ == Atom::closing || last_ == Atom::inner;
        return node.atom == at_ && operand_before && (at_ == Atom::binary || relations_ > 0);
    }

    Atom at_, last_ = Atom::opening;
    int depth_ = 0, relations_ = 0;
    std::vector<Node> parts_{Node{}};
};

Part without_trailing_space(Node formula) {
    double space = 0;
    for (auto& nodes = formula.children; !nodes.empty() && nodes.back().kind == Kind::space; nodes.pop_back())
        space += nodes.back().amount / 18;
    return {std::move(formula), space};
}

}  // namespace

std::vector<Part> broken(const Node& formula, double most, const std::function<double(const Node&)>& width) {
    if (formula.kind != Kind::row || width(formula) <= most) return {{formula}};
    std::vector<Node> parts{formula};
    for (const auto at : {Atom::punctuation, Atom::relation, Atom::binary}) {
        std::vector<Node> smaller;
        for (auto& part : parts) {
            if (width(part) <= most) {
                smaller.push_back(std::move(part));
                continue;
            }
            for (auto& piece : Cutter(at).cut(part)) smaller.push_back(std::move(piece));
        }
        parts = std::move(smaller);
    }
    std::vector<Part> result;
    for (auto& part : parts) result.push_back(without_trailing_space(std::move(part)));
    return result;
}

}  // namespace langevin::controls::formula

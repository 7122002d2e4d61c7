// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/charge_tree.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/coulomb_gas/rows.h"

namespace langevin::coulomb_gas {
namespace {

constexpr std::size_t leaf_size = 64;  // a multiple of the rows worked on side by side
constexpr std::size_t powers = 34;
constexpr double nearness = 0.4;  // largest ratio of radius to distance that is far

using Binomials = std::array<std::array<double, powers>, powers>;

constexpr Binomials pascal() {
    Binomials table{};
    for (std::size_t n = 0; n < powers; ++n) {
        table[n][0] = 1;
        for (std::size_t k = 1; k <= n; ++k) table[n][k] = table[n - 1][k - 1] + (k < n ? table[n - 1][k] : 0);
    }
    return table;
}
constexpr Binomials binomial = pascal();

/// sum[k] += sum over the group of 1/(x_k - y) = (t/radius)(M_0 + t (M_1 + ...)), t = radius/(x_k - c).
void add_group(const Rows& x, double centre, double radius, const double* moments, Rows& sum) {
    Rows t, series;
    for (std::size_t k = 0; k < row_width; ++k) {
        t[k] = radius / (x[k] - centre);
        series[k] = moments[powers - 1];
    }
    for (std::size_t power = powers - 1; power-- > 0;)
        for (std::size_t k = 0; k < row_width; ++k) series[k] = series[k] * t[k] + moments[power];
    for (std::size_t k = 0; k < row_width; ++k) sum[k] += series[k] * t[k] / radius;
}

/// Adds the sums over the group of 1/(x_k - y)^2 and of v/(x_k - y)^2 = (t/radius)^2 (M_0 + 2 t (M_1 + ...)).
void add_squares(const Rows& x, double centre, double radius, const double* moments, const double* weighted,
                 Rows& squares, Rows& weighted_squares) {
    Rows t, plain, with_weights;
    for (std::size_t k = 0; k < row_width; ++k) {
        t[k] = radius / (x[k] - centre);
        plain[k] = static_cast<double>(powers) * moments[powers - 1];
        with_weights[k] = static_cast<double>(powers) * weighted[powers - 1];
    }
    for (std::size_t power = powers - 1; power-- > 0;) {
        const double order = static_cast<double>(power + 1);
        const double one = order * moments[power], other = order * weighted[power];
        for (std::size_t k = 0; k < row_width; ++k) {
            plain[k] = plain[k] * t[k] + one;
            with_weights[k] = with_weights[k] * t[k] + other;
        }
    }
    for (std::size_t k = 0; k < row_width; ++k) {
        const double scale = t[k] / radius * (t[k] / radius);
        squares[k] += plain[k] * scale;
        weighted_squares[k] += with_weights[k] * scale;
    }
}

/// Sum over rows and group of ln|x - y| = n ln|x - c| - sum_(m >= 1) M_m t^m/m.
double logarithms_of_group(std::span<const double> x, double centre, double radius, const double* moments) {
    ProductLogarithm distances;
    double series_of_all = 0;
    for (const double row : x) {
        distances.multiply(std::abs(row - centre));
        const double t = radius / (row - centre);
        double series = 0;
        for (std::size_t m = powers - 1; m > 0; --m) series = (series + moments[m] / static_cast<double>(m)) * t;
        series_of_all += series;
    }
    return moments[0] * distances.logarithm() - series_of_all;
}

}  // namespace

ChargeTree::ChargeTree(std::span<const double> x) : x_(x) {
    const std::size_t leaves = (x.size() + leaf_size - 1) / leaf_size;
    if (leaves == 0) return;
    nodes_.reserve(2 * leaves);
    build(0, leaves);
    moments_.resize(nodes_.size() * powers);
    expand(0, {}, moments_);
}

/// The node of these leaves and all below it; its number.
std::size_t ChargeTree::build(std::size_t first_leaf, std::size_t leaves) {
    const std::size_t number = nodes_.size();
    nodes_.emplace_back();
    Node node;
    node.begin = first_leaf * leaf_size;
    node.end = std::min(x_.size(), (first_leaf + leaves) * leaf_size);
    const double low = x_[node.begin], high = x_[node.end - 1];
    node.centre = low + (high - low) / 2;
    const double whole = x_.back() - x_.front();
    node.radius = std::max({high - node.centre, node.centre - low, 1e-12 * whole});  // a leaf of one charge
    if (leaves > 1) {
        node.left = build(first_leaf, leaves / 2);
        node.right = build(first_leaf + leaves / 2, leaves - leaves / 2);
    }
    nodes_[number] = node;
    return number;
}

std::vector<double> ChargeTree::weighted_moments(std::span<const double> v) const {
    std::vector<double> moments(nodes_.size() * powers);
    if (!nodes_.empty()) expand(0, v, moments);
    return moments;
}

/// Of this node and all below it; every charge weighs one where there are no weights.
void ChargeTree::expand(std::size_t number, std::span<const double> weights, std::vector<double>& moments) const {
    const Node& node = nodes_[number];
    double* own = &moments[number * powers];
    if (node.left == 0) {
        expand_leaf(node, weights, own);
        return;
    }
    for (const std::size_t child : {node.left, node.right}) {
        expand(child, weights, moments);
        add_child(node, child, moments, own);
    }
}

void ChargeTree::expand_leaf(const Node& node, std::span<const double> weights, double* moments) const {
    std::array<double, leaf_size> u{}, power{};
    const std::size_t count = node.end - node.begin;
    for (std::size_t i = 0; i < count; ++i) {
        u[i] = (x_[node.begin + i] - node.centre) / node.radius;
        power[i] = weights.empty() ? 1 : weights[node.begin + i];
    }
    for (std::size_t m = 0; m < powers; ++m) {
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += power[i];
        moments[m] = sum;
        for (std::size_t i = 0; i < count; ++i) power[i] *= u[i];
    }
}

/// ((y - c)/R)^m = (d + s u)^m with u = (y - c')/r of the child, s = r/R, d = (c' - c)/R, by the binomial theorem.
void ChargeTree::add_child(const Node& parent, std::size_t child, std::vector<double>& all, double* moments) const {
    const Node& node = nodes_[child];
    const double* own = &all[child * powers];
    const double scale = node.radius / parent.radius, shift = (node.centre - parent.centre) / parent.radius;
    std::array<double, powers> scaled, shifts;
    double s = 1, d = 1;
    for (std::size_t m = 0; m < powers; ++m, s *= scale, d *= shift) {
        scaled[m] = s * own[m];
        shifts[m] = d;
    }
    for (std::size_t m = 0; m < powers; ++m) {
        double sum = 0;
        for (std::size_t k = 0; k <= m; ++k) sum += binomial[m][k] * shifts[m - k] * scaled[k];
        moments[m] += sum;
    }
}

/// Calls far(number of the node) for groups far from all of [low, high], and near(node) for leaves that are not.
template <class Far, class Near>
void ChargeTree::visit(double low, double high, std::vector<std::size_t>& waiting, const Far& far,
                       const Near& near) const {
    waiting.assign(1, 0);
    while (!waiting.empty()) {
        const std::size_t number = waiting.back();
        waiting.pop_back();
        const Node& node = nodes_[number];
        const double distance = std::max(low - node.centre, node.centre - high);
        if (distance > 0 && node.radius <= nearness * distance) {
            far(number);
        } else if (node.left != 0) {
            waiting.push_back(node.right);
            waiting.push_back(node.left);
        } else {
            near(node);
        }
    }
}

void ChargeTree::pair_sums(std::size_t first, std::size_t last, std::span<double> out) const {
    std::vector<std::size_t> waiting;
    for (std::size_t begin = first; begin < last; begin += row_width) {
        const Block block(x_, begin, last);
        const std::size_t end = begin + block.count;
        Rows sum{};
        visit(
            x_[begin], x_[end - 1], waiting,
            [&](std::size_t number) {
                add_group(block.x, nodes_[number].centre, nodes_[number].radius, &moments_[number * powers], sum);
            },
            [&](const Node& leaf) {
                const bool own = leaf.begin <= begin && begin < leaf.end;
                add_range(block.x, x_.subspan(leaf.begin, (own ? begin : leaf.end) - leaf.begin), sum);
                if (!own) return;
                add_own(block, sum);
                add_range(block.x, x_.subspan(end, leaf.end - end), sum);
            });
        std::copy_n(sum.begin(), block.count, out.begin() + static_cast<std::ptrdiff_t>(begin - first));
    }
}

double ChargeTree::log_differences(std::size_t first, std::size_t last) const {
    std::vector<std::size_t> waiting;
    double total = 0;
    for (std::size_t begin = first; begin < last; begin += row_width) {
        const std::size_t end = std::min(begin + row_width, last);
        visit(
            x_[begin], x_[end - 1], waiting,
            [&](std::size_t number) {
                const Node& node = nodes_[number];
                total += logarithms_of_group(x_.subspan(begin, end - begin), node.centre, node.radius,
                                             &moments_[number * powers]);
            },
            [&](const Node& leaf) {
                for (std::size_t i = begin; i < end; ++i) {
                    ProductLogarithm product;
                    for (std::size_t j = leaf.begin; j < leaf.end; ++j)
                        if (j != i) product.multiply(std::abs(x_[i] - x_[j]));
                    total += product.logarithm();
                }
            });
    }
    return total / 2;
}

void ChargeTree::curvature(std::span<const double> v, const std::vector<double>& weighted, bool images,
                           std::size_t first, std::size_t last, std::span<double> out) const {
    std::vector<std::size_t> waiting;
    for (std::size_t begin = first; begin < last; begin += row_width) {
        const Block block(x_, begin, last), moves(v, begin, last);
        const std::size_t end = begin + block.count;
        Rows sum{}, squares{}, weighted_squares{};
        visit(
            x_[begin], x_[end - 1], waiting,
            [&](std::size_t number) {
                add_squares(block.x, nodes_[number].centre, nodes_[number].radius, &moments_[number * powers],
                            &weighted[number * powers], squares, weighted_squares);
            },
            [&](const Node& leaf) { add_curvature(block.x, moves.x, x_, v, leaf.begin, leaf.end, sum); });
        for (std::size_t k = 0; k < row_width; ++k) sum[k] += moves.x[k] * squares[k] - weighted_squares[k];
        if (images) {
            // Charges at -x. A row's own may hide in a group, and is then taken out of its sum.
            bool hidden = true;
            Rows mirrored;
            for (std::size_t k = 0; k < row_width; ++k) mirrored[k] = -block.x[k];
            squares = weighted_squares = {};
            visit(
                -x_[end - 1], -x_[begin], waiting,
                [&](std::size_t number) {
                    add_squares(mirrored, nodes_[number].centre, nodes_[number].radius, &moments_[number * powers],
                                &weighted[number * powers], squares, weighted_squares);
                },
                [&](const Node& leaf) {
                    add_image_curvature(block, moves.x, x_, v, leaf.begin, leaf.end, sum);
                    if (leaf.begin <= begin && begin < leaf.end) hidden = false;
                });
            for (std::size_t k = 0; k < row_width; ++k) sum[k] += moves.x[k] * squares[k] + weighted_squares[k];
            for (std::size_t k = 0; hidden && k < row_width; ++k) sum[k] -= moves.x[k] / (2 * block.x[k] * block.x[k]);
        }
        std::copy_n(sum.begin(), block.count, out.begin() + static_cast<std::ptrdiff_t>(begin - first));
    }
}

}  // namespace langevin::coulomb_gas

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace langevin::coulomb_gas {

/// Sums over all pairs in O(N log N): what is near is added pair by pair, a group of charges far from the row by the
/// expansion of 1/(x - y) in powers of (y - c)/(x - c) about the group's centre c (J. Barnes, P. Hut, Nature 324 (1986)
/// 446; L. Greengard, V. Rokhlin, J. Comput. Phys. 73 (1987) 325). A group is far when its radius is at most 2/5 of the
/// distance of its centre, and 34 powers are kept: every pair to a relative error below (2/5)^34/(1 - 2/5) = 5e-14.
/// Immutable once built; threads may share one.
class ChargeTree {
  public:
    /// Strictly ascending positions; keeps the span.
    explicit ChargeTree(std::span<const double> x);

    /// As coulomb_gas::pair_sums: out[i - first] = sum over j != i of 1/(x_i - x_j), first <= i < last; first a
    /// multiple of 32. The bits do not depend on how the rows are cut into calls.
    void pair_sums(std::size_t first, std::size_t last, std::span<double> out) const;

    /// Half the sum over j != i of ln|x_i - x_j| and over these rows: their share of sum_{i<j} ln|x_i - x_j|. The same
    /// groups, expanded; same error, relative to the sum of the logarithms' magnitudes.
    double log_differences(std::size_t first, std::size_t last) const;

    /// Sums over each group of weights v_j ((y_j - c)/radius)^power, one weight for each charge: what curvature needs.
    std::vector<double> weighted_moments(std::span<const double> v) const;
    /// As coulomb_gas::pair_curvature, with weighted_moments(v): out[i - first] = sum over j != i of (v_i - v_j)/(x_i -
    /// x_j)^2, and with images (all x > 0) also (v_i + v_j)/(x_i + x_j)^2. First a multiple of 32; error relative to
    /// the sum with |v_i| + |v_j|.
    void curvature(std::span<const double> v, const std::vector<double>& weighted, bool images, std::size_t first,
                   std::size_t last, std::span<double> out) const;

  private:
    struct Node {
        std::size_t begin = 0, end = 0;  // of its charges
        double centre = 0, radius = 0;
        std::size_t left = 0, right = 0;  // children; 0: a leaf
    };
    template <class Far, class Near>
    void visit(double low, double high, std::vector<std::size_t>& waiting, const Far& far, const Near& near) const;
    std::size_t build(std::size_t first_leaf, std::size_t leaves);
    void expand(std::size_t number, std::span<const double> weights, std::vector<double>& moments) const;
    void expand_leaf(const Node& node, std::span<const double> weights, double* moments) const;
    void add_child(const Node& parent, std::size_t child, std::vector<double>& all, double* moments) const;

    std::span<const double> x_;
    std::vector<Node> nodes_;      // the root first
    std::vector<double> moments_;  // [node][power]: sum over its charges of ((y - c)/radius)^power
};

}  // namespace langevin::coulomb_gas

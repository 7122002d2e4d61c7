// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "engine/core/lab.h"
#include "engine/core/sweep.h"

namespace langevin {

/// The part of the plane that a point stands for, in units of the axes.
struct SweepRectangle {
    double left = 0, right = 0, bottom = 0, top = 0;
};

/// Why a plan cannot be carried out for this lab, and what to do.
std::optional<Problem> find_problem(const Lab& lab, const SweepPlan& plan);

/// A plan resolved for its lab: where the points lie, what runs there, with which random numbers. Immutable; the lab
/// must outlive it.
class SweepGrid {
  public:
    /// Throws Failure for a plan that cannot be carried out.
    SweepGrid(const Lab& lab, SweepPlan plan);

    const Lab& lab() const { return *lab_; }
    const SweepPlan& plan() const { return plan_; }
    const ParameterSpec& x_parameter() const { return *x_; }
    const ParameterSpec& y_parameter() const { return *y_; }
    const ParameterSet& parameters() const { return base_; }  ///< off the axes as in every point

    /// All points, coarse to fine: first every 2^k-th along both axes, last the refinements.
    const std::vector<SweepPoint>& points() const { return points_; }
    bool contains(SweepPoint point) const;
    std::size_t members() const { return points_.size() * static_cast<std::size_t>(plan_.repeats); }

    /// Values of the parameters on the axes.
    double x(SweepPoint point) const;
    double y(SweepPoint point) const;
    /// The set at a point, or why the lab cannot run there.
    std::variant<ParameterSet, Problem> parameters(SweepPoint point) const;
    /// Of a run: depends on the sweep's seed, the point and the repeat alone. Below 2^53.
    std::uint64_t seed(const SweepMember& member) const;
    /// Everything to run a member by itself.
    Recipe recipe(const SweepMember& member) const;

    /// The rectangle of a point that stands for `units` units in both directions, cut at the rim of the first grid.
    SweepRectangle rectangle(SweepPoint point, int units) const;
    /// Refines, by one level more than what is there, the cells of the first grid that a rectangle in units of the axes
    /// touches; none where that is outside the plane or as fine as it can be.
    std::optional<SweepRefinement> refinement(const SweepRectangle& region) const;
    /// The level to which the surroundings of a point are refined, 0 for the first grid.
    int level(SweepPoint point) const;

  private:
    const Lab* lab_;
    SweepPlan plan_;
    const ParameterSpec *x_, *y_;
    ParameterSet base_;
    std::vector<SweepPoint> points_;  // coarse to fine
    std::vector<SweepPoint> sorted_;
};

}  // namespace langevin

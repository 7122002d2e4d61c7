// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include "engine/core/phase_diagram.h"
#include "engine/spin_glass/replica_symmetric.h"

/// The phase diagram in the plane of mean coupling and temperature, from theory.
namespace langevin::spin_glass_lab {

/// The lines of the diagram at h = 0 up to this mean coupling.
std::vector<Curve> boundary_curves(double widest);

/// The replica-symmetric solution all over the plane (J0 to 2, T to 1.6) at a field, worked out bit by bit: each point
/// takes milliseconds. Value type.
class TheoryMap {
  public:
    explicit TheoryMap(double field) : field_(field) {}

    double field() const { return field_; }
    bool finished() const { return solutions_.size() == points; }
    /// Works until it has finished or this time is over.
    void advance(std::chrono::milliseconds time);
    void finish();

    enum class Quantity { magnetisation, overlap };
    /// What is known so far, with the lines on top where there is no field.
    Heatmap map(Quantity quantity) const;

  private:
    static constexpr std::size_t columns = 26, rows = 16, points = columns * rows;

    double field_;
    std::vector<spin_glass::ReplicaSymmetric> solutions_;  // coarse points first
};

/// What the lab says of its sweeps.
PhaseDiagram diagram();

}  // namespace langevin::spin_glass_lab

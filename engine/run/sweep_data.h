// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/sweep_grid.h"
#include "engine/run/sweep_schedule.h"

namespace langevin {

/// Something that a sweep can show as a map: a scalar of the runs, or a quantity derived from them.
struct SweepQuantity {
    ScalarName name;
    std::string help;
    std::vector<std::string> categories;  ///< as in Heatmap
};

struct MapOptions {
    bool logarithmic = false;                             ///< colours
    std::optional<std::pair<double, double>> range = {};  ///< of the colours; none: the data's
    std::vector<double> contours = {};                    ///< values at which to draw lines of equal value
    bool theory = true;                                   ///< the lab's boundaries, where it knows some
};

/// How far a map of phases agrees with a published one.
struct Agreement {
    std::size_t equal = 0, compared = 0;  ///< points of the published map that the sweep has, too
};

/// What is known of a sweep, and the maps made from it. The order in which results came in does not matter. Not for
/// several threads at a time.
///
/// The value of a point is the mean over its repeats (or the median, where the lab says so). Its standard error comes
/// from the scatter of the repeats when there are at least four (for a median: from the order statistics around it that
/// enclose 68 %); for fewer, a mean takes the runs' own errors, and a median has none.
class SweepData {
  public:
    explicit SweepData(SweepGrid grid) : grid_(std::make_shared<const SweepGrid>(std::move(grid))) {}

    const SweepGrid& grid() const { return *grid_; }
    /// Another plan for the same sweep: more repeats or points.
    void set_grid(SweepGrid grid) { grid_ = std::make_shared<const SweepGrid>(std::move(grid)); }
    /// A member that is known already stays as it was.
    void add(const SweepResults& results);

    std::size_t runs() const { return runs_; }
    /// Everything that can be shown, scalars in the order of the lab, then what is derived from them.
    std::vector<SweepQuantity> quantities() const;
    std::optional<SweepQuantity> quantity(const std::string& key) const;
    /// How a quantity is drawn when nobody has chosen.
    MapOptions default_options(const std::string& key) const;
    /// Keys to show when nobody has chosen: the plan's, the lab's, the first there is.
    std::vector<std::string> shown() const;

    /// None where nothing is known.
    std::optional<Pooled> pooled(SweepPoint point, const std::string& key) const;
    PooledScalars pooled(SweepPoint point) const;
    /// All records, by point and repeat.
    std::vector<SweepRecord> records() const;
    const std::vector<ScalarName>& names() const { return names_; }
    /// Why runs at a point failed; empty when none did.
    std::string failure(SweepPoint point) const;
    /// Why there is no result, and at how many points.
    std::map<std::string, std::size_t> failures() const;
    /// That, and which runs at a point have not come to equilibrium by the lab's test: why not to trust what stands
    /// there; empty when all is well.
    std::string caution(SweepPoint point) const;
    /// Which cautions there are, for a legend: "failed runs, R̂ > 1.1"; empty when there are none.
    std::string cautions() const;

    /// Keys of the axes, then "repeats", then every quantity and its "<key>_error": a row per point. Columns have
    /// their labels and units as meanings.
    NumberTable points_table() const;
    /// Keys of the axes, then "repeat" and "seed", then every scalar and its "<key>_error": a row per run.
    NumberTable runs_table() const;

    /// Coarse to fine: a point stands for its surroundings until finer ones are known.
    Heatmap map(const std::string& key, const MapOptions& options) const;
    /// The boundaries in this plane that the lab knows from theory; empty where there are none.
    std::vector<Curve> boundaries() const;
    /// The lab's published maps over this plane.
    std::vector<PublishedMap> published() const;
    Agreement agreement(const PublishedMap& published) const;

  private:
    const DerivedQuantity* derived(const std::string& key) const;
    std::string out_of_equilibrium(SweepPoint point) const;
    std::optional<HeatmapCell> cell(SweepPoint point, const std::string& key) const;
    std::vector<Curve> contour_curves(const std::string& key, double level) const;

    std::shared_ptr<const SweepGrid> grid_;
    std::map<SweepPoint, std::map<int, SweepRecord>> points_;  // by repeat
    std::vector<ScalarName> names_;
    std::size_t runs_ = 0;
};

}  // namespace langevin

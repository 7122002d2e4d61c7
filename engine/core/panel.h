// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/core/parameter.h"

/// What there is to see. Value types that carry numbers, labels, units and reference curves, and no colours or fonts:
/// a view, a CSV file and a plotting script read the same panel. Immutable once in a snapshot.
namespace langevin {

struct Axis {
    std::string label;  ///< "Magnetisation"; a symbol may follow: "Magnetisation M"
    std::string unit;   ///< "" for a pure number or lattice units
    bool logarithmic = false;
    std::optional<std::pair<double, double>> range = {};  ///< none: fit the data

    /// "label [unit]", or the label alone.
    std::string title() const { return unit.empty() ? label : label + " [" + unit + "]"; }
};

/// How a curve was come by, which decides how it is drawn: measured data stand out, theory is a thin full line,
/// a guide is dashed.
enum class Role { measured, theory, guide };
enum class Mark { line, points, line_and_points };

struct Curve {
    std::string name;  ///< legend text
    std::vector<double> x, y;
    std::vector<double> error = {};  ///< one standard error of y, or empty. With Mark::line drawn as a band.
    Role role = Role::measured;
    Mark mark = Mark::line;
    std::string source = {};  ///< of a theory curve: authors, year, arXiv number, equation
    /// Curves of one family (the trajectories of many particles) stand together: one entry in the legend, this name,
    /// and thin lines in shades of one sequential colour map, in their order. With Mark::line_and_points only the last
    /// point of each member is marked: the particle itself. Members may be nameless. Up to 64 of 500 points paint at
    /// once.
    std::string family = {};
};

/// A labelled vertical line: a window, an edit, the end of thermalisation.
struct Marker {
    double x = 0;
    std::string label;
};

struct Curves {
    Axis x, y;
    std::vector<Curve> curves;
    std::vector<Marker> markers = {};
    std::string note = {};  ///< one line shown with the plot: "τ_int = 12.3(5) updates"
};

struct GoodnessOfFit {
    std::string name;  ///< "χ²/dof"
    double statistic = 0;
    double p_value = 0;  ///< NaN where none is honest
    std::string help;    ///< which reference, which assumptions
};

struct Histogram {
    Axis x, y;                       ///< y is a probability density
    std::vector<double> edges;       ///< ascending, one more than bins
    std::vector<double> density;     ///< one per bin
    std::vector<double> error = {};  ///< one standard error per bin, or empty
    std::vector<Curve> references = {};
    std::optional<GoodnessOfFit> fit = {};
    std::string note = {};
};

/// One or several scalar fields on the same periodic 2D lattice (chains of a simulation, say).
struct Field {
    int rows = 0, columns = 0;   ///< of one tile, as stored here
    int stride = 1;              ///< lattice sites per stored value in each direction (1: nothing left out)
    int available = 1;           ///< tiles the simulation could show
    std::vector<int> tiles;      ///< which of them are here
    std::vector<double> values;  ///< tile after tile, row after row
    Axis value;                  ///< quantity, unit, and range where one is natural
    std::string tile = "chain";  ///< what one tile is: "chain", "sample"
    bool symmetric = true;       ///< zero is the middle of the colour scale
    std::string note = {};
};

struct Table {
    std::vector<Measurement> rows;
    std::string note = {};
};

/// One measured point of a plane of two parameters, and the rectangle it stands for.
struct HeatmapCell {
    double x = 0, y = 0;                              ///< where it was measured
    double left = 0, right = 0, bottom = 0, top = 0;  ///< the rectangle, in units of the axes
    double value = 0;                                 ///< NaN: measured, but without a value (then `note` says why)
    double error = 0;                                 ///< one standard error; NaN while unknown
    int repeats = 1;                                  ///< independent runs behind the value
    std::string note = {};  ///< "diverged at step 17"; beside a value: why not to trust it, and the cell gets a mark
};

/// A quantity over a plane of two parameters: a phase diagram. Where no cell is, nothing is known yet.
struct Heatmap {
    Axis x, y;
    Axis value;                                ///< quantity, unit, range where one is natural; logarithmic: the colours
    std::vector<HeatmapCell> cells;            ///< painted in this order: later ones lie on top
    std::vector<Curve> curves = {};            ///< boundaries from theory, contours: on top of the cells
    std::vector<std::string> categories = {};  ///< names of the values 0, 1, 2 ...: a map of phases; empty: a quantity
    std::string note = {};
};

/// The compiler lists every view, writer and summary that has to follow when a kind is added.
using Panel = std::variant<Field, Curves, Histogram, Table, Heatmap>;

enum class PanelKind { field, curves, histogram, table, heatmap };  // in the order of Panel's alternatives

/// Declared by the lab, once.
struct PanelSpec {
    std::string id;     ///< "histogram_m"
    std::string title;  ///< "Histogram of the magnetisation"
    PanelKind kind;
    std::string help;           ///< what is shown, from which formula, with whose errors: tooltip and `describe`
    int width = 1, height = 1;  ///< suggested size in cells of the panel grid, 1 to 3
    bool initially_visible = true;
    std::optional<Relevance> relevance = {};  ///< none: always of interest
};

struct NamedPanel {
    std::string id;
    Panel panel;
};

/// One or two sentences that say what a person would see: for screen readers, logs and tests.
std::string summary(const Panel& panel);

/// The panel without what theory says of it: exact curves, expected values, tests against either. Guides stay.
Panel without_theory(Panel panel);
/// Whether all numbers are finite (missing errors may be NaN).
bool all_finite(const Panel& panel);

}  // namespace langevin

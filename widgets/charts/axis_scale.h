// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace langevin::charts {

/// An interval of an axis, in its coordinate: the value itself, or its decimal logarithm.
struct Extent {
    double low = 0, high = 1;

    double span() const { return high - low; }
    bool contains(const Extent& other) const { return low <= other.low && other.high <= high; }
    bool operator==(const Extent&) const = default;
};
Extent united(const Extent& first, const Extent& second);

/// Where values lie on an axis: 0 at its low end, 1 at its high end. Value type.
class AxisScale {
  public:
    AxisScale() = default;
    AxisScale(Extent coordinates, bool logarithmic);

    /// The coordinate of a value; NaN for what has no place on a logarithmic axis.
    static double coordinate(double value, bool logarithmic);

    bool logarithmic() const { return logarithmic_; }
    const Extent& extent() const { return extent_; }
    double position(double value) const;
    double value(double position) const;
    bool operator==(const AxisScale&) const = default;

  private:
    Extent extent_;
    bool logarithmic_ = false;
};

struct Tick {
    double position = 0;  ///< between 0 and 1
    QString label;
};
struct Ticks {
    std::vector<Tick> major;
    std::vector<double> minor;  ///< positions
};

/// Round numbers (steps of 1, 2 or 5; powers of ten on a logarithmic axis), about `at_most` of them
/// with labels.
Ticks make_ticks(const AxisScale& scale, int at_most);

/// A number for reading: six significant digits, "1.25×10⁻⁷" where that is shorter.
QString number_text(double value);
/// With its standard error, as with_error() has it: "0.5623(11)", "−1.2×10⁻⁸ ± 9×10⁻⁹".
QString number_text(double value, double error);
/// "10⁻³"
QString power_of_ten(int exponent);
/// "τ_int = 3" with its index lowered, where Unicode has the letters: "τᵢₙₜ = 3".
QString with_indices(const QString& text);
/// "slope 2.1e-07" as "slope 2.1×10⁻⁷".
QString with_powers(QString text);

}  // namespace langevin::charts

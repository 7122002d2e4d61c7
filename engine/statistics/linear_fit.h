// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace langevin::statistics {

/// y = intercept + slope x by weighted least squares, errors from the data's errors.
struct LinearFit {
    double intercept = 0, intercept_error = 0;
    double slope = 0, slope_error = 0;
    double covariance = 0;  ///< of intercept and slope
    double chi_squared = 0;
    int degrees_of_freedom = 0;

    double at(double x) const { return intercept + slope * x; }
    double error_at(double x) const;
};

/// At least two points with different x and positive errors; otherwise all zeros.
LinearFit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> error);

}  // namespace langevin::statistics

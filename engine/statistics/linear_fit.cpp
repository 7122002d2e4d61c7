// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/linear_fit.h"

#include <cmath>
#include <cstddef>

namespace langevin::statistics {

double LinearFit::error_at(double x) const {
    return std::sqrt(intercept_error * intercept_error + 2 * x * covariance + x * x * slope_error * slope_error);
}

LinearFit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> error) {
    double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
    int points = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!(error[i] > 0)) continue;
        const double weight = 1 / (error[i] * error[i]);
        w += weight;
        wx += weight * x[i];
        wy += weight * y[i];
        wxx += weight * x[i] * x[i];
        wxy += weight * x[i] * y[i];
        ++points;
    }
    const double determinant = w * wxx - wx * wx;
    if (points < 2 || !(determinant > 1e-12 * w * wxx)) return {};

    LinearFit fit;
    fit.slope = (w * wxy - wx * wy) / determinant;
    fit.intercept = (wxx * wy - wx * wxy) / determinant;
    fit.slope_error = std::sqrt(w / determinant);
    fit.intercept_error = std::sqrt(wxx / determinant);
    fit.covariance = -wx / determinant;
    fit.degrees_of_freedom = points - 2;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (error[i] > 0) fit.chi_squared += std::pow((y[i] - fit.at(x[i])) / error[i], 2);
    return fit;
}

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>

namespace langevin::statistics {

/// Kolmogorov-Smirnov statistic: largest distance between the empirical and the given cumulative function. The sample
/// must be ascending; 0 for an empty one.
double kolmogorov_smirnov_distance(std::span<const double> sorted, const std::function<double(double)>& cumulative);

/// Probability of a larger distance for n independent samples: asymptotic series with the correction of M. A. Stephens,
/// J. R. Stat. Soc. B 32 (1970) 115; good to a few per cent for n >= 10. n may be an effective number.
double kolmogorov_smirnov_p_value(double distance, double n);

}  // namespace langevin::statistics

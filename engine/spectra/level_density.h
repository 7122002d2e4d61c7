// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace langevin::spectra {

/// A normalised density of levels on one or two intervals, with its cumulative function (which unfolds spectra). Value
/// type.
struct LevelDensity {
    std::string source;           ///< authors, year, equation
    std::vector<double> support;  ///< edges: low, high, or low, high, low, high
    std::function<double(double)> density;
    std::function<double(double)> cumulative;  ///< rises from 0 to 1

    /// Semicircle of radius sqrt(2 beta N variance): E. P. Wigner (1955); density prop. to exp(-sum x^2/(2 variance)).
    static LevelDensity semicircle(double beta, double levels, double variance);

    /// V = mu x^2/2 + lambda x^4/4 at temperature T: E. Brezin, C. Itzykson, G. Parisi, J.-B. Zuber, Commun. Math.
    /// Phys. 59 (1978) 35; one interval, or two equal ones where mu < -2 sqrt(lambda beta N T/2) (Y. Shimamune, Phys.
    /// Lett. B 108 (1982) 407). lambda > 0.
    static LevelDensity quartic(double beta, double levels, double temperature, double mu, double lambda);

    /// Levels of W^T W, W M x N with beta real components of this variance in each element: V. A. Marchenko, L. A.
    /// Pastur (1967). rows M >= levels N.
    static LevelDensity marchenko_pastur(double beta, double levels, double rows, double variance);

    /// Where no closed form is known: the mean staircase through strictly ascending positions, a piecewise linear
    /// cumulative function that extends half a level beyond the outer ones. Throws std::invalid_argument below two
    /// levels.
    static LevelDensity from_levels(std::span<const double> levels);
};

}  // namespace langevin::spectra

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/measurement.h"

/// Reference laws of neighbouring levels, for levels of mean spacing one.
namespace langevin::spectra {

/// Levels that know nothing of each other: P(s) = exp(-s). The limit beta -> 0 of long spectra (but not of the surmise,
/// which is for two levels in a potential).
struct PoissonSpacing {
    static double density(double s);
    static double cumulative(double s);
    static constexpr double second_moment() { return 2; }
    static constexpr double variance() { return 1; }
    /// Of the ratio r = min/max of neighbouring spacings in [0, 1]: 2/(1 + r)^2, mean 2 ln 2 - 1 (V. Oganesyan, D. A.
    /// Huse, cond-mat/0610854).
    static double ratio_density(double r);
    static double mean_ratio();
};

/// Wigner surmise P(s) = a s^beta exp(-b s^2), norm and mean one, for any beta > 0; exact for two levels in the
/// harmonic potential (E. P. Wigner 1957; M. L. Mehta, Random Matrices, 3rd ed. 2004, section 1.5). Value type.
class Surmise {
  public:
    explicit Surmise(double beta);
    double density(double s) const;
    double cumulative(double s) const;
    double second_moment() const { return (beta_ + 1) / (2 * b_); }
    double variance() const { return second_moment() - 1; }

  private:
    double beta_, log_a_, b_;
};

/// Spacing of the eigenvalues of a real symmetric 2 x 2 matrix whose diagonal difference has standard deviation `along`
/// and whose doubled off-diagonal element has `across`: S exp(-S^2 (1/along^2 + 1/across^2)/4) I0(...)/(along across).
/// Equal deviations give the surmise for beta = 1. Both > 0, of any ratio. The length of a normal vector (along,
/// across), from which the formulas follow. Value type.
class GeneralisedSurmise {
  public:
    GeneralisedSurmise(double along, double across);
    /// The law of this ratio along/across > 0 that has mean one.
    static GeneralisedSurmise of_mean_one(double ratio);
    double density(double spacing) const;
    /// 1 - (2/pi) int_0^(pi/2) exp(-S^2/(2 (along^2 cos^2 + across^2 sin^2))), by quadrature; some microseconds.
    double cumulative(double spacing) const;
    double second_moment() const { return along_ * along_ + across_ * across_; }
    double variance() const { return second_moment() - mean_ * mean_; }
    /// sqrt(2/pi) larger E(1 - smaller^2/larger^2), E: complete elliptic integral.
    double mean() const { return mean_; }

  private:
    double along_, across_, mean_;
};

/// Density of one level of a real symmetric 2 x 2 matrix about its mean position: diagonal elements of standard
/// deviation sigma, off-diagonal sigma/sqrt(2). Normalised to one.
double pair_density(double x, double sigma);

/// The same for any standard deviations > 0 of the diagonal elements and of the off-diagonal one: the levels are m +
/// S/2 and m - S/2 with a normal mean m, independent of the spacing S, whose law is GeneralisedSurmise(sqrt(2)
/// diagonal, 2 off_diagonal). Variance diagonal^2 + off_diagonal^2. Value type.
class PairDensity {
  public:
    PairDensity(double diagonal, double off_diagonal);
    double density(double x) const;

  private:
    double width_;                         // of the mean
    std::vector<double> spacing_, share_;  // quadrature over S
};

/// Ratio r = min(s_n, s_{n+1})/max(s_n, s_{n+1}) in [0, 1]: density 2 (r + r^2)^beta/(Z (1 + r + r^2)^(1 + 3 beta/2)),
/// exact for three levels in the harmonic potential (Y. Y. Atas, E. Bogomolny, O. Giraud, G. Roux, arXiv:1212.5611, eq.
/// (7)). Value type.
class RatioLaw {
  public:
    explicit RatioLaw(double beta);
    double density(double r) const;
    double mean() const { return mean_; }

  private:
    double weight(double r) const;
    double beta_, norm_ = 1, mean_ = 0;
};

/// Mean of this ratio for N -> infinity: 2 ln 2 - 1 for beta = 0 (Poisson), 0.5307(1), 0.5996(1), 0.6744(1) for beta =
/// 1, 2, 4 (arXiv:1212.5611, table I); none for others.
std::optional<Expectation> mean_ratio_large(double beta);
/// Variance of the spacing for N -> infinity: 1 for beta = 0 (Poisson), 0.2855306557, 0.1799938777, 0.1040984222 for
/// beta = 1, 2, 4, none for others. From <s^2> = 2 int_0^inf E(0; s) ds with the probability E of an empty interval, a
/// Fredholm determinant (M. Gaudin 1961; F. Bornemann, arXiv:0904.1581); all digits computed anew in the tests.
std::optional<Expectation> spacing_variance_large(double beta);

}  // namespace langevin::spectra

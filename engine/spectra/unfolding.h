// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/spectra/spectrum_store.h"

namespace langevin::spectra {

/// How levels x_i are mapped to u_i of mean spacing one (T. Guhr, A. Mueller-Groeling, H. A. Weidenmueller, Phys. Rep.
/// 299 (1998) 189, cond-mat/9707301, section 3.2). All give u_i near i + 1/2.
enum class Unfolding {
    analytic,    ///< u = N F(x) with the cumulative law F; absolute positions, right for long-range statistics
    staircase,   ///< F from all spectra measured so far
    polynomial,  ///< degree 7 through each spectrum's own staircase, central 80 %
    local,     ///< divides each gap by the mean of the 10 gaps on either side: spoils statistics beyond some 10 levels
    gap_mean,  ///< divides each gap by its own mean over all spectra: right for few levels
    none       ///< divides all gaps by one mean
};

/// A way to unfold, prepared from the spectra of a store.
class Unfolder {
  public:
    /// `cumulative` is needed for Unfolding::analytic only; without it the staircase is used. `bulk`: central fraction
    /// of the levels, 0 < bulk <= 1, whose gaps give the one mean of Unfolding::none.
    Unfolder(Unfolding method, const SpectrumStore& store, double bulk, std::function<double(double)> cumulative);

    /// The method in use.
    Unfolding method() const { return method_; }
    std::vector<double> operator()(std::span<const double> levels) const;

  private:
    double staircase(double x) const;

    Unfolding method_;
    std::function<double(double)> cumulative_;
    std::vector<double> knots_;      // of the staircase: quantiles
    std::vector<double> mean_gaps_;  // per gap, or the one mean
    double per_knot_ = 0;            // unfolded distance between knots
};

/// Indices [first, last) of the central fraction of n levels, at least two of them.
struct Bulk {
    std::size_t first, last;
};
Bulk bulk_of(std::size_t levels, double fraction);

}  // namespace langevin::spectra

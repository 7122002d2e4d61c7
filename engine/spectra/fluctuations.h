// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/spectra/spectrum_store.h"
#include "engine/spectra/unfolding.h"
#include "engine/statistics/histogram.h"

/// Fluctuations of unfolded spectra in the central fraction `bulk` of the levels. Errors from statistics::BinnedMean:
/// from the scatter between copies, or of fewer than sixteen copies from 64 bins in time.
namespace langevin::spectra {

/// Points of a measured curve, one standard error each.
struct MeasuredCurve {
    std::vector<double> x, y, error;
};

struct Spacings {
    statistics::RunningHistogram histogram{80, 0, 4};
    std::vector<double> all;         ///< sorted
    double variance = 0, error = 0;  ///< of s/<s>
    double mean = 0;
};
Spacings spacings(const SpectrumStore& store, const Unfolder& unfold, double bulk);

/// Sigma^2(L) = <(n - L)^2>, n: levels in a window of L mean spacings (M. L. Mehta, Random Matrices, ch. 16), for L up
/// to a quarter of the bulk and 30.
MeasuredCurve number_variance(const SpectrumStore& store, const Unfolder& unfold, double bulk);

/// Connected spectral form factor K(tau) = (<|Z|^2> - |<Z>|^2)/<sum w^2>, Z = sum_n w(u_n) exp(2 pi i tau u_n), with a
/// Gaussian window w over the bulk, for tau in (0, 2.5].
MeasuredCurve form_factor(const SpectrumStore& store, const Unfolder& unfold, double bulk);

/// Mean over the bulk of min(s_n, s_(n+1))/max(s_n, s_(n+1)), which needs no unfolding (V. Oganesyan, D. A. Huse, Phys.
/// Rev. B 75 (2007) 155111, cond-mat/0610854). NaN for fewer than three levels.
double mean_ratio(std::span<const double> levels, double bulk);

}  // namespace langevin::spectra

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/statistics/time_series.h"

/// Errors of correlated data by the Gamma method: N. Madras, A. D. Sokal, J. Stat. Phys. 50 (1988) 109; U. Wolff,
/// Comput. Phys. Commun. 156 (2004) 143, hep-lat/0306017 (automatic window, derived quantities, several replica).
/// Convention: tau_int = 1/2 + sum_{t>=1} rho(t); variance of the mean = 2 tau_int * variance / N. Some codes return
/// twice this.
namespace langevin::statistics {

struct Autocorrelation {
    std::vector<double> rho, rho_error;  ///< rho(t) at t = 0, 1, ... blocks
    double block_size = 1;               ///< updates per block
    std::size_t window = 0;              ///< blocks summed over; chosen so that bias and noise of tau_int balance
    double tau = 0, tau_error = 0;       ///< integrated autocorrelation time in updates
    bool reliable = false;               ///< the run is long enough for the window to be found (at least 50 tau)
};

/// A quantity that is a function of means, with its error.
struct Estimate {
    double value = 0;
    double error = 0;               ///< one standard error; NaN with fewer than two samples
    double tau = 0, tau_error = 0;  ///< in updates
    double effective_samples = 0;   ///< N / (2 tau)
    bool reliable = false;
};

/// f(means of all observables); must be smooth where the data are.
using Function = std::function<double(std::span<const double> means)>;

/// Mean of one observable.
Estimate estimate(const TimeSeries& series, std::size_t observable);
/// Of a function of means, by linear error propagation (hep-lat/0306017, eqs. (15), (31)-(42)).
Estimate estimate(const TimeSeries& series, const Function& function);

/// Squared error of the mean of values in succession (those of bins, say) by the same method, but never less than they
/// had if they were independent. Zero below four.
double squared_error_of_mean(std::span<const double> values);

/// rho(t) of one observable for t up to `longest` blocks, with errors after M. Luescher, hep-lat/0409106, eq. (E.11).
Autocorrelation autocorrelation(const TimeSeries& series, std::size_t observable, std::size_t longest);

}  // namespace langevin::statistics

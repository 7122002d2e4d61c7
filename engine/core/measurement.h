// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace langevin {

/// What a quantity should come out as, and who says so.
struct Expectation {
    double value = 0;
    double error = 0;    ///< one standard error of the reference itself; 0 for an exact result
    std::string source;  ///< authors, year, arXiv number, equation; "exact: ..." for a derivation
};

/// One number with its error, and beside it what it should be. Value type.
struct Measurement {
    std::string key;     ///< stable name for recipes, checks and sweeps: "binder_cumulant"
    std::string symbol;  ///< "U_L"
    std::string label;   ///< "Binder cumulant"
    std::string unit;    ///< "" in lattice units
    double value = 0;
    double error = 0;                 ///< one standard error, autocorrelation included; NaN while unknown
    double autocorrelation_time = 0;  ///< integrated, in updates; 0 where it has no meaning
    double effective_samples = 0;     ///< number of independent samples that would give this error
    std::optional<Expectation> expected = {};
    std::string help = {};     ///< one sentence: definition and how the error was found
    std::string caution = {};  ///< why not to trust the error yet; empty when all is well

    /// (value - expected) in combined standard errors; none without an expectation or an error.
    std::optional<double> distance() const;
};

/// "0.5623(11)" : value with the error in units of the last digits shown; "0.5(12)" style is never used, an error
/// above one is written "12.3(4.5)". Very small numbers, and very small and very large errors: "1.23e-12 ± 3e-14".
/// Without a usable error: six significant digits.
std::string with_error(double value, double error);
/// Rounded to so many significant digits, for sentences: "0.0123", "2.1e-07".
std::string short_number(double value, int digits = 3);

}  // namespace langevin

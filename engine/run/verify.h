// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/core/lab.h"

namespace langevin {

enum class Verdict { waiting, running, passed, failed, broken };

/// Outcome of one check. Value type.
struct CheckResult {
    const Check* check = nullptr;
    Verdict verdict = Verdict::waiting;
    Measurement measured;  ///< with the check's expected value
    double distance = 0;   ///< in combined standard errors; 0 when the relation is an inequality that holds
    double seconds = 0;    ///< of the whole run, which several checks may share
    std::string problem;   ///< why it is broken
};

/// Compares a measurement with a check; does not run anything.
CheckResult judge(const Check& check, const Measurement& measured);

struct VerifyOptions {
    int threads = 1;
    std::stop_token stop = {};
    /// Called on the calling thread after every change of a result, and now and then while a run goes on, with the
    /// share of the present run that is done.
    std::function<void(std::span<const CheckResult>, double)> progress = {};
};

/// Runs checks of a lab in order; checks with the same recipe share one run. Stops early when told to.
std::vector<CheckResult> verify(const Lab& lab, std::span<const Check* const> checks, const VerifyOptions& options);

/// Checks up to a cost, or those whose id contains `filter`.
std::vector<const Check*> select_checks(const Lab& lab, Cost most, const std::string& filter = {});

}  // namespace langevin

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "engine/diffusion/site/site_law.h"
#include "engine/diffusion/site/site_parameters.h"

namespace langevin::cumulants {

enum class Data { two_peaks, single_site };

/// See parameters.cpp for meaning and ranges.
struct Parameters : diffusion::SiteParameters {
    Data data = Data::two_peaks;
    double mu0 = 0, s0 = 0;
    double mu2 = 0, g = 0;

    bool operator==(const Parameters&) const = default;
    std::shared_ptr<const diffusion::SiteLaw> law() const;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::cumulants

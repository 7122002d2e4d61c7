// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/diffusion/site/site_parameters.h"

namespace langevin::toy_model {

/// See parameters.cpp for meaning and ranges.
struct Parameters : diffusion::SiteParameters {
    double mu2 = 0, g = 0;

    bool operator==(const Parameters&) const = default;
};

const Binding<Parameters>& binding();
std::optional<Problem> validate(const ParameterSet& set);

}  // namespace langevin::toy_model

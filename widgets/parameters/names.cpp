// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/names.h"

#include "widgets/charts/axis_scale.h"
#include "widgets/style/text.h"

namespace langevin::parameters {
namespace {

QString plain_symbol(const ParameterSpec& spec) {
    const auto symbol = charts::with_indices(text(spec.symbol));
    return symbol.contains('_') ? QString() : symbol;
}

}  // namespace

QString full_name(const ParameterSpec& spec) {
    const auto symbol = plain_symbol(spec);
    return symbol.isEmpty() ? text(spec.label) : text(spec.label) + " " + symbol;
}

QString short_name(const ParameterSpec& spec) {
    const auto symbol = plain_symbol(spec);
    return symbol.isEmpty() ? text(spec.label) : symbol;
}

}  // namespace langevin::parameters

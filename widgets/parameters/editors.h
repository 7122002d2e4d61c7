// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/parameters/value_editor.h"

namespace langevin::parameters {

/// The editor for the domain: slider and spin box, segmented buttons or combo box, check box, line of
/// text.
ValueEditor* make_editor(const ParameterSpec& spec, QWidget* parent);

}  // namespace langevin::parameters

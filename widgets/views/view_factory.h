// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "widgets/views/panel_view.h"

namespace langevin::views {

/// The view for a panel of this kind, titled for screen readers.
std::unique_ptr<PanelView> make_view(const PanelSpec& spec, QWidget* parent);

}  // namespace langevin::views

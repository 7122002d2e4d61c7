// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "widgets/views/panel_view.h"

namespace langevin::field {

/// The view of a langevin::Field: flat colour map (one chain or a mosaic), and a lit surface that
/// is made when it is first asked for. Where there is no OpenGL the action for the surface is
/// disabled and says why.
std::unique_ptr<views::PanelView> make_field_view(QWidget* parent);

}  // namespace langevin::field

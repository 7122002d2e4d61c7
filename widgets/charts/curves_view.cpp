// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curves_view.h"

namespace langevin::charts {

PlotModel CurvesView::makeModel(const Panel& panel) const {
    const auto* curves = std::get_if<Curves>(&panel);
    return curves ? plot_model(*curves) : PlotModel{};
}

}  // namespace langevin::charts

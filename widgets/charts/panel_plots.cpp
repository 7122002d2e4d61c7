// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/panel_plots.h"

namespace langevin::charts {

PlotModel CurvesView::makeModel(const Panel& panel) const {
    const auto* curves = std::get_if<Curves>(&panel);
    return curves ? plot_model(*curves) : PlotModel{};
}

PlotModel HistogramView::makeModel(const Panel& panel) const {
    const auto* histogram = std::get_if<Histogram>(&panel);
    return histogram ? plot_model(*histogram) : PlotModel{};
}

}  // namespace langevin::charts

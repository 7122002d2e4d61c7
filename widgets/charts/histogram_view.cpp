// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/histogram_view.h"

namespace langevin::charts {

PlotModel HistogramView::makeModel(const Panel& panel) const {
    const auto* histogram = std::get_if<Histogram>(&panel);
    return histogram ? plot_model(*histogram) : PlotModel{};
}

}  // namespace langevin::charts

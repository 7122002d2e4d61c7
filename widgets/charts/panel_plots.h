// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot_view.h"

/// The views of panels that are plots.
namespace langevin::charts {

/// Shows a panel of curves: measured data with error bars or bands, theory, guides, markers.
class CurvesView : public PlotView {
    Q_OBJECT
  public:
    using PlotView::PlotView;

  protected:
    PlotModel makeModel(const Panel& panel) const override;
};

/// Shows a histogram as a staircase, beside its reference densities.
class HistogramView : public PlotView {
    Q_OBJECT
  public:
    using PlotView::PlotView;

  protected:
    PlotModel makeModel(const Panel& panel) const override;
};

}  // namespace langevin::charts

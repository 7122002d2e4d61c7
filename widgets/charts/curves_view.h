// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot_view.h"

namespace langevin::charts {

/// Shows a panel of curves: measured data with error bars or bands, theory, guides, markers.
class CurvesView : public PlotView {
    Q_OBJECT
  public:
    using PlotView::PlotView;

  protected:
    PlotModel makeModel(const Panel& panel) const override;
};

}  // namespace langevin::charts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/view_factory.h"

#include "widgets/charts/panel_plots.h"
#include "widgets/field/field_view.h"
#include "widgets/heatmap/heatmap_view.h"
#include "widgets/views/table_view.h"

namespace langevin::views {
namespace {

std::unique_ptr<PanelView> make(PanelKind kind, QWidget* parent) {
    switch (kind) {
        case PanelKind::field:
            return field::make_field_view(parent);
        case PanelKind::curves:
            return std::make_unique<charts::CurvesView>(parent);
        case PanelKind::histogram:
            return std::make_unique<charts::HistogramView>(parent);
        case PanelKind::table:
            return std::make_unique<TableView>(parent);
        case PanelKind::heatmap:
            return std::make_unique<heatmap::HeatmapView>(parent);
    }
    return nullptr;
}

}  // namespace

std::unique_ptr<PanelView> make_view(const PanelSpec& spec, QWidget* parent) {
    auto view = make(spec.kind, parent);
    view->setAccessibleName(QString::fromStdString(spec.title));
    return view;
}

}  // namespace langevin::views

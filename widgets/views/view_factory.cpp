// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/view_factory.h"

#include "widgets/charts/chart_view.h"
#include "widgets/field/field_view.h"
#include "widgets/views/table_view.h"

namespace langevin::views {

std::unique_ptr<PanelView> make_view(const PanelSpec& spec, QWidget* parent) {
    auto view = [&]() -> std::unique_ptr<PanelView> {
        switch (spec.kind) {
            case PanelKind::field: return field::make_field_view(parent);
            case PanelKind::curves: return charts::make_curves_view(parent);
            case PanelKind::histogram: return charts::make_histogram_view(parent);
            case PanelKind::table: return std::make_unique<TableView>(parent);
        }
        return nullptr;
    }();
    view->setAccessibleName(QString::fromStdString(spec.title));
    return view;
}

}  // namespace langevin::views

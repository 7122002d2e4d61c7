// SPDX-License-Identifier: GPL-3.0-or-later
// How the grid of panels is rearranged, listed in a menu, and remembered.
#include <QActionGroup>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

namespace langevin::views {

void PanelGrid::fillMenu() {
    menu_->clear();
    for (const auto& spec : specs_) {
        const auto id = QString::fromStdString(spec.id);
        auto* action = menu_->addAction(QString::fromStdString(spec.title));
        action->setCheckable(true);
        action->setChecked(isShown(id));
        action->setEnabled(item(id)->relevant);
        action->setToolTip(QString::fromStdString(spec.help));
        connect(action, &QAction::toggled, this, [this, id](bool on) { setShown(id, on); });
    }
    menu_->addSeparator();
    connect(menu_->addAction(tr("Show &all")), &QAction::triggered, this, [this] {
        for (auto& item : items_) item.shown = true;
        maximised_.clear();
        layOut();
    });
    auto* columns = menu_->addMenu(tr("&Columns"));
    auto* group = new QActionGroup(columns);
    for (int count = 0; count <= most_columns; ++count) {
        auto* action = columns->addAction(count == 0 ? tr("&As the width allows") : QString("&%1").arg(count));
        action->setCheckable(true);
        action->setChecked(count == chosen_columns_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, count] { setColumns(count); });
    }
    connect(menu_->addAction(tr("&Reset layout")), &QAction::triggered, this, &PanelGrid::resetLayout);
}

/// Before which of all items a panel dropped here would go, and where to show that.
std::optional<int> PanelGrid::dropPlace(const QPoint& global, QRect* indicator) const {
    const auto point = page_->mapFromGlobal(global);
    const int thickness = std::max(3, static_cast<int>(4 * theme_.scale));
    int best_distance = -1;
    std::optional<int> place;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (items_[i].tile->isHidden()) continue;
        const auto frame = items_[i].tile->geometry();
        const int dx = std::max({frame.left() - point.x(), point.x() - frame.right(), 0});
        const int dy = std::max({frame.top() - point.y(), point.y() - frame.bottom(), 0});
        const int distance = dx + dy;
        if (best_distance >= 0 && distance >= best_distance) continue;
        best_distance = distance;
        const bool behind = point.x() > frame.center().x();
        place = static_cast<int>(i) + (behind ? 1 : 0);
        const int x = behind ? frame.right() + 1 : frame.left() - thickness;
        *indicator = QRect(x, frame.top(), thickness, frame.height());
    }
    return place;
}

void PanelGrid::drag(const QString& id, const QPoint& global) {
    auto* lifted = tile(id);
    if (!lifted || !maximised_.isEmpty()) return;
    if (carried_->isHidden()) {
        lifted->setLifted(true);
        auto picture = lifted->grab().scaledToWidth(std::min(lifted->width(), static_cast<int>(200 * theme_.scale)),
                                                    Qt::SmoothTransformation);
        QPixmap faint(picture.size());
        faint.fill(Qt::transparent);
        QPainter painter(&faint);
        painter.setOpacity(0.8);
        painter.drawPixmap(0, 0, picture);
        painter.end();
        carried_->setPixmap(faint);
        carried_->adjustSize();
        carried_->show();
    }
    const auto point = page_->mapFromGlobal(global);
    carried_->move(point + QPoint(14, 10));
    carried_->raise();
    QRect place;
    indicator_->setVisible(dropPlace(global, &place).has_value());
    indicator_->setGeometry(place);
    indicator_->raise();
    const int edge = 40, y = viewport()->mapFromGlobal(global).y();
    if (y < edge || y > viewport()->height() - edge)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (y < edge ? -24 : 24));
}

void PanelGrid::drop(const QString& id, const QPoint& global) {
    QRect unused;
    const auto place = dropPlace(global, &unused);
    const bool was_carried = !carried_->isHidden();
    endDrag(id);
    if (!place || !was_carried) return;
    const auto from = static_cast<int>(order().indexOf(id));
    movePanel(id, *place > from ? *place - 1 : *place);
}

void PanelGrid::endDrag(const QString& id) {
    carried_->hide();
    indicator_->hide();
    if (auto* lifted = tile(id)) lifted->setLifted(false);
}

QJsonObject PanelGrid::saveLayout() const {
    QJsonArray panels;
    for (const auto& item : items_) {
        QJsonObject panel{
            {"id", item.tile->id()}, {"width", item.span.width}, {"height", item.span.height}, {"shown", item.shown}};
        const auto choices = item.tile->choices();
        if (!choices.isEmpty()) panel["choices"] = QJsonObject::fromVariantMap(choices);
        panels.append(panel);
    }
    return {{"columns", chosen_columns_}, {"maximised", maximised_}, {"panels", panels}};
}

void PanelGrid::restoreLayout(const QJsonObject& layout) {
    std::vector<Item> ordered;
    const auto take = [&](Item& item, const QJsonObject& panel, bool known) {
        const auto& spec = item.tile->spec();
        item.span.width = std::clamp(panel["width"].toInt(spec.width), 1, most_columns);
        item.span.height = std::clamp(panel["height"].toInt(spec.height), 1, 4);
        item.shown = panel["shown"].toBool(spec.initially_visible);
        if (known) item.tile->restoreChoices(panel["choices"].toObject().toVariantMap());
        ordered.push_back(item);
    };
    const auto taken = [&](const Item& item) {
        return std::any_of(ordered.begin(), ordered.end(), [&](const Item& other) { return other.tile == item.tile; });
    };
    for (const auto& value : layout["panels"].toArray()) {
        const auto panel = value.toObject();
        auto* found = item(panel["id"].toString());
        if (found && !taken(*found)) take(*found, panel, true);
    }
    // Those the layout does not know, in the order of the lab.
    for (const auto& spec : specs_)
        if (auto* found = item(QString::fromStdString(spec.id)); found && !taken(*found)) take(*found, {}, false);
    items_ = std::move(ordered);
    chosen_columns_ = std::clamp(layout["columns"].toInt(), 0, most_columns);
    maximised_.clear();
    if (const auto id = layout["maximised"].toString(); isShown(id)) maximised_ = id;
    layOut();
}

}  // namespace langevin::views

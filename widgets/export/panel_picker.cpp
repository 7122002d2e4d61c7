// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/panel_picker.h"

#include <QKeyEvent>
#include <algorithm>

namespace langevin::figures {

PanelPicker::PanelPicker(const QList<Part>& parts, qsizetype chosen, QWidget* parent)
    : QListWidget(parent), all_(parts) {
    setDragDropMode(QAbstractItemView::InternalMove);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    setToolTip(tr("Which panels, in which order; Space chooses, Ctrl+Up and Ctrl+Down or the mouse move"));
    setAccessibleName(tr("Panels"));
    for (qsizetype i = 0; i < parts.size(); ++i) add(parts[i], i < chosen);
    setCurrentRow(0);
    connect(this, &QListWidget::itemChanged, this, &PanelPicker::changed);
    connect(model(), &QAbstractItemModel::rowsMoved, this, &PanelPicker::changed);
    connect(model(), &QAbstractItemModel::rowsInserted, this, &PanelPicker::changed);
}

void PanelPicker::add(const Part& part, bool chosen) {
    auto* item = new QListWidgetItem(part.title, this);
    item->setData(Qt::UserRole, part.id);
    item->setToolTip(part.title);
    item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsDragEnabled);
    item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
}

QList<Part> PanelPicker::parts() const {
    QList<Part> chosen;
    for (int row = 0; row < count(); ++row) {
        if (item(row)->checkState() != Qt::Checked) continue;
        const auto id = item(row)->data(Qt::UserRole).toString();
        const auto part = std::find_if(all_.begin(), all_.end(), [&](const Part& each) { return each.id == id; });
        if (part != all_.end()) chosen << *part;
    }
    return chosen;
}

void PanelPicker::choose(const QStringList& ids) {
    QSignalBlocker quiet(this);
    clear();
    for (const auto& id : ids)
        for (const auto& part : all_)
            if (part.id == id) add(part, true);
    for (const auto& part : all_)
        if (!ids.contains(part.id)) add(part, false);
    setCurrentRow(0);
    quiet.unblock();
    emit changed();
}

QSize PanelPicker::sizeHint() const {
    const int rows = std::clamp(count(), 3, 7), row = std::max(fontMetrics().height(), sizeHintForRow(0));
    return {QListWidget::sizeHint().width(), rows * row + 2 * frameWidth() + 4};
}

void PanelPicker::keyPressEvent(QKeyEvent* event) {
    const int row = currentRow();
    const int step = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    const int place = row + step;
    if (step == 0 || !(event->modifiers() & Qt::ControlModifier) || place < 0 || place >= count())
        return QListWidget::keyPressEvent(event);
    insertItem(place, takeItem(row));
    setCurrentRow(place);
}

}  // namespace langevin::figures

// SPDX-License-Identifier: GPL-3.0-or-later
// How a plot answers to pointer and keys.
#include <QAction>
#include <QActionGroup>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <cmath>

#include "widgets/charts/plot_view.h"

namespace langevin::charts {
namespace {

constexpr double click_distance = 4;  // pixels that a click may wander

QString with_key(const QString& tip, const QKeySequence& key) {
    return key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText));
}

}  // namespace

QAction* PlotView::makeAction(const QString& text, const QKeySequence& key, const QString& tip) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(
        Qt::WidgetShortcut);  // keyPressEvent() triggers it, even where the window has the same key
    action->setToolTip(with_key(tip, key));
    action->setStatusTip(tip);
    return action;
}

void PlotView::makeActions() {
    log_x_action_ = makeAction(tr("Logarithmic x axis"), Qt::Key_X,
                               tr("Powers of ten along the x axis; values of zero and below have no place on it"));
    log_y_action_ = makeAction(tr("Logarithmic y axis"), Qt::Key_Y,
                               tr("Powers of ten along the y axis; values of zero and below have no place on it"));
    legend_action_ = makeAction(tr("Legend"), Qt::Key_L, tr("Show the names of the curves"));
    pin_action_ =
        makeAction(tr("Pin as ghost"), Qt::Key_G, tr("Keep the curves of this moment, pale, behind those to come"));
    clear_action_ = makeAction(tr("Clear ghosts"), Qt::SHIFT | Qt::Key_G, tr("Remove the pinned curves"));
    zoom_in_action_ = makeAction(tr("Zoom in"), Qt::Key_Plus, tr("See a smaller part of the plot"));
    zoom_out_action_ = makeAction(tr("Zoom out"), Qt::Key_Minus, tr("See more of the plot"));
    reset_action_ = makeAction(tr("Show all"), Qt::Key_Home,
                               tr("Let the axes follow the data again; a double click does the same"));
    for (auto* action : {log_x_action_, log_y_action_, legend_action_}) action->setCheckable(true);
    legend_action_->setChecked(true);

    connect(log_x_action_, &QAction::triggered, this, [this](bool on) { log_x_ = on, resetZoom(); });
    connect(log_y_action_, &QAction::triggered, this, [this](bool on) { log_y_ = on, resetZoom(); });
    connect(legend_action_, &QAction::toggled, this, &PlotView::redraw);
    connect(pin_action_, &QAction::triggered, this, &PlotView::pinGhost);
    connect(clear_action_, &QAction::triggered, this, &PlotView::clearGhosts);
    connect(reset_action_, &QAction::triggered, this, &PlotView::resetZoom);
    const auto zoom = [this](double factor) {
        zoom_.scale(frame_, frame_.area.center(), factor);
        new_numbers_ = true;
        showState();
        redraw();
    };
    connect(zoom_in_action_, &QAction::triggered, this, [zoom] { zoom(0.8); });
    connect(zoom_out_action_, &QAction::triggered, this, [zoom] { zoom(1.25); });
    showState();
}

QList<QAction*> PlotView::viewActions() const {
    return {log_x_action_, log_y_action_,   legend_action_,   pin_action_,
            clear_action_, zoom_in_action_, zoom_out_action_, reset_action_};
}

/// Actions follow what there is: the scale that the panel asks for, ghosts, zoom.
void PlotView::showState() {
    log_x_action_->setChecked(log_x_.value_or(data_.x.logarithmic));
    log_y_action_->setChecked(log_y_.value_or(data_.y.logarithmic));
    pin_action_->setEnabled(pinned() < most_ghosts && !data_.series.empty());
    clear_action_->setEnabled(pinned() > 0);
    reset_action_->setEnabled(zoom_.active());
}

bool PlotView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && takesKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto tip = tipAt(help->pos());
        tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return PanelView::event(event);
}

/// Not over the curves: there the crosshair says more.
QString PlotView::tipAt(const QPoint& point) const {
    if (frame_.verdict_place.contains(point) && !data_.verdict_help.isEmpty()) return data_.verdict_help;
    for (const auto& line : frame_.note)
        if (line.place.contains(point)) return data_.note;
    for (const auto& entry : frame_.legend) {
        if (!entry.place.contains(point)) continue;
        const auto& series = shown_.series[entry.series];
        return series.source.isEmpty() ? series.name : series.name + "\n" + series.source;
    }
    return frame_.area.contains(point) ? QString() : whatsThis();
}

QAction* PlotView::actionFor(const QKeyEvent& event) const {
    const auto modifiers =
        event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier | Qt::ShiftModifier);
    const QKeySequence pressed(static_cast<int>(event.key()) | static_cast<int>(modifiers.toInt()));
    // "+" needs Shift on most keyboards, and none on the number pad.
    const bool sign = event.key() == Qt::Key_Plus || event.key() == Qt::Key_Minus;
    for (auto* action : viewActions())
        if (action->isEnabled() && (action->shortcut() == pressed || (sign && !(modifiers & Qt::ControlModifier) &&
                                                                      action->shortcut() == QKeySequence(event.key()))))
            return action;
    return nullptr;
}

bool PlotView::takesKey(const QKeyEvent& event) const {
    if (actionFor(event)) return true;
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    switch (event.key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Home:
            return true;
        case Qt::Key_Escape:
            return pick_.has_value();
        default:
            return false;
    }
}

void PlotView::moveReadout(int along_series, int across_series) {
    if (shown_.series.empty()) return;
    auto pick = pick_;
    if (!pick) {
        // Begin with the first series in front, in the middle.
        const double middle = frame_.x_scale.value(0.5);
        for (std::size_t s = 0; s < shown_.series.size() && !pick; ++s)
            if (shown_.series[s].ghost == 0) pick = pick_in(shown_, frame_, s, middle);
        return setPick(pick, true);
    }
    if (along_series != 0) pick = along(shown_, frame_, *pick, along_series);
    if (across_series != 0) pick = across(shown_, frame_, *pick, across_series);
    setPick(pick, true);
}

bool PlotView::navigate(const QKeyEvent& event) {
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    const auto go = [&](int across, int up) {
        if (!shift) return moveReadout(across, -up);
        zoom_.move(frame_, QPointF(-across * 0.1 * frame_.area.width(), up * 0.1 * frame_.area.height()));
        new_numbers_ = true;
        showState();
        redraw();
    };
    switch (event.key()) {
        case Qt::Key_Left:
            return go(-1, 0), true;
        case Qt::Key_Right:
            return go(1, 0), true;
        case Qt::Key_Up:
            return go(0, 1), true;
        case Qt::Key_Down:
            return go(0, -1), true;
        case Qt::Key_PageUp:
            return moveReadout(-10, 0), true;
        case Qt::Key_PageDown:
            return moveReadout(10, 0), true;
        case Qt::Key_Home:
            return resetZoom(), true;
        case Qt::Key_Escape:
            return setPick(std::nullopt, false), true;
        default:
            return false;
    }
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    if (!takesKey(*event)) return PanelView::keyPressEvent(event);
    if (auto* action = actionFor(*event)) return action->trigger();
    navigate(*event);
}

void PlotView::wheelEvent(QWheelEvent* event) {
    // Otherwise the wheel scrolls the page that the plot is on.
    if (!hasFocus() && !(event->modifiers() & Qt::ControlModifier)) return event->ignore();
    const int notches = event->angleDelta().y();
    if (notches == 0) return event->ignore();
    zoom_.scale(frame_, event->position(), std::pow(1.0012, -notches));
    new_numbers_ = true;
    showState();
    redraw();
    event->accept();
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    pointer_ = drag_start_ = event->position();
    const bool move = event->button() == Qt::MiddleButton ||
                      (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier);
    if (move)
        drag_ = Drag::pan;
    else if (event->button() == Qt::LeftButton && frame_.area.contains(event->position()))
        drag_ = Drag::box;
    else
        event->ignore();
    update();
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const auto last = pointer_;
    pointer_ = event->position();
    if (drag_ == Drag::pan) {
        zoom_.move(frame_, pointer_ - last);
        new_numbers_ = true;
        showState();
        return redraw();
    }
    if (drag_ == Drag::box) return update();
    const bool over = frame_.area.adjusted(-4, -4, 4, 4).contains(pointer_);
    setCursor(over ? Qt::CrossCursor : Qt::ArrowCursor);
    if (over)
        setPick(pick_at(shown_, frame_, pointer_), false);
    else if (!picked_by_key_)
        setPick(std::nullopt, false);
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    const auto drag = std::exchange(drag_, Drag::none);
    pointer_ = event->position();
    const QRectF box = QRectF(drag_start_, pointer_).normalized();
    const bool meant = std::max(box.width(), box.height()) > click_distance;
    if (drag == Drag::box && meant && zoom_.show(frame_, box)) {
        new_numbers_ = true;
        showState();
        return redraw();
    }
    update();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) resetZoom();
}

void PlotView::leaveEvent(QEvent* event) {
    PanelView::leaveEvent(event);
    if (!picked_by_key_) setPick(std::nullopt, false);
}

void PlotView::focusInEvent(QFocusEvent* event) {
    PanelView::focusInEvent(event);
    describe();
    update();
}

void PlotView::focusOutEvent(QFocusEvent* event) {
    PanelView::focusOutEvent(event);
    if (picked_by_key_) setPick(std::nullopt, false);
    update();
}

}  // namespace langevin::charts

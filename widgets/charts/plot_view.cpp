// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_view.h"

#include <QAction>
#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <functional>

namespace langevin::charts {
namespace {

constexpr int margin = 8;

QRectF inside(const QSize& size, double unit) {
    const double m = margin * unit;
    return QRectF(m, m * 0.5, std::max(40.0, size.width() - 2 * m), std::max(40.0, size.height() - 1.25 * m));
}

}  // namespace

PlotView::PlotView(QWidget* parent) : PanelView(parent), theme_(style::make_theme(style::Scheme::light)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setWhatsThis(
        tr("Drag a rectangle to zoom in; wheel with Ctrl (or after a click) to zoom; Shift+drag to "
           "move; double "
           "click or Home for the whole. Left and Right read number after number, Up and Down "
           "change the curve."));
    makeActions();
}

QSize PlotView::sizeHint() const {
    return QSize(450, 320) * theme_.scale;
}

QSize PlotView::minimumSizeHint() const {
    return QSize(150, 110) * theme_.scale;
}

void PlotView::setPanel(const Panel& panel) {
    data_ = makeModel(panel);
    new_numbers_ = true;
    if (!since_summary_.isValid() || since_summary_.hasExpired(1000)) {
        // A screen reader wants it now and then, not thirty times a second.
        since_summary_.start();
        summary_ = QString::fromStdString(summary(panel));
        describe();
    }
    showState();
    if (steady_) fitAxes(with_ghosts(data_, ghosts_));
    redraw();
}

void PlotView::setTheme(const style::Theme& theme) {
    theme_ = theme;
    updateGeometry();
    redraw();
}

void PlotView::redraw() {
    stale_ = true;
    update();
}

AxisScale PlotView::scale(const std::optional<Extent>& chosen, const std::optional<Extent>& needed, const Axis& axis,
                          bool logarithmic, StableRange* stable) const {
    if (chosen) return {*chosen, logarithmic};
    if (const auto range = declared(axis, logarithmic)) return {*range, logarithmic};
    if (!needed) return {{0, 1}, logarithmic};
    return {stable ? stable->update(*needed) : *needed, logarithmic};
}

void PlotView::fitAxes(const PlotModel& model) {
    const bool log_x = log_x_action_->isChecked(), log_y = log_y_action_->isChecked();
    if (!new_numbers_ && !frame_.area.isEmpty() && frame_.x_scale.logarithmic() == log_x &&
        frame_.y_scale.logarithmic() == log_y)
        return;
    frame_.x_scale = scale(zoom_.x, needed_x(model, log_x), model.x, log_x, &x_range_);
    frame_.y_scale = scale(zoom_.y, needed_y(model, log_x, log_y), model.y, log_y, &y_range_);
    new_numbers_ = false;
}

void PlotView::prepare() {
    shown_ = with_ghosts(data_, ghosts_);
    fitAxes(shown_);
    stale_ = false;

    const double ratio = devicePixelRatioF();
    if (picture_.size() != size() * ratio) picture_ = QPixmap(size() * ratio);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(theme_.surface);
    const auto style = PlotStyle::on_screen(theme_);
    frame_ = lay_out(shown_, frame_.x_scale, frame_.y_scale, inside(size(), theme_.scale), style,
                     legend_action_->isChecked());
    QPainter painter(&picture_);
    paint_grid(painter, frame_, style);
    canvas_.draw(painter, frame_.area, make_shapes(shown_, frame_.x_scale, frame_.y_scale, frame_.area.size(), style));
    paint_frame(painter, frame_, shown_, style);
    if (shown_.empty()) paint_empty(painter, frame_, style);
    followPick();
}

void PlotView::paintEvent(QPaintEvent*) {
    QElapsedTimer timer;
    timer.start();
    if (stale_) prepare();
    QPainter painter(this);
    painter.drawPixmap(0, 0, picture_);
    drawOverlay(painter);
    paint_milliseconds_ = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

void PlotView::drawOverlay(QPainter& painter) {
    const auto style = PlotStyle::on_screen(theme_);
    painter.setRenderHint(QPainter::Antialiasing);
    if (zoom_.active()) {
        const auto hint = tr("zoomed · Home for all");
        const auto metrics = style.small_metrics();
        painter.setFont(style.small_font());
        QRectF place(0, 0, metrics.horizontalAdvance(hint) + 12 * theme_.scale, metrics.height() * 1.3);
        place.moveBottomRight(frame_.area.bottomRight() - QPointF(4, 4) * theme_.scale);
        painter.setPen(QPen(theme_.border, 1));
        painter.setBrush(theme_.surface);
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2);
        painter.setPen(theme_.mutedText);
        painter.drawText(place, Qt::AlignCenter, hint);
    }
    if (drag_ == Drag::box) {
        auto fill = theme_.accent;
        fill.setAlphaF(0.12f);
        painter.setPen(QPen(theme_.accent, 1.2));
        painter.setBrush(fill);
        painter.drawRect(QRectF(drag_start_, pointer_).normalized().intersected(frame_.area));
    } else if (pick_ && drag_ == Drag::none) {
        paint_pick(painter, shown_, frame_, style, *pick_);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme_.accent, 1.6 * theme_.scale));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
    }
}

void PlotView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    const auto model = with_ghosts(data_, ghosts_);
    const bool log_x = log_x_action_->isChecked(), log_y = log_y_action_->isChecked();
    const auto x = steady_ ? frame_.x_scale : scale(zoom_.x, needed_x(model, log_x), model.x, log_x, nullptr);
    const auto y = steady_ ? frame_.y_scale : scale(zoom_.y, needed_y(model, log_x, log_y), model.y, log_y, nullptr);
    paint_plot(painter, model, x, y, area, PlotStyle::in_print(theme, painter), legend_action_->isChecked());
}

void PlotView::resizeEvent(QResizeEvent* event) {
    PanelView::resizeEvent(event);
    redraw();
}

void PlotView::changeEvent(QEvent* event) {
    PanelView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) redraw();
}

std::size_t PlotView::pinned() const {
    return static_cast<std::size_t>(std::count_if(ghosts_.begin(), ghosts_.end(), std::mem_fn(&PlotGhost::pinned)));
}

void PlotView::pinGhost() {
    if (pinned() >= most_ghosts) return;
    const auto number = QString::number(pinned() + 1);
    auto ghost = make_ghost(data_, number, tr("ghost %1").arg(number));
    if (ghost.series.empty()) return;
    ghost.pinned = true;
    ghosts_.push_back(std::move(ghost));
    ghostsChanged();
}

void PlotView::clearGhosts() {
    std::erase_if(ghosts_, std::mem_fn(&PlotGhost::pinned));
    ghostsChanged();
}

void PlotView::setGhost(const QString& mark, const QString& name, const Panel& panel) {
    auto ghost = make_ghost(makeModel(panel), mark, name);
    const auto old =
        std::find_if(ghosts_.begin(), ghosts_.end(), [&](const auto& g) { return !g.pinned && g.mark == mark; });
    if (old == ghosts_.end()) {
        ghosts_.push_back(std::move(ghost));
        return ghostsChanged();
    }
    *old = std::move(ghost);  // as often as there are numbers: what the reader points at stays
    new_numbers_ = true;
    redraw();
}

void PlotView::removeGhost(const QString& mark) {
    if (std::erase_if(ghosts_, [&](const auto& ghost) { return !ghost.pinned && ghost.mark == mark; }) > 0)
        ghostsChanged();
}

void PlotView::ghostsChanged() {
    pick_.reset();
    new_numbers_ = true;
    showState();
    redraw();
}

void PlotView::resetZoom() {
    zoom_.reset();
    x_range_.reset();
    y_range_.reset();
    new_numbers_ = true;
    showState();
    redraw();
}

QString PlotView::readout() const {
    return pick_ ? pick_text(shown_, *pick_).join(QStringLiteral(", ")) : QString();
}

QVariantMap PlotView::choices() const {
    QVariantMap map;
    if (log_x_) map.insert("log_x", *log_x_);
    if (log_y_) map.insert("log_y", *log_y_);
    if (!legend_action_->isChecked()) map.insert("legend", false);
    return map;
}

void PlotView::restoreChoices(const QVariantMap& choices) {
    const auto chosen = [&](const char* key) {
        const auto found = choices.find(key);
        return found == choices.end() ? std::nullopt : std::optional(found->toBool());
    };
    log_x_ = chosen("log_x");
    log_y_ = chosen("log_y");
    legend_action_->setChecked(chosen("legend").value_or(true));
    resetZoom();
}

void PlotView::setPick(std::optional<Pick> pick, bool by_key) {
    if (pick && by_key) picked_x_ = shown_.series[pick->series].abscissa(pick->point);
    if (pick == pick_ && by_key == picked_by_key_) return;
    pick_ = pick;
    picked_by_key_ = by_key;
    if (by_key || !pick) describe();
    update();
}

/// After new numbers: the crosshair stays under the pointer, or at its abscissa.
void PlotView::followPick() {
    if (!pick_) return;
    if (picked_by_key_)
        pick_ = pick_in(shown_, frame_, pick_->series, picked_x_);
    else
        pick_ = pick_at(shown_, frame_, pointer_);
}

/// What a screen reader says: the number picked by key, else the summary of the panel.
void PlotView::describe() {
    setAccessibleDescription(pick_ && picked_by_key_ ? readout() : summary_);
}

}  // namespace langevin::charts

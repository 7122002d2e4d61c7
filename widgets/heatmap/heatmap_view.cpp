// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/heatmap/heatmap_view.h"

#include <QAction>
#include <QActionGroup>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace langevin::heatmap {
namespace {

constexpr double margin = 8, least_drag = 6;

QRectF inside(const QSize& size, double unit) {
    const double m = margin * unit;
    return QRectF(m, m * 0.5, std::max(60.0, size.width() - 2 * m), std::max(40.0, size.height() - 1.25 * m));
}

/// "κ = 0.26", or the whole label where it has no symbol.
QString coordinate(const Axis& axis, double value) {
    const auto label = QString::fromStdString(axis.label);
    const auto symbol = label.section(' ', -1);
    const bool has_symbol = !symbol.isEmpty() && symbol.size() <= 6 && symbol != label;
    return charts::with_indices(has_symbol ? symbol : label) + " = " + charts::number_text(value);
}

}  // namespace

HeatmapView::HeatmapView(QWidget* parent)
    : PanelView(parent), theme_(style::make_theme(style::Scheme::light)), colour_maps_(new QActionGroup(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setWhatsThis(tr("The pointer, or the arrow keys, read the number of a cell with its standard error."));
    makeActions();
}

void HeatmapView::makeActions() {
    logarithmic_action_ = new QAction(tr("&Logarithmic colours"), this);
    logarithmic_action_->setCheckable(true);
    logarithmic_action_->setToolTip(tr("Colours by the logarithm of the value"));
    connect(logarithmic_action_, &QAction::triggered, this, [this](bool on) {
        chosen_logarithmic_ = on;
        redraw();
    });
    legend_action_ = new QAction(tr("&Names of the lines"), this);
    legend_action_->setCheckable(true);
    legend_action_->setChecked(true);
    legend_action_->setToolTip(tr("Says above the map what its lines are"));
    connect(legend_action_, &QAction::toggled, this, &HeatmapView::redraw);
    colours_action_ = new QAction(tr("&Colours"), this);
    auto* menu = new QMenu(this);
    colours_action_->setMenu(menu);
    for (const auto& name : style::ColourMap::names()) {
        if (style::ColourMap(name).kind() != style::ColourMap::Kind::sequential) continue;
        auto* action = menu->addAction(style::ColourMap::label(name));
        action->setCheckable(true);
        action->setData(name);
        action->setChecked(name == QStringLiteral("viridis"));
        colour_maps_->addAction(action);
    }
    connect(colour_maps_, &QActionGroup::triggered, this, &HeatmapView::redraw);
}

void HeatmapView::setPanel(const Panel& panel) {
    const auto* map = std::get_if<Heatmap>(&panel);
    if (!map) return;
    map_ = *map;
    logarithmic_action_->setEnabled(can_be_logarithmic(map_));
    colours_action_->setEnabled(map_.categories.empty());
    if (!since_summary_.isValid() || since_summary_.hasExpired(1000)) {
        since_summary_.start();  // a screen reader wants it now and then
        summary_ = QString::fromStdString(summary(panel));
        setAccessibleDescription(summary_);
    }
    redraw();
}

void HeatmapView::setTheme(const style::Theme& theme) {
    theme_ = theme;
    updateGeometry();
    redraw();
}

void HeatmapView::setSelectable(bool selectable) {
    selectable_ = selectable;
    setCursor(selectable ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setWhatsThis(
        tr("The pointer, or the arrow keys, read the number of a cell with its standard error. Click or press "
           "Return to open it; draw a rectangle to refine there."));
}

bool HeatmapView::logarithmic() const {
    return can_be_logarithmic(map_) && chosen_logarithmic_.value_or(map_.value.logarithmic);
}

QList<QAction*> HeatmapView::viewActions() const {
    return {logarithmic_action_, colours_action_, legend_action_};
}

QVariantMap HeatmapView::choices() const {
    QVariantMap choices;
    if (chosen_logarithmic_) choices["logarithmic"] = *chosen_logarithmic_;
    if (!legend_action_->isChecked()) choices["legend"] = false;
    if (const auto* chosen = colour_maps_->checkedAction()) choices["colours"] = chosen->data();
    return choices;
}

void HeatmapView::restoreChoices(const QVariantMap& choices) {
    chosen_logarithmic_.reset();
    if (choices.contains("logarithmic")) chosen_logarithmic_ = choices["logarithmic"].toBool();
    legend_action_->setChecked(choices.value("legend", true).toBool());
    for (auto* action : colour_maps_->actions())
        if (action->data() == choices.value("colours", QStringLiteral("viridis"))) action->setChecked(true);
    redraw();
}

void HeatmapView::redraw() {
    stale_ = true;
    update();
}

void HeatmapView::prepare() {
    stale_ = false;
    logarithmic_action_->setChecked(logarithmic());
    const auto* chosen = colour_maps_->checkedAction();
    colours_ =
        ValueColours(map_, logarithmic(), style::ColourMap(chosen ? chosen->data().toString() : QString()), theme_);
    const auto style = charts::PlotStyle::on_screen(theme_);
    layout_ = lay_out(map_, colours_, inside(size(), theme_.scale), style, legend_action_->isChecked());
    const double ratio = devicePixelRatioF();
    if (picture_.size() != size() * ratio) picture_ = QPixmap(size() * ratio);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(theme_.surface);
    QPainter painter(&picture_);
    paint(painter, map_, colours_, layout_, style);
    if (pointed_ && *pointed_ >= map_.cells.size()) pointed_.reset();
}

void HeatmapView::paintEvent(QPaintEvent*) {
    QElapsedTimer timer;
    timer.start();
    if (stale_) prepare();
    QPainter painter(this);
    painter.drawPixmap(0, 0, picture_);
    drawOverlay(painter);
    paint_milliseconds_ = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

QRectF HeatmapView::marked() const {
    return QRectF(press_, pointer_).normalized().intersected(layout_.frame.area);
}

void HeatmapView::drawOverlay(QPainter& painter) {
    painter.setRenderHint(QPainter::Antialiasing);
    if (pressed_ && selectable_ && (pointer_ - press_).manhattanLength() > least_drag) {
        auto fill = theme_.accent;
        fill.setAlphaF(0.2f);
        painter.setPen(QPen(theme_.accent, 1.6 * theme_.scale));
        painter.setBrush(fill);
        painter.drawRect(marked());
    } else if (pointed_) {
        const auto cell = place(map_.cells[*pointed_], layout_.frame);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.surface, 3.4 * theme_.scale));
        painter.drawRect(cell);
        painter.setPen(QPen(theme_.text, 1.6 * theme_.scale));
        painter.drawRect(cell);
        drawReadout(painter, cell);
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(theme_.accent, 1.6 * theme_.scale));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
}

/// Beside the cell, where there is room.
void HeatmapView::drawReadout(QPainter& painter, const QRectF& cell) {
    const auto style = charts::PlotStyle::on_screen(theme_);
    const auto metrics = style.small_metrics();
    const auto lines = readout().split('\n');
    const double pad = 7 * theme_.scale, line = metrics.height() * 1.2;
    double width = 0;
    for (const auto& text : lines) width = std::max(width, metrics.horizontalAdvance(text));
    QRectF box(0, 0, std::min(width + 2 * pad, this->width() - 8.0),
               static_cast<double>(lines.size()) * line + 1.4 * pad);
    box.moveTopLeft(cell.topRight() + QPointF(pad, -box.height() / 2 + cell.height() / 2));
    if (box.right() > this->width() - 4) box.moveRight(cell.left() - pad);
    if (box.left() < 4) box.moveLeft(4);
    box.moveTop(std::clamp(box.top(), 4.0, std::max(4.0, this->height() - box.height() - 4)));
    painter.setPen(QPen(theme_.border, 1));
    painter.setBrush(theme_.surface);
    painter.drawRoundedRect(box, 5, 5);
    painter.setFont(style.small_font());
    painter.setPen(theme_.text);
    double y = box.top() + 0.7 * pad + metrics.ascent();
    for (const auto& text : lines) {
        painter.drawText(QPointF(box.left() + pad, y), metrics.elidedText(text, Qt::ElideRight, box.width() - 2 * pad));
        y += line;
    }
}

QString HeatmapView::readout() const {
    if (!pointed_ || *pointed_ >= map_.cells.size()) return {};
    const auto& cell = map_.cells[*pointed_];
    QString value;
    if (std::isfinite(cell.value)) {
        const auto category = static_cast<std::size_t>(std::max(0.0, cell.value));
        value = category < map_.categories.size() ? QString::fromStdString(map_.categories[category])
                                                  : charts::number_text(cell.value, cell.error);
        if (map_.categories.empty() && !map_.value.unit.empty()) value += " " + QString::fromStdString(map_.value.unit);
        value += cell.repeats == 1 ? tr(", 1 run") : tr(", %1 runs").arg(cell.repeats);
    }
    QStringList lines{coordinate(map_.x, cell.x) + ",  " + coordinate(map_.y, cell.y)};
    if (!value.isEmpty()) lines << value;
    if (!cell.note.empty()) lines << QString::fromStdString(cell.note);
    return lines.join('\n');
}

void HeatmapView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    const auto* chosen = colour_maps_->checkedAction();
    const QString name = theme.grey ? "grey" : chosen ? chosen->data().toString() : QString();
    const ValueColours colours(map_, logarithmic(), style::ColourMap(name), theme);
    const auto style = charts::PlotStyle::in_print(theme, painter);
    paint(painter, map_, colours, lay_out(map_, colours, area, style, legend_action_->isChecked()), style);
}

void HeatmapView::resizeEvent(QResizeEvent* event) {
    PanelView::resizeEvent(event);
    redraw();
}

void HeatmapView::changeEvent(QEvent* event) {
    PanelView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) redraw();
}

void HeatmapView::setPointed(std::optional<std::size_t> cell) {
    pointed_ = cell;
    setAccessibleDescription(pointed_ && hasFocus() ? readout() : summary_);
    update();
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event) {
    pointer_ = event->position();
    setPointed(cell_at(map_, layout_.frame, pointer_));
}

void HeatmapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !layout_.frame.area.contains(event->position()))
        return PanelView::mousePressEvent(event);
    pressed_ = true;
    press_ = pointer_ = event->position();
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !std::exchange(pressed_, false)) return;
    pointer_ = event->position();
    update();
    if (!selectable_) return;
    if ((pointer_ - press_).manhattanLength() <= least_drag) {
        setPointed(cell_at(map_, layout_.frame, press_));
        return activate();
    }
    const auto& frame = layout_.frame;
    const auto from = frame.position(marked().bottomLeft()), to = frame.position(marked().topRight());
    emit regionSelected(frame.x_scale.value(from.x()), frame.x_scale.value(to.x()), frame.y_scale.value(from.y()),
                        frame.y_scale.value(to.y()));
}

void HeatmapView::activate() {
    if (!selectable_ || !pointed_) return;
    const auto& cell = map_.cells[*pointed_];
    emit cellActivated(cell.x, cell.y);
}

void HeatmapView::leaveEvent(QEvent*) {
    if (!hasFocus()) setPointed(std::nullopt);
}

/// To the cell that is seen just beyond the edge of the present one; from none, to the middle.
void HeatmapView::moveChosen(int right, int up) {
    const auto& frame = layout_.frame;
    if (!pointed_) return setPointed(cell_at(map_, frame, frame.area.center()));
    const auto cell = place(map_.cells[*pointed_], frame);
    auto centre = cell.center();
    // A cell that finer ones lie on is left from where it was measured.
    if (const auto seen = cell_at(map_, frame, centre); seen != pointed_)
        centre = frame.at(
            {frame.x_scale.position(map_.cells[*pointed_].x), frame.y_scale.position(map_.cells[*pointed_].y)});
    const QPointF beyond(right > 0   ? cell.right() + 1
                         : right < 0 ? cell.left() - 1
                                     : centre.x(),
                         up > 0   ? cell.top() - 1
                         : up < 0 ? cell.bottom() + 1
                                  : centre.y());
    if (const auto next = cell_at(map_, frame, beyond)) setPointed(next);
}

void HeatmapView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return moveChosen(-1, 0);
        case Qt::Key_Right:
            return moveChosen(1, 0);
        case Qt::Key_Up:
            return moveChosen(0, 1);
        case Qt::Key_Down:
            return moveChosen(0, -1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return activate();
        case Qt::Key_Escape:
            if (!pressed_) break;
            pressed_ = false;
            return update();
        default:
            break;
    }
    PanelView::keyPressEvent(event);
}

void HeatmapView::focusInEvent(QFocusEvent* event) {
    PanelView::focusInEvent(event);
    update();
}

void HeatmapView::focusOutEvent(QFocusEvent* event) {
    PanelView::focusOutEvent(event);
    setPointed(std::nullopt);
}

}  // namespace langevin::heatmap

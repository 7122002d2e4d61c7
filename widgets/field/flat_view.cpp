// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/flat_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::field {
namespace {

constexpr int least_width_for_bar = 200;
constexpr double least_marked_site = 3;  // device pixels; smaller sites get cross hairs

int wrapped(int value, int period) {
    const int rest = value % period;
    return rest < 0 ? rest + period : rest;
}

std::optional<QPoint> arrow(int key) {
    switch (key) {
        case Qt::Key_Left:
            return QPoint(-1, 0);
        case Qt::Key_Right:
            return QPoint(1, 0);
        case Qt::Key_Up:
            return QPoint(0, 1);
        case Qt::Key_Down:
            return QPoint(0, -1);
        default:
            return std::nullopt;
    }
}

}  // namespace

FlatView::FlatView(const FieldState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Colour map of the field"));
    setWhatsThis(
        tr("The pointer reads the value of a site; a drag or the arrow keys shift the torus, Alt with the arrow keys "
           "reads site after site."));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void FlatView::refresh() {
    stale_ = true;
    lay_out();
    if (probe_ && (probe_->index >= state_.field.tiles.size() || probe_->x >= state_.field.columns ||
                   probe_->y >= state_.field.rows))
        set_probe({});
    update();
}

void FlatView::resizeEvent(QResizeEvent*) {
    refresh();
}

void FlatView::lay_out() {
    if (state_.empty()) return;
    const double k = state_.theme.scale;
    const QFontMetricsF metrics(state_.theme.small_font());
    const int margin = qRound(4 * k);
    QRect room = rect().adjusted(margin, margin, -margin, -margin);
    bar_ = {};
    double beside = 0;
    if (width() >= least_width_for_bar * k) beside = state_.colour_bar().width(metrics, k) + 12 * k;
    const QSize device = QSize(qRound((room.width() - beside) * ratio()), qRound(room.height() * ratio()));
    const int shown = static_cast<int>(state_.shown().size());
    mosaic_ = Mosaic(shown, state_.field.rows, state_.field.columns, device, qRound(3 * k * ratio()));

    const auto bounds = mosaic_.bounds();
    const double used = bounds.width() / ratio();
    // Picture and bar sit together in the middle, whatever is left over.
    const double spare = std::max(0.0, room.width() - used - beside);
    picture_ = QRect(qRound(room.left() + spare / 2 - bounds.left() / ratio()), room.top(),
                     qRound(device.width() / ratio()), room.height());
    if (beside > 0)
        bar_ = QRectF(picture_.left() + bounds.right() / ratio() + 12 * k, picture_.top() + bounds.top() / ratio(),
                      beside, bounds.height() / ratio());
}

void FlatView::paint_picture() {
    const QSize size(std::max(1, qRound(picture_.width() * ratio())), std::max(1, qRound(picture_.height() * ratio())));
    if (image_.size() != size) image_ = QImage(size, QImage::Format_RGB32);
    image_.setDevicePixelRatio(ratio());
    image_.fill(state_.theme.surface);
    const Colours colours(state_.map, state_.scale.interval());
    const auto shown = state_.shown();
    if (state_.theme.scheme == style::Scheme::dark) paint_frames();
    for (std::size_t i = 0; i < shown.size(); ++i)
        paint_tile(image_, mosaic_.rect(static_cast<int>(i)) & image_.rect(), tile_of(state_.field, shown[i]), colours,
                   state_.stored_shift());
    stale_ = false;
}

/// On a dark page zero is as dark as the gaps between the tiles, which would run into one another.
void FlatView::paint_frames() {
    QPainter painter(&image_);
    const int width = mosaic_.count() > 1 ? mosaic_.gap() : 0;
    painter.scale(1 / ratio(), 1 / ratio());  // in pixels of the image, as the mosaic is
    for (int i = 0; i < mosaic_.count(); ++i)
        painter.fillRect(mosaic_.rect(i).adjusted(-width, -width, width, width),
                         style::mix(state_.theme.surface, state_.theme.text, 0.3));
}

void FlatView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), state_.theme.surface);
    if (state_.empty()) {
        painter.setPen(state_.theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, tr("No field yet."));
        return;
    }
    if (stale_) paint_picture();
    painter.drawImage(picture_.topLeft(), image_);
    if (mosaic_.count() > 1) paint_labels(painter);
    paint_probe(painter);
    if (!bar_.isEmpty() && bar_.height() > 40)
        state_.colour_bar().paint(painter, bar_.adjusted(0, 0.5, 0, -0.5), state_.theme.small_font(), state_.theme,
                                  state_.theme.scale);
    if (!hasFocus()) return;
    painter.setPen(QPen(state_.theme.accent, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void FlatView::paint_labels(QPainter& painter) const {
    painter.setFont(state_.theme.small_font());
    const QFontMetricsF metrics(state_.theme.small_font());
    const double k = state_.theme.scale;
    const auto shown = state_.shown();
    for (int i = 0; i < mosaic_.count(); ++i) {
        const auto device = mosaic_.rect(i);
        if (device.width() / ratio() < 34 * k) return;
        const auto text = QString::number(state_.field.tiles[shown[static_cast<std::size_t>(i)]] + 1);
        QRectF plate(picture_.topLeft() + QPointF(device.topLeft()) / ratio() + QPointF(3, 3) * k,
                     QSizeF(metrics.horizontalAdvance(text) + 8 * k, metrics.height()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        auto ground = state_.theme.surface;
        ground.setAlphaF(0.82F);
        painter.setBrush(ground);
        painter.drawRoundedRect(plate, 3 * k, 3 * k);
        painter.setPen(state_.theme.text);
        painter.drawText(plate, Qt::AlignCenter, text);
    }
}

QRectF FlatView::site_rect(const Probe& probe) const {
    const auto shown = state_.shown();
    const auto place = std::find(shown.begin(), shown.end(), probe.index);
    if (place == shown.end()) return {};
    const auto device = mosaic_.rect(static_cast<int>(place - shown.begin()));
    const double w = device.width() / static_cast<double>(state_.field.columns);
    const double h = device.height() / static_cast<double>(state_.field.rows);
    const auto shift = state_.stored_shift();
    const int x = wrapped(probe.x + shift.x(), state_.field.columns);
    const int y = wrapped(probe.y + shift.y(), state_.field.rows);
    const QPointF corner(device.left() + x * w, device.top() + device.height() - (y + 1) * h);
    return {picture_.topLeft() + corner / ratio(), QSizeF(w, h) / ratio()};
}

void FlatView::paint_probe(QPainter& painter) const {
    if (!probe_) return;
    auto site = site_rect(*probe_);
    if (site.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const double k = state_.theme.scale;
    const double least = least_marked_site * k;
    if (site.width() < least || site.height() < least)
        site = QRectF(site.center(), QSizeF()).adjusted(-least, -least, least, least);
    // Two colours, so that the frame is seen on any map.
    painter.setPen(QPen(Qt::black, 3 * k));
    painter.drawRect(site.adjusted(-k, -k, k, k));
    painter.setPen(QPen(Qt::white, 1.2 * k));
    painter.drawRect(site.adjusted(-k, -k, k, k));
}

std::optional<Probe> FlatView::probe_at(QPointF position) const {
    if (state_.empty()) return {};
    const QPoint device = ((position - picture_.topLeft()) * ratio()).toPoint();
    const int at = mosaic_.at(device);
    if (at < 0) return {};
    const auto area = mosaic_.rect(at);
    const auto shift = state_.stored_shift();
    const int across = (device.x() - area.left()) * state_.field.columns / area.width();
    const int up = (area.bottom() - device.y()) * state_.field.rows / area.height();
    return Probe{state_.shown()[static_cast<std::size_t>(at)], wrapped(across - shift.x(), state_.field.columns),
                 wrapped(up - shift.y(), state_.field.rows)};
}

void FlatView::set_probe(std::optional<Probe> probe) {
    if (probe == probe_) return;
    probe_ = probe;
    update();
    emit probeChanged();
}

void FlatView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || state_.empty()) return event->ignore();
    pressed_ = event->position();
    shift_when_pressed_ = state_.shift;
    dragged_ = false;
}

void FlatView::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) {
        by_keyboard_ = false;
        return set_probe(probe_at(event->position()));
    }
    const auto moved = event->position() - *pressed_;
    if (moved.manhattanLength() > 4) dragged_ = true;
    if (!dragged_ || mosaic_.tile_size().isEmpty()) return;
    setCursor(Qt::ClosedHandCursor);
    const double sites =
        state_.field.columns * std::max(1, state_.field.stride) * ratio() / mosaic_.tile_size().width();
    emit shiftWanted(shift_when_pressed_ + QPoint(qRound(moved.x() * sites), -qRound(moved.y() * sites)));
}

void FlatView::mouseReleaseEvent(QMouseEvent* event) {
    if (!pressed_ || event->button() != Qt::LeftButton) return;
    pressed_.reset();
    unsetCursor();
    if (dragged_ || mosaic_.count() < 2) return;
    if (const auto probe = probe_at(event->position())) emit tileClicked(state_.field.tiles[probe->index]);
}

void FlatView::leaveEvent(QEvent*) {
    if (!by_keyboard_) set_probe({});
}

bool FlatView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {  // arrows and Home mean the field here,
                                                      // whatever they mean elsewhere
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (arrow(key) || key == Qt::Key_Home) event->accept();
    }
    return QWidget::event(event);
}

void FlatView::keyPressEvent(QKeyEvent* event) {
    if (state_.empty()) return event->ignore();
    if (event->key() == Qt::Key_Home) return emit shiftWanted({});
    if (event->key() == Qt::Key_Escape && probe_) return set_probe({});
    const auto direction = arrow(event->key());
    if (!direction) return event->ignore();
    const int far = event->modifiers() & Qt::ShiftModifier ? 8 : 1;
    if (event->modifiers() & Qt::AltModifier) return move_cursor(*direction * far);
    emit shiftWanted(state_.shift + *direction * far * std::max(1, state_.field.stride));
}

void FlatView::move_cursor(QPoint by) {
    by_keyboard_ = true;
    auto probe = probe_.value_or(Probe{state_.shown().front(), state_.field.columns / 2, state_.field.rows / 2});
    if (probe_) {
        probe.x = wrapped(probe.x + by.x(), state_.field.columns);
        probe.y = wrapped(probe.y + by.y(), state_.field.rows);
    }
    set_probe(probe);
}

}  // namespace langevin::field

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/surface_view.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/field/field_figure.h"
#include "widgets/style/colours.h"
#include "widgets/style/figure.h"
#include "widgets/style/math_text.h"
#include "widgets/style/text.h"

namespace langevin::field {
namespace {

constexpr double slow_above = 40, quick_below = 25;  // milliseconds of a frame
constexpr double coarse_sharpness = 0.6;
constexpr double best_picture_within = 110;  // milliseconds, when nothing moves
constexpr int rest_after = 220;
constexpr int most_figure_pixels = 3000;
constexpr double figure_pixels_a_unit = 300.0 / 72;

QString axis_name(const char* letter) {
    return style::math_text(QString::fromLatin1(letter));
}

}  // namespace

SurfaceView* SurfaceView::create(const FieldState& state, QWidget* parent, QString& why) {
    auto scene = SurfaceScene::create(why);
    return scene ? new SurfaceView(std::move(scene), state, parent) : nullptr;
}

QString SurfaceView::surely_unavailable() {
    const auto platform = QGuiApplication::platformName();
    const bool headless = platform == "offscreen" || platform == "minimal" || platform == "vnc";
    if (!headless || !qEnvironmentVariableIsEmpty("DISPLAY")) return {};
    return tr("The surface needs OpenGL, which is not there without a display.");
}

SurfaceView::SurfaceView(std::unique_ptr<SurfaceScene> scene, const FieldState& state, QWidget* parent)
    : QWidget(parent), state_(state), scene_(std::move(scene)), quiet_(new QTimer(this)) {
    quiet_->setSingleShot(true);
    quiet_->setInterval(rest_after);
    connect(quiet_, &QTimer::timeout, this, [this] {
        at_rest_ = stale_ = true;
        update();
    });
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Surface of the field"));
    setToolTip(tr("Drag to turn, Shift and drag to shift the field, wheel to zoom, R to look as at first."));
}

SurfaceView::~SurfaceView() = default;

void SurfaceView::refresh() {
    stale_data_ = stale_ = true;
    update();
}

void SurfaceView::resizeEvent(QResizeEvent*) {
    stale_ = true;
    update();
}

SurfaceLook SurfaceView::look(const style::Theme& theme) const {
    const bool dark = theme.scheme == style::Scheme::dark;
    SurfaceLook result;
    result.orbit = orbit_;
    result.height = height_;
    result.walls = walls_;
    result.line_scale = theme.scale;
    result.background = theme.surface;
    result.frame = style::mix(theme.border, theme.mutedText, 0.4);
    result.wall = dark ? QColor("#F2F4F8") : QColor("#10141B");
    result.side = style::mix(theme.surface, theme.text, dark ? 0.2 : 0.13);
    result.dark = dark;
    return result;
}

double SurfaceView::bar_width() const {
    const double k = state_.theme.scale;
    if (width() < 200 * k) return 0;
    return state_.colour_bar().width(QFontMetricsF(state_.theme.small_font()), k) + 8 * k;
}

void SurfaceView::draw() {
    QElapsedTimer watch;
    watch.start();
    if (stale_data_) at_rest_ = false;
    if (stale_data_)
        scene_->setTile(tile_of(state_.field, state_.shown().front()), state_.stored_shift(), state_.scale.interval(),
                        state_.map);
    const double sharp = sharpness() * devicePixelRatioF();
    const QSizeF room(width() - bar_width(), height());
    auto its_look = look(state_.theme);
    its_look.line_scale *= sharp;
    scene_->render(image_, (room * sharp).toSize(), its_look);
    stale_ = stale_data_ = false;
    if (!at_rest_) judge(static_cast<double>(watch.nsecsElapsed()) * 1e-6);
    if (!at_rest_) quiet_->start();
    at_rest_ = false;
}

/// Pixels of the picture per pixel of the screen.
double SurfaceView::sharpness() const {
    if (!at_rest_) return coarse_ ? coarse_sharpness : 1;
    const double whole = coarse_ ? milliseconds_ / (coarse_sharpness * coarse_sharpness) : milliseconds_;
    return 4 * whole < best_picture_within ? 2 : 1;
}

/// Slow rendering first costs pixels, then frames; a margin between the limits keeps it from
/// flickering.
void SurfaceView::judge(double took) {
    milliseconds_ = milliseconds_ > 0 ? 0.8 * milliseconds_ + 0.2 * took : 1e-3;  // the first frame compiles shaders
    const bool was_slow = slow_;
    if (!coarse_ && milliseconds_ > slow_above) {
        coarse_ = true;
        milliseconds_ *= coarse_sharpness * coarse_sharpness;
    } else if (coarse_ && milliseconds_ < quick_below * coarse_sharpness * coarse_sharpness) {
        coarse_ = false;
    }
    slow_ = coarse_ && milliseconds_ > (slow_ ? quick_below : slow_above);
    if (slow_ != was_slow) emit noteChanged();
}

void SurfaceView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), state_.theme.surface);
    if (state_.empty()) return;
    if (stale_) draw();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRectF(0, 0, width() - bar_width(), height()), image_);
    paint_axis_names(painter);
    const double k = state_.theme.scale;
    if (bar_width() > 0)
        state_.colour_bar().paint(painter, QRectF(width() - bar_width(), height() * 0.14, bar_width(), height() * 0.72),
                                  state_.theme.small_font(), state_.theme, k);
    if (!hasFocus()) return;
    painter.setPen(QPen(state_.theme.accent, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

/// x and y beside the edges of the lattice that are nearest to the eye.
void SurfaceView::paint_axis_names(QPainter& painter) const {
    const QSizeF size(width() - bar_width(), height());
    const double azimuth = orbit_.azimuth * std::numbers::pi / 180;
    const double front = std::cos(azimuth) > 0 ? -1.12 : 1.12, side = std::sin(azimuth) > 0 ? 1.12 : -1.12;
    painter.setFont(state_.theme.formula_font());
    painter.setPen(state_.theme.mutedText);
    const auto put = [&](double x, double y, const QString& name) {
        const auto at = scene_->project(size, x, y, -1);
        painter.drawText(QRectF(at - QPointF(20, 20), QSizeF(40, 40)), Qt::AlignCenter, name);
    };
    put(0, front, axis_name("x"));
    put(side, 0, axis_name("y"));
}

void SurfaceView::resetCamera() {
    orbit_ = {};
    height_ = 1;
    stale_ = true;
    update();
}

void SurfaceView::setWalls(bool shown) {
    walls_ = shown;
    stale_ = true;
    update();
}

void SurfaceView::setHeight(double scale) {
    height_ = std::clamp(scale, 0.1, 6.0);
    stale_ = true;
    update();
}

void SurfaceView::turn(double azimuth, double elevation) {
    orbit_.azimuth = std::remainder(azimuth, 360);
    orbit_.elevation = std::clamp(elevation, 2.0, 89.0);
    stale_ = true;
    update();
}

void SurfaceView::zoom(double factor) {
    orbit_.zoom = std::clamp(orbit_.zoom * factor, 0.4, 6.0);
    stale_ = true;
    update();
}

QString SurfaceView::note() const {
    QStringList notes;
    if (state_.field.available > 1 && state_.followed < 0 && !state_.empty())
        notes << tr("%1 %2 of %3")
                     .arg(text(state_.field.tile))
                     .arg(state_.field.tiles.front() + 1)
                     .arg(state_.field.available);
    if (scene_->thinning() > 1)
        notes << tr("mesh thinned to %1 × %2: rendered in software")
                     .arg(state_.field.columns / scene_->thinning())
                     .arg(state_.field.rows / scene_->thinning());
    if (isSlow()) notes << tr("every other frame: rendering takes %1 ms").arg(qRound(milliseconds_));
    return notes.join(" · ");
}

void SurfaceView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    pressed_ = event->position();
    orbit_when_pressed_ = orbit_;
    shift_when_pressed_ = state_.shift;
}

void SurfaceView::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) return;
    const auto moved = event->position() - *pressed_;
    if (event->modifiers() & Qt::ShiftModifier) return shift_by(moved, shift_when_pressed_);
    turn(orbit_when_pressed_.azimuth - moved.x() * 0.4, orbit_when_pressed_.elevation + moved.y() * 0.4);
}

void SurfaceView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) pressed_.reset();
}

/// The field follows the hand, whichever way the camera looks.
void SurfaceView::shift_by(QPointF pixels, QPoint from) {
    const double azimuth = orbit_.azimuth * std::numbers::pi / 180;
    const double sites = state_.field.columns * std::max(1, state_.field.stride) * 1.4 / (orbit_.zoom * width());
    const double right = pixels.x() * sites,
                 away = -pixels.y() * sites / std::sin(orbit_.elevation * std::numbers::pi / 180);
    const double x = right * std::cos(azimuth) - away * std::sin(azimuth);
    const double y = right * std::sin(azimuth) + away * std::cos(azimuth);
    emit shiftWanted(from + QPoint(qRound(x), qRound(y)));
}

void SurfaceView::wheelEvent(QWheelEvent* event) {
    zoom(std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

bool SurfaceView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Home || (key >= Qt::Key_Left && key <= Qt::Key_Down)) event->accept();
    }
    return QWidget::event(event);
}

void SurfaceView::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const int step = 2 * std::max(1, state_.field.stride);
    switch (event->key()) {
        case Qt::Key_Left:
            return shift ? emit shiftWanted(state_.shift - QPoint(step, 0))
                         : turn(orbit_.azimuth + 5, orbit_.elevation);
        case Qt::Key_Right:
            return shift ? emit shiftWanted(state_.shift + QPoint(step, 0))
                         : turn(orbit_.azimuth - 5, orbit_.elevation);
        case Qt::Key_Up:
            return shift ? emit shiftWanted(state_.shift + QPoint(0, step))
                         : turn(orbit_.azimuth, orbit_.elevation + 4);
        case Qt::Key_Down:
            return shift ? emit shiftWanted(state_.shift - QPoint(0, step))
                         : turn(orbit_.azimuth, orbit_.elevation - 4);
        case Qt::Key_PageUp:
            return zoom(1.15);
        case Qt::Key_PageDown:
            return zoom(1 / 1.15);
        case Qt::Key_Home:
            return emit shiftWanted({});
        default:
            event->ignore();
    }
}

void SurfaceView::paintFigure(QPainter& painter, const QRectF& area, const FieldState& state,
                              const style::Theme& theme) const {
    if (state.empty()) return;
    const double margin = 4 * theme.scale;
    const QRectF room = area.adjusted(margin, margin, -margin, -margin);
    const double bar_inset = room.height() * 0.14;
    const auto left = paint_figure_bar(painter, room.adjusted(0, bar_inset, 0, -bar_inset), state, theme);
    const QRectF frame(left.left(), room.top(), left.width(), room.height());
    const double zoom = std::min(figure_pixels_a_unit, most_figure_pixels / std::max(frame.width(), frame.height()));
    scene_->setTile(tile_of(state.field, state.shown().front()), state.stored_shift(), state.scale.interval(),
                    state.map);
    auto figure_look = look(theme);
    figure_look.line_scale = 0.6 * zoom * theme.scale;
    QImage picture;
    scene_->render(picture, (frame.size() * zoom).toSize(), figure_look);
    painter.drawImage(frame, picture);
    scene_->setTile(tile_of(state_.field, state_.shown().front()), state_.stored_shift(), state_.scale.interval(),
                    state_.map);
}

QVariantMap SurfaceView::camera_choices() const {
    return {{"azimuth", orbit_.azimuth}, {"elevation", orbit_.elevation}, {"zoom", orbit_.zoom}, {"height", height_}};
}

void SurfaceView::restore_camera(const QVariantMap& choices) {
    zoom(choices.value("zoom", 1).toDouble() / orbit_.zoom);
    turn(choices.value("azimuth", Orbit().azimuth).toDouble(),
         choices.value("elevation", Orbit().elevation).toDouble());
    setHeight(choices.value("height", 1).toDouble());
}

}  // namespace langevin::field

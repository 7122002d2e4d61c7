// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/card.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::controls {
namespace {

constexpr double picture_ratio = 0.56;  // height to width
constexpr double pad = 12, radius = 9;
constexpr int most_lines = 3;

/// Draws text in at most a few lines; the last one ends in dots where there is more.
void draw_lines(QPainter& painter, const QString& text, const QFont& font, const QRectF& area, int most) {
    QTextLayout layout(text, font, painter.device());
    const QFontMetricsF metrics(font, painter.device());
    layout.beginLayout();
    double y = 0;
    for (int i = 0; i < most; ++i) {
        auto line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(area.width());
        const bool last = i + 1 == most && line.textStart() + line.textLength() < text.size();
        if (last) {
            const auto rest = metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, area.width());
            painter.drawText(QPointF(area.left(), area.top() + y + metrics.ascent()), rest);
            break;
        }
        line.draw(&painter, area.topLeft() + QPointF(0, y - line.y()));
        y += metrics.lineSpacing();
    }
    layout.endLayout();
}

}  // namespace

Card::Card(CardItem item, QWidget* parent)
    : QAbstractButton(parent), item_(std::move(item)), theme_(style::make_theme(style::Scheme::light)) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setText(item_.title);
    setAccessibleName(item_.title);
    setAccessibleDescription(item_.line);
    setToolTip(item_.line);
}

void Card::setTheme(const style::Theme& theme) {
    theme_ = theme;
    scaled_ = {};
    updateGeometry();
    update();
}

bool Card::matches(const QString& words) const {
    const auto all = item_.title + " " + item_.line + " " + item_.section + " " + item_.keywords;
    for (const auto& word : words.split(' ', Qt::SkipEmptyParts))
        if (!all.contains(word, Qt::CaseInsensitive)) return false;
    return true;
}

QFont Card::title_font() const {
    auto font = theme_.text_font();
    font.setPointSizeF(font.pointSizeF() * 1.1);
    font.setWeight(QFont::DemiBold);
    return font;
}

int Card::heightForWidth(int width) const {
    const double k = theme_.scale;
    const double text =
        QFontMetricsF(title_font()).height() + most_lines * QFontMetricsF(theme_.text_font()).lineSpacing();
    return static_cast<int>(std::ceil(width * picture_ratio + text + (2 * pad + 4) * k));
}

QSize Card::sizeHint() const {
    const int width = qRound(250 * theme_.scale);
    return {width, heightForWidth(width)};
}

QRectF Card::picture_area() const {
    return {1, 1, width() - 2.0, std::round(width() * picture_ratio)};
}

void Card::paint_picture(QPainter& painter, const QRectF& area) const {
    const auto wanted = area.size() * devicePixelRatioF();
    if (!item_.picture.isEmpty() && (scaled_.isNull() || std::abs(scaled_.width() - wanted.width()) > 1)) {
        const QPixmap whole(item_.picture);
        if (!whole.isNull()) {
            const auto filled = whole.scaled(wanted.toSize(), Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
            const QRectF middle(QPointF((filled.width() - wanted.width()) / 2, (filled.height() - wanted.height()) / 2),
                                wanted);
            scaled_ = filled.copy(middle.toRect());
        }
    }
    if (!scaled_.isNull()) return painter.drawPixmap(area, scaled_, QRectF(scaled_.rect()));
    // No picture yet: a double well, the sign of the house.
    QLinearGradient ground(area.topLeft(), area.bottomRight());
    ground.setColorAt(0, style::mix(theme_.surface, theme_.accent, 0.10));
    ground.setColorAt(1, style::mix(theme_.surface, theme_.accent, 0.24));
    painter.fillRect(area, ground);
    QPainterPath well;
    for (int i = 0; i <= 80; ++i) {
        const double x = -1.45 + 2.9 * i / 80.0, y = (x * x - 1) * (x * x - 1);
        const QPointF at(area.center().x() + x * area.width() * 0.24,
                         area.bottom() - area.height() * (0.24 + 0.45 * y));
        i == 0 ? well.moveTo(at) : well.lineTo(at);
    }
    painter.setPen(
        QPen(style::mix(theme_.surface, theme_.accent, 0.55), 3 * theme_.scale, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(well);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const double k = theme_.scale;
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    QPainterPath shape;
    shape.addRoundedRect(frame, radius * k, radius * k);
    painter.fillPath(shape, isDown() ? style::mix(theme_.surface, theme_.accent, 0.08) : theme_.surface);

    painter.save();
    painter.setClipPath(shape);
    paint_picture(painter, picture_area());
    painter.restore();

    const double left = pad * k, wide = width() - 2 * pad * k;
    double y = picture_area().bottom() + pad * 0.8 * k;
    const QFontMetricsF title(title_font());
    painter.setPen(theme_.text);
    painter.setFont(title_font());
    painter.drawText(QPointF(left, y + title.ascent()), title.elidedText(item_.title, Qt::ElideRight, wide));
    y += title.height() + 2 * k;
    painter.setFont(theme_.text_font());
    painter.setPen(theme_.mutedText);
    draw_lines(painter, item_.line, theme_.text_font(), QRectF(left, y, wide, height() - y), most_lines);

    const bool marked = underMouse() || hasFocus();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(marked ? theme_.accent : theme_.border, hasFocus() ? 2.5 * k : 1));
    painter.drawPath(shape);
}

void Card::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

void Card::enterEvent(QEnterEvent*) {
    update();
}

void Card::leaveEvent(QEvent*) {
    update();
}

}  // namespace langevin::controls

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/time_line.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/style/colours.h"

namespace langevin::controls {

TimeLine::TimeLine(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Time line: moments to go back to"));
    setWhatsThis(tr("Moments to go back to: a click, or the arrow keys and Return."));
}

void TimeLine::setMoments(const std::vector<std::uint64_t>& moments, std::uint64_t now) {
    if (moments == moments_ && now == now_) return;
    if (moments != moments_) marked_.reset();
    moments_ = moments;
    now_ = now;
    update();
}

void TimeLine::setTheme(const style::Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

QSize TimeLine::sizeHint() const {
    return {qRound(220 * theme_.scale), qRound(18 * theme_.scale)};
}

QSize TimeLine::minimumSizeHint() const {
    return {qRound(60 * theme_.scale), qRound(18 * theme_.scale)};
}

double TimeLine::x_of(std::uint64_t step) const {
    const double margin = 6 * theme_.scale;
    const double end = static_cast<double>(std::max<std::uint64_t>(1, now_));
    return margin + (width() - 2 * margin) * std::min(1.0, static_cast<double>(step) / end);
}

std::optional<std::size_t> TimeLine::nearest(double x) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < moments_.size(); ++i)
        if (!best || std::abs(x_of(moments_[i]) - x) < std::abs(x_of(moments_[*best]) - x)) best = i;
    return best;
}

void TimeLine::mark(std::optional<std::size_t> index) {
    if (marked_ == index) return;
    marked_ = index;
    if (marked_) setAccessibleDescription(tr("Back to step %1").arg(moments_[*marked_]));
    update();
}

bool TimeLine::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto at = nearest(help->pos().x());
        const auto words =
            at ? tr("Go back to step %1").arg(count_text(moments_[*at])) : tr("Moments to go back to appear here.");
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {  // Home means the first moment here
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_Space) event->accept();
    }
    return QWidget::event(event);
}

void TimeLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0, k = theme_.scale;
    const auto line = [&](double from, double to, const QColor& colour, double thickness) {
        painter.setPen(QPen(colour, thickness, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(from, middle), QPointF(to, middle));
    };
    line(x_of(0), x_of(now_), style::mix(theme_.border, theme_.mutedText, 0.12), 3 * k);
    for (std::size_t i = 0; i < moments_.size(); ++i) {
        if (marked_ == i) continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme_.mutedText);
        painter.drawEllipse(QPointF(x_of(moments_[i]), middle), 2.6 * k, 2.6 * k);
    }
    painter.setBrush(theme_.accent);
    painter.setPen(Qt::NoPen);
    if (now_ > 0) painter.drawEllipse(QPointF(x_of(now_), middle), 3.6 * k, 3.6 * k);
    if (marked_) {
        painter.setPen(QPen(theme_.accent, 2 * k));
        painter.setBrush(theme_.surface);
        painter.drawEllipse(QPointF(x_of(moments_[*marked_]), middle), 5 * k, 5 * k);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme_.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4 * k, 4 * k);
    }
}

void TimeLine::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    if (const auto at = nearest(event->position().x())) emit momentChosen(moments_[*at]);
}

void TimeLine::mouseMoveEvent(QMouseEvent* event) {
    mark(nearest(event->position().x()));
}

void TimeLine::leaveEvent(QEvent*) {
    mark({});
}

void TimeLine::keyPressEvent(QKeyEvent* event) {
    if (moments_.empty()) return event->ignore();
    const auto last = moments_.size() - 1;
    switch (event->key()) {
        case Qt::Key_Left:
            return mark(marked_ ? *marked_ - (*marked_ > 0) : last);
        case Qt::Key_Right:
            return mark(marked_ ? std::min(*marked_ + 1, last) : last);
        case Qt::Key_Home:
            return mark(0);
        case Qt::Key_End:
            return mark(last);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (marked_) emit momentChosen(moments_[*marked_]);
            return;
        default:
            event->ignore();
    }
}

void TimeLine::focusOutEvent(QFocusEvent* event) {
    mark({});
    QWidget::focusOutEvent(event);
}

}  // namespace langevin::controls

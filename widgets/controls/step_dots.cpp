// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/step_dots.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "widgets/style/colours.h"

namespace langevin::controls {
namespace {

constexpr double radius = 4.5, current_radius = 7, dots_height = 22;

}  // namespace

StepDots::StepDots(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StepDots::setTheme(const style::Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

void StepDots::show(const QStringList& titles, const std::vector<State>& states, int current) {
    titles_ = titles;
    states_ = states;
    current_ = current;
    setAccessibleName(tr("Step %1 of %2").arg(current + 1).arg(titles.size()));
    update();
}

QSize StepDots::sizeHint() const {
    return {qRound(120 * theme_.scale), qRound(dots_height * theme_.scale)};
}

double StepDots::x_of(int step) const {
    const double k = theme_.scale, room = width() - 2 * (current_radius + 1) * k;
    const int gaps = std::max(1, static_cast<int>(states_.size()) - 1);
    return (current_radius + 1) * k + std::min(room / gaps, 34 * k) * step;
}

int StepDots::at(const QPointF& position) const {
    for (int i = 0; i < static_cast<int>(states_.size()); ++i)
        if (std::abs(position.x() - x_of(i)) < 9 * theme_.scale) return i;
    return -1;
}

bool StepDots::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int step = at(help->pos());
    if (step < 0) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(),
                           tr("%1: %2 (PgDn and PgUp go on and back)").arg(step + 1).arg(titles_.value(step)), this);
    }
    return true;
}

void StepDots::mouseReleaseEvent(QMouseEvent* event) {
    if (const int step = at(event->position()); step >= 0) emit chosen(step);
}

void StepDots::paintEvent(QPaintEvent*) {
    if (states_.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double k = theme_.scale, y = QWidget::height() / 2.0;
    const int last = static_cast<int>(states_.size()) - 1;
    painter.setPen(QPen(style::mix(theme_.border, theme_.mutedText, 0.3), 1.5 * k));
    painter.drawLine(QPointF(x_of(0), y), QPointF(x_of(last), y));
    for (int i = 0; i <= last; ++i) {
        const auto state = states_[static_cast<std::size_t>(i)];
        const auto colour = state == State::right   ? theme_.good
                            : state == State::wrong ? theme_.bad
                            : state == State::open  ? theme_.warning
                            : state == State::seen  ? theme_.mutedText
                                                    : style::mix(theme_.border, theme_.mutedText, 0.35);
        const bool filled = state != State::ahead;
        painter.setPen(QPen(colour, 1.5 * k));
        painter.setBrush(filled ? colour : theme_.surface);
        painter.drawEllipse(QPointF(x_of(i), y), radius * k, radius * k);
        if (i != current_) continue;
        painter.setPen(QPen(theme_.accent, 2 * k));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x_of(i), y), current_radius * k, current_radius * k);
    }
}

}  // namespace langevin::controls

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/option_button.h"

#include <QPainter>
#include <QShortcut>

#include "widgets/style/colours.h"

namespace langevin::controls {
namespace {

constexpr int pad = 9, badge = 22, least_width = 120;

}  // namespace

OptionButton::OptionButton(int number, const QString& text, QWidget* parent)
    : QAbstractButton(parent), letter_(QChar('A' + number)), theme_(style::make_theme(style::Scheme::light)) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(letter_ + ": " + text);
    setToolTip(tr("Choose this answer (%1)").arg(letter_));
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto* key = new QShortcut(QKeySequence(letter_), this);
    connect(key, &QShortcut::activated, this, [this] { click(); });
}

void OptionButton::setTheme(const style::Theme& theme) {
    theme_ = theme;
    setFont(theme.text_font());
    updateGeometry();
    update();
}

void OptionButton::setMark(Mark mark) {
    mark_ = mark;
    update();
}

QRect OptionButton::text_area(int width) const {
    const double k = theme_.scale;
    const int left = qRound((2 * pad + badge) * k), right = qRound((pad + (badge + pad) * 0.8) * k);
    return {left, 0, qMax(qRound(least_width * 0.5), width - left - right), 10000};
}

int OptionButton::heightForWidth(int width) const {
    const auto lines = QFontMetrics(theme_.text_font()).boundingRect(text_area(width), Qt::TextWordWrap, text());
    return qMax(lines.height(), qRound(badge * theme_.scale)) + qRound(2 * pad * theme_.scale * 0.8);
}

QSize OptionButton::sizeHint() const {
    const int width = qRound(280 * theme_.scale);
    return {width, heightForWidth(width)};
}

void OptionButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double k = theme_.scale;
    const auto colour = mark_ == Mark::right   ? theme_.good
                        : mark_ == Mark::wrong ? theme_.bad
                        : isChecked()          ? theme_.accent
                                               : style::mix(theme_.border, theme_.mutedText, 0.35);
    const bool strong = isChecked() || mark_ != Mark::none;
    auto ground = strong ? style::mix(theme_.surface, colour, 0.12) : theme_.surface;
    if (underMouse() && isEnabled() && !strong) ground = style::mix(theme_.surface, theme_.text, 0.05);
    painter.setBrush(ground);
    painter.setPen(QPen(hasFocus() ? theme_.accent : colour, (strong || hasFocus() ? 2 : 1) * k));
    painter.drawRoundedRect(QRectF(rect()).adjusted(k, k, -k, -k), 7 * k, 7 * k);

    const QRectF disc(pad * k, height() / 2.0 - badge * k / 2, badge * k, badge * k);
    painter.setPen(Qt::NoPen);
    painter.setBrush(strong ? colour : style::mix(theme_.surface, theme_.text, 0.09));
    painter.drawEllipse(disc);
    auto bold = theme_.text_font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const auto plain = isEnabled() || strong ? theme_.text : theme_.mutedText;
    painter.setPen(strong ? style::on_accent(theme_) : plain);
    painter.drawText(disc, Qt::AlignCenter, letter_);

    painter.setFont(theme_.text_font());
    painter.setPen(plain);
    auto area = text_area(width());
    area.setHeight(height());
    painter.drawText(area, Qt::TextWordWrap | Qt::AlignVCenter, text());
    if (mark_ == Mark::none) return;
    painter.setFont(bold);
    painter.setPen(colour);
    const QRect right(area.right(), 0, width() - area.right(), height());
    painter.drawText(right, Qt::AlignCenter, mark_ == Mark::right ? QStringLiteral("✓") : QStringLiteral("✗"));
}

}  // namespace langevin::controls

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/panel_header.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <utility>

#include "widgets/style/icons.h"

namespace langevin::views {
namespace {

bool is_move(const QKeyEvent& event) {
    const bool arrow = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right || event.key() == Qt::Key_Up ||
                       event.key() == Qt::Key_Down;
    return arrow && event.modifiers() & Qt::ControlModifier;
}

}  // namespace

PanelHeader::PanelHeader(const QString& title, const QString& help, QMenu* menu, QWidget* parent)
    : QWidget(parent),
      full_title_(title),
      title_(new QLabel(this)),
      remark_(new QLabel(this)),
      maximise_(new QToolButton(this)),
      more_(new QToolButton(this)),
      menu_(menu) {
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::OpenHandCursor);
    setToolTip(QStringLiteral("<qt><b>%1</b><br>%2</qt>").arg(title.toHtmlEscaped(), help.toHtmlEscaped()));
    setAccessibleName(tr("Panel %1").arg(title));
    setAccessibleDescription(tr("%1 Ctrl with an arrow moves the panel, M makes it fill the page, "
                                "Return opens its menu.")
                                 .arg(help));
    title_->setProperty("role", "heading");
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    remark_->setProperty("role", "note");
    remark_->hide();
    more_->setMenu(menu_);
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setProperty("role", "quiet");
    more_->setToolTip(tr("Save, copy, and choices of this panel"));
    more_->setAccessibleName(tr("Menu of %1").arg(title));
    connect(maximise_, &QToolButton::clicked, this, &PanelHeader::maximiseRequested);
    for (auto* button : {maximise_, more_}) {
        button->setAutoRaise(true);
        button->setCursor(Qt::ArrowCursor);
    }
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(title_, 1);
    layout->addWidget(remark_);
    layout->addWidget(maximise_);
    layout->addWidget(more_);
    setTheme(style::make_theme(style::Scheme::light));
}

void PanelHeader::setTheme(const style::Theme& theme) {
    theme_ = theme;
    const auto pixels = [&](double length) { return static_cast<int>(length * theme.scale + 0.5); };
    layout()->setContentsMargins(pixels(10), pixels(3), pixels(4), 0);
    layout()->setSpacing(pixels(2));
    for (auto* button : {maximise_, more_}) button->setIconSize({pixels(15), pixels(15)});
    more_->setIcon(style::icon("menu", theme));
    // An indicator beside three dots says nothing new.
    more_->setStyleSheet("QToolButton::menu-indicator { image: none; } QToolButton { padding-right: " +
                         QString::number(pixels(4)) + "px; }");
    setMaximised(maximised_);
    elideTitle();
    update();
}

void PanelHeader::setMaximised(bool maximised) {
    maximised_ = maximised;
    maximise_->setIcon(style::icon(maximised ? "restore" : "maximise", theme_));
    maximise_->setToolTip(maximised ? tr("Show all panels again (M)") : tr("Let this panel fill the page (M)"));
    maximise_->setAccessibleName(maximised ? tr("Restore %1").arg(full_title_) : tr("Maximise %1").arg(full_title_));
}

QList<QWidget*> PanelHeader::tabChain() {
    return {this, maximise_, more_};
}

void PanelHeader::setRemark(const QString& remark, const QString& help) {
    if (remark_->text() == remark) return;
    remark_->setText(remark);
    remark_->setToolTip(help);
    remark_->setVisible(!remark.isEmpty());
}

void PanelHeader::elideTitle() {
    title_->setText(title_->fontMetrics().elidedText(full_title_, Qt::ElideRight, std::max(0, title_->width())));
}

bool PanelHeader::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (is_move(key) || (dragging_ && key.key() == Qt::Key_Escape)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    return QWidget::event(event);
}

void PanelHeader::paintEvent(QPaintEvent*) {
    if (!hasFocus()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme_.accent, 1.6 * theme_.scale));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -1), 5, 5);
}

void PanelHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    elideTitle();
}

void PanelHeader::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    press_ = event->position().toPoint();
    pressed_ = true;
}

void PanelHeader::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) return;
    const auto way = event->position().toPoint() - press_;
    if (!dragging_ && way.manhattanLength() < QApplication::startDragDistance()) return;
    if (!std::exchange(dragging_, true)) {
        setCursor(Qt::ClosedHandCursor);
        setFocus(Qt::MouseFocusReason);  // Escape has to arrive
    }
    emit dragged(event->globalPosition().toPoint());
}

void PanelHeader::mouseReleaseEvent(QMouseEvent* event) {
    endDrag(true, event->globalPosition().toPoint());
    pressed_ = false;
}

void PanelHeader::endDrag(bool keep, const QPoint& position) {
    if (!std::exchange(dragging_, false)) return;
    setCursor(Qt::OpenHandCursor);
    keep ? emit dropped(position) : emit dragCancelled();
}

void PanelHeader::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit maximiseRequested();
}

void PanelHeader::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && dragging_) {
        pressed_ = false;
        return endDrag(false, {});
    }
    if (is_move(*event)) {
        const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
        emit moveRequested(back ? -1 : 1);
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        more_->showMenu();
        return;
    }
    QWidget::keyPressEvent(event);
}

void PanelHeader::contextMenuEvent(QContextMenuEvent* event) {
    menu_->popup(event->globalPos());
}

}  // namespace langevin::views

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/panel_tile.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/style/icons.h"
#include "widgets/views/panel_view.h"
#include "widgets/views/view_factory.h"

namespace langevin::views {

PanelTile::PanelTile(const PanelSpec& spec, QWidget* parent)
    : QFrame(parent), spec_(spec), columns_(spec.width), rows_(spec.height) {
    setProperty("role", "card");
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Panel: %1").arg(QString::fromStdString(spec.title)));
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(4, 2, 4, 4);
    layout_->setSpacing(0);
    makeHeader();
}

PanelTile::~PanelTile() = default;

QString PanelTile::id() const { return QString::fromStdString(spec_.id); }

void PanelTile::makeHeader() {
    header_ = new QWidget(this);
    header_->setCursor(Qt::OpenHandCursor);
    header_->installEventFilter(this);
    header_->setToolTip(QString::fromStdString(spec_.help));
    title_ = new QLabel(QString::fromStdString(spec_.title));
    title_->setProperty("role", "heading");
    title_->setAttribute(Qt::WA_TransparentForMouseEvents);
    title_->setMinimumWidth(1);
    remark_ = new QLabel;
    remark_->setProperty("role", "note");
    remark_->setAttribute(Qt::WA_TransparentForMouseEvents);
    maximise_ = new QToolButton;
    maximise_->setAutoRaise(true);
    maximise_->setToolTip(tr("Fill the page with this panel (M)"));
    maximise_->setAccessibleName(tr("Maximise"));
    connect(maximise_, &QToolButton::clicked, this, &PanelTile::maximiseRequested);
    menu_ = new QMenu(this);
    menu_->setToolTipsVisible(true);
    connect(menu_, &QMenu::aboutToShow, this, &PanelTile::fillMenu);
    menu_button_ = new QToolButton;
    menu_button_->setAutoRaise(true);
    menu_button_->setMenu(menu_);
    menu_button_->setPopupMode(QToolButton::InstantPopup);
    menu_button_->setToolTip(tr("Save, copy, choose what is shown"));
    menu_button_->setAccessibleName(tr("Menu of the panel"));
    auto* row = new QHBoxLayout(header_);
    row->setContentsMargins(6, 2, 0, 2);
    row->setSpacing(4);
    row->addWidget(title_, 1);
    row->addWidget(remark_);
    row->addWidget(maximise_);
    row->addWidget(menu_button_);
    layout_->addWidget(header_);
}

void PanelTile::fillMenu() {
    menu_->clear();
    menu_->addAction(tr("Save &figure…"), this, &PanelTile::saveFigureRequested)->setToolTip(tr("PDF, SVG or PNG in publication size"));
    menu_->addAction(tr("Save &data…"), this, &PanelTile::saveDataRequested)->setToolTip(tr("The numbers as CSV, with the recipe"));
    menu_->addAction(tr("Copy figure"), this, &PanelTile::copyFigureRequested);
    menu_->addAction(tr("Copy data"), this, &PanelTile::copyDataRequested);
    menu_->addSeparator();
    const auto actions = view()->viewActions();
    menu_->addActions(actions);
    if (!actions.isEmpty()) menu_->addSeparator();
    menu_->addAction(tr("&Wider"), this, [this] { grow(1, 0); })->setEnabled(columns_ < 3);
    menu_->addAction(tr("&Narrower"), this, [this] { grow(-1, 0); })->setEnabled(columns_ > 1);
    menu_->addAction(tr("&Taller"), this, [this] { grow(0, 1); })->setEnabled(rows_ < 3);
    menu_->addAction(tr("&Shorter"), this, [this] { grow(0, -1); })->setEnabled(rows_ > 1);
    menu_->addAction(tr("&Hide"), this, &PanelTile::hideRequested)->setToolTip(tr("View, Panels brings it back"));
}

PanelView* PanelTile::view() {
    if (view_) return view_;
    view_ = make_view(spec_, this).release();
    view_->setTheme(theme_);
    layout_->addWidget(view_, 1);
    emit viewMade(view_);
    return view_;
}

void PanelTile::setTheme(const style::Theme& theme) {
    theme_ = theme;
    maximise_->setIcon(style::icon(maximised_ ? "restore" : "maximise", theme));
    menu_button_->setIcon(style::icon("menu", theme));
    if (view_) view_->setTheme(theme);
}

void PanelTile::setMaximised(bool maximised) {
    maximised_ = maximised;
    maximise_->setIcon(style::icon(maximised ? "restore" : "maximise", theme_));
    maximise_->setToolTip(maximised ? tr("Back to all panels (M)") : tr("Fill the page with this panel (M)"));
}

void PanelTile::setPending(bool pending) {
    remark_->setText(pending ? tr("restarting…") : QString());
    title_->setEnabled(!pending);
}

void PanelTile::setRemark(const QString& remark) { remark_->setText(remark); }

void PanelTile::setSpan(int columns, int rows) {
    columns_ = qBound(1, columns, 3);
    rows_ = qBound(1, rows, 3);
}

void PanelTile::grow(int columns, int rows) {
    setSpan(columns_ + columns, rows_ + rows);
    emit spanChanged();
}

bool PanelTile::eventFilter(QObject* object, QEvent* event) {
    if (object != header_) return QFrame::eventFilter(object, event);
    const auto* mouse = dynamic_cast<QMouseEvent*>(event);
    if (!mouse) return false;
    const auto global = mouse->globalPosition().toPoint();
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            pressed_ = global;
            setFocus(Qt::MouseFocusReason);
            return true;
        case QEvent::MouseMove:
            if (!(mouse->buttons() & Qt::LeftButton)) return false;
            if (!dragging_ && (global - pressed_).manhattanLength() < QApplication::startDragDistance()) return true;
            dragging_ = true;
            header_->setCursor(Qt::ClosedHandCursor);
            emit dragged(global, false);
            return true;
        case QEvent::MouseButtonRelease:
            header_->setCursor(Qt::OpenHandCursor);
            if (dragging_) emit dragged(global, true);
            dragging_ = false;
            return true;
        case QEvent::MouseButtonDblClick: emit maximiseRequested(); return true;
        default: return false;
    }
}

void PanelTile::keyPressEvent(QKeyEvent* event) {
    const bool control = event->modifiers() & Qt::ControlModifier, shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
        case Qt::Key_M: emit maximiseRequested(); return;
        case Qt::Key_Menu: menu_button_->showMenu(); return;
        case Qt::Key_Left:
        case Qt::Key_Up:
            if (control) return shift ? grow(event->key() == Qt::Key_Left ? -1 : 0, event->key() == Qt::Key_Up ? -1 : 0) : emit moveRequested(-1);
            break;
        case Qt::Key_Right:
        case Qt::Key_Down:
            if (control) return shift ? grow(event->key() == Qt::Key_Right ? 1 : 0, event->key() == Qt::Key_Down ? 1 : 0) : emit moveRequested(1);
            break;
        default: break;
    }
    QFrame::keyPressEvent(event);
}

}  // namespace langevin::views

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/panel_tile.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/style/icons.h"
#include "widgets/views/panel_header.h"
#include "widgets/views/pending_veil.h"
#include "widgets/views/view_factory.h"

namespace langevin::views {

PanelTile::PanelTile(PanelSpec spec, QWidget* parent)
    : QFrame(parent),
      spec_(std::move(spec)),
      menu_(new QMenu(this)),
      header_(new PanelHeader(title(), QString::fromStdString(spec_.help), menu_, this)),
      layout_(new QVBoxLayout(this)),
      theme_(style::make_theme(style::Scheme::light)) {
    setProperty("role", "card");
    menu_->setToolTipsVisible(true);
    layout_->setContentsMargins(2, 1, 2, 4);  // the rounded border shows around the view
    layout_->setSpacing(0);
    layout_->addWidget(header_);
    layout_->addStretch(1);
    makeActions();
    connect(menu_, &QMenu::aboutToShow, this, &PanelTile::fillMenu);
    connect(header_, &PanelHeader::maximiseRequested, this, [this] { emit maximiseRequested(id()); });
    connect(header_, &PanelHeader::moveRequested, this, [this](int steps) { emit moveRequested(id(), steps); });
    connect(header_, &PanelHeader::dragged, this, [this](const QPoint& at) { emit dragged(id(), at); });
    connect(header_, &PanelHeader::dropped, this, [this](const QPoint& at) { emit dropped(id(), at); });
    connect(header_, &PanelHeader::dragCancelled, this, [this] { emit dragCancelled(id()); });
}

void PanelTile::makeActions() {
    const auto make = [this](const QString& text, const QString& tip, auto slot) {
        auto* action = new QAction(text, this);
        action->setToolTip(tip);
        action->setStatusTip(tip);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    file_actions_ = {
        make(tr("Save figure…"), tr("As PNG, SVG or PDF, with the recipe inside"),
             [this] { emit saveFigureRequested(id()); }),
        make(tr("Save data as CSV…"), tr("The numbers of this panel, with the recipe in the head of the file"),
             [this] { emit saveDataRequested(id()); }),
        make(tr("Copy figure"), tr("To the clipboard, as a picture"), [this] { emit copyFigureRequested(id()); }),
        make(tr("Copy data"), tr("To the clipboard, as comma-separated values"),
             [this] { emit copyDataRequested(id()); }),
    };
    movie_action_ = make(tr("Record movie…"), tr("Of this panel, rendered in the background or as it looks"),
                         [this] { emit movieRequested(id()); });
    size_actions_ = {
        make(tr("Make wider"), tr("One column more"), [this] { emit spanRequested(id(), 1, 0); }),
        make(tr("Make narrower"), tr("One column less"), [this] { emit spanRequested(id(), -1, 0); }),
        make(tr("Make taller"), tr("One row more"), [this] { emit spanRequested(id(), 0, 1); }),
        make(tr("Make shorter"), tr("One row less"), [this] { emit spanRequested(id(), 0, -1); }),
    };
    maximise_action_ =
        make(tr("Maximise"), tr("Let this panel fill the page"), [this] { emit maximiseRequested(id()); });
    maximise_action_->setShortcut(Qt::Key_M);
    maximise_action_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(maximise_action_);
    hide_action_ = make(tr("Hide"), tr("Take this panel off the page; the menu of panels brings it back"),
                        [this] { emit hideRequested(id()); });
}

QList<QAction*> PanelTile::menuActions() {
    fillMenu();
    QList<QAction*> actions;
    for (auto* action : menu_->actions())
        if (!action->isSeparator()) actions << action;
    return actions;
}

void PanelTile::fillMenu() {
    menu_->clear();
    const char* icons[] = {"save", "export", "copy", "copy"};
    for (qsizetype i = 0; i < file_actions_.size(); ++i) file_actions_[i]->setIcon(style::icon(icons[i], theme_));
    maximise_action_->setIcon(style::icon("maximise", theme_));
    hide_action_->setIcon(style::icon("close", theme_));
    if (files_offered_) {
        menu_->addActions(file_actions_);
        if (movies_offered_) menu_->addAction(movie_action_);
        menu_->addSeparator();
    }
    if (const auto actions = view()->viewActions(); !actions.isEmpty()) {
        menu_->addActions(actions);
        menu_->addSeparator();
    }
    menu_->addActions(size_actions_);
    menu_->addSeparator();
    menu_->addAction(maximise_action_);
    menu_->addAction(hide_action_);
}

PanelView* PanelTile::view() {
    if (view_) return view_;
    view_ = make_view(spec_, this).release();  // a child of this tile
    view_->setTheme(theme_);
    if (!choices_.isEmpty()) view_->restoreChoices(choices_);
    delete layout_->takeAt(1);
    layout_->addWidget(view_, 1);
    connect(view_, &PanelView::followedChanged, this, [this](int tile) { emit followedChanged(id(), tile); });
    if (isVisible()) view_->show();
    if (veil_) veil_->raise();
    return view_;
}

void PanelTile::setTheme(const style::Theme& theme) {
    theme_ = theme;
    header_->setTheme(theme);
    if (view_) view_->setTheme(theme);
    if (veil_) veil_->setTheme(theme);
}

void PanelTile::setPending(bool pending) {
    if (pending == pending_) return;
    pending_ = pending;
    if (pending && !veil_) {
        veil_ = new PendingVeil(this);
        veil_->setTheme(theme_);
    }
    placeVeil();
    if (veil_) veil_->setVisible(pending);
}

void PanelTile::placeVeil() {
    if (!veil_) return;
    const int top = header_->geometry().bottom() + 1;
    veil_->setGeometry(2, top, width() - 4, height() - top - 4);
    veil_->raise();
}

void PanelTile::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    layout_->activate();
    placeVeil();
}

void PanelTile::setMaximised(bool maximised) {
    header_->setMaximised(maximised);
    maximise_action_->setText(maximised ? tr("Show all panels") : tr("Maximise"));
    for (auto* action : size_actions_) action->setEnabled(!maximised);
}

void PanelTile::setSlow(double milliseconds) {
    if (milliseconds <= 0) return header_->setRemark({}, {});
    header_->setRemark(tr("½ rate"),
                       tr("Drawing this panel takes %1 ms, so it is brought up to date every second time only. "
                          "A smaller panel is faster.")
                           .arg(qRound(milliseconds)));
}

void PanelTile::setLifted(bool lifted) {
    lifted_ = lifted;
    update();
}

void PanelTile::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    if (!lifted_) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme_.accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8 * theme_.scale, 8 * theme_.scale);
}

QList<QWidget*> PanelTile::tabChain() {
    auto chain = header_->tabChain();
    if (!view_) return chain;
    // What has the focus itself. The view must hand its own on to none of these: Qt leaves such a widget where it was in
    // the chain, and Tab would come back from there.
    for (auto* part : QList<QWidget*>{view_} + view_->findChildren<QWidget*>())
        if (part->focusPolicy() & Qt::TabFocus && !part->focusProxy() && part->window() == window()) chain << part;
    return chain;
}

QVariantMap PanelTile::choices() const {
    return view_ ? view_->choices() : choices_;
}

void PanelTile::restoreChoices(const QVariantMap& choices) {
    choices_ = choices;
    if (view_) view_->restoreChoices(choices);
}

}  // namespace langevin::views

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/card_gallery.h"

#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/controls/search_field.h"

namespace langevin::controls {
namespace {

constexpr int least_card = 300, most_card = 380, gap = 16, margin = 24;

}  // namespace

CardGallery::CardGallery(QWidget* parent) : QWidget(parent), theme_(style::make_theme(style::Scheme::light)) {
    search_ = new SearchField(tr("Search lessons, labs and presets"), this);
    search_->setToolTip(tr("Shows the cards that contain all these words (Ctrl+F); Enter opens the first."));
    scroll_ = new QScrollArea(this);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    page_ = new QWidget;
    page_->setAutoFillBackground(false);
    scroll_->setWidget(page_);
    scroll_->viewport()->setAutoFillBackground(false);
    nothing_ = new QLabel(page_);
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->setProperty("role", "muted");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, margin / 2, 0, 0);
    layout->addWidget(search_, 0, Qt::AlignHCenter);
    layout->addWidget(scroll_, 1);
    setFocusProxy(search_);

    connect(search_, &QLineEdit::textChanged, this, &CardGallery::arrange);
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        const auto cards = visible_cards();
        if (!cards.empty()) emit activated(cards.front()->item().id);
    });
    search_->installEventFilter(this);
    scroll_->viewport()->installEventFilter(this);
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, &CardGallery::focusSearch);
}

void CardGallery::setCards(const std::vector<CardItem>& items) {
    for (auto* card : cards_) delete card;
    for (const auto& heading : headings_) delete heading.second;
    cards_.clear();
    headings_.clear();
    for (const auto& item : items) {
        auto* card = new Card(item, page_);
        card->setTheme(theme_);
        card->installEventFilter(this);
        connect(card, &Card::clicked, this, [this, id = item.id] { emit activated(id); });
        cards_.push_back(card);
        const auto same = [&item](const auto& heading) { return heading.first == item.section; };
        if (std::any_of(headings_.begin(), headings_.end(), same)) continue;
        auto* heading = new QLabel(item.section, page_);
        heading->setProperty("role", "title");
        headings_.emplace_back(item.section, heading);
    }
    arrange();
}

void CardGallery::setTheme(const style::Theme& theme) {
    theme_ = theme;
    search_->setTheme(theme);
    search_->setFixedWidth(qRound(420 * theme.scale));
    for (auto* card : cards_) card->setTheme(theme);
    arrange();
}

void CardGallery::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void CardGallery::setSearch(const QString& words) {
    search_->setText(words);
}

std::vector<Card*> CardGallery::visible_cards() const {
    std::vector<Card*> result;
    for (const auto& heading : headings_)
        for (auto* card : cards_of(heading.first)) result.push_back(card);
    return result;
}

QStringList CardGallery::found() const {
    QStringList result;
    for (const auto* card : visible_cards()) result << card->item().id;
    return result;
}

void CardGallery::arrange() {
    for (auto* card : cards_) card->setVisible(card->matches(search_->text()));
    const int width = scroll_->viewport()->width();
    page_->resize(width, page_->height());
    const double k = theme_.scale;
    columns_ = std::max(1, static_cast<int>((width - 2 * margin * k + gap * k) / ((least_card + gap) * k)));
    std::size_t most = 1;
    for (const auto& heading : headings_) most = std::max(most, cards_of(heading.first).size());
    columns_ = std::min(columns_, static_cast<int>(most));
    const double room = (width - 2 * margin * k - (columns_ - 1) * gap * k) / columns_;
    card_width_ = static_cast<int>(std::min(room, most_card * k));
    left_ = qRound((width - columns_ * card_width_ - (columns_ - 1) * gap * k) / 2);
    int y = qRound(margin * k / 2);
    for (const auto& heading : headings_) y = place_section(heading.first, y);
    const bool none = visible_cards().empty() && !cards_.empty();
    nothing_->setVisible(none);
    nothing_->setText(tr("Nothing found for \"%1\". Try another word, or press Escape.").arg(search_->text()));
    nothing_->setGeometry(0, qRound(60 * k), width, qRound(60 * k));
    page_->resize(width, std::max(y, qRound(140 * k)));
}

std::vector<Card*> CardGallery::cards_of(const QString& section) const {
    std::vector<Card*> result;
    for (auto* card : cards_)
        if (card->item().section == section && !card->isHidden()) result.push_back(card);
    return result;
}

int CardGallery::place_section(const QString& title, int y) {
    const double k = theme_.scale;
    const auto cards = cards_of(title);
    for (const auto& heading : headings_) {
        if (heading.first != title) continue;
        heading.second->setVisible(!cards.empty() && !title.isEmpty());
        if (heading.second->isHidden()) continue;
        heading.second->setGeometry(left_, y, page_->width(), heading.second->sizeHint().height());
        y += heading.second->height() + qRound(gap * k * 0.6);
    }
    if (cards.empty()) return y;
    const int height = cards.front()->heightForWidth(card_width_);
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const int column = static_cast<int>(i) % columns_, row = static_cast<int>(i) / columns_;
        cards[i]->setGeometry(left_ + qRound(column * (card_width_ + gap * k)), y + qRound(row * (height + gap * k)),
                              card_width_, height);
    }
    const int rows = (static_cast<int>(cards.size()) + columns_ - 1) / columns_;
    return y + qRound(rows * (height + gap * k) + gap * k);
}

bool CardGallery::eventFilter(QObject* watched, QEvent* event) {
    if (watched == scroll_->viewport() && event->type() == QEvent::Resize) arrange();
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool arrow = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
        auto* card = qobject_cast<Card*>(watched);
        if (card && arrow) {
            go(card, key);
            return true;
        }
        if (watched == search_ && key == Qt::Key_Down) {
            const auto cards = visible_cards();
            if (!cards.empty()) cards.front()->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn) {
        if (auto* card = qobject_cast<Card*>(watched)) scroll_->ensureWidgetVisible(card, 0, gap);
    }
    return QWidget::eventFilter(watched, event);
}

/// To the nearest card in that direction; upwards from the first row into the search field.
void CardGallery::go(Card* from, int key) {
    const auto start = from->geometry().center();
    Card* best = nullptr;
    double least = 1e18;
    for (auto* card : visible_cards()) {
        const QPointF way = card->geometry().center() - start;
        const double along = key == Qt::Key_Right  ? way.x()
                             : key == Qt::Key_Left ? -way.x()
                             : key == Qt::Key_Down ? way.y()
                                                   : -way.y();
        const bool sideways = key == Qt::Key_Left || key == Qt::Key_Right;
        const double across = std::abs(sideways ? way.y() : way.x());
        if (card == from || along < 1 || (sideways && across > 1)) continue;
        const double cost = along + 4 * across;
        if (cost < least) least = cost, best = card;
    }
    if (best) return best->setFocus(Qt::TabFocusReason);
    if (key == Qt::Key_Up) focusSearch();
}

}  // namespace langevin::controls

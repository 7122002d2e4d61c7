// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/controls/card.h"

class QLabel;
class QScrollArea;

namespace langevin::controls {

class SearchField;

/// Cards in columns, as many as there is room for, under the headings of their sections, with a
/// field to search them. Arrow keys go from card to card, Enter opens one; in the search field,
/// Enter opens the first that was found.
class CardGallery : public QWidget {
    Q_OBJECT
  public:
    explicit CardGallery(QWidget* parent = nullptr);

    void setCards(const std::vector<CardItem>& items);
    void setTheme(const style::Theme& theme);
    void focusSearch();
    /// The ids of the cards that the search leaves, in order.
    QStringList found() const;
    void setSearch(const QString& words);

  signals:
    void activated(const QString& id);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void arrange();
    std::vector<Card*> cards_of(const QString& section) const;
    int place_section(const QString& title, int y);
    void go(Card* from, int key);
    std::vector<Card*> visible_cards() const;

    style::Theme theme_;
    SearchField* search_;
    QScrollArea* scroll_;
    QWidget* page_;
    QLabel* nothing_;
    std::vector<Card*> cards_;
    std::vector<std::pair<QString, QLabel*>> headings_;
    int columns_ = 1, card_width_ = 1, left_ = 0;
};

}  // namespace langevin::controls

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPixmap>

#include "widgets/style/theme.h"

namespace langevin::controls {

/// What a card shows.
struct CardItem {
    QString id;
    QString title;
    QString line;           ///< a sentence or two
    QString section = {};   ///< heading of the gallery it stands under; may be empty
    QString keywords = {};  ///< what else people may search for
    QString picture = {};   ///< file or resource, read when it is first painted; may be empty
};

/// A card of the gallery: picture, title, line. Activated by click, Enter or Space (clicked()).
class Card : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Card(CardItem item, QWidget* parent = nullptr);

    const CardItem& item() const { return item_; }
    void setTheme(const style::Theme& theme);
    /// Whether title, line, section or keywords contain every word.
    bool matches(const QString& words) const;
    int heightForWidth(int width) const override;
    bool hasHeightForWidth() const override { return true; }
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QRectF picture_area() const;
    void paint_picture(QPainter& painter, const QRectF& area) const;
    QFont title_font() const;

    CardItem item_;
    style::Theme theme_;
    mutable QPixmap scaled_;  ///< the picture at the size it was painted last
};

}  // namespace langevin::controls

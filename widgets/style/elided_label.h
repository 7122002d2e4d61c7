// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace langevin::style {

/// A line of plain text that ends in dots where there is no room; then the whole of it comes on hovering, unless it has
/// a tooltip of its own.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(QWidget* parent = nullptr) : QLabel(parent) {}
    explicit ElidedLabel(const QString& text, QWidget* parent = nullptr) : QLabel(text, parent) {}

    bool isElided() const;
    QSize minimumSizeHint() const override;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace langevin::style

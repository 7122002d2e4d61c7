// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/style/theme.h"

namespace langevin::controls {

/// From the start to now, with a mark for every moment that one can go back to. A click, or Left,
/// Right and Enter, chooses one.
class TimeLine : public QWidget {
    Q_OBJECT
  public:
    explicit TimeLine(QWidget* parent = nullptr);

    void setMoments(const std::vector<std::uint64_t>& moments, std::uint64_t now);
    void setTheme(const style::Theme& theme);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void momentChosen(quint64 step);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    double x_of(std::uint64_t step) const;
    std::optional<std::size_t> nearest(double x) const;
    void mark(std::optional<std::size_t> index);

    std::vector<std::uint64_t> moments_;
    std::uint64_t now_ = 0;
    std::optional<std::size_t> marked_;
    style::Theme theme_;
};

}  // namespace langevin::controls

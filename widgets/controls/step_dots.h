// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "widgets/style/theme.h"

namespace langevin::controls {

/// Where one is among a few steps, and how each turned out: a dot for each, joined by a line. A click goes there.
class StepDots : public QWidget {
    Q_OBJECT
  public:
    enum class State { ahead, seen, right, wrong, open };

    explicit StepDots(QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    /// titles: shown under the mouse.
    void show(const QStringList& titles, const std::vector<State>& states, int current);
    using QWidget::show;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    void chosen(int step);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    double x_of(int step) const;
    int at(const QPointF& position) const;

    style::Theme theme_;
    QStringList titles_;
    std::vector<State> states_;
    int current_ = 0;
};

}  // namespace langevin::controls

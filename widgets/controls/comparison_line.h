// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "engine/core/measurement.h"
#include "widgets/style/theme.h"

namespace langevin::controls {

/// A guess, what was measured, and what is expected, on one axis: the measured value with one standard error, a band
/// around it in which a guess counts as right, the expected value as a line, the guess as a triangle.
class ComparisonLine : public QWidget {
    Q_OBJECT
  public:
    explicit ComparisonLine(QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    void compare(const Measurement& measured, double tolerance, std::optional<double> guess);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double x_of(double value) const;

    style::Theme theme_;
    Measurement measured_;
    double tolerance_ = 0, low_ = 0, high_ = 1;
    std::optional<double> guess_;
};

}  // namespace langevin::controls

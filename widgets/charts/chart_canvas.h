// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/charts/axis_math.h"
#include "widgets/charts/plot_model.h"
#include "widgets/style/theme.h"

namespace langevin::charts {

/// How a person wants to see the plot.
struct PlotChoices {
    std::optional<bool> logarithmic_x, logarithmic_y;  ///< none: as the model says
    std::optional<Interval> zoom_x, zoom_y;            ///< in axis coordinates (logarithms on a logarithmic axis)
    bool legend = true;
};

/// A point that is read out.
struct ReadOut {
    std::size_t series = 0, point = 0;
    bool operator==(const ReadOut&) const = default;
};

/// Draws a plot model with Qt Charts; nothing else knows that library, so that a painter canvas can take its place.
/// GUI thread only.
class ChartCanvas : public QWidget {
    Q_OBJECT
  public:
    explicit ChartCanvas(QWidget* parent = nullptr);
    ~ChartCanvas() override;

    void setTheme(const style::Theme& theme);
    void setModel(const PlotModel& model, const PlotChoices& choices);
    void setReadOut(std::optional<ReadOut> point);
    /// The next model chooses its ranges from its data alone, not from what was shown before.
    void forgetRanges() { has_range_ = false; }

    const PlotModel& model() const { return model_; }
    /// Where a data point lies, in widget coordinates; none if it cannot be shown (not finite, or not positive on a
    /// logarithmic axis).
    std::optional<QPointF> position(double x, double y) const;
    QRectF plotArea() const;
    /// What the axes show now, in axis coordinates.
    Interval rangeX() const { return range_x_; }
    Interval rangeY() const { return range_y_; }
    bool logarithmicX() const { return logarithmic_x_; }
    bool logarithmicY() const { return logarithmic_y_; }

    /// As vectors, into any painter.
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const;

    QSize sizeHint() const override { return {420, 300}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    class Chart;
    void chooseRanges();

    std::unique_ptr<Chart> chart_;
    PlotModel model_;
    PlotChoices choices_;
    Interval range_x_, range_y_;
    bool has_range_ = false, logarithmic_x_ = false, logarithmic_y_ = false;
};

}  // namespace langevin::charts

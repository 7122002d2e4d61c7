// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace langevin::figures {

/// A figure on a sheet of paper, as large as there is room.
class FigurePreview : public QWidget {
    Q_OBJECT
  public:
    explicit FigurePreview(QWidget* parent = nullptr);

    void setImage(const QImage& image);
    /// Of the picture that would fill the widget, for a figure of these proportions.
    double dotsPerInchFor(double width_mm, double height_mm) const;
    QSize sizeHint() const override { return {560, 420}; }
    QSize minimumSizeHint() const override { return {280, 200}; }

  signals:
    void resized();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QImage image_;
};

}  // namespace langevin::figures

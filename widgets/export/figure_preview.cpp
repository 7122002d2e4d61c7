// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure_preview.h"

#include <QPainter>
#include <algorithm>

namespace langevin::figures {
namespace {

constexpr int margin = 16;

}  // namespace

FigurePreview::FigurePreview(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setToolTip(tr("What the file will look like"));
    setAccessibleName(tr("Preview of the figure"));
}

void FigurePreview::setImage(const QImage& image) {
    image_ = image;
    update();
}

double FigurePreview::dotsPerInchFor(double width_mm, double height_mm) const {
    const double across = (width() - 2 * margin) / width_mm, down = (height() - 2 * margin) / height_mm;
    return std::max(20.0, std::min(across, down) * 25.4 * devicePixelRatioF());
}

void FigurePreview::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    emit resized();
}

void FigurePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (image_.isNull()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("too large to be made"));
        return;
    }
    QRectF place(QPointF(0, 0),
                 QSizeF(image_.size()).scaled(QSizeF(size()) - QSizeF(2 * margin, 2 * margin), Qt::KeepAspectRatio));
    place.moveCenter(QRectF(rect()).center());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 4; i > 0; --i) painter.fillRect(place.adjusted(-i, -i + 2, i, i + 2), QColor(0, 0, 0, 10));
    if (image_.hasAlphaChannel()) {
        // Chequers say "nothing here", on either colour scheme.
        painter.fillRect(place, QColor("#FFFFFF"));
        painter.fillRect(place, QBrush(QColor("#D8DCE2"), Qt::Dense4Pattern));
    }
    painter.drawImage(place, image_);
    painter.setPen(QPen(palette().color(QPalette::Mid), 1));
    painter.drawRect(place);
}

}  // namespace langevin::figures

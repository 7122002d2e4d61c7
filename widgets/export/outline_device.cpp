// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/outline_device.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace langevin::figures {

/// QPaintEngine::drawTextItem draws text as filled paths: leaving it alone is all there is to the
/// outlines.
class OutlineDevice::Engine : public QPaintEngine {
  public:
    explicit Engine(QPainter& target)
        : QPaintEngine(QPaintEngine::AllFeatures), target_(target), base_(target.transform()) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return QPaintEngine::User; }

    void updateState(const QPaintEngineState& now) override {
        const auto dirty = now.state();
        if (dirty & DirtyPen) target_.setPen(now.pen());
        if (dirty & DirtyBrush) target_.setBrush(now.brush());
        if (dirty & DirtyBrushOrigin) target_.setBrushOrigin(now.brushOrigin());
        if (dirty & DirtyTransform) target_.setTransform(now.transform() * base_);
        if (dirty & DirtyClipPath) target_.setClipPath(now.clipPath(), now.clipOperation());
        if (dirty & DirtyClipRegion) target_.setClipRegion(now.clipRegion(), now.clipOperation());
        if (dirty & DirtyClipEnabled) target_.setClipping(now.isClipEnabled());
        if (dirty & DirtyHints) {
            target_.setRenderHints(target_.renderHints(), false);
            target_.setRenderHints(now.renderHints(), true);
        }
        if (dirty & DirtyOpacity) target_.setOpacity(now.opacity());
        if (dirty & DirtyCompositionMode) target_.setCompositionMode(now.compositionMode());
    }

    void drawPath(const QPainterPath& path) override { target_.drawPath(path); }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        switch (mode) {
            case PolylineMode:
                return draw_polyline(points, count);
            case ConvexMode:
                return target_.drawConvexPolygon(points, count);
            case OddEvenMode:
                return target_.drawPolygon(points, count, Qt::OddEvenFill);
            case WindingMode:
                return target_.drawPolygon(points, count, Qt::WindingFill);
        }
    }
    void drawPolygon(const QPoint* points, int count, PolygonDrawMode mode) override {
        QList<QPointF> exact(points, points + count);
        drawPolygon(exact.constData(), count, mode);
    }
    void drawLines(const QLineF* lines, int count) override { target_.drawLines(lines, count); }
    void drawLines(const QLine* lines, int count) override { target_.drawLines(lines, count); }
    void drawRects(const QRectF* rects, int count) override { target_.drawRects(rects, count); }
    void drawRects(const QRect* rects, int count) override { target_.drawRects(rects, count); }
    void drawEllipse(const QRectF& rect) override { target_.drawEllipse(rect); }
    void drawEllipse(const QRect& rect) override { target_.drawEllipse(rect); }
    void drawPixmap(const QRectF& rect, const QPixmap& pixmap, const QRectF& source) override {
        target_.drawPixmap(rect, pixmap, source);
    }
    void drawImage(const QRectF& rect, const QImage& image, const QRectF& source,
                   Qt::ImageConversionFlags flags) override {
        target_.drawImage(rect, image, source, flags);
    }
    void drawTiledPixmap(const QRectF& rect, const QPixmap& pixmap, const QPointF& offset) override {
        target_.drawTiledPixmap(rect, pixmap, offset);
    }

  private:
    /// Into pixels piece by piece: one outline around hundreds of points that cross each other takes twice the time.
    /// Round ends join the pieces as round joins would; dashes and shades of transparency would show them.
    void draw_polyline(const QPointF* points, int count) {
        constexpr int piece = 16;
        const auto pen = target_.pen();
        const bool pixels = target_.device()->devType() == QInternal::Image;
        if (!pixels || count <= piece || pen.style() != Qt::SolidLine || pen.color().alpha() < 255)
            return target_.drawPolyline(points, count);
        auto round = pen;
        round.setCapStyle(Qt::RoundCap);
        target_.setPen(round);
        for (int first = 0; first < count - 1; first += piece)
            target_.drawPolyline(points + first, std::min(piece + 1, count - first));
        target_.setPen(pen);
    }

    QPainter& target_;
    QTransform base_;
};

OutlineDevice::OutlineDevice(QPainter& target, const QSizeF& size)
    : engine_(std::make_unique<Engine>(target)), size_(size) {}

OutlineDevice::~OutlineDevice() = default;

QPaintEngine* OutlineDevice::paintEngine() const {
    return engine_.get();
}

int OutlineDevice::metric(PaintDeviceMetric metric) const {
    constexpr int dots_per_inch = 72;
    switch (metric) {
        case PdmWidth:
            return static_cast<int>(size_.width());
        case PdmHeight:
            return static_cast<int>(size_.height());
        case PdmWidthMM:
            return static_cast<int>(size_.width() / dots_per_inch * 25.4);
        case PdmHeightMM:
            return static_cast<int>(size_.height() / dots_per_inch * 25.4);
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return dots_per_inch;
        case PdmNumColors:
            return 1 << 24;
        case PdmDepth:
            return 32;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
    }
    return 0;
}

}  // namespace langevin::figures

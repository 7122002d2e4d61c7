// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/drawing.h"

#include <QGlyphRun>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/formula/font.h"

namespace langevin::controls::formula {
namespace {

/// A rule that fills whole pixels of a screen, where that can be had: a thin line half in one row
/// and half in the next looks grey.
QRectF snapped(const QPainter& painter, const QRectF& rule) {
    const auto transform = painter.deviceTransform();
    if (transform.type() > QTransform::TxScale) return rule;
    auto device = transform.mapRect(rule);
    if (device.height() > device.width()) {
        const double width = std::max(1.0, std::round(device.width()));
        device = QRectF(std::round(device.center().x() - width / 2), device.top(), width, device.height());
    } else {
        const double height = std::max(1.0, std::round(device.height()));
        device = QRectF(device.left(), std::round(device.center().y() - height / 2), device.width(), height);
    }
    return transform.inverted().mapRect(device);
}

bool is_vector(const QPainter& painter) {
    const auto type = painter.paintEngine()->type();
    return type == QPaintEngine::Pdf || type == QPaintEngine::SVG || type == QPaintEngine::Picture;
}

void paint_glyph(QPainter& painter, const Drawing::Glyph& glyph, const FormulaFont& font) {
    QGlyphRun run;
    run.setRawFont(font.at_size(glyph.size));
    run.setGlyphIndexes({glyph.glyph});
    run.setPositions({QPointF()});
    painter.save();
    painter.translate(glyph.at);
    if (glyph.stretch != 1) painter.scale(1, glyph.stretch);
    painter.drawGlyphRun(QPointF(), run);
    painter.restore();
}

}  // namespace

void Drawing::add(const Drawing& other, double x, double y) {
    const QPointF by(x, y);
    for (auto glyph : other.glyphs) {
        glyph.at += by;
        glyphs.push_back(glyph);
    }
    for (const auto& rule : other.rules) rules.push_back({rule.area.translated(by), rule.outline});
    for (const auto& stroke : other.strokes) strokes.push_back({stroke.path.translated(by), stroke.width});
    ascent = std::max(ascent, other.ascent - y);
    descent = std::max(descent, other.descent + y);
}

void Drawing::paint(QPainter& painter, QPointF baseline, const FormulaFont& font, const QColor& ink,
                    const QColor& problem) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(baseline);
    for (const auto& glyph : glyphs) {
        painter.setPen(glyph.problem ? problem : ink);
        paint_glyph(painter, glyph, font);
    }
    const bool vector = is_vector(painter);
    for (const auto& rule : rules) {
        if (rule.outline) {
            painter.setPen(QPen(ink, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(rule.area);
        } else {
            painter.fillRect(vector ? rule.area : snapped(painter, rule.area), ink);
        }
    }
    painter.setBrush(Qt::NoBrush);
    for (const auto& stroke : strokes) {
        painter.setPen(QPen(ink, stroke.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(stroke.path);
    }
    painter.restore();
}

}  // namespace langevin::controls::formula

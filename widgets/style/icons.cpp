// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/icons.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "widgets/style/colours.h"

namespace langevin::style {
namespace {

QByteArray source(const QString& name) {
    QFile file(":/langevin/icons/" + name + ".svg");
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray coloured(QByteArray svg, const QColor& colour) {
    return svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
}

void draw(QPainter& painter, const QByteArray& svg, const QRectF& area) {
    QSvgRenderer renderer(svg);
    const double side = std::min(area.width(), area.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(area.center());
    renderer.render(&painter, square);
}

/// Draws the SVG afresh at every size, so that icons are sharp on any screen and in presentation
/// type.
class Engine : public QIconEngine {
  public:
    Engine(QByteArray svg, const Theme& theme)
        : svg_(std::move(svg)),
          normal_(theme.text),
          checked_(theme.accent),
          disabled_(mix(theme.mutedText, theme.window, 0.5)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const auto colour = mode == QIcon::Disabled ? disabled_ : state == QIcon::On ? checked_ : normal_;
        draw(*painter, coloured(svg_, colour), rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        if (size.isEmpty()) return {};  // a button without room
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    bool isNull() override { return svg_.isEmpty(); }
    QIconEngine* clone() const override { return new Engine(*this); }

  private:
    QByteArray svg_;
    QColor normal_, checked_, disabled_;
};

}  // namespace

QIcon icon(const QString& name, const Theme& theme) {
    auto svg = source(name);
    return svg.isEmpty() ? QIcon() : QIcon(new Engine(std::move(svg), theme));
}

QPixmap icon_pixmap(const QString& name, const QColor& colour, int pixels, double device_pixel_ratio) {
    QPixmap result(QSize(pixels, pixels) * device_pixel_ratio);
    result.setDevicePixelRatio(device_pixel_ratio);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    draw(painter, coloured(source(name), colour), QRectF(0, 0, pixels, pixels));
    return result;
}

QIcon application_icon() {
    return QIcon(":/langevin/icons/langevin-lab.svg");
}

QStringList icon_names() {
    QStringList names;
    for (const auto& file : QDir(":/langevin/icons").entryList({"*.svg"}, QDir::Files, QDir::Name))
        if (file != "langevin-lab.svg") names << file.chopped(4);
    return names;
}

}  // namespace langevin::style

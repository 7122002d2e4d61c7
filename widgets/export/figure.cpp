// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "widgets/export/svg_text.h"
#include "widgets/views/panel_view.h"

namespace langevin::figures {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;

QSizeF size_in_points(const FigureOptions& options) { return {options.width_mm * points_per_mm, options.height_mm * points_per_mm}; }

/// Paints the figure into a painter whose device has that many dots per inch.
void paint(QPainter& painter, const views::PanelView& view, const FigureOptions& options, double dpi) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(dpi / 72, dpi / 72);
    view.paintFigure(painter, QRectF(QPointF(), size_in_points(options)), style::publication_theme(options.font_points));
}

QByteArray png(const views::PanelView& view, const FigureOptions& options) {
    auto image = render_image(view, options);
    image.setText("recipe", options.recipe);
    image.setText("Title", options.title);
    image.setText("Software", "Langevin Lab");
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const views::PanelView& view, const FigureOptions& options) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    const auto size = size_in_points(options);
    generator.setOutputDevice(&buffer);
    generator.setResolution(72);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(), size));
    generator.setTitle(options.title);
    QPainter painter(&generator);
    paint(painter, view, options, 72);
    painter.end();
    return with_metadata(with_embedded_fonts(bytes), options.recipe);
}

QByteArray pdf(const views::PanelView& view, const FigureOptions& options) {
    constexpr int dpi = 1200;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dpi);
    writer.setPageSize(QPageSize(QSizeF(options.width_mm, options.height_mm), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setTitle(options.title);
    writer.setCreator("Langevin Lab");
    writer.addFileAttachment("recipe.json", options.recipe.toUtf8(), "application/json");
    QPainter painter(&writer);
    paint(painter, view, options, dpi);
    painter.end();
    return bytes;
}

QByteArray encode(Format format, const views::PanelView& view, const FigureOptions& options) {
    switch (format) {
        case Format::png: return png(view, options);
        case Format::svg: return svg(view, options);
        case Format::pdf: return pdf(view, options);
    }
    return {};
}

Problem cannot_write(const QString& path, const QString& why) {
    return {"the figure cannot be written: " + why.toStdString(), path.toStdString(), "Nothing was changed; choose another place"};
}

}  // namespace

std::vector<SizePreset> size_presets() {
    return {{QObject::tr("One column (86 mm)"), 86, 62, 7},
            {QObject::tr("Middle (130 mm)"), 130, 90, 8},
            {QObject::tr("Two columns (178 mm)"), 178, 110, 8},
            {QObject::tr("Slide (254 mm)"), 254, 143, 14}};
}

std::optional<Format> format_of(const QString& path) {
    const auto suffix = QFileInfo(path).suffix().toLower();
    if (suffix == "png") return Format::png;
    if (suffix == "svg") return Format::svg;
    if (suffix == "pdf") return Format::pdf;
    return std::nullopt;
}

QImage render_image(const views::PanelView& view, const FigureOptions& options) {
    const auto size = (size_in_points(options) * options.dpi / 72).toSize();
    QImage image(size, QImage::Format_ARGB32);
    image.setDotsPerMeterX(qRound(options.dpi / 0.0254));
    image.setDotsPerMeterY(qRound(options.dpi / 0.0254));
    image.fill(Qt::white);
    QPainter painter(&image);
    paint(painter, view, options, options.dpi);
    painter.end();
    return image.convertToFormat(QImage::Format_RGB32);
}

std::optional<Problem> save_figure(const views::PanelView& view, const FigureOptions& options, const QString& path) {
    const auto format = format_of(path);
    if (!format)
        return Problem{"the kind of figure is not known from the name", path.toStdString(), "End the name with .png, .svg or .pdf"};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannot_write(path, file.errorString());
    const auto bytes = encode(*format, view, options);
    if (file.write(bytes) != bytes.size() || !file.commit()) return cannot_write(path, file.errorString());
    return std::nullopt;
}

}  // namespace langevin::figures

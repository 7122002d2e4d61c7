// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure.h"

#include <QBuffer>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>

#include "widgets/export/outline_device.h"
#include "widgets/style/theme.h"

namespace langevin::figures {
namespace {

constexpr double mm_per_inch = 25.4, units_per_inch = 72;
constexpr double largest_image = 1.6e8;                // pixels: beyond that no program opens it
constexpr double margin = 3, margin_in_fonts = 0.375;  // at least, in units and in sizes of the letters

QSizeF size_in_units(const FigureOptions& options) {
    return QSizeF(options.width_mm, options.height_mm) * (units_per_inch / mm_per_inch);
}

/// Paints the whole figure; the painter's unit is 1/72 inch.
void paint(const Sheet& sheet, const FigureOptions& options, QPainter& painter) {
    const auto scheme = options.dark ? style::Scheme::dark : style::Scheme::light;
    const auto theme = style::with_palette(style::publication_theme(options.font_points, scheme), options.palette);
    const QRectF page(QPointF(0, 0), size_in_units(options));
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    if (!options.transparent) painter.fillRect(page, theme.surface);
    const double edge = std::max(margin, margin_in_fonts * options.font_points);
    auto area = page.adjusted(edge, edge, -edge, -edge);
    if (options.draw_title) area = paint_heading(painter, area, options.title, sheet, theme);
    paint_sheet(painter, area, sheet, theme);
}

QByteArray png(const Sheet& sheet, const FigureOptions& options) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const auto image = render_image(sheet, options);
    return !image.isNull() && image.save(&buffer, "PNG") ? bytes : QByteArray();
}

/// Text becomes outlines: a font inside an SVG file is ignored by most programs other than
/// browsers.
QByteArray svg(const Sheet& sheet, const FigureOptions& options) {
    constexpr double resolution = 7200;  // the generator wants whole numbers
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(resolution));
    generator.setSize(QSize(static_cast<int>(std::lround(options.width_mm / mm_per_inch * resolution)),
                            static_cast<int>(std::lround(options.height_mm / mm_per_inch * resolution))));
    generator.setViewBox(QRectF(QPointF(0, 0), size_in_units(options)));
    {
        QPainter target(&generator);
        OutlineDevice outlines(target, size_in_units(options));
        QPainter painter(&outlines);
        paint(sheet, options, painter);
    }
    buffer.close();
    // The generator has no place for metadata, and a title of its own.
    auto text = QString::fromUtf8(bytes);
    const auto head = text.indexOf("<svg");
    const auto begin = head < 0 ? -1 : text.indexOf('>', head) + 1;
    const auto end = text.indexOf("<defs>");
    if (begin <= 0 || end < begin) return {};
    text.replace(begin, end - begin,
                 QStringLiteral("\n<title>%1</title>\n<metadata>%2</metadata>\n")
                     .arg(options.title.toHtmlEscaped(), options.recipe.toHtmlEscaped()));
    return text.toUtf8();
}

QByteArray pdf(const Sheet& sheet, const FigureOptions& options) {
    constexpr int resolution = 1200;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPdfVersion(QPagedPaintDevice::PdfVersion_1_6);
    writer.setCreator(QStringLiteral("Langevin Lab"));
    writer.setTitle(options.title);
    writer.setResolution(resolution);
    writer.setPageSize(
        QPageSize(QSizeF(options.width_mm, options.height_mm), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins({0, 0, 0, 0});
    if (!options.recipe.isEmpty())
        writer.addFileAttachment(QStringLiteral("recipe.json"), options.recipe.toUtf8(),
                                 QStringLiteral("application/json"));
    QPainter painter(&writer);
    if (!painter.isActive()) return {};
    painter.scale(resolution / units_per_inch, resolution / units_per_inch);
    paint(sheet, options, painter);
    painter.end();
    return bytes;
}

Problem problem(const QString& what, const QString& where, const QString& remedy) {
    return {what.toStdString(), where.toStdString(), remedy.toStdString()};
}

/// Under the name that lupdate gives to words outside a class.
QString tr(const char* text) {
    return QCoreApplication::translate("langevin::figures", text);
}

}  // namespace

QString suffix(Format format) {
    switch (format) {
        case Format::png:
            return QStringLiteral("png");
        case Format::svg:
            return QStringLiteral("svg");
        case Format::pdf:
            return QStringLiteral("pdf");
    }
    return {};
}

std::optional<Format> format_of(const QString& path) {
    const auto ending = QFileInfo(path).suffix().toLower();
    for (const auto format : {Format::png, Format::svg, Format::pdf})
        if (suffix(format) == ending) return format;
    return std::nullopt;
}

void Preset::apply(FigureOptions& options) const {
    options.width_mm = width_mm;
    options.height_mm = height_mm;
    options.font_points = font_points;
    options.draw_title = draw_title;
}

QList<Preset> presets() {
    return {{"single-column", tr("Single column"), 86, 62, 8, false},
            {"double-column", tr("Double column"), 178, 100, 9, false},
            {"full-page", tr("Full page"), 178, 220, 9, false},
            {"slide", tr("Slide"), 254, 143, 18, true},
            {"poster", tr("Poster"), 400, 280, 28, true}};
}

QImage render_image(const Sheet& sheet, const FigureOptions& options) {
    const double scale = options.dpi / units_per_inch;
    const auto size = size_in_units(options) * scale;
    if (!(size.width() >= 1 && size.height() >= 1 && size.width() * size.height() < largest_image)) return {};
    QImage image(size.toSize(), options.transparent ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    if (image.isNull()) return {};
    image.fill(options.transparent ? Qt::transparent : Qt::white);
    image.setDotsPerMeterX(qRound(options.dpi / mm_per_inch * 1000));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.setText(QStringLiteral("Software"), QStringLiteral("Langevin Lab"));
    if (!options.title.isEmpty()) image.setText(QStringLiteral("Title"), options.title);
    if (!options.recipe.isEmpty()) image.setText(QStringLiteral("recipe"), options.recipe);
    QPainter target(&image);
    target.scale(scale, scale);
    // Outlines here too: letters that are scaled up from a small size come out too heavy.
    OutlineDevice outlines(target, size_in_units(options));
    QPainter painter(&outlines);
    paint(sheet, options, painter);
    return image;
}

QByteArray render(const Sheet& sheet, const FigureOptions& options, Format format) {
    switch (format) {
        case Format::png:
            return png(sheet, options);
        case Format::svg:
            return svg(sheet, options);
        case Format::pdf:
            return pdf(sheet, options);
    }
    return {};
}

std::optional<Problem> save_figure(const Sheet& sheet, const FigureOptions& options, const QString& path) {
    const auto format = options.format ? options.format : format_of(path);
    if (!format)
        return problem(tr("this kind of picture is unknown"), path,
                       tr("End the name of the file with .png, .svg or .pdf"));
    const auto bytes = render(sheet, options, *format);
    if (bytes.isEmpty())
        return problem(tr("the picture is too large to be made"), path,
                       tr("Choose a smaller size or fewer dots per inch"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return problem(tr("the figure cannot be written: %1").arg(file.errorString()), path,
                       tr("Choose another folder"));
    // Flushed before it is committed: a commit does not notice that its own last write failed.
    if (file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return problem(tr("the figure was not written: %1").arg(file.errorString()), path,
                       tr("Free some space or choose another folder; an older file of this name is "
                          "still there"));
    return std::nullopt;
}

void copy_figure(const Sheet& sheet, const FigureOptions& options) {
    auto* data = new QMimeData;  // the clipboard takes it
    data->setImageData(render_image(sheet, options));
    data->setData(QStringLiteral("image/svg+xml"), render(sheet, options, Format::svg));
    QGuiApplication::clipboard()->setMimeData(data);
}

}  // namespace langevin::figures

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/svg_text.h"

#include <QDirIterator>
#include <QFile>
#include <QFontDatabase>
#include <QMap>

namespace langevin::figures {
namespace {

/// Just behind the opening <svg ...> tag.
qsizetype inside(const QByteArray& svg) {
    const auto tag = svg.indexOf("<svg");
    return tag < 0 ? -1 : svg.indexOf('>', tag) + 1;
}

struct FontFile {
    QString family, path;
    bool bold = false, italic = false;
};

/// The fonts that the program brings along.
QList<FontFile> bundled_fonts() {
    QList<FontFile> fonts;
    QDirIterator files(":/langevin/fonts", {"*.otf", "*.ttf"}, QDir::Files);
    while (files.hasNext()) {
        const auto path = files.next();
        // Named after the family and the style: LangevinSans-SemiBold.otf.
        const auto name = files.fileName().section('.', 0, 0);
        auto family = name.section('-', 0, 0);
        for (qsizetype i = 1; i < family.size(); ++i)
            if (family[i].isUpper() && family[i - 1].isLower()) family.insert(i++, ' ');
        fonts.append({family, path, name.contains("Bold"), name.contains("Italic")});
    }
    return fonts;
}

}  // namespace

QByteArray with_embedded_fonts(const QByteArray& svg) {
    QByteArray style;
    for (const auto& font : bundled_fonts()) {
        if (!svg.contains(font.family.toUtf8())) continue;
        QFile file(font.path);
        if (!file.open(QIODevice::ReadOnly)) continue;
        style += "@font-face{font-family:'" + font.family.toUtf8() + "';font-weight:" + (font.bold ? "600" : "400") +
                 ";font-style:" + (font.italic ? "italic" : "normal") + ";src:url(data:font/otf;base64," + file.readAll().toBase64() +
                 ") format('opentype');}\n";
    }
    const auto place = inside(svg);
    if (style.isEmpty() || place < 0) return svg;
    return QByteArray(svg).insert(place, "\n<defs><style type=\"text/css\">" + style + "</style></defs>");
}

QByteArray with_metadata(const QByteArray& svg, const QString& text) {
    const auto place = inside(svg);
    if (text.isEmpty() || place < 0) return svg;
    return QByteArray(svg).insert(place, "\n<metadata id=\"recipe\">" + text.toHtmlEscaped().toUtf8() + "</metadata>");
}

}  // namespace langevin::figures

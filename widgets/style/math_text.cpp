// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/math_text.h"

#include <QRegularExpression>

#include <algorithm>

namespace langevin::style {
namespace {

bool is_latin(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

}  // namespace

char32_t math_italic(char32_t c) {
    if (c == U'h') return 0x210E;  // Unicode had it before the others, as Planck's constant
    if (c >= U'A' && c <= U'Z') return 0x1D434 + (c - U'A');
    if (c >= U'a' && c <= U'z') return 0x1D44E + (c - U'a');
    if (c >= 0x0391 && c <= 0x03A9) return 0x1D6E2 + (c - 0x0391);
    if (c >= 0x03B1 && c <= 0x03C9) return 0x1D6FC + (c - 0x03B1);
    switch (c) {
        case 0x2202:
            return 0x1D715;  // ∂
        case 0x03F5:
            return 0x1D716;  // ϵ
        case 0x03D1:
            return 0x1D717;  // ϑ
        case 0x03D5:
            return 0x1D719;  // ϕ
        case 0x03F1:
            return 0x1D71A;  // ϱ
        case 0x03D6:
            return 0x1D71B;  // ϖ
        default:
            return c;
    }
}

QString math_text(const QString& plain) {
    const auto letters = plain.toStdU32String();
    std::u32string result;
    for (std::size_t i = 0; i < letters.size();) {
        const auto end = static_cast<std::size_t>(
            std::find_if_not(letters.begin() + static_cast<std::ptrdiff_t>(i), letters.end(), is_latin) -
            letters.begin());
        const bool word = end - i >= 3;
        const auto stop = std::max(end, i + 1);
        for (; i < stop; ++i) result += word ? letters[i] : math_italic(letters[i]);
    }
    return QString::fromStdU32String(result);
}

QString symbol_html(const QString& symbol) {
    static const QRegularExpression script("([_^])(?:\\(([^)]*)\\)|([\\p{L}\\p{N}]+))");
    QString html;
    qsizetype end = 0;
    for (auto found = script.globalMatch(symbol); found.hasNext();) {
        const auto match = found.next();
        html += symbol.mid(end, match.capturedStart() - end).toHtmlEscaped();
        const QString tag = match.captured(1) == "_" ? "sub" : "sup";
        html += "<" + tag + ">" + (match.captured(2) + match.captured(3)).toHtmlEscaped() + "</" + tag + ">";
        end = match.capturedEnd();
    }
    return html + symbol.mid(end).toHtmlEscaped();
}

}  // namespace langevin::style

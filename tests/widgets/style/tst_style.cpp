// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPainter>
#include <QRawFont>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "widgets/style/colour_map.h"
#include "widgets/style/colours.h"
#include "widgets/style/curve_palette.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/icons.h"
#include "widgets/style/math_text.h"
#include "widgets/style/symbol_label.h"
#include "widgets/style/symbol_text.h"
#include "widgets/style/theme.h"

using namespace langevin::style;

namespace {

double linear(int channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

using Vector = std::array<double, 3>;

/// Björn Ottosson's Oklab of linear light: lightness, and two coordinates of colour.
Vector oklab(const Vector& rgb) {
    const auto [r, g, b] = rgb;
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double lightness(QRgb colour) {
    return oklab({linear(qRed(colour)), linear(qGreen(colour)), linear(qBlue(colour))})[0];
}

/// Protanopia, deuteranopia and tritanopia in linear light: Machado, Oliveira and Fernandes (2009), severity 1.
constexpr double deficiencies[3][3][3] = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

/// The least distance in Oklab between two of the colours as people with a deficiency see them; 0.02 can just be seen.
double least_distance(const QList<QColor>& colours) {
    double least = 1;
    for (const auto& matrix : deficiencies) {
        std::vector<Vector> seen;
        for (const auto& colour : colours) {
            const Vector light = {linear(colour.red()), linear(colour.green()), linear(colour.blue())};
            Vector changed{};
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) changed[i] += matrix[i][j] * light[j];
                changed[i] = std::clamp(changed[i], 0.0, 1.0);
            }
            const auto here = oklab(changed);
            for (const auto& other : seen)
                least = std::min(least, std::hypot(here[0] - other[0], here[1] - other[1], here[2] - other[2]));
            seen.push_back(here);
        }
    }
    return least;
}

}  // namespace

class TestStyle : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { load_fonts(); }

    void text_can_be_read() {
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            const auto theme = make_theme(scheme);
            for (const auto& background : {theme.window, theme.surface})
                for (const auto& colour :
                     {theme.text, theme.mutedText, theme.accent, theme.good, theme.warning, theme.bad})
                    QVERIFY2(contrast(colour, background) >= 4.5,
                             qPrintable(colour.name() + " on " + background.name()));
            QVERIFY(contrast(on_accent(theme), theme.accent) >= 4.5);
            QVERIFY(contrast(tip_text(theme), tip_background(theme)) >= 4.5);
        }
    }

    /// WCAG 2.2: text 4.5:1 on whatever may be behind it, what tells a control or its focus apart 3:1.
    void controls_can_be_seen() {
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            const auto theme = make_theme(scheme);
            const auto enough = [&](const QColor& colour, const QColor& background, double least) {
                const auto ratio = contrast(colour, background);
                QVERIFY2(ratio >= least,
                         qPrintable(QString("%1 on %2: %3").arg(colour.name(), background.name()).arg(ratio)));
            };
            const auto hovered = mix(theme.surface, theme.text, 0.06), pressed = mix(theme.surface, theme.text, 0.13);
            for (const auto& behind : {soft(theme), hovered, pressed})
                for (const auto& colour : {theme.text, theme.accent, theme.mutedText}) enough(colour, behind, 4.5);
            for (const auto& behind : {theme.window, theme.surface})
                for (const auto& line : {edge(theme), theme.accent, focus_frame(theme), theme.guide, theme.theory})
                    enough(line, behind, 3);
        }
    }

    void curves_stand_out() {
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            const auto theme = make_theme(scheme);
            QVERIFY(theme.curves.size() >= 7);
            for (const auto& curve : theme.curves)
                QVERIFY2(contrast(curve, theme.surface) >= 3, qPrintable(curve.name()));
        }
    }

    /// Of the window's colours the first four, of the published ones all.
    void curves_can_be_told_apart_with_a_colour_vision_deficiency() {
        QVERIFY(least_distance(make_theme(Scheme::light).curves.first(4)) > 0.04);
        QVERIFY(least_distance(make_theme(Scheme::dark).curves.first(4)) > 0.02);
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            const auto theme = with_palette(publication_theme(8, scheme), CurvePalette::okabe_ito);
            QCOMPARE(theme.curves.size(), 8);
            QVERIFY(least_distance(theme.curves) > 0.065);
        }
    }

    void greys_are_grey() {
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            const auto theme = with_palette(publication_theme(8, scheme), CurvePalette::greys);
            QVERIFY(theme.grey);
            for (const auto& curve : theme.curves) {
                QVERIFY2(contrast(curve, theme.surface) >= 3, qPrintable(curve.name()));
                QVERIFY(std::abs(curve.red() - curve.blue()) <= 24);
            }
            QCOMPARE(default_colour_map(true, theme), QString("grey"));
        }
    }

    void palettes_have_names() {
        for (const auto palette : curve_palettes()) {
            QVERIFY(!name_of(palette).isEmpty());
            QVERIFY(!label_of(palette).isEmpty());
        }
    }

    void sizes_follow_the_scale() {
        QCOMPARE(make_theme(Scheme::light, 1.6).text_font().pointSizeF(),
                 1.6 * make_theme(Scheme::light).text_font().pointSizeF());
        QCOMPARE(publication_theme(8).text_font().pointSizeF(), 8.0);
    }

    void bundled_fonts_are_used() {
        const auto theme = make_theme(Scheme::dark);
        QCOMPARE(QFontInfo(theme.text_font()).family(), "Langevin Sans");
        QCOMPARE(QFontInfo(theme.formula_font()).family(), "Langevin Math");
        auto bold = theme.text_font();
        bold.setWeight(QFont::DemiBold);
        QCOMPARE(QRawFont::fromFont(bold).weight(), int(QFont::DemiBold));
    }

    /// What labels, help texts and units of the labs are made of.
    void fonts_have_the_glyphs_of_physics() {
        const QString needed = "κλφχξτεημνρσωΔΣΠΩ⟨⟩≈≤≥≠±×·−∞∂∇√∫∑∝∈→↔²³⁴₀₁₂½…–—“”°";
        const auto text = QRawFont::fromFont(make_theme(Scheme::light).text_font());
        const auto fallback = QRawFont::fromFont(make_theme(Scheme::light).formula_font());
        for (const auto letter : needed)
            QVERIFY2(text.supportsCharacter(letter) || fallback.supportsCharacter(letter), qPrintable(QString(letter)));
        const auto formula = QRawFont::fromFont(make_theme(Scheme::light).formula_font());
        for (const char32_t letter : math_text("κλφχξτεLMQhAzΩ").toStdU32String())
            QVERIFY(formula.supportsCharacter(letter));
        for (char32_t variant = 0xE000; variant < 0xE000 + 60 + 11; ++variant)
            QVERIFY(formula.supportsCharacter(variant));
    }

    void digits_have_one_width() {
        const QFontMetricsF metrics(make_theme(Scheme::light, 4).text_font());
        for (char digit = '1'; digit <= '9'; ++digit)
            QCOMPARE(metrics.horizontalAdvance(QLatin1Char(digit)), metrics.horizontalAdvance('0'));
    }

    void style_sheet_is_complete() {
        QWidget window;
        for (const auto scheme : {Scheme::light, Scheme::dark}) {
            apply(window, make_theme(scheme, 1.6));
            QVERIFY(window.styleSheet().size() > 1000);
            QVERIFY2(!window.styleSheet().contains('@'), "a name in langevin.qss is unknown");
            QVERIFY(!window.styleSheet().contains(": ;"));
        }
    }

    void icons_are_drawn_in_the_theme() {
        const QStringList needed = {"play",     "pause",   "step",   "rewind", "rewind-start", "speed",       "dice",
                                    "verify",   "save",    "export", "open",   "copy",         "undo",        "redo",
                                    "gallery",  "book",    "panels", "sun",    "moon",         "pin",         "menu",
                                    "maximise", "restore", "close",  "search", "surface",      "flat",        "mosaic",
                                    "warning",  "info",    "link",   "stop",   "full-screen",  "presentation"};
        const auto dark = make_theme(Scheme::dark);
        for (const auto& name : needed) {
            const auto image = icon(name, dark).pixmap(32, 32).toImage();
            int inked = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) {
                    const auto pixel = image.pixelColor(x, y);
                    if (pixel.alpha() < 250) continue;
                    ++inked;
                    QVERIFY2(pixel.lightness() > 200, qPrintable(name));
                }
            QVERIFY2(inked > 15, qPrintable(name));
        }
        QVERIFY(icon("no such icon", dark).isNull());
        QTest::failOnWarning(QRegularExpression("QPainter"));
        QVERIFY(icon("play", dark).pixmap(0, 16).isNull());  // a button that is squeezed away
        QVERIFY(!application_icon().pixmap(64, 64).isNull());
    }

    void sequential_maps_rise_in_lightness() {
        for (const auto& name : ColourMap::names()) {
            const ColourMap map(name);
            QCOMPARE(map.name(), name);
            if (map.kind() != ColourMap::Kind::sequential) continue;
            for (std::size_t i = 8; i < 256; ++i)
                QVERIFY2(lightness(map.entries()[i]) > lightness(map.entries()[i - 8]), qPrintable(name));
        }
    }

    void diverging_maps_are_symmetric_in_lightness() {
        int count = 0;
        for (const auto& name : ColourMap::names()) {
            const ColourMap map(name);
            if (map.kind() != ColourMap::Kind::diverging) continue;
            ++count;
            for (std::size_t i = 0; i < 128; ++i) {
                const double low = lightness(map.entries()[i]), high = lightness(map.entries()[255 - i]);
                QVERIFY2(std::abs(low - high) < 0.006, qPrintable(name));
            }
            const double arm = lightness(map.entries()[0]) - lightness(map.entries()[127]);
            for (std::size_t i = 16; i < 128; ++i)  // equal steps, within what 8 bits can show
                QVERIFY(std::abs(lightness(map.entries()[i - 16]) - lightness(map.entries()[i]) - arm * 16 / 127) <
                        0.01);
        }
        QCOMPARE(count, 2);
    }

    void colour_maps_say_what_lies_outside() {
        const ColourMap map("viridis");
        QCOMPARE(map.at(0), map.entries().front());
        QCOMPARE(map.at(1), map.entries().back());
        QCOMPARE(map.at(-0.1), map.under());
        QCOMPARE(map.at(1.1), map.over());
        QCOMPARE(map.at(std::nan("")), map.nan());
        QVERIFY(map.over() != map.entries().back() && map.under() != map.entries().front());
        QCOMPARE(ColourMap("no such map").name(), "viridis");
    }

    void labels_end_in_dots_where_there_is_no_room() {
        ElidedLabel label("A sentence that needs some room");
        label.resize(label.sizeHint());
        QVERIFY(!label.isElided());
        const auto whole = label.grab().toImage();
        label.resize(label.sizeHint().width() / 2, label.height());
        QVERIFY(label.isElided());
        QVERIFY(label.minimumSizeHint().width() < label.width());
        QCOMPARE(label.text(), QString("A sentence that needs some room"));  // as it is read aloud
        QVERIFY(label.grab().toImage() != whole.copy(0, 0, label.width(), label.height()));
    }
    void symbols_are_as_wide_as_they_are_drawn() {
        const auto width = [](const char* symbol) {
            return SymbolText(symbol, make_theme(Scheme::light).formula_font()).width();
        };
        QVERIFY(width("σ_W") > width("σ"));
        QVERIFY(width("σ_W") < width("σW"));  // smaller, and without the mark
        QCOMPARE(SymbolLabel("σ_W", nullptr).sizeHint().width(), static_cast<int>(std::ceil(width("σ_W"))) + 1);
    }
    /// In the title of an axis: nothing slants, the index is lowered.
    void titles_have_indices() {
        const auto font = make_theme(Scheme::light).text_font();
        const auto width = [&](const QString& title) {
            return SymbolText(title, font, nullptr, SymbolText::Letters::upright).width();
        };
        QCOMPARE(width("Binder cumulant"), QFontMetricsF(font).horizontalAdvance("Binder cumulant"));
        QVERIFY(width("Binder cumulant U_L") < width("Binder cumulant UL"));
        QVERIFY(width("Binder cumulant U_L") > width("Binder cumulant U"));
    }
    /// Bundled fonts put them at the height of small letters, where they are lost in an R.
    void accents_stand_above_their_letters() {
        const auto rows_with_ink = [](const char* symbol) {
            auto font = make_theme(Scheme::light).formula_font();
            font.setPointSizeF(30);
            QImage image(80, 100, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            SymbolText(symbol, font).paint(painter, {20, 70});
            std::vector<int> rows;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (qGray(image.pixel(x, y)) < 128 && (rows.empty() || rows.back() != y)) rows.push_back(y);
            return rows;
        };
        const auto width = [](const char* symbol) {
            return SymbolText(symbol, make_theme(Scheme::light).formula_font()).width();
        };
        for (const auto& [plain, hat] :
             {std::pair("R", "R\u0302"), {"s", "s\u0302"}, {"s", "\u015D"}, {"C", "C\u0303"}}) {
            const auto without = rows_with_ink(plain), with = rows_with_ink(hat);
            QVERIFY2(!without.empty() && with.size() > without.size() + 1,
                     qPrintable(QStringLiteral("%1: %2, %3").arg(hat).arg(with.size()).arg(without.size())));
            QVERIFY(with.front() < without.front() - 4);
            QCOMPARE(with.back(), without.back());
            QVERIFY(std::ranges::find(with, without.front() - 1) == with.end());  // they do not touch
            QCOMPARE(width(hat), width(plain));
        }
    }
    void symbols_become_italic() {
        QCOMPARE(math_text("κ").toStdU32String(), std::u32string{char32_t(0x1D705)});
        QCOMPARE(math_text("h").toStdU32String(), std::u32string{char32_t(0x210E)});
        QCOMPARE(math_text("exp(2)"), "exp(2)");
    }

    void indices_and_exponents_become_rich_text() {
        QCOMPARE(symbol_html("U_L"), "U<sub>L</sub>");
        QCOMPARE(symbol_html("⟨e^(−ΔH)⟩"), "⟨e<sup>−ΔH</sup>⟩");
        QCOMPARE(symbol_html("a<b"), "a&lt;b");
    }
};

QTEST_MAIN(TestStyle)
#include "tst_style.moc"

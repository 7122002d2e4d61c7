// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <QPalette>
#include <QProxyStyle>
#include <QRegularExpression>
#include <QWidget>

#include "widgets/style/colours.h"

// Outside any namespace, as the macro wants it: the resources of a static library must be asked
// for.
static void init_langevin_resources() {
    Q_INIT_RESOURCE(langevin);
}

namespace langevin::style {
namespace {

/// Without the icons that desktops put on the buttons of dialogs. (A rule of the style sheet comes too late: buttons
/// get them when they are made, which may be before they are in a window.)
class PlainFusion : public QProxyStyle {
  public:
    PlainFusion() : QProxyStyle("Fusion") {}
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override {
        if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
};

constexpr double text_points = 10.0;
constexpr double small_points = 8.6;
constexpr double formula_points = 11.5;

QFont font(const QStringList& families, double points) {
    QFont result;
    result.setFamilies(families);
    result.setPointSizeF(points);
    result.setHintingPreference(QFont::PreferVerticalHinting);
    return result;
}

/// Langevin Math fills in what Langevin Sans lacks, such as angle brackets.
QStringList text_families() {
    return {"Langevin Sans", "Langevin Math", "Noto Sans", "DejaVu Sans", "sans-serif"};
}

Theme light_theme() {
    Theme t;
    t.scheme = Scheme::light;
    t.window = QColor("#F3F5F8"), t.surface = QColor("#FFFFFF"), t.border = QColor("#DADFE7");
    t.text = QColor("#181D26"), t.mutedText = QColor("#566072"), t.accent = QColor("#1A5FC0");
    t.good = QColor("#12703F"), t.warning = QColor("#8F5600"), t.bad = QColor("#B3261E");
    t.grid = QColor("#E5E9EF"), t.theory = QColor("#181D26"), t.guide = QColor("#6B7484");
    // Okabe and Ito; orange, yellow and sky blue darkened until they stand out on white (3:1).
    t.curves = {QColor("#0072B2"), QColor("#D55E00"), QColor("#008F68"), QColor("#B9588F"),
                QColor("#A87300"), QColor("#2F8DC4"), QColor("#8A7F00"), QColor("#5A6270")};
    return t;
}

Theme dark_theme() {
    Theme t;
    t.scheme = Scheme::dark;
    t.window = QColor("#13161B"), t.surface = QColor("#1B1F26"), t.border = QColor("#323945");
    t.text = QColor("#E9ECF1"), t.mutedText = QColor("#A3ADBB"), t.accent = QColor("#79B0FF");
    t.good = QColor("#5FCF9A"), t.warning = QColor("#F2B65A"), t.bad = QColor("#FF8F85");
    t.grid = QColor("#2A303A"), t.theory = QColor("#E9ECF1"), t.guide = QColor("#8D97A6");
    // Okabe and Ito; blue, vermilion and black lightened until they stand out on the dark surface.
    t.curves = {QColor("#56B4E9"), QColor("#F0883E"), QColor("#2FC299"), QColor("#DE8FBD"),
                QColor("#E6B422"), QColor("#8FA8FF"), QColor("#F0E442"), QColor("#B4BCC8")};
    return t;
}

QPalette palette(const Theme& t) {
    const auto faint = mix(t.mutedText, t.window, 0.45);
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.window);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.mutedText);
    p.setColor(QPalette::Button, t.surface);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.bad);
    p.setColor(QPalette::ToolTipBase, tip_background(t));
    p.setColor(QPalette::ToolTipText, tip_text(t));
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, on_accent(t));
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, mix(t.surface, t.text, 0.02));
    p.setColor(QPalette::Midlight, t.border);
    p.setColor(QPalette::Mid, mix(t.border, t.text, 0.2));
    p.setColor(QPalette::Dark, mix(t.border, t.text, 0.35));
    p.setColor(QPalette::Shadow, mix(t.window, t.text, 0.5));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.border);
    return p;
}

QHash<QString, QString> names(const Theme& t) {
    const auto hex = [](const QColor& colour) { return colour.name(QColor::HexRgb); };
    return {{"window", hex(t.window)},
            {"surface", hex(t.surface)},
            {"border", hex(t.border)},
            {"edge", hex(edge(t))},
            {"text", hex(t.text)},
            {"muted", hex(t.mutedText)},
            {"faint", hex(mix(t.mutedText, t.window, 0.45))},
            {"accent", hex(t.accent)},
            {"accenthover", hex(mix(t.accent, t.text, 0.15))},
            {"onaccent", hex(on_accent(t))},
            {"focus", hex(focus_frame(t))},
            {"soft", hex(soft(t))},
            {"hover", hex(mix(t.surface, t.text, 0.06))},
            {"pressed", hex(mix(t.surface, t.text, 0.13))},
            {"groove", hex(mix(t.border, t.mutedText, 0.12))},
            {"thumb", hex(edge(t))},
            {"bad", hex(t.bad)},
            {"tip", hex(tip_background(t))},
            {"tiptext", hex(tip_text(t))},
            {"scheme", t.scheme == Scheme::light ? "light" : "dark"}};
}

/// The style sheet with "@name", "@8px" and "@0.9em" filled in.
QString style_sheet(const Theme& theme) {
    QFile file(":/langevin/style/langevin.qss");
    if (!file.open(QIODevice::ReadOnly)) return {};
    const auto text = QString::fromUtf8(file.readAll());
    const auto known = names(theme);
    static const QRegularExpression token(R"(@(?:([0-9.]+)(px|em)|([a-z]+)))");
    QString result;
    qsizetype last = 0;
    for (auto it = token.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        result += QStringView(text).mid(last, match.capturedStart() - last);
        last = match.capturedEnd();
        if (match.captured(2) == "px")
            result += QString::number(qRound(match.captured(1).toDouble() * theme.scale)) + "px";
        else if (match.captured(2) == "em")
            result += QString::number(match.captured(1).toDouble() * text_points * theme.scale) + "pt";
        else
            result += known.value(match.captured(3));
    }
    result += QStringView(text).mid(last);
    return result;
}

}  // namespace

QFont Theme::text_font() const {
    return font(text_families(), text_points * scale);
}

QFont Theme::small_font() const {
    return font(text_families(), small_points * scale);
}

QFont Theme::formula_font() const {
    auto result = font({"Langevin Math", "STIX Math", "STIX", "serif"}, formula_points * scale);
    result.setHintingPreference(QFont::PreferNoHinting);  // formulas are laid out in fractions of a pixel
    return result;
}

Theme make_theme(Scheme scheme, double scale) {
    auto theme = scheme == Scheme::light ? light_theme() : dark_theme();
    theme.scale = scale;
    return theme;
}

Theme publication_theme(double font_points, Scheme scheme) {
    auto theme = make_theme(scheme, font_points / text_points);
    if (scheme == Scheme::dark) return theme;
    theme.window = theme.surface = Qt::white;
    theme.text = theme.theory = Qt::black;
    theme.border = QColor("#404040"), theme.mutedText = QColor("#303030");
    theme.grid = QColor("#DDDDDD"), theme.guide = QColor("#606060");
    return theme;
}

void load_fonts() {
    init_langevin_resources();
    for (const auto* name :
         {"LangevinSans-Regular", "LangevinSans-SemiBold", "LangevinSans-Italic", "LangevinMath-Regular"})
        QFontDatabase::addApplicationFont(QString(":/langevin/fonts/%1.otf").arg(name));
}

void apply(const Theme& theme) {
    if (!dynamic_cast<PlainFusion*>(QApplication::style())) QApplication::setStyle(new PlainFusion);
    QApplication::setPalette(palette(theme));
    QApplication::setFont(theme.text_font());
}

void apply(QWidget& window, const Theme& theme) {
    const auto sheet = style_sheet(theme);
    if (sheet == window.styleSheet() && theme.text_font() == QApplication::font()) return;
    apply(theme);
    window.setFont(theme.text_font());  // at once: the application's arrives by an event
    window.setStyleSheet(sheet);
}

}  // namespace langevin::style

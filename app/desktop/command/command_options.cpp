// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command/command_options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace langevin::desktop {
namespace {

[[noreturn]] void refuse(const QString& what, const QString& remedy = {}) {
    throw Failure({what.toStdString(), "", remedy.toStdString()});
}

/// Reads the values of options; each mistake is a sentence that names the option.
class Reader {
  public:
    explicit Reader(const QCommandLineParser& parser) : parser_(parser) {}

    bool has(const QString& name) const { return parser_.isSet(name); }
    QString text(const QString& name) const { return parser_.value(name); }

    double number(const QString& name, double low, double high, const QString& what) const {
        bool ok = false;
        const double value = text(name).toDouble(&ok);
        if (!ok || !(value >= low) || value > high)
            refuse(QStringLiteral("--%1 must be %2 from %3 to %4, not \"%5\"")
                       .arg(name, what)
                       .arg(low)
                       .arg(high, 0, 'f', high == std::floor(high) ? 0 : 3)
                       .arg(text(name).left(40)));
        return value;
    }
    std::uint64_t whole(const QString& name, std::uint64_t low, std::uint64_t high, const QString& what) const {
        bool ok = false;
        const auto value = text(name).toULongLong(&ok);
        if (!ok || value < low || value > high)
            refuse(QStringLiteral("--%1 must be %2 from %3 to %4, not \"%5\"")
                       .arg(name, what)
                       .arg(low)
                       .arg(high)
                       .arg(text(name).left(40)));
        return value;
    }
    /// "86x62"
    QSizeF size(const QString& name, double low, double high, const QString& unit) const {
        static const QRegularExpression form("^([0-9]+(?:\\.[0-9]+)?)[x×]([0-9]+(?:\\.[0-9]+)?)$");
        const auto match = form.match(text(name));
        const QSizeF size(match.captured(1).toDouble(), match.captured(2).toDouble());
        const auto in_range = [&](double value) { return value >= low && value <= high; };
        if (!match.hasMatch() || !in_range(size.width()) || !in_range(size.height()))
            refuse(QStringLiteral("--%1 must be WIDTHxHEIGHT, each from %2 to %3 %4, not \"%5\"")
                       .arg(name)
                       .arg(low)
                       .arg(high)
                       .arg(unit, text(name).left(40)));
        return size;
    }
    template <class Choices>
    auto one_of(const QString& name, const Choices& choices, auto name_of) const {
        std::vector<std::string> known;
        for (const auto& choice : choices) {
            if (name_of(choice) == text(name)) return choice;
            known.push_back(name_of(choice).toStdString());
        }
        const auto given = text(name).left(40);
        throw Failure({"--" + name.toStdString() + " does not know \"" + given.toStdString() + "\"", "",
                       did_you_mean(given.toStdString(), known, "possible values")});
    }
    std::vector<std::string> panels() const {
        std::vector<std::string> ids;
        for (const auto& id : text("panels").split(',', Qt::SkipEmptyParts)) ids.push_back(id.trimmed().toStdString());
        if (has("panels") && ids.empty()) refuse("--panels names no panel", "Write it as --panels field,table");
        return ids;
    }
    /// Options that say something only together with another.
    void belongs(const QStringList& names, const QStringList& owners) const {
        for (const auto& owner : owners)
            if (has(owner)) return;
        for (const auto& name : names)
            if (has(name)) refuse(QStringLiteral("--%1 needs --%2").arg(name, owners.join(" or --")));
    }

  private:
    const QCommandLineParser& parser_;
};

void declare(QCommandLineParser& parser) {
    parser.setApplicationDescription("An interactive laboratory for the physics of machine learning");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "file", "Session, recipe, sweep or lesson to open, or the name of a lesson that is shipped", "[file]");
    const auto fonts = QStringLiteral("Size of the letters in points");
    parser.addOptions({
        {"recipe", "Open a recipe given in one line, such as \"phi4 kappa=0.27\"", "line"},
        {"compare",
         "Open a second page of the lab beside the first, with this recipe; with --render: a second run behind the "
         "first",
         "line"},
        {"render", "Open no window: run the lab and write its panels into a folder", "folder"},
        {"movie",
         "Open no window: run the lab and write a movie: .mp4, .webm or .gif by ffmpeg, without an ending a folder of "
         "PNG pictures",
         "file"},
        {"panels",
         "With --render: only these panels, and all of them in one figure; with --movie: what each frame shows, three "
         "unless given. Ids "
         "with commas between, in order",
         "ids"},
        {"size", "Of a figure in mm (86x62), of a movie in pixels (1280x720)", "WxH"},
        {"font", fonts + "; in a movie on a sheet whose shorter side is 143 mm", "points"},
        {"palette", "Colours of curves: program, okabe-ito, or greys with dashes and marks", "name"},
        {"dark", "Light letters on a dark sheet"},
        {"format", "With --render: png, svg or pdf", "name"},
        {"sheet", "With --render: size and letters for single-column, double-column, full-page, slide or poster",
         "name"},
        {"dpi", "With --render: pixels an inch of PNG figures", "number"},
        {"every", "With --movie: steps from one frame to the next", "steps", "10"},
        {"frames", "With --movie: how many", "number", "300"},
        {"fps", "With --movie: frames a second", "number", "30"},
        {"first", "With --movie: steps made before, without frames", "steps", "0"},
        {"thumbnails", "Open no window: write the pictures of the gallery into a folder", "folder"},
        {"kiosk",
         "An exhibit: full screen, nothing that a visitor can leave or break; begins with the file, the recipe or the "
         "gallery. Ends by Ctrl+Alt+Shift+Q"},
        {"idle", "Begin anew after so many minutes without a visitor (with --kiosk)", "minutes", "3"},
        {"quit-after-first-picture", "End as soon as the window was painted (to measure the start)"},
    });
}

RenderOptions rendering_of(const Reader& reader) {
    RenderOptions options{.panels = reader.panels()};
    auto& figure = options.figure;
    if (reader.has("sheet"))
        reader.one_of("sheet", figures::presets(), [](const auto& preset) { return preset.id; }).apply(figure);
    else if (!options.panels.empty())
        figures::presets()[1].apply(figure);  // several panels in a single column are too small
    if (reader.has("format"))
        figure.format = reader.one_of(
            "format", std::vector{figures::Format::png, figures::Format::svg, figures::Format::pdf}, figures::suffix);
    if (reader.has("size")) {
        const auto size = reader.size("size", 20, 1000, "mm");
        figure.width_mm = size.width(), figure.height_mm = size.height();
    }
    if (reader.has("font")) figure.font_points = reader.number("font", 4, 48, "points");
    if (reader.has("dpi")) figure.dpi = static_cast<int>(reader.whole("dpi", 50, 1200, "dots per inch"));
    return options;
}

MoviePlan plan_of(const Reader& reader) {
    MoviePlan plan{.panels = reader.panels()};
    plan.every = reader.whole("every", 1, 1000000000, "a number of steps");
    plan.frames = reader.whole("frames", 1, 1000000, "a number of frames");
    plan.frames_per_second = static_cast<int>(reader.whole("fps", 1, 120, "frames a second"));
    if (reader.has("size")) plan.size = reader.size("size", 64, 7680, "pixels").toSize();
    if (reader.has("font")) plan.font_points = reader.number("font", 4, 48, "points");
    return plan;
}

/// At most one of them.
void exclude(const Reader& reader, const QStringList& names) {
    QString seen;
    for (const auto& name : names) {
        if (!reader.has(name)) continue;
        if (!seen.isEmpty()) refuse(QStringLiteral("--%1 and --%2 do not go together").arg(seen, name), "Choose one");
        seen = name;
    }
}

}  // namespace

CommandOptions parse_command_line(const QCoreApplication& application) {
    QCommandLineParser parser;
    declare(parser);
    parser.process(application);
    const Reader reader(parser);
    exclude(reader, {"render", "movie", "thumbnails", "kiosk"});
    exclude(reader, {"compare", "movie", "thumbnails", "kiosk"});
    reader.belongs({"format", "sheet", "dpi"}, {"render"});
    reader.belongs({"every", "frames", "fps", "first"}, {"movie"});
    reader.belongs({"panels", "size", "font", "palette", "dark"}, {"render", "movie"});
    reader.belongs({"idle"}, {"kiosk"});

    CommandOptions options{.file = parser.positionalArguments().value(0),
                           .recipe = reader.text("recipe"),
                           .compare = reader.text("compare"),
                           .render = reader.text("render"),
                           .thumbnails = reader.text("thumbnails"),
                           .movie = reader.text("movie"),
                           .rendering = {},
                           .plan = {},
                           .first = reader.whole("first", 0, 1000000000000, "a number of steps"),
                           .kiosk = reader.has("kiosk"),
                           .idle_minutes = reader.number("idle", 0.001, 1440, "a number of minutes"),
                           .quit_after_first_picture = reader.has("quit-after-first-picture")};
    if (!options.render.isEmpty()) options.rendering = rendering_of(reader);
    if (!options.movie.isEmpty()) options.plan = plan_of(reader);
    if (reader.has("palette"))
        options.plan.palette = options.rendering.figure.palette =
            reader.one_of("palette", style::curve_palettes(), style::name_of);
    options.plan.dark = options.rendering.figure.dark = reader.has("dark");
    return options;
}

}  // namespace langevin::desktop

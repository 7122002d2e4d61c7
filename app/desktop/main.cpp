// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSurfaceFormat>
#include <QTimer>
#include <clocale>
#include <iostream>

#include "app/desktop/main_window.h"
#include "app/desktop/render.h"
#include "app/desktop/startup/translation.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/storage/recipe_file.h"
#include "widgets/style/theme.h"

namespace {

using namespace langevin;

struct Options {
    QString file, render, thumbnails, recipe;
    bool kiosk = false;
    double idle_minutes = 3;
    bool quit_after_first_picture = false;
};

Options parse(QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription("An interactive laboratory for the physics of machine learning");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "file", "Session, recipe, sweep or lesson to open, or the name of a lesson that is shipped", "[file]");
    const QCommandLineOption recipe("recipe", "Open a recipe given in one line, such as \"phi4 kappa=0.27\"", "line");
    const QCommandLineOption render("render", "Open no window: run the lab and write its panels into a folder",
                                    "folder");
    const QCommandLineOption thumbnails("thumbnails", "Open no window: write the pictures of the gallery into a folder",
                                        "folder");
    const QCommandLineOption kiosk(
        "kiosk",
        "An exhibit: full screen, nothing that a visitor can leave or break; begins with the "
        "file, the recipe or the gallery. Ends by Ctrl+Alt+Shift+Q");
    const QCommandLineOption idle("idle", "Begin anew after so many minutes without a visitor (with --kiosk)",
                                  "minutes", "3");
    const QCommandLineOption quit("quit-after-first-picture",
                                  "End as soon as the window was painted (to measure the start)");
    parser.addOptions({recipe, render, thumbnails, kiosk, idle, quit});
    parser.process(application);
    bool number = false;
    const double minutes = parser.value(idle).toDouble(&number);
    if (!number || !(minutes > 0) || minutes > 1440)
        throw Failure({"--idle must be a number of minutes, above 0 and at most 1440, not \"" +
                           parser.value(idle).left(40).toStdString() + "\"",
                       "", ""});
    return {.file = parser.positionalArguments().value(0),
            .render = parser.value(render),
            .thumbnails = parser.value(thumbnails),
            .recipe = parser.value(recipe),
            .kiosk = parser.isSet(kiosk),
            .idle_minutes = minutes,
            .quit_after_first_picture = parser.isSet(quit)};
}

/// Without a display Qt would abort: --help, --render and --thumbnails need none. True if there is none.
bool settle_for_no_display() {
#ifdef Q_OS_LINUX
    const auto missing = [](const char* variable) { return qEnvironmentVariableIsEmpty(variable); };
    if (!missing("QT_QPA_PLATFORM") || !missing("DISPLAY") || !missing("WAYLAND_DISPLAY")) return false;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return true;
#else
    return false;
#endif
}

Recipe recipe_of(const Options& options, const Registry& registry) {
    if (!options.recipe.isEmpty()) return storage::parse_line(options.recipe.toStdString());
    if (!options.file.isEmpty()) return storage::read_recipe(options.file.toStdString());
    return registry.labs().front().presets.front();
}

}  // namespace

int main(int argc, char** argv) {
    parallel::ensure_openmp_environment(argv, parallel::Binding::free);
    // What the surface view needs; must be said before the application exists.
    QSurfaceFormat format;
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    QSurfaceFormat::setDefaultFormat(format);

    const bool no_display = settle_for_no_display();
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");  // Qt has set the user's; files and numbers on screen keep the point everywhere
    QApplication::setApplicationName("langevin-lab");
    QApplication::setOrganizationName("langevin-lab");
    QApplication::setApplicationDisplayName("Langevin Lab");
    QApplication::setApplicationVersion(LANGEVIN_VERSION);
    QApplication::setDesktopFileName("langevin-lab");
    style::load_fonts();
    desktop::install_translations(application);
    QApplication::setWindowIcon(QIcon(":/langevin/icons/langevin-lab.svg"));

    try {
        const auto options = parse(application);
        const auto registry = labs::all();
        if (!options.thumbnails.isEmpty()) return desktop::render_thumbnails(registry, options.thumbnails);
        if (!options.render.isEmpty()) {
            const auto recipe = recipe_of(options, registry);
            return desktop::render(registry.find(recipe.lab), recipe, options.render);
        }
        if (no_display)
            throw Failure({"there is no display to open a window on", "",
                           "Start it in a graphical session, or write pictures with --render FOLDER"});
        desktop::MainWindow window(registry, labs::lessons());
        if (options.kiosk) {
            window.enterKiosk(options.recipe.isEmpty() ? options.file : options.recipe, options.idle_minutes);
        } else {
            const bool opened = (options.file.isEmpty() || window.openFile(options.file)) &&
                                (options.recipe.isEmpty() || window.openRecipe(recipe_of(options, registry)));
            // The window says it too: who opened the file by a double click sees no terminal.
            if (!opened) std::cerr << "langevin-lab: " << window.message().toStdString() << "\n";
        }
        window.show();
        if (options.quit_after_first_picture)
            QTimer::singleShot(0, &window, [&window] {
                window.grab();
                window.close();
            });
        return QApplication::exec();
    } catch (const std::exception& failure) {
        std::cerr << "langevin-lab: " << failure.what() << "\n";
        return 2;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSurfaceFormat>
#include <QTimer>
#include <iostream>

#include "app/desktop/main_window.h"
#include "app/desktop/render.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/storage/recipe_file.h"
#include "widgets/style/theme.h"

namespace {

using namespace langevin;

struct Options {
    QString file, render, thumbnails, recipe;
    bool quit_after_first_picture = false;
};

Options parse(QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription("An interactive laboratory for the physics of machine learning");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("file", "Recipe, session, plan of a sweep (JSON) or its results to open", "[file]");
    const QCommandLineOption recipe("recipe", "Open a recipe given in one line, such as \"phi4 kappa=0.27\"", "line");
    const QCommandLineOption render("render", "Open no window: run the lab and write its panels into a folder",
                                    "folder");
    const QCommandLineOption thumbnails("thumbnails", "Open no window: write the pictures of the gallery into a folder",
                                        "folder");
    const QCommandLineOption quit("quit-after-first-picture",
                                  "End as soon as the window was painted (to measure the start)");
    parser.addOptions({recipe, render, thumbnails, quit});
    parser.process(application);
    return {.file = parser.positionalArguments().value(0),
            .render = parser.value(render),
            .thumbnails = parser.value(thumbnails),
            .recipe = parser.value(recipe),
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
    QApplication::setApplicationName("langevin-lab");
    QApplication::setOrganizationName("langevin-lab");
    QApplication::setApplicationDisplayName("Langevin Lab");
    QApplication::setApplicationVersion(LANGEVIN_VERSION);
    QApplication::setDesktopFileName("langevin-lab");
    const auto options = parse(application);
    style::load_fonts();
    QApplication::setWindowIcon(QIcon(":/langevin/icons/langevin-lab.svg"));

    try {
        const auto registry = labs::all();
        if (!options.thumbnails.isEmpty()) return desktop::render_thumbnails(registry, options.thumbnails);
        if (!options.render.isEmpty()) {
            const auto recipe = recipe_of(options, registry);
            return desktop::render(registry.find(recipe.lab), recipe, options.render);
        }
        if (no_display)
            throw Failure({"there is no display to open a window on", "",
                           "Start it in a graphical session, or write pictures with --render FOLDER"});
        desktop::MainWindow window(registry);
        const bool opened = (options.file.isEmpty() || window.openFile(options.file)) &&
                            (options.recipe.isEmpty() || window.openRecipe(recipe_of(options, registry)));
        // The window says it too: who opened the file by a double click sees no terminal.
        if (!opened) std::cerr << "langevin-lab: " << window.message().toStdString() << "\n";
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

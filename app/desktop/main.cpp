// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QIcon>
#include <QSurfaceFormat>
#include <QTimer>
#include <clocale>
#include <iostream>
#include <optional>

#include "app/desktop/command/command_options.h"
#include "app/desktop/command/render.h"
#include "app/desktop/main_window.h"
#include "app/desktop/startup/memory.h"
#include "app/desktop/startup/translation.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/storage/recipe_file.h"
#include "widgets/style/theme.h"

namespace {

using namespace langevin;

/// Without a display Qt would abort: --help, --render, --movie and --thumbnails need none. True if there is none.
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

Recipe recipe_of(const desktop::CommandOptions& options, const Registry& registry) {
    if (!options.recipe.isEmpty() && !options.file.isEmpty())
        throw Failure({"there is a recipe in a file already", "--recipe", "Give the file or --recipe"});
    if (!options.recipe.isEmpty()) return storage::parse_line(options.recipe.toStdString());
    if (!options.file.isEmpty()) return storage::read_recipe(options.file.toStdString());
    return registry.labs().front().presets.front();
}

}  // namespace

int main(int argc, char** argv) {
    parallel::ensure_openmp_environment(argv, parallel::Binding::free);
    desktop::give_back_what_is_freed();
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
        const auto options = desktop::parse_command_line(application);
        const auto registry = labs::all();
        std::optional<Recipe> compared;
        if (!options.compare.isEmpty()) compared = storage::parse_line(options.compare.toStdString());
        if (!options.thumbnails.isEmpty()) return desktop::render_thumbnails(registry, options.thumbnails);
        if (!options.render.isEmpty() || !options.movie.isEmpty()) {
            const auto recipe = recipe_of(options, registry);
            const auto& lab = registry.find(recipe.lab);
            if (!options.movie.isEmpty()) return desktop::render_movie(lab, recipe, options);
            return desktop::render(lab, recipe, compared, options.rendering, options.render);
        }
        if (no_display)
            throw Failure({"there is no display to open a window on", "",
                           "Start it in a graphical session, or write pictures with --render FOLDER"});
        desktop::MainWindow window(registry, labs::lessons());
        if (options.kiosk) {
            window.enterKiosk(options.recipe.isEmpty() ? options.file : options.recipe, options.idle_minutes);
        } else {
            const auto compare = [&window, compared] { return !compared || window.compareWith(*compared); };
            bool opened = (options.file.isEmpty() || window.openFile(options.file)) &&
                          (options.recipe.isEmpty() || window.openRecipe(recipe_of(options, registry)));
            if (opened && !options.file.isEmpty() && !window.session().lab())  // a session is still being read
                QObject::connect(&window.session(), &desktop::Session::opened, &window, compare,
                                 static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
            else
                opened = opened && compare();
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

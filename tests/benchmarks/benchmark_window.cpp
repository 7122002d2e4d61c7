// SPDX-License-Identifier: GPL-3.0-or-later
// Frames a second of the window while a lab runs, and the share of its speed without a window that the simulation
// keeps, measured in turn; then of the maps while a sweep runs on all cores and the mouse wanders over them. Needs a
// display: xvfb-run -a -s "-screen 0 1600x1000x24" build/release/bin/benchmark_window
#include <QApplication>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cstdio>

#include "app/desktop/main_window.h"
#include "app/desktop/sweep/sweep_page.h"
#include "app/desktop/sweep/sweep_session.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/sweep_file.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_view.h"

namespace {

using namespace langevin;

struct Rates {
    double steps = 0, frames = 0;
    qint64 longest_gap = 0;
};

double without_window(const Lab& lab, const Recipe& recipe, int milliseconds) {
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    const int threads = std::max(1, parallel::available_threads() - 1);
    for (int i = 0; i < 50; ++i) execution.step({}, threads);
    const auto begin = execution.steps();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) execution.step({}, threads);
    return static_cast<double>(execution.steps() - begin) / (1e-9 * static_cast<double>(timer.nsecsElapsed()));
}

Rates with_window(desktop::MainWindow& window, const Recipe& recipe, int milliseconds) {
    window.openRecipe(recipe);
    QTest::qWait(1500);  // thermalise, first pictures
    Rates rates;
    int frames = 0;
    QElapsedTimer gap;
    gap.start();
    const auto connection = QObject::connect(&window.session(), &desktop::Session::snapshotArrived, [&] {
        ++frames;
        rates.longest_gap = std::max(rates.longest_gap, gap.restart());
    });
    const auto begin = window.session().latest()->step;
    QElapsedTimer timer;
    timer.start();
    QTest::qWait(milliseconds);
    const double seconds = 1e-9 * static_cast<double>(timer.nsecsElapsed());
    rates.steps = static_cast<double>(window.session().latest()->step - begin) / seconds;
    rates.frames = frames / seconds;
    QObject::disconnect(connection);
    return rates;
}

/// Counts what a widget and its children paint.
class Painted : public QObject {
  public:
    int times = 0;
    qint64 longest_gap = 0;
    QElapsedTimer gap;

    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        ++times;
        longest_gap = std::max(longest_gap, gap.restart());
        return false;
    }
};

void sweep(desktop::MainWindow& window, const Lab& lab) {
    const QTemporaryDir folder;
    window.sweepSession().begin(lab, storage::read_plan(SOURCE_DIR "/resources/sweeps/training_phases_long.json"),
                                folder.filePath("benchmark.sweep"));
    auto& panels = *window.sweepPage().panels();
    if (!QTest::qWaitFor([&] { return panels.view("test_loss") != nullptr; }, 60000)) return;
    auto* map = panels.view("test_loss");
    Painted painted;
    map->installEventFilter(&painted);
    const auto before = window.sweepSession().status().done;
    painted.gap.start();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 8000) {
        const auto turn = static_cast<int>(timer.elapsed() / 8);
        QTest::mouseMove(map, {80 + turn % std::max(1, map->width() - 200), map->height() / 2});
        map->update();
        QTest::qWait(10);
    }
    const double seconds = 1e-3 * static_cast<double>(timer.elapsed());
    std::printf("%-56s %8.1f %9lld ms %9.0f runs/s\n", "sweep of network_phases, all cores", painted.times / seconds,
                static_cast<long long>(painted.longest_gap),
                static_cast<double>(window.sweepSession().status().done - before) / seconds);
    window.sweepSession().close();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    parallel::ensure_openmp_environment(argv, parallel::Binding::free);
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setOrganizationName("langevin-lab-benchmark");
    style::load_fonts();
    const auto registry = labs::all();
    desktop::MainWindow window(registry);
    window.resize(1600, 960);
    window.show();
    std::puts("recipe                                                   frames/s  longest gap   steps/s  without window   kept");
    for (const char* line : {"phi4", "phi4 extent=32 chains=16", "phi4 extent=128 chains=8",
                             "phi4 extent=16 chains=4 algorithm=cluster",
                             "denoising extent=32 kappa=0.27 score=critical samples=16"}) {
        const auto recipe = storage::parse_line(line);
        const auto& lab = registry.find(recipe.lab);
        std::vector<double> frames, kept, steps, alone;
        qint64 gap = 0;
        for (int round = 0; round < 3; ++round) {
            const auto rates = with_window(window, recipe, 4000);
            window.showGallery();
            QTest::qWait(200);
            const double reference = without_window(lab, recipe, 3000);
            frames.push_back(rates.frames);
            steps.push_back(rates.steps);
            alone.push_back(reference);
            kept.push_back(rates.steps / reference);
            gap = std::max(gap, rates.longest_gap);
        }
        std::printf("%-56s %8.1f %9lld ms %9.0f %15.0f %6.0f %%\n", line, median(frames), static_cast<long long>(gap),
                    median(steps), median(alone), 100 * median(kept));
        std::fflush(stdout);
    }
    sweep(window, registry.find("network_phases"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pictures/stage.h"

#include <QApplication>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/compare/comparison.h"
#include "app/desktop/lab_page.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "tests/support/patience.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/snapshot_server.h"

namespace langevin::pictures {
namespace {

constexpr double no_budget = 1e9;     // ms
constexpr int between_pictures = 40;  // ms

/// Every panel that is seen has its numbers.
bool served(const views::PanelGrid& grid) {
    const auto attention = grid.attention();
    for (const auto& id : *attention.panels)
        if (!grid.latest(QString::fromStdString(id))) return false;
    return grid.server()->upToDate();
}

bool all_served(const QWidget& root) {
    for (const auto* grid : root.findChildren<views::PanelGrid*>())
        if (grid->isVisible() && !served(*grid)) return false;
    return true;
}

/// Neither keyboard nor pointer is anywhere.
void let_go(QWidget& window) {
    if (auto* focused = window.focusWidget()) focused->clearFocus();
    for (auto* widget : window.findChildren<QWidget*>()) {
        if (!widget->underMouse()) continue;
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(widget, &leave);
    }
}

}  // namespace

void prepare_environment() {
    const QByteArray folder = SOURCE_DIR "/tests/app/pictures/";
    qputenv("FONTCONFIG_FILE", folder + "fonts.conf");
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + folder + "screen.json");
    // With an X display the platform "offscreen" finds OpenGL there, and surfaces are offered.
    for (const char* variable :
         {"DISPLAY", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_FONT_DPI", "QT_SCREEN_SCALE_FACTORS"})
        qunsetenv(variable);
    QLocale::setDefault(QLocale::c());
}

Moment moment_of(const Registry& registry, const char* recipe_line, std::uint64_t steps) {
    const auto recipe = storage::parse_line(recipe_line);
    const auto& lab = registry.find(recipe.lab);
    const auto parameters = resolve(lab, recipe);
    Execution execution(lab, parameters, recipe.seed);
    while (execution.steps() < steps && execution.step({}, 1)) continue;
    auto checkpoint = std::make_shared<const Checkpoint>(execution.checkpoint());
    return {&lab, storage::make_session(lab, parameters, recipe.seed, *checkpoint), checkpoint};
}

Stage::Stage(const Registry& registry, QSize size, style::Scheme scheme) : registry_(registry) {
    QSettings().clear();
    desktop::Settings().setScheme(scheme);
    window_ = std::make_unique<desktop::MainWindow>(registry, labs::lessons());
    window_->resize(size);
    for (auto* grid : window_->findChildren<views::PanelGrid*>()) grid->server()->setBudget(no_budget);
    window_->show();
    window_->activateWindow();
    if (!QTest::qWaitForWindowActive(window_.get(), test::patience)) qWarning("the window is not active");
}

bool Stage::catchUp(desktop::Session& session) {
    // The answer to the first comes before what is shown of that moment, the answer to the second after it.
    for (int i = 0; i < 2; ++i) {
        bool answered = false;
        session.withMoment([&](const auto&) { answered = true; });
        if (!QTest::qWaitFor([&] { return answered; }, test::patience)) return false;
    }
    return true;
}

bool Stage::open(const char* recipe_line, std::uint64_t steps) {
    steps_ = steps;
    const auto moment = moment_of(registry_, recipe_line, steps);
    const QTemporaryDir folder;
    const auto path = folder.filePath("moment.json");
    storage::write_session(path.toStdString(), moment.session, *moment.checkpoint);
    auto& session = window_->session();
    QSignalSpy opened(&session, &desktop::Session::opened);
    if (!window_->openFile(path) || !opened.wait(20000) || !catchUp(session)) return false;
    auto complete = window_->page().panels()->attention();
    complete.complete = true;
    session.setAttention(complete);
    if (!catchUp(session)) return false;
    window_->page().showLab();  // with views that have seen nothing yet
    return catchUp(session) && session.latest()->step == steps;
}

bool Stage::compareWith(const char* recipe_line) {
    const auto moment = moment_of(registry_, recipe_line, steps_);
    if (!window_->compareWith(storage::parse_line(recipe_line))) return false;
    auto& comparison = window_->comparison();
    comparison.secondPage().panels()->server()->setBudget(no_budget);
    comparison.second().open(*moment.lab, moment.session, moment.checkpoint);
    comparison.setApart(comparison.apart().front(), true);  // shows its controls, which are new
    if (!catchUp(comparison.second()) || !QTest::qWaitFor([&] { return all_served(*window_); }, test::patience))
        return false;
    // Once more, now that each side has the numbers that the other draws behind its own.
    for (auto* session : {&window_->session(), &comparison.second()}) {
        auto& page = session == &comparison.second() ? comparison.secondPage() : window_->page();
        session->setAttention(page.panels()->attention());
        if (!catchUp(*session)) return false;
    }
    comparison.setApart(comparison.apart().front(), true);  // shows its numbers, which else come by and by
    return comparison.second().latest()->step == steps_;
}

QImage Stage::picture() {
    return picture(*window_);
}

QImage Stage::picture(QWidget& of) {
    if (!QTest::qWaitFor([&] { return all_served(of); }, test::patience)) return {};
    QImage last;
    int same = 0;
    const auto still = [&] {
        let_go(of);
        QTest::qWait(between_pictures);
        const auto now = of.grab().toImage();
        same = now == last ? same + 1 : 0;
        last = now;
        return same == 2;
    };
    return QTest::qWaitFor(still, test::patience) ? last : QImage();
}

}  // namespace langevin::pictures

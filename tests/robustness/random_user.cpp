// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/robustness/random_user.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDrag>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>

#include "app/desktop/sweep/sweep_session.h"
#include "engine/storage/recipe_file.h"

namespace langevin::test {
namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString name_of(const QWidget& widget) {
    const auto label = widget.accessibleName().isEmpty() ? widget.objectName() : widget.accessibleName();
    return QString::fromLatin1(widget.metaObject()->className()).section("::", -1) +
           (label.isEmpty() ? QString() : " \"" + label.left(40) + "\"");
}

}  // namespace

RandomUser::RandomUser(const Registry& registry, std::vector<Lesson> lessons, std::uint64_t seed, const QDir& folder,
                       std::function<void(const QString&)> told)
    : registry_(registry), lessons_(std::move(lessons)), random_(seed), folder_(folder), told_(std::move(told)) {
    connect(&watchdog_, &QTimer::timeout, this, &RandomUser::meetDialogs);
    watchdog_.start(40);
    makeWindow();
}

RandomUser::~RandomUser() = default;

const std::vector<RandomUser::Habit>& RandomUser::habits() {
    static const std::vector<Habit> all = {
        {10, &RandomUser::openPreset},    {3, &RandomUser::openLesson},  {3, &RandomUser::startSweep},
        {4, &RandomUser::openFile},       {4, &RandomUser::saveSession}, {16, &RandomUser::trigger},
        {25, &RandomUser::editParameter}, {45, &RandomUser::click},      {8, &RandomUser::doubleClick},
        {6, &RandomUser::rightClick},     {16, &RandomUser::drag},       {10, &RandomUser::wheel},
        {16, &RandomUser::press},         {12, &RandomUser::type},       {4, &RandomUser::resize},
        {1, &RandomUser::closeWindow},
    };
    return all;
}

void RandomUser::act() {
    static const int total = [] {
        int sum = 0;
        for (const auto& habit : habits()) sum += habit.weight;
        return sum;
    }();
    if (!window_->isVisible()) makeWindow();
    int draw = below(total);
    for (const auto& habit : habits()) {
        draw -= habit.weight;
        if (draw >= 0) continue;
        (this->*habit.act)();
        break;
    }
    QTest::qWait(below(4) == 0 ? below(60) : 1);
}

void RandomUser::tidy() {
    say("tidies up");
    if (!window_->isVisible()) makeWindow();
    window_->setPresenting(false);
    window_->leaveLesson();
    window_->sweepSession().close();
    for (auto* other : QApplication::topLevelWidgets())
        if (other != window_.get() && other->isVisible()) other->close();
    window_->showGallery();
    QTest::qWait(300);
}

void RandomUser::makeWindow() {
    if (window_) {
        say(farewell);
        window_.reset();
        QCoreApplication::processEvents();
    }
    say("opens a window");
    window_ = std::make_unique<desktop::MainWindow>(registry_, lessons_);
    window_->show();
}

// ----- What can be opened --------------------------------------------------------------------------------------------

void RandomUser::openPreset() {
    const auto& lab = anyLab();
    const auto& preset = oneOf(lab.presets);
    say("preset " + text(lab.id + ": " + preset.title));
    window_->openRecipe(preset);
}

void RandomUser::openLesson() {
    const auto& lesson = oneOf(lessons_);
    say("lesson " + text(lesson.title));
    window_->openLesson(lesson);
    for (int n = below(6); n > 0; --n) QTest::keyClick(window_.get(), Qt::Key_PageDown, Qt::NoModifier, below(100));
}

void RandomUser::startSweep() {
    say("sweep of phi4");
    const SweepPlan plan{.recipe = {.lab = "phi4",
                                    .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{10}}},
                                    .seed = static_cast<std::uint64_t>(below(1000)),
                                    .steps = 40},
                         .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 2 + below(8)},
                         .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 2 + below(8)},
                         .repeats = 1 + below(3),
                         .shown = {"abs_magnetisation", "binder_cumulant"}};
    window_->startSweep(plan, folder_.filePath(QStringLiteral("random-%1.sweep").arg(below(5))));
}

void RandomUser::openFile() {
    const auto files = folder_.entryList(QDir::Files);
    if (files.isEmpty()) return;
    const auto path = folder_.filePath(oneOf(files));
    QFile file(path);
    if (below(4) == 0 && file.open(QIODevice::ReadWrite) && file.size() > 0) {
        say("damages " + path);
        file.seek(static_cast<qint64>(share() * static_cast<double>(file.size())));
        file.write(word().toUtf8());
        file.close();
    }
    say("opens " + path);
    window_->openFile(path);
}

void RandomUser::saveSession() {
    say("saves the session");
    window_->saveSession(folder_.filePath(QStringLiteral("random-%1.json").arg(below(4))));
}

/// An action of the window, as by its key. To quit is another habit.
void RandomUser::trigger() {
    auto actions = window_->actions();
    actions.removeIf([](const QAction* a) { return !a->isEnabled() || a->shortcut() == QKeySequence::Quit; });
    if (actions.isEmpty()) return;
    if (below(3) == 0) {
        const auto& preset = oneOf(anyLab().presets);
        QApplication::clipboard()->setText(below(2) == 0 ? word() : text(storage::to_line(preset)));
    }
    auto* action = oneOf(actions);
    say("triggers " + action->text());
    action->trigger();
}

void RandomUser::editParameter() {
    if (!window_->session().lab()) return openPreset();
    const auto& spec = oneOf(window_->session().lab()->parameters->specs());
    Value value = word().toStdString();
    if (const auto* range = std::get_if<Range>(&spec.domain)) {
        const double x = range->low + (range->high - range->low) * share() * share();
        value = std::holds_alternative<double>(spec.initial) ? Value(x) : Value(static_cast<std::int64_t>(x));
    } else if (const auto* choice = std::get_if<Choice>(&spec.domain)) {
        value = oneOf(choice->options).name;
    } else if (std::holds_alternative<Switch>(spec.domain)) {
        value = below(2) == 0;
    }
    say("sets " + text(spec.key + " = " + to_word(value)));
    window_->session().edit(spec.key, value);
    if (below(2) == 0) window_->session().finishEdit();
}

// ----- Mouse and keys ------------------------------------------------------------------------------------------------

void RandomUser::click() {
    auto* widget = target();
    const auto place = placeIn(*widget);
    say("clicks " + name_of(*widget));
    QTest::mouseClick(widget, Qt::LeftButton, modifiers(), place);
}

void RandomUser::doubleClick() {
    auto* widget = target();
    const auto place = placeIn(*widget);
    say("double-clicks " + name_of(*widget));
    QTest::mouseDClick(widget, Qt::LeftButton, modifiers(), place);
}

void RandomUser::rightClick() {
    auto* widget = target();
    const auto place = placeIn(*widget);
    say("right-clicks " + name_of(*widget));
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, widget->mapToGlobal(place));
    const QPointer<QWidget> still(widget);
    QTest::mouseClick(widget, Qt::RightButton, Qt::NoModifier, place);
    if (still) QApplication::sendEvent(still, &event);
}

void RandomUser::drag() {
    const QPointer<QWidget> widget(target());
    const auto button = below(5) == 0 ? Qt::MiddleButton : Qt::LeftButton;
    const auto held = modifiers();
    say("drags over " + name_of(*widget));
    QTest::mousePress(widget, button, held, placeIn(*widget));
    for (int n = 1 + below(8); n > 0 && widget; --n) {
        const auto place = placeIn(*widget) + QPoint(below(80) - 40, below(80) - 40);
        QMouseEvent move(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, button, held);
        QApplication::sendEvent(widget, &move);
        if (below(3) == 0) QTest::qWait(1);
    }
    if (widget) QTest::mouseRelease(widget, button, held, placeIn(*widget));
}

void RandomUser::wheel() {
    auto* widget = target();
    const auto place = placeIn(*widget);
    say("turns the wheel over " + name_of(*widget));
    QWheelEvent event(place, widget->mapToGlobal(place), {}, {0, 120 * (below(9) - 4)}, Qt::NoButton, modifiers(),
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

void RandomUser::press() {
    static const std::vector<Qt::Key> keys = {Qt::Key_Tab,      Qt::Key_Backtab, Qt::Key_Return,    Qt::Key_Space,
                                              Qt::Key_Escape,   Qt::Key_Up,      Qt::Key_Down,      Qt::Key_Left,
                                              Qt::Key_Right,    Qt::Key_Home,    Qt::Key_End,       Qt::Key_PageUp,
                                              Qt::Key_PageDown, Qt::Key_Delete,  Qt::Key_Backspace, Qt::Key_F1,
                                              Qt::Key_F2,       Qt::Key_F10,     Qt::Key_Menu,      Qt::Key_Plus};
    auto* widget = QApplication::focusWidget() ? QApplication::focusWidget() : target();
    const auto key = oneOf(keys);
    say("presses " + QKeySequence(key).toString() + " in " + name_of(*widget));
    QTest::keyClick(widget, key, modifiers());
}

void RandomUser::type() {
    QList<QLineEdit*> lines;
    for (auto* top : QApplication::topLevelWidgets())
        for (auto* line : top->findChildren<QLineEdit*>())
            if (line->isVisible() && line->isEnabled() && !line->isReadOnly()) lines << line;
    const QPointer<QWidget> widget(lines.isEmpty() || below(4) == 0 ? target() : oneOf(lines));
    const auto what = word();
    say("types " + what + " into " + name_of(*widget));
    widget->setFocus();
    if (auto* line = qobject_cast<QLineEdit*>(widget.data()); line && below(2) == 0) line->selectAll();
    for (const auto letter : what)
        if (widget) QTest::sendKeyEvent(QTest::Click, widget, Qt::Key_unknown, QString(letter), Qt::NoModifier);
    if (widget && below(3) > 0) QTest::keyClick(widget, below(2) == 0 ? Qt::Key_Return : Qt::Key_Tab);
}

void RandomUser::resize() {
    const QSize size(900 + below(900), 600 + below(500));
    say(QStringLiteral("resizes to %1 x %2").arg(size.width()).arg(size.height()));
    window_->resize(size);
}

void RandomUser::closeWindow() {
    say("closes the window");
    window_->close();
}

// ----- Dialogs and menus ---------------------------------------------------------------------------------------------

/// Whatever waits for an answer gets one, also while an action waits for it.
void RandomUser::meetDialogs() {
    QDrag::cancel();  // of selected text: only a true mouse can let go of it
    if (auto* popup = QApplication::activePopupWidget())
        // Later, so that the timer goes on beating in whatever this opens.
        QMetaObject::invokeMethod(
            popup, [this, popup] { choose(*popup); }, Qt::QueuedConnection);
    else if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget()))
        if (qobject_cast<QFileDialog*>(dialog) || below(12) == 0)
            QMetaObject::invokeMethod(
                dialog, [this, dialog] { answer(*dialog); }, Qt::QueuedConnection);
}

void RandomUser::answer(QDialog& dialog) {
    if (!dialog.isVisible()) return;
    auto* files = qobject_cast<QFileDialog*>(&dialog);
    const bool accepts = below(2) == 0;
    say((accepts ? "accepts " : "closes ") + name_of(dialog) + " " + dialog.windowTitle());
    if (!accepts) return dialog.reject();
    if (files && files->fileMode() != QFileDialog::Directory && files->acceptMode() == QFileDialog::AcceptOpen) {
        const auto there = folder_.entryList(QDir::Files);
        if (there.isEmpty()) return dialog.reject();
        files->selectFile(folder_.filePath(oneOf(there)));
    }
    dialog.accept();
}

void RandomUser::choose(QWidget& popup) {
    if (!popup.isVisible()) return;
    auto* menu = qobject_cast<QMenu*>(&popup);
    if (!menu || below(3) == 0) {
        say("closes " + name_of(popup));
        QTest::keyClick(&popup, below(2) == 0 && !menu ? Qt::Key_Return : Qt::Key_Escape);
        if (popup.isVisible()) popup.close();
        return;
    }
    auto actions = menu->actions();
    actions.removeIf([](const QAction* a) {
        return !a->isEnabled() || a->isSeparator() || a->menu() || a->shortcut() == QKeySequence::Quit;
    });
    menu->close();
    if (actions.isEmpty()) return;
    auto* action = oneOf(actions);
    say("chooses " + action->text());
    action->trigger();
}

// ----- Choices -------------------------------------------------------------------------------------------------------

void RandomUser::say(const QString& action) {
    history_.append(action);
    if (history_.size() > 30) history_.removeFirst();
    told_(action);
}

/// What lies under a random place of a random window, or any of its widgets.
QWidget* RandomUser::target() {
    QList<QWidget*> windows;
    for (auto* top : QApplication::topLevelWidgets())
        if (top->isVisible() && !qobject_cast<QMenu*>(top) && !qobject_cast<QFileDialog*>(top) &&
            top->windowType() != Qt::ToolTip && top->windowType() != Qt::Popup)
            windows << top;
    if (windows.isEmpty()) return window_.get();
    auto* window = QApplication::activeModalWidget() ? QApplication::activeModalWidget() : oneOf(windows);
    if (qobject_cast<QFileDialog*>(window)) window = window_.get();
    if (below(2) == 0)
        if (auto* child = window->childAt(placeIn(*window))) return child;
    auto children = window->findChildren<QWidget*>();
    children.removeIf([](const QWidget* w) { return !w->isVisible() || w->isWindow(); });
    return children.isEmpty() ? window : oneOf(children);
}

QPoint RandomUser::placeIn(const QWidget& widget) {
    return {below(std::max(1, widget.width())), below(std::max(1, widget.height()))};
}

Qt::KeyboardModifiers RandomUser::modifiers() {
    static const std::vector<Qt::KeyboardModifiers> held = {Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier,
                                                            Qt::ControlModifier | Qt::ShiftModifier};
    return below(5) == 0 ? oneOf(held) : Qt::NoModifier;
}

/// Nothing with a slash: what is typed must not name a place outside the folder.
QString RandomUser::word() {
    static const QStringList words = {"0",    "1",     "-1",
                                      "0.27", "1e308", "1e-300",
                                      "nan",  "inf",   "999999999999999999999",
                                      "abc",  "\"{[<", "κ²🎲",
                                      " ",    "phi4",  "phi4 kappa=0.3",
                                      "3,5",  "0x10",  "%n%s",
                                      "-0",   "1..2",  "∞",
                                      "7",    "12",    ""};
    return below(8) == 0 ? QString(below(300), 'x') : oneOf(words);
}

const Lab& RandomUser::anyLab() {
    const auto labs = registry_.labs();
    return labs[static_cast<std::size_t>(below(static_cast<int>(labs.size())))];
}

int RandomUser::below(int most) {
    return most <= 1 ? 0 : static_cast<int>(random_() % static_cast<std::uint64_t>(most));
}

double RandomUser::share() {
    return static_cast<double>(random_() >> 11) * 0x1p-53;
}

}  // namespace langevin::test

// SPDX-License-Identifier: GPL-3.0-or-later
// Every page and dialog of the window as somebody meets it who has no mouse, or no picture: each control has a name and
// a tooltip, Tab reaches it and goes on, and no key means two things.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QShortcut>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include "app/desktop/compare/comparison.h"
#include "app/desktop/lab_page.h"
#include "app/desktop/sweep/sweep_dialog.h"
#include "app/desktop/sweep/sweep_session.h"
#include "app/desktop/verify_dialog.h"
#include "engine/labs/labs.h"
#include "engine/storage/recipe_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/controls/transport_bar.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

/// Parts of one control: the control speaks for them.
bool is_part(const QWidget* w) {
    const auto* parent = w->parentWidget();
    return qobject_cast<const QScrollBar*>(w) || w->objectName().startsWith("qt_") ||
           qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent);
}

/// Of buttons of which one is pressed, Tab stops at that one; arrows choose.
bool waits_for_arrows(const QWidget* w) {
    const auto* button = qobject_cast<const QAbstractButton*>(w);
    return button && button->group() && button->group()->exclusive() && button->group()->checkedButton() &&
           !button->isChecked();
}

/// What Tab should reach.
QList<QWidget*> stops(QWidget* root) {
    QList<QWidget*> result;
    for (auto* w : root->findChildren<QWidget*>()) {
        const bool other_window = w->window() != root->window();
        if (other_window || !w->isVisibleTo(root) || !w->isEnabledTo(root) || is_part(w)) continue;
        if (w->focusPolicy() & Qt::TabFocus && !w->focusProxy() && !w->size().isEmpty()) result << w;
    }
    return result;
}

QString described(const QWidget* w) {
    QString text = QString::fromLatin1(w->metaObject()->className());
    if (const auto* button = qobject_cast<const QAbstractButton*>(w)) text += " \"" + button->text() + "\"";
    for (const auto* p = w->parentWidget(); p; p = p->parentWidget())
        text += QString(" in ") + p->metaObject()->className();
    return text;
}

QString spoken(QWidget* w) {
    const auto* interface = QAccessible::queryAccessibleInterface(w);
    return interface ? interface->text(QAccessible::Name) : w->accessibleName();
}

/// A tooltip of its own, or of what it stands in. Views answer by what is under the mouse; what they are for is told on
/// request.
bool has_tip(const QWidget* w) {
    if (!w->whatsThis().isEmpty() && !w->accessibleName().isEmpty()) return true;
    for (; w && !w->isWindow(); w = w->parentWidget())
        if (!w->toolTip().isEmpty()) return true;
    return false;
}

QStringList unnamed(QWidget* root) {
    QStringList found;
    for (auto* w : stops(root)) {
        if (spoken(w).trimmed().isEmpty()) found << "no name: " + described(w);
        if (!has_tip(w)) found << "no tooltip: " + described(w) + " (" + spoken(w) + ")";
    }
    return found;
}

/// Goes round with Tab, and back with Shift+Tab; what was not met, or the place where it stuck.
QStringList not_reached(QWidget* root, Qt::KeyboardModifiers modifiers) {
    auto wanted = stops(root);
    const auto rounds = wanted.size() + 100;  // the links of a page are stops, too
    wanted.first()->setFocus(Qt::TabFocusReason);
    QWidget* last = nullptr;
    for (qsizetype i = 0; i < rounds; ++i) {
        auto* at = root->window()->focusWidget();
        if (!at || (at == last && !qobject_cast<QTextBrowser*>(at)))
            return {"Tab sticks at " + (at ? described(at) : QString("nothing"))};
        wanted.removeAll(at);
        last = at;
        QTest::keyClick(at, modifiers ? Qt::Key_Backtab : Qt::Key_Tab, modifiers);
    }
    QStringList found;
    for (const auto* w : wanted)
        if (!waits_for_arrows(w)) found << "not reached: " + described(w);
    return found;
}

/// Where Tab goes from the parameters until it is back there: rooms of the page, and the panels by their ids.
QStringList round_of(MainWindow& window) {
    auto& page = window.page();
    const auto place = [&](QWidget* w) -> QString {
        if (page.parameterPane()->isAncestorOf(w)) return "parameters";
        if (page.transport()->isAncestorOf(w)) return "transport";
        if (page.physicsPane() == w || page.physicsPane()->isAncestorOf(w)) return "physics";
        for (; w; w = w->parentWidget())
            if (const auto* tile = qobject_cast<views::PanelTile*>(w)) return tile->id();
        return "buttons";
    };
    QStringList places{"parameters"};
    stops(page.parameterPane()).first()->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < 500 && (places.size() == 1 || places.last() != "parameters"); ++i) {
        QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
        if (const auto here = place(window.focusWidget()); here != places.last()) places << here;
    }
    return places;
}

struct Key {
    QKeySequence sequence;
    const QWidget* owner;  ///< the key works while the focus is in it; the window: everywhere
    QString name;
};

QList<Key> keys_of(QMainWindow& window) {
    QList<Key> keys;
    QSet<const QAction*> met;
    auto all = window.findChildren<QWidget*>();
    all.prepend(&window);
    for (const auto* w : all)
        for (const auto* action : w->actions()) {
            if (met.contains(action) || qobject_cast<const QMenu*>(w) || !w->isVisibleTo(&window)) continue;
            met << action;
            const bool local = action->shortcutContext() == Qt::WidgetShortcut ||
                               action->shortcutContext() == Qt::WidgetWithChildrenShortcut;
            for (const auto& sequence : action->shortcuts()) keys << Key{sequence, local ? w : &window, action->text()};
        }
    for (const auto* shortcut : window.findChildren<QShortcut*>()) {
        const auto* w = qobject_cast<const QWidget*>(shortcut->parent());
        if (!w || !w->isVisibleTo(&window)) continue;
        const bool local = shortcut->context() != Qt::WindowShortcut && shortcut->context() != Qt::ApplicationShortcut;
        keys << Key{shortcut->key(), local ? w : &window, "shortcut of " + described(w)};
    }
    return keys;
}

/// Keys that mean two things at one place.
QStringList clashes(QMainWindow& window) {
    const auto keys = keys_of(window);
    QStringList found;
    const auto within = [](const QWidget* a, const QWidget* b) { return a == b || a->isAncestorOf(b); };
    for (qsizetype i = 0; i < keys.size(); ++i)
        for (qsizetype k = i + 1; k < keys.size(); ++k)
            if (keys[i].sequence == keys[k].sequence && !keys[i].sequence.isEmpty() &&
                (within(keys[i].owner, keys[k].owner) || within(keys[k].owner, keys[i].owner)))
                found << keys[i].sequence.toString() + ": " + keys[i].name + ", " + keys[k].name;
    return found;
}

/// Entries of a menu that have neither a letter of their own nor a key.
void check_menu(const QMenu* menu, QStringList& found) {
    QMap<QChar, QString> letters;
    for (const auto* action : menu->actions()) {
        if (action->isSeparator() || !action->isVisible()) continue;
        const auto text = action->text();
        const auto mark = text.indexOf('&');
        if (mark < 0 && action->shortcut().isEmpty()) found << menu->title() + ": " + text + " has no key";
        if (mark >= 0) {
            auto& taken = letters[text.at(mark + 1).toLower()];
            if (!taken.isEmpty()) found << menu->title() + ": " + text + " and " + taken + " share a letter";
            taken = text;
        }
        if (action->menu() && action->menu()->title() != "Open &recent") check_menu(action->menu(), found);
        if (!action->menu() && action->toolTip().isEmpty()) found << text + " has no tooltip";
    }
}

}  // namespace

class TestAccessibility : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;
    std::unique_ptr<MainWindow> window;

    void checkNames(QWidget* root) {
        QVERIFY(!stops(root).isEmpty());
        const auto nameless = unnamed(root);
        QVERIFY2(nameless.isEmpty(), qPrintable("\n" + nameless.join("\n")));
        const auto twice = clashes(*window);
        QVERIFY2(twice.isEmpty(), qPrintable("\n" + twice.join("\n")));
    }

    void check(QWidget* root) {
        checkNames(root);
        const auto forward = not_reached(root, Qt::NoModifier);
        QVERIFY2(forward.isEmpty(), qPrintable("\n" + forward.join("\n")));
        const auto back = not_reached(root, Qt::ShiftModifier);
        QVERIFY2(back.isEmpty(), qPrintable("backwards\n" + back.join("\n")));
    }

    template <class Dialog>
    void check(std::unique_ptr<Dialog> dialog) {
        dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get(), test::patience));
        check(static_cast<QWidget*>(dialog.get()));
    }

    void open(const std::string& lab) {
        window->openRecipe({.lab = lab, .seed = 1});
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get(), test::patience));
        auto& session = window->session();
        QTRY_VERIFY(session.latest() && session.latest()->run == session.run());
        window->session().pause();
        QTRY_VERIFY(session.phase() != Phase::running);
        QTRY_VERIFY(!stops(window->page().parameterPane()).isEmpty());  // they come with the layout
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
        window = std::make_unique<MainWindow>(registry, labs::lessons());
        window->resize(1600, 960);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get(), test::patience));
    }
    void cleanupTestCase() { window.reset(); }

    void menus_have_keys() {
        open("phi4");
        QStringList found;
        QMap<QChar, QString> letters;
        for (const auto* action : window->menuBar()->actions()) {
            QVERIFY2(action->text().contains('&'), qPrintable(action->text()));
            auto& taken = letters[action->text().at(action->text().indexOf('&') + 1).toLower()];
            QVERIFY2(taken.isEmpty(), qPrintable(action->text() + " and " + taken));
            taken = action->text();
            check_menu(action->menu(), found);
        }
        QVERIFY2(found.isEmpty(), qPrintable("\n" + found.join("\n")));
    }

    void the_gallery() {
        window->showGallery();
        check(static_cast<QWidget*>(window.get()));
    }

    void every_lab_data() {
        QTest::addColumn<std::string>("lab");
        for (const auto& lab : registry.labs()) QTest::newRow(lab.id.c_str()) << lab.id;
    }
    void every_lab() {
        QFETCH(const std::string, lab);
        open(lab);
        check(static_cast<QWidget*>(window.get()));
    }

    void tab_follows_the_eye() {
        open("phi4");
        auto* panels = window->page().panels();
        const auto expected = [panels] {
            QStringList shown{"parameters"};
            for (const auto& id : panels->order())
                if (!panels->tile(id)->isHidden()) shown << id;
            return shown + QStringList{"physics", "transport", "buttons", "parameters"};
        };
        QCOMPARE(round_of(*window), expected());
        panels->movePanel("propagator", 0);
        panels->setShown("table", false);
        panels->setShown("two_point_function", true);
        QCOMPARE(round_of(*window), expected());
        panels->setShown("table", true);
        panels->movePanel("field", 3);
        QCOMPARE(round_of(*window), expected());
        panels->resetLayout();
        QCOMPARE(round_of(*window), expected());
    }

    void two_labs_side_by_side() {
        open("phi4");
        window->setComparing(true);
        QTRY_VERIFY(window->comparing() && window->comparison().second().latest());
        check(static_cast<QWidget*>(window.get()));
        window->setComparing(false);
    }

    void a_lesson() {
        window->openLesson(labs::lessons().front());
        QTRY_VERIFY(window->session().latest());
        check(static_cast<QWidget*>(window.get()));
        window->leaveLesson();
    }

    void the_sweep_page() {
        window->startSweep({.recipe = {.lab = "phi4",
                                       .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{5}}},
                                       .seed = 3,
                                       .steps = 10},
                            .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 3},
                            .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 3},
                            .repeats = 1,
                            .shown = {"abs_magnetisation", "binder_cumulant"}},
                           files.filePath("small.sweep"));
        QTRY_COMPARE(window->sweepSession().status().phase, Phase::finished);
        check(static_cast<QWidget*>(window.get()));
    }

    void dialogs() {
        const auto& phi4 = registry.find("phi4");
        const SweepPlan plan{.recipe = {.lab = "phi4", .steps = 1000}, .x = {.key = {}}, .y = {.key = {}}};
        check(std::make_unique<SweepDialog>(phi4, plan, files.filePath("new.sweep"), window.get()));
        check(std::make_unique<VerifyDialog>(phi4, style::make_theme(style::Scheme::light), window.get()));
        open("phi4");
        window->session().stepOnce();
        auto* view = window->page().panels()->view("table");
        check(std::make_unique<figures::FigureDialog>(*view, figures::FigureOptions{}, files.filePath("figure.pdf"),
                                                      window.get()));
    }

    void escape_leaves_a_presentation() {
        open("phi4");
        QTest::keyClick(window.get(), Qt::Key_F11);
        QTRY_VERIFY(window->isFullScreen() && !window->menuBar()->isVisible());
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!window->isFullScreen() && window->menuBar()->isVisible());
    }

    /// The transport bar and the menu have the same actions: a key pressed once is heard once.
    void space_plays_and_pauses() {
        open("phi4");
        auto* form = window->page().parameterPane();
        form->setFocus();
        window->setFocus();
        QTest::keyClick(window.get(), Qt::Key_Space);
        QTRY_COMPARE(window->session().phase(), Phase::running);
        QTest::keyClick(window.get(), Qt::Key_Space);
        QTRY_COMPARE(window->session().phase(), Phase::paused);
        const auto step = window->session().latest()->step;
        QTest::keyClick(window.get(), Qt::Key_Period);
        QTRY_COMPARE(window->session().latest()->step, step + 1);
        QTest::keyClick(window.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(window->session().latest()->step < step);
    }
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"

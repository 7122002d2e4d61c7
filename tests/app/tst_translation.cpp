// SPDX-License-Identifier: GPL-3.0-or-later
// The window in a language of long words: every sentence 40 % longer, with accents. What a translator's text would cut
// off is found here, and so is a sentence that no translator would ever see.
#include <QAbstractButton>
#include <QCheckBox>
#include <QGroupBox>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include "app/desktop/lab_page.h"
#include "app/desktop/startup/translation.h"
#include "app/desktop/sweep/sweep_dialog.h"
#include "app/desktop/sweep/sweep_session.h"
#include "app/desktop/verify_dialog.h"
#include "engine/labs/labs.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

const QString accent = QStringLiteral("áéíóúâêîôûäëïöü");

bool accented(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar letter) { return accent.contains(letter); });
}

/// Accents on the vowels, and letters behind; places to fill in, marks of keys and tags stay.
class LongWords : public QTranslator {
  public:
    QString translate(const char*, const char* source, const char*, int) const override {
        QString text = QString::fromUtf8(source);
        if (text.startsWith("Ctrl+") || text.startsWith("Shift+")) return text;
        const auto length = text.size();
        bool tag = false;
        for (auto& letter : text) {
            tag = letter == '<' || (tag && letter != '>');
            const auto at = QStringLiteral("aeiou").indexOf(letter);
            if (!tag && at >= 0) letter = accent[at];
        }
        const QString more = QStringLiteral(" löng lönger löngest words ándsoforth");
        const auto added = std::max<qsizetype>(1, length * 2 / 5);
        for (qsizetype done = 0; done < added; done += more.size()) text += more.left(added - done);
        return text;
    }
    bool isEmpty() const override { return false; }
};

QString described(const QWidget* w, const QString& text) {
    return QString::fromLatin1(w->metaObject()->className()) + " \"" + text + "\"";
}

/// Buttons and labels that are narrower than their words.
QStringList clipped(QWidget* root) {
    QStringList found;
    for (auto* w : root->findChildren<QWidget*>()) {
        if (!w->isVisibleTo(root) || w->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) continue;
        const auto* button = qobject_cast<QAbstractButton*>(w);
        const auto* label = qobject_cast<QLabel*>(w);
        if (!(button && !button->text().isEmpty()) && !(label && !label->wordWrap() && !label->text().isEmpty()))
            continue;
        const bool plain = qobject_cast<QPushButton*>(w) || qobject_cast<QCheckBox*>(w) || label;
        if (plain && w->width() + 1 < w->sizeHint().width())
            found << QString("%1: %2 of %3 pixels")
                         .arg(described(w, button ? button->text() : label->text()))
                         .arg(w->width())
                         .arg(w->sizeHint().width());
    }
    return found;
}

}  // namespace

class TestTranslation : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;
    LongWords words;
    std::unique_ptr<MainWindow> window;

    void check(QWidget* page) {
        auto cut = clipped(page);
        for (int most = 20; most > 0 && !cut.isEmpty(); --most) {  // words that came just now have no room yet
            QTest::qWait(25);
            cut = clipped(page);
        }
        QVERIFY2(cut.isEmpty(), qPrintable("\n" + cut.join("\n")));
        const auto folder = qEnvironmentVariable("LANGEVIN_SCREENSHOTS");
        if (!folder.isEmpty())
            page->grab().save(
                QString("%1/long-%2-%3.png").arg(folder, QTest::currentTestFunction(), QTest::currentDataTag()));
    }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        keep_to_folder(settings_folder);
        QCoreApplication::installTranslator(&words);
        window = std::make_unique<MainWindow>(registry, labs::lessons());
        window->resize(1600, 960);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get(), test::patience));
    }
    void cleanupTestCase() { window.reset(); }

    void a_language_without_translation_is_english() {
        QVERIFY(!install_translations(*qApp, QLocale(QLocale::Welsh), {files.path()}));
        QCOMPARE(translation_folders().size(), 3);
    }

    void menus_are_translated() {
        for (const auto* menu : window->menuBar()->findChildren<QMenu*>())
            for (const auto* action : menu->actions())
                if (!action->isSeparator() && action->text().size() > 1)
                    QVERIFY2(accented(action->text()) || action->text().contains("Langevin"),
                             qPrintable(action->text()));
    }

    void pages_data() {
        QTest::addColumn<std::string>("lab");
        QTest::newRow("gallery") << std::string();
        for (const auto& lab : registry.labs()) QTest::newRow(lab.id.c_str()) << lab.id;
    }
    void pages() {
        QFETCH(const std::string, lab);
        if (lab.empty()) return window->showGallery(), check(window.get());
        window->openRecipe({.lab = lab, .seed = 1});
        QTRY_VERIFY(window->session().latest());
        window->session().pause();
        QTRY_VERIFY(window->session().phase() != Phase::running);
        check(window.get());
    }

    void a_lesson() {
        window->openLesson(labs::lessons().front());
        QTRY_VERIFY(window->session().latest());
        check(window.get());
        window->leaveLesson();
    }

    void dialogs() {
        const auto& phi4 = registry.find("phi4");
        const SweepPlan plan{.recipe = {.lab = "phi4", .steps = 1000}, .x = {.key = {}}, .y = {.key = {}}};
        SweepDialog sweep(phi4, plan, files.filePath("new.sweep"));
        VerifyDialog verify(phi4, style::make_theme(style::Scheme::light));
        window->openRecipe({.lab = "phi4", .seed = 1});
        auto* view = window->page().panels()->view("table");
        figures::FigureDialog figure(*view, {}, files.filePath("figure.pdf"));
        for (QWidget* dialog :
             {static_cast<QWidget*>(&sweep), static_cast<QWidget*>(&verify), static_cast<QWidget*>(&figure)}) {
            dialog->show();
            QVERIFY(QTest::qWaitForWindowExposed(dialog, test::patience));
            check(dialog);
        }
    }

    void the_sweep_page() {
        window->startSweep({.recipe = {.lab = "phi4",
                                       .parameters = {{"extent", std::int64_t{4}}, {"thermalisation", std::int64_t{5}}},
                                       .seed = 3,
                                       .steps = 10},
                            .x = {.key = "kappa", .low = 0.2, .high = 0.3, .points = 3},
                            .y = {.key = "lambda", .low = 0.01, .high = 0.05, .points = 3},
                            .repeats = 1,
                            .shown = {"abs_magnetisation"}},
                           files.filePath("small.sweep"));
        QTRY_COMPARE(window->sweepSession().status().phase, Phase::finished);
        check(window.get());
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"

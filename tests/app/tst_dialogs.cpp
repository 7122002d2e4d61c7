// SPDX-License-Identifier: GPL-3.0-or-later
// A dialog is open for as long as its user likes, and the run goes on beneath it.
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/desktop/exporter.h"
#include "app/desktop/lab_page.h"
#include "engine/labs/labs.h"
#include "engine/storage/panel_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/weights_file.h"
#include "tests/app/test_window.h"
#include "tests/support/patience.h"
#include "tests/support/slowness.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/views/panel_grid.h"

using namespace langevin;
using namespace langevin::desktop;

namespace {

/// Waits inside the next dialog of this kind until that is so, then answers it.
template <class Dialog>
void answer(std::function<bool(Dialog&)> ready, std::function<void(Dialog&)> act) {
    auto* timer = new QTimer(qApp);
    QObject::connect(timer, &QTimer::timeout, timer, [=] {
        auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
        if (!dialog || !ready(*dialog)) return;
        timer->deleteLater();
        timer->stop();
        act(*dialog);
    });
    timer->start(10);
}

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Answers the dialog for a file with this path, once that is so.
void answer_with(const QString& path, std::function<bool()> ready) {
    answer<QFileDialog>([=](QFileDialog&) { return ready(); },
                        [=](QFileDialog& dialog) {
                            dialog.findChild<QLineEdit*>()->setText(path);
                            static_cast<QDialog&>(dialog).accept();
                        });
}

const Field& field_of(const Snapshot& snapshot) {
    for (const auto& named : snapshot.panels)
        if (const auto* field = std::get_if<Field>(&named.panel)) return *field;
    throw std::logic_error("no field is shown");
}

}  // namespace

class TestDialogs : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder, files;

    std::unique_ptr<MainWindow> running() {
        auto w = shown_window(registry);
        w->openRecipe(storage::parse_line("phi4 extent=16 chains=4"));
        return w;
    }
    static Exporter& exporter(MainWindow& w) { return *w.findChild<Exporter*>(); }
    static std::uint64_t step(MainWindow& w) { return w.session().latest() ? w.session().latest()->step : 0; }

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid() && files.isValid());
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        keep_to_folder(settings_folder);
    }

    /// What is saved is what was shown when it was asked for, with the recipe of that step.
    void a_field_is_of_one_moment() {
        auto w = running();
        QTRY_VERIFY(step(*w) > 5 && w->page().panels()->latest("field"));
        const auto asked = step(*w);
        const auto expected =
            storage::to_vti(field_of(*w->session().latest()), storage::to_json(w->session().recipe()));
        const auto path = files.filePath("field.vti");
        answer_with(path, [&] { return step(*w) > asked + 20; });
        exporter(*w).saveField();
        QVERIFY(step(*w) > asked + 20);
        QCOMPARE(content(path), QByteArray::fromStdString(expected));
    }

    void a_panel_is_of_one_moment() {
        auto w = running();
        QTRY_VERIFY(step(*w) > 5 && w->page().panels()->latest("field"));
        const auto asked = step(*w);
        auto recipe = QByteArray::fromStdString(storage::to_json(w->session().recipe())).trimmed();
        const auto path = files.filePath("panel.csv");
        answer_with(path, [&] { return step(*w) > asked + 20; });
        exporter(*w).saveData("field");
        QVERIFY(step(*w) > asked + 20);
        QVERIFY2(content(path).contains(recipe.replace('\n', ' ')), content(path).left(2000));
    }

    void a_model_is_of_one_moment() {
        auto w = shown_window(registry);
        w->openRecipe(storage::parse_line("denoising extent=8 samples=16 training_steps=100000"));
        QTRY_VERIFY(w->session().latest() && w->session().latest()->model);
        const auto asked = w->session().latest();
        const auto recipe = storage::to_json(w->session().recipe());
        const auto path = files.filePath("model.h5");
        answer_with(path, [&] { return w->session().latest()->model->arrays != asked->model->arrays; });
        exporter(*w).saveModel();
        QVERIFY(step(*w) > asked->step);
        const auto saved = storage::read_weights(path.toStdString());
        QCOMPARE(saved.attributes.at("recipe"), recipe);
        QVERIFY(saved.arrays == asked->model->arrays);
    }

    /// What is read in the background does not take away what a dialog is about.
    void a_session_waits_for_the_dialog() {
        const auto path = files.filePath("waits.langevin.json");
        auto w = running();
        QTRY_VERIFY(step(*w) > 5);
        w->saveSession(path);
        QTRY_VERIFY(QFile::exists(path));
        w->openRecipe(storage::parse_line("coulomb_gas"));
        QTRY_VERIFY(step(*w) > 5 && w->page().panels()->latest("density"));

        QElapsedTimer open;
        const auto figure = files.filePath("figure.png");
        answer<figures::FigureDialog>(
            [&](QDialog&) {
                if (!open.isValid()) {
                    open.start();
                    w->openFile(path);
                }
                return static_cast<double>(open.elapsed()) > 1000 * test::slowness;  // it is read long since
            },
            [](QDialog& dialog) { dialog.accept(); });
        exporter(*w).saveFigure("density");
        QVERIFY(open.isValid());
        QCOMPARE(w->session().lab()->id, std::string("coulomb_gas"));
        QTRY_VERIFY2(w->session().lab()->id == "phi4", qPrintable(w->message()));
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"

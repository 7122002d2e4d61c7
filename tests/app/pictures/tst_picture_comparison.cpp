// SPDX-License-Identifier: GPL-3.0-or-later
// That comparing pictures sees what matters and forgives what does not: the window is changed, and held against itself.
#include <QApplication>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <functional>

#include "app/desktop/lab_page.h"
#include "engine/labs/labs.h"
#include "tests/app/pictures/comparison.h"
#include "tests/app/pictures/stage.h"
#include "tests/app/test_window.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

using namespace langevin;
using namespace langevin::pictures;

namespace {

using Change = std::function<void(desktop::MainWindow&)>;

views::PanelGrid& panels(desktop::MainWindow& window) {
    return *window.page().panels();
}

void move(QWidget* widget, int pixels) {
    widget->move(widget->pos() + QPoint(pixels, 0));
}

QLabel* title(desktop::MainWindow& window) {
    for (auto* label : panels(window).tile("propagator")->findChildren<QLabel*>())
        if (label->text() == "Propagator") return label;
    return nullptr;
}

style::Theme theme() {
    return style::make_theme(style::Scheme::light);
}

/// Rounding of another processor, or of another version of the painter: three shades up or down.
QImage rounded(QImage picture) {
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const auto shade = picture.pixel(x, y);
            const auto near = [&](int channel, int n) {
                return std::clamp(channel + (x * 7 + y * 13 + n) % 7 - 3, 0, 255);
            };
            picture.setPixel(x, y, qRgb(near(qRed(shade), 0), near(qGreen(shade), 2), near(qBlue(shade), 4)));
        }
    return picture;
}

}  // namespace

class TestPictureComparison : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir settings_folder;
    std::unique_ptr<Stage> stage;
    QImage before;

  private slots:
    void initTestCase() {
        QVERIFY(settings_folder.isValid());
        desktop::keep_to_folder(settings_folder);
        QApplication::setCursorFlashTime(0);
    }

    void init() {
        stage = std::make_unique<Stage>(registry, QSize(1280, 720));
        QVERIFY(stage->open("phi4 extent=32 chains=4 seed=5 thermalisation=50", 300));
        before = stage->picture();
        QVERIFY(!before.isNull());
    }

    void changes_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<bool>("seen");
        using Window = desktop::MainWindow;
        const auto row = [](const char* name, bool seen, const Change& change) {
            QTest::newRow(name) << change << seen;
        };
        row("nothing", false, [](Window&) {});
        row("a title a pixel aside", false, [](Window& w) { move(title(w), 1); });
        row("a title two pixels aside", true, [](Window& w) { move(title(w), 2); });
        row("a panel gone", true, [](Window& w) { panels(w).setShown("propagator", false); });
        row("a panel two pixels aside", true, [](Window& w) { move(panels(w).tile("propagator"), 2); });
        row("no legend", true, [](Window& w) { panels(w).view("propagator")->restoreChoices({{"legend", false}}); });
        row("curves of another colour", true, [](Window& w) {
            auto other = theme();
            other.curves[0] = QColor("#1C8FC9");
            panels(w).view("propagator")->setTheme(other);
        });
        row("another accent", true, [](Window& w) {
            auto other = theme();
            other.accent = QColor("#2A7FD0");
            style::apply(w, other);
        });
        row("a control less", true,
            [](Window& w) { w.page().findChild<parameters::ParameterForm*>()->setHidden({"lambda"}); });
    }
    void changes() {
        QFETCH(const Change, change);
        QFETCH(const bool, seen);
        const auto baseline = with_few_colours(before);
        change(stage->window());
        const auto difference = compare(stage->picture(), baseline);
        qInfo("%d blocks differ", difference.blocks);
        QCOMPARE(!difference.agrees(), seen);
    }

    void rounding_is_forgiven() {
        const auto difference = compare(rounded(before), with_few_colours(before));
        QVERIFY2(difference.agrees(), qPrintable(QString::number(difference.blocks)));
    }

    void another_size_differs() {
        QVERIFY(!compare(before, before.copy(0, 0, before.width() - 1, before.height())).agrees());
        QVERIFY(!compare(before, QImage()).agrees());
    }
};

int main(int argc, char** argv) {
    prepare_environment();
    QApplication application(argc, argv);
    TestPictureComparison test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "tst_picture_comparison.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPicture>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "tests/support/patience.h"
#include "widgets/field/field_raster.h"
#include "widgets/field/field_view.h"
#include "widgets/field/flat_view.h"

using namespace langevin;
using namespace langevin::field;

namespace {

Field field_of(int rows, int columns, int tiles, int available) {
    Field f;
    f.rows = rows;
    f.columns = columns;
    f.available = available;
    f.value.label = "Field φ";
    for (int t = 0; t < tiles; ++t) {
        f.tiles.push_back(t);
        for (int i = 0; i < rows * columns; ++i) f.values.push_back(std::sin(0.1 * i + t));
    }
    return f;
}

QAction* find(const views::PanelView& view, const QString& text) {
    for (auto* action : view.viewActions())
        if (action->text() == text) return action;
    return nullptr;
}

}  // namespace

class TestFieldView : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::load_fonts(); }

    /// A 2 x 2 field in a picture of 4 x 4 pixels: site (0, 0) is at the lower left, and a shift
    /// moves it.
    void flat_picture_is_exact() {
        const std::vector<double> values = {0.0, 0.25, 0.5, 0.75};  // (0,0) (1,0) (0,1) (1,1)
        const Tile tile{values, 2, 2};
        const style::ColourMap map("viridis");
        const Colours colours(map, {0, 1});
        const auto pixel = [&](QPoint shift, int x, int y) {
            QImage image(6, 6, QImage::Format_RGB32);
            image.fill(Qt::white);
            paint_tile(image, QRect(1, 1, 4, 4), tile, colours, shift);
            return image.pixel(x, y);
        };
        const auto colour = [&](int x, int y) { return colours.colour(tile.at(x, y)); };
        for (int x = 0; x < 4; ++x)
            for (int y = 0; y < 4; ++y) {
                QCOMPARE(pixel({0, 0}, 1 + x, 4 - y), colour(x / 2, y / 2));
                QCOMPARE(pixel({1, 0}, 1 + x, 4 - y), colour((x / 2 + 1) % 2, y / 2));
                QCOMPARE(pixel({-3, 5}, 1 + x, 4 - y), colour((x / 2 + 1) % 2, (y / 2 + 1) % 2));
            }
        QCOMPARE(pixel({0, 0}, 0, 0), QColor(Qt::white).rgb());  // nothing outside
        QCOMPARE(pixel({0, 0}, 5, 5), QColor(Qt::white).rgb());
    }

    void small_sites_are_averaged() {
        std::vector<double> values(64 * 64);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = i % 2 ? 1.0 : -1.0;
        QImage image(16, 16, QImage::Format_RGB32);
        const Colours colours(style::ColourMap("grey"), {-1, 1});
        paint_tile(image, image.rect(), {values, 64, 64}, colours, {});
        QCOMPARE(image.pixel(7, 7), colours.colour(0));
    }

    void values_outside_and_missing_have_their_own_colours() {
        const style::ColourMap map("viridis");
        const Colours colours(map, {-1, 1});
        QCOMPARE(colours.colour(2), map.over());
        QCOMPARE(colours.colour(-2), map.under());
        QCOMPARE(colours.colour(std::nan("")), map.nan());
        QCOMPARE(colours.index(1), Colours::levels - 1);
        QCOMPARE(colours.index(-1), 0);
        QCOMPARE(colours.colour(INFINITY), map.over());
    }

    void fast_enough_for_every_frame() {
        const auto view = make_field_view(nullptr);
        view->resize(460, 420);
        view->show();
        const auto field = field_of(256, 256, 1, 1);
        double best = 1e9;
        for (int i = 0; i < 20; ++i) {
            QElapsedTimer watch;
            watch.start();
            view->setPanel(field);
            view->repaint();
            best = std::min(best, static_cast<double>(watch.nsecsElapsed()) * 1e-6);
        }
        qInfo("256 x 256: %.2f ms a frame", best);
#if !defined(__SANITIZE_ADDRESS__) && defined(NDEBUG)
        QVERIFY(best < 5);
#endif
    }

    void follows_a_chain() {
        const auto view = make_field_view(nullptr);
        view->resize(400, 400);
        view->setPanel(field_of(8, 8, 4, 4));
        view->show();
        QVERIFY(QTest::qWaitForWindowExposed(view.get(), test::patience));
        QSignalSpy spy(view.get(), &views::PanelView::followedChanged);
        auto* box = view->findChild<QComboBox*>();
        QCOMPARE(box->count(), 5);
        QCOMPARE(box->currentIndex(), 0);
        find(*view, "Next chain")->trigger();
        QCOMPARE(spy.takeFirst()[0].toInt(), 0);
        find(*view, "Next chain")->trigger();
        QCOMPARE(spy.takeFirst()[0].toInt(), 1);
        QCOMPARE(box->currentIndex(), 2);
        find(*view, "Previous chain")->trigger();
        QCOMPARE(spy.takeFirst()[0].toInt(), 0);
        find(*view, "All chains")->trigger();
        QCOMPARE(spy.takeFirst()[0].toInt(), -1);
        // A click on a tile of the mosaic: the upper left one of four.
        auto* flat = view->findChild<FlatView*>();
        QTest::mouseClick(flat, Qt::LeftButton, {}, {flat->width() / 5, flat->height() / 4});
        QCOMPARE(spy.takeFirst()[0].toInt(), 0);
        auto samples = field_of(8, 8, 4, 4);
        samples.tile = "sample";
        view->setPanel(samples);
        find(*view, "Next sample")->trigger();
        QCOMPARE(box->itemText(1), QStringLiteral("Sample 1"));
        QCOMPARE(spy.takeFirst()[0].toInt(), 1);
        QVERIFY(summary(samples).find("4 samples") != std::string::npos);
        auto fewer = field_of(8, 8, 1, 1);
        view->setPanel(fewer);
        QVERIFY(!box->isVisible());
    }

    void shifts_periodically() {
        const auto view = make_field_view(nullptr);
        view->resize(300, 300);
        view->setPanel(field_of(8, 8, 1, 1));
        view->show();
        QVERIFY(QTest::qWaitForWindowActive(view.get(), test::patience));
        auto* flat = view->findChild<FlatView*>();
        flat->setFocus();
        const auto before = flat->grab().toImage();
        for (int i = 0; i < 3; ++i) QTest::keyClick(flat, Qt::Key_Right);
        QVERIFY(flat->grab().toImage() != before);
        for (int i = 0; i < 5; ++i) QTest::keyClick(flat, Qt::Key_Right);
        QCOMPARE(flat->grab().toImage(), before);  // once around
        QTest::keyClick(flat, Qt::Key_Up);
        QTest::keyClick(flat, Qt::Key_Home);
        QCOMPARE(flat->grab().toImage(), before);
        QTest::mousePress(flat, Qt::LeftButton, {}, {100, 100});
        QTest::mouseMove(flat, {160, 130});
        QTest::mouseRelease(flat, Qt::LeftButton, {}, {160, 130});
        flat->clearFocus();
        QVERIFY(find(*view, "Shift back")->isEnabled());
    }

    void reads_sites_by_keyboard() {
        const auto view = make_field_view(nullptr);
        view->resize(300, 300);
        const auto field = field_of(8, 8, 1, 1);
        view->setPanel(field);
        view->show();
        QVERIFY(QTest::qWaitForWindowActive(view.get(), test::patience));
        auto* flat = view->findChild<FlatView*>();
        QTest::keyClick(flat, Qt::Key_Right, Qt::AltModifier);  // appears in the middle
        QTest::keyClick(flat, Qt::Key_Right, Qt::AltModifier);
        QTest::keyClick(flat, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(flat->probe(), (std::optional<Probe>{{0, 5, 5}}));
        const auto text = flat->accessibleDescription();
        QVERIFY2(text.contains("(5, 5)") && text.contains("φ = "), qPrintable(text));
        const double value = field.values[5 * 8 + 5];
        QVERIFY2(text.contains(QString::number(std::abs(value), 'f', 5)), qPrintable(text));
        QTest::keyClick(flat, Qt::Key_Escape);
        QVERIFY(!flat->probe());
    }

    void choices_come_back() {
        const auto first = make_field_view(nullptr);
        first->setPanel(field_of(8, 8, 3, 3));
        QVariantMap wanted{{"map", "cividis"}, {"range", "fixed"}, {"low", -0.5},   {"high", 2.0},
                           {"followed", 2},    {"surface", false}, {"walls", false}};
        QSignalSpy spy(first.get(), &views::PanelView::followedChanged);
        first->restoreChoices(wanted);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(first->choices(), wanted);
        const auto second = make_field_view(nullptr);
        second->restoreChoices(first->choices());
        second->setPanel(field_of(8, 8, 3, 3));
        QCOMPARE(second->choices(), wanted);
        second->restoreChoices({{"map", 7}, {"range", "nonsense"}, {"followed", "x"}, {"camera", "y"}});
        QCOMPARE(second->choices()["map"].toString(), QString());
    }

    void figures_are_drawn_in_both_modes() {
        for (const int tiles : {1, 6}) {
            const auto view = make_field_view(nullptr);
            view->setPanel(field_of(16, 16, tiles, tiles));
            QImage image(480, 400, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.scale(2, 2);
            view->paintFigure(painter, QRectF(0, 0, 240, 200), style::publication_theme(8));
            painter.end();
            int coloured = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) coloured += image.pixelColor(x, y).saturation() > 60;
            QVERIFY(coloured > 30000);
            QCOMPARE(image.pixel(0, 0), QColor(Qt::white).rgb());
        }
    }

    void odd_fields_do_no_harm() {
        const auto view = make_field_view(nullptr);
        view->resize(200, 150);
        view->show();
        Field empty;
        view->setPanel(empty);
        view->grab();
        auto bad = field_of(4, 4, 1, 1);
        std::fill(bad.values.begin(), bad.values.end(), std::nan(""));
        view->setPanel(bad);
        view->grab();
        view->setPanel(field_of(1, 1, 1, 1));
        view->resize(30, 20);
        view->grab();
        view->setPanel(field_of(3, 200, 7, 7));
        view->resize(500, 100);
        view->grab();
        view->setPanel(Curves{});  // another kind: ignored
        QPicture picture;
        QPainter painter(&picture);
        view->paintFigure(painter, QRectF(0, 0, 10, 10), style::publication_theme(8));
    }

    /// Without a display there is no OpenGL: the action says so, and nothing breaks.
    void surface_is_refused_politely() {
        const auto view = make_field_view(nullptr);
        view->setPanel(field_of(8, 8, 1, 1));
        auto* surface = find(*view, "Surface");
        if (surface->isEnabled()) QSKIP("there is a display");
        QVERIFY(surface->toolTip().contains("OpenGL"));
        view->restoreChoices({{"surface", true}});
        QVERIFY(!view->choices()["surface"].toBool());
    }
};

int main(int count, char** words) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("DISPLAY");
    QApplication application(count, words);
    TestFieldView test;
    return QTest::qExec(&test, count, words);
}
#include "tst_field_view.moc"

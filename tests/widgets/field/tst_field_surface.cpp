// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "widgets/field/field_view.h"
#include "widgets/field/gl_context.h"
#include "widgets/field/surface_view.h"

using namespace langevin;
using namespace langevin::field;

namespace {

Field waves(int rows, int columns, int tiles = 1, int available = 1) {
    Field f;
    f.rows = rows;
    f.columns = columns;
    f.available = available;
    f.value.label = "Field φ";
    for (int t = 0; t < tiles; ++t) {
        f.tiles.push_back(t);
        for (int y = 0; y < rows; ++y)
            for (int x = 0; x < columns; ++x)
                f.values.push_back(std::sin(6.28318 * (x + 2 * t) / columns) * std::cos(6.28318 * y / rows));
    }
    return f;
}

QAction* find(const views::PanelView& view, const QString& text) {
    for (auto* action : view.viewActions())
        if (action->text() == text) return action;
    return nullptr;
}

int coloured(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const auto pixel = image.pixelColor(x, y);
            count += pixel.saturation() > 50 && pixel.value() > 60;
        }
    return count;
}

}  // namespace

class TestFieldSurface : public QObject {
    Q_OBJECT

    std::unique_ptr<views::PanelView> shown(const Field& field) const {
        auto view = make_field_view(nullptr);
        view->resize(420, 380);
        view->setPanel(field);
        view->show();
        find(*view, "Surface")->setChecked(true);
        QCoreApplication::processEvents();
        return view;
    }

  private slots:
    void initTestCase() {
        style::load_fonts();
        QString why;
        if (!GlContext::create(why)) QSKIP("no OpenGL here");
    }

    void is_rendered() {
        const auto view = shown(waves(32, 32));
        QVERIFY(find(*view, "Surface")->isEnabled());
        QVERIFY(view->choices()["surface"].toBool());
        QVERIFY(coloured(view->grab().toImage()) > 8000);
    }

    void survives_hide_show_resize_and_new_sizes() {
        auto view = shown(waves(32, 32));
        view->hide();
        view->setPanel(waves(32, 32));
        view->show();
        for (const auto size : {QSize(600, 500), QSize(120, 90), QSize(37, 300), QSize(420, 380)}) {
            view->resize(size);
            QCoreApplication::processEvents();
            QVERIFY(!view->grab().isNull());
        }
        for (const auto size :
             {QSize(64, 64), QSize(16, 64), QSize(64, 16), QSize(1, 1), QSize(2, 300), QSize(300, 300)}) {
            view->setPanel(waves(size.height(), size.width()));
            QCoreApplication::processEvents();
            QVERIFY(!view->grab().isNull());
        }
        QVERIFY(coloured(view->grab().toImage()) > 8000);
        view.reset();
        const auto another = shown(waves(16, 16));
        QVERIFY(coloured(another->grab().toImage()) > 8000);
    }

    void two_at_once() {
        const auto first = shown(waves(16, 16)), second = shown(waves(24, 24));
        QVERIFY(coloured(first->grab().toImage()) > 8000);
        QVERIFY(coloured(second->grab().toImage()) > 8000);
        first->setPanel(waves(16, 16));
        QVERIFY(coloured(first->grab().toImage()) > 8000);
    }

    void camera_turns_and_comes_back() {
        const auto view = shown(waves(32, 32));
        auto* surface = view->findChild<SurfaceView*>();
        const auto before = surface->camera_choices();
        QTest::mousePress(surface, Qt::LeftButton, {}, {200, 150});
        QTest::mouseMove(surface, {260, 170});
        QTest::mouseRelease(surface, Qt::LeftButton, {}, {260, 170});
        QVERIFY(surface->camera_choices() != before);
        find(*view, "Higher")->trigger();
        QVERIFY(surface->height_scale() > 1);
        find(*view, "Reset the camera")->trigger();
        QCOMPARE(surface->camera_choices(), before);
        const auto choices = view->choices();
        const auto other = make_field_view(nullptr);
        other->restoreChoices(choices);
        QCOMPARE(other->choices(), choices);
    }

    void domain_walls_can_be_hidden() {
        const auto view = shown(waves(32, 32));
        const auto with = view->grab().toImage();
        find(*view, "Show domain walls")->setChecked(false);
        QCoreApplication::processEvents();
        const auto without = view->grab().toImage();
        QVERIFY(with != without);
    }

    void shift_moves_the_field() {
        const auto view = shown(waves(32, 32));
        auto* surface = view->findChild<SurfaceView*>();
        surface->setFocus();
        const auto before = view->grab().toImage();
        QTest::keyClick(surface, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(view->grab().toImage() != before);
        QVERIFY(find(*view, "Shift back")->isEnabled());
    }

    void of_a_mosaic_the_first_chain_is_followed() {
        auto view = make_field_view(nullptr);
        view->resize(420, 380);
        view->setPanel(waves(16, 16, 4, 4));
        view->show();
        QSignalSpy spy(view.get(), &views::PanelView::followedChanged);
        find(*view, "Surface")->setChecked(true);
        QCOMPARE(spy.takeFirst()[0].toInt(), 0);
        find(*view, "Flat map")->setChecked(true);
        QCOMPARE(spy.takeFirst()[0].toInt(), -1);
    }

    void figure_has_its_own_resolution() {
        const auto view = shown(waves(32, 32));
        QImage image(960, 800, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(4, 4);
        view->paintFigure(painter, QRectF(0, 0, 240, 200), style::publication_theme(8));
        painter.end();
        QVERIFY(coloured(image) > 60000);
        QVERIFY(coloured(view->grab().toImage()) > 8000);  // the view itself is as it was
    }

    void large_lattices_are_thinned_in_software() {
        const auto view = shown(waves(512, 512));
        auto* surface = view->findChild<SurfaceView*>();
        QString why;
        const bool software = GlContext::create(why)->isSoftware();
        QCOMPARE(surface->note().contains("thinned to 128 × 128"), software);
    }

    void odd_values_do_no_harm() {
        auto field = waves(16, 16);
        field.values[3] = std::nan("");
        field.values[4] = INFINITY;
        const auto view = shown(field);
        QVERIFY(coloured(view->grab().toImage()) > 5000);
        view->setPanel(Field{});
        QVERIFY(!view->grab().isNull());
    }
};

QTEST_MAIN(TestFieldSurface)
#include "tst_field_surface.moc"

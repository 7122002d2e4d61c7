// SPDX-License-Identifier: GPL-3.0-or-later
// Several panels on one sheet: places, letters, palettes, and the dialog that asks which.
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/patience.h"
#include "widgets/charts/panel_plots.h"
#include "widgets/export/figure.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/export/panel_picker.h"
#include "widgets/views/view_factory.h"

using namespace langevin;
using namespace langevin::figures;

namespace {

/// Paints its place in one colour.
class Plain : public views::PanelView {
  public:
    explicit Plain(const QColor& colour) : colour_(colour) {}
    void setPanel(const Panel&) override {}
    void setTheme(const style::Theme&) override {}
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme&) const override {
        painter.fillRect(area, colour_);
    }

  private:
    QColor colour_;
};

Curves three_curves() {
    return {.x = {.label = "t", .unit = ""},
            .y = {.label = "y", .unit = ""},
            .curves = {{.name = "a", .x = {0, 1, 2}, .y = {1, 2, 3}},
                       {.name = "b", .x = {0, 1, 2}, .y = {2, 3, 4}, .error = {0.2, 0.2, 0.2}},
                       {.name = "c", .x = {0, 1, 2}, .y = {3, 2, 1}, .mark = Mark::points}}};
}

Field small_field() {
    Field field{.rows = 4, .columns = 4, .tiles = {0}, .values = {}, .value = {.label = "Field φ", .unit = ""}};
    for (int i = 0; i < 16; ++i) field.values.push_back(i - 8);
    return field;
}

/// The largest difference between the channels of a pixel.
int colourfulness(const QImage& image) {
    int most = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const auto pixel = image.pixel(x, y);
            const auto [low, high] = std::minmax({qRed(pixel), qGreen(pixel), qBlue(pixel)});
            most = std::max(most, high - low);
        }
    return most;
}

}  // namespace

class TestSheet : public QObject {
    Q_OBJECT

    Plain red_{Qt::red}, blue_{Qt::blue}, green_{Qt::green};
    QTemporaryDir folder_;

    Sheet three() {
        Sheet sheet;
        sheet.parts = {{&red_, "red", "A red one"}, {&blue_, "blue", "A blue one"}, {&green_, "green", "A green one"}};
        return sheet;
    }

  private slots:
    void initTestCase() { style::load_fonts(); }

    void letters() {
        QCOMPARE(letter(0), QString("(a)"));
        QCOMPARE(letter(25), QString("(z)"));
        QCOMPARE(letter(26), QString("(aa)"));
    }

    void panels_stand_in_rows_and_fill_them() {
        const QRectF area(10, 20, 400, 300);
        QCOMPARE(places(area, 1, 0, 8), QList<QRectF>{area});
        const auto two = places(area, 2, 2, 8);
        QCOMPARE(two[0], QRectF(10, 20, 196, 300));
        QCOMPARE(two[1], QRectF(214, 20, 196, 300));
        const auto three = places(area, 3, 2, 10);
        QCOMPARE(three[2], QRectF(10, 175, 400, 145));  // the last row has the whole width
        QVERIFY(places(area, 0, 0, 8).isEmpty());
    }
    void panels_keep_a_good_shape() {
        const auto columns = [](double width, double height, int count) {
            const auto cells = places(QRectF(0, 0, width, height), count, 0, 0);
            return qRound(width / cells.front().width());
        };
        QCOMPARE(columns(800, 300, 2), 2);
        QCOMPARE(columns(300, 500, 2), 1);
        QCOMPARE(columns(1280, 720, 4), 2);
        QCOMPARE(columns(1280, 720, 6), 3);
    }

    void each_panel_is_where_it_belongs() {
        auto sheet = three();
        sheet.columns = 3;
        const FigureOptions options{.width_mm = 120, .height_mm = 40, .dpi = 100};
        auto image = render_image(sheet, options);
        const auto colour = [&](double x) { return image.pixelColor(qRound(x * image.width()), image.height() / 2); };
        QCOMPARE(colour(0.17), QColor(Qt::red));
        QCOMPARE(colour(0.5), QColor(Qt::blue));
        QCOMPARE(colour(0.83), QColor(Qt::green));
        const auto first = image.pixelColor(20, 20);
        QCOMPARE(first, QColor(Qt::red));
        sheet.letters = sheet.titles = true;  // room for them
        image = render_image(sheet, options);
        QCOMPARE(image.pixelColor(image.width() / 6, 14).name(), QColor(Qt::white).name());
        QCOMPARE(colour(0.17), QColor(Qt::red));
    }

    void one_view_is_a_sheet() {
        charts::CurvesView view;
        view.setPanel(three_curves());
        Sheet sheet;
        sheet.parts = {{&view, "curves", "Curves"}};
        QCOMPARE(render_image(sheet, {}), render_image(view, {}));
    }

    void every_format_carries_recipe_and_letters() {
        auto sheet = three();
        sheet.letters = true;
        const FigureOptions options{.recipe = "{\"lab\": \"phi4\"}", .title = "Three"};
        for (const char* name : {"three.png", "three.svg", "three.pdf"})
            QVERIFY(!save_figure(sheet, options, folder_.filePath(name)));
        QCOMPARE(QImageReader(folder_.filePath("three.png")).text("recipe"), options.recipe);
        QFile svg(folder_.filePath("three.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains("&quot;lab&quot;"));
    }

    void heading_has_title_subtitle_and_remark() {
        auto sheet = three();
        FigureOptions options{.draw_title = true, .title = "A title"};
        const auto plain = render_image(sheet, options);
        sheet.remark = "update 100";
        const auto remark = render_image(sheet, options);
        QVERIFY(remark != plain);
        sheet.subtitle = "κ = 0.27";
        QVERIFY(render_image(sheet, options) != remark);
        options.draw_title = false;
        QCOMPARE(render_image(sheet, options), render_image(three(), {}));
    }

    void palettes_change_curves() {
        charts::CurvesView view;
        view.setPanel(three_curves());
        FigureOptions options;
        const auto coloured = render_image(view, options);
        QVERIFY(colourfulness(coloured) > 100);
        options.palette = style::CurvePalette::okabe_ito;
        const auto okabe = render_image(view, options);
        QVERIFY(okabe != coloured);
        options.palette = style::CurvePalette::greys;
        QVERIFY(colourfulness(render_image(view, options)) <= 2);
        options.dark = true;
        const auto dark = render_image(view, options);
        QVERIFY(qGray(dark.pixel(2, 2)) < 64);
        QVERIFY(colourfulness(dark) < 40);  // the dark theme's greys are a little blue
    }
    void a_grey_field_is_grey() {
        const auto view = views::make_view({"field", "Field", PanelKind::field, ""}, nullptr);
        view->setPanel(small_field());
        FigureOptions options;
        QVERIFY(colourfulness(render_image(*view, options)) > 100);
        options.palette = style::CurvePalette::greys;
        QVERIFY(colourfulness(render_image(*view, options)) <= 2);
    }

    /// Where the middle of the colours is as dark as the page: a line around each tile.
    void tiles_of_a_dark_figure_do_not_run_together() {
        Field field{.rows = 4, .columns = 4, .tiles = {0, 1}, .values = {}, .value = {.label = "Field φ", .unit = ""}};
        field.available = 2;
        field.values.assign(32, 0.0);
        field.value.range = std::pair(-1.0, 1.0);
        const auto view = views::make_view({"field", "Field", PanelKind::field, ""}, nullptr);
        view->setPanel(field);
        FigureOptions options;
        options.dark = true;
        const auto image = render_image(*view, options);
        int lines = 0;
        const int y = image.height() / 2;
        for (int x = 1; x < image.width() * 4 / 5; ++x)  // the colour bar stands at the right
            lines += qGray(image.pixel(x, y)) > 70 && qGray(image.pixel(x - 1, y)) <= 70;
        QCOMPARE(lines, 4);
    }

    /// Without colours each of four curves has a dash or a mark of its own.
    void grey_curves_differ_in_shape() {
        FigureOptions options{.palette = style::CurvePalette::greys};
        QList<QImage> images;
        for (int chosen = 0; chosen < 4; ++chosen) {
            Curves curves{.x = {.label = "t", .unit = "", .range = std::pair(0.0, 1.0)},
                          .y = {.label = "y", .unit = "", .range = std::pair(0.0, 1.0)},
                          .curves = {}};
            for (int i = 0; i <= chosen; ++i)
                curves.curves.push_back({.name = "", .x = {0, i == chosen ? 1.0 : 0.0}, .y = {0.5, 0.5}});
            charts::CurvesView view;
            view.setPanel(curves);
            auto image = render_image(view, options);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    image.setPixel(x, y, qGray(image.pixel(x, y)) < 200 ? qRgb(0, 0, 0) : qRgb(255, 255, 255));
            QVERIFY(!images.contains(image));
            images << image;
        }
    }

    /// The frames of a movie: axes do not jump with every number, and same numbers give the same picture.
    void steady_axes_stay() {
        const auto curves = [](double top) {
            return Curves{.x = {.label = "t", .unit = ""},
                          .y = {.label = "y", .unit = ""},
                          .curves = {{.name = "a", .x = {0, 1}, .y = {0, top}}}};
        };
        const auto last = [&](bool steady) {
            charts::CurvesView view;
            view.setSteady(steady);
            for (const double top : {1.0, 1.3, 1.2}) view.setPanel(curves(top));
            return render_image(view, {});
        };
        QVERIFY(last(true) != last(false));
        QCOMPARE(last(true), last(true));
    }

    void presets_have_names_for_the_command_line() {
        QSet<QString> ids;
        for (const auto& preset : presets()) {
            ids << preset.id;
            FigureOptions options;
            preset.apply(options);
            QCOMPARE(options.width_mm, preset.width_mm);
        }
        QCOMPARE(ids.size(), presets().size());
        QVERIFY(ids.contains("single-column") && ids.contains("slide"));
    }

    void picker_chooses_and_orders() {
        PanelPicker picker(three().parts, 2);
        const auto ids = [&] {
            QStringList result;
            for (const auto& part : picker.parts()) result << part.id;
            return result;
        };
        QCOMPARE(ids(), QStringList({"red", "blue"}));
        int changes = 0;
        connect(&picker, &PanelPicker::changed, this, [&] { ++changes; });
        picker.setCurrentRow(0);
        QTest::keyClick(&picker, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(ids(), QStringList({"blue", "red"}));
        QVERIFY(changes > 0);
        QTest::keyClick(&picker, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(&picker, Qt::Key_Up, Qt::ControlModifier);  // is at the top already
        QCOMPARE(ids(), QStringList({"red", "blue"}));
        picker.choose({"green", "red"});
        QCOMPARE(ids(), QStringList({"green", "red"}));
    }

    void dialog_asks_which_panels() {
        FigureDialog dialog(three(), {.title = "Three"}, folder_.filePath("x.pdf"));
        QCOMPARE(dialog.sheet().parts.size(), 3);
        QVERIFY(dialog.sheet().letters);
        auto* picker = dialog.findChild<PanelPicker*>();
        QVERIFY(picker);
        picker->choose({"green"});
        QCOMPARE(dialog.sheet().parts.size(), 1);
        auto* save = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QVERIFY(save->isEnabled());
        picker->choose({});
        QVERIFY(!save->isEnabled());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patience));
        QTest::qWait(100);
        dialog.grab();
    }
    void dialog_of_one_panel_asks_less() {
        FigureDialog dialog(red_, {}, folder_.filePath("x.pdf"));
        QVERIFY(!dialog.findChild<PanelPicker*>());
        QCOMPARE(dialog.sheet().parts.size(), 1);
    }
};

QTEST_MAIN(TestSheet)
#include "tst_sheet.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <csignal>

#include "tests/support/patience.h"
#include "widgets/charts/panel_plots.h"
#include "widgets/export/figure.h"
#include "widgets/export/figure_dialog.h"
#include "widgets/export/path_row.h"

using namespace langevin;
using namespace langevin::figures;

namespace {

const QString recipe = QStringLiteral("{\"lab\": \"phi4\", \"κ\": \"<0.25> & more\"}");

FigureOptions with_recipe() {
    return {.recipe = recipe, .title = QStringLiteral("φ⁴ & <friends>")};
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestFigure : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        style::load_fonts();
        view_ = std::make_unique<charts::CurvesView>();
        view_->setPanel(Curves{.x = {.label = "Lag t", .unit = "updates"},
                               .y = {.label = "ρ(t)", .unit = ""},
                               .curves = {{.name = "data ⟨φ²⟩",
                                           .x = {0, 1, 2},
                                           .y = {1, 0.5, 0.25},
                                           .error = {0.1, 0.1, 0.1},
                                           .mark = Mark::points}},
                               .note = "a note"});
    }
    void cleanupTestCase() { view_.reset(); }

    void png() {
        const auto path = folder_.filePath("figure.png");
        QVERIFY(!save_figure(*view_, with_recipe(), path));
        QImageReader reader(path);
        QCOMPARE(reader.size(), QSize(1016, 732));  // 86 x 62 mm at 300 dpi
        QCOMPARE(reader.text("recipe"), recipe);
        const auto image = reader.read();
        QVERIFY(std::abs(image.dotsPerMeterX() - 11811) <= 1);
        QVERIFY(!image.isGrayscale());
    }
    void svgCarriesTheRecipeAndNeedsNoFont() {
        const auto path = folder_.filePath("figure.svg");
        QVERIFY(!save_figure(*view_, with_recipe(), path));
        QXmlStreamReader xml(contents(path));
        QString metadata, title, width;
        int texts = 0, paths = 0, titles = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            const auto name = xml.name();
            if (name == u"svg") width = xml.attributes().value("width").toString();
            if (name == u"text") ++texts;
            if (name == u"path") ++paths;
            if (name == u"metadata") metadata = xml.readElementText();
            if (name == u"title") ++titles, title = xml.readElementText();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(metadata, recipe);
        QCOMPARE(titles, 1);
        QCOMPARE(title, with_recipe().title);
        QVERIFY(std::abs(width.chopped(2).toDouble() - 86) < 0.01 && width.endsWith("mm"));
        QCOMPARE(texts, 0);  // all letters are outlines
        QVERIFY(paths > 8);
        // A reader of its own, without our fonts, sees what the PNG shows.
        const auto image = QImage::fromData(contents(path), "svg").convertToFormat(QImage::Format_RGB32);
        if (image.isNull()) QSKIP("there is no SVG reader here");
        int dark = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) dark += qGray(image.pixel(x, y)) < 128;
        QVERIFY(dark > 200);
    }
    void pdf() {
        const auto path = folder_.filePath("figure.pdf");
        QVERIFY(!save_figure(*view_, with_recipe(), path));
        const auto bytes = contents(path);
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY(bytes.contains("/EmbeddedFiles"));
        QVERIFY(bytes.contains("(recipe.json)"));
        QVERIFY(bytes.contains("/FontFile"));
        QVERIFY(bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(!render(*view_, {}, Format::pdf).contains("/EmbeddedFiles"));
    }
    void sizeTitleAndBackground() {
        auto options = with_recipe();
        options.width_mm = 254, options.height_mm = 143, options.dpi = 100;
        const auto plain = render_image(*view_, options);
        QCOMPARE(plain.size(), QSize(1000, 563));
        QCOMPARE(plain.pixelColor(0, 0), QColor(Qt::white));
        options.draw_title = true;
        QVERIFY(render_image(*view_, options) != plain);
        options.transparent = true;
        QCOMPARE(render_image(*view_, options).pixelColor(0, 0).alpha(), 0);
        options.width_mm = 1e7;
        QVERIFY(render_image(*view_, options).isNull());
        options.width_mm = -1;
        QVERIFY(render_image(*view_, options).isNull());
    }
    void problemsAreSentences() {
        const auto missing = save_figure(*view_, with_recipe(), folder_.filePath("no/such/folder/figure.png"));
        QVERIFY(missing);
        QVERIFY(sentence(*missing).find("no/such/folder") != std::string::npos);
        QVERIFY(save_figure(*view_, with_recipe(), folder_.filePath("figure.xyz")));
        auto huge = with_recipe();
        huge.width_mm = 1e6;
        QVERIFY(save_figure(*view_, huge, folder_.filePath("huge.png")));
        QVERIFY(!QFile::exists(folder_.filePath("huge.png")));
        // A format that was chosen counts more than the name.
        huge = with_recipe();
        huge.format = Format::svg;
        QVERIFY(!save_figure(*view_, huge, folder_.filePath("figure.xyz")));
    }
    /// A limit on the size of files acts like a disk that is full.
    void fullDiskLeavesTheOldFile() {
        const auto path = folder_.filePath("old.pdf");
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{1000, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto problem = save_figure(*view_, with_recipe(), path);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(problem);
        QVERIFY(!problem->remedy.empty());
        QCOMPARE(contents(path), QByteArray("old"));
        QCOMPARE(QDir(folder_.path()).entryList({"old*"}, QDir::Files).size(),
                 1);  // nothing left over
    }
    void clipboard() {
        copy_figure(*view_, with_recipe());
        const auto* data = QApplication::clipboard()->mimeData();
        QVERIFY(data->hasImage());
        QVERIFY(data->data("image/svg+xml").startsWith("<?xml"));
    }
    void presetsAreSensible() {
        QVERIFY(presets().size() >= 3);
        for (const auto& preset : presets()) {
            FigureOptions options;
            options.width_mm = preset.width_mm, options.height_mm = preset.height_mm,
            options.font_points = preset.font_points;
            options.dpi = 72;
            QVERIFY(!render_image(*view_, options).isNull());
        }
    }

    void dialogBeginsWithWhatItWasGiven() {
        const auto path = folder_.filePath("dialog.pdf");
        FigureDialog dialog(*view_, with_recipe(), path);
        QCOMPARE(dialog.path(), path);
        QCOMPARE(dialog.options().format, std::optional(Format::pdf));
        QCOMPARE(dialog.options().recipe, recipe);
        QCOMPARE(dialog.options().width_mm, 86.0);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patience));
        QTest::qWait(150);
        dialog.grab();
    }
    void dialogKeepsNameAndFormatTogether() {
        FigureDialog dialog(*view_, with_recipe(), folder_.filePath("two.dots.pdf"));
        auto* line = dialog.findChild<PathRow*>()->findChild<QLineEdit*>();
        QComboBox* formats = nullptr;
        for (auto* box : dialog.findChildren<QComboBox*>())
            if (box->findText("SVG, vectors") >= 0) formats = box;
        formats->setCurrentText("SVG, vectors");
        QCOMPARE(dialog.path(), folder_.filePath("two.dots.svg"));
        line->setText(folder_.filePath("two.dots.png"));
        QCOMPARE(dialog.options().format, std::optional(Format::png));
        auto* save = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QVERIFY(save->isEnabled());
        line->setText("/no/such/folder/x.png");
        QVERIFY(!save->isEnabled());
        line->setText("");
        QVERIFY(!save->isEnabled());
    }

  private:
    std::unique_ptr<charts::CurvesView> view_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestFigure)
#include "tst_figure.moc"

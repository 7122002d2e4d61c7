// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QPainter>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <cmath>

#include "tests/support/patience.h"
#include "widgets/views/table_view.h"

using namespace langevin;
using namespace langevin::views;

namespace {

Measurement row(const std::string& key, double value, double error, std::optional<Expectation> expected = {}) {
    return {.key = key,
            .symbol = "U_L",
            .label = "Quantity " + key,
            .unit = "m",
            .value = value,
            .error = error,
            .autocorrelation_time = 12.34,
            .effective_samples = 12345,
            .expected = std::move(expected),
            .help = "How it is <found>."};
}

Table table(double value = 1) {
    return {.rows = {row("a", value, 0.01, Expectation{1, 0, "exact"}),
                     row("b", value + 0.03, 0.01, Expectation{1, 0, "exact"}),
                     row("c", value + 0.1, 0.01, Expectation{1, 0, "exact"}), row("d", value, std::nan(""))},
            .note = "a note"};
}

}  // namespace

class TestTableView : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { style::load_fonts(); }

    void verdicts() {
        QCOMPARE(verdict(std::nullopt), Verdict::none);
        QCOMPARE(verdict(-2.0), Verdict::good);
        QCOMPARE(verdict(2.1), Verdict::warning);
        QCOMPARE(verdict(-4.1), Verdict::bad);
        QCOMPARE(verdict(std::nan("")), Verdict::none);
        Measurement far{.key = "m",
                        .symbol = "M",
                        .label = "M",
                        .unit = "",
                        .value = 1,
                        .error = 0.1,
                        .expected = Expectation{0, 0, "exact"}};
        QCOMPARE(verdict(far), Verdict::bad);
        far.caution = "the run is too short";
        QCOMPARE(verdict(far), Verdict::warning);
    }
    void cellsSayWhatTheyShould() {
        TableModel model;
        model.setRows(table().rows);
        QCOMPARE(model.text(0, TableModel::value), QString("1.000(10) m"));
        QCOMPARE(model.text(0, TableModel::expected), QString("1 m"));
        QCOMPARE(model.text(1, TableModel::distance), QString("3.0 σ"));
        QCOMPARE(model.text(0, TableModel::distance), QString("0.0 σ"));
        QCOMPARE(model.text(0, TableModel::samples), QString("12\u2009345"));
        QVERIFY(model.text(3, TableModel::distance).isEmpty());
        QVERIFY(model.data(model.index(0, 0), Qt::ToolTipRole).toString().contains("&lt;found&gt;"));
        QVERIFY(model.data(model.index(0, 0), Qt::ToolTipRole).toString().contains("exact"));
        for (int column = 0; column < TableModel::column_count; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }
    void newNumbersKeepRowsAndSelection() {
        TableView view;
        view.resize(700, 300);
        view.setPanel(table());
        view.show();
        auto* inner = view.findChild<QTableView*>();
        inner->selectRow(2);
        QSignalSpy reset(inner->model(), &QAbstractItemModel::modelReset);
        for (int i = 0; i < 20; ++i) view.setPanel(table(1 + i));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inner->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(inner->selectionModel()->selectedRows().front().row(), 2);
        view.setPanel(Table{});
        QCOMPARE(reset.count(), 1);
    }
    void rowsAreCopied() {
        TableView view;
        view.resize(700, 300);
        view.setPanel(table());
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view, test::patience));
        auto* inner = view.findChild<QTableView*>();
        inner->selectRow(1);
        inner->setFocus();
        QTest::keyClick(inner, Qt::Key_C, Qt::ControlModifier);
        const auto lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0].split('\t').size(), int(TableModel::column_count));
        QCOMPARE(lines[1].split('\t')[TableModel::value], QString("1.030(10) m"));
        inner->clearSelection();
        QCOMPARE(view.selectedText().split('\n', Qt::SkipEmptyParts).size(), 5);  // all of them
    }
    void actionsAreReachable() {
        TableView view;
        for (auto* action : view.viewActions()) {
            QVERIFY(!action->toolTip().isEmpty());
            QVERIFY(!action->shortcut().isEmpty());
        }
    }
    void figureIsPainted() {
        TableView view;  // never shown
        view.setPanel(table());
        QImage image(600, 400, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        view.paintFigure(painter, QRectF(0, 0, 600, 400), style::publication_theme(9));
        painter.end();
        int dark = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) dark += qGray(image.pixel(x, y)) < 100;
        QVERIFY(dark > 1000);
        auto cautious = table();
        cautious.rows[0].caution = cautious.rows[1].caution = "the run is too short";
        cautious.rows[2].caution = "the chains have not forgotten their start";
        view.setPanel(cautious);
        QImage warned(600, 400, QImage::Format_RGB32);
        warned.fill(Qt::white);
        QPainter with_cautions(&warned);
        view.paintFigure(with_cautions, QRectF(0, 0, 600, 400), style::publication_theme(9));
        with_cautions.end();
        const auto lowest = [](const QImage& picture) {
            int row = 0;
            for (int y = 0; y < picture.height(); ++y)
                for (int x = 0; x < picture.width(); ++x)
                    if (qGray(picture.pixel(x, y)) < 150) row = y;
            return row;
        };
        QVERIFY(lowest(warned) > lowest(image) + 15);  // two lines, each caution once
        QVERIFY(lowest(warned) < lowest(image) + 40);
        TableView empty;
        QPainter again(&image);
        empty.paintFigure(again, QRectF(0, 0, 600, 400), style::publication_theme(9));
    }
};

QTEST_MAIN(TestTableView)
#include "tst_table_view.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QJsonArray>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "tests/support/patience.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_header.h"
#include "widgets/views/panel_tile.h"
#include "widgets/views/snapshot_server.h"
#include "widgets/views/table_view.h"

using namespace langevin;
using namespace langevin::views;

namespace {

std::vector<PanelSpec> specs() {
    using enum PanelKind;
    return {{"history", "History", curves, "help", 2, 1},
            {"histogram", "Histogram", histogram, "help", 1, 1},
            {"table", "Table", table, "help", 1, 2},
            {"rho", "Autocorrelation", curves, "help", 1, 1},
            {"hidden", "Hidden", table, "help", 1, 1, false}};
}

SnapshotPtr snapshot(double value, int points = 100) {
    auto result = std::make_shared<Snapshot>();
    Curves plot{
        .x = {.label = "x", .unit = ""}, .y = {.label = "y", .unit = ""}, .curves = {{.name = "c", .x = {}, .y = {}}}};
    for (int i = 0; i < points; ++i) plot.curves[0].x.push_back(i), plot.curves[0].y.push_back(value * std::sin(i));
    const Table table{.rows = {{.key = "a", .symbol = "a", .label = "a", .unit = "", .value = value, .error = 0}}};
    const Histogram histogram{
        .x = {.label = "x", .unit = ""}, .y = {.label = "p", .unit = ""}, .edges = {0, 1, 2}, .density = {value, 1}};
    result->panels = {{"history", plot}, {"histogram", histogram}, {"table", table}, {"rho", plot}, {"hidden", table}};
    return result;
}

struct OpenGrid {
    PanelGrid grid;
    explicit OpenGrid(QSize size = {1000, 700}) {
        grid.resize(size);
        grid.setPanels(specs());
        grid.show();
        if (!QTest::qWaitForWindowExposed(&grid, test::patience)) QTest::qFail("no window", __FILE__, __LINE__);
    }
    double shownValue(const QString& id) {
        auto* view = dynamic_cast<TableView*>(grid.tile(id)->view());
        return view->selectedText().section('\n', 1, 1).section('\t', TableModel::value, TableModel::value).toDouble();
    }
};

}  // namespace

class TestPanelGrid : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { style::load_fonts(); }

    void arrangementIsTidy() {
        const auto check = [](const std::vector<Span>& spans, int columns) {
            const auto result = arrange(spans, columns);
            QCOMPARE(result.cells.size(), spans.size());
            QList<QRect> seen;
            for (const auto& cells : result.cells) {
                QVERIFY(cells.left() >= 0 && cells.right() < columns && cells.top() >= 0 &&
                        cells.bottom() < result.rows);
                for (const auto& other : seen) QVERIFY(!cells.intersects(other));
                seen << cells;
            }
        };
        for (int columns = 1; columns <= 6; ++columns) {
            check({}, columns);
            check({{1, 2}, {1, 1}, {1, 1}, {2, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, columns);
            check({{3, 3}, {6, 1}, {1, 4}, {2, 2}}, columns);
        }
        // A tile grows into what would be left over.
        QCOMPARE(arrange({{1, 1}, {1, 1}, {1, 1}}, 2).cells[2], QRect(0, 1, 2, 1));
        // A hole is filled by the next tile that fits.
        QCOMPARE(arrange({{2, 1}, {2, 1}, {1, 1}}, 3).cells[2], QRect(2, 0, 1, 1));
        QCOMPARE(columns_for(1000, 290, 8, 4), 3);
        QCOMPARE(columns_for(100, 290, 8, 4), 1);
        QCOMPARE(columns_for(9000, 290, 8, 4), 4);
    }
    void everySeenViewIsServed() {
        OpenGrid open;
        for (int i = 1; i <= 10; ++i) open.grid.showSnapshot(snapshot(i));
        QTRY_VERIFY(open.grid.server()->upToDate());
        QCOMPARE(open.shownValue("table"), 10.0);
    }
    void aTinyBudgetStarvesNobody() {
        OpenGrid open;
        open.grid.server()->setBudget(1e-6);  // every view is too slow for that
        for (int i = 1; i <= 12; ++i) {
            open.grid.showSnapshot(snapshot(i, 5000));
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(open.grid.server()->upToDate());
        QCOMPARE(open.shownValue("table"), 12.0);
    }
    void aCallDoesNotRunOverItsBudget() {
        OpenGrid open;
        open.grid.showSnapshot(snapshot(1));
        QTRY_VERIFY(open.grid.server()->upToDate());
        open.grid.grab();
        open.grid.server()->setBudget(1e-6);
        open.grid.showSnapshot(snapshot(2));
        QVERIFY(!open.grid.server()->upToDate());  // one view was served, the others follow
        QTRY_VERIFY(open.grid.server()->upToDate());
    }
    void hiddenPanelsAreNotServedButKnown() {
        OpenGrid open;
        open.grid.showSnapshot(snapshot(3));
        QTRY_VERIFY(open.grid.server()->upToDate());
        QVERIFY(!open.grid.tile("hidden")->hasView());
        QVERIFY(open.grid.latest("hidden"));
        QVERIFY(!open.grid.latest("unknown"));
        QVERIFY(!open.grid.view("unknown"));
        QVERIFY(open.grid.view("hidden"));  // for a file: made, and with its numbers
        QCOMPARE(open.shownValue("hidden"), 3.0);
        open.grid.showSnapshot(snapshot(4));
        open.grid.setShown("hidden", true);
        QTRY_COMPARE(open.shownValue("hidden"), 4.0);
    }
    void attentionFollowsWhatIsSeen() {
        OpenGrid open;
        QSignalSpy spy(&open.grid, &PanelGrid::attentionChanged);
        auto attention = open.grid.attention();
        QCOMPARE(*attention.panels, (std::set<std::string>{"history", "histogram", "table", "rho"}));
        open.grid.setShown("hidden", true);
        QCOMPARE(spy.count(), 1);
        QVERIFY(open.grid.attention().wants("hidden"));
        open.grid.setMaximised("rho");
        QCOMPARE(*open.grid.attention().panels, std::set<std::string>{"rho"});
        QCOMPARE(spy.count(), 2);
        open.grid.setMaximised({});
        QCOMPARE(open.grid.attention().panels->size(), std::size_t(5));
        emit open.grid.tile("rho")->followedChanged("rho", 3);
        QCOMPARE(open.grid.attention().followed.at("rho"), 3);
        emit open.grid.tile("rho")->followedChanged("rho", -1);
        QVERIFY(open.grid.attention().followed.empty());
    }
    void panelsWithoutMeaningAreLeftOut() {
        OpenGrid open;
        open.grid.setMaximised("rho");
        open.grid.setRelevant("rho", false);
        QVERIFY(open.grid.maximised().isEmpty());
        QVERIFY(open.grid.tile("rho")->isHidden());
        QVERIFY(!open.grid.attention().wants("rho"));
        QVERIFY(open.grid.isShown("rho"));  // the choice stays
        open.grid.setRelevant("rho", true);
        QVERIFY(!open.grid.tile("rho")->isHidden());
        QVERIFY(open.grid.attention().wants("rho"));
    }
    void whatIsScrolledAwayIsNotSeen() {
        OpenGrid open({320, 250});
        QVERIFY(open.grid.verticalScrollBar()->maximum() > 0);
        QVERIFY(!open.grid.attention().wants("rho"));
        QSignalSpy spy(&open.grid, &PanelGrid::attentionChanged);
        open.grid.showSnapshot(snapshot(1));
        open.grid.verticalScrollBar()->setValue(open.grid.verticalScrollBar()->maximum());
        QVERIFY(spy.count() > 0);
        QVERIFY(open.grid.attention().wants("rho"));
        QTRY_VERIFY(open.grid.server()->upToDate());
    }
    void layoutComesBack() {
        OpenGrid first;
        first.grid.movePanel("table", 0);
        first.grid.resizePanel("rho", 1, 1);
        first.grid.setShown("histogram", false);
        first.grid.setShown("hidden", true);
        first.grid.setColumns(2);
        QTest::keyClick(first.grid.view("history"), Qt::Key_Y);
        const auto layout = first.grid.saveLayout();

        OpenGrid second;
        second.grid.restoreLayout(layout);
        QCOMPARE(second.grid.order(), first.grid.order());
        QCOMPARE(second.grid.saveLayout(), layout);
        QVERIFY(!second.grid.isShown("histogram"));
        QVERIFY(second.grid.isShown("hidden"));
        QCOMPARE(second.grid.columns(), 2);
        second.grid.resetLayout();
        QCOMPARE(second.grid.order(), QStringList({"history", "histogram", "table", "rho", "hidden"}));
        QVERIFY(second.grid.isShown("histogram"));
        QVERIFY(!second.grid.isShown("hidden"));
    }
    void strangeLayoutsAreSurvived() {
        OpenGrid open;
        const QJsonObject layout{
            {"columns", 99},
            {"maximised", "gone"},
            {"panels",
             QJsonArray{QJsonObject{{"id", "gone"}}, QJsonObject{{"id", "rho"}, {"width", -5}, {"height", 1000}},
                        QJsonObject{{"id", "rho"}}, 7, "text", QJsonObject{{"width", "x"}}}}};
        open.grid.restoreLayout(layout);
        QCOMPARE(open.grid.order(), QStringList({"rho", "history", "histogram", "table", "hidden"}));
        QVERIFY(open.grid.columns() <= PanelGrid::most_columns);
        open.grid.restoreLayout({{"panels", 3}});
        QCOMPARE(open.grid.order().size(), 5);
    }
    void anotherLabAnotherGrid() {
        OpenGrid open;
        open.grid.showSnapshot(snapshot(1));
        open.grid.setPanels({{"only", "Only", PanelKind::table, "help"}});
        open.grid.showSnapshot(snapshot(2));  // of the lab before: has nothing to show here
        QCoreApplication::processEvents();
        QCOMPARE(open.grid.order(), QStringList("only"));
        open.grid.setPanels({});
        open.grid.showSnapshot(nullptr);
    }
    void draggingMovesAPanel() {
        OpenGrid open;
        auto* moved = open.grid.tile("rho");
        const auto target = open.grid.tile("history")->mapToGlobal(QPoint(5, 50));
        emit moved->dragged("rho", target);
        open.grid.grab();
        emit moved->dropped("rho", target);
        QCOMPARE(open.grid.order().first(), QString("rho"));
        // A drag that was given up changes nothing.
        const auto order = open.grid.order();
        emit moved->dragged("rho", open.grid.tile("table")->mapToGlobal(QPoint(5, 50)));
        emit moved->dragCancelled("rho");
        emit moved->dropped("rho", target);
        QCOMPARE(open.grid.order(), order);
    }
    void menusReachEverything() {
        OpenGrid open;
        QSignalSpy figure(&open.grid, &PanelGrid::saveFigureRequested), data(&open.grid, &PanelGrid::saveDataRequested),
            copy(&open.grid, &PanelGrid::copyFigureRequested), copy_data(&open.grid, &PanelGrid::copyDataRequested);
        auto* tile = open.grid.tile("rho");
        for (auto* action : tile->menuActions()) QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
        const auto trigger = [&](const QString& text) {
            for (auto* action : tile->menuActions())
                if (action->text() == text) return action->trigger();
            QFAIL(qPrintable("no " + text));
        };
        trigger("Save figure…");
        trigger("Save data as CSV…");
        trigger("Copy figure");
        trigger("Copy data");
        for (auto* spy : {&figure, &data, &copy, &copy_data})
            QCOMPARE(spy->takeFirst().first().toString(), QString("rho"));
        trigger("Make wider");
        trigger("Make taller");
        trigger("Make shorter");
        trigger("Make narrower");
        trigger("Pin as ghost");  // what the view offers is there as well
        trigger("Maximise");
        QCOMPARE(open.grid.maximised(), QString("rho"));
        trigger("Show all panels");
        QVERIFY(open.grid.maximised().isEmpty());
        trigger("Hide");
        QVERIFY(!open.grid.isShown("rho"));

        auto* menu = open.grid.panelsMenu();
        emit menu->aboutToShow();
        for (auto* action : menu->actions())
            if (action->text() == "Autocorrelation") action->setChecked(true);
        QVERIFY(open.grid.isShown("rho"));
    }
    void keysMoveAndMaximise() {
        OpenGrid open;
        open.grid.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&open.grid, test::patience));
        auto* head = open.grid.tile("table")->findChild<PanelHeader*>();
        head->setFocus();
        QTest::keyClick(head, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(open.grid.order().indexOf("table"), 1);
        QTest::keyClick(head, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(open.grid.order().indexOf("table"), 2);
        QTest::keyClick(head, Qt::Key_M);
        QCOMPARE(open.grid.maximised(), QString("table"));
        QTest::keyClick(head, Qt::Key_M);
        QVERIFY(open.grid.maximised().isEmpty());
    }
    void tabVisitsEveryPanelInOrder() {
        OpenGrid open;
        open.grid.movePanel("rho", 0);
        open.grid.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&open.grid, test::patience));
        open.grid.tile("rho")->findChild<PanelHeader*>()->setFocus();
        QStringList heads;
        QSet<QWidget*> visited;
        for (int i = 0; i < 100; ++i) {
            auto* widget = QApplication::focusWidget();
            QVERIFY(widget);
            if (auto* head = qobject_cast<PanelHeader*>(widget); head && !visited.contains(head))
                heads << head->accessibleName();
            visited << widget;
            QTest::keyClick(widget, Qt::Key_Tab);
        }
        QCOMPARE(heads, QStringList({"Panel Autocorrelation", "Panel History", "Panel Histogram", "Panel Table"}));
        QVERIFY(visited.contains(open.grid.tile("rho")->view()));
        QVERIFY(visited.contains(open.grid.tile("histogram")->view()));
    }
    void pendingKeepsTheNumbers() {
        OpenGrid open;
        open.grid.showSnapshot(snapshot(5));
        QTRY_VERIFY(open.grid.server()->upToDate());
        const auto before = open.grid.tile("table")->grab().toImage();
        open.grid.setPending(true);
        QVERIFY(open.grid.tile("table")->grab().toImage() != before);
        QCOMPARE(open.shownValue("table"), 5.0);
        open.grid.setPending(false);
        QVERIFY(open.grid.tile("table")->grab().toImage() == before);
    }
    void allHiddenSaysSo() {
        OpenGrid open;
        for (const auto& id : open.grid.order()) open.grid.setShown(id, false);
        QVERIFY(open.grid.attention().panels->empty());
        open.grid.showSnapshot(snapshot(1));
        open.grid.grab();
    }
};

QTEST_MAIN(TestPanelGrid)
#include "tst_panel_grid.moc"

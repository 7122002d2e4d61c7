// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include "widgets/controls/formula/markdown.h"
#include "widgets/controls/physics_page.h"

using namespace langevin;
using controls::PhysicsPage;

class TestPhysicsPage : public QObject {
    Q_OBJECT

    static int formulas(const PhysicsPage& page) {
        return static_cast<int>(page.document()->toRawText().count(QChar::ObjectReplacementCharacter));
    }

  private slots:
    void initTestCase() { style::load_fonts(); }

    void formulas_are_found_data() {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QStringList>("formulas");
        QTest::newRow("none") << "plain text" << QStringList();
        QTest::newRow("inline") << "a $x$ b $y_1$." << QStringList{"x", "y_1"};
        QTest::newRow("display") << "a\n\n$$ x $$\n\nb" << QStringList{"D x "};
        QTest::newRow("over two lines") << "$a +\nb$" << QStringList{"a +\nb"};
        QTest::newRow("money") << "costs $5 or $ 6" << QStringList();
        QTest::newRow("escaped") << R"(\$x\$ and $\$y$)" << QStringList{R"(\$y)"};
        QTest::newRow("code") << "`$x$` and $y$\n\n```\n$z$\n```\n" << QStringList{"y"};
        QTest::newRow("paragraphs keep apart") << "a $x\n\nb$ c" << QStringList();
        QTest::newRow("open") << "$$ x" << QStringList();
    }

    void formulas_are_found() {
        QFETCH(QString, markdown);
        QFETCH(QStringList, formulas);
        QStringList found;
        for (const auto& each : controls::take_out_formulas(markdown).formulas)
            found << (each.display ? "D" : "") + each.tex;
        QCOMPARE(found, formulas);
    }

    void shows_formulas_and_keeps_their_source() {
        PhysicsPage page;
        page.setPage(
            "# Title\n\nThe action $S_x$ is\n\n$$ S = \\sum_x \\phi_x^2 $$\n\n- with *one* "
            "$\\kappa$\n- and `code`\n");
        QCOMPARE(formulas(page), 3);
        QVERIFY(page.problems().isEmpty());
        const auto text = page.plainText();
        QVERIFY(text.contains("The action $S_x$ is"));
        QVERIFY(text.contains("$$ S = \\sum_x \\phi_x^2 $$"));
        QVERIFY(text.contains("•"));
        QCOMPARE(page.accessibleDescription(), text);
        page.selectAll();
        page.copy();
        QVERIFY(QApplication::clipboard()->text().contains("The action $S_x$ is"));
    }

    void displayed_formulas_stand_alone_in_the_middle() {
        PhysicsPage page;
        page.setPage("text\n$$ x $$\nmore");
        const auto block = page.document()->begin().next();
        QCOMPARE(block.text(), QString(QChar::ObjectReplacementCharacter));
        QCOMPARE(block.blockFormat().alignment(), Qt::AlignHCenter);
    }

    /// A shallow formula must not push lines apart; a deep one must.
    void lines_keep_their_distance() {
        const auto height = [](const char* markdown) {
            PhysicsPage page;
            page.resize(600, 400);
            page.setPage(markdown);
            page.show();  // is laid out then
            return page.document()->size().height();
        };
        QVERIFY(height("some words and $\\kappa_c x$ here") <= height("some words and so on here") + 3);
        QVERIFY(height("words $\\dfrac{a}{b}$") > height("words only") + 10);
    }

    /// Wherever a line breaks: a full stop stays with its formula.
    void no_line_begins_with_a_full_stop() {
        PhysicsPage page;
        page.setPage("Of words and ($\\kappa$, $\\lambda$); so $\\frac{a}{b}$. And on: $x$, $y_1$: $z$.");
        QCOMPARE(page.plainText().trimmed(),
                 QStringLiteral("Of words and ($\\kappa$, $\\lambda$); so $\\frac{a}{b}$. And on: $x$, $y_1$: $z$."));
        int lines = 0;
        for (int width = 110; width < 400; ++width) {
            page.document()->setTextWidth(width);
            const auto block = page.document()->begin();
            QVERIFY(block.layout()->lineCount() > 0);
            for (int i = 0; i < block.layout()->lineCount(); ++i, ++lines) {
                const auto first = block.text().mid(block.layout()->lineAt(i).textStart());
                QVERIFY2(!QStringView(u".,;:").contains(first[0]), qPrintable(first));
            }
        }
        QVERIFY(lines > 300);
    }

    /// Whole where there is room, else on lines of their own instead of half as large.
    void wide_formulas_are_broken() {
        const QString tex =
            "S = \\sum_x \\phi_x^2 + \\lambda \\sum_x (\\phi_x^2 - 1)^2 - 2\\kappa \\sum_{x,\\mu} \\phi_x "
            "\\phi_{x+\\mu} = \\Big( a + b - c + d + e + f \\Big) \\sum_x V(\\phi_x)";
        PhysicsPage page;
        page.setPage("$$" + tex + "$$");
        const auto block = page.document()->begin();
        QCOMPARE(block.blockFormat().alignment(), Qt::AlignHCenter);
        QCOMPARE(page.plainText().trimmed(), "$$" + tex + "$$");
        QVERIFY(formulas(page) > 2);
        page.document()->setTextWidth(2000);
        QCOMPARE(block.layout()->lineCount(), 1);
        page.document()->setTextWidth(300);
        QVERIFY(block.layout()->lineCount() > 2);
        for (int i = 0; i < block.layout()->lineCount(); ++i)
            QVERIFY(block.layout()->lineAt(i).naturalTextWidth() < 300);
        page.setPage("$$ S = \\sum_x \\phi_x^2 $$");
        QCOMPARE(formulas(page), 1);
    }

    void problems_name_the_formula() {
        PhysicsPage page;
        page.setPage("Look: $\\nonsense x$");
        QCOMPARE(page.problems().size(), 1);
        QVERIFY(page.problems()[0].contains("nonsense"));
    }

    void zooms() {
        PhysicsPage page;
        page.resize(400, 300);
        page.setPage(QString("word $x$ ").repeated(300));
        page.show();
        const auto before = page.document()->size().height();
        QSignalSpy spy(&page, &PhysicsPage::zoomChanged);
        QTest::keyClick(&page, Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(page.document()->size().height() > before);
        QTest::keyClick(&page, Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(page.document()->size().height(), before);
        QCOMPARE(spy.size(), 2);
    }

    void links_are_told() {
        PhysicsPage page;
        page.setPage("[arXiv](https://arxiv.org/abs/2309.17082)");
        QSignalSpy spy(&page, &PhysicsPage::linkActivated);
        emit page.anchorClicked(QUrl("https://arxiv.org/abs/2309.17082"));
        QCOMPARE(spy.size(), 1);
        QVERIFY(page.plainText().contains("arXiv"));
    }

    void survives_changes_while_shown() {
        PhysicsPage page;
        page.resize(300, 300);
        page.show();
        for (int i = 0; i < 5; ++i) {
            page.setPage(i % 2 ? "$a$ $b$ $$c$$" : "");
            page.setTheme(style::make_theme(i % 2 ? style::Scheme::dark : style::Scheme::light, 1 + 0.2 * i));
            page.resize(200 + 60 * i, 300);
            QVERIFY(!page.grab().isNull());
        }
    }

    /// The pages of the labs: every formula can be read.
    void pages_of_the_labs() {
        const QString folder = SOURCE_DIR "/engine/labs/phi4/phi4.md";
        QFile file(folder);
        if (!file.open(QIODevice::ReadOnly)) QSKIP("no page here");
        PhysicsPage page;
        page.setPage(QString::fromUtf8(file.readAll()));
        QVERIFY2(page.problems().isEmpty(), qPrintable(page.problems().join('\n')));
    }
};

QTEST_MAIN(TestPhysicsPage)
#include "tst_physics_page.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QPainter>
#include <QTest>
#include <cmath>
#include <random>

#include "widgets/controls/formula/label.h"
#include "widgets/controls/formula/layout.h"
#include "widgets/controls/formula/parser.h"
#include "widgets/style/theme.h"

using namespace langevin::controls::formula;

class TestFormula : public QObject {
    Q_OBJECT

    static Drawing drawn(const QString& tex, bool display = false) {
        return lay_out(parse(tex).root, FormulaFont(), 100, display);
    }
    /// The vertical place of the n-th glyph, upwards.
    static double height_of(const Drawing& drawing, std::size_t glyph) { return -drawing.glyphs.at(glyph).at.y(); }

  private slots:
    void initTestCase() { langevin::style::load_fonts(); }

    void trees_data() {
        QTest::addColumn<QString>("tex");
        QTest::addColumn<QString>("tree");
        QTest::newRow("letters") << "ab"
                                 << "(row 𝑎 𝑏)";
        QTest::newRow("minus") << "-1"
                               << "(row − 1)";
        QTest::newRow("scripts") << "x_i^2"
                                 << "(row (scripts 𝑥 (row 𝑖) (row 2)))";
        QTest::newRow("order of scripts") << "x^2_i"
                                          << "(row (scripts 𝑥 (row 𝑖) (row 2)))";
        QTest::newRow("primes") << "f''"
                                << "(row (scripts 𝑓 (row) (row ′ ′)))";
        QTest::newRow("fraction") << R"(\frac12)"
                                  << "(row (frac 1 2))";
        QTest::newRow("groups") << R"(\frac{a+b}{2})"
                                << "(row (frac (row 𝑎 + 𝑏) (row 2)))";
        QTest::newRow("root") << R"(\sqrt{2\kappa})"
                              << "(row (root (row 2 𝜅) (row)))";
        QTest::newRow("degree") << R"(\sqrt[3]x)"
                                << "(row (root 𝑥 (row 3)))";
        QTest::newRow("sum") << R"(\sum_{i=1}^N x_i)"
                             << "(row (scripts ∑ (row (row 𝑖 = 1)) (row 𝑁)) (scripts 𝑥 (row 𝑖) (row)))";
        QTest::newRow("fence") << R"(\left( x \right])"
                               << "(row (fenced (] (row 𝑥)))";
        QTest::newRow("half a fence") << R"(\left. x \right|)"
                                      << "(row (fenced .| (row 𝑥)))";
        QTest::newRow("sized delimiters") << R"(\Big[ x \Big])"
                                          << "(row (delim [) 𝑥 (delim ]))";
        QTest::newRow("accent") << R"(\hat\mu)" << QString("(row (accent \u0302 𝜇))");
        QTest::newRow("upright") << R"(\tau_{\mathrm{int}})"
                                 << "(row (scripts 𝜏 (row (row (row i n t))) (row)))";
        QTest::newRow("bold") << R"(\mathbf{x})"
                              << "(row (row 𝐱))";
        QTest::newRow("script") << R"(\mathcal{L})"
                                << "(row (row ℒ))";
        QTest::newRow("double") << R"(\mathbb R)"
                                << "(row ℝ)";
        QTest::newRow("text") << R"(\text{if } x)"
                              << "(row (word if ) 𝑥)";
        QTest::newRow("function") << R"(\log x)"
                                  << "(row (word log) 𝑥)";
        QTest::newRow("named function") << R"(\operatorname{Tr} M)"
                                        << "(row (word Tr) 𝑀)";
        QTest::newRow("matrix") << R"(\begin{pmatrix} a & b \\ c & d \end{pmatrix})"
                                << "(row (fenced () (matrix (row 𝑎) (row 𝑏) (row 𝑐) (row 𝑑))))";
        QTest::newRow("cases") << R"(\begin{cases} 1 & x>0 \\ 0 \end{cases})"
                               << "(row (fenced {. (matrix (row 1) (row 𝑥 > 0) (row 0) (row))))";
        QTest::newRow("spaces") << R"(a\,b\quad c)"
                                << "(row 𝑎 (space) 𝑏 (space) 𝑐)";
        QTest::newRow("unicode") << "κ ≤ ⟨φ⟩"
                                 << "(row 𝜅 ≤ ⟨ 𝜑 ⟩)";
    }

    void trees() {
        QFETCH(QString, tex);
        QFETCH(QString, tree);
        const auto parsed = parse(tex);
        QCOMPARE(outline(parsed.root), tree);
        QVERIFY2(parsed.problems.isEmpty(), qPrintable(parsed.problems.join(' ')));
    }

    void problems_are_reported_data() {
        QTest::addColumn<QString>("tex");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown command") << R"(\fraq{1}{2})"
                                         << "fraq";
        QTest::newRow("open brace") << "{x"
                                    << "brace";
        QTest::newRow("closing brace") << "x}"
                                       << "Unexpected";
        QTest::newRow("missing argument") << R"(\frac{1})"
                                          << "missing";
        QTest::newRow("missing script") << "x^"
                                        << "missing";
        QTest::newRow("no right") << R"(\left( x)"
                                  << "right";
        QTest::newRow("no left") << R"(x \right))"
                                 << "Unexpected";
        QTest::newRow("no end") << R"(\begin{matrix} a)"
                                << "end";
        QTest::newRow("unknown environment") << R"(\begin{tikz} a \end{tikz})"
                                             << "tikz";
        QTest::newRow("other end") << R"(\begin{matrix} a \end{cases})"
                                   << "cases";
        QTest::newRow("lonely ampersand") << "a & b"
                                          << "Unexpected";
        QTest::newRow("lonely backslash") << "x\\"
                                          << "backslash";
    }

    void problems_are_reported() {
        QFETCH(QString, tex);
        QFETCH(QString, word);
        const auto parsed = parse(tex);
        QVERIFY(!parsed.problems.isEmpty());
        QVERIFY2(parsed.problems.join(' ').contains(word), qPrintable(parsed.problems.join(' ')));
        drawn(tex);
    }

    void an_unknown_command_shows_itself() {
        const auto drawing = drawn(R"(a\nonsense b)");
        QCOMPARE(std::count_if(drawing.glyphs.begin(), drawing.glyphs.end(), [](const auto& g) { return g.problem; }),
                 9);
    }

    void rubbish_does_no_harm() {
        std::mt19937 generator(12345);
        const QStringList pieces = {"\\frac",
                                    "\\sqrt",
                                    "{",
                                    "}",
                                    "^",
                                    "_",
                                    "'",
                                    "&",
                                    "\\\\",
                                    "\\left",
                                    "\\right",
                                    "(",
                                    ")",
                                    "|",
                                    "[",
                                    "]",
                                    "\\",
                                    "$",
                                    "x",
                                    "\\sum",
                                    "\\hat",
                                    "\\text",
                                    " ",
                                    "\\begin{cases}",
                                    "\\end{cases}",
                                    "\\begin{pmatrix}",
                                    "\\end",
                                    "\\begin",
                                    "\\mathbf",
                                    "\\middle",
                                    "\\Big",
                                    "\\not",
                                    "\\operatorname",
                                    "\\overset",
                                    "\\underbrace",
                                    "\\substack",
                                    "\\displaystyle",
                                    "\\limits"};
        const FormulaFont font;
        for (int i = 0; i < 10000; ++i) {
            QString tex;
            const auto length = generator() % 40;
            for (std::uint32_t j = 0; j < length; ++j) {
                if (i % 2 == 0) {
                    tex += pieces[static_cast<qsizetype>(generator() % static_cast<std::uint32_t>(pieces.size()))];
                } else {
                    tex += QChar(static_cast<char16_t>(generator() % (i % 3 == 0 ? 128 : 65536)));
                }
            }
            const auto parsed = parse(tex);
            const auto drawing = lay_out(parsed.root, font, 12, i % 4 == 0);
            QVERIFY(std::isfinite(drawing.width) && std::isfinite(drawing.ascent) && std::isfinite(drawing.descent));
        }
    }

    void deep_nesting_ends() {
        const auto braces = parse(QString(5000, '{') + "x");
        QVERIFY(!braces.problems.isEmpty());
        QString roots;
        for (int i = 0; i < 2000; ++i) roots += "\\sqrt";
        QVERIFY(!parse(roots + "x").problems.isEmpty());
        QVERIFY(!parse(QString("x^").repeated(3000)).problems.isEmpty());
    }

    void baselines() {
        const auto plain = drawn("x");
        QCOMPARE(height_of(plain, 0), 0.0);
        const auto scripts = drawn("x_a^b");
        QCOMPARE(height_of(scripts, 0), 0.0);
        QVERIFY(height_of(scripts, 1) < -10);  // subscript
        QVERIFY(height_of(scripts, 2) > 25);   // superscript
        QCOMPARE(scripts.glyphs[1].size, 100 * constant::script_scale);
        const auto fraction = drawn(R"(\frac ab)", true);
        QVERIFY(height_of(fraction, 0) > 25 && height_of(fraction, 1) < -20);
        QCOMPARE(fraction.rules.size(), std::size_t{1});
        QCOMPARE(-fraction.rules[0].area.center().y(),
                 25.0);  // on the axis, where the minus sign is
    }

    void operators_grow_in_displays() {
        const auto text = drawn(R"(\sum_x)"), display = drawn(R"(\sum_x)", true);
        QVERIFY(display.ascent > 1.2 * text.ascent);
        QVERIFY(text.glyphs[1].at.x() > text.glyphs[0].at.x());  // beside it
        const auto& limit = display.glyphs[1];                   // below it
        QVERIFY(-limit.at.y() < -40 && limit.at.x() < display.width / 2);
        const auto integral = drawn(R"(\int_0^1)", true);
        QVERIFY(integral.glyphs[2].at.x() > integral.glyphs[1].at.x());  // follows the slope
    }

    void delimiters_grow() {
        const auto small = drawn(R"(\left( x \right))"),
                   large = drawn(R"(\left( \frac{\frac ab}{\frac cd} \right))", true);
        QVERIFY(large.ascent > 1.5 * small.ascent);
        const auto huge = drawn(R"(\left[ \begin{matrix}1\\2\\3\\4\\5\\6\end{matrix} \right|)");
        QVERIFY(huge.height() > 700);
        QVERIFY(huge.glyphs[0].stretch > 1);  // beyond the largest variant
    }

    void signs_have_space_only_between_operands() {
        QVERIFY(drawn("a-b").width > drawn("a{-}b").width + 20);
        QCOMPARE(drawn("-b").width, drawn("{-}b").width);
        QVERIFY(drawn("a=-b").width < drawn("a-b").width + drawn("=").width + 20);
        const double script = drawn("x^{a-b}").width, tight = drawn("x^{a{-}b}").width;
        QCOMPARE(script, tight);
    }

    void roots_cover_their_bodies() {
        const auto root = drawn(R"(\sqrt{\frac{a}{b}})", true);
        const auto body = drawn(R"(\frac{a}{b})", true);
        QVERIFY(root.ascent > body.ascent && root.width > body.width);
        QVERIFY(root.descent >= body.descent - 1);
    }

    void painted_in_the_colours_given() {
        QImage image(300, 120, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const FormulaFont font;
        drawn(R"(\frac{a}{b}\wrong)").paint(painter, {10, 70}, font, Qt::blue, Qt::red);
        painter.end();
        int blue = 0, red = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                blue += image.pixel(x, y) == QColor(Qt::blue).rgb();
                red += image.pixel(x, y) == QColor(Qt::red).rgb();
            }
        QVERIFY(blue > 100 && red > 100);
    }

    void label() {
        langevin::controls::FormulaLabel label(R"(\chi_2 = V\langle M^2\rangle)");
        QVERIFY(label.problems().isEmpty());
        QVERIFY(label.sizeHint().width() > label.sizeHint().height());
        QCOMPARE(label.accessibleName(), label.formula());
        QVERIFY(!label.grab().isNull());
        label.setFormula(R"(\oops)");
        QCOMPARE(label.problems().size(), 1);
    }
};

QTEST_MAIN(TestFormula)
#include "tst_formula.moc"

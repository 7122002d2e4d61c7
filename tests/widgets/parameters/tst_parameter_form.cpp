// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "tests/support/patience.h"
#include "widgets/parameters/names.h"
#include "widgets/parameters/parameter_form.h"
#include "widgets/parameters/parameter_row.h"
#include "widgets/parameters/value_spin_box.h"

using namespace langevin;
using parameters::ParameterForm;
using parameters::ParameterRow;
using parameters::ValueSpinBox;

namespace {

/// No letter but x, and something.
std::optional<Problem> only_x(std::string_view text) {
    const auto place = std::min(text.find_first_not_of("x+ "), text.size());
    if (!text.empty() && place == text.size()) return std::nullopt;
    return Problem{"there must be x alone\n" + std::string(text) + "\n" + std::string(place, ' ') + "^", "", ""};
}

std::shared_ptr<const ParameterSchema> schema() {
    std::vector<ParameterSpec> specs = {
        {.key = "extent",
         .symbol = "L",
         .label = "Extent",
         .unit = "sites",
         .help = "h",
         .group = "Lattice",
         .initial = std::int64_t{64},
         .domain = Range{4, 512, 2, true}},
        {.key = "kappa",
         .symbol = "κ",
         .label = "Hopping",
         .unit = "",
         .help = "h",
         .group = "Action",
         .initial = 0.27,
         .domain = Range{0, 1, 0.001},
         .apply = Apply::live},
        {.key = "algorithm",
         .symbol = "",
         .label = "Algorithm",
         .unit = "",
         .help = "h",
         .group = "Dynamics",
         .initial = std::string("hmc"),
         .domain = Choice{{{"hmc", "Hybrid Monte Carlo"}, {"langevin", "Langevin dynamics"}, {"mala", "MALA"}}},
         .apply = Apply::live},
        {.key = "start",
         .symbol = "",
         .label = "Start",
         .unit = "",
         .help = "h",
         .group = "Dynamics",
         .initial = std::string("hot"),
         .domain = Choice{{{"cold", "Cold"}, {"hot", "Hot"}}}},
        {.key = "step_size",
         .symbol = "ε",
         .label = "Step size",
         .unit = "",
         .help = "h",
         .group = "Dynamics",
         .initial = 0.05,
         .domain = Range{1e-4, 1, 0.1, true},
         .apply = Apply::live,
         .relevance = Relevance{"algorithm", {"langevin", "mala"}}},
        {.key = "potential",
         .symbol = "V",
         .label = "Potential",
         .unit = "",
         .help = "h",
         .group = "Action",
         .initial = std::string("x + x"),
         .domain = Text{"a sum of x", only_x},
         .apply = Apply::live},
        {.key = "randomise",
         .symbol = "",
         .label = "Randomise",
         .unit = "",
         .help = "h",
         .group = "Dynamics",
         .initial = false,
         .domain = Switch{},
         .apply = Apply::live,
         .level = Level::advanced},
    };
    return std::make_shared<const ParameterSchema>(std::move(specs));
}

}  // namespace

class TestParameterForm : public QObject {
    Q_OBJECT

    std::unique_ptr<ParameterForm> form;
    std::unique_ptr<QSignalSpy> edits, ends;

    ParameterRow* row(const char* key) const {
        for (auto* each : form->findChildren<ParameterRow*>())
            if (each->spec().key == key) return each;
        return nullptr;
    }
    template <class W>
    W* in_row(const char* key) const {
        return row(key)->findChild<W*>();
    }
    Value last_edit() const { return edits->back()[1].value<Value>(); }

  private slots:
    void symbols_stand_where_plain_text_can_have_them() {
        ParameterSpec spec;
        spec.symbol = "σ_max", spec.label = "Strongest noise";
        QCOMPARE(parameters::full_name(spec), QStringLiteral("Strongest noise σₘₐₓ"));
        QCOMPARE(parameters::short_name(spec), QStringLiteral("σₘₐₓ"));
        for (const char* none : {"σ_W", ""}) {
            spec.symbol = none;
            QCOMPARE(parameters::full_name(spec), QStringLiteral("Strongest noise"));
            QCOMPARE(parameters::short_name(spec), QStringLiteral("Strongest noise"));
        }
    }

    void a_compact_form_is_as_high_as_its_rows() {
        QWidget page;
        auto* layout = new QVBoxLayout(&page);
        auto* compact = new ParameterForm(schema(), &page);
        compact->setCompact(true);
        compact->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        layout->addWidget(compact);
        page.resize(400, 900);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page, test::patience));
        QStringList others;
        for (const auto& spec : compact->values().schema().specs())
            if (spec.key != "kappa") others << QString::fromStdString(spec.key);
        compact->setHidden(others);
        QTRY_COMPARE(compact->height(), compact->sizeHint().height());
        const int one = compact->height();
        others.removeAll("extent");
        compact->setHidden(others);
        QTRY_VERIFY(compact->height() > one + 20);
        others << "extent";
        compact->setHidden(others);
        QTRY_COMPARE(compact->height(), one);
    }

    void controls_are_hidden_and_brought_back() {
        ParameterForm page(schema());
        page.show();
        const auto row_of = [&](const char* key) {
            for (auto* each : page.findChildren<ParameterRow*>())
                if (each->spec().key == key) return each;
            return static_cast<ParameterRow*>(nullptr);
        };
        const auto bring_back = [&] {
            for (auto* each : page.findChildren<QToolButton*>())
                if (each->text().contains("hidden control") && each->isVisibleTo(&page)) return each;
            return static_cast<QToolButton*>(nullptr);
        };
        QSignalSpy changed(&page, &ParameterForm::hiddenChanged);
        QVERIFY(!bring_back());
        emit row_of("kappa")->hideRequested();
        QCOMPARE(page.hidden(), QStringList{"kappa"});
        QCOMPARE(changed.size(), 1);
        QVERIFY(!row_of("kappa")->isVisibleTo(&page) && row_of("extent")->isVisibleTo(&page));
        QVERIFY(bring_back() && bring_back()->text() == "One hidden control");
        page.setHidingAllowed(false);
        QVERIFY(!bring_back());
        page.setHidingAllowed(true);
        bring_back()->click();
        QVERIFY(page.hidden().isEmpty() && row_of("kappa")->isVisibleTo(&page) && !bring_back());
        page.setHidden({"kappa", "extent"});
        QCOMPARE(changed.size(), 2);  // what the program sets makes no echo
        QVERIFY(!row_of("extent")->isVisibleTo(&page));
    }

    void init() {
        form = std::make_unique<ParameterForm>(schema());
        form->resize(320, 400);
        form->show();
        QVERIFY(QTest::qWaitForWindowExposed(form.get(), test::patience));
        edits = std::make_unique<QSignalSpy>(form.get(), &ParameterForm::edited);
        ends = std::make_unique<QSignalSpy>(form.get(), &ParameterForm::editingFinished);
    }
    void cleanup() { edits.reset(), ends.reset(), form.reset(); }

    void slider_gives_one_edit_per_change() {
        auto* slider = in_row<QSlider>("kappa");
        slider->setSliderDown(true);
        slider->setSliderPosition(300);
        slider->setSliderPosition(301);
        slider->setSliderPosition(301);
        QCOMPARE(edits->size(), 2);
        QCOMPARE(edits->back()[0].toString(), "kappa");
        QCOMPARE(last_edit(), Value(0.301));
        QCOMPARE(ends->size(), 0);
        slider->setSliderDown(false);
        QCOMPARE(ends->size(), 1);
        QCOMPARE(in_row<QLineEdit>("kappa")->text(), "0.301");
        QCOMPARE(form->values().get<double>("kappa"), 0.301);
    }

    void keys_move_by_the_step() {
        auto* slider = in_row<QSlider>("kappa");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(last_edit(), Value(0.271));
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(last_edit(), Value(0.0));
        auto* spin = in_row<ValueSpinBox>("extent");
        QTest::keyClick(spin, Qt::Key_Up);
        QCOMPARE(last_edit(), Value(std::int64_t{66}));
        QCOMPARE(edits->size(), 3);
    }

    void typing_counts_when_it_is_complete() {
        auto* spin = in_row<ValueSpinBox>("kappa");
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, "0.2709");
        QCOMPARE(edits->size(), 0);
        QTest::keyClick(spin, Qt::Key_Return);
        QCOMPARE(edits->size(), 1);
        QCOMPARE(last_edit(), Value(0.2709));
        QCOMPARE(ends->size(), 1);
        QTest::keyClick(spin, Qt::Key_Return);
        QCOMPARE(edits->size(), 1);
    }

    void wrong_text_gets_a_sentence_and_goes_with_the_next_good_edit() {
        auto* spin = in_row<ValueSpinBox>("extent");
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, "7");
        QTest::keyClick(spin, Qt::Key_Return);
        QCOMPARE(edits->size(), 0);
        QVERIFY2(row("extent")->problem().contains("extent must be a whole number from 4 to 512"),
                 qPrintable(row("extent")->problem()));
        QVERIFY(spin->property("wrong").toBool());
        spin->selectAll();
        QTest::keyClicks(spin, "32");
        QTest::keyClick(spin, Qt::Key_Return);
        QCOMPARE(last_edit(), Value(std::int64_t{32}));
        QVERIFY(row("extent")->problem().isEmpty());
        QVERIFY(!spin->property("wrong").toBool());
    }

    void a_formula_is_checked_while_it_is_typed() {
        auto* line = in_row<QLineEdit>("potential");
        QCOMPARE(line->text(), "x + x");
        QCOMPARE(line->placeholderText(), "a sum of x");
        QVERIFY(row("potential")->toolTip().contains("Takes a sum of x."));
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, "x + y");
        QCOMPARE(row("potential")->problem(), "There must be x alone.\nx + y\n    ^");
        QVERIFY(line->property("wrong").toBool());
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edits->size(), 0);
        QCOMPARE(form->values().get<std::string>("potential"), std::string("x + x"));  // the last good one
        QTest::keyClick(line, Qt::Key_Backspace);
        QTest::keyClicks(line, "x");
        QVERIFY(row("potential")->problem().isEmpty());
        QVERIFY(!line->property("wrong").toBool());
        QTest::keyClicks(line, " + x");
        QCOMPARE(edits->size(), 0);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edits->size(), 1);
        QCOMPARE(ends->size(), 1);
        QCOMPARE(last_edit(), Value(std::string("x + x + x")));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edits->size(), 1);
        QTest::keyClicks(line, "+x");
        in_row<QSlider>("kappa")->setFocus();  // leaving is as good as Enter
        QCOMPARE(last_edit(), Value(std::string("x + x + x+x")));
    }

    void refused_formulas_stay_until_something_else_is_wanted() {
        auto* line = in_row<QLineEdit>("potential");
        const auto type_nonsense = [&] {
            line->setFocus();
            line->selectAll();
            QTest::keyClicks(line, "7");
        };
        type_nonsense();
        in_row<QSlider>("kappa")->setFocus();
        form->setValues(ParameterSet(schema()));  // nothing new: the text can still be mended
        QCOMPARE(line->text(), "7");
        QVERIFY(!row("potential")->problem().isEmpty());
        ParameterSet other(schema());
        QVERIFY(!other.set_text("potential", "x"));
        form->setValues(other);  // undo, say
        QCOMPARE(line->text(), "x");
        QVERIFY(row("potential")->problem().isEmpty());
        QVERIFY(!line->property("wrong").toBool());

        type_nonsense();
        QTest::keyClick(line, Qt::Key_Escape);
        QCOMPARE(line->text(), "x");
        QVERIFY(row("potential")->problem().isEmpty());

        form->setValues(ParameterSet(schema()));
        type_nonsense();
        for (auto* button : form->findChildren<QToolButton*>())
            if (button->accessibleName() == "Reset all parameters") button->click();
        QCOMPARE(line->text(), "x + x");
        QVERIFY(row("potential")->problem().isEmpty());
        QCOMPARE(edits->size(), 0);
    }

    void set_values_makes_no_echo() {
        ParameterSet values(schema());
        QVERIFY(!values.set_text("kappa", "0.3") && !values.set_text("algorithm", "mala") &&
                !values.set_text("start", "cold") && !values.set_text("randomise", "true") &&
                !values.set_text("extent", "128"));
        form->setValues(values);
        QCOMPARE(edits->size(), 0);
        QCOMPARE(ends->size(), 0);
        QVERIFY(form->values() == values);
        QCOMPARE(in_row<QLineEdit>("kappa")->text(), "0.300");
        QCOMPARE(in_row<QComboBox>("algorithm")->currentText(), "MALA");
        QVERIFY(in_row<QCheckBox>("randomise")->isChecked());
    }

    void a_held_slider_is_not_overwritten() {
        auto* slider = in_row<QSlider>("kappa");
        slider->setSliderDown(true);
        slider->setSliderPosition(400);
        ParameterSet late(schema());
        form->setValues(late);  // a snapshot of before the drag
        QCOMPARE(slider->sliderPosition(), 400);
        QCOMPARE(form->values().get<double>("kappa"), 0.4);
        slider->setSliderDown(false);
        form->setValues(late);
        QCOMPARE(form->values().get<double>("kappa"), 0.27);
    }

    void irrelevant_rows_are_hidden() {
        QVERIFY(!row("step_size")->isVisible());
        in_row<QComboBox>("algorithm")->setCurrentIndex(1);
        QVERIFY(row("step_size")->isVisible());
        QCOMPARE(edits->size(), 1);
        QCOMPARE(last_edit(), Value(std::string("langevin")));
    }

    void advanced_rows_wait_behind_more() {
        QVERIFY(!row("randomise")->isVisible());
        form->setShowsAdvanced(true);
        QVERIFY(row("randomise")->isVisible());
        QTest::mouseClick(in_row<QCheckBox>("randomise"), Qt::LeftButton, {}, {8, 10});
        QCOMPARE(edits->size(), 1);
        QCOMPARE(last_edit(), Value(true));
    }

    void problems_are_shown_under_their_row() {
        form->showProblem("kappa", "Too large.");
        QCOMPARE(row("kappa")->problem(), "Too large.");
        QTest::keyClick(in_row<QSlider>("kappa"), Qt::Key_Left);
        QVERIFY(row("kappa")->problem().isEmpty());
        form->showProblem("", "Something else.");
        form->clearProblems();
    }

    /// An event that is not accepted goes to the scroll area around. (One that a test sends is not
    /// passed on by itself.)
    void wheel_is_left_to_the_form_unless_focused() {
        auto* slider = in_row<QSlider>("kappa");
        in_row<ValueSpinBox>("extent")->setFocus();
        const auto turn = [](QWidget* target) {
            const QPointF at(10, 10);
            QWheelEvent event(at, target->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QApplication::sendEvent(target, &event);
            return event.isAccepted();
        };
        QVERIFY(!turn(slider));
        QVERIFY(!turn(in_row<QComboBox>("algorithm")));
        QVERIFY(!turn(in_row<ValueSpinBox>("kappa")));
        QCOMPARE(edits->size(), 0);
        slider->setFocus();
        QVERIFY(turn(slider));
        QCOMPARE(last_edit(), Value(0.269));
    }

    void reset_all_edits_only_what_differs() {
        QTest::keyClick(in_row<QSlider>("kappa"), Qt::Key_Right);
        in_row<QComboBox>("algorithm")->setCurrentIndex(2);
        edits->clear();
        for (auto* button : form->findChildren<QToolButton*>())
            if (button->accessibleName() == "Reset all parameters") button->click();
        QCOMPARE(edits->size(), 2);
        QVERIFY(form->values() == ParameterSet(schema()));
    }

    void narrow_is_enough() { QVERIFY(form->minimumSizeHint().width() <= 280); }
};

QTEST_MAIN(TestParameterForm)
#include "tst_parameter_form.moc"

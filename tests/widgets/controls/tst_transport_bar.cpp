// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/support/patience.h"
#include "widgets/controls/number_text.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/controls/time_line.h"
#include "widgets/controls/transport_bar.h"

using namespace langevin;
using namespace langevin::controls;

class TestTransportBar : public QObject {
    Q_OBJECT

    TransportState state(Phase phase) const {
        TransportState s;
        s.phase = phase;
        s.step = 1234;
        s.moments = {0, 500, 1000};
        s.step_unit = "update";
        return s;
    }

  private slots:
    void buttons_follow_the_phase_alone_data() {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<bool>("pauses");
        QTest::addColumn<bool>("steps");
        QTest::newRow("idle") << Phase::idle << false << true;
        QTest::newRow("running") << Phase::running << true << false;
        QTest::newRow("paused") << Phase::paused << false << true;
        QTest::newRow("finished") << Phase::finished << false << true;
        QTest::newRow("failed") << Phase::failed << false << false;
    }

    void buttons_follow_the_phase_alone() {
        QFETCH(Phase, phase);
        QFETCH(bool, pauses);
        QFETCH(bool, steps);
        for (const auto before : {Phase::idle, Phase::running, Phase::paused, Phase::finished, Phase::failed}) {
            TransportBar bar;
            bar.show(state(before));
            bar.show(state(phase));
            QVERIFY(bar.playAction()->isEnabled());
            QVERIFY(bar.restartAction()->isEnabled());
            QCOMPARE(bar.stepAction()->isEnabled(), steps);
            QSignalSpy play(&bar, &TransportBar::playRequested), pause(&bar, &TransportBar::pauseRequested);
            bar.playAction()->trigger();
            QCOMPARE(play.size(), pauses ? 0 : 1);
            QCOMPARE(pause.size(), pauses ? 1 : 0);
        }
    }

    void keys_work_from_anywhere_in_the_window() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new TransportBar(&window);
        auto* box = new QCheckBox("box", &window);
        auto* plain = new QWidget(&window);
        plain->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(bar), layout->addWidget(box), layout->addWidget(plain);
        bar->show(state(Phase::paused));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window, test::patience));
        QSignalSpy play(bar, &TransportBar::playRequested), single(bar, &TransportBar::stepRequested),
            rewind(bar, &TransportBar::rewindRequested);
        plain->setFocus();
        QTest::keyClick(plain, Qt::Key_Space);
        QTest::keyClick(plain, Qt::Key_Period);
        QTest::keyClick(plain, Qt::Key_Home);
        QTest::keyClick(plain, Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(play.size(), 1);
        QCOMPARE(single.size(), 1);
        QCOMPARE(rewind.size(), 2);
        QCOMPARE(rewind[0][0].toULongLong(), 0ull);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);  // ticks the box, as anywhere else
        QVERIFY(box->isChecked());
        QCOMPARE(play.size(), 1);
    }

    void moments_can_be_chosen() {
        TransportBar bar;
        bar.show(state(Phase::running));
        QSignalSpy rewind(&bar, &TransportBar::rewindRequested);
        auto* menu = bar.findChild<QMenu*>();
        emit menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 3);
        menu->actions()[1]->trigger();
        QCOMPARE(rewind[0][0].toULongLong(), 1000ull);
        auto* line = bar.findChild<TimeLine*>();
        line->setFocus();
        QTest::keyClick(line, Qt::Key_Left);
        QTest::keyClick(line, Qt::Key_Left);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(rewind[1][0].toULongLong(), 500ull);
        line->resize(200, 20);
        QTest::mouseClick(line, Qt::LeftButton, {}, {2, 10});
        QCOMPARE(rewind[2][0].toULongLong(), 0ull);
    }

    void pace_is_logarithmic_and_ends_at_unlimited() {
        const auto& paces = TransportBar::paces();
        QCOMPARE(paces.front(), std::optional<double>(1));
        QVERIFY(!paces.back());
        for (std::size_t i = 2; i < paces.size() - 1; ++i) QVERIFY(*paces[i] / *paces[i - 1] < 2.01);
        TransportBar bar;
        bar.show(state(Phase::paused));
        auto* slider = bar.findChild<QSlider*>();
        QCOMPARE(slider->value(), slider->maximum());
        std::vector<std::optional<double>> heard;
        connect(&bar, &TransportBar::paceChanged, this, [&](std::optional<double> pace) { heard.push_back(pace); });
        auto slow = state(Phase::paused);
        slow.pace = 10;
        bar.show(slow);
        QVERIFY(heard.empty());
        QCOMPARE(*paces[static_cast<std::size_t>(slider->value())], 10.0);
        slider->setValue(0);
        slider->setValue(slider->maximum());
        QCOMPARE(heard.size(), std::size_t{2});
        QCOMPARE(*heard[0], 1.0);
        QVERIFY(!heard[1]);
    }

    void seeds_have_64_bits() {
        TransportBar bar;
        bar.show(state(Phase::paused));
        QSignalSpy spy(&bar, &TransportBar::seedEdited);
        auto* edit = bar.findChild<SeedEdit*>();
        edit->selectAll();
        QTest::keyClicks(edit, "18446744073709551615");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toULongLong(), ~0ull);
        edit->selectAll();
        QTest::keyClicks(edit, "99999999999999999999");  // does not fit
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(edit->text(), "18446744073709551615");
        edit->selectAll();
        QTest::keyClicks(edit, "-7x");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(edit->text(), "7");
        for (auto* button : bar.findChildren<QToolButton*>())
            if (button->accessibleName() == "Another seed") button->click();
        QCOMPARE(spy.size(), 3);
        QVERIFY(spy[2][0].toULongLong() > 0);
    }

    void progress_is_shown_where_an_end_is_known() {
        TransportBar bar;
        bar.resize(1000, 50);
        auto s = state(Phase::running);
        s.progress = {340, 1000, "thermalising"};
        bar.show(s);
        bar.QWidget::show();
        auto* progress = bar.findChild<QProgressBar*>();
        QVERIFY(progress->isVisible());
        QCOMPARE(progress->value(), 340);
        s.progress = {};
        bar.show(s);
        QVERIFY(!progress->isVisible());
    }

    void numbers_are_short() {
        QCOMPARE(count_text(7), "7");
        QCOMPARE(count_text(1234567), QString("1\u202f234\u202f567"));
        QCOMPARE(si_text(0.5), "0.50");
        QCOMPARE(si_text(30), "30");
        QCOMPARE(si_text(34.56), "34.6");
        QCOMPARE(si_text(1250), "1.25 k");
        QCOMPARE(si_text(999.7), "1.00 k");
        QCOMPARE(si_text(2.5e6), "2.50 M");
        QCOMPARE(si_text(-1), "–");
        QCOMPARE(duration_text(7.9), "0:07");
        QCOMPARE(duration_text(3723), "1:02:03");
    }
};

QTEST_MAIN(TestTransportBar)
#include "tst_transport_bar.moc"

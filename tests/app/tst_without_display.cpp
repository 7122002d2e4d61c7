// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program where there is no display: what needs none works, the rest is refused with a sentence.
#include <QProcess>
#include <QtTest>

class TestWithoutDisplay : public QObject {
    Q_OBJECT

    QProcess program;

    void run(const QStringList& arguments) {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(variable);
        program.setProcessEnvironment(environment);
        program.start(LANGEVIN_LAB, arguments);
        QVERIFY(program.waitForFinished(60000));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    }

  private slots:
    void help_is_given() {
        run({"--help"});
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.readAllStandardOutput().contains("--render"));
    }

    void a_window_is_refused() {
        run({});
        QCOMPARE(program.exitCode(), 2);
        const auto said = program.readAllStandardError();
        QVERIFY2(said.contains("no display") && said.contains("--render"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestWithoutDisplay)
#include "tst_without_display.moc"

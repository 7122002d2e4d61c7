// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program where there is no display: what needs none works, the rest is refused with a sentence.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

class TestWithoutDisplay : public QObject {
    Q_OBJECT

    QProcess program;

    void run(const QStringList& arguments, const QMap<QString, QString>& variables = {}) {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (auto each = variables.begin(); each != variables.end(); ++each)
            environment.insert(each.key(), each.value());
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

    /// Files are the same bytes on a machine that writes 0,27.
    void a_decimal_comma_of_the_machine_changes_no_file() {
        QTemporaryDir place;
        QVERIFY(place.isValid());
        const auto german =
            QProcess::execute("localedef", {"-i", "de_DE", "-f", "UTF-8", place.filePath("de_DE.UTF-8")});
        if (german != 0) QSKIP("there is no description of a German locale here (package locales)");
        const auto render = [&](const char* language) {
            const auto folder = place.filePath(QString("out-") + language);
            run({"--recipe", "denoising extent=32 kappa=0.21 score=symmetric levels=16 steps=20", "--render", folder},
                {{"LOCPATH", place.path()}, {"LC_ALL", language}});
            return QDir(folder);
        };
        const auto here = render("de_DE.UTF-8"), plain = render("C");
        QCOMPARE(program.exitCode(), 0);
        const auto names = plain.entryList({"*.csv", "*.json", "*.vti"}, QDir::Files);
        QVERIFY(names.size() > 3);
        for (const auto& name : names) {
            QFile a(here.filePath(name)), b(plain.filePath(name));
            QVERIFY2(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly), qPrintable(name));
            QVERIFY2(a.readAll() == b.readAll(), qPrintable(name));
        }
    }
};

QTEST_GUILESS_MAIN(TestWithoutDisplay)
#include "tst_without_display.moc"

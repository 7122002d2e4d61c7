// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program where there is no display: what needs none works, the rest is refused with a sentence.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
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

    void two_runs_are_rendered_together() {
        QTemporaryDir place;
        const QDir two(place.filePath("two")), one(place.filePath("one"));
        const QString line = "phi4 extent=8 chains=4 thermalisation=0 kappa=0.2 steps=40";
        const QStringList panels{"--panels", "field,magnetisation_histogram"};
        run(QStringList{"--recipe", line, "--render", one.path()} + panels);
        QCOMPARE(program.exitCode(), 0);
        run(QStringList{"--recipe", line, "--compare", "phi4 extent=8 chains=4 thermalisation=0 kappa=0.25 seed=9",
                        "--render", two.path()} +
            panels);
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
        for (const char* name : {"field-b.png", "field-b.vti", "field-b.csv", "magnetisation_histogram-b.png",
                                 "recipe-b.json", "session.second.h5", "figure.png"})
            QVERIFY2(two.exists(name), name);
        const auto content = [](const QDir& folder, const char* name) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
        };
        // The second run changes the plots of the first, not its data.
        QCOMPARE(content(two, "magnetisation_histogram.csv"), content(one, "magnetisation_histogram.csv"));
        QCOMPARE(content(two, "field.png"), content(one, "field.png"));
        QVERIFY(content(two, "magnetisation_histogram.png") != content(one, "magnetisation_histogram.png"));
        QVERIFY(content(two, "magnetisation_histogram-b.csv").contains("kappa\": 0.25"));
        const auto session = QJsonDocument::fromJson(content(two, "session.json")).object();
        QCOMPARE(session["apart"].toArray(), QJsonArray{"kappa"});
        QCOMPARE(session["second"]["recipe"]["seed"].toInt(), 9);
        QCOMPARE(session["second"]["recipe"]["steps"].toInt(), 40);  // as many as the first

        run({"--recipe", line, "--compare", "coulomb_gas", "--render", two.path()});
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.readAllStandardError().contains("the same lab"));
        run({"--recipe", line, "--compare", "phi4", "--movie", place.filePath("film")});
        QCOMPARE(program.exitCode(), 2);
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

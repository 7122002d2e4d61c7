// SPDX-License-Identifier: GPL-3.0-or-later
// Movies and figures from the command line, where there is no display.
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/command_line/small_disk.h"

namespace {

const QString line = "phi4 extent=8 chains=2 algorithm=cluster seed=5";

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList names_in(const QString& folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

bool has_ffmpeg() {
    return !QStandardPaths::findExecutable("ffmpeg").isEmpty() && !QStandardPaths::findExecutable("ffprobe").isEmpty();
}

QString probe(const QString& path, const QString& entries) {
    QProcess process;
    process.start("ffprobe", {"-v", "error", "-count_frames", "-show_entries", entries, "-of", "default=nw=1", path});
    return process.waitForFinished(60000) ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
}

}  // namespace

class TestMovieCommand : public QObject {
    Q_OBJECT

    QTemporaryDir files, runtime;
    QString said, complained;
    int code = -1;

    void run(const QStringList& arguments, const QString& path = {}) {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(variable);
        environment.insert("XDG_RUNTIME_DIR", runtime.path());  // or Qt says that there is none
        if (!path.isNull()) environment.insert("PATH", path);
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(LANGEVIN_LAB, arguments);
        QVERIFY(program.waitForFinished(60000));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        code = program.exitCode();
        said = QString::fromUtf8(program.readAllStandardOutput());
        complained = QString::fromUtf8(program.readAllStandardError());
    }
    QStringList movie(const QString& path, int frames = 3) {
        return {"--movie",  path,
                "--recipe", line,
                "--panels", "field,magnetisation_history",
                "--every",  "5",
                "--frames", QString::number(frames),
                "--size",   "320x180"};
    }

  private slots:
    void the_same_recipe_gives_the_same_pictures() {
        for (const char* name : {"one", "two"}) {
            run(movie(files.filePath(name)));
            QVERIFY2(code == 0, qPrintable(complained));
        }
        const auto names = names_in(files.filePath("one"));
        QCOMPARE(names, QStringList({"000001.png", "000002.png", "000003.png"}));
        QSet<QByteArray> different;
        for (const auto& name : names) {
            const auto bytes = contents(files.filePath("one/" + name));
            QCOMPARE(bytes, contents(files.filePath("two/" + name)));
            different << bytes;
        }
        QCOMPARE(different.size(), 3);
        QImageReader frame(files.filePath("one/000002.png"));
        QCOMPARE(frame.size(), QSize(320, 180));
        const auto recipe = frame.text("recipe");  // of this very moment
        QVERIFY2(recipe.contains("\"steps\": 10") && recipe.contains("\"seed\": 5"), qPrintable(recipe));
    }

    void mistakes_are_sentences_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QStringList& arguments, const QString& sentence) {
            QTest::newRow(name) << arguments << sentence;
        };
        const QString out = files.filePath("nothing");
        row("panel", {"--movie", out, "--recipe", line, "--panels", "feild"}, "Did you mean \"field\"");
        row("panel of a figure", {"--render", out, "--recipe", line, "--panels", "nonsense"}, "panels are ");
        row("twice", {"--movie", out, "--recipe", line, "--panels", "field,field"}, "twice");
        row("folder", {"--movie", files.filePath("no/where.gif"), "--recipe", line}, "no folder");
        row("ending", {"--movie", out + ".avi", "--recipe", line}, "End the name with .mp4");
        row("size", {"--movie", out, "--size", "1280"}, "WIDTHxHEIGHT");
        row("frames", {"--movie", out, "--frames", "0"}, "--frames must be");
        row("every", {"--movie", out, "--every", "-3"}, "--every must be");
        row("palette", {"--movie", out, "--palette", "gray"}, "Did you mean \"greys\"");
        row("sheet", {"--render", out, "--sheet", "slides"}, "Did you mean \"slide\"");
        row("format", {"--render", out, "--format", "gif"}, "--format does not know");
        row("format of a movie", {"--movie", out, "--format", "png"}, "--format needs --render");
        row("frames of a figure", {"--render", out, "--frames", "3"}, "--frames needs --movie");
        row("nothing to draw", {"--dark"}, "--dark needs --render or --movie");
        row("both", {"--movie", out, "--render", out}, "do not go together");
        row("dots", {"--render", out, "--dpi", "9"}, "--dpi must be");
    }
    void mistakes_are_sentences() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, sentence);
        const auto before = names_in(files.path());
        run(arguments);
        QCOMPARE(code, 2);
        QVERIFY2(complained.contains(sentence), qPrintable(complained));
        QCOMPARE(complained.count('\n'), 1);
        const auto after = names_in(files.path());
        for (const auto& name : after) QVERIFY2(before.contains(name) || name == "nothing", qPrintable(name));
    }

    void a_folder_with_something_in_it_is_left_alone() {
        QVERIFY(QDir().mkpath(files.filePath("full/inner")));
        run(movie(files.filePath("full")));
        QCOMPARE(code, 2);
        QVERIFY2(complained.contains("Choose another name"), qPrintable(complained));
        QCOMPARE(names_in(files.filePath("full")), QStringList("inner"));
        QVERIFY(QDir().mkpath(files.filePath("empty")));
        run(movie(files.filePath("empty"), 1));
        QCOMPARE(code, 0);
        QCOMPARE(names_in(files.filePath("empty")).size(), 1);
    }

    void without_ffmpeg_pictures_are_offered() {
        for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
            run(movie(files.filePath(name)), files.path());
            QCOMPARE(code, 2);
            QVERIFY2(complained.contains("ffmpeg") && complained.contains("PNG pictures"), qPrintable(complained));
            QVERIFY(!QFile::exists(files.filePath(name)));
        }
        run(movie(files.filePath("without_ffmpeg")), files.path());
        QCOMPARE(code, 0);
    }

    void an_ffmpeg_that_gives_up_leaves_nothing() {
        QTemporaryDir place;
        const auto program = place.filePath("ffmpeg");
        QFile script(program);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nhead -c 1000 > /dev/null\necho 'no such encoder' >&2\nexit 1\n");
        script.close();
        script.setPermissions(script.permissions() | QFile::ExeOwner);
        const auto target = place.filePath("x.mp4");
        run(movie(target, 20), place.path() + ":" + qEnvironmentVariable("PATH"));
        QCOMPARE(code, 2);
        QVERIFY2(complained.contains("no such encoder"), qPrintable(complained));
        QCOMPARE(names_in(place.path()), QStringList("ffmpeg"));
    }

    void movies_have_frames_rate_and_recipe_data() {
        QTest::addColumn<QString>("ending");
        for (const char* ending : {"mp4", "webm", "gif"}) QTest::newRow(ending) << QString(ending);
    }
    void movies_have_frames_rate_and_recipe() {
        if (!has_ffmpeg()) QSKIP("ffmpeg and ffprobe are not installed");
        QFETCH(const QString, ending);
        const auto path = files.filePath("movie." + ending);
        run(movie(path, 10) + QStringList{"--fps", "10", "--dark", "--first", "20"});
        QVERIFY2(code == 0, qPrintable(complained));
        const auto facts = probe(path, "stream=nb_read_frames,width,height:format=duration:format_tags");
        QVERIFY2(facts.contains("nb_read_frames=10") && facts.contains("width=320"), qPrintable(facts));
        QVERIFY2(facts.contains("duration=1.0") || facts.contains("duration=0.99"), qPrintable(facts));
        QVERIFY(ending == "gif" ? contents(path).contains("\"lab\": \"phi4\"") : facts.contains("\"lab\": \"phi4\""));
        QCOMPARE(names_in(files.path()).filter("movie." + ending), QStringList("movie." + ending));
    }

    void a_full_disk_leaves_nothing_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("pictures") << QString("pictures");
        QTest::newRow("mp4") << QString("x.mp4");
        QTest::newRow("gif") << QString("x.gif");
    }
    void a_full_disk_leaves_nothing() {
        QFETCH(const QString, name);
        if (name.contains('.') && !has_ffmpeg()) QSKIP("ffmpeg is not installed");
        const langevin::test::SmallDisk disk(files.filePath("disk"), 40);
        if (!disk.mounted()) QSKIP("only root may make a small disk");
        run(movie(files.filePath("disk/" + name), 200));
        QCOMPARE(code, 2);
        QVERIFY2(complained.contains("space", Qt::CaseInsensitive) || complained.contains("full"),
                 qPrintable(complained));
        QVERIFY2(names_in(files.filePath("disk")).isEmpty(), qPrintable(names_in(files.filePath("disk")).join(' ')));
    }

    void render_writes_all_panels_as_ever() {
        const auto folder = files.filePath("rendered");
        run({"--render", folder, "--recipe", line + " steps=20"});
        QVERIFY2(code == 0, qPrintable(complained));
        const auto names = names_in(folder);
        for (const char* name : {"field.png", "field.csv", "field.vti", "table.png", "recipe.json", "session.json"})
            QVERIFY2(names.contains(name), name);
        QVERIFY(!names.contains("figure.png"));
        QCOMPARE(QImageReader(folder + "/table.png").size(), QSize(1016, 732));
    }
    void render_makes_a_figure_of_several_panels() {
        const auto folder = files.filePath("figure");
        run({"--render", folder, "--recipe", line + " steps=20", "--panels", "field,table", "--format", "pdf",
             "--sheet", "double-column", "--palette", "greys"});
        QVERIFY2(code == 0, qPrintable(complained));
        const auto names = names_in(folder);
        QCOMPARE(names.filter(".pdf"), QStringList({"field.pdf", "figure.pdf", "table.pdf"}));
        QVERIFY(contents(folder + "/figure.pdf").contains("(recipe.json)"));
        run({"--render", files.filePath("small"), "--recipe", line + " steps=20", "--panels", "field", "--size",
             "50.8x25.4", "--dpi", "100", "--font", "6"});
        QCOMPARE(code, 0);
        QCOMPARE(QImageReader(files.filePath("small/field.png")).size(), QSize(200, 100));
        QVERIFY(!QFile::exists(files.filePath("small/figure.png")));  // one panel is a figure already
    }
};

QTEST_GUILESS_MAIN(TestMovieCommand)
#include "tst_movie_command.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What is installed beside the programs: manual pages, desktop entry, types of files, metainfo.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

namespace {

const QString linux_files = SOURCE_DIR "/installers/linux/";

QString read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString output(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(60000) ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
}

/// "--threads" and the like.
QSet<QString> options_in(const QString& text) {
    static const QRegularExpression option("--[a-z][a-z-]*[a-z]");
    QSet<QString> options;
    for (auto match = option.globalMatch(text); match.hasNext();) options.insert(match.next().captured());
    return options;
}

/// A manual page without the backslashes of its hyphens.
QString manual(const QString& program) {
    return read(linux_files + program + ".1.in").replace("\\-", "-");
}

void compare_options(const QSet<QString>& page, const QSet<QString>& help) {
    QVERIFY(!help.isEmpty());
    const auto unwritten = (help - page).values(), untrue = (page - help).values();
    QVERIFY2(unwritten.isEmpty(), qPrintable("not in the manual: " + unwritten.join(' ')));
    QVERIFY2(untrue.isEmpty(), qPrintable("not in the program: " + untrue.join(' ')));
}

/// Text of each element of this name; an attribute instead, where one is named.
QStringList elements(const QString& file, const QString& name, const QString& attribute = {}) {
    QXmlStreamReader xml(read(linux_files + file));
    QStringList found;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != name) continue;
        found << (attribute.isEmpty() ? xml.readElementText() : xml.attributes().value(attribute).toString());
    }
    if (xml.hasError()) qWarning() << file << xml.errorString();
    return xml.hasError() ? QStringList() : found;
}

QStringList types_of_desktop_entry() {
    static const QRegularExpression line("^MimeType=(.*);$", QRegularExpression::MultilineOption);
    return line.match(read(linux_files + "langevin-lab.desktop")).captured(1).split(';');
}

}  // namespace

class TestInstall : public QObject {
    Q_OBJECT

  private slots:
    void manual_of_langevin_run_has_each_option() {
        const auto page = manual("langevin-run");
        const auto commands = page.section(".SH COMMANDS", 1).section(".SH EXIT STATUS", 0, 0).split(".SS ").mid(1);
        QStringList documented;
        for (const auto& section : commands) {
            const auto title = section.section('\n', 0, 0).section('\\', 0, 0).trimmed();
            documented << title;
            auto help = options_in(output(LANGEVIN_RUN, title.split(' ') + QStringList("--help")));
            help.remove("--help");  // said once for all
            auto written = section;
            compare_options(options_in(written.remove("\\fBsweep merge")), help);
        }
        static const QRegularExpression command("^  ([a-z]+) ", QRegularExpression::MultilineOption);
        for (const QString parent : {"", "sweep"}) {
            const auto arguments = parent.isEmpty() ? QStringList("--help") : QStringList{parent, "--help"};
            const auto list = output(LANGEVIN_RUN, arguments).section("Subcommands:", 1);
            int seen = 0;
            for (auto match = command.globalMatch(list); match.hasNext(); ++seen) {
                const auto name = (parent + " " + match.next().captured(1)).trimmed();
                QVERIFY2(documented.contains(name), qPrintable(name));
            }
            QVERIFY(seen > 2);
        }
    }

    void manual_of_langevin_lab_has_each_option() {
#ifdef LANGEVIN_LAB
        compare_options(options_in(manual("langevin-lab")), options_in(output(LANGEVIN_LAB, {"--help"})));
#else
        QSKIP("built without the desktop program");
#endif
    }

    void the_same_types_everywhere() {
        const auto types = elements("langevin-lab.mime.xml", "mime-type", "type");
        QCOMPARE(types.size(), 3);
        QCOMPARE(types_of_desktop_entry(), types);
        QCOMPARE(elements("langevin-lab.metainfo.xml.in", "mediatype"), types);
    }

    /// The magic is spelled as the program writes.
    void files_of_the_program_are_recognised() {
        QTemporaryDir folder;
        const auto out = folder.filePath("out");
        output(LANGEVIN_RUN, {"run", "phi4 extent=8 chains=1", "--steps", "2", "--quiet", "--out", out});
        const auto patterns = elements("langevin-lab.mime.xml", "match", "value");
        for (const char* name : {"recipe", "session"}) {
            const auto begin = read(out + "/" + name + ".json").left(80);
            const auto found = std::any_of(patterns.begin(), patterns.end(), [&](QString pattern) {
                return pattern.size() > 1 && begin.startsWith('{') && begin.contains(pattern.replace("\\n", "\n"));
            });
            QVERIFY2(found, qPrintable(begin));
        }
    }

    void names_agree() {
        const auto entry = read(linux_files + "langevin-lab.desktop");
        QVERIFY(entry.contains("\nExec=langevin-lab %f\n"));
        QVERIFY(entry.contains("\nIcon=langevin-lab\n"));
        QCOMPARE(elements("langevin-lab.metainfo.xml.in", "launchable"), {"langevin-lab.desktop"});
        QCOMPARE(elements("langevin-lab.metainfo.xml.in", "name"), {"Langevin Lab"});
    }

    /// It stands in CMakeLists.txt; what says it elsewhere is filled in.
    void the_version_stands_in_one_place() {
        static const QRegularExpression line("project\\(langevin-lab VERSION ([0-9.]+)");
        const auto version = line.match(read(SOURCE_DIR "/CMakeLists.txt")).captured(1);
        QVERIFY(!version.isEmpty());
        QCOMPARE(output(LANGEVIN_RUN, {"--version"}).trimmed(), version);
        QVERIFY(!read(SOURCE_DIR "/CITATION.cff").contains("\nversion:"));
        for (const char* file : {"langevin-lab.metainfo.xml.in", "langevin-lab.1.in", "langevin-run.1.in"})
            QVERIFY2(
                !read(linux_files + file).contains(version) && read(linux_files + file).contains("@PROJECT_VERSION@"),
                file);
    }
};

QTEST_GUILESS_MAIN(TestInstall)
#include "tst_install.moc"

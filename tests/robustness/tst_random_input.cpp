// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks, drags, edits, opens and closes at random: no crash, no hang, no growth of memory. LANGEVIN_RANDOM_MINUTES
// sets how long, LANGEVIN_RANDOM_SEED repeats a run that failed; what was done is kept in random_input.log of the
// build.
#include <QApplication>
#include <QDesktopServices>
#include <QFile>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "app/desktop/startup/memory.h"
#include "engine/labs/labs.h"
#include "tests/robustness/random_user.h"
#include "tests/robustness/stall_watch.h"
#include "tests/support/slowness.h"
#include "widgets/style/theme.h"

using namespace langevin;
using namespace langevin::test;

namespace {

constexpr double default_minutes = 0.6;
// ms. The aim is 200 on a quiet machine; a session or a preset that is opened takes longer than that on a busy one.
constexpr double longest_gap = 2000 * slowness;
// ms of that in which the thread of the window did work, which other programs do not lengthen much
constexpr double most_work = 600 * slowness;
// ms, for a program whose window is gone already
constexpr double longest_farewell = 10000 * slowness;
constexpr double most_growth = 100;  // MB, from the middle third to the last

constexpr const char* schemes[] = {"http", "https", "mailto", "file", "doi"};

double number_from(const char* variable, double otherwise) {
    bool given = false;
    const double value = qEnvironmentVariable(variable).toDouble(&given);
    return given ? value : otherwise;
}

double mean(std::span<const double> values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

}  // namespace

class TestRandomInput : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();
    QTemporaryDir folder;

    static double minutes() { return number_from("LANGEVIN_RANDOM_MINUTES", default_minutes); }

  public:
    /// QtTest ends a function after five minutes, unless told otherwise.
    static void initMain() {
        desktop::give_back_what_is_freed();
        qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(60000 * (minutes() + 10), 'f', 0));
    }

  public slots:
    void swallow(const QUrl&) {}  // a link would open a browser

  private slots:
    void initTestCase() {
        QVERIFY(folder.isValid());
        QVERIFY(QDir::setCurrent(folder.path()));
        qputenv("HOME", folder.path().toUtf8());
        QCoreApplication::setOrganizationName("langevin-lab-test");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.filePath("settings"));
        QSettings().setValue("folder", folder.path());
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QApplication::setQuitOnLastWindowClosed(false);
        for (const char* scheme : schemes) QDesktopServices::setUrlHandler(scheme, this, "swallow");
        style::load_fonts();
    }

    void cleanupTestCase() {
        for (const char* scheme : schemes) QDesktopServices::unsetUrlHandler(scheme);
    }

    void nothing_breaks() {
        const auto seed = static_cast<std::uint64_t>(number_from("LANGEVIN_RANDOM_SEED", 1));
        QTest::failOnWarning(QRegularExpression("QPainter|QPixmap|QImage|QWidget|QObject|QLayout|QTimer|QThread"));
        QFile log(BINARY_DIR "/random_input.log");
        QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QElapsedTimer time;
        time.start();
        StallWatch watch;
        RandomUser user(registry, labs::lessons(), seed, QDir(folder.path()), [&](const QString& action) {
            watch.say(action);
            log.write(QStringLiteral("%1 %2\n").arg(time.elapsed()).arg(action).toUtf8());
        });

        constexpr int periods = 12;
        std::vector<double> memory;
        int actions = 0;
        for (int period = 1; period <= periods; ++period) {
            for (; static_cast<double>(time.elapsed()) < minutes() * 60000 * period / periods; ++actions) user.act();
            user.tidy();
            memory.push_back(resident_megabytes());
            watch.forgive();
        }

        QString report = QStringLiteral("seed %1, %2 actions in %3 s, longest gaps (ms)")
                             .arg(seed)
                             .arg(actions)
                             .arg(static_cast<double>(time.elapsed()) / 1000, 0, 'f', 0);
        for (const auto& gap : watch.gaps())
            report += QStringLiteral("\n  %1 (working %2) %3")
                          .arg(gap.milliseconds, 0, 'f', 0)
                          .arg(gap.working, 0, 'f', 0)
                          .arg(gap.during);
        report += "\nmemory (MB)";
        for (const double megabytes : memory) report += QStringLiteral(" %1").arg(megabytes, 0, 'f', 0);
        qInfo("%s", qPrintable(report));

        const std::span all(memory);
        const double growth = mean(all.last(periods / 3)) - mean(all.subspan(periods / 3, periods / 3));
        const auto last = user.history().join("\n  ");
        for (const auto& gap : watch.gaps()) {
            const auto where = gap.during + "; the last actions:\n  " + last;
            QVERIFY2(gap.milliseconds < (gap.during == RandomUser::farewell ? longest_farewell : longest_gap),
                     qPrintable(where));
            QVERIFY2(gap.working < most_work, qPrintable(where));
        }
        QVERIFY2(growth < most_growth, qPrintable(QStringLiteral("%1 MB").arg(growth)));
    }
};

QTEST_MAIN(TestRandomInput)
#include "tst_random_input.moc"

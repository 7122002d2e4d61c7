// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QProcess>
#include <QSet>
#include <QtTest>

#include "tests/architecture/source_tree.h"

using namespace langevin::test;

Q_DECLARE_METATYPE(Rule)

/// The rules of the house (CONTRIBUTING.md), held against every line.
class TestArchitecture : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void each_line_keeps_the_rules_data();
    void each_line_keeps_the_rules();
    void rules_find_what_breaks_them_data();
    void rules_find_what_breaks_them();
    void included_headers_exist();
    void files_begin_with_their_licence();
    void files_are_short();
    void folders_are_small_data();
    void folders_are_small();
    void headers_are_included_once();
    void programs_link_what_they_should_data();
    void programs_link_what_they_should();

  private:
    QList<Source> code_;   // C++
    QList<Source> texts_;  // everything that is written by hand
};

namespace {

constexpr int longest_file = 450;
constexpr int largest_folder = 15;

QByteArray said(const QString& sentence, const QStringList& offenders) {
    return (sentence + "\n  " + offenders.join("\n  ")).toUtf8();
}

/// The folders of C++ and how many units (a header with its source) each has.
QMap<QString, int> units_by_folder(const QList<Source>& code) {
    QSet<QString> units;
    for (const auto& source : code) units.insert(source.path.section('.', 0, -2));
    QMap<QString, int> folders;
    for (const auto& unit : units) ++folders[unit.section('/', 0, -2)];
    return folders;
}

}  // namespace

void TestArchitecture::initTestCase() {
    const QString root = SOURCE_DIR;
    const QStringList folders = {"app", "engine", "widgets", "tests"};
    code_ = sources_below(root, folders, {".h", ".cpp"});
    texts_ = sources_below(
        root, folders + QStringList{"shaders", "installers", "resources", ".ci"},
        {".h", ".cpp", ".md", ".txt", ".cmake", ".py", ".sh", ".glsl", ".qss", ".qrc", ".json", ".desktop", "/run"});
    for (const char* page : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json"}) {
        texts_.append(read_source(root, page));
        QVERIFY2(!texts_.last().lines.isEmpty(), page);
    }
    QVERIFY(code_.size() > 250);  // looked in the right place
    QVERIFY(texts_.size() > code_.size());
}

void TestArchitecture::each_line_keeps_the_rules_data() {
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<bool>("texts");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, Rule rule, bool texts, const char* sentence) {
        QTest::newRow(name) << rule << texts << sentence;
    };
    row("rooms", rules::includes_a_room_it_must_not_know, false,
        "engine/core <- physics folders <- engine/labs; engine/core <- engine/run, engine/storage, "
        "which know no lab; "
        "engine/core <- widgets; everything <- app:");
    row("libraries", rules::includes_a_library_it_must_not_know, false,
        "No Qt or VTK in the engine and in langevin-run, Qt Charts only in widgets/charts, VTK "
        "only in widgets/field, OpenMP only in "
        "engine/parallel:");
    row("includes", rules::has_an_unusual_include, false,
        "Ours in quotes, named from the root; others in angle brackets:");
    row("OpenMP", rules::uses_openmp_outside_its_room, false, "OpenMP only in engine/parallel:");
    row("ordered sums", rules::reduces_in_any_order, false,
        "Sums in a fixed order (parallel::sum), or results depend on threads:");
    row("threads", rules::starts_threads_outside_their_room, false, "In the engine, only engine/run starts a thread:");
    row("random numbers", rules::draws_outside_the_room_of_random_numbers, false,
        "Random numbers come from engine/random:");
    row("namespaces", rules::opens_a_namespace_in_a_header, false,
        "A header opens no namespace for those who include it:");
    row("machines", rules::names_a_machine, true, "No path of some machine:");
    row("translations", rules::says_untranslated_words, false, "What a person reads goes through tr():");
    row("promises", rules::postpones_work, true, "Open work is an issue, not a comment:");
}

void TestArchitecture::each_line_keeps_the_rules() {
    QFETCH(const Rule, rule);
    QFETCH(const bool, texts);
    QFETCH(const QString, sentence);
    auto sources = texts ? texts_ : code_;
    sources.removeIf(
        [](const Source& source) { return source.path == "tests/architecture/tst_architecture.cpp"; });  // examples
    const auto found = offences(sources, rule);
    QVERIFY2(found.isEmpty(), said(sentence, found));
}

void TestArchitecture::rules_find_what_breaks_them_data() {
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("broken");
    const auto row = [](Rule rule, const char* path, const QString& line, bool broken) {
        QTest::addRow("%s: %s", path, qPrintable(line)) << rule << path << line << broken;
    };
    const auto rooms = rules::includes_a_room_it_must_not_know;
    row(rooms, "engine/core/lab.cpp", "#include \"engine/core/recipe.h\"", false);
    row(rooms, "engine/core/lab.h", "#include \"engine/random/random.h\"", false);
    row(rooms, "engine/core/lab.h", "#include \"engine/storage/recipe_file.h\"", true);
    row(rooms, "engine/random/random.cpp", "#include \"engine/core/error.h\"", true);
    row(rooms, "engine/lattice/spectrum.cpp", "#include \"engine/core/panel.h\"", false);
    row(rooms, "engine/lattice/spectrum.cpp", "#include \"engine/run/runner.h\"", true);
    row(rooms, "engine/networks/tape.cpp", "#include \"engine/parallel/parallel.h\"", false);
    row(rooms, "engine/networks/tape.cpp", "#include \"engine/labs/phi4/phi4.h\"", true);
    row(rooms, "engine/storage/recipe_file.cpp", "#include \"engine/labs/labs.h\"", true);
    row(rooms, "engine/run/verify.cpp", "#include \"engine/labs/labs.h\"", true);
    row(rooms, "engine/run/runner.cpp", "  #  include \"engine/lattice/geometry.h\"", true);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/lattice/geometry.h\"", false);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/run/execution.h\"", true);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/storage/recipe_file.h\"", true);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/storage/weights_file.h\"", false);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/storage/ensemble_file.h\"", false);
    row(rooms, "engine/labs/phi4/panels.cpp", "#include \"engine/storage/hdf5/hdf5.h\"", true);
    row(rooms, "engine/diffusion/score.cpp", "#include \"engine/storage/weights_file.h\"", true);
    row(rooms, "engine/labs/walkers/walkers.cpp", "#include \"engine/labs/phi4/phi4.h\"", true);
    row(rooms, "engine/labs/labs.cpp", "#include \"engine/labs/phi4/phi4.h\"", false);
    row(rooms, "engine/labs/labs.cpp", "#include \"engine/storage/recipe_file.h\"", false);
    row(rooms, "engine/core/panel.h", "#include \"widgets/style/theme.h\"", true);
    row(rooms, "widgets/views/panel_view.h", "#include \"engine/core/panel.h\"", false);
    row(rooms, "widgets/views/panel_view.h", "#include \"engine/run/runner.h\"", true);
    row(rooms, "widgets/views/panel_view.h", "#include \"app/desktop/session.h\"", true);
    row(rooms, "app/command_line/run.cpp", "#include \"widgets/style/theme.h\"", true);
    row(rooms, "app/reading/main.cpp", "#include \"engine/storage/hdf5/reading.h\"", false);
    row(rooms, "app/reading/main.cpp", "#include \"engine/labs/labs.h\"", true);
    row(rooms, "app/desktop/session.cpp", "#include \"engine/run/runner.h\"", false);
    row(rooms, "app/desktop/session.cpp", "#include \"tests/support/close.h\"", true);
    row(rooms, "tests/engine/core/tst_panel.cpp", "#include \"widgets/style/theme.h\"", true);
    const auto libraries = rules::includes_a_library_it_must_not_know;
    row(libraries, "engine/core/panel.h", "#include <QString>", true);
    row(libraries, "engine/core/panel.h", "#include <QtCore/qglobal.h>", true);
    row(libraries, "engine/core/panel.h", "#include <vector>", false);
    row(libraries, "engine/lattice/spectrum.cpp", "#include <vtkActor.h>", true);
    row(libraries, "engine/lattice/spectrum.cpp", "#include <omp.h>", true);
    row(libraries, "engine/parallel/parallel.cpp", "#include <omp.h>", false);
    row(libraries, "app/command_line/run.cpp", "#include <QCoreApplication>", true);
    row(libraries, "widgets/views/table_view.cpp", "#include <QLineSeries>", true);
    row(libraries, "widgets/views/table_view.cpp", "#include <QtCharts/QChartView>", true);
    row(libraries, "widgets/views/table_view.cpp", "#include <QTableView>", false);
    row(libraries, "widgets/charts/chart_canvas.cpp", "#include <QLineSeries>", false);
    row(libraries, "widgets/charts/chart_canvas.cpp", "#include <vtkActor.h>", true);
    row(libraries, "widgets/field/surface_scene.cpp", "#include <vtkActor.h>", false);
    row(libraries, "widgets/field/surface_scene.cpp", "#include <QValueAxis>", true);
    row(libraries, "app/desktop/main_window.cpp", "#include <QVTKOpenGLNativeWidget.h>", true);
    const auto includes = rules::has_an_unusual_include;
    row(includes, "engine/core/lab.cpp", "#include \"recipe.h\"", true);
    row(includes, "engine/core/lab.cpp", "#include <engine/core/recipe.h>", true);
    row(includes, "engine/core/lab.cpp", "#include <map>", false);
    row(includes, "tests/app/tst_desktop.cpp", "#include \"tst_desktop.moc\"", false);
    const auto openmp = rules::uses_openmp_outside_its_room;
    row(openmp, "engine/lattice/spectrum.cpp", "    #pragma omp simd", true);
    row(openmp, "engine/lattice/spectrum.cpp", "int n = omp_get_max_threads();", true);
    row(openmp, "engine/parallel/parallel.cpp", "#pragma omp parallel for", false);
    row(rules::reduces_in_any_order, "engine/parallel/parallel.cpp", "#pragma omp parallel for reduction (+ : s)",
        true);
    row(rules::reduces_in_any_order, "engine/labs/phi4/panels.cpp", "double scale_reduction() const;", false);
    row(rules::starts_threads_outside_their_room, "engine/lattice/spectrum.cpp", "std::jthread worker;", true);
    row(rules::starts_threads_outside_their_room, "engine/run/runner.h", "std::jthread thread_;", false);
    const auto random = rules::draws_outside_the_room_of_random_numbers;
    row(random, "engine/lattice/metropolis.cpp", "#include <random>", true);
    row(random, "engine/lattice/metropolis.cpp", "std::mt19937_64 generator(1);", true);
    row(random, "app/desktop/session.cpp", "const auto seed = std::rand();", true);
    row(random, "tests/engine/tst.cpp", "std::mt19937 generator(time(nullptr));", true);
    row(random, "tests/engine/tst.cpp", "std::mt19937 generator(1);", false);
    row(random, "engine/random/random.h", "#include <random>", false);
    row(rules::opens_a_namespace_in_a_header, "engine/core/lab.h", "  using namespace std;", true);
    row(rules::opens_a_namespace_in_a_header, "engine/core/lab.cpp", "using namespace std;", false);
    for (const QString folder : {"home", "work", "root"})
        row(rules::names_a_machine, "README.md", "see /" + folder + "/notes", true);
    row(rules::names_a_machine, "README.md", "see engine/work/notes", false);
    const auto words = rules::says_untranslated_words;
    row(words, "app/desktop/gallery.cpp", "label->setText(\"Nothing found\");", true);
    row(words, "app/desktop/gallery.cpp", "menu->addAction(QStringLiteral(\"Nothing\"), this, slot);", true);
    row(words, "app/desktop/gallery.cpp", "auto* button = new QPushButton(\"Close\");", true);
    row(words, "app/desktop/gallery.cpp", "label->setText(\"<b>Nothing</b>\");", true);
    row(words, "app/desktop/gallery.cpp", "label->setText(tr(\"Nothing found\"));", false);
    row(words, "app/desktop/gallery.cpp", "label->setText(\"<table cellspacing='0'>\" + rows);", false);
    row(words, "app/desktop/gallery.cpp", "label->setText(QStringLiteral(\"…\"));", false);
    row(words, "tests/app/tst_desktop.cpp", "label->setText(\"Nothing found\");", false);
    row(rules::postpones_work, "engine/core/lab.h", QString("// TO") + "DO: later", true);
    row(rules::postpones_work, "engine/core/lab.h", QString("// FIX") + "ME", true);
}

void TestArchitecture::rules_find_what_breaks_them() {
    QFETCH(const Rule, rule);
    QFETCH(const QString, path);
    QFETCH(const QString, line);
    QFETCH(const bool, broken);
    const auto found = offences({Source{path, {"first line", line}}}, rule);
    QCOMPARE(found, broken ? QStringList{path + ":2: " + line.trimmed()} : QStringList());
}

void TestArchitecture::included_headers_exist() {
    QStringList missing;
    for (const auto& source : code_)
        for (const auto& line : source.lines)
            if (const auto header = included(line);
                line.contains('"') && header.contains('/') && !QFileInfo::exists(SOURCE_DIR "/" + header))
                missing.append(source.path + " includes " + header);
    QVERIFY2(missing.isEmpty(), said("Included, but not there:", missing));
}

void TestArchitecture::files_begin_with_their_licence() {
    QStringList without;
    for (const auto& source : texts_) {
        const bool cpp = source.is_header() || source.path.endsWith(".cpp") || source.path.endsWith(".glsl");
        if (!cpp && !source.path.endsWith(".py") && !source.path.endsWith(".sh")) continue;
        const auto line = QString(cpp ? "//" : "#") + " SPDX-License-Identifier: GPL-3.0-or-later";
        const int first = !source.lines.isEmpty() && source.lines[0].startsWith("#!") ? 1 : 0;
        if (source.lines.value(first) != line) without.append(source.path);
    }
    QVERIFY2(without.isEmpty(), said("The first line is the licence's:", without));
}

void TestArchitecture::files_are_short() {
    QStringList longer;
    for (const auto& source : texts_)
        if (const auto ending = QFileInfo(source.path).suffix();
            QStringList({"h", "cpp", "py", "glsl"}).contains(ending))
            if (source.lines.size() > longest_file)
                longer.append(source.path + ": " + QString::number(source.lines.size()) + " lines");
    QVERIFY2(longer.isEmpty(), said("A file past about 400 lines wants to be two:", longer));
}

void TestArchitecture::folders_are_small_data() {
    QTest::addColumn<int>("units");
    const auto folders = units_by_folder(code_);
    for (auto folder = folders.begin(); folder != folders.end(); ++folder)
        QTest::newRow(qPrintable(folder.key())) << folder.value();
}

void TestArchitecture::folders_are_small() {
    QFETCH(const int, units);
    QVERIFY2(units <= largest_folder,
             qPrintable(QString("%1 units: a folder past about 15 wants to be two").arg(units)));
}

void TestArchitecture::headers_are_included_once() {
    QStringList without;
    for (const auto& source : code_)
        if (source.is_header() && source.lines.count("#pragma once") != 1) without.append(source.path);
    QVERIFY2(without.isEmpty(), said("A header says #pragma once:", without));
}

void TestArchitecture::programs_link_what_they_should_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("forbidden");
    QTest::newRow("langevin-run") << LANGEVIN_RUN << "libQt|libvtk|libVTK|libX11|libGL";
#ifdef LANGEVIN_LAB
    QTest::newRow("langevin-lab") << LANGEVIN_LAB << "libQt5";
#endif
}

void TestArchitecture::programs_link_what_they_should() {
    QFETCH(const QString, program);
    QFETCH(const QString, forbidden);
    QProcess ldd;
    ldd.start("ldd", {program});
    QVERIFY(ldd.waitForFinished() && ldd.exitCode() == 0);
    const auto libraries = QString::fromUtf8(ldd.readAllStandardOutput()).split('\n');
    QVERIFY(!libraries.filter("libhdf5").isEmpty());  // ldd speaks of our program
    const auto found = libraries.filter(QRegularExpression(forbidden));
    QVERIFY2(found.isEmpty(), said("It must not link", found));
    QVERIFY2(libraries.filter("not found").isEmpty(), said("Missing", libraries.filter("not found")));
}

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"

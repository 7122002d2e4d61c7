// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>

namespace langevin::test {
namespace {

/// Compiled once: some of them meet every line.
bool matches(const QString& text, const char* pattern) {
    static QHash<QByteArray, QRegularExpression> compiled;
    auto& expression = compiled[pattern];
    if (expression.pattern().isEmpty()) expression = QRegularExpression(pattern);
    return expression.match(text).hasMatch();
}

/// "engine/labs/phi4/panels.h" is in the room "engine/labs".
QString room(const QString& path) {
    return path.section('/', 0, 1);
}
QString folder(const QString& path) {
    return path.section('/', 0, -2);
}

/// Rooms of the engine that are no folder of physics, and what each may know beside itself.
const QMap<QString, QStringList>& foundations() {
    static const QMap<QString, QStringList> map = {
        {"engine/random", {}},
        {"engine/parallel", {}},
        {"engine/core", {"engine/random"}},
        {"engine/statistics", {"engine/core", "engine/random", "engine/parallel"}},
        {"engine/run", {"engine/core", "engine/random", "engine/parallel"}},
        {"engine/storage", {"engine/core"}},
        {"engine/labs", {"engine/core", "engine/random", "engine/parallel", "engine/statistics"}},
    };
    return map;
}

bool is_physics(const QString& name) {
    return name.startsWith("engine/") && !foundations().contains(name);
}

bool engine_may_include(const QString& from, const QString& header) {
    const auto here = room(from), there = room(header);
    if (here == "engine/labs") {
        const bool joins_labs = folder(from) == here;         // labs.cpp: knows each lab, and reads presets
        if (header == "engine/labs/embedded.h") return true;  // what is compiled into the programs
        if (there == here) return joins_labs || folder(from) == folder(header);
        // A lab may read models and ensembles it is fed with; everything else is read and written for it.
        const bool food = header == "engine/storage/weights_file.h" || header == "engine/storage/ensemble_file.h";
        if (there == "engine/storage") return joins_labs || food;
    }
    if (here == there) return true;
    if (is_physics(here))
        return foundations()["engine/statistics"].contains(there) || there == "engine/statistics" || is_physics(there);
    if (here == "engine/labs" && is_physics(there)) return true;
    return foundations()[here].contains(there);
}

bool is_charts(const QString& header) {
    return matches(header,
                   "^(QtCharts/"
                   ".*|QtCharts|QChart|QChartView|QPolarChart|QLegend\\w*|QBarSet|QBoxSet|QPieSlice|"
                   "QCandlestickSet|Q\\w+Series|Q\\w+Axis|Q(H|V)\\w+ModelMapper)$");
}
bool is_vtk(const QString& header) {
    return matches(header, "^(vtk|QVTK)");
}
bool is_qt(const QString& header) {
    return matches(header, "^(Q[A-Z]|Qt|q[a-z]+\\.h$)");
}

QString without_comment(const QString& line) {
    return line.left(line.indexOf("//"));
}  // left(-1) is all

}  // namespace

Source read_source(const QString& root, const QString& path) {
    QFile file(root + "/" + path);
    if (!file.open(QIODevice::ReadOnly)) return {path, {}};
    auto lines = QString::fromUtf8(file.readAll()).split('\n');
    if (lines.last().isEmpty()) lines.removeLast();
    return {path, lines};
}

QList<Source> sources_below(const QString& root, const QStringList& folders, const QStringList& endings) {
    QList<Source> sources;
    for (const auto& folder : folders) {
        QDirIterator entry(root + "/" + folder, QDir::Files, QDirIterator::Subdirectories);
        while (entry.hasNext()) {
            const auto path = entry.next().mid(root.size() + 1);
            const auto ends = [&](const QString& ending) { return path.endsWith(ending); };
            if (std::any_of(endings.begin(), endings.end(), ends)) sources.append(read_source(root, path));
        }
    }
    std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return sources;
}

QString included(const QString& line) {
    static const QRegularExpression pattern("^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]");
    return pattern.match(line).captured(1);
}

bool may_include(const QString& from, const QString& header) {
    const auto into = [&](const QStringList& places) {
        return std::any_of(places.begin(), places.end(),
                           [&](const QString& place) { return header.startsWith(place + "/"); });
    };
    const auto here = room(from);
    if (into({"tests"})) return from.startsWith("tests/");
    if (from.startsWith("engine/")) return into({"engine"}) && engine_may_include(from, header);
    if (from.startsWith("widgets/")) return into({"engine/core", "widgets"});
    if (here == "app/reading") return header == "engine/storage/hdf5/reading.h";
    if (here == "app/command_line") return into({"engine", here});
    if (here == "app/desktop") return into({"engine", "widgets", here});
    if (here == "tests/widgets") return into({"engine/core", "widgets"});
    if (here == "tests/app" || here == "tests/robustness" || here == "tests/benchmarks")
        return into({"engine", "widgets", "app"});
    return from.startsWith("tests/") && into({"engine"});
}

bool may_use_library(const Source& source, const QString& header) {
    if (is_charts(header)) return source.in("widgets/charts") || source.in("tests/widgets/charts");
    if (is_vtk(header)) return source.in("widgets/field") || source.in("tests/widgets/field");
    if (is_qt(header)) return !source.in("engine") && !source.in("app/command_line") && !source.in("app/reading");
    if (header == "omp.h") return source.in("engine/parallel");
    return true;
}

QStringList offences(const QList<Source>& sources, Rule is_broken) {
    QStringList list;
    for (const auto& source : sources)
        for (qsizetype i = 0; i < source.lines.size(); ++i)
            if (is_broken(source, source.lines[i]))
                list.append(source.path + ":" + QString::number(i + 1) + ": " + source.lines[i].trimmed());
    return list;
}

namespace rules {

bool includes_a_room_it_must_not_know(const Source& source, const QString& line) {
    const auto header = included(line);
    return matches(header, "^(app|engine|widgets|tests)/") && !may_include(source.path, header);
}

bool includes_a_library_it_must_not_know(const Source& source, const QString& line) {
    return !may_use_library(source, included(line));
}

/// Ours are quoted and named from the root; all others stand between angle brackets.
bool has_an_unusual_include(const Source&, const QString& line) {
    const auto header = included(line);
    if (header.isEmpty() || header.endsWith(".moc")) return false;
    return line.contains('"') != matches(header, "^(app|engine|widgets|tests)/");
}

bool uses_openmp_outside_its_room(const Source& source, const QString& line) {
    if (source.in("engine/parallel")) return false;
    return matches(line, "^\\s*#\\s*pragma\\s+omp\\b") || matches(without_comment(line), "\\bomp_[gs]et_\\w+\\s*\\(");
}

bool reduces_in_any_order(const Source&, const QString& line) {
    return matches(without_comment(line), "\\breduction\\s*\\(");
}

bool starts_threads_outside_their_room(const Source& source, const QString& line) {
    return source.in("engine") && !source.in("engine/run") &&
           matches(without_comment(line), "\\bstd::(thread|jthread|async)\\b|\\bpthread_create\\b");
}

/// Tests may have a generator of the standard library with a fixed seed; nothing may draw a seed
/// from the clock.
bool draws_outside_the_room_of_random_numbers(const Source& source, const QString& line) {
    if (source.in("engine/random")) return false;
    const auto code = without_comment(line);
    if (matches(code,
                "\\bstd::rand\\b|\\bsrand\\s*\\(|\\brand\\s*\\(\\s*\\)|\\brandom_device\\b|"
                "\\btime\\s*\\(\\s*(0|NULL|nullptr)\\s*\\)"))
        return true;
    return !source.in("tests") && (included(code) == "random" ||
                                   matches(code, "\\bstd::(mt19937|minstd_rand|ranlux|knuth_b|default_random_engine)"));
}

bool opens_a_namespace_in_a_header(const Source& source, const QString& line) {
    return source.is_header() && matches(line, "^\\s*using\\s+namespace\\b");
}

bool names_a_machine(const Source&, const QString& line) {
    return matches(line, "(^|[^\\w.}])/(home|work|root)/");
}

/// Words handed to a widget as a literal; markup, numbers and names of files are none.
bool says_untranslated_words(const Source& source, const QString& line) {
    if (!source.in("widgets") && !source.in("app/desktop")) return false;
    return matches(
        without_comment(line),
        "((?<!image\\.)\\bset(Text|ToolTip|StatusTip|WindowTitle|PlaceholderText|AccessibleName|AccessibleDescription|"
        "Title|"
        "Suffix|Prefix|WhatsThis|HorizontalHeaderLabels)|(?<!\\w)(complain|say|add(Action|Menu|Item|Row|Button))|"
        "new Q(Label|PushButton|ToolButton|CheckBox|RadioButton|GroupBox|Action))\\(\\s*\\{?\\s*"
        "(QStringLiteral\\()?\"(<[^>]*>|[^\"<>\\p{L}])*[\\p{L}]{2,}");
}

bool postpones_work(const Source&, const QString& line) {
    return matches(line,
                   "\\b(TO"
                   "DO|FIX"
                   "ME)\\b");
}

}  // namespace rules
}  // namespace langevin::test

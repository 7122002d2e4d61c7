// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>
#include <charconv>

#include "engine/storage/atomic_file.h"
#include "engine/storage/panel_file.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;

namespace {

const std::string recipe = "{\n  \"recipe\": 1,\n  \"lab\": \"phi4 <κ> & \\\"co\\\"\"\n}\n";
const double awkward = 0.1 + 0.2;  // needs 17 digits

Field field() {
    Field result;
    result.rows = 2;
    result.columns = 3;
    result.stride = 4;
    result.available = 5;
    result.tiles = {2, 0};
    for (int i = 0; i < 12; ++i) result.values.push_back(i + awkward);
    result.value = {"Field, \"φ\"", "", false, {}};
    result.note = "every fourth\nsite";
    return result;
}

struct Csv {
    QStringList comments;
    QList<QStringList> rows;  // with the header line
};

/// Fields between quotes may have commas; doubled quotes are one.
QStringList fields_of(const QString& line) {
    QStringList fields(1);
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            fields.last() += c;
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.append(QString());
        } else {
            fields.last() += c;
        }
    }
    return fields;
}

Csv parsed(const std::string& text) {
    Csv csv;
    for (const auto& line : QString::fromStdString(text).split('\n')) {
        if (line.startsWith("# ") && csv.rows.isEmpty())
            csv.comments << line.mid(2);
        else if (!line.isEmpty())
            csv.rows << fields_of(line);
    }
    return csv;
}

bool same(const QString& text, double value) {
    return text.toDouble() == value;
}

struct Vti {
    QString error, extent, piece, spacing, scalars, recipe;
    QList<std::pair<QString, QStringList>> arrays;
};

Vti parse_vti(const std::string& text) {
    Vti vti;
    QXmlStreamReader xml(QByteArray::fromStdString(text));
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        const auto attributes = xml.attributes();
        const auto value = [&](const char* name) { return attributes.value(QString(name)).toString(); };
        if (xml.name() == u"ImageData") vti.extent = value("WholeExtent"), vti.spacing = value("Spacing");
        if (xml.name() == u"Piece") vti.piece = value("Extent");
        if (xml.name() == u"PointData") vti.scalars = value("Scalars");
        if (xml.name() == u"Array") {
            QByteArray bytes;
            for (const auto& code : xml.readElementText().split(' ', Qt::SkipEmptyParts))
                if (code.toInt() != 0) bytes.append(static_cast<char>(code.toInt()));
            vti.recipe = QString::fromUtf8(bytes);
        } else if (xml.name() == u"DataArray") {
            auto name = value("Name");
            vti.arrays.append({name, xml.readElementText().simplified().split(' ')});
        }
    }
    if (xml.hasError()) vti.error = xml.errorString();
    return vti;
}

}  // namespace

class TestPanelFile : public QObject {
    Q_OBJECT

  private slots:
    void comments_carry_title_and_recipe();
    void field_as_csv();
    void curves_as_csv();
    void families_as_csv();
    void histogram_as_csv();
    void table_as_csv();
    void unknown_numbers_are_empty();
    void vti_is_well_formed();
    void vti_of_one_followed_chain();
    void vti_keeps_its_size_with_numbers_that_are_none();
    void files_are_written_whole();
};

void TestPanelFile::comments_carry_title_and_recipe() {
    const auto csv = parsed(to_csv(field(), "A title\r\nin two lines", recipe));
    QCOMPARE(csv.comments[0], QString("title: A title  in two lines"));
    QVERIFY(csv.comments[1].startsWith("recipe: {"));
    QCOMPARE(QJsonDocument::fromJson(csv.comments[1].mid(8).toUtf8()),
             QJsonDocument::fromJson(QByteArray::fromStdString(recipe)));
    QVERIFY(!QJsonDocument::fromJson(csv.comments[1].mid(8).toUtf8()).isNull());
    QVERIFY(csv.comments.contains("note: every fourth site"));
}

void TestPanelFile::field_as_csv() {
    const auto csv = parsed(to_csv(field(), "t", recipe));
    QCOMPARE(csv.rows.size(), 13);
    QCOMPARE(csv.rows[0], (QStringList{"chain", "row", "column", "Field, \"φ\""}));
    QCOMPARE(csv.rows[1].mid(0, 3), (QStringList{"3", "0", "0"}));
    QCOMPARE(csv.rows[6].mid(0, 3), (QStringList{"3", "4", "8"}));  // sites, not stored values
    QCOMPARE(csv.rows[7].mid(0, 3), (QStringList{"1", "0", "0"}));
    for (int i = 0; i < 12; ++i) QVERIFY(same(csv.rows[i + 1][3], i + awkward));
}

void TestPanelFile::curves_as_csv() {
    Curves plot;
    plot.x = {"Lag", "updates", false, {}};
    plot.y = {"ρ", "", true, {}};
    plot.curves = {{"a, b", {1, 2}, {awkward, -1e-300}, {0.5, 0.25}, Role::measured, Mark::points, ""},
                   {"exact", {3}, {4}, {}, Role::theory, Mark::line, "Onsager 1944"},
                   {"guide", {5}, {6}, {}, Role::guide, Mark::line, ""}};
    plot.markers = {{10, "window"}};
    const auto csv = parsed(to_csv(plot, "t", recipe));
    QVERIFY(csv.comments.contains("x: Lag [updates]") && csv.comments.contains("y: ρ"));
    QVERIFY(csv.comments.contains("source of exact: Onsager 1944") && csv.comments.contains("marker: 10 window"));
    QCOMPARE(csv.rows, (QList<QStringList>{{"curve", "role", "x", "y", "error"},
                                           {"a, b", "measured", "1", "0.30000000000000004", "0.5"},
                                           {"a, b", "measured", "2", "-1e-300", "0.25"},
                                           {"exact", "theory", "3", "4", ""},
                                           {"guide", "guide", "5", "6", ""}}));
}

void TestPanelFile::families_as_csv() {
    Curves plot{.x = {.label = "t", .unit = ""}, .y = {.label = "x", .unit = ""}, .curves = {}};
    for (const char* name : {"first", "", ""}) {
        plot.curves.push_back({.name = name, .x = {0, 1}, .y = {1, 2}, .source = "somebody (2020)"});
        plot.curves.back().family = "level";
    }
    const auto csv = parsed(to_csv(plot, "t", recipe));
    QCOMPARE(csv.comments.filter("source of").size(), 1);
    QVERIFY(csv.comments.contains("source of level: somebody (2020)"));
    QCOMPARE(csv.rows.size(), 7);
    QCOMPARE(csv.rows[1][0], QString("first"));
    QCOMPARE(csv.rows[3][0], QString("level 2"));
    QCOMPARE(csv.rows[6], (QStringList{"level 3", "measured", "1", "2", ""}));
}

void TestPanelFile::histogram_as_csv() {
    Histogram h;
    h.x.label = "M";
    h.edges = {-1, 0, 2};
    h.density = {0.5, 0.25};
    h.error = {0.1, 0.2};
    h.references = {{"normal", {0}, {0.4}, {}, Role::theory, Mark::line, "Gauss"}};
    h.fit = GoodnessOfFit{"χ²/dof", 1.25, 0.3, "against the normal"};
    const auto csv = parsed(to_csv(h, "t", recipe));
    QVERIFY(csv.comments.contains("χ²/dof: 1.25 against the normal") &&
            csv.comments.contains("source of normal: Gauss"));
    QCOMPARE(csv.rows, (QList<QStringList>{{"bin_low", "bin_high", "density", "error"},
                                           {"-1", "0", "0.5", "0.1"},
                                           {"0", "2", "0.25", "0.2"},
                                           {"curve", "role", "x", "y", "error"},
                                           {"normal", "theory", "0", "0.4", ""}}));
}

void TestPanelFile::table_as_csv() {
    Measurement known;
    known.key = "mean";
    known.label = "Mean, of M";
    known.unit = "a";
    known.value = 1.5;
    known.error = 0.25;
    known.autocorrelation_time = 3;
    known.effective_samples = 100;
    known.expected = Expectation{1, 0, "exact: \"symmetry\""};
    Measurement early;
    early.key = "u";
    early.value = 2;
    early.error = std::nan("");
    early.caution = "too short";
    const auto csv = parsed(to_csv(Table{{known, early}, "note"}, "t", recipe));
    QCOMPARE(csv.rows.size(), 3);
    for (const auto& row : csv.rows) QCOMPARE(row.size(), 12);
    QCOMPARE(csv.rows[0].mid(0, 5), (QStringList{"key", "quantity", "unit", "value", "error"}));
    QCOMPARE(csv.rows[1], (QStringList{"mean", "Mean, of M", "a", "1.5", "0.25", "3", "100", "1", "0", "2",
                                       "exact: \"symmetry\"", ""}));
    QCOMPARE(csv.rows[2], (QStringList{"u", "", "", "2", "", "0", "0", "", "", "", "", "too short"}));
}

void TestPanelFile::unknown_numbers_are_empty() {
    Curves plot;
    plot.curves = {{"c", {1, 2}, {std::nan(""), INFINITY}, {std::nan(""), 1}, Role::measured, Mark::line, ""}};
    const auto csv = parsed(to_csv(plot, "t", recipe));
    QCOMPARE(csv.rows[1], (QStringList{"c", "measured", "1", "", ""}));
    QCOMPARE(csv.rows[2], (QStringList{"c", "measured", "2", "inf", "1"}));
}

void TestPanelFile::vti_is_well_formed() {
    const auto vti = parse_vti(to_vti(field(), recipe));
    QCOMPARE(vti.error, QString());
    QCOMPARE(vti.extent, QString("0 2 0 1 0 0"));  // columns first
    QCOMPARE(vti.piece, vti.extent);
    QCOMPARE(vti.spacing, QString("4 4 1"));
    QCOMPARE(QJsonDocument::fromJson(vti.recipe.toUtf8()), QJsonDocument::fromJson(QByteArray::fromStdString(recipe)));
    QVERIFY(vti.recipe.contains("<κ> & "));
    QCOMPARE(vti.arrays.size(), 2);
    QCOMPARE(vti.arrays[0].first, QString("chain 3"));
    QCOMPARE(vti.arrays[1].first, QString("chain 1"));
    for (int t = 0; t < 2; ++t) {
        QCOMPARE(vti.arrays[t].second.size(), 6);
        for (int i = 0; i < 6; ++i) QVERIFY(same(vti.arrays[t].second[i], 6 * t + i + awkward));
    }
}

/// The array shown first must be one that is there.
void TestPanelFile::vti_of_one_followed_chain() {
    auto one = field();
    one.tiles = {4};
    one.values.resize(6);
    const auto vti = parse_vti(to_vti(one, recipe));
    QCOMPARE(vti.arrays.size(), 1);
    QCOMPARE(vti.scalars, QString("chain 5"));
    QCOMPARE(vti.arrays[0].first, vti.scalars);
}

void TestPanelFile::vti_keeps_its_size_with_numbers_that_are_none() {
    auto broken = field();
    broken.values[2] = std::nan("");
    broken.values[3] = -INFINITY;
    const auto vti = parse_vti(to_vti(broken, recipe));
    QCOMPARE(vti.arrays[0].second.size(), 6);
    QCOMPARE(vti.arrays[0].second[2], QString("nan"));
    QCOMPARE(vti.arrays[0].second[3], QString("-inf"));
}

void TestPanelFile::files_are_written_whole() {
    const QTemporaryDir folder;
    const auto csv = folder.filePath("panel.csv").toStdString(), vti = folder.filePath("field.vti").toStdString();
    write_csv(csv, field(), "t", recipe);
    write_vti(vti, field(), recipe);
    QCOMPARE(read_text(csv), to_csv(field(), "t", recipe));
    QCOMPARE(read_text(vti), to_vti(field(), recipe));
    const auto missing = folder.filePath("none/panel.csv").toStdString();
    VERIFY_CONTAINS(sentence(test::problem_of([&] { write_csv(missing, field(), "t", recipe); })), missing);
}

QTEST_GUILESS_MAIN(TestPanelFile)
#include "tst_panel_file.moc"

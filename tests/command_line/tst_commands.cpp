// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <set>

#include "engine/core/lab.h"
#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "tests/command_line/program.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::test;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QStringList keys(const QJsonArray& objects, const char* key) {
    QStringList found;
    for (const auto& object : objects) found.append(object.toObject()[key].toString());
    return found;
}

QJsonObject recipe_in(const QString& folder) {
    return QJsonDocument::fromJson(read(folder + "/recipe.json")).object();
}

}  // namespace

class TestCommands : public QObject {
    Q_OBJECT

  private slots:
    void help_names_commands_and_exit_codes();
    void list_names_labs_and_presets();
    void describe_tells_all_that_is_declared();
    void describe_as_json();
    void a_run_prints_its_observables();
    void without_json_a_run_prints_a_table();
    void settings_come_after_preset_and_recipe();
    void a_formula_is_a_setting();
    void a_preset_does_not_replace_a_recipe();
    void edits_are_those_of_the_engine();
    void out_holds_everything();
    void nothing_accepted_is_said();
    void a_run_that_blows_up();
    void verify_compares();
    void bench_measures();
    void a_lesson_is_held_to_what_it_says();

  private:
    const Registry registry_ = labs::all();
    const Lab& phi4_ = registry_.find("phi4");
    QTemporaryDir folder_;
};

void TestCommands::help_names_commands_and_exit_codes() {
    const auto help = langevin_run({"--help"});
    VERIFY_EXIT(help, 0);
    for (const char* command : {"list", "describe", "run", "replay", "verify", "bench", "sweep", "lesson"}) {
        QVERIFY2(help.out.contains(QByteArray("\n  ") + command + " "), command);
        const auto own = langevin_run({command, "--help"});
        VERIFY_EXIT(own, 0);
        QVERIFY2(own.out.contains("Usage") && own.err.isEmpty(), command);
    }
    for (const char* code : {"0 success", "1 a check failed", "2 bad input", "3 the run blew up", "130 interrupted"})
        QVERIFY2(help.out.contains(code), code);
    const auto version = langevin_run({"--version"});
    VERIFY_EXIT(version, 0);
    QVERIFY(QRegularExpression("^\\d+\\.\\d+\\.\\d+\n$").match(version.out).hasMatch());
}

void TestCommands::list_names_labs_and_presets() {
    const auto plain = langevin_run({"list"});
    VERIFY_EXIT(plain, 0);
    QVERIFY(plain.err.isEmpty());
    const auto json = langevin_run({"list", "--json"});
    VERIFY_EXIT(json, 0);
    const auto all = QJsonDocument::fromJson(json.out).array();
    QCOMPARE(all.size(), static_cast<qsizetype>(registry_.labs().size()));
    for (const auto& lab : registry_.labs()) {
        QVERIFY(keys(all, "id").contains(text(lab.id)));
        QVERIFY(keys(all, "title").contains(text(lab.title)));
        for (const auto& words : {lab.id, lab.title, lab.summary}) QVERIFY(plain.out.contains(words.c_str()));
        for (const auto& preset : lab.presets)
            QVERIFY2(plain.out.contains(("\"" + preset.title + "\"").c_str()), preset.title.c_str());
    }
}

void TestCommands::describe_tells_all_that_is_declared() {
    for (const auto& lab : registry_.labs()) {
        const auto description = langevin_run({"describe", text(lab.id)});
        VERIFY_EXIT(description, 0);
        QVERIFY(description.err.isEmpty());
        for (const auto& spec : lab.parameters->specs()) {
            QVERIFY2(description.out.contains(("  " + spec.key + " = " + to_text(spec.initial)).c_str()),
                     spec.key.c_str());
            QVERIFY2(description.out.contains(spec.help.c_str()), spec.key.c_str());
        }
        for (const auto& panel : lab.panels)
            QVERIFY2(description.out.contains((panel.id + ": " + panel.title).c_str()), panel.id.c_str());
        for (const auto& preset : lab.presets)
            QVERIFY2(description.out.contains(storage::to_line(preset).c_str()), preset.title.c_str());
        for (const auto& check : lab.checks)
            QVERIFY2(description.out.contains(("  " + check.id + ": " + check.title).c_str()), check.id.c_str());
    }
}

void TestCommands::describe_as_json() {
    for (const auto& lab : registry_.labs()) {
        const auto description = langevin_run({"describe", text(lab.id), "--json"});
        VERIFY_EXIT(description, 0);
        QJsonParseError error;
        const auto json = QJsonDocument::fromJson(description.out, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        QCOMPARE(json["id"].toString(), text(lab.id));
        const auto parameters = json["parameters"].toArray();
        QCOMPARE(parameters.size(), static_cast<qsizetype>(lab.parameters->specs().size()));
        for (qsizetype i = 0; i < parameters.size(); ++i) {
            const auto& spec = lab.parameters->specs()[static_cast<std::size_t>(i)];
            const auto found = parameters[i].toObject();
            QCOMPARE(found["key"].toString(), text(spec.key));
            QCOMPARE(found["apply"].toString(), spec.apply == Apply::live ? "live" : "restart");
            if (const auto* range = std::get_if<Range>(&spec.domain)) {
                const bool whole = std::holds_alternative<std::int64_t>(spec.initial);
                QCOMPARE(found["type"].toString(), whole ? "integer" : "real");
                VERIFY_SAME(found["minimum"].toDouble(), range->low);
                VERIFY_SAME(found["maximum"].toDouble(), range->high);
            } else if (const auto* choice = std::get_if<Choice>(&spec.domain)) {
                QCOMPARE(found["options"].toArray().size(), static_cast<qsizetype>(choice->options.size()));
                QVERIFY(keys(found["options"].toArray(), "name").contains(found["default"].toString()));
            } else if (std::holds_alternative<Text>(spec.domain)) {
                QCOMPARE(found["type"].toString(), "text");
                QVERIFY(found["default"].isString());
            } else {
                QCOMPARE(found["type"].toString(), "switch");
                QVERIFY(found["default"].isBool());
            }
        }
        QCOMPARE(json["panels"].toArray().size(), static_cast<qsizetype>(lab.panels.size()));
        QCOMPARE(json["checks"].toArray().size(), static_cast<qsizetype>(lab.checks.size()));
        QCOMPARE(json["presets"].toArray().size(), static_cast<qsizetype>(lab.presets.size()));
        auto recipes = keys(json["presets"].toArray(), "recipe") + keys(json["checks"].toArray(), "recipe");
        for (const auto& line : recipes)
            resolve(lab, storage::parse_line(line.toStdString()));  // throws for what does not fit
    }
}

void TestCommands::a_run_prints_its_observables() {
    const auto done = langevin_run({"run", "phi4 extent=8 chains=4 thermalisation=100 seed=11", "--steps", "1500"});
    VERIFY_EXIT(done, 0);
    QVERIFY(done.err.isEmpty());
    QVERIFY(!done.out.contains("nan") && !done.out.contains("inf"));
    const auto result = json_lines(done.out).last();
    QCOMPARE(result["event"].toString(), "result");
    QCOMPARE(result["step"].toInt(), 1500);
    QVERIFY(hash_in(done.out) != 0);
    const auto scalars = result["scalars"].toArray();
    for (const auto& key : phi4_.headline) QVERIFY2(keys(scalars, "key").contains(text(key)), key.c_str());
    int compared = 0;
    for (const auto& item : scalars) {
        const auto scalar = item.toObject();
        QVERIFY(scalar["value"].isDouble());
        if (!scalar.contains("distance")) continue;
        ++compared;
        QVERIFY(!scalar["source"].toString().isEmpty());
        const double error = std::hypot(scalar["error"].toDouble(), scalar["expected_error"].toDouble());
        const double distance = (scalar["value"].toDouble() - scalar["expected"].toDouble()) / error;
        VERIFY_CLOSE(scalar["distance"].toDouble() / distance, 1, 1e-9);
    }
    QVERIFY(compared >= 5);
}

void TestCommands::without_json_a_run_prints_a_table() {
    const QStringList recipe = {"run", "phi4 extent=8 chains=4 thermalisation=100 seed=11", "--steps", "500",
                                "--no-json"};
    const auto table = langevin_run(recipe);
    VERIFY_EXIT(table, 0);
    QVERIFY(table.err.isEmpty());  // no progress bar where nobody looks
    for (const char* words : {"quantity", "expected", "Absolute magnetisation", "⟨|M|⟩", "500 updates", "seed 11"})
        QVERIFY2(table.out.contains(words), words);
    const auto quiet = langevin_run(recipe + QStringList{"--quiet"});
    VERIFY_EXIT(quiet, 0);
    QCOMPARE(lines(quiet.out).size(), 1);
    const auto too_short = langevin_run({"run", "phi4 extent=8 chains=4 thermalisation=100 steps=50", "--json"});
    VERIFY_EXIT(too_short, 0);
    QVERIFY(json_lines(too_short.out).last()["scalars"].toArray().isEmpty());
    QVERIFY2(too_short.err.contains("nothing is measured yet after 50 steps"), too_short.err);
    const auto brief = langevin_run({"run", "phi4 extent=8 chains=4 thermalisation=100 steps=50", "--no-json"});
    VERIFY_EXIT(brief, 0);
    QVERIFY2(brief.err.contains("nothing is measured yet after 50 steps"), brief.err);
}

void TestCommands::a_preset_does_not_replace_a_recipe() {
    const auto refused = langevin_run({"run", "phi4 kappa=0.2", "--preset", "Free field", "--steps", "3"});
    VERIFY_EXIT(refused, 2);
    QVERIFY2(refused.err.contains("--preset"), refused.err);
}

void TestCommands::a_formula_is_a_setting() {
    const auto out = folder_.filePath("formula");
    const auto run = [&](const QString& setting, const QString& edit) {
        return langevin_run({"run", "coulomb_gas levels=8 copies=2 potential=formula", "--set", setting, "--edit", edit,
                             "--steps", "4", "--out", out});
    };
    VERIFY_EXIT(run("formula=x^4/4 - x^2", "2:formula=x^2/2 + 1"), 0);
    QCOMPARE(recipe_in(out)["parameters"].toObject()["formula"].toString(), "x^4/4 - x^2");
    const auto refused = run("formula=x^4/4 - y", "2:formula=x^2");
    VERIFY_EXIT(refused, 2);
    QVERIFY2(refused.err.contains("(character 9).\nx^4/4 - y\n        ^\n"), refused.err);
    const auto bad_edit = run("formula=x^2", "2:formula=x^2 +");
    VERIFY_EXIT(bad_edit, 2);
    QVERIFY2(bad_edit.err.contains("ends where a number"), bad_edit.err);
}

void TestCommands::settings_come_after_preset_and_recipe() {
    const auto out = folder_.filePath("settings");
    const auto preset = langevin_run({"run", "--lab", "phi4", "--preset", "Free field", "--set", "extent=8", "--set",
                                      "chains=2", "--seed", "77", "--steps", "4", "--out", out});
    VERIFY_EXIT(preset, 0);
    auto recipe = recipe_in(out), parameters = recipe["parameters"].toObject();
    QCOMPARE(parameters["lambda"].toDouble(), 0.0);  // the preset's
    QCOMPARE(parameters["extent"].toInt(), 8);
    QCOMPARE(parameters["chains"].toInt(), 2);
    QCOMPARE(recipe["seed"].toInt(), 77);
    QCOMPARE(recipe["steps"].toInt(), 4);

    const auto name_alone = langevin_run({"run", "phi4", "--set", "extent=8", "--steps", "2", "--out", out});
    VERIFY_EXIT(name_alone, 0);
    QCOMPARE(recipe_in(out)["lab"].toString(), "phi4");

    const auto line = langevin_run({"run", "phi4 extent=8 chains=2 kappa=0.1 lambda=1 seed=5 steps=9", "--set",
                                    "kappa=0.2", "--set", "algorithm=mala", "--out", out});
    VERIFY_EXIT(line, 0);
    recipe = recipe_in(out);
    parameters = recipe["parameters"].toObject();
    QCOMPARE(parameters["kappa"].toDouble(), 0.2);
    QCOMPARE(parameters["lambda"].toDouble(), 1.0);
    QCOMPARE(parameters["algorithm"].toString(), "mala");
    QCOMPARE(recipe["seed"].toInt(), 5);
    QCOMPARE(recipe["steps"].toInt(), 9);
    QCOMPARE(parameters.size(), static_cast<qsizetype>(phi4_.parameters->specs().size()));
}

void TestCommands::edits_are_those_of_the_engine() {
    const std::string line = "phi4 extent=8 chains=2 seed=4 steps=30";
    const auto out = folder_.filePath("edits");
    const auto done =
        langevin_run({"run", text(line), "--edit", "12:lambda=0.1", "--edit", "7:kappa=0.2", "--out", out});
    VERIFY_EXIT(done, 0);
    const auto recipe = storage::parse_line(line);
    Execution execution(phi4_, resolve(phi4_, recipe), recipe.seed);
    const auto plain = langevin_run({"run", text(line)});
    while (execution.steps() < recipe.steps) {
        if (execution.steps() == 7) QVERIFY(!execution.edit("kappa", 0.2));
        if (execution.steps() == 12) QVERIFY(!execution.edit("lambda", 0.1));
        execution.step({}, 1);
    }
    QCOMPARE(hash_in(done.out), quint64{execution.checkpoint().hash()});
    QVERIFY(hash_in(plain.out) != hash_in(done.out));
    const auto session = QJsonDocument::fromJson(read(out + "/session.json")).object();
    const auto journal = session["journal"].toArray();
    QCOMPARE(keys(journal, "key"), QStringList({"kappa", "lambda"}));
    QCOMPARE(journal[0]["step"].toInt(), 7);
    QCOMPARE(journal[1]["step"].toInt(), 12);
}

void TestCommands::out_holds_everything() {
    const auto out = folder_.filePath("made/on/the/way");
    const auto done =
        langevin_run({"run", "phi4 extent=8 chains=2 seed=4 steps=30", "--save-every", "10", "--out", out});
    VERIFY_EXIT(done, 0);
    QStringList expected = {"recipe.json", "session.json", "session.checkpoint.h5", "configurations.h5"};
    for (const auto& panel : phi4_.panels) {
        if (panel.id == "extrapolation") continue;  // means nothing but for Langevin dynamics
        expected.append(text(panel.id) + ".csv");
        if (panel.kind == PanelKind::field) expected.append(text(panel.id) + ".vti");
    }
    auto found = QDir(out).entryList(QDir::Files | QDir::Hidden);
    found.sort();
    expected.sort();
    QCOMPARE(found, expected);
    for (const auto& name : found) {
        const auto bytes = read(out + "/" + name);
        QVERIFY2(!bytes.isEmpty(), qPrintable(name));
        if (name.endsWith(".csv")) QVERIFY2(bytes.startsWith('#') && bytes.contains("\"lab\""), qPrintable(name));
        if (name.endsWith(".h5")) QVERIFY2(bytes.startsWith("\x89HDF\r\n"), qPrintable(name));
    }
    QCOMPARE(hash_in(read(out + "/session.json")), hash_in(done.out));
    const auto again = langevin_run({"run", "recipe.json"}, out);
    VERIFY_EXIT(again, 0);
    QCOMPARE(hash_in(again.out), hash_in(done.out));
}

void TestCommands::nothing_accepted_is_said() {
    const QStringList recipe = {"run",
                                "phi4 extent=16 chains=2 start=cold thermalisation=0 "
                                "trajectory_length=10 integration_steps=1",
                                "--steps", "200"};
    const auto json = langevin_run(recipe);
    VERIFY_EXIT(json, 0);
    const auto message = json_lines(json.out).last()["message"].toString();
    QVERIFY2(message.contains("Nothing is accepted"), qPrintable(message));
    const auto table = langevin_run(recipe + QStringList{"--no-json"});
    VERIFY_EXIT(table, 0);
    QVERIFY(table.err.contains("Nothing is accepted"));
    for (const char* number : {"nan", "inf"}) QVERIFY2(!table.out.contains(number), number);
}

void TestCommands::a_run_that_blows_up() {
    const auto failed =
        langevin_run({"run", "phi4 extent=8 chains=2 algorithm=langevin step_size=1", "--steps", "200"});
    VERIFY_EXIT(failed, 3);
    QVERIFY(failed.out.isEmpty());
    QVERIFY2(is_one_line(failed.err), failed.err);
    for (const char* words : {"infinity", "update", "choose a smaller"})
        QVERIFY2(failed.err.contains(words), failed.err);
}

void TestCommands::verify_compares() {
    const QString check = "two_by_two_binder_020";
    const auto json = langevin_run({"verify", "phi4", "--only", check, "--json"});
    VERIFY_EXIT(json, 0);
    const auto results = json_lines(json.out);
    QCOMPARE(results.size(), 1);
    QCOMPARE(results[0]["check"].toString(), check);
    QCOMPARE(results[0]["verdict"].toString(), "ok");
    QVERIFY(results[0]["error"].toDouble() > 0);
    QVERIFY(std::abs(results[0]["distance"].toDouble()) <= results[0]["tolerance"].toDouble());
    QVERIFY(!results[0]["source"].toString().isEmpty());
    const auto table = langevin_run({"verify", "phi4", "--only", check});
    VERIFY_EXIT(table, 0);
    for (const char* words : {"measured", "expected", "ok", "1 of 1 checks agree"})
        QVERIFY2(table.out.contains(words), words);
}

void TestCommands::bench_measures() {
    const auto result = langevin_run({"bench", "spin_glass", "--seconds", "0.01", "--threads", "2", "--json"});
    VERIFY_EXIT(result, 0);
    const auto lines = json_lines(result.out);
    QCOMPARE(lines.size(), qsizetype{1});
    QCOMPARE(lines.first()["lab"].toString(), "spin_glass");
    QVERIFY(lines.first()["steps_per_second_one_thread"].toDouble() > 0);
    QVERIFY(lines.first()["steps_per_second"].toDouble() > 0);
    QVERIFY(!lines.first()["processor"].toString().isEmpty());
    const auto unknown = langevin_run({"bench", "spin_gas"});
    VERIFY_EXIT(unknown, 2);
    QVERIFY(unknown.err.contains("spin_gas"));
}

void TestCommands::a_lesson_is_held_to_what_it_says() {
    const QByteArray lesson =
        "# Sites\n\n## Guess\n```recipe\nphi4 kappa=0 lambda=0 extent=4 chains=4 thermalisation=10\n```\n"
        "```predict\nquestion: How large?\nscalar: field_squared\nexpect: 0.5\ntolerance: 0.1\nsteps: 300\n```\n";
    const auto path = folder_.filePath("sites.lesson.md");
    const auto check = [&](QByteArray text) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) return Finished{};
        file.write(text);
        file.close();
        return langevin_run({"lesson", path});
    };
    const auto good = check(lesson);
    VERIFY_EXIT(good, 0);
    QVERIFY(good.out.contains("1 of 1 steps are good"));
    const auto wrong = check(QByteArray(lesson).replace("expect: 0.5", "expect: 0.9"));
    VERIFY_EXIT(wrong, 1);
    QVERIFY(wrong.out.contains("MEND") && wrong.out.contains("further than the tolerance"));
    const auto misspelt = check(QByteArray(lesson).replace("kappa", "kapa"));
    VERIFY_EXIT(misspelt, 2);
    QVERIFY(misspelt.err.contains((path + ", step 1").toUtf8()));
    QVERIFY(misspelt.err.contains("step 1, \"Guess\" (line 3)") && misspelt.err.contains("Did you mean \"kappa\"?"));
    const auto unknown = langevin_run({"lesson", "phases_of_lerning"});
    VERIFY_EXIT(unknown, 2);
    QVERIFY(unknown.err.contains("Did you mean \"phases_of_learning\"?"));
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What every lab must satisfy, derived from its declarations: a new lab is tested by being registered.
#include <QRegularExpression>
#include <QTest>
#include <cmath>
#include <set>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "tests/registry/lab_cases.h"

using namespace langevin;
using namespace langevin::tests;

class TestRegistry : public QObject {
    Q_OBJECT

    const Registry registry = labs::all();

    void rows_of_labs() {
        QTest::addColumn<const Lab*>("lab");
        for (const auto& lab : registry.labs()) QTest::addRow("%s", lab.id.c_str()) << &lab;
    }

    static void compare_with_declaration(const Lab& lab, const Snapshot& snapshot) {
        std::set<std::string> published;
        for (const auto& named : snapshot.panels) {
            QVERIFY2(published.insert(named.id).second, named.id.c_str());
            QVERIFY2(all_finite(named.panel), named.id.c_str());
            QVERIFY(!summary(named.panel).empty());
        }
        for (const auto& spec : lab.panels) {
            const auto* panel = snapshot.panel(spec.id);
            QVERIFY2(panel, ("declared but not published: " + spec.id).c_str());
            QCOMPARE(panel->index(), static_cast<std::size_t>(spec.kind));
            published.erase(spec.id);
        }
        QVERIFY2(published.empty(),
                 ("published but not declared: " + (published.empty() ? "" : *published.begin())).c_str());
        for (const auto& scalar : snapshot.scalars) QVERIFY2(std::isfinite(scalar.value), scalar.key.c_str());
    }

  private slots:
    void declares_itself_completely_data() { rows_of_labs(); }
    void declares_itself_completely() {
        QFETCH(const Lab*, lab);
        QVERIFY(QRegularExpression("^[a-z][a-z0-9_]*$").match(QString::fromStdString(lab->id)).hasMatch());
        QVERIFY(!lab->title.empty() && !lab->summary.empty() && !lab->step_unit.empty());
        QVERIFY2(lab->page.size() > 500, "the page of physics is missing or a stub");
        QVERIFY(lab->create && !lab->panels.empty() && !lab->checks.empty() && !lab->presets.empty());
        for (const auto& spec : lab->parameters->specs()) {
            QVERIFY2(QRegularExpression("^[a-z][a-z0-9_]*$").match(QString::fromStdString(spec.key)).hasMatch(),
                     spec.key.c_str());
            QVERIFY2(!spec.label.empty() && spec.help.size() > 20 && spec.help.ends_with('.') && !spec.group.empty(),
                     spec.key.c_str());
            if (spec.relevance) {
                const auto* other = lab->parameters->find(spec.relevance->key);
                QVERIFY2(other && std::holds_alternative<Choice>(other->domain), spec.key.c_str());
                for (const auto& name : spec.relevance->names)
                    QVERIFY2(std::holds_alternative<Value>(accept(*other, name)), name.c_str());
            }
        }
        for (const auto& panel : lab->panels)
            QVERIFY2(!panel.title.empty() && panel.help.size() > 20 && panel.width >= 1 && panel.width <= 3 &&
                         panel.height >= 1 && panel.height <= 3,
                     panel.id.c_str());
    }

    void presets_and_checks_are_sound_data() { rows_of_labs(); }
    void presets_and_checks_are_sound() {
        QFETCH(const Lab*, lab);
        for (const auto& preset : lab->presets) {
            QVERIFY2(preset.lab == lab->id && !preset.title.empty() && !preset.summary.empty(), preset.title.c_str());
            Execution execution(*lab, resolve(*lab, preset), preset.seed);
            for (int i = 0; i < 3; ++i) QVERIFY(execution.step({}, 1));
        }
        std::set<std::string> ids;
        for (const auto& check : lab->checks) {
            QVERIFY2(ids.insert(check.id).second, check.id.c_str());
            QVERIFY2(!check.title.empty() && !check.expected.source.empty() && check.recipe.steps > 0,
                     check.id.c_str());
            QVERIFY2(check.tolerance <= 5, check.id.c_str());
            resolve(*lab, check.recipe);
        }
    }

    void publishes_what_it_declares_data() {
        QTest::addColumn<const Lab*>("lab");
        QTest::addColumn<ParameterSet>("parameters");
        for (const auto& lab : registry.labs())
            for (const auto& c : cases(lab, 20))
                QTest::newRow(qPrintable(QString::fromStdString(lab.id) + ": " + c.name)) << &lab << c.parameters;
    }
    void publishes_what_it_declares() {
        QFETCH(const Lab*, lab);
        QFETCH(ParameterSet, parameters);
        Execution execution(*lab, parameters, 3);
        try {
            for (int i = 0; i < 4; ++i) {
                Snapshot snapshot;
                execution.observe(snapshot, {});
                compare_with_declaration(*lab, snapshot);
                execution.step({}, 1);
            }
        } catch (const Failure& failure) {
            // Physics may blow up at the ends of a range, but it says so, and what to do.
            QVERIFY2(!failure.problem().what.empty() && !failure.problem().remedy.empty(), failure.what());
        }
    }

    void headline_and_check_quantities_exist_data() { rows_of_labs(); }
    void headline_and_check_quantities_exist() {
        QFETCH(const Lab*, lab);
        const auto scalars_of = [&](const Recipe& recipe, std::uint64_t steps) {
            Execution execution(*lab, resolve(*lab, recipe), 1);
            std::set<std::string> keys;
            while (keys.empty() && execution.steps() < steps) {  // some labs thermalise for long
                for (int i = 0; i < 300; ++i) execution.step({}, 1);
                Snapshot snapshot;
                execution.observe(snapshot, {.panels = std::set<std::string>{}, .complete = true});
                for (const auto& scalar : snapshot.scalars) keys.insert(scalar.key);
            }
            return keys;
        };
        auto quick = Recipe{.lab = lab->id};
        for (const auto& [key, value] : small_cases(*lab).front().parameters.changed())
            quick.parameters.emplace_back(key, value);
        const auto keys = scalars_of(quick, 50000);
        for (const auto& key : lab->headline) QVERIFY2(keys.contains(key), key.c_str());
    }

    void attention_limits_what_is_published_data() { rows_of_labs(); }
    void attention_limits_what_is_published() {
        QFETCH(const Lab*, lab);
        Execution execution(*lab, small_cases(*lab).front().parameters, 1);
        execution.step({}, 1);
        for (const auto& spec : lab->panels) {
            Snapshot snapshot;
            execution.observe(snapshot, {.panels = std::set{spec.id}});
            QCOMPARE(snapshot.panels.size(), std::size_t{1});
            QCOMPARE(snapshot.panels.front().id, spec.id);
        }
    }

    void parameters_survive_json_data() { rows_of_labs(); }
    void parameters_survive_json() {
        QFETCH(const Lab*, lab);
        for (const auto& c : cases(*lab, 20)) {
            const auto recipe = storage::full_recipe(*lab, c.parameters, 42, 7);
            QCOMPARE(storage::parse_recipe(storage::to_json(recipe), "test"), recipe);
            QVERIFY(resolve(*lab, storage::parse_recipe(storage::to_json(recipe), "test")) == c.parameters);
            QVERIFY(resolve(*lab, storage::parse_line(storage::to_line(recipe))) == c.parameters);
        }
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that learn from the user's own ensemble, and what may be wrong with files, disks and trainings.
#include <QJsonArray>
#include <cmath>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/ensemble_file.h"
#include "engine/storage/ensemble_writer.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "engine/storage/weights_file.h"
#include "tests/command_line/program.h"
#include "tests/command_line/small_disk.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::test;

namespace {

/// Normal numbers on every site, `chains` fields side by side.
struct Noise {
    int rows = 8, columns = 8, configurations = 64;
    double scale = 1;
    std::uint64_t seed = 1;
    std::string recipe = {};
    double broken = 0;  // if it is not 0: what stands at one site of configuration 5
};

void write_noise(const std::string& path, const Noise& noise) {
    storage::EnsembleWriter writer(path, {"phi4", noise.recipe, "field"});
    for (int c = 0; c < noise.configurations; ++c) {
        Field field;
        field.rows = noise.rows;
        field.columns = noise.columns;
        field.available = 2;
        field.tiles = {0, 1};
        field.values.resize(2 * static_cast<std::size_t>(noise.rows * noise.columns));
        Random(noise.seed).normals<double>(Stream::of(1, 0), static_cast<std::uint64_t>(c), 0, 1, field.values);
        for (double& phi : field.values) phi *= noise.scale;
        if (c == 5 && noise.broken != 0) field.values[10] = noise.broken;
        writer.add(field, 10 * static_cast<std::uint64_t>(c + 1));
    }
    writer.finish();
}

std::string recipe_of_noise(double kappa, int thermalisation) {
    return storage::to_json(
        {.lab = "phi4",
         .parameters = {{"kappa", kappa}, {"lambda", 0.022}, {"thermalisation", std::int64_t{thermalisation}}}});
}

QJsonObject scalar(const Finished& finished, const char* key) {
    for (const auto& item : json_lines(finished.out).last()["scalars"].toArray())
        if (item.toObject()["key"] == key) return item.toObject();
    return {};
}

}  // namespace

class TestLearning : public QObject {
    Q_OBJECT

    const Registry registry_ = labs::all();
    const Lab& lab_ = registry_.find("denoising");
    std::unique_ptr<QTemporaryDir> folder_;
    QString file_;

    std::string file() const { return file_.toStdString(); }
    QString place(const QString& name) const { return folder_->filePath(name); }
    Recipe recipe(const QString& changes = {}) const {
        auto recipe = storage::parse_line(
            "denoising extent=8 kappa=0.25 levels=8 samples=16 training_steps=100 width=8 depth=1 ensemble_file=\"" +
            file() + "\"");
        if (changes.isEmpty()) return recipe;
        for (const auto& [key, value] : storage::parse_settings(changes.toStdString())) {
            std::erase_if(recipe.parameters, [&](const auto& parameter) { return parameter.first == key; });
            recipe.parameters.emplace_back(key, value);
        }
        return recipe;
    }
    QString line(const QString& changes = {}) const {
        return QString::fromStdString(storage::to_line(recipe(changes)));
    }
    Execution execution(const QString& changes = {}) const { return {lab_, resolve(lab_, recipe(changes)), 5}; }
    static void advance(Execution& run, int steps, int threads = 1) {
        for (int n = 0; n < steps; ++n) run.step({}, threads);
    }
    Finished run(const QString& recipe, int steps = 20) const {
        return langevin_run({"run", recipe, "--steps", QString::number(steps), "--quiet", "--out", "out"},
                            folder_->path());
    }
    void verify_refused(const QString& recipe, const QStringList& words) const {
        const auto finished = run(recipe);
        VERIFY_EXIT(finished, 2);
        QVERIFY2(is_one_line(finished.err), finished.err);
        for (const auto& word : words)
            QVERIFY2(finished.err.contains(word.toUtf8()), qPrintable("\"" + word + "\" is not in " + finished.err));
        QVERIFY(!QFile::exists(place("out")));
    }

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        file_ = place("ensemble.h5");
    }

    void a_run_and_a_network_that_learns_from_it();
    void more_and_fewer_fields_than_are_wanted();
    void going_on_from_a_checkpoint_needs_no_file_as_it_was();
    void ensembles_that_do_not_fit_data();
    void ensembles_that_do_not_fit();
    void another_action_is_said();
    void what_is_not_in_equilibrium_is_left_out();
    void cut_files();
    void a_training_that_diverges();
    void a_run_that_blows_up_keeps_its_network();
    void a_checkpoint_of_another_architecture_data();
    void a_checkpoint_of_another_architecture();
    void full_disk_data();
    void full_disk();
};

void TestLearning::a_run_and_a_network_that_learns_from_it() {
    const auto made = langevin_run({"run", "phi4 extent=8 kappa=0.25 lambda=0.022 chains=16 thermalisation=200 seed=1",
                                    "--steps", "1480", "--save-every", "10", "--quiet", "--out", "data"},
                                   folder_->path());
    VERIFY_EXIT(made, 0);
    file_ = "data/configurations.h5";
    // 400 steps of training in turn with fields, then 2560 fields of the trained network.
    const auto learnt = run(
        "denoising extent=8 kappa=0.25 ensemble_file=data/configurations.h5 training_steps=400 samples=256 levels=48 "
        "correction=metropolis seed=2",
        1400);
    VERIFY_EXIT(learnt, 0);
    QVERIFY2(!json_lines(learnt.out).last().contains("message"), learnt.out);
    for (const char* key : {"raw_field_squared", "raw_susceptibility", "corrected_field_squared"}) {
        const auto found = scalar(learnt, key);
        QVERIFY(found.contains("distance"));
        QVERIFY2(
            std::abs(found["distance"].toDouble()) < 5 && found["error"].toDouble() < 0.05 * found["value"].toDouble(),
            key);
    }
    QVERIFY(scalar(learnt, "acceptance")["value"].toDouble() > 0.5);
    const auto model = storage::read_weights(place("out/model.h5").toStdString());
    QCOMPARE(model.attributes.at("training_steps"), std::string("400"));
    QVERIFY(contains(model.attributes.at("recipe"), "data/configurations.h5"));
    // The same again from what the session says.
    const auto replayed = langevin_run({"replay", "out/session.json"}, folder_->path());
    VERIFY_EXIT(replayed, 0);
}

void TestLearning::more_and_fewer_fields_than_are_wanted() {
    const auto fields_kept = [&](int configurations) {
        write_noise(file(), {.configurations = configurations});
        const auto checkpoint = execution("configurations=256").checkpoint();
        return checkpoint.state.get<float>("learner.fields");
    };
    QCOMPARE(fields_kept(64).size(), std::size_t{128 * 64});
    const auto spread = fields_kept(256);
    QCOMPARE(spread.size(), std::size_t{256 * 64});
    const auto all = storage::read_ensemble(file()).values;
    for (std::size_t n = 0; n < 256; ++n) QCOMPARE(spread[n * 64], all[2 * n * 64]);
}

void TestLearning::going_on_from_a_checkpoint_needs_no_file_as_it_was() {
    write_noise(file(), {});
    auto straight = execution(), threads = execution(), first = execution();
    advance(straight, 60);
    advance(threads, 60, 3);
    QCOMPARE(threads.checkpoint().hash(), straight.checkpoint().hash());
    advance(first, 31);
    const auto path = place("session.json").toStdString();
    const auto checkpoint = first.checkpoint();
    storage::write_session(path, storage::make_session(lab_, first.first_parameters(), 5, checkpoint), checkpoint);
    for (const Noise& other : {Noise{}, Noise{.configurations = 16, .seed = 9}, Noise{.configurations = 400}}) {
        write_noise(file(), other);
        auto second = execution();
        second.restore(storage::read_checkpoint(path, storage::read_session(path), lab_));
        QCOMPARE(second.checkpoint().hash(), checkpoint.hash());
        advance(second, 29);
        QCOMPARE(second.checkpoint().hash(), straight.checkpoint().hash());
    }
    // Without the file there is a sentence, and the session stays as it is.
    QVERIFY(QFile::remove(file_));
    VERIFY_CONTAINS(sentence(problem_of([&] { execution(); })), file() + ": cannot be read: there is no such file");
}

void TestLearning::ensembles_that_do_not_fit_data() {
    QTest::addColumn<Noise>("noise");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const Noise& noise, const QStringList& words) {
        QTest::newRow(name) << noise << words;
    };
    row("extent", {.rows = 16, .columns = 16},
        {"ensemble_file: the ensemble has 16 × 16 sites, the lattice here 8 × 8", "extent of 16"});
    row("no square", {.columns = 4}, {"ensemble_file: the ensemble has 8 × 4 sites", "square"});
    row("few", {.configurations = 7}, {"ensemble_file: the ensemble has only 14 fields", "at least 16"});
    row("before equilibrium", {.recipe = recipe_of_noise(0.25, 600)},
        {"only 8 fields after the 600 updates of its thermalisation"});
    row("NaN", {.broken = std::nan("")}, {"ensemble.h5: is no ensemble", "configurations[5, 0, 1, 2] is NaN"});
    row("infinite", {.broken = INFINITY}, {"configurations[5, 0, 1, 2]"});
    row("zero", {.scale = 0}, {"ensemble_file: the fields have a standard deviation of 0"});
    row("other units", {.scale = 1e6}, {"ensemble_file: the fields have a standard deviation of", "units"});
    row("an outlier", {.broken = 4e5}, {"ensemble_file: some modes", "enormous"});
}

void TestLearning::ensembles_that_do_not_fit() {
    QFETCH(const Noise, noise);
    QFETCH(const QStringList, words);
    write_noise(file(), noise);
    verify_refused(line(), words);
}

void TestLearning::another_action_is_said() {
    const auto message = [&](double kappa, const QString& more = {}) {
        write_noise(file(), {.recipe = recipe_of_noise(kappa, 0)});
        Snapshot snapshot;
        execution(more).observe(snapshot, {});
        return snapshot.message;
    };
    QCOMPARE(message(0.25), std::string());
    VERIFY_CONTAINS(message(0.21), "The ensemble was made at κ = 0.21, λ = 0.022");
    VERIFY_CONTAINS(message(0.21), "Learn from data alone");
    QVERIFY(!contains(message(0.21, "target=denoising"), "Learn from data alone"));
    write_noise(file(), {.recipe = "none"});
    Snapshot snapshot;
    execution().observe(snapshot, {});
    VERIFY_CONTAINS(snapshot.message, "\"phi4\" and does not say that its action");
}

void TestLearning::what_is_not_in_equilibrium_is_left_out() {
    write_noise(file(), {.recipe = recipe_of_noise(0.25, 200)});
    const auto fields = execution().checkpoint().state.get<float>("learner.fields");
    const auto all = storage::read_ensemble(file()).values;
    QCOMPARE(fields, std::vector<float>(all.begin() + 20 * 2 * 64, all.end()));
}

void TestLearning::cut_files() {
    write_noise(file(), {});
    VERIFY_EXIT(run(line()), 0);
    QDir(place("out")).removeRecursively();
    const auto model = place("model.h5");
    auto trained = execution();
    advance(trained, 5);
    Snapshot snapshot;
    trained.observe(snapshot, {});
    storage::write_weights(model.toStdString(), *snapshot.model);
    const auto from_model = "denoising extent=8 kappa=0.25 levels=8 samples=16 score=file model_file=\"" + model + "\"";
    VERIFY_EXIT(run(from_model), 0);
    QDir(place("out")).removeRecursively();
    for (const auto& [path, recipe, what] : {std::tuple(file_, line(), "ensemble"), {model, from_model, "model"}}) {
        const auto whole = read(path);
        for (const double share : {0.0, 0.001, 0.1, 0.5, 0.9, 0.9999}) {
            QVERIFY(write(path, whole.left(static_cast<qsizetype>(share * static_cast<double>(whole.size())))));
            verify_refused(recipe, {path + ": is no", what});
            if (QTest::currentTestFailed()) return;
        }
    }
}

/// Weights that have run away: their gradient is no number any more.
void TestLearning::a_training_that_diverges() {
    write_noise(file(), {});
    auto run = execution("direction=forward");  // drawing would run away too
    advance(run, 20);
    auto checkpoint = run.checkpoint();
    auto weights = checkpoint.state.get<float>("learner.training.parameters");
    for (float& w : weights) w *= 1e30f;
    checkpoint.state.put("learner.training.parameters", weights);
    run.restore(checkpoint);
    const auto before = run.checkpoint().hash();
    Snapshot good, after;
    run.observe(good, {});
    const auto text = sentence(problem_of([&] { advance(run, 2); }));
    VERIFY_CONTAINS(text, "learning_rate: the training diverged");
    VERIFY_CONTAINS(text, "Choose a smaller learning rate");
    // What was there stays, to be looked at and saved.
    run.observe(after, {});
    QVERIFY(run.steps() <= checkpoint.step + 1);
    QVERIFY(after.model && *after.model == *good.model);
    if (run.steps() == checkpoint.step) QCOMPARE(run.checkpoint().hash(), before);
}

/// Data far from the action's units and few coarse steps let the sampler run away beside the training.
void TestLearning::a_run_that_blows_up_keeps_its_network() {
    write_noise(file(), {.scale = 9000});
    const auto failed = run(line("sampler=euler_maruyama strongest=1000 learning_rate=0.1"), 400);
    VERIFY_EXIT(failed, 3);
    QVERIFY2(is_one_line(failed.err) && failed.err.contains("ran away"), failed.err);
    const auto model = storage::read_weights(place("out/model.h5").toStdString());
    QVERIFY(std::stoi(model.attributes.at("training_steps")) > 0);
    QVERIFY(contains(model.attributes.at("recipe"), "ensemble_file"));
    QVERIFY(!QFile::exists(place("out/session.json")));
}

void TestLearning::a_checkpoint_of_another_architecture_data() {
    QTest::addColumn<QString>("other");
    QTest::newRow("wider") << "width=16";
    QTest::newRow("deeper") << "depth=2";
    QTest::newRow("a U-Net") << "architecture=unet";
    QTest::newRow("site by site") << "architecture=sites";
    QTest::newRow("a smaller lattice") << "extent=4 ensemble_file=\"\"";
    QTest::newRow("no training") << "score=free_field";
}

void TestLearning::a_checkpoint_of_another_architecture() {
    QFETCH(const QString, other);
    write_noise(file(), {});
    auto own = execution(), foreign = execution(other);
    advance(own, 12);
    advance(foreign, 12);
    auto checkpoint = own.checkpoint();
    const auto before = checkpoint.hash();
    checkpoint.state = foreign.checkpoint().state;
    const auto text = sentence(problem_of([&] { own.restore(checkpoint); }));
    QVERIFY2(!text.empty() && contains(text, "checkpoint"), text.c_str());
    // Nothing was lost: the run goes on as if nobody had tried.
    QCOMPARE(own.checkpoint().hash(), before);
    auto alone = execution();
    advance(alone, 24);
    advance(own, 12);
    QCOMPARE(own.checkpoint().hash(), alone.checkpoint().hash());
}

void TestLearning::full_disk_data() {
    QTest::addColumn<int>("kilobytes");
    QTest::addColumn<QString>("said");
    QTest::newRow("from the start") << 8 << "out/recipe.json: cannot be written";
    QTest::newRow("at the checkpoint") << 128 << "out/session.checkpoint.h5: cannot be written";
    QTest::newRow("at the model") << 440 << "out/model.h5: cannot be written";
    QTest::newRow("at the panels") << 540 << "cannot be written";
}

/// Whatever was there before stays, or is replaced by something whole.
void TestLearning::full_disk() {
    QFETCH(const int, kilobytes);
    QFETCH(const QString, said);
    write_noise(file(), {});
    const SmallDisk disk(place("out"), kilobytes);
    if (!disk.mounted()) QSKIP("a small disk needs the right to mount one");
    for (const char* name : {"out/session.json", "out/model.h5"}) QVERIFY(write(place(name), "precious"));
    const auto finished = run(line("width=32"), 20);
    VERIFY_EXIT(finished, 2);
    QVERIFY2(is_one_line(finished.err) && finished.err.contains("disk"), finished.err);
    QVERIFY2(finished.err.contains(said.toUtf8()), finished.err);
    if (kilobytes < 440) QCOMPARE(read(place("out/session.json")), "precious");
    if (kilobytes < 540) QCOMPARE(read(place("out/model.h5")), "precious");
    if (kilobytes >= 440) VERIFY_EXIT(langevin_run({"replay", "out/session.json"}, folder_->path()), 0);
    if (kilobytes >= 540) storage::read_weights(place("out/model.h5").toStdString());
    for (const auto& name : QDir(place("out")).entryList(QDir::Files | QDir::Hidden))
        QVERIFY2(!name.contains(".part"), qPrintable(name));
}

QTEST_GUILESS_MAIN(TestLearning)
#include "tst_learning.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Models as arrays and files, and the same models in PyTorch (resources/models/langevin_models.py).
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <array>
#include <cmath>

#include "engine/diffusion/learnt/model_codec.h"
#include "engine/storage/weights_file.h"
#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::diffusion;
using namespace langevin::networks;
using namespace langevin::test;

Q_DECLARE_METATYPE(ScoreDescription)

namespace {

constexpr int samples = 16, rows = 8, columns = 8;
constexpr double sigma = 0.6;

ScoreModel some_model(const ScoreDescription& description) {
    ScoreModel model{std::make_shared<Denoiser>(description), {}};
    model.parameters = model.denoiser->network().layout().initial<float>(Random(3));
    std::vector<double> noise(model.parameters.size());
    Random(4).normals<double>(Stream::of(1, 0), 0, 0, 1, noise);
    for (std::size_t i = 0; i < noise.size(); ++i) model.parameters[i] += static_cast<float>(0.1 * noise[i]);
    return model;
}

std::vector<float> some_fields() {
    std::vector<double> z(samples * rows * columns);
    Random(5).normals<double>(Stream::of(1, 0), 0, 0, 1, z);
    return {z.begin(), z.end()};
}

/// phi + sigma^2 s.
std::vector<double> denoised(const ScoreModel& model, const std::vector<float>& fields) {
    const bool sites = model.denoiser->description().network.architecture == Architecture::sites;
    const LearntScore score(model, sites ? 1 : rows, sites ? 1 : columns);
    const std::vector<double> y(fields.begin(), fields.end());
    std::vector<double> result(y.size());
    score.evaluate(sigma, y, result);
    for (std::size_t i = 0; i < y.size(); ++i) result[i] = y[i] + sigma * sigma * result[i];
    return result;
}

/// The largest difference, in units of the root of the mean square.
double difference(const std::vector<float>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return INFINITY;
    double largest = 0, squares = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
        squares += b[i] * b[i];
    }
    return largest / std::sqrt(squares / static_cast<double>(b.size()));
}

QByteArray run_python(const QString& code, const QStringList& arguments, int& exit_code) {
    QProcess python;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PYTHONPATH", SOURCE_DIR "/resources/models");
    environment.insert("PYTHONDONTWRITEBYTECODE", "1");
    environment.insert("OMP_NUM_THREADS", "1");
    python.setProcessEnvironment(environment);
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start("/usr/bin/python3", QStringList{"-c", code} + arguments);
    exit_code = python.waitForFinished(120000) ? python.exitCode() : -1;
    return python.readAll();
}

std::vector<std::pair<std::string, ScoreDescription>> descriptions() {
    const auto spectrum = free_field_spectrum(8);
    using enum Architecture;
    using tape::Function;
    return {
        {"equivariant", {{.width = 12, .depth = 2}, Preconditioning::modes, 1.7, spectrum}},
        {"general",
         {{.width = 6, .depth = 1, .activation = Function::silu, .odd = false, .square = false},
          Preconditioning::modes,
          0.3,
          spectrum}},
        {"scalar", {{.width = 6}, Preconditioning::scalar, 1.7, spectrum}},
        {"U-Net", {{.architecture = unet, .width = 8, .depth = 2}, Preconditioning::none, 1.7, {}}},
        {"U-Net, modes", {{.architecture = unet, .width = 16, .depth = 1}, Preconditioning::modes, 1, spectrum}},
        {"sites", {{.architecture = sites, .width = 9}, Preconditioning::scalar, 1.1, {}}},
        {"general sites",
         {{.architecture = sites, .width = 9, .activation = Function::leaky_relu, .odd = false},
          Preconditioning::scalar,
          1.1,
          {}}},
    };
}

void replace(std::string& text, const std::string& what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
}

}  // namespace

class TestModelFiles : public QObject {
    Q_OBJECT

    const ScoreDescription usual{{.width = 12, .depth = 1}, Preconditioning::modes, 1.7, free_field_spectrum(8)};

    void verify_refused(const std::function<void(NamedArrays&)>& damage, const std::string& part) {
        auto arrays = encode(some_model(usual));
        damage(arrays);
        VERIFY_CONTAINS(sentence(problem_of([&] { decode(arrays); })), part);
    }

  private slots:
    void there_and_back_data() {
        QTest::addColumn<ScoreDescription>("description");
        for (const auto& [name, description] : descriptions()) QTest::newRow(name.c_str()) << description;
    }
    void there_and_back() {
        QFETCH(const ScoreDescription, description);
        const auto model = some_model(description);
        const auto arrays = encode(model);
        const auto again = decode(arrays);
        QCOMPARE(again.denoiser->description(), model.denoiser->description());
        QCOMPARE(again.parameters, model.parameters);
        QCOMPARE(encode(again), arrays);
    }

    // GCC 12 lost `propagated` here: a branch became a conditional move that looked at overwritten flags.
    void only_modes_propagate() {
        const auto kept = [](Preconditioning preconditioning) {
            const auto network = with_channels({{.propagated = 3}, preconditioning, 1, {}}).network;
            return std::array{network.inputs, network.outputs, network.propagated};
        };
        QCOMPARE(kept(Preconditioning::modes), (std::array{2, 2, 3}));
        QCOMPARE(kept(Preconditioning::scalar), (std::array{1, 1, 0}));
        QCOMPARE(kept(Preconditioning::none), (std::array{1, 1, 0}));
    }

    void names_and_extents() {
        auto arrays = encode(some_model(usual));
        QCOMPARE(arrays.arrays["block.0.first.weight"].extents, (std::vector<int>{12, 12, 1, 3}));
        QCOMPARE(arrays.arrays["block.0.noise.bias"].extents, std::vector<int>{24});
        QCOMPARE(arrays.arrays["enter.weight"].extents, (std::vector<int>{12, 2, 1, 3}));
        VERIFY_CONTAINS(arrays.attributes["model"], "architecture = equivariant\n");
        VERIFY_CONTAINS(arrays.attributes["model"], "scale = 1.7\n");
    }

    void arrays_that_do_not_fit() {
        verify_refused([](auto& a) { a.arrays.erase("enter.weight"); }, "enter.weight: the network has it");
        verify_refused([](auto& a) { a.arrays["more"] = {{1}, {1}}; }, "more: the file has it");
        verify_refused(
            [](auto& a) {
                a.arrays["block.0.first.weight"] = {{16, 16, 1, 3}, std::vector<float>(768)};
            },
            "block.0.first.weight: it is [16, 16, 1, 3] in the file, the network has [12, 12, 1, 3]");
        verify_refused([](auto& a) { a.arrays["enter.weight"].values.pop_back(); }, "enter.weight");
        verify_refused([](auto& a) { a.arrays["enter.weight"].values[3] = std::nanf(""); },
                       "not all of it are numbers");
    }

    void descriptions_that_do_not_fit() {
        const auto changed = [this](const std::string& what, const std::string& by, const std::string& part) {
            verify_refused([&](auto& a) { replace(a.attributes["model"], what, by); }, part);
        };
        verify_refused([](auto& a) { a.attributes.erase("model"); }, "nothing says what kind");
        changed("= equivariant", "= transformer", "architecture: there is no architecture \"transformer\"");
        changed("= equivariant", "= unet", "width");  // 12 is no multiple of 8
        changed("width = 12", "width = 16", "[12, ");
        changed("width = 12", "width = many", "width: \"many\" is no number");
        changed("width = 12", "width = 12.5", "width");
        changed("width = 12", "width = 3000", "between 1 and 256");
        changed("width = 12\n", "", "width: it is missing");
        changed("width = 12\n", "width = 12\nwidth = 12\n", "width: there are two");
        changed("width = 12\n", "width = 12\nheight = 12\n", "height: it is not known");
        changed("width = 12", "width 12", "\"width 12\" is no");
        changed("scale = 1.7", "scale = 0", "scale: it must be positive");
        changed("scale = 1.7", "scale = inf", "scale");
        changed("spectrum = ", "spectrum = -", "spectrum: some variances");
        changed("spectrum = ", "spectrum = 1 ", "spectrum: 4 numbers");
        changed("zero_mode = ", "zero_mode = -", "zero_mode: it must be positive");
        changed("spectrum_extent = 8", "spectrum_extent = 0", "spectrum_extent");
        changed("inputs = 2", "inputs = 1", "channels and preconditioning");
        changed("odd = yes", "odd = perhaps", "odd: there is no odd \"perhaps\"");
    }

    /// The program's files in PyTorch, and PyTorch's files in the program.
    void pytorch() {
        int code = 0;
        run_python("import torch, h5py", {}, code);
        if (code != 0) QSKIP("PyTorch and h5py are not installed");

        const QTemporaryDir folder;
        const auto path = [&](const std::string& name) { return folder.path().toStdString() + "/" + name; };
        std::vector<ScoreModel> models;
        for (const auto& [name, description] : descriptions()) {
            auto arrays = encode(some_model(description));
            arrays.attributes["description"] = name;
            storage::write_weights(path("model_" + std::to_string(models.size()) + ".h5"), arrays);
            models.push_back(some_model(description));
        }
        const auto fields = some_fields();
        storage::write_weights(path("fields.h5"), {{}, {{"fields", {{samples, 1, rows, columns}, fields}}}});
        const auto said = run_python(R"(
import os, sys, h5py, torch, langevin_models
os.chdir(sys.argv[1])
phi = torch.from_numpy(h5py.File("fields.h5")["weights/fields"][...])
sigma = torch.full((len(phi),), float(sys.argv[3]), dtype=torch.float64)
for k in range(int(sys.argv[2])):
    model = langevin_models.load(f"model_{k}.h5")
    with torch.no_grad(), h5py.File(f"denoised_{k}.h5", "w") as file:
        file.attrs["format"] = "langevin-lab model 1"
        file["weights/denoised"] = model(phi, sigma).numpy()
        file["weights/score"] = model.score(phi, sigma).numpy()
        for parameter in model.parameters():
            parameter *= 1.25
        file["weights/changed"] = model(phi, sigma).numpy()
    langevin_models.save(f"changed_{k}.h5", model, description="changed")
)",
                                     {folder.path(), QString::number(models.size()), QString::number(sigma)}, code);
        QVERIFY2(code == 0, said);
        for (std::size_t k = 0; k < models.size(); ++k) {
            auto theirs = storage::read_weights(path("denoised_" + std::to_string(k) + ".h5")).arrays;
            QCOMPARE(theirs["denoised"].extents, (std::vector<int>{samples, 1, rows, columns}));
            const auto ours = denoised(models[k], fields);
            VERIFY_CLOSE(difference(theirs["denoised"].values, ours), 0, 1e-5);
            for (std::size_t i = 0; i < ours.size(); ++i)
                VERIFY_CLOSE(static_cast<double>(theirs["score"].values[i]),
                             (ours[i] - static_cast<double>(fields[i])) / (sigma * sigma), 1e-3);
            QVERIFY(difference(theirs["changed"].values, ours) > 1e-3);

            auto back = storage::read_weights(path("changed_" + std::to_string(k) + ".h5"));
            QCOMPARE(back.attributes["description"], std::string("changed"));
            const auto again = decode(back);
            QCOMPARE(again.denoiser->description(), models[k].denoiser->description());
            for (std::size_t i = 0; i < again.parameters.size(); ++i)
                QCOMPARE(again.parameters[i], 1.25f * models[k].parameters[i]);
            VERIFY_CLOSE(difference(theirs["changed"].values, denoised(again, fields)), 0, 1e-5);
        }
    }
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "tst_model_files.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Ensembles as fields to learn from: our own files, those of h5py, and those that are none.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "engine/storage/atomic_file.h"
#include "engine/storage/ensemble_file.h"
#include "engine/storage/ensemble_writer.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/weights_file.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

/// A dataset as anybody may write it.
struct Dataset {
    std::vector<hsize_t> extents;
    hid_t type = H5T_IEEE_F64LE;
    std::vector<hsize_t> chunk = {};  // contiguous where empty
    bool compressed = false;
    const char* name = "configurations";
    std::vector<double> values = {};  // 0, 0.5, 1, ... where empty

    std::size_t size() const {
        std::size_t n = 1;
        for (const auto extent : extents) n *= extent;
        return n;
    }
};

std::vector<double> halves(std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(0.5 * static_cast<double>(i));
    return values;
}

void write(const std::string& path, const Dataset& d, const std::string& format = {}) {
    // Without checksums, as h5py does.
    const hdf5::Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose, path);
    if (!format.empty()) hdf5::write_attribute(file, "format", format);
    const hdf5::Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "properties");
    if (!d.chunk.empty())
        hdf5::require(H5Pset_chunk(properties, static_cast<int>(d.chunk.size()), d.chunk.data()), "chunks");
    if (d.compressed) hdf5::require(H5Pset_deflate(properties, 6), "compression");
    const hdf5::Handle dataset(
        H5Dcreate2(file, d.name, d.type, hdf5::simple_space(d.extents), H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
        "dataset");
    if (d.size() == 0) return;
    const auto values = d.values.empty() ? halves(d.size()) : d.values;
    hdf5::require(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "values");
}

std::vector<float> singles(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

/// Three chains on 2 x 4 sites.
Field configuration(int number) {
    Field field;
    field.rows = 2;
    field.columns = 4;
    field.available = 3;
    field.tiles = {0, 1, 2};
    for (int i = 0; i < 24; ++i) field.values.push_back(100 * number + i + 0.1);
    return field;
}

const std::string recipe_text =
    R"({"recipe": 1, "lab": "phi4", "parameters": {"kappa": 0.26, "thermalisation": 200}, "seed": 3, "steps": 90})";

}  // namespace

class TestEnsembleReading : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    const std::string path_ = folder_.filePath("ensemble.h5").toStdString();

    std::string said() const {
        return sentence(problem_of([&] { static_cast<void>(read_ensemble(path_)); }));
    }
    void write_ours(int configurations) const {
        EnsembleWriter writer(path_, {"phi4", recipe_text, "field"});
        for (int i = 0; i < configurations; ++i) writer.add(configuration(i), 20u * static_cast<std::uint64_t>(i + 1));
        writer.finish();
    }

  private slots:
    void our_own() {
        write_ours(50);
        const auto found = read_ensemble(path_);
        QCOMPARE(found.rows, 2);
        QCOMPARE(found.columns, 4);
        QCOMPARE(found.size(), std::size_t{150});
        QCOMPARE(found.available, std::uint64_t{150});
        QCOMPARE(found.lab, std::string("phi4"));
        QVERIFY(found.recipe);
        QCOMPARE(found.recipe->seed, std::uint64_t{3});
        QCOMPARE(found.recipe->parameters.size(), std::size_t{2});
        QCOMPARE(found.steps.size(), std::size_t{150});
        std::vector<float> expected;
        for (int i = 0; i < 50; ++i)
            for (const double phi : configuration(i).values) expected.push_back(static_cast<float>(phi));
        QCOMPARE(found.values, expected);
        for (std::size_t n = 0; n < 150; ++n) QCOMPARE(found.steps[n], std::uint64_t{20 * (n / 3 + 1)});
    }

    void foreign_data() {
        QTest::addColumn<Dataset>("dataset");
        QTest::newRow("double, contiguous") << Dataset{{5, 4, 4}};
        QTest::newRow("float") << Dataset{{5, 4, 4}, H5T_IEEE_F32LE};
        QTest::newRow("big-endian, chains") << Dataset{{5, 3, 4, 6}, H5T_IEEE_F64BE};
        QTest::newRow("chunks across fields") << Dataset{{50, 4, 4}, H5T_IEEE_F64LE, {7, 3, 2}};
        QTest::newRow("gzip") << Dataset{{300, 3, 16, 16}, H5T_IEEE_F32LE, {13, 2, 16, 8}, true};
        QTest::newRow("long double, one field") << Dataset{{1, 4, 4}, H5T_NATIVE_LDOUBLE};
    }
    void foreign() {
        QFETCH(const Dataset, dataset);
        write(path_, dataset);
        const auto found = read_ensemble(path_);
        QCOMPARE(static_cast<hsize_t>(found.columns), dataset.extents.back());
        QCOMPARE(found.size() * found.dimension(), dataset.size());
        QCOMPARE(found.values, singles(halves(dataset.size())));
        QVERIFY(found.steps.empty() && found.lab.empty() && !found.recipe);
    }

    /// Also with what is no recipe, and with steps that do not belong to the fields.
    void foreign_attributes() {
        write(path_, {{5, 4, 4}});
        {
            const hdf5::Handle file(H5Fopen(path_.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "open");
            hdf5::write_attribute(file, "recipe", "two eggs");
            hdf5::write_attribute(file, "format", "a cookery book 7");
            const hdf5::Handle steps(H5Dcreate2(file, "steps", H5T_NATIVE_INT, hdf5::simple_space({3}), H5P_DEFAULT,
                                                H5P_DEFAULT, H5P_DEFAULT),
                                     H5Dclose, "steps");
        }
        const auto found = read_ensemble(path_);
        QCOMPARE(found.size(), std::size_t{5});
        QVERIFY(found.steps.empty() && !found.recipe);
    }

    /// Every second, third, ... configuration with all its chains.
    void no_more_than_is_wanted() {
        write_ours(50);
        const auto found = read_ensemble(path_, 24 * 20);  // every third: 17
        QCOMPARE(found.size(), std::size_t{17 * 3});
        QCOMPARE(found.available, std::uint64_t{150});
        QCOMPARE(found.steps.size(), found.size());
        for (int i = 0; i < 17; ++i) {
            const auto at = static_cast<std::size_t>(i) * 24;
            QCOMPARE(std::vector<float>(&found.values[at], &found.values[at] + 24),
                     singles(configuration(3 * i).values));
            QCOMPARE(found.steps[3 * static_cast<std::size_t>(i)], std::uint64_t(20 * (3 * i + 1)));
        }
        QCOMPARE(read_ensemble(path_, 24 * 50).size(), std::size_t{150});
        QCOMPARE(read_ensemble(path_, 24).size(), std::size_t{3});
        const auto text = sentence(problem_of([&] { static_cast<void>(read_ensemble(path_, 23)); }));
        VERIFY_CONTAINS(text, path_ + ": is no ensemble that can be read: \"configurations\" is [50, 3, 2, 4]");
        VERIFY_CONTAINS(text, "more than the 23 numbers");
    }

    /// Declared, but not there: nothing of that size is asked for.
    void monsters() {
        const auto declare = [&](const std::vector<hsize_t>& extents, const std::vector<hsize_t>& chunk) {
            const auto file = hdf5::create_file(path_);
            const hdf5::Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "properties");
            hdf5::require(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), "chunks");
            const hdf5::Handle dataset(H5Dcreate2(file, "configurations", H5T_IEEE_F64LE, hdf5::simple_space(extents),
                                                  H5P_DEFAULT, properties, H5P_DEFAULT),
                                       H5Dclose, "dataset");
        };
        declare({3, 1 << 20, 1 << 20}, {1, 16, 16});
        VERIFY_CONTAINS(said(), "numbers that are kept in memory");
        declare({3, hsize_t{1} << 32, hsize_t{1} << 31, 2}, {1, 1, 16, 1});
        VERIFY_CONTAINS(said(), "numbers that are kept in memory");
        declare({1 << 20, 16, 16}, {1 << 19, 16, 16});
        VERIFY_CONTAINS(said(), "\"configurations\" is stored in chunks of more than 256 MB");
        declare({hsize_t{1} << 40, 16, 16}, {1, 16, 16});
        VERIFY_CONTAINS(said(), "too many small chunks");
    }

    void other_files() {
        QFile::remove(QString::fromStdString(path_));
        VERIFY_CONTAINS(said(), path_ + ": cannot be read: there is no such file");
        VERIFY_CONTAINS(sentence(problem_of([] { static_cast<void>(read_ensemble("/dev/null")); })), "ordinary file");
        const auto folder = folder_.path().toStdString();
        VERIFY_CONTAINS(sentence(problem_of([&] { static_cast<void>(read_ensemble(folder)); })), "is a folder");
        write_text(path_, "phi = 0.3, 0.7, -0.2");
        VERIFY_CONTAINS(said(), path_ + ": is no HDF5 file, and so no ensemble");
        write_text(path_, "");
        VERIFY_CONTAINS(said(), "is no HDF5 file");
        write_weights(path_, {{}, {{"enter.weight", {{2}, {1, 2}}}}});
        VERIFY_CONTAINS(said(), "is no ensemble that can be read: there is no dataset \"configurations\"");
        write(path_, {.extents = {20, 4, 4}, .name = "fields"});
        VERIFY_CONTAINS(said(), "[field, row, column]");
        {
            const auto file = hdf5::create_file(path_);
            const hdf5::Handle group(H5Gcreate2(file, "configurations", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                                     H5Gclose, "group");
        }
        VERIFY_CONTAINS(said(), "there is no dataset \"configurations\"");
        write(path_, {{20, 4, 4}}, "langevin-lab ensemble 2");
        VERIFY_CONTAINS(said(), path_ + ": was written by a newer version of Langevin Lab");
    }

    void other_datasets() {
        write(path_, {{20, 16}});
        VERIFY_CONTAINS(said(), "\"configurations\" has 2 dimensions, not 3 or 4");
        write(path_, {{2, 2, 2, 2, 2}});
        VERIFY_CONTAINS(said(), "has 5 dimensions");
        write(path_, {{}});
        VERIFY_CONTAINS(said(), "has 0 dimensions");
        write(path_, {{0, 4, 4}});
        VERIFY_CONTAINS(said(), "\"configurations\" is empty: [0, 4, 4]");
        write(path_, {{20, 4, 0}});
        VERIFY_CONTAINS(said(), "is empty");
        write(path_, {{20, 4, 4}, H5T_STD_I32LE});
        VERIFY_CONTAINS(said(), "holds no floating-point numbers");
    }

    void numbers_that_are_none() {
        const auto with = [&](const std::vector<hsize_t>& extents, std::size_t place, double value) {
            Dataset dataset{extents};
            dataset.values = halves(dataset.size());
            dataset.values[place] = value;
            write(path_, dataset);
        };
        with({20, 4, 4}, 17 * 16 + 6, std::nan(""));
        VERIFY_CONTAINS(said(), path_ + ": is no ensemble that can be read: configurations[17, 1, 2] is NaN");
        with({20, 3, 4, 5}, 19 * 60 + 2 * 20 + 19, -INFINITY);
        VERIFY_CONTAINS(said(), "configurations[19, 2, 3, 4] is NaN, infinite or");
        with({20, 4, 4}, 0, 1e300);
        VERIFY_CONTAINS(said(), "configurations[0, 0, 0] is NaN, infinite or beyond single precision");
        // In what is kept, and named as in the file.
        with({20, 4, 4}, 4 * 16, std::nan(""));
        const auto thinned = problem_of([&] { static_cast<void>(read_ensemble(path_, 160)); });
        VERIFY_CONTAINS(thinned.what, "configurations[4, 0, 0]");
    }

    /// As after a full disk or an interrupted copy.
    void cut_files_never_crash() {
        write_ours(40);
        const auto ours = read_text(path_);
        write(path_, {{40, 3, 8, 8}, H5T_IEEE_F64LE, {4, 3, 8, 8}, true});
        const auto theirs = read_text(path_);
        for (const auto& whole : {ours, theirs})
            for (std::size_t length = 0; length < whole.size(); length += length < 2048 ? 31 : 257) {
                write_text(path_, whole.substr(0, length));
                const auto text = said();
                VERIFY_CONTAINS(text, path_ + ": is no ");
                QVERIFY2(text.size() > path_.size() + 20, text.c_str());
            }
        write_text(path_, theirs);
        QCOMPARE(read_ensemble(path_).size(), std::size_t{120});
    }

    /// A block of compressed numbers that was overwritten.
    void damaged_numbers() {
        write(path_, {{400, 8, 8}, H5T_IEEE_F64LE, {400, 8, 8}, true});
        auto bytes = read_text(path_);
        for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 64; ++i) bytes[i] = 'x';
        write_text(path_, bytes);
        VERIFY_CONTAINS(said(), path_ + ": is no ensemble that can be read: configurations from the 0th on");
    }

    void h5py() {
        const auto python = [&](const QString& code) {
            QProcess process;
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start("/usr/bin/python3", {"-c", code, QString::fromStdString(path_)});
            const bool good = process.waitForFinished(60000) && process.exitCode() == 0;
            return good ? QByteArray() : "failed: " + process.readAll();
        };
        if (!python("import h5py, numpy").isEmpty()) QSKIP("h5py is not installed");
        const QString head = "import h5py, numpy, sys\nphi = numpy.arange(6400).reshape(100, 8, 8) / 4\n";
        const char* const ways[] = {
            R"(h5py.File(sys.argv[1], "w")["configurations"] = phi)",
            R"(h5py.File(sys.argv[1], "w")["configurations"] = phi.astype("f4"))",
            R"(h5py.File(sys.argv[1], "w")["configurations"] = phi.reshape(25, 4, 8, 8).astype(">f8"))",
            R"(h5py.File(sys.argv[1], "w", libver="latest").create_dataset("configurations", data=phi, )"
            R"(compression="gzip", shuffle=True, fletcher32=True))",
            R"(h5py.File(sys.argv[1], "w").create_dataset("configurations", data=phi, maxshape=(None, 8, 8)))",
        };
        const auto expected = singles([] {
            auto values = halves(6400);
            for (double& v : values) v /= 2;
            return values;
        }());
        for (const char* way : ways) {
            const auto failure = python(head + way);
            QVERIFY2(failure.isEmpty(), failure);
            QCOMPARE(read_ensemble(path_).values, expected);
        }
        QVERIFY(python(head + R"(h5py.File(sys.argv[1], "w").create_dataset("configurations", data=phi, )"
                              R"(compression="lzf"))")
                    .isEmpty());
        VERIFY_CONTAINS(said(), path_ + ": is no ensemble that can be read: \"configurations\" is compressed in a way");
        VERIFY_CONTAINS(said(), "gzip");
    }
};

QTEST_GUILESS_MAIN(TestEnsembleReading)
#include "tst_ensemble_reading.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <optional>

#include "engine/storage/ensemble_writer.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/session_file.h"
#include "tests/engine/storage/small_disk.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

/// Two chains of 3 rows and 4 columns; the value at each site names chain, row, column and
/// configuration.
Field configuration(int number) {
    Field field;
    field.rows = 3;
    field.columns = 4;
    field.available = 2;
    field.tiles = {0, 1};
    for (int chain = 0; chain < 2; ++chain)
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 4; ++column)
                field.values.push_back(1000 * number + 100 * chain + 10 * row + column + 0.1);
    return field;
}

const EnsembleWriter::Description description{"phi4", "{\"recipe\": 1, \"lab\": \"phi4 κ\"}", "φ"};

struct Dataset {
    std::vector<hsize_t> shape, chunk;
    std::vector<double> values;
    H5T_class_t kind = H5T_NO_CLASS;
    std::size_t width = 0;
};

Dataset read(hid_t file, const char* name) {
    const hdf5::Handle dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose, "no such dataset");
    const hdf5::Handle space(H5Dget_space(dataset), H5Sclose, "no space");
    const hdf5::Handle type(H5Dget_type(dataset), H5Tclose, "no type");
    const hdf5::Handle properties(H5Dget_create_plist(dataset), H5Pclose, "no properties");
    Dataset result;
    result.shape.resize(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    result.chunk.resize(result.shape.size());
    H5Sget_simple_extent_dims(space, result.shape.data(), nullptr);
    H5Pget_chunk(properties, static_cast<int>(result.chunk.size()), result.chunk.data());
    result.kind = H5Tget_class(type);
    result.width = H5Tget_size(type);
    result.values.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    hdf5::require(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.values.data()),
                  "no values");
    return result;
}

}  // namespace

class TestEnsembleFile : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("ensemble.h5").toStdString();
    }

    void layout();
    void root_says_where_it_comes_from();
    void appears_only_when_finished();
    void abandoned_files_leave_nothing();
    void an_old_file_survives();
    void a_long_description_comes_back();
    void refuses_other_shapes();
    void unwritable_places();
    void full_disk();

  private:
    QStringList files() const { return QDir(folder_->path()).entryList(QDir::Files, QDir::Name); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

void TestEnsembleFile::layout() {
    EnsembleWriter writer(path_, description);
    std::vector<double> expected;
    for (int i = 0; i < 300; ++i) {
        const auto field = configuration(i);
        writer.add(field, 7u * static_cast<std::uint64_t>(i));
        expected.insert(expected.end(), field.values.begin(), field.values.end());
    }
    writer.finish();
    const auto file = hdf5::open_file(path_);
    const auto fields = read(file, "/configurations");
    QCOMPARE(fields.shape, (std::vector<hsize_t>{300, 2, 3, 4}));
    QCOMPARE(fields.chunk, (std::vector<hsize_t>{1, 2, 3, 4}));
    QVERIFY(fields.kind == H5T_FLOAT && fields.width == 8);
    QCOMPARE(fields.values, expected);
    const auto steps = read(file, "/steps");
    QCOMPARE(steps.shape, (std::vector<hsize_t>{300}));
    QVERIFY(steps.kind == H5T_INTEGER && steps.width == 8);
    for (std::size_t i = 0; i < 300; ++i) QCOMPARE(steps.values[i], 7.0 * static_cast<double>(i));
}

void TestEnsembleFile::root_says_where_it_comes_from() {
    {
        EnsembleWriter writer(path_, description);
        writer.add(configuration(0), 1);
        writer.finish();
    }
    const auto file = hdf5::open_file(path_);
    QCOMPARE(hdf5::read_attribute(file, "format"), std::string("langevin-lab ensemble 1"));
    QCOMPARE(hdf5::read_attribute(file, "lab"), description.lab);
    QCOMPARE(hdf5::read_attribute(file, "recipe"), description.recipe);
    QCOMPARE(hdf5::read_attribute(file, "quantity"), description.quantity);
    QCOMPARE(hdf5::read_attribute(file, "version"), program_version());
    QVERIFY(hdf5::read_attribute(file, "colour").empty());
}

void TestEnsembleFile::appears_only_when_finished() {
    EnsembleWriter writer(path_, description);
    writer.add(configuration(0), 1);
    QCOMPARE(files(), QStringList{"ensemble.h5.part"});
    writer.finish();
    QCOMPARE(files(), QStringList{"ensemble.h5"});
}

void TestEnsembleFile::abandoned_files_leave_nothing() {
    {
        EnsembleWriter writer(path_, description);
        writer.add(configuration(0), 1);
    }
    QVERIFY(files().isEmpty());
    { const EnsembleWriter writer(path_, description); }
    QVERIFY(files().isEmpty());
}

void TestEnsembleFile::an_old_file_survives() {
    {
        EnsembleWriter writer(path_, description);
        writer.add(configuration(5), 1);
        writer.finish();
    }
    {
        EnsembleWriter writer(path_, description);
        writer.add(configuration(6), 1);
    }
    QCOMPARE(files(), QStringList{"ensemble.h5"});
    QCOMPARE(read(hdf5::open_file(path_), "/configurations").values, configuration(5).values);
}

/// In the oldest format of HDF5 no attribute is longer than 64 kB.
void TestEnsembleFile::a_long_description_comes_back() {
    auto large = description;
    large.recipe = std::string(100000, 'x');
    EnsembleWriter writer(path_, large);
    writer.add(configuration(5), 1);
    writer.finish();
    QCOMPARE(hdf5::read_attribute(hdf5::open_file(path_), "recipe"), large.recipe);
}

void TestEnsembleFile::refuses_other_shapes() {
    EnsembleWriter writer(path_, description);
    auto thinned = configuration(0);
    thinned.stride = 2;
    VERIFY_CONTAINS(sentence(problem_of([&] { writer.add(thinned, 1); })), path_ + ": all configurations");
    writer.add(configuration(0), 1);
    auto other = configuration(1);
    std::swap(other.rows, other.columns);
    QVERIFY(!problem_of([&] { writer.add(other, 2); }).what.empty());
    auto fewer = configuration(1);
    fewer.tiles = {0};
    QVERIFY(!problem_of([&] { writer.add(fewer, 2); }).what.empty());
    auto empty = configuration(1);
    empty.values.pop_back();  // fewer numbers than the shape says
    QVERIFY(!problem_of([&] { writer.add(empty, 2); }).what.empty());
    writer.add(configuration(1), 2);
    writer.finish();
    QCOMPARE(read(hdf5::open_file(path_), "/configurations").shape[0], hsize_t{2});
}

void TestEnsembleFile::unwritable_places() {
    const auto path = folder_->filePath("none/ensemble.h5").toStdString();
    const auto problem = problem_of([&] { const EnsembleWriter writer(path, description); });
    VERIFY_CONTAINS(sentence(problem), path + ": cannot be written: the folder does not exist");
    // A folder under the file's name is noticed at the end at the latest.
    QVERIFY(QDir(folder_->path()).mkdir("ensemble.h5"));
    const auto late = problem_of([&] {
        EnsembleWriter writer(path_, description);
        writer.add(configuration(0), 1);
        writer.finish();
    });
    VERIFY_CONTAINS(sentence(late), path_);
    QVERIFY(files().isEmpty());
}

void TestEnsembleFile::full_disk() {
    const test::SmallDisk disk;
    if (!disk.mounted()) QSKIP("only root can make a small disk");
    const auto path = disk.path() + "/ensemble.h5";
    const auto problem = problem_of([&] {
        EnsembleWriter writer(path, description);
        for (int i = 0; i < 3000; ++i) writer.add(configuration(i), 1);
        writer.finish();
    });
    VERIFY_CONTAINS(sentence(problem), path);
    VERIFY_CONTAINS(sentence(problem), "disk");
    QVERIFY(QDir(QString::fromStdString(disk.path())).entryList(QDir::Files).isEmpty());
    // The library is still good for another file, and for the end of the program.
    for (const auto& place : {path_, path}) {
        EnsembleWriter writer(place, description);
        writer.add(configuration(1), 1);
        writer.finish();
        QCOMPARE(read(hdf5::open_file(place), "/configurations").values, configuration(1).values);
    }
}

QTEST_GUILESS_MAIN(TestEnsembleFile)
#include "tst_ensemble_file.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/session_file.h"
#include "engine/storage/weights_file.h"
#include "tests/engine/storage/small_disk.h"
#include "tests/support/failures.h"

using namespace langevin;
using namespace langevin::storage;
using langevin::test::problem_of;

namespace {

NamedArrays some_weights() {
    NamedArrays weights;
    weights.attributes = {{"model", "architecture = unet\nwidth = 8\n"}, {"description", "κ = 0.24, ein Versuch"}};
    weights.arrays["block.0.weight"] = {{2, 3, 1, 3}, {}};
    for (int i = 0; i < 18; ++i) weights.arrays["block.0.weight"].values.push_back(0.1f * static_cast<float>(i) - 0.7f);
    weights.arrays["block.0.bias"] = {{2}, {1e-38f, -3e38f}};
    return weights;
}

std::string bytes_of(const std::string& path) {
    return read_text(path);
}

NamedArrays from_bytes(const std::string& bytes) {
    return read_weights(std::as_bytes(std::span(bytes)), "built-in model");
}

}  // namespace

class TestWeightsFile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;

    QStringList files() const { return QDir(folder_->path()).entryList(QDir::Files); }
    std::string said(const std::string& path) const {
        return sentence(problem_of([&] { read_weights(path); }));
    }

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("model.h5").toStdString();
    }

    void there_and_back() {
        write_weights(path_, some_weights());
        auto found = read_weights(path_);
        QCOMPARE(found.attributes["version"], program_version());
        found.attributes.erase("version");
        QCOMPARE(found, some_weights());
        QCOMPARE(from_bytes(bytes_of(path_)).arrays, some_weights().arrays);
        QCOMPARE(files(), QStringList{"model.h5"});

        auto large = some_weights();
        large.attributes["recipe"] = std::string(100000, 'x');
        write_weights(path_, large);
        QCOMPARE(read_weights(path_).attributes["recipe"].size(), std::size_t{100000});

        write_weights(path_, read_weights(path_));  // again, with what it said of itself
        QCOMPARE(read_weights(path_).arrays, some_weights().arrays);
    }

    void layout() {
        write_weights(path_, some_weights());
        const auto file = hdf5::open_file(path_);
        QCOMPARE(hdf5::read_attribute(file, "format"), std::string("langevin-lab model 1"));
        QCOMPARE(hdf5::read_attribute(file, "description"), std::string("κ = 0.24, ein Versuch"));
        const hdf5::Handle dataset(H5Dopen2(file, "/weights/block.0.weight", H5P_DEFAULT), H5Dclose, "no such array");
        const hdf5::Handle type(H5Dget_type(dataset), H5Tclose, "no type");
        const hdf5::Handle space(H5Dget_space(dataset), H5Sclose, "no space");
        const hdf5::Handle properties(H5Dget_create_plist(dataset), H5Pclose, "no properties");
        QVERIFY(H5Tequal(type, H5T_IEEE_F32LE) > 0);
        QCOMPARE(H5Pget_layout(properties), H5D_CONTIGUOUS);
        hsize_t extents[4] = {};
        QCOMPARE(H5Sget_simple_extent_ndims(space), 4);
        H5Sget_simple_extent_dims(space, extents, nullptr);
        QCOMPARE(std::vector<hsize_t>(extents, extents + 4), (std::vector<hsize_t>{2, 3, 1, 3}));
    }

    /// Two files in memory at a time are told apart.
    void several_in_memory() {
        auto other = some_weights();
        other.arrays["block.0.bias"].values = {5, 6};
        write_weights(path_, some_weights());
        const auto first = bytes_of(path_);
        write_weights(path_, other);
        const auto second = bytes_of(path_);
        const auto open = hdf5::open_image(std::as_bytes(std::span(first)));
        QCOMPARE(from_bytes(second).arrays, other.arrays);
        QCOMPARE(from_bytes(first).arrays, some_weights().arrays);
    }

    void other_files() {
        VERIFY_CONTAINS(said(path_), path_ + ": cannot be read: there is no such file");
        VERIFY_CONTAINS(said(folder_->path().toStdString()), "is a folder");
        write_text(path_, "no HDF5 file at all");
        VERIFY_CONTAINS(said(path_), path_ + ": is no HDF5 file");
        VERIFY_CONTAINS(sentence(problem_of([] { from_bytes(""); })), "built-in model: is no HDF5 file");
        {
            auto file = hdf5::create_file(path_);
            hdf5::write_attribute(file, "format", "langevin-lab ensemble 1");
        }
        VERIFY_CONTAINS(said(path_), path_ + ": is an HDF5 file, but no model");
        {
            auto file = hdf5::create_file(path_);
            hdf5::write_attribute(file, "format", "langevin-lab model 2");
        }
        VERIFY_CONTAINS(said(path_), path_ + ": was written by a newer version");
        {
            auto file = hdf5::create_file(path_);
            hdf5::write_attribute(file, "format", "langevin-lab model 1");
        }
        VERIFY_CONTAINS(said(path_), "no weights in it");
    }

    void arrays_that_are_none() {
        const auto with = [&](hid_t type, const std::vector<hsize_t>& extents, bool compressed) {
            auto file = hdf5::create_file(path_);
            hdf5::write_attribute(file, "format", "langevin-lab model 1");
            const hdf5::Handle group(H5Gcreate2(file, "weights", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, "");
            const hdf5::Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "");
            if (compressed) {
                hdf5::require(H5Pset_chunk(properties, static_cast<int>(extents.size()), extents.data()), "chunks");
                hdf5::require(H5Pset_deflate(properties, 9), "compression");
            }
            const hdf5::Handle dataset(
                H5Dcreate2(group, "array", type, hdf5::simple_space(extents), H5P_DEFAULT, properties, H5P_DEFAULT),
                H5Dclose, "dataset");
            const std::vector<double> zeros(1000);
            hdf5::require(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, zeros.data()), "zeros");
        };
        with(H5T_NATIVE_INT, {3}, false);
        VERIFY_CONTAINS(said(path_), "\"array\" holds no floating-point numbers");
        with(H5T_NATIVE_FLOAT, {500}, true);
        VERIFY_CONTAINS(said(path_), "compressed");
        with(H5T_NATIVE_FLOAT, {}, false);  // a number is no array
        VERIFY_CONTAINS(said(path_), "\"array\" cannot be read");
        with(H5T_NATIVE_DOUBLE, {4, 5}, false);
        QCOMPARE(read_weights(path_).arrays["array"], (NamedArray{{4, 5}, std::vector<float>(20)}));
    }

    void damaged_files_never_crash() {
        write_weights(path_, some_weights());
        const auto whole = bytes_of(path_);
        for (std::size_t length = 0; length < whole.size(); length += 61) {
            const auto text = sentence(problem_of([&] { from_bytes(whole.substr(0, length)); }));
            VERIFY_CONTAINS(text, "built-in model: is no");
        }
        // Only the numbers themselves have no checksum, and places where nothing stands.
        const auto expected = from_bytes(whole);
        int refused = 0, other_numbers = 0;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            auto damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
            NamedArrays found;
            refused += !problem_of([&] { found = from_bytes(damaged); }).what.empty();
            if (found.arrays.empty()) continue;
            QCOMPARE(found.attributes, expected.attributes);
            QCOMPARE(found.arrays.size(), expected.arrays.size());
            for (const auto& [name, array] : found.arrays) {
                QCOMPARE(array.extents, expected.arrays.at(name).extents);
                other_numbers += array != expected.arrays.at(name);
            }
        }
        QVERIFY(refused > 500);
        QCOMPARE(other_numbers, 20 * 4);
    }

    void the_old_file_survives() {
        write_weights(path_, some_weights());
        auto unwritable = some_weights();
        unwritable.arrays["no/such/group"] = {{1}, {1}};
        const auto problem = problem_of([&] { write_weights(path_, unwritable); });
        VERIFY_CONTAINS(sentence(problem), path_ + ": cannot be written: \"no/such/group\"");
        unwritable.arrays["no/such/group"] = {{2}, {1}};
        QVERIFY_EXCEPTION_THROWN(write_weights(path_, unwritable), std::logic_error);
        QCOMPARE(read_weights(path_).arrays, some_weights().arrays);
        QCOMPARE(files(), QStringList{"model.h5"});
        const auto nowhere = folder_->filePath("none/model.h5").toStdString();
        VERIFY_CONTAINS(sentence(problem_of([&] { write_weights(nowhere, some_weights()); })), "does not exist");
    }

    void full_disk() {
        const test::SmallDisk disk;
        if (!disk.mounted()) QSKIP("only root can make a small disk");
        auto large = some_weights();
        large.arrays["large"] = {{300, 1000}, std::vector<float>(300000)};
        const auto path = disk.path() + "/model.h5";
        const auto text = sentence(problem_of([&] { write_weights(path, large); }));
        VERIFY_CONTAINS(text, path);
        VERIFY_CONTAINS(text, "disk");
        QVERIFY(QDir(QString::fromStdString(disk.path())).entryList(QDir::Files).isEmpty());
        write_weights(path, some_weights());
        QCOMPARE(read_weights(path).arrays, some_weights().arrays);
    }
};

QTEST_GUILESS_MAIN(TestWeightsFile)
#include "tst_weights_file.moc"

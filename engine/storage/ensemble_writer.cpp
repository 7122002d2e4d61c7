// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/ensemble_writer.h"

#include <system_error>
#include <vector>

#include "engine/core/error.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/ensemble_file.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/session_file.h"

namespace langevin::storage {
namespace {

hdf5::Handle extendible(hid_t file, const char* name, hid_t type, std::vector<hsize_t> item) {
    item.insert(item.begin(), 0);
    auto most = item, chunk = item;
    most[0] = H5S_UNLIMITED;
    chunk[0] = item.size() == 1 ? 256 : 1;
    const auto space = hdf5::simple_space(item, most);
    hdf5::Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "an HDF5 property list cannot be made");
    hdf5::require(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()),
                  "HDF5 refuses the chunk size");
    hdf5::require(H5Pset_fletcher32(properties), "HDF5 refuses checksums");
    return {H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
            std::string("\"") + name + "\" cannot be written"};
}

void append(hid_t dataset, hid_t type, std::vector<hsize_t> item, hsize_t index, const void* data) {
    const std::string what = "a configuration cannot be written";
    item.insert(item.begin(), index + 1);
    hdf5::require(H5Dset_extent(dataset, item.data()), what);
    hdf5::Handle space(H5Dget_space(dataset), H5Sclose, what);
    std::vector<hsize_t> start(item.size(), 0);
    start[0] = index;
    item[0] = 1;
    hdf5::require(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, item.data(), nullptr), what);
    const auto memory = hdf5::simple_space(item);
    hdf5::require(H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, data), what);
}

}  // namespace

struct EnsembleWriter::File {
    hdf5::Handle file, configurations, steps;
    std::vector<hsize_t> shape;
    hsize_t count = 0;
};

EnsembleWriter::EnsembleWriter(std::filesystem::path path, const Description& description)
    : path_(std::move(path)), part_(path_.string() + ".part"), file_(std::make_unique<File>()) {
    require_writable(path_);
    try {
        named([&] { begin(description); });
    } catch (...) {  // a destructor does not run for what was never made
        abandon();
        throw;
    }
}

EnsembleWriter::~EnsembleWriter() {
    abandon();
}

void EnsembleWriter::add(const Field& field, std::uint64_t step) {
    const std::vector<hsize_t> shape = {field.tiles.size(), static_cast<hsize_t>(field.rows),
                                        static_cast<hsize_t>(field.columns)};
    auto& f = *file_;
    const bool whole = field.stride == 1 && field.values.size() == shape[0] * shape[1] * shape[2];
    if (!whole || (f.count > 0 && shape != f.shape))
        throw Failure({"all configurations of an ensemble must be whole and of one shape", path_.string(), ""});
    named([&] {
        if (f.count == 0) f.configurations = extendible(f.file, "configurations", H5T_NATIVE_DOUBLE, shape);
        f.shape = shape;
        append(f.configurations, H5T_NATIVE_DOUBLE, shape, f.count, field.values.data());
        append(f.steps, H5T_NATIVE_UINT64, {}, f.count, &step);
    });
    ++f.count;
}

void EnsembleWriter::finish() {
    named([&] {
        const std::string what = "the end of the file cannot be written";
        file_->configurations.close(what);
        file_->steps.close(what);
        file_->file.close(what);
    });
    std::error_code error;
    std::filesystem::rename(part_, path_, error);
    if (error) throw Failure({"cannot be written: " + error.message(), path_.string(), ""});
    file_.reset();
}

void EnsembleWriter::begin(const Description& description) {
    file_->file = hdf5::create_file(part_.string());
    hdf5::write_attribute(file_->file, "format",
                          std::string(ensemble_format) + " " + std::to_string(newest_ensemble_format));
    hdf5::write_attribute(file_->file, "version", program_version());
    hdf5::write_attribute(file_->file, "lab", description.lab);
    hdf5::write_attribute(file_->file, "recipe", description.recipe);
    hdf5::write_attribute(file_->file, "quantity", description.quantity);
    file_->steps = extendible(file_->file, "steps", H5T_NATIVE_UINT64, {});
}

void EnsembleWriter::abandon() {
    if (!file_) return;
    const auto lock = hdf5::busy();
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(part_, ignored);
}

/// HDF5 does not say which file it could not write.
void EnsembleWriter::named(const std::function<void()>& work) const {
    const auto lock = hdf5::busy();
    try {
        work();
    } catch (const Failure& failure) {
        throw Failure({"cannot be written: " + failure.problem().what, path_.string(),
                       "The disk may be full: free some space or choose another place"});
    }
}

}  // namespace langevin::storage

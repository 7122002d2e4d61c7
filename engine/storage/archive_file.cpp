// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/archive_file.h"

#include <system_error>

#include "engine/core/error.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5.h"

namespace langevin::storage {
namespace {

template <class T>
hid_t native_type() {
    if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
    if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
    if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
    return H5T_NATIVE_UINT64;
}

template <class T>
void write_dataset(hid_t group, const std::string& name, const std::vector<T>& values) {
    const auto space = hdf5::simple_space({values.size()});
    const std::string what = "\"" + name + "\" cannot be written";
    hdf5::Handle dataset(
        H5Dcreate2(group, name.c_str(), native_type<T>(), space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose,
        what);
    if (!values.empty())
        hdf5::require(H5Dwrite(dataset, native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
    dataset.close(what);
}

template <class T>
Archive::Array read_dataset(hid_t dataset, std::size_t size, const std::string& name) {
    std::vector<T> values(size);
    if (size > 0)
        hdf5::require(H5Dread(dataset, native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                      "\"" + name + "\" cannot be read");
    return values;
}

Archive::Array read_any(hid_t group, const std::string& name, std::uintmax_t file_size) {
    const std::string what = "\"" + name + "\" cannot be read";
    hdf5::Handle dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, what);
    hdf5::Handle space(H5Dget_space(dataset), H5Sclose, what);
    hdf5::Handle type(H5Dget_type(dataset), H5Tclose, what);
    const auto size = H5Sget_simple_extent_npoints(space);
    // What is said to be there must be in the file, or a single wrong bit asks for more memory than there is.
    const auto stored = H5Dget_storage_size(dataset);
    const auto width = H5Tget_size(type);
    if (size < 0 || width == 0 || stored % width != 0 || stored / width != static_cast<hsize_t>(size) ||
        stored > file_size)
        throw Failure({what, "", "The file is damaged"});
    const auto count = static_cast<std::size_t>(size);
    if (H5Tget_class(type) == H5T_FLOAT)
        return H5Tget_size(type) == 4 ? read_dataset<float>(dataset, count, name)
                                      : read_dataset<double>(dataset, count, name);
    if (H5Tget_class(type) != H5T_INTEGER)
        throw Failure({"\"" + name + "\" holds no numbers", "", "The file is damaged"});
    return H5Tget_sign(type) == H5T_SGN_NONE ? read_dataset<std::uint64_t>(dataset, count, name)
                                             : read_dataset<std::int64_t>(dataset, count, name);
}

}  // namespace

void write_archive(const std::filesystem::path& path, const Archive& archive,
                   const std::map<std::string, std::string>& attributes) {
    const auto write = [&](const std::filesystem::path& temporary) {
        auto file = hdf5::create_file(temporary.string());
        for (const auto& [name, text] : attributes) hdf5::write_attribute(file, name, text);
        hdf5::Handle group(H5Gcreate2(file, "state", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose,
                           "the group of the state cannot be written");
        for (const auto& [name, array] : archive.arrays())
            std::visit([&, &key = name](const auto& values) { write_dataset(group, key, values); }, array);
        group.close("the group of the state cannot be written");
        file.close("the end of the file cannot be written");
    };
    replace_file(path, [&](const std::filesystem::path& temporary) {
        try {
            write(temporary);
        } catch (const Failure& failure) {
            throw Failure({"cannot be written: " + failure.problem().what, path.string(),
                           "Nothing was changed; the disk may be full: free some space or choose another place"});
        }
    });
}

Archive read_archive(const std::filesystem::path& path) {
    try {
        const auto file = hdf5::open_file(path.string());
        hdf5::Handle group(H5Gopen2(file, "state", H5P_DEFAULT), H5Gclose, "there is no state in it");
        std::error_code error;
        const auto file_size = std::filesystem::file_size(path, error);
        if (error) throw Failure({"its size is not known", "", ""});
        hsize_t count = 0;
        hdf5::require(H5Gget_num_objs(group, &count), "it cannot be listed");
        Archive archive;
        for (hsize_t i = 0; i < count; ++i) {
            std::string name(256, '\0');
            const auto length = H5Gget_objname_by_idx(group, i, name.data(), name.size());
            if (length <= 0 || length >= 256) throw Failure({"it cannot be listed", "", ""});
            name.resize(static_cast<std::size_t>(length));
            archive.set(name, read_any(group, name, file_size));
        }
        return archive;
    } catch (const Failure& failure) {
        throw Failure({"is not a checkpoint that can be read: " + failure.problem().what, path.string(),
                       "Replay the session from its start"});
    }
}

}  // namespace langevin::storage

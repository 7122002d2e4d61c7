// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/archive_file.h"

#include <system_error>

#include "engine/core/error.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/hdf5/reading.h"

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

Archive read_file(const std::filesystem::path& path) {
    const auto file = hdf5::open_file(path.string());
    hdf5::Handle group(H5Gopen2(file, "state", H5P_DEFAULT), H5Gclose, "there is no state in it");
    std::error_code error;
    const auto file_size = std::filesystem::file_size(path, error);
    if (error) throw Failure({"its size is not known", "", ""});
    Archive archive;
    for (const auto& name : hdf5::link_names(group)) archive.set(name, read_any(group, name, file_size));
    return archive;
}

/// HDF5 does not say which file it could not read.
template <class Read>
Archive named(const std::filesystem::path& path, Read read) {
    try {
        return read();
    } catch (const Failure& failure) {
        throw Failure({"is not a checkpoint that can be read: " + failure.problem().what, path.string(),
                       "Replay the session from its start"});
    }
}

Parcel packed(const Archive& archive) {
    Parcel parcel;
    parcel.put(archive.arrays().size());
    for (const auto& [name, array] : archive.arrays()) {
        parcel.put(name);
        parcel.put(array.index());
        std::visit([&](const auto& values) { parcel.put(values); }, array);
    }
    return parcel;
}

template <std::size_t kind = 0>
Archive::Array unpacked_array(Parcel& parcel, std::size_t wanted) {
    if constexpr (kind + 1 < std::variant_size_v<Archive::Array>)
        if (kind != wanted) return unpacked_array<kind + 1>(parcel, wanted);
    return parcel.numbers<typename std::variant_alternative_t<kind, Archive::Array>::value_type>();
}

Archive unpacked(Parcel parcel) {
    Archive archive;
    for (auto count = parcel.number<std::size_t>(); count > 0; --count) {
        const auto name = parcel.text();
        const auto kind = parcel.number<std::size_t>();
        archive.set(name, unpacked_array(parcel, kind));
    }
    return archive;
}

}  // namespace

void write_archive(const std::filesystem::path& path, const Archive& archive,
                   const std::map<std::string, std::string>& attributes) {
    const auto lock = hdf5::busy();
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

Archive read_archive_here(const std::filesystem::path& path) {
    const auto lock = hdf5::busy();
    return named(path, [&] { return read_file(path); });
}

const hdf5::Reader hdf5::archive_reader{"archive", [](Parcel request) { return packed(read_file(request.text())); }};

Archive read_archive(const std::filesystem::path& path) {
    Parcel request;
    request.put(path.string());
    return named(path, [&] { return unpacked(hdf5::read_apart(hdf5::archive_reader, request)); });
}

}  // namespace langevin::storage

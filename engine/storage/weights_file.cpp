// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/weights_file.h"

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "engine/core/error.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/hdf5/reading.h"
#include "engine/storage/session_file.h"

namespace langevin::storage {
namespace {

constexpr int newest_format = 1;
const std::string format_kind = "langevin-lab model";
constexpr int most_directions = 8;

void write_array(hid_t group, const std::string& name, const NamedArray& array) {
    std::size_t size = 1;
    for (const int extent : array.extents) size *= static_cast<std::size_t>(extent);
    if (array.extents.empty() || size != array.values.size())
        throw std::logic_error("numbers that do not fill the extents of " + name);
    const std::string what = "\"" + name + "\" cannot be written";
    const auto space = hdf5::simple_space({array.extents.begin(), array.extents.end()});
    hdf5::Handle dataset(H5Dcreate2(group, name.c_str(), H5T_IEEE_F32LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                         H5Dclose, what);
    hdf5::require(H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()), what);
    dataset.close(what);
}

std::vector<int> extents_of(hid_t space, const std::string& what) {
    const int directions = H5Sget_simple_extent_ndims(space);
    if (directions < 1 || directions > most_directions) throw Failure({what, "", "The file is damaged"});
    hsize_t extents[most_directions];
    hdf5::require(H5Sget_simple_extent_dims(space, extents, nullptr), what);
    std::vector<int> result;
    for (int d = 0; d < directions; ++d) {
        if (extents[d] < 1 || extents[d] > 1 << 24) throw Failure({what, "", "The file is damaged"});
        result.push_back(static_cast<int>(extents[d]));
    }
    return result;
}

NamedArray read_array(hid_t group, const std::string& name, std::size_t file_size) {
    const std::string what = "\"" + name + "\" cannot be read";
    hdf5::Handle dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, what);
    hdf5::Handle space(H5Dget_space(dataset), H5Sclose, what);
    hdf5::Handle type(H5Dget_type(dataset), H5Tclose, what);
    if (H5Tget_class(type) != H5T_FLOAT)
        throw Failure({"\"" + name + "\" holds no floating-point numbers", "", "The file is damaged"});
    NamedArray array{extents_of(space, what), {}};
    // What is said to be there must be in the file, or a single wrong bit asks for more memory than there is.
    const auto stored = H5Dget_storage_size(dataset);
    hsize_t size = H5Tget_size(type);
    for (const int extent : array.extents) {
        size *= static_cast<hsize_t>(extent);
        if (size > file_size) break;
    }
    if (size != stored || stored > file_size)
        throw Failure({what, "", "The file is damaged, or this array is compressed: write it without compression"});
    array.values.resize(size / H5Tget_size(type));
    hdf5::require(H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()), what);
    return array;
}

void demand_known_format(hid_t file) {
    const auto number = hdf5::format_number(file, format_kind);
    if (!number) throw Failure({"is an HDF5 file, but no model of Langevin Lab", "", "Choose another file"});
    if (*number > newest_format)
        throw Failure(
            {"was written by a newer version of Langevin Lab (\"" + format_kind + " " + std::to_string(*number) + "\")",
             "", "Open it with that version"});
}

NamedArrays read_all(hid_t file, std::size_t file_size) {
    demand_known_format(file);
    NamedArrays result;
    for (const auto& name : hdf5::attribute_names(file))
        if (name != "format") result.attributes[name] = hdf5::read_attribute(file, name);
    hdf5::Handle group(H5Gopen2(file, "weights", H5P_DEFAULT), H5Gclose, "there are no weights in it");
    for (const auto& name : hdf5::link_names(group)) result.arrays[name] = read_array(group, name, file_size);
    return result;
}

NamedArrays read_image(std::span<const std::byte> bytes) {
    constexpr unsigned char signature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    const auto begins = std::as_bytes(std::span(signature));
    if (bytes.size() < begins.size() || !std::equal(begins.begin(), begins.end(), bytes.begin()))
        throw Failure({"is no HDF5 file, and so no model", "", "Choose another file"});
    const auto file = hdf5::open_image(bytes);
    return read_all(file, bytes.size());
}

Parcel packed(const NamedArrays& weights) {
    Parcel parcel;
    parcel.put(weights.attributes.size());
    for (const auto& [name, text] : weights.attributes) {
        parcel.put(name);
        parcel.put(text);
    }
    parcel.put(weights.arrays.size());
    for (const auto& [name, array] : weights.arrays) {
        parcel.put(name);
        parcel.put(array.extents);
        parcel.put(array.values);
    }
    return parcel;
}

NamedArrays unpacked(Parcel parcel) {
    NamedArrays weights;
    for (auto count = parcel.number<std::size_t>(); count > 0; --count) {
        const auto name = parcel.text();
        weights.attributes[name] = parcel.text();
    }
    for (auto count = parcel.number<std::size_t>(); count > 0; --count) {
        const auto name = parcel.text();
        auto extents = parcel.numbers<int>();
        weights.arrays[name] = {std::move(extents), parcel.numbers<float>()};
    }
    return weights;
}

/// HDF5 does not say which file it could not read.
template <class Read>
NamedArrays named(const std::string& name, Read read) {
    try {
        return read();
    } catch (const Failure& failure) {
        const auto& p = failure.problem();
        const bool sentence = p.what.starts_with("is ") || p.what.starts_with("was ");
        throw Failure({sentence ? p.what : "is no model that can be read: " + p.what, name, p.remedy});
    }
}

}  // namespace

void write_weights(const std::filesystem::path& path, const NamedArrays& weights) {
    auto attributes = weights.attributes;
    attributes["format"] = format_kind + " " + std::to_string(newest_format);
    attributes["version"] = program_version();
    const auto lock = hdf5::busy();
    const auto write = [&](const std::filesystem::path& temporary) {
        auto file = hdf5::create_file(temporary.string());
        for (const auto& [name, text] : attributes) hdf5::write_attribute(file, name, text);
        const std::string what = "the group of the weights cannot be written";
        hdf5::Handle group(H5Gcreate2(file, "weights", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, what);
        for (const auto& [name, array] : weights.arrays) write_array(group, name, array);
        group.close(what);
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

const hdf5::Reader hdf5::weights_reader{"weights", [](Parcel request) {
                                            const auto bytes = request.text();
                                            return packed(read_image(std::as_bytes(std::span(bytes))));
                                        }};

NamedArrays read_weights(const std::filesystem::path& path) {
    Parcel request;
    request.put(read_text(path, std::size_t{1} << 30));
    return named(path.string(), [&] { return unpacked(hdf5::read_apart(hdf5::weights_reader, request)); });
}

NamedArrays read_weights(std::span<const std::byte> bytes, const std::string& name) {
    const auto lock = hdf5::busy();
    return named(name, [&] { return read_image(bytes); });
}

}  // namespace langevin::storage

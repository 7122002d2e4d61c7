// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/hdf5/hdf5.h"

#include <atomic>
#include <charconv>
#include <cstdint>
#include <utility>

#include "engine/core/error.h"

namespace langevin::storage::hdf5 {
namespace {

/// No printed error stacks; and no writing at exit, where the library crashes over a file that it could not write out
/// before (a full disk). Everything is closed by then.
void prepare() {
    static const bool once = H5dont_atexit() >= 0;
    (void)once;
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

[[noreturn]] void fail(const std::string& what) {
    throw Failure({what, "", "The file may be damaged or cut off, or the disk full"});
}

Handle opened(hid_t file, const std::string& what) {
    if (file < 0) throw Failure({what, "", "Take another copy of it"});
    return {file, H5Fclose, what};
}

std::string read_variable_text(hid_t attribute, hid_t type, const std::string& what) {
    char* text = nullptr;
    require(H5Aread(attribute, type, &text), what);
    const std::string result = text ? text : "";
    H5free_memory(text);
    return result;
}

template <class Name>
std::string name_from(Name name, const std::string& what) {
    const auto length = name(nullptr, 0);
    if (length <= 0) fail(what);
    std::string result(static_cast<std::size_t>(length), '\0');
    if (name(result.data(), result.size() + 1) != length) fail(what);
    return result;
}

}  // namespace

Handle::Handle(hid_t id, Close closer, const std::string& what) : id_(id), close_(closer) {
    if (id_ < 0) fail(what);
}

Handle::~Handle() {
    if (id_ >= 0) close_(id_);
}

Handle::Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}

Handle& Handle::operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
}

void Handle::close(const std::string& what) {
    if (id_ >= 0) require(close_(std::exchange(id_, H5I_INVALID_HID)), what);
}

void require(herr_t status, const std::string& what) {
    if (status < 0) fail(what);
}

std::unique_lock<std::recursive_mutex> busy() {
    static std::recursive_mutex mutex;
    return std::unique_lock(mutex);
}

Handle create_file(const std::string& path) {
    prepare();
    const std::string what = path + " cannot be created";
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, what);
    require(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_LATEST), what);
    return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose, what};
}

bool is_hdf5(const std::string& path) {
    prepare();
    return H5Fis_hdf5(path.c_str()) > 0;
}

Handle open_file(const std::string& path, const std::string& what) {
    prepare();
    return opened(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT),
                  what.empty() ? path + " is missing or no HDF5 file" : what);
}

Handle open_image(std::span<const std::byte> file) {
    prepare();
    const std::string what = "it is damaged or cut off";
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, what);
    require(H5Pset_fapl_core(access, std::size_t{1} << 16, false), what);
    // HDF5 copies the image, and asks for memory that may be written to.
    require(H5Pset_file_image(access, const_cast<std::byte*>(file.data()), file.size()), what);
    static std::atomic<std::uint64_t> images = 0;  // the name must be no file's and no other open image's
    const auto name = "/dev/null/langevin-image-" + std::to_string(++images);
    return opened(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access), what);
}

Handle simple_space(const std::vector<hsize_t>& shape, const std::vector<hsize_t>& most) {
    return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most.empty() ? nullptr : most.data()),
            H5Sclose, "an HDF5 data space cannot be made"};
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "an HDF5 type cannot be made");
    require(H5Tset_size(type, std::max<std::size_t>(1, text.size())), "an HDF5 type cannot be made");
    require(H5Tset_cset(type, H5T_CSET_UTF8), "an HDF5 type cannot be made");
    Handle space(H5Screate(H5S_SCALAR), H5Sclose, "an HDF5 data space cannot be made");
    Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                     "attribute \"" + name + "\" cannot be written");
    require(H5Awrite(attribute, type, text.empty() ? " " : text.data()),
            "attribute \"" + name + "\" cannot be written");
}

std::string read_attribute(hid_t object, const std::string& name) {
    if (H5Aexists(object, name.c_str()) <= 0) return "";
    Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "attribute \"" + name + "\" cannot be read");
    Handle type(H5Aget_type(attribute), H5Tclose, "attribute \"" + name + "\" cannot be read");
    if (H5Tget_class(type) != H5T_STRING) return "";
    const std::string what = "attribute \"" + name + "\" cannot be read";
    const Handle space(H5Aget_space(attribute), H5Sclose, what);
    if (H5Sget_simple_extent_npoints(space) != 1) return "";
    if (H5Tis_variable_str(type) > 0) return read_variable_text(attribute, type, what);
    std::string text(H5Tget_size(type), '\0');
    require(H5Aread(attribute, type, text.data()), what);
    return text.substr(0, text.find('\0'));  // shorter ones are filled up
}

std::optional<int> format_number(hid_t file, const std::string& kind) {
    const auto format = read_attribute(file, "format");
    const auto prefix = kind + " ";
    int number = 0;
    if (!format.starts_with(prefix)) return std::nullopt;
    const auto read = std::from_chars(format.data() + prefix.size(), format.data() + format.size(), number);
    return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

std::vector<std::string> attribute_names(hid_t object) {
    const std::string what = "its attributes cannot be listed";
    const Handle itself(H5Oopen(object, ".", H5P_DEFAULT), H5Oclose, what);  // the root where it is a file
    const int count = H5Aget_num_attrs(itself);
    if (count < 0) fail(what);
    std::vector<std::string> names;
    for (hsize_t i = 0; i < static_cast<hsize_t>(count); ++i)
        names.push_back(name_from(
            [&](char* text, std::size_t size) {
                return H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, i, text, size, H5P_DEFAULT);
            },
            what));
    return names;
}

std::vector<std::string> link_names(hid_t group) {
    std::vector<std::string> names;
    const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* to) -> herr_t {
        static_cast<std::vector<std::string>*>(to)->emplace_back(name);
        return 0;
    };
    // As they lie in the file: in an order of its own HDF5 1.10 makes a table first, and frees what it never filled
    // when the group is damaged.
    require(H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, collect, &names), "it cannot be listed");
    return names;
}

}  // namespace langevin::storage::hdf5

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/hdf5.h"

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

Handle create_file(const std::string& path) {
    prepare();
    return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose, path + " cannot be created"};
}

Handle open_file(const std::string& path) {
    prepare();
    return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, path + " is missing or no HDF5 file"};
}

Handle simple_space(const std::vector<hsize_t>& shape, const std::vector<hsize_t>& most) {
    return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most.empty() ? nullptr : most.data()),
            H5Sclose, "an HDF5 data space cannot be made"};
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
    // Texts longer than 64 kB do not fit into an attribute's compact storage; recipes are far shorter.
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
    if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0) return "";
    std::string text(H5Tget_size(type), '\0');
    require(H5Aread(attribute, type, text.data()), "attribute \"" + name + "\" cannot be read");
    return text;
}

}  // namespace langevin::storage::hdf5

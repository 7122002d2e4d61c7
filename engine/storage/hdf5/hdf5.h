// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Internal to storage: HDF5's C interface with ownership and with sentences instead of a printed error stack.
namespace langevin::storage::hdf5 {

/// Owns one HDF5 identifier.
class Handle {
  public:
    using Close = herr_t (*)(hid_t);
    Handle() = default;
    /// Throws Failure("<what> <where>") for a negative id.
    Handle(hid_t id, Close closer, const std::string& what);
    ~Handle();
    Handle(Handle&& other) noexcept;
    Handle& operator=(Handle&& other) noexcept;
    operator hid_t() const { return id_; }
    /// Closes now; throws Failure when that fails, which is how a full disk shows.
    void close(const std::string& what);

  private:
    hid_t id_ = H5I_INVALID_HID;
    Close close_ = nullptr;
};

/// Throws Failure when an HDF5 call failed.
void require(herr_t status, const std::string& what);

/// To be held while HDF5 works: not every build of it may be used by two threads at once.
std::unique_lock<std::recursive_mutex> busy();

/// With checksums on everything but the numbers themselves; HDF5 1.8 and later read it.
Handle create_file(const std::string& path);
/// Whether the file has HDF5's signature; it may be damaged all the same.
bool is_hdf5(const std::string& path);
/// To be read; `what` is said where it cannot be: by default that the path is missing or no HDF5 file.
Handle open_file(const std::string& path, const std::string& what = {});
/// A file that lies in memory, to be read; the bytes must stay until it is closed.
Handle open_image(std::span<const std::byte> file);
Handle simple_space(const std::vector<hsize_t>& shape, const std::vector<hsize_t>& most = {});

void write_attribute(hid_t object, const std::string& name, const std::string& text);
/// A text of fixed or variable length (h5py's); empty if there is none.
std::string read_attribute(hid_t object, const std::string& name);
/// The number of a file whose attribute "format" is "<kind> <number>"; none for every other one.
std::optional<int> format_number(hid_t file, const std::string& kind);
std::vector<std::string> attribute_names(hid_t object);
/// What is in a group.
std::vector<std::string> link_names(hid_t group);

}  // namespace langevin::storage::hdf5

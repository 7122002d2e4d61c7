// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>

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

Handle create_file(const std::string& path);
Handle open_file(const std::string& path);
Handle simple_space(const std::vector<hsize_t>& shape, const std::vector<hsize_t>& most = {});

void write_attribute(hid_t object, const std::string& name, const std::string& text);
/// Empty if there is none.
std::string read_attribute(hid_t object, const std::string& name);

}  // namespace langevin::storage::hdf5

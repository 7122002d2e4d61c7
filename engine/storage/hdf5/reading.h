// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/storage/hdf5/child_process.h"

/// Reading in a process of its own: HDF5 1.10 itself reads beyond its buffers, or never ends, where some files are
/// damaged.
namespace langevin::storage::hdf5 {

/// Reads one kind of file: takes what the request names, gives what is in it. Throws Failure.
struct Reader {
    std::string_view name;
    Parcel (*read)(Parcel request);
};
extern const Reader archive_reader;   ///< archive_file.cpp; the request is the path
extern const Reader ensemble_reader;  ///< ensemble_file.cpp; path, and the most numbers to keep
extern const Reader weights_reader;   ///< weights_file.cpp; the bytes of the file

/// What `reader` makes of the request in the program langevin-read; Failure if it says so, crashes, is not ready after
/// a minute, is ended from outside, or is not there. Any thread. On other systems than Linux it is read in this
/// process.
Parcel read_apart(const Reader& reader, const Parcel& request);

/// langevin-read as it lies beside `program` in a build, or once installed in ../libexec/langevin-run/ or
/// ../libexec/langevin-lab/; Failure if it is nowhere.
std::filesystem::path reading_program(const std::filesystem::path& program);

/// All that langevin-read does: answers a read_apart() by the reader of this name, and ends the process. Returns only
/// if there is no reader of that name.
void answer_request(std::string_view reader);

}  // namespace langevin::storage::hdf5

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/hdf5/reading.h"

#include <system_error>

namespace langevin::storage::hdf5 {

std::filesystem::path reading_program(const std::filesystem::path& program) {
    constexpr std::string_view name = "langevin-read";
    const auto folder = program.parent_path(), libexec = folder.parent_path() / "libexec";
    for (const auto& path : {folder / name, libexec / "langevin-run" / name, libexec / "langevin-lab" / name}) {
        std::error_code no_matter;
        if (std::filesystem::is_regular_file(path, no_matter)) return path;
    }
    throw Failure({"the program langevin-read, which reads such files, is missing", "", "Install Langevin Lab again"});
}

#ifdef __linux__
Parcel read_apart(const Reader& reader, const Parcel& request) {
    static const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return ask(reading_program(program), {std::string(reader.name)}, request,
               {"it is damaged, in a way that breaks the HDF5 library", "", "Write it anew, or choose another file"});
}

void answer_request(std::string_view name) {
    for (const auto* reader : {&archive_reader, &ensemble_reader, &weights_reader})
        if (reader->name == name) answer(reader->read);
}
#else
Parcel read_apart(const Reader& reader, const Parcel& request) {
    return reader.read(request);
}
#endif

}  // namespace langevin::storage::hdf5

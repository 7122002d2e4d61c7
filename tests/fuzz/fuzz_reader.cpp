// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's side of one reader, chosen by its name when this is compiled.
#include <hdf5.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/readers.h"

namespace {

const langevin::fuzz::Reader& reader() {
    static const auto* found = langevin::fuzz::find(FUZZED_READER);
    return *found;
}

/// In this process, or as the program does it where tests/fuzz/run.sh asks for that.
langevin::fuzz::Reader::Read chosen() {
    static const bool apart = std::getenv("LANGEVIN_READ_APART") != nullptr;
    return apart ? reader().apart : reader().read;
}

/// Of processor time: libFuzzer's own limit would also count a machine that stands still or has other things to do.
constexpr itimerval patience{.it_interval = {}, .it_value = {.tv_sec = 2, .tv_usec = 0}};

void give_up(int) {
    constexpr std::string_view words = "an input took too long\n";  // tests/fuzz/run.sh looks for them
    static_cast<void>(write(STDERR_FILENO, words.data(), words.size()) < 0);
    std::abort();
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

/// HDF5 asks for half a megabyte whenever it opens a file and gives it back afterwards; under the address sanitizer
/// that costs 2 ms, ten times as much as all the rest. It may keep it here.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    constexpr int kept = 1 << 24, kept_of_one_kind = 1 << 22;
    std::signal(SIGPROF, give_up);
    H5dont_atexit();
    return H5set_free_list_limits(kept, kept_of_one_kind, -1, -1, -1, -1) < 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    setitimer(ITIMER_PROF, &patience, nullptr);
    langevin::fuzz::feed(chosen(), std::as_bytes(std::span(data, size)));
    return 0;
}

/// Seven times of eight with checksums that are right.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    size = LLVMFuzzerMutate(data, size, most);
    if (!reader().mend || seed % 8 == 0) return size;
    const auto mended = reader().mend(std::string(reinterpret_cast<const char*>(data), size));
    if (mended.size() > most) return size;
    std::memcpy(data, mended.data(), mended.size());
    return mended.size();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's side of one reader, chosen by its name when this is compiled.
#include <dlfcn.h>
#include <execinfo.h>
#include <hdf5.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

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

// Where a damaged file makes libhdf5 itself touch memory that is not there, the process goes on with the next input (a
// start takes as long as some hundred inputs); after so many times anew, since what the library kept in mind may be
// wrong by then. Everything else ends the fuzzer, which tests/fuzz/run.sh looks into.
constexpr int most_rescues = 50;
int rescues = 0;
sigjmp_buf next_input;

bool begins_with_any_of(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    return std::ranges::any_of(beginnings, [&](auto beginning) { return text.starts_with(beginning); });
}

/// Whether the first frame that is neither the C library's nor the sanitizer's is one of libhdf5.
bool lies_in_hdf5() {
    void* frames[32];
    const int count = backtrace(frames, 32);
    for (int i = 2; i < count; ++i) {  // beneath this function and the handler
        Dl_info frame{};
        if (dladdr(frames[i], &frame) == 0 || !frame.dli_fname) continue;
        const std::string_view file = frame.dli_fname, symbol = frame.dli_sname ? frame.dli_sname : "";
        if (file.find("libhdf5") != file.npos) return true;
        const bool passed_through =
            file.find("libc.so") != file.npos ||
            begins_with_any_of(symbol, {"__interceptor_", "__asan", "__sanitizer", "___interceptor_", "free", "mem"});
        if (!passed_through) return false;
    }
    return false;
}

struct sigaction of_the_sanitizer[NSIG];

void rescue(int signal, siginfo_t* info, void* context) {
    if (rescues++ < most_rescues && lies_in_hdf5()) siglongjmp(next_input, 1);
    of_the_sanitizer[signal].sa_sigaction(signal, info, context);
}

void install_rescue() {
    void* frame = nullptr;
    backtrace(&frame, 1);  // loads what it needs, which a handler must not
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE}) {
        struct sigaction ours {};
        ours.sa_sigaction = rescue;
        ours.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigaction(signal, &ours, &of_the_sanitizer[signal]);
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

/// HDF5 asks for half a megabyte whenever it opens a file and gives it back afterwards; under the address sanitizer
/// that costs 2 ms, ten times as much as all the rest. It may keep it here.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
    constexpr int kept = 1 << 24, kept_of_one_kind = 1 << 22;
    std::signal(SIGPROF, give_up);
    install_rescue();
    H5dont_atexit();
    return H5set_free_list_limits(kept, kept_of_one_kind, -1, -1, -1, -1) < 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    setitimer(ITIMER_PROF, &patience, nullptr);
    if (sigsetjmp(next_input, 1) == 0) langevin::fuzz::feed(chosen(), std::as_bytes(std::span(data, size)));
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

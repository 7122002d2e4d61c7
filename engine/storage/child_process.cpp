// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/child_process.h"

#ifdef __linux__
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace langevin::storage {

std::string_view Parcel::take(std::size_t size) {
    if (size > bytes_.size() - at_) throw Failure({"the result is not whole", "", ""});
    at_ += size;
    return std::string_view(bytes_).substr(at_ - size, size);
}

#ifdef __linux__
namespace {

constexpr unsigned patience = 60;  // seconds
enum Outcome : char { returned, failed };

[[noreturn]] void cannot(const char* what) {
    throw Failure({std::string(what) + ": " + std::strerror(errno), "", "Close other programs and try again"});
}

/// Memory that two processes share.
class SharedBytes {
  public:
    SharedBytes() : file_(::memfd_create("langevin-parcel", MFD_CLOEXEC)) {
        if (file_ < 0) cannot("there is no memory for the result");
    }
    ~SharedBytes() { ::close(file_); }
    SharedBytes(const SharedBytes&) = delete;
    SharedBytes& operator=(const SharedBytes&) = delete;

    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    std::string read() const {
        const auto size = ::lseek(file_, 0, SEEK_END);
        std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
        std::size_t at = 0;
        while (at < bytes.size()) {
            const auto got = ::pread(file_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
            if (got <= 0) cannot("the result cannot be read");
            at += static_cast<std::size_t>(got);
        }
        return bytes;
    }

  private:
    int file_;
};

/// A crash shall be quiet, leave nothing behind, and outlive neither its time nor its parent.
void prepare_to_crash() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM, SIGTERM}) ::signal(signal, SIG_DFL);
    ::signal(SIGINT, SIG_IGN);  // Ctrl-C is for the parent to judge
    sigset_t all;
    sigfillset(&all);
    ::sigprocmask(SIG_UNBLOCK, &all, nullptr);
    if (const int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
    ::alarm(patience);
}

Parcel outcome_of(const std::function<Parcel()>& work) {
    Parcel failure;
    failure.put(static_cast<char>(failed));
    try {
        Parcel result;
        result.put(static_cast<char>(returned));
        result.put(work().bytes());
        return result;
    } catch (const Failure& f) {
        for (const auto& text : {f.problem().what, f.problem().where, f.problem().remedy}) failure.put(text);
    } catch (const std::exception& e) {
        for (const std::string& text : {std::string(e.what()), std::string(), std::string()}) failure.put(text);
    }
    return failure;
}

bool ended_well(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Parcel in_child_process(const std::function<Parcel()>& work, const Problem& if_it_dies) {
    const SharedBytes shared;
    const auto child = ::fork();
    if (child < 0) cannot("no process can be started");
    if (child == 0) {
        prepare_to_crash();
        ::_exit(shared.write(outcome_of(work).bytes()) ? 0 : 1);
    }
    if (!ended_well(child)) throw Failure(if_it_dies);
    Parcel parcel(shared.read());
    if (parcel.number<char>() == returned) return Parcel(parcel.text());
    Problem problem;
    for (auto* text : {&problem.what, &problem.where, &problem.remedy}) *text = parcel.text();
    throw Failure(problem);
}
#else
Parcel in_child_process(const std::function<Parcel()>& work, const Problem&) {
    return work();
}
#endif

}  // namespace langevin::storage

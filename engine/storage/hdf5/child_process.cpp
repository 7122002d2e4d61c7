// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/hdf5/child_process.h"

#ifdef __linux__
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
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
enum ExitCode { no_room = 3, not_found = 127 };  // the second is the system's

[[noreturn]] void cannot(const char* what) {
    throw Failure({std::string(what) + ": " + std::strerror(errno), "", "Close other programs and try again"});
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string read_all(int file) {
    const auto size = ::lseek(file, 0, SEEK_END);
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto got = ::pread(file, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got <= 0) cannot("what another process sent cannot be read");
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

/// Memory that two processes share.
class SharedMemory {
  public:
    SharedMemory() : file_(::memfd_create("langevin-parcel", MFD_CLOEXEC)) {
        if (file_ < 0) cannot("there is no memory for another process");
    }
    ~SharedMemory() { ::close(file_); }
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    int file() const { return file_; }

  private:
    int file_;
};

/// With nothing of this process but the two files. In a group of its own: Ctrl-C is for the parent to judge.
class Spawning {
  public:
    Spawning(int input, int output) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Spawning() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    Spawning(const Spawning&) = delete;
    Spawning& operator=(const Spawning&) = delete;

    pid_t start(const std::filesystem::path& program, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), program.string());
        std::vector<char*> texts;
        for (auto& argument : arguments) texts.push_back(argument.data());
        texts.push_back(nullptr);
        pid_t child = 0;
        const int error = posix_spawn(&child, program.c_str(), &files_, &attributes_, texts.data(), environ);
        if (error == 0) return child;
        const bool busy = error == EAGAIN || error == ENOMEM;
        throw Failure({program.string() + " cannot be started: " + std::strerror(error), "",
                       busy ? "Close other programs and try again" : "Install Langevin Lab again"});
    }

  private:
    posix_spawn_file_actions_t files_;
    posix_spawnattr_t attributes_;
};

/// A crash shall leave nothing behind, and outlive neither its time nor its parent.
void prepare_to_crash() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::alarm(patience);
}

Parcel outcome_of(const std::function<Parcel(Parcel)>& work) {
    Parcel failure;
    failure.put(static_cast<char>(failed));
    try {
        Parcel result;
        result.put(static_cast<char>(returned));
        result.put(work(Parcel(read_all(STDIN_FILENO))).bytes());
        return result;
    } catch (const Failure& f) {
        for (const auto& text : {f.problem().what, f.problem().where, f.problem().remedy}) failure.put(text);
    } catch (const std::exception& e) {
        for (const std::string& text : {std::string(e.what()), std::string(), std::string()}) failure.put(text);
    }
    return failure;
}

/// Why the process ended without having answered; none if it ended as it should.
std::optional<Problem> what_ended(pid_t child, const Problem& if_it_dies) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return std::nullopt;  // nobody is told where SIGCHLD is ignored: its answer says the rest
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
    if (WIFEXITED(status) && WEXITSTATUS(status) == not_found)
        return Problem{"a library that langevin-read needs is missing", "", "Install Langevin Lab again"};
    if (WIFEXITED(status) && WEXITSTATUS(status) == no_room)
        return Problem{"there is no memory for what is in it", "", "Close other programs and try again"};
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return Problem{"reading it takes longer than a minute", "", "Copy it to a faster disk and try again"};
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return Problem{"the process that read it was ended from outside, for lack of memory perhaps", "",
                       "Close other programs and try again"};
    return if_it_dies;
}

}  // namespace

Parcel ask(const std::filesystem::path& program, const std::vector<std::string>& arguments, const Parcel& question,
           const Problem& if_it_dies) {
    const SharedMemory input, output;
    if (!write_all(input.file(), question.bytes())) cannot("there is no memory for another process");
    const auto child = Spawning(input.file(), output.file()).start(program, arguments);
    if (const auto problem = what_ended(child, if_it_dies)) throw Failure(*problem);
    Parcel parcel(read_all(output.file()));
    if (parcel.bytes().empty()) throw Failure(if_it_dies);
    if (parcel.number<char>() == returned) return Parcel(parcel.text());
    Problem problem;
    for (auto* text : {&problem.what, &problem.where, &problem.remedy}) *text = parcel.text();
    throw Failure(problem);
}

void answer(const std::function<Parcel(Parcel)>& work) {
    prepare_to_crash();
    const int home = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::_exit(write_all(home, outcome_of(work).bytes()) ? 0 : no_room);
}
#endif

}  // namespace langevin::storage

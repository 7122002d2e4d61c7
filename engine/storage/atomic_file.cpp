// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include "engine/core/error.h"

namespace langevin::storage {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
    if (error == ENOSPC || error == EDQUOT) return "the disk is full";
    if (error == EACCES || error == EPERM || error == EROFS) return "writing there is not allowed";
    if (error == ENOENT || error == ENOTDIR) return "the folder does not exist";
    return std::strerror(error);
}

[[noreturn]] void cannot_write(const fs::path& path, int error) {
    throw Failure({"cannot be written: " + reason(error), path.string(),
                   "Nothing was changed; free some space or choose another place"});
}

/// To disk, not only to the cache: a full disk shows here at the latest.
void flush(const fs::path& temporary, const fs::path& path) {
    const int file = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) cannot_write(path, errno);
    const int result = ::fsync(file);
    const int error = errno;
    ::close(file);
    if (result != 0 && error != EINVAL) cannot_write(path, error);
}

const std::string temporary_suffix = ".part";  // and the number of the process

/// Temporary files for `target` of processes that were killed: gone from this machine, and silent for a minute in case
/// that they run on another.
void remove_abandoned(const fs::path& target) {
    const auto prefix = target.filename().string() + temporary_suffix;
    const auto now = fs::file_time_type::clock::now();
    std::error_code ignored;
    for (fs::directory_iterator each(target.has_parent_path() ? target.parent_path() : ".", ignored), end; each != end;
         each.increment(ignored)) {
        const auto name = each->path().filename().string();
        if (!name.starts_with(prefix)) continue;
        pid_t process = 0;
        const auto read = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
        if (read.ec != std::errc() || read.ptr != name.data() + name.size() || process <= 0) continue;
        const bool gone = ::kill(process, 0) != 0 && errno == ESRCH;
        std::error_code error;
        const auto written = each->last_write_time(error);
        if (gone && !error && now - written > std::chrono::minutes(1)) fs::remove(each->path(), ignored);
    }
}

class TemporaryFile {
  public:
    explicit TemporaryFile(const fs::path& target)
        : path_(target.string() + temporary_suffix + std::to_string(::getpid())) {
        const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (file < 0) cannot_write(target, errno);
        ::close(file);
    }
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::ifstream opened(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) throw Failure({"is a folder, not a file", path.string(), ""});
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw Failure(
            {"cannot be read: " + std::string(fs::exists(path, error) ? std::strerror(errno) : "there is no such file"),
             path.string(), ""});
    return in;
}

}  // namespace

void replace_file(const fs::path& path, const std::function<void(const fs::path&)>& write) {
    remove_abandoned(path);
    const TemporaryFile temporary(path);
    write(temporary.path());
    flush(temporary.path(), path);
    if (::rename(temporary.path().c_str(), path.c_str()) != 0) cannot_write(path, errno);
}

void require_writable(const fs::path& path) {
    const TemporaryFile probe(path);
}

void require_readable(const fs::path& path) {
    std::error_code error;
    const auto kind = fs::status(path, error).type();
    // A pipe would keep whoever opens it waiting.
    if (kind == fs::file_type::fifo || kind == fs::file_type::character || kind == fs::file_type::socket)
        throw Failure({"is no ordinary file", path.string(), ""});
    static_cast<void>(opened(path));
}

void write_text(const fs::path& path, std::string_view text, const std::function<void()>& before) {
    replace_file(path, [&](const fs::path& temporary) {
        errno = 0;
        std::ofstream out(temporary, std::ios::binary);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.flush();
        if (!out) cannot_write(path, errno ? errno : EIO);
        flush(temporary, path);
        if (before) before();
    });
}

std::string read_text(const fs::path& path, std::size_t most) {
    std::error_code error;
    auto in = opened(path);
    const auto size = fs::file_size(path, error);
    if (!error && size > most)
        throw Failure(
            {"is " + std::to_string(size >> 20) + " MB long, far more than such a file can be", path.string(), ""});
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

}  // namespace langevin::storage

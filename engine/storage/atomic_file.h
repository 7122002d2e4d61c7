// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace langevin::storage {

/// Replaces a file as a whole or not at all: `write` fills a temporary file beside it, which is flushed to disk and
/// renamed. On any failure the old file stays as it was, the temporary one is removed, and a Failure says why. Removes
/// what killed processes have left there.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(const std::filesystem::path& temporary)>& write);
/// The same for text. `before` is called when the text is on disk and has not yet taken its place: for a file that
/// belongs to it. If `before` throws, the old text stays.
void write_text(const std::filesystem::path& path, std::string_view text, const std::function<void()>& before = {});

/// Throws Failure, with the reason in words, unless a file can be made there.
void require_writable(const std::filesystem::path& path);

/// Throws Failure, with the reason in words, unless there is a file that can be read.
void require_readable(const std::filesystem::path& path);
/// The whole file; throws Failure if it is missing, unreadable or larger than `most` bytes.
std::string read_text(const std::filesystem::path& path, std::size_t most = std::size_t{64} << 20);

}  // namespace langevin::storage

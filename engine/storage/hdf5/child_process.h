// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/core/error.h"

namespace langevin::storage {

/// What two processes tell each other: numbers, texts and arrays of numbers, one after the other. Value type.
class Parcel {
  public:
    Parcel() = default;
    explicit Parcel(std::string bytes) : bytes_(std::move(bytes)) {}

    template <class T>
    requires std::is_arithmetic_v<T>
    void put(T number) { bytes_.append(reinterpret_cast<const char*>(&number), sizeof number); }
    void put(std::string_view text) { put(std::span(text)); }
    template <class T>
    void put(const std::vector<T>& numbers) {
        put(std::span<const T>(numbers));
    }

    /// In the order of put(). Throws Failure beyond the end.
    template <class T>
    requires std::is_arithmetic_v<T> T number() {
        T result;
        std::memcpy(&result, take(sizeof result).data(), sizeof result);
        return result;
    }
    std::string text() { return std::string(take(number<std::size_t>())); }
    template <class T>
    std::vector<T> numbers() {
        const auto bytes = take(number<std::size_t>());
        std::vector<T> result(bytes.size() / sizeof(T));
        if (!result.empty()) std::memcpy(result.data(), bytes.data(), result.size() * sizeof(T));
        return result;
    }

    const std::string& bytes() const { return bytes_; }

  private:
    template <class T>
    void put(std::span<const T> items) {
        put(items.size_bytes());
        bytes_.append(reinterpret_cast<const char*>(items.data()), items.size_bytes());
    }
    std::string_view take(std::size_t size);

    std::string bytes_;
    std::size_t at_ = 0;
};

/// Starts `program` as a process of its own, gives it `question`, and returns what answer() returned there; a Failure
/// is thrown here as it was there. A process that crashes, or is not ready after a minute, costs this one nothing:
/// Failure(if_it_dies). For libraries of others that damaged files can break. Any thread. (Nothing is forked: in the
/// copy of a process with threads, a lock that one of them held would stay locked.) Linux only.
Parcel ask(const std::filesystem::path& program, const std::vector<std::string>& arguments, const Parcel& question,
           const Problem& if_it_dies);
/// The other side of ask(), called by main() of such a program before anything else: sends home what `work` makes of
/// the question, or the Failure that it throws, and ends the process. Standard output is not `work`'s to write to.
[[noreturn]] void answer(const std::function<Parcel(Parcel)>& work);

}  // namespace langevin::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace langevin {

/// The state of a simulation as named arrays: what a checkpoint stores and what the state hash covers.
/// Value type; writing it to a file is the business of engine/storage.
class Archive {
  public:
    using Array =
        std::variant<std::vector<double>, std::vector<float>, std::vector<std::int64_t>, std::vector<std::uint64_t>>;

    template <class T>
    void put(const std::string& name, std::span<const T> values) {
        arrays_[name] = std::vector<T>(values.begin(), values.end());
    }
    template <class T>
    void put(const std::string& name, const std::vector<T>& values) {
        arrays_[name] = values;
    }
    template <class T>
    void put(const std::string& name, T value) {
        arrays_[name] = std::vector<T>{value};
    }

    /// Throws Failure when the name is missing or of another type: the checkpoint belongs to something else.
    template <class T>
    const std::vector<T>& get(const std::string& name) const {
        if (const auto* values = std::get_if<std::vector<T>>(&array(name))) return *values;
        wrong_type(name);
    }
    /// The same, and throws Failure unless there are `size` values.
    template <class T>
    const std::vector<T>& get(const std::string& name, std::size_t size) const {
        const auto& values = get<T>(name);
        if (values.size() != size) wrong_size(name, values.size(), size);
        return values;
    }
    template <class T>
    T get_value(const std::string& name) const {
        return get<T>(name, 1).front();
    }

    /// For what only the owner of the numbers can judge: throws Failure unless they are possible.
    static void demand(bool possible, const std::string& name);

    const std::map<std::string, Array>& arrays() const { return arrays_; }
    void set(const std::string& name, Array array) { arrays_[name] = std::move(array); }
    std::size_t bytes() const;

    /// 64-bit XXH3 over names and contents, in order of the names: equal states have equal hashes.
    std::uint64_t hash() const;

  private:
    const Array& array(const std::string& name) const;
    [[noreturn]] static void wrong_type(const std::string& name);
    [[noreturn]] static void wrong_size(const std::string& name, std::size_t found, std::size_t expected);

    std::map<std::string, Array> arrays_;
};

}  // namespace langevin

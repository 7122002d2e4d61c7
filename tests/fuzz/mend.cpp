// SPDX-License-Identifier: GPL-3.0-or-later
// Places and sizes: "HDF5 File Format Specification Version 3.0", The HDF Group, sections II.A, III.A.2, III.G and
// IV.A.
#include "tests/fuzz/mend.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "engine/storage/session_file.h"

/// The library's own, which its headers do not declare.
extern "C" std::uint32_t H5_checksum_lookup3(const void* bytes, std::size_t size, std::uint32_t start);

namespace langevin::fuzz {
namespace {

class Metadata {
  public:
    explicit Metadata(std::string& bytes) : bytes_(bytes) {}

    void mend() {
        constexpr std::size_t superblock = 48;
        const auto version = number(8, 1);
        if (bytes_.starts_with("\x89HDF\r\n\x1a\n") && (version == 2 || version == 3)) mend_end(0, superblock);
        for (std::size_t at = 0; at + 4 <= bytes_.size(); ++at) {
            if (bytes_[at] != 'O' && bytes_[at] != 'F' && bytes_[at] != 'B') continue;
            const auto signature = std::string_view(bytes_).substr(at, 4);
            if (signature == "OHDR") mend_object_header(at);
            if (signature == "OCHK") mend_continuation(at);
            if (signature == "FRHP") mend_heap(at);
            if (signature == "BTHD") mend_tree(at);
        }
    }

  private:
    /// 0 where the file has no such place.
    std::uint64_t number(std::size_t at, std::size_t bytes) const {
        std::uint64_t value = 0;
        if (at <= bytes_.size() && bytes <= bytes_.size() - at) std::memcpy(&value, bytes_.data() + at, bytes);
        return value;
    }

    bool has(std::size_t begin, std::size_t size) const {
        return begin <= bytes_.size() && size <= bytes_.size() - begin;
    }

    std::uint32_t checksum(std::size_t begin, std::size_t size) const {
        return H5_checksum_lookup3(bytes_.data() + begin, size, 0);
    }

    /// The last four of `size` bytes.
    void mend_end(std::size_t begin, std::size_t size) {
        if (size <= 4 || !has(begin, size)) return;
        const auto sum = checksum(begin, size - 4);
        std::memcpy(bytes_.data() + begin + size - 4, &sum, 4);
    }

    void mend_object_header(std::size_t at) {
        const auto flags = number(at + 5, 1);
        const std::size_t width = std::size_t{1} << (flags & 3);
        const std::size_t begin = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0) + width;
        const auto messages = number(at + begin - width, width);
        if (messages < bytes_.size()) mend_end(at, begin + messages + 4);
    }

    /// How long it is, only the message that points to it knows.
    void mend_continuation(std::size_t at) {
        const std::uint64_t address = at;
        const std::string_view pointer(reinterpret_cast<const char*>(&address), sizeof address);
        const auto found = bytes_.find(pointer);
        if (found != std::string::npos) mend_end(at, number(found + 8, 8));
    }

    void mend_heap(std::size_t at) {
        constexpr std::size_t size = 146;  // where nothing is compressed
        const auto width = number(at + 110, 2), first_block = number(at + 112, 8), offset_bits = number(at + 128, 2);
        const auto root = number(at + 132, 8), rows = number(at + 140, 2);
        if (number(at + 7, 2) == 0) mend_end(at, size);
        if (rows > 64 || width > 64 || !has(root, 4)) return;
        const std::size_t begin = 13 + (offset_bits + 7) / 8;
        if (rows == 0) return mend_heap_block(root, begin, first_block);
        for (std::size_t i = 0; i < rows * width; ++i) {
            const auto row = i / width;
            mend_heap_block(number(root + begin + 8 * i, 8), begin, row < 2 ? first_block : first_block << (row - 1));
        }
        mend_end(root, begin + 8 * rows * width + 4);
    }

    /// `begin`: of the checksum, which counts as zero itself.
    void mend_heap_block(std::size_t at, std::size_t begin, std::size_t size) {
        if (size < begin + 4 || !has(at, size) || bytes_.compare(at, 4, "FHDB") != 0) return;
        bytes_.replace(at + begin, 4, 4, '\0');
        const auto sum = checksum(at, size);
        std::memcpy(bytes_.data() + at + begin, &sum, 4);
    }

    /// And its one leaf.
    void mend_tree(std::size_t at) {
        constexpr std::size_t size = 38;
        mend_end(at, size);
        const auto record = number(at + 10, 2), root = number(at + 16, 8), records = number(at + 24, 2);
        if (has(root, 4) && bytes_.compare(root, 4, "BTLF") == 0) mend_end(root, 6 + record * records + 4);
    }

    std::string& bytes_;
};

}  // namespace

std::string with_mended_lines(std::string bytes) {
    constexpr std::string_view mark = ",\"check\":\"";
    std::string mended;
    for (std::string_view rest = bytes; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        const auto checked = line.rfind(mark);
        if (checked == std::string_view::npos) {
            mended += line;
        } else {
            const auto text = line.substr(0, checked);
            mended += text;
            mended += mark;
            mended += storage::hexadecimal(XXH3_64bits(text.data(), text.size())) + "\"}";
        }
        if (end < rest.size()) mended += '\n';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return mended;
}

std::string with_mended_metadata(std::string bytes) {
    Metadata(bytes).mend();
    return bytes;
}

}  // namespace langevin::fuzz

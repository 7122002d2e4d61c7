// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/sweep.h"

/// The store of a sweep: a log of JSON lines to which results are appended as they come. A program that dies loses at
/// most what it had not written; a line that was cut off or damaged is noticed by its checksum and its run done again.
///
///   {"sweep_store": 1, "program": "0.1.0", "plan": {...}, "check": "..."}          the first line
///   {"plan": {...}, "check": "..."}                                                the plan was extended
///   {"scalar": "binder", "symbol": "U", "label": "...", "unit": "", "check": ...}  how a scalar is called
///   {"run": [0, 64, 0], "values": {"binder": 0.61}, "errors": {"binder": 0.01}, "check": "..."}
///   {"run": [0, 64, 1], "failed": "why", "check": "..."}
/// "run" is the point, in units of 1/64 of the first grid's intervals, and the repeat. "check" is the 64-bit XXH3 hash,
/// in hexadecimal, of the text before its comma. null stands for an unknown error. The order of lines means nothing.
namespace langevin::storage {

/// What a store holds. Value type.
struct SweepContents {
    std::string program;  ///< version of the program that began it
    SweepPlan plan;       ///< as last extended
    std::vector<ScalarName> names;
    std::vector<SweepRecord> records;       ///< each run once; the first wins
    std::vector<std::size_t> damaged = {};  ///< numbers of lines that were left out, from 1
    bool torn = false;                      ///< the last line was cut off, and left out
    std::size_t sound_bytes = 0;            ///< up to the end of the last whole line
};

/// Reads a store, also one that is being written. Throws Failure for a file that is none, that is of a newer version,
/// or whose first line is damaged.
SweepContents read_sweep(const std::filesystem::path& path);
SweepContents parse_sweep(std::string_view text, const std::string& where);

/// Whether the file begins like a store.
bool is_sweep_store(const std::filesystem::path& path);

/// One program's hold on a store. Others may read meanwhile; a second writer gets a Failure.
class SweepStore {
  public:
    /// Begins a new store; throws Failure if there is a file already that is not empty.
    static SweepStore create(const std::filesystem::path& path, const SweepPlan& plan);
    /// Goes on with one; what was cut off at its end is removed.
    static SweepStore open(const std::filesystem::path& path);
    SweepStore(SweepStore&& other) noexcept;
    SweepStore& operator=(SweepStore&&) = delete;
    ~SweepStore();

    const std::filesystem::path& path() const { return path_; }
    /// What was there when it was opened.
    const SweepContents& contents() const { return contents_; }
    /// Appends results; to disk about once a second. Throws Failure (a full disk) and leaves the store as it was.
    void append(const std::vector<SweepRecord>& records, const std::vector<ScalarName>& names);
    /// The plan has more repeats or points from now on.
    void append(const SweepPlan& plan);

  private:
    explicit SweepStore(std::filesystem::path path);
    void write(const std::string& lines);

    std::filesystem::path path_;
    int file_ = -1;
    std::size_t end_ = 0;
    double last_flush_ = 0;
    SweepContents contents_;
};

/// Results as lines of a store, to send them to another program; doubles survive to the last bit.
std::string to_lines(const std::vector<SweepRecord>& records, const std::vector<ScalarName>& names);
/// Back again: only names and records are filled. Throws Failure for text that was damaged on the way.
SweepContents parse_lines(std::string_view lines);

/// Joins stores of one sweep (shares run on several machines) into a new one. Throws Failure where their plans differ
/// in more than repeats and refinements, or where they disagree about a run.
void merge_sweeps(const std::vector<std::filesystem::path>& from, const std::filesystem::path& to);

}  // namespace langevin::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"

namespace langevin::spectra {

/// Spectra of several independent copies at successive times, in bounded memory: when the store is full, every second
/// time is dropped and from then on only every second one is kept. What needs whole spectra (unfolding, long-range
/// statistics) is made from here, so that it can be made anew in another way. Value type.
class SpectrumStore {
  public:
    /// Keeps at most about `capacity` levels, but always 32 times of one copy; of many copies the first ones.
    SpectrumStore(std::size_t levels, std::size_t copies, std::size_t capacity);

    /// One time: copy after copy, `levels` ascending numbers each (all copies, kept or not).
    void push(std::span<const double> spectra);
    void clear();

    std::size_t levels() const { return levels_; }
    std::size_t copies() const { return copies_; }  ///< that are kept
    std::size_t times() const { return times_; }
    std::uint64_t pushed() const { return pushed_; }
    std::span<const double> spectrum(std::size_t time, std::size_t copy) const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    std::size_t row() const { return levels_ * copies_; }

    std::size_t levels_, copies_, capacity_;  // capacity in times
    std::size_t times_ = 0;
    std::uint64_t stride_ = 1, pushed_ = 0;
    std::vector<double> values_;  // [time][copy][level]
};

}  // namespace langevin::spectra

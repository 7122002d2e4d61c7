// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"

namespace langevin::statistics {

/// Mean and error of a vector that is measured again and again (a spectrum, the counts of a histogram), in bounded
/// memory: measurements are averaged in at most `bins` successive bins, which are merged in pairs when full. The error
/// of a mean comes from the scatter of the bins, and is right once a bin is longer than the autocorrelation time. Value
/// type.
class BinnedMean {
  public:
    /// bins: even, >= 4.
    BinnedMean(std::size_t size, std::size_t bins);

    void push(std::span<const double> values);
    void clear();
    /// Replaces every stored vector v by transform(v), which must keep the size (a histogram that changes its range).
    template <class Transform>
    void rewrite(Transform transform) {
        for (std::size_t bin = 0; bin <= filled_ && bin < bins_; ++bin)
            transform(std::span<double>(&sums_[bin * size_], size_));
    }

    std::size_t size() const { return size_; }
    std::uint64_t samples() const { return samples_; }
    std::size_t bins() const { return filled_; }  ///< complete ones
    std::vector<double> mean() const;             ///< over all samples; zeros while there are none
    std::vector<double> error() const;            ///< one standard error; zeros below 4 bins

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void merge();

    std::size_t size_, bins_, filled_ = 0;
    std::uint64_t bin_size_ = 1, in_bin_ = 0, samples_ = 0;
    std::vector<double> sums_;  // [bin][component]; sums, not averages
};

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"

namespace langevin::statistics {

/// Mean and error of a vector that is measured again and again (a spectrum, the counts of a histogram), in bounded
/// memory. The error of a mean comes from the scatter of bins. Of one chain, or a few together: measurements are
/// averaged in at most `bins` successive bins, which are merged in pairs when full; what bins shorter than the
/// autocorrelation time have in common is accounted for by the Gamma method (autocorrelation.h), so that the error is
/// right once the run is some ten times as long as that time. Of sixteen independent replicas or more: up to 32 groups
/// of replicas are the bins, and the error is right from the start, to 13 % with 32 groups. Value type.
class BinnedMean {
  public:
    /// bins: even, >= 4.
    BinnedMean(std::size_t size, std::size_t bins, std::size_t replicas = 1);

    /// How many groups the replicas are put in, of equal size where that is possible; 1 for fewer than sixteen.
    static std::size_t groups_of(std::size_t replicas);
    /// One measurement, of a replica or of a group of them (replica % groups()).
    void push(std::span<const double> values, std::size_t replica = 0);
    void clear();
    /// Replaces every stored vector v by transform(v), which must keep the size (a histogram that changes its range).
    template <class Transform>
    void rewrite(Transform transform) {
        for (std::size_t bin = 0; bin * size_ < sums_.size(); ++bin)
            transform(std::span<double>(&sums_[bin * size_], size_));
    }

    std::size_t size() const { return size_; }
    std::size_t groups() const { return pushes_.empty() ? 1 : pushes_.size(); }
    std::uint64_t samples() const { return samples_ / groups(); }  ///< of each group
    std::size_t bins() const { return filled_; }                   ///< complete ones, in time
    std::vector<double> mean() const;                              ///< over all samples; zeros while there are none
    std::vector<double> error() const;                             ///< one standard error; zeros below 4 bins

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void merge();
    std::vector<double> error_of_groups() const;

    std::size_t size_, bins_, filled_ = 0;
    std::uint64_t bin_size_ = 1, in_bin_ = 0, samples_ = 0;
    std::vector<double> sums_;           // [bin][component]; sums, not averages
    std::vector<std::uint64_t> pushes_;  // of each group of replicas; empty: bins are times
};

}  // namespace langevin::statistics

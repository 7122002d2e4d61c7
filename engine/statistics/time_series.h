// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/archive.h"

namespace langevin::statistics {

/// Measurements of several observables along several independent chains, in bounded memory: when the store is full,
/// neighbouring samples are averaged in pairs. Block averages keep means and errors of means exactly; only the shape of
/// the autocorrelation function below the block size is lost. Value type.
class TimeSeries {
  public:
    /// `capacity`: blocks kept per chain, even, >= 2.
    TimeSeries(std::size_t observables, std::size_t chains, std::size_t capacity);

    /// One sample: values[observable * chains + chain].
    void push(std::span<const double> values);
    /// Forgets all samples (after an edit: another ensemble).
    void clear();

    std::size_t observables() const { return observables_; }
    std::size_t chains() const { return chains_; }
    std::uint64_t samples() const { return samples_; }  ///< per chain
    std::size_t blocks() const { return blocks_; }      ///< complete ones, per chain
    std::uint64_t block_size() const { return block_size_; }

    /// Block averages of one observable along one chain, oldest first; blocks() numbers.
    std::span<const double> series(std::size_t observable, std::size_t chain) const;
    /// Over all samples and chains.
    double mean(std::size_t observable) const;
    /// Of single samples: <a b> - <a><b> over all chains.
    double covariance(std::size_t a, std::size_t b) const;

    /// Potential scale reduction of an observable between chains (A. Gelman, D. B. Rubin, Stat. Sci. 7 (1992) 457):
    /// near 1 when they agree; 0 when it cannot be told (one chain, fewer than 20 blocks, no fluctuations).
    double scale_reduction(std::size_t observable) const;

    void save(Archive& archive, const std::string& prefix) const;
    void load(const Archive& archive, const std::string& prefix);

  private:
    void halve();
    std::size_t place(std::size_t observable, std::size_t chain) const {
        return (observable * chains_ + chain) * capacity_;
    }

    std::size_t observables_, chains_, capacity_;
    std::size_t blocks_ = 0;
    std::uint64_t block_size_ = 1, in_block_ = 0, samples_ = 0;
    std::vector<double> values_;    // [observable][chain][block]
    std::vector<double> open_;      // sums of the block being filled, [observable][chain]
    std::vector<double> origin_;    // first sample, subtracted before squaring so that no digits are lost
    std::vector<double> sum_;       // of (sample - origin), [observable]
    std::vector<double> products_;  // of (sample - origin)(sample - origin), upper triangle
};

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/binned_mean.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/statistics/autocorrelation.h"

namespace langevin::statistics {

std::size_t BinnedMean::groups_of(std::size_t replicas) {
    constexpr std::size_t least = 16, most = 32;
    if (replicas < least) return 1;
    for (std::size_t groups = most; groups >= least; --groups)
        if (replicas % groups == 0) return groups;
    return most;
}

BinnedMean::BinnedMean(std::size_t size, std::size_t bins, std::size_t replicas) : size_(size), bins_(bins) {
    const std::size_t groups = groups_of(replicas);
    if (groups > 1) pushes_.resize(groups);
    sums_.resize(size * (groups > 1 ? groups : bins + 1));
}

void BinnedMean::clear() {
    *this = BinnedMean(size_, bins_, groups());
}

void BinnedMean::push(std::span<const double> values, std::size_t replica) {
    if (!pushes_.empty()) {
        const std::size_t group = replica % pushes_.size();
        double* sums = &sums_[group * size_];
        for (std::size_t i = 0; i < size_; ++i) sums[i] += values[i];
        ++pushes_[group];
        ++samples_;
        return;
    }
    double* open = &sums_[filled_ * size_];
    for (std::size_t i = 0; i < size_; ++i) open[i] += values[i];
    ++samples_;
    if (++in_bin_ < bin_size_) return;
    in_bin_ = 0;
    if (++filled_ == bins_) merge();
}

void BinnedMean::merge() {
    for (std::size_t bin = 0; bin < bins_ / 2; ++bin)
        for (std::size_t i = 0; i < size_; ++i)
            sums_[bin * size_ + i] = sums_[2 * bin * size_ + i] + sums_[(2 * bin + 1) * size_ + i];
    filled_ = bins_ / 2;
    bin_size_ *= 2;
    std::fill(sums_.begin() + static_cast<std::ptrdiff_t>(filled_ * size_), sums_.end(), 0.0);
}

std::vector<double> BinnedMean::mean() const {
    std::vector<double> result(size_);
    if (samples_ == 0) return result;
    for (std::size_t k = 0; k < sums_.size(); ++k) result[k % size_] += sums_[k];
    for (double& value : result) value /= static_cast<double>(samples_);
    return result;
}

/// Each group weighs as many samples as it has.
std::vector<double> BinnedMean::error_of_groups() const {
    std::vector<double> result(size_);
    if (std::find(pushes_.begin(), pushes_.end(), 0) != pushes_.end()) return result;
    const auto mean = this->mean();
    const double groups = static_cast<double>(pushes_.size()), total = static_cast<double>(samples_);
    for (std::size_t i = 0; i < size_; ++i) {
        double square = 0;
        for (std::size_t g = 0; g < pushes_.size(); ++g) {
            const double deviation = sums_[g * size_ + i] - mean[i] * static_cast<double>(pushes_[g]);
            square += deviation * deviation;
        }
        result[i] = std::sqrt(square * groups / (groups - 1)) / total;
    }
    return result;
}

std::vector<double> BinnedMean::error() const {
    if (!pushes_.empty()) return error_of_groups();
    std::vector<double> result(size_);
    if (filled_ < 4) return result;
    std::vector<double> means(filled_);
    for (std::size_t i = 0; i < size_; ++i) {
        for (std::size_t bin = 0; bin < filled_; ++bin)
            means[bin] = sums_[bin * size_ + i] / static_cast<double>(bin_size_);
        result[i] = std::sqrt(squared_error_of_mean(means));
    }
    return result;
}

void BinnedMean::save(Archive& archive, const std::string& prefix) const {
    if (!pushes_.empty()) {
        archive.put(prefix + "counts", pushes_);
        archive.put(prefix + "sums", sums_);
        return;
    }
    archive.put(prefix + "counts", std::vector<std::uint64_t>{filled_, bin_size_, in_bin_, samples_});
    archive.put(prefix + "sums", std::span<const double>(sums_.data(), std::min(sums_.size(), (filled_ + 1) * size_)));
}

void BinnedMean::load(const Archive& archive, const std::string& prefix) {
    if (!pushes_.empty()) {
        pushes_ = archive.get<std::uint64_t>(prefix + "counts", pushes_.size());
        sums_ = archive.get<double>(prefix + "sums", sums_.size());
        samples_ = std::accumulate(pushes_.begin(), pushes_.end(), std::uint64_t{0});
        return;
    }
    const auto& counts = archive.get<std::uint64_t>(prefix + "counts", 4);
    Archive::demand(counts[0] < bins_ && counts[2] < counts[1] && counts[3] == counts[0] * counts[1] + counts[2],
                    prefix + "counts");
    const auto& sums = archive.get<double>(prefix + "sums", (counts[0] + 1) * size_);
    clear();
    filled_ = counts[0];
    bin_size_ = counts[1];
    in_bin_ = counts[2];
    samples_ = counts[3];
    std::copy(sums.begin(), sums.end(), sums_.begin());
}

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/binned_mean.h"

#include <algorithm>
#include <cmath>

namespace langevin::statistics {

BinnedMean::BinnedMean(std::size_t size, std::size_t bins) : size_(size), bins_(bins), sums_(size * (bins + 1)) {}

void BinnedMean::clear() {
    *this = BinnedMean(size_, bins_);
}

void BinnedMean::push(std::span<const double> values) {
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
    for (std::size_t bin = 0; bin <= filled_; ++bin)
        for (std::size_t i = 0; i < size_; ++i) result[i] += sums_[bin * size_ + i];
    for (double& value : result) value /= static_cast<double>(samples_);
    return result;
}

std::vector<double> BinnedMean::error() const {
    std::vector<double> result(size_);
    if (filled_ < 4) return result;
    const auto count = static_cast<double>(filled_);
    const auto scale = 1.0 / static_cast<double>(bin_size_);
    for (std::size_t i = 0; i < size_; ++i) {
        double mean = 0, square = 0;
        for (std::size_t bin = 0; bin < filled_; ++bin) mean += sums_[bin * size_ + i] * scale;
        mean /= count;
        for (std::size_t bin = 0; bin < filled_; ++bin) {
            const double deviation = sums_[bin * size_ + i] * scale - mean;
            square += deviation * deviation;
        }
        result[i] = std::sqrt(square / (count * (count - 1)));
    }
    return result;
}

void BinnedMean::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "counts", std::vector<std::uint64_t>{filled_, bin_size_, in_bin_, samples_});
    archive.put(prefix + "sums", std::span<const double>(sums_.data(), std::min(sums_.size(), (filled_ + 1) * size_)));
}

void BinnedMean::load(const Archive& archive, const std::string& prefix) {
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

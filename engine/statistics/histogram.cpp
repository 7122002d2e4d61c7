// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::statistics {
namespace {

constexpr std::size_t time_bins = 64;

/// Merges pairs of bins towards the centre: the old range becomes the middle half of the new one.
void widen(std::span<double> counts) {
    const std::size_t n = counts.size();
    std::vector<double> merged(n);
    for (std::size_t i = 0; i < n; ++i) merged[n / 4 + i / 2] += counts[i];
    std::copy(merged.begin(), merged.end(), counts.begin());
}

}  // namespace

SymmetricHistogram::SymmetricHistogram(std::size_t bins, double half_range)
    : initial_half_range_(half_range),
      half_range_(half_range),
      per_width_(static_cast<double>(bins) / (2 * half_range)),
      counts_(bins),
      mean_(bins, time_bins) {}

void SymmetricHistogram::clear() {
    *this = SymmetricHistogram(counts_.size(), initial_half_range_);
}

void SymmetricHistogram::count(double value) {
    if (!(std::abs(value) < 1e6 * initial_half_range_)) return;
    while (value < -half_range_ || value >= half_range_) double_range();
    const auto bin = static_cast<std::size_t>((value + half_range_) * per_width_);
    counts_[std::min(bin, counts_.size() - 1)] += 1;
    counted_ += 1;
}

void SymmetricHistogram::double_range() {
    widen(counts_);
    mean_.rewrite(widen);
    half_range_ *= 2;
    per_width_ /= 2;
}

void SymmetricHistogram::commit() {
    if (counted_ == 0) return;
    for (double& count : counts_) count /= counted_;
    mean_.push(counts_);
    std::fill(counts_.begin(), counts_.end(), 0.0);
    counted_ = 0;
}

std::vector<double> SymmetricHistogram::edges() const {
    std::vector<double> result(counts_.size() + 1);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = -half_range_ + width() * static_cast<double>(i);
    return result;
}

std::vector<double> SymmetricHistogram::density() const {
    auto result = mean_.mean();
    for (double& value : result) value /= width();
    return result;
}

std::vector<double> SymmetricHistogram::error() const {
    auto result = mean_.error();
    for (double& value : result) value /= width();
    return result;
}

void SymmetricHistogram::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "half_range", half_range_);
    archive.put(prefix + "counts", counts_);
    archive.put(prefix + "counted", counted_);
    mean_.save(archive, prefix + "mean.");
}

void SymmetricHistogram::load(const Archive& archive, const std::string& prefix) {
    half_range_ = archive.get_value<double>(prefix + "half_range");
    Archive::demand(half_range_ > 0 && std::isfinite(half_range_), prefix + "half_range");
    per_width_ = static_cast<double>(counts_.size()) / (2 * half_range_);
    counts_ = archive.get<double>(prefix + "counts", counts_.size());
    counted_ = archive.get_value<double>(prefix + "counted");
    mean_.load(archive, prefix + "mean.");
}

double chi_squared_per_degree(const std::vector<double>& density, const std::vector<double>& error,
                              const std::vector<double>& expected) {
    double sum = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < density.size(); ++i) {
        if (!(error[i] > 0)) continue;
        const double deviation = (density[i] - expected[i]) / error[i];
        sum += deviation * deviation;
        ++used;
    }
    return used > 0 ? sum / static_cast<double>(used) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::statistics {
namespace {

constexpr std::size_t time_bins = 64;

/// Merges pairs of bins; the old range becomes the part of the new one that begins at bin `first`.
void merge_pairs(std::span<double> counts, std::size_t first) {
    std::vector<double> merged(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) merged[first + i / 2] += counts[i];
    std::copy(merged.begin(), merged.end(), counts.begin());
}

}  // namespace

RunningHistogram::RunningHistogram(std::size_t bins, double low, double high, Outside outside, std::size_t replicas)
    : first_low_(low),
      first_high_(high),
      outside_(outside),
      bins_(bins),
      counts_(bins * BinnedMean::groups_of(replicas)),
      counted_(BinnedMean::groups_of(replicas)),
      mean_(bins, time_bins, replicas) {
    set_range(low, high);
}

void RunningHistogram::set_range(double low, double high) {
    low_ = low;
    high_ = high;
    per_width_ = static_cast<double>(bins_) / (high - low);
}

void RunningHistogram::clear() {
    *this = RunningHistogram(bins_, first_low_, first_high_, outside_, counted_.size());
}

void RunningHistogram::count(double value, std::size_t replica) {
    const double middle = (first_low_ + first_high_) / 2, half_range = (first_high_ - first_low_) / 2;
    if (!(std::abs(value - middle) < 1e6 * half_range)) return;
    const std::size_t group = replica % counted_.size();
    counted_[group] += 1;
    if (outside_ == Outside::grow)
        while (value < low_ || value >= high_) grow_towards(value);
    else if (value < low_ || value >= high_)
        return;
    const auto bin = static_cast<std::size_t>((value - low_) * per_width_);
    counts_[group * bins_ + std::min(bin, bins_ - 1)] += 1;
}

void RunningHistogram::grow_towards(double value) {
    const double range = high_ - low_;
    std::size_t first = 0;  // bin at which the old range begins
    if (low_ == -high_) {
        first = bins_ / 4;
        set_range(2 * low_, 2 * high_);
    } else if (value < low_) {
        first = bins_ / 2;
        set_range(low_ - range, high_);
    } else {
        set_range(low_, high_ + range);
    }
    for (std::size_t group = 0; group < counted_.size(); ++group)
        merge_pairs(std::span(counts_).subspan(group * bins_, bins_), first);
    mean_.rewrite([first](std::span<double> counts) { merge_pairs(counts, first); });
}

void RunningHistogram::commit() {
    for (std::size_t group = 0; group < counted_.size(); ++group) {
        if (counted_[group] == 0) continue;
        const auto counts = std::span(counts_).subspan(group * bins_, bins_);
        for (double& count : counts) count /= counted_[group];
        mean_.push(counts, group);
        std::fill(counts.begin(), counts.end(), 0.0);
        counted_[group] = 0;
    }
}

std::vector<double> RunningHistogram::edges() const {
    std::vector<double> result(bins_ + 1);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = low_ + width() * static_cast<double>(i);
    return result;
}

std::vector<double> RunningHistogram::density() const {
    auto result = mean_.mean();
    for (double& value : result) value /= width();
    return result;
}

std::vector<double> RunningHistogram::error() const {
    auto result = mean_.error();
    for (double& value : result) value /= width();
    return result;
}

void RunningHistogram::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "range", std::vector<double>{low_, high_});
    archive.put(prefix + "counts", counts_);
    archive.put(prefix + "counted", counted_);
    mean_.save(archive, prefix + "mean.");
}

void RunningHistogram::load(const Archive& archive, const std::string& prefix) {
    const auto& range = archive.get<double>(prefix + "range", 2);
    Archive::demand(range[0] < range[1] && std::isfinite(range[1] - range[0]), prefix + "range");
    set_range(range[0], range[1]);
    counts_ = archive.get<double>(prefix + "counts", counts_.size());
    counted_ = archive.get<double>(prefix + "counted", counted_.size());
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/disorder_average.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::statistics {

DisorderAverage::DisorderAverage(std::size_t observables, std::size_t samples)
    : observables_(observables), sums_(observables * samples), counts_(samples) {}

void DisorderAverage::add(std::size_t sample, std::span<const double> values) {
    for (std::size_t i = 0; i < observables_; ++i) sums_[sample * observables_ + i] += values[i];
    ++counts_[sample];
}

void DisorderAverage::clear() {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    std::fill(counts_.begin(), counts_.end(), 0);
}

std::uint64_t DisorderAverage::measurements() const {
    return *std::min_element(counts_.begin(), counts_.end());
}

double DisorderAverage::mean(std::size_t observable, std::size_t sample) const {
    return sums_[sample * observables_ + observable] / static_cast<double>(counts_[sample]);
}

Estimate DisorderAverage::estimate(std::size_t observable) const {
    return estimate([observable](std::span<const double> means) { return means[observable]; });
}

Estimate DisorderAverage::estimate(const Function& function) const {
    const std::size_t samples = counts_.size();
    const double n = static_cast<double>(samples);
    Estimate result{.error = std::numeric_limits<double>::quiet_NaN()};
    if (measurements() == 0) return result;
    std::vector<double> totals(observables_), means(observables_);
    for (std::size_t s = 0; s < samples; ++s)
        for (std::size_t i = 0; i < observables_; ++i) totals[i] += mean(i, s);
    for (std::size_t i = 0; i < observables_; ++i) means[i] = totals[i] / n;
    result.value = function(means);
    result.effective_samples = n;
    result.reliable = samples >= 8;
    if (samples < 2) return result;
    double sum = 0, squares = 0;
    for (std::size_t s = 0; s < samples; ++s) {
        for (std::size_t i = 0; i < observables_; ++i) means[i] = (totals[i] - mean(i, s)) / (n - 1);
        const double left_out = function(means) - result.value;
        sum += left_out;
        squares += left_out * left_out;
    }
    result.error = std::sqrt((n - 1) * std::max(0.0, squares / n - sum * sum / (n * n)));
    return result;
}

void DisorderAverage::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "sums", sums_);
    archive.put(prefix + "counts", counts_);
}

void DisorderAverage::load(const Archive& archive, const std::string& prefix) {
    sums_ = archive.get<double>(prefix + "sums", sums_.size());
    counts_ = archive.get<std::uint64_t>(prefix + "counts", counts_.size());
}

}  // namespace langevin::statistics

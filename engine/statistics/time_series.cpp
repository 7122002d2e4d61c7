// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/time_series.h"

#include <algorithm>
#include <cmath>

namespace langevin::statistics {

TimeSeries::TimeSeries(std::size_t observables, std::size_t chains, std::size_t capacity)
    : observables_(observables),
      chains_(chains),
      capacity_(capacity),
      values_(observables * chains * capacity),
      open_(observables * chains),
      origin_(observables),
      sum_(observables),
      products_(observables * (observables + 1) / 2) {}

void TimeSeries::clear() {
    *this = TimeSeries(observables_, chains_, capacity_);
}

void TimeSeries::push(std::span<const double> values) {
    if (samples_ == 0)
        for (std::size_t a = 0; a < observables_; ++a) origin_[a] = values[a * chains_];
    for (std::size_t i = 0; i < open_.size(); ++i) open_[i] += values[i];

    std::size_t pair = 0;
    for (std::size_t a = 0; a < observables_; ++a) {
        const double* va = &values[a * chains_];
        for (std::size_t c = 0; c < chains_; ++c) sum_[a] += va[c] - origin_[a];
        for (std::size_t b = a; b < observables_; ++b, ++pair) {
            const double* vb = &values[b * chains_];
            double total = 0;
            for (std::size_t c = 0; c < chains_; ++c) total += (va[c] - origin_[a]) * (vb[c] - origin_[b]);
            products_[pair] += total;
        }
    }
    ++samples_;
    if (++in_block_ < block_size_) return;

    const double scale = 1.0 / static_cast<double>(block_size_);
    for (std::size_t i = 0; i < open_.size(); ++i) values_[i * capacity_ + blocks_] = open_[i] * scale;
    std::fill(open_.begin(), open_.end(), 0.0);
    in_block_ = 0;
    if (++blocks_ == capacity_) halve();
}

void TimeSeries::halve() {
    for (std::size_t i = 0; i < open_.size(); ++i) {
        double* values = &values_[i * capacity_];
        for (std::size_t k = 0; k < capacity_ / 2; ++k) values[k] = 0.5 * (values[2 * k] + values[2 * k + 1]);
    }
    blocks_ = capacity_ / 2;
    block_size_ *= 2;
}

std::span<const double> TimeSeries::series(std::size_t observable, std::size_t chain) const {
    return {&values_[place(observable, chain)], blocks_};
}

double TimeSeries::mean(std::size_t observable) const {
    const auto count = static_cast<double>(samples_ * chains_);
    return samples_ == 0 ? 0 : origin_[observable] + sum_[observable] / count;
}

double TimeSeries::covariance(std::size_t a, std::size_t b) const {
    if (samples_ == 0) return 0;
    if (a > b) std::swap(a, b);
    const std::size_t pair = a * observables_ - a * (a + 1) / 2 + b;
    const auto count = static_cast<double>(samples_ * chains_);
    return products_[pair] / count - (sum_[a] / count) * (sum_[b] / count);
}

double TimeSeries::scale_reduction(std::size_t observable) const {
    if (chains_ < 2 || blocks_ < 20) return 0;
    const auto chains = static_cast<double>(chains_), n = static_cast<double>(blocks_);
    double within = 0, mean_of_means = 0, square_of_means = 0;
    for (std::size_t chain = 0; chain < chains_; ++chain) {
        const auto values = series(observable, chain);
        double mean_of_chain = 0, square = 0;
        for (const double v : values) mean_of_chain += v;
        mean_of_chain /= n;
        for (const double v : values) square += (v - mean_of_chain) * (v - mean_of_chain);
        within += square / (n - 1) / chains;
        mean_of_means += mean_of_chain / chains;
        square_of_means += mean_of_chain * mean_of_chain / chains;
    }
    if (!(within > 0)) return 0;
    const double between = (square_of_means - mean_of_means * mean_of_means) * chains / (chains - 1);
    return std::sqrt((n - 1) / n + between / within);
}

void TimeSeries::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "counts", std::vector<std::uint64_t>{blocks_, block_size_, in_block_, samples_});
    std::vector<double> kept;
    kept.reserve(open_.size() * blocks_);
    for (std::size_t i = 0; i < open_.size(); ++i)
        kept.insert(kept.end(), &values_[i * capacity_], &values_[i * capacity_] + blocks_);
    archive.put(prefix + "blocks", kept);
    archive.put(prefix + "open", open_);
    archive.put(prefix + "origin", origin_);
    archive.put(prefix + "sum", sum_);
    archive.put(prefix + "products", products_);
}

void TimeSeries::load(const Archive& archive, const std::string& prefix) {
    const auto& counts = archive.get<std::uint64_t>(prefix + "counts", 4);
    // push() writes where these say, so a damaged file must not get through.
    Archive::demand(counts[0] < capacity_ && counts[2] < counts[1] && counts[3] == counts[0] * counts[1] + counts[2],
                    prefix + "counts");
    const auto& kept = archive.get<double>(prefix + "blocks", open_.size() * counts[0]);
    blocks_ = counts[0];
    block_size_ = counts[1];
    in_block_ = counts[2];
    samples_ = counts[3];
    for (std::size_t i = 0; i < open_.size(); ++i)
        std::copy_n(kept.data() + i * blocks_, blocks_, values_.data() + i * capacity_);
    open_ = archive.get<double>(prefix + "open", open_.size());
    origin_ = archive.get<double>(prefix + "origin", origin_.size());
    sum_ = archive.get<double>(prefix + "sum", sum_.size());
    products_ = archive.get<double>(prefix + "products", products_.size());
}

}  // namespace langevin::statistics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/autocorrelation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::statistics {
namespace {

/// Lags are summed this many at a time: one product with each, in neighbouring numbers, which the compiler vectorises.
constexpr std::size_t batch = 32;

/// Fluctuations of one (projected) quantity, chain after chain, each followed by `batch` zeros.
class Fluctuations {
  public:
    Fluctuations(std::size_t chain_count, std::size_t block_count, double updates)
        : chains(chain_count), blocks(block_count), updates_per_block(updates), values_(chains * (blocks + batch)) {}

    std::size_t chains, blocks;
    double updates_per_block;

    std::size_t total() const { return chains * blocks; }
    double* chain(std::size_t c) { return &values_[c * (blocks + batch)]; }
    const double* chain(std::size_t c) const { return &values_[c * (blocks + batch)]; }

    /// Appends Gamma(t) for the next lags until `gamma` has at least `count` numbers (and not beyond what the data
    /// allow).
    void extend(std::vector<double>& gamma, std::size_t count) const {
        while (gamma.size() < std::min(count, blocks)) {
            const std::size_t first = gamma.size();
            if (blocks <= 2 * batch) {  // of few blocks most windows close after one or two lags
                gamma.push_back(product(first) / static_cast<double>(chains * (blocks - first)));
                continue;
            }
            double sums[batch] = {};
            for (std::size_t c = 0; c < chains; ++c) add_products(chain(c), blocks - first, first, sums);
            for (std::size_t k = 0; k < batch && first + k < blocks; ++k)
                gamma.push_back(sums[k] / static_cast<double>(chains * (blocks - first - k)));
        }
    }

    /// Averages pairs: twice the block size, half the blocks.
    Fluctuations coarser() const {
        Fluctuations result(chains, blocks / 2, 2 * updates_per_block);
        for (std::size_t c = 0; c < chains; ++c)
            for (std::size_t i = 0; i < result.blocks; ++i)
                result.chain(c)[i] = 0.5 * (chain(c)[2 * i] + chain(c)[2 * i + 1]);
        return result;
    }

  private:
    double product(std::size_t lag) const {
        double sum = 0;
        for (std::size_t c = 0; c < chains; ++c)
            for (std::size_t i = 0; i + lag < blocks; ++i) sum += chain(c)[i] * chain(c)[i + lag];
        return sum;
    }

    static void add_products(const double* v, std::size_t count, std::size_t first_lag, double* __restrict sums) {
        for (std::size_t i = 0; i < count; ++i) {
            const double here = v[i];
            const double* later = v + i + first_lag;
            for (std::size_t k = 0; k < batch; ++k) sums[k] += here * later[k];
        }
    }

    std::vector<double> values_;
};

Fluctuations fluctuations(const TimeSeries& series, std::span<const double> gradient) {
    Fluctuations result(series.chains(), series.blocks(), static_cast<double>(series.block_size()));
    for (std::size_t a = 0; a < gradient.size(); ++a) {
        if (gradient[a] == 0) continue;
        for (std::size_t c = 0; c < result.chains; ++c) {
            const auto values = series.series(a, c);
            double* sum = result.chain(c);
            for (std::size_t i = 0; i < result.blocks; ++i) sum[i] += gradient[a] * values[i];
        }
    }
    double mean = 0;
    for (std::size_t c = 0; c < result.chains; ++c)
        for (std::size_t i = 0; i < result.blocks; ++i) mean += result.chain(c)[i];
    mean /= static_cast<double>(result.total());
    for (std::size_t c = 0; c < result.chains; ++c)
        for (std::size_t i = 0; i < result.blocks; ++i) result.chain(c)[i] -= mean;
    return result;
}

struct Windowed {
    std::vector<double> gamma;  // Gamma(0), Gamma(1), ... up to the window at least
    std::size_t window = 0;
    double tau_blocks = 0.5;
    double mean_variance = 0;  // of the mean over everything
    bool closed = false;       // the window was found inside the data
};

/// Wolff's automatic window with S = 1.5 (hep-lat/0306017, section 3.3) and the bias correction (49), with one change:
/// the decay is judged by the sum of |rho|, since where signs alternate (trajectories that carry a mode beyond its
/// centre) the sum of rho is small at once, the window would close after one lag, and errors would come out several
/// times too small. A window longer than `longest` is not looked for: the caller coarsens instead.
Windowed windowed(const Fluctuations& data, std::size_t longest) {
    Windowed result;
    const auto total = static_cast<double>(data.total());
    data.extend(result.gamma, 1);
    const double variance = result.gamma.front();
    if (!(variance > 0)) return result.closed = true, result;

    constexpr double s = 1.5;
    const std::size_t limit = std::min(longest, data.blocks / 2);
    double sum = 0, absolute = 0;  // of rho and |rho| over t >= 1
    for (std::size_t t = 1; t <= limit; ++t) {
        data.extend(result.gamma, t + 1);
        const double rho = result.gamma[t] / variance;
        sum += rho;
        absolute += std::abs(rho);
        result.window = t;
        const double exponential = absolute > 0 ? s / std::log1p(1 / absolute) : 1e-10;
        const auto w = static_cast<double>(t);
        if (std::exp(-w / exponential) < exponential / std::sqrt(w * total)) {
            result.closed = true;
            break;
        }
    }
    const auto w = static_cast<double>(result.window);
    const double corrected = (0.5 + sum) * (1 + (2 * w + 1) / total);
    result.tau_blocks = std::max(corrected, 0.5 / std::sqrt(total));
    result.mean_variance = 2 * result.tau_blocks * variance / total;
    return result;
}

/// Blocks until the window is short enough; errors of means do not change under blocking.
Windowed window_of(Fluctuations& data) {
    constexpr std::size_t longest = 64;
    auto result = windowed(data, longest);
    while (!result.closed && data.blocks >= 4 * longest) {
        data = data.coarser();
        result = windowed(data, longest);
    }
    return result;
}

Estimate from_gradient(const TimeSeries& series, double value, std::span<const double> gradient) {
    Estimate result;
    result.value = value;
    result.error = std::numeric_limits<double>::quiet_NaN();
    if (series.blocks() < 2) return result;

    double variance = 0;  // of a single sample
    for (std::size_t a = 0; a < gradient.size(); ++a)
        for (std::size_t b = 0; b < gradient.size(); ++b)
            if (gradient[a] != 0 && gradient[b] != 0) variance += gradient[a] * gradient[b] * series.covariance(a, b);

    auto data = fluctuations(series, gradient);
    const auto found = window_of(data);
    // The block being filled is not among the data, but it is in the value.
    result.error = std::sqrt(found.mean_variance);
    if (!(variance > 0) || !(found.mean_variance > 0)) return result;

    const auto samples = static_cast<double>(series.samples() * series.chains());
    result.effective_samples = variance / found.mean_variance;
    result.tau = samples / (2 * result.effective_samples);
    const auto w = static_cast<double>(found.window);
    const auto blocks = static_cast<double>(data.total());
    result.tau_error = result.tau * 2 * std::sqrt(std::max(0.0, w + 0.5 - found.tau_blocks) / blocks);  // eq. (42)
    result.reliable = found.closed && blocks * data.updates_per_block >= 50 * result.tau;
    return result;
}

}  // namespace

Estimate estimate(const TimeSeries& series, std::size_t observable) {
    std::vector<double> gradient(series.observables());
    gradient[observable] = 1;
    return from_gradient(series, series.mean(observable), gradient);
}

Estimate estimate(const TimeSeries& series, const Function& function) {
    std::vector<double> means(series.observables()), gradient(series.observables());
    for (std::size_t a = 0; a < means.size(); ++a) means[a] = series.mean(a);
    const double value = function(means);
    const auto samples = static_cast<double>(std::max<std::uint64_t>(1, series.samples() * series.chains()));
    for (std::size_t a = 0; a < means.size(); ++a) {
        const double h = std::sqrt(std::max(0.0, series.covariance(a, a)) / samples);
        if (!(h > 0)) continue;
        auto shifted = means;
        shifted[a] = means[a] + h;
        const double above = function(shifted);
        shifted[a] = means[a] - h;
        gradient[a] = (above - function(shifted)) / (2 * h);
    }
    return from_gradient(series, value, gradient);
}

double squared_error_of_mean(std::span<const double> values) {
    const std::size_t count = values.size();
    if (count < 4) return 0;
    double mean = 0, square = 0;
    for (const double value : values) mean += value / static_cast<double>(count);
    Fluctuations data(1, count, 1);
    for (std::size_t i = 0; i < count; ++i) {
        data.chain(0)[i] = values[i] - mean;
        square += data.chain(0)[i] * data.chain(0)[i];
    }
    return std::max(square / static_cast<double>(count * (count - 1)), window_of(data).mean_variance);
}

Autocorrelation autocorrelation(const TimeSeries& series, std::size_t observable, std::size_t longest) {
    Autocorrelation result;
    result.block_size = static_cast<double>(series.block_size());
    if (series.blocks() < 4) return result;

    std::vector<double> gradient(series.observables());
    gradient[observable] = 1;
    auto data = fluctuations(series, gradient);
    const double total = static_cast<double>(data.total());
    auto found = window_of(data);
    if (!(found.gamma.front() > 0)) return result;
    result.block_size = data.updates_per_block;
    result.window = found.window;
    const auto summary = estimate(series, observable);
    result.tau = summary.tau;
    result.tau_error = summary.tau_error;
    result.reliable = summary.reliable;

    const std::size_t reach = std::min(longest, data.blocks / 2);
    const std::size_t needed = std::min(data.blocks / 2, 2 * reach + found.window);
    data.extend(found.gamma, needed + 1);
    std::vector<double> rho(found.gamma.begin(), found.gamma.begin() + static_cast<std::ptrdiff_t>(
                                                                           std::min(needed + 1, found.gamma.size())));
    for (double& value : rho) value /= found.gamma.front();
    const auto at = [&](std::size_t t) { return t < rho.size() ? rho[t] : 0.0; };
    for (std::size_t t = 0; t <= reach; ++t) {
        double sum = 0;
        for (std::size_t k = 1; k <= t + found.window; ++k) {
            const double term = at(k + t) + at(k > t ? k - t : t - k) - 2 * at(t) * at(k);
            sum += term * term;
        }
        result.rho.push_back(rho[t]);
        result.rho_error.push_back(std::sqrt(sum / total));
    }
    return result;
}

}  // namespace langevin::statistics

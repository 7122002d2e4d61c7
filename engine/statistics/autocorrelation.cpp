// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/statistics/autocorrelation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace langevin::statistics {
namespace {

/// Fluctuations of one (projected) quantity, chain after chain.
struct Fluctuations {
    std::vector<double> values;  // [chain][block], mean zero over everything
    std::size_t chains = 1, blocks = 0;
    double updates_per_block = 1;

    std::size_t total() const { return chains * blocks; }

    double covariance(std::size_t t) const {
        double sum = 0;
        for (std::size_t c = 0; c < chains; ++c) {
            const double* v = &values[c * blocks];
            double part = 0;
            for (std::size_t i = 0; i + t < blocks; ++i) part += v[i] * v[i + t];
            sum += part;
        }
        return sum / static_cast<double>(chains * (blocks - t));
    }

    /// Averages pairs: twice the block size, half the blocks.
    Fluctuations coarser() const {
        Fluctuations result{std::vector<double>(chains * (blocks / 2)), chains, blocks / 2,
                            2 * updates_per_block};
        for (std::size_t c = 0; c < chains; ++c)
            for (std::size_t i = 0; i < result.blocks; ++i)
                result.values[c * result.blocks + i] =
                    0.5 * (values[c * blocks + 2 * i] + values[c * blocks + 2 * i + 1]);
        return result;
    }
};

Fluctuations fluctuations(const TimeSeries& series, std::span<const double> gradient) {
    Fluctuations result{std::vector<double>(series.chains() * series.blocks()), series.chains(),
                        series.blocks(), static_cast<double>(series.block_size())};
    for (std::size_t a = 0; a < gradient.size(); ++a) {
        if (gradient[a] == 0) continue;
        for (std::size_t c = 0; c < result.chains; ++c) {
            const auto values = series.series(a, c);
            for (std::size_t i = 0; i < result.blocks; ++i)
                result.values[c * result.blocks + i] += gradient[a] * values[i];
        }
    }
    double mean = 0;
    for (const double v : result.values) mean += v;
    mean /= static_cast<double>(result.total());
    for (double& v : result.values) v -= mean;
    return result;
}

struct Windowed {
    std::vector<double> gamma;  // up to the window at least
    std::size_t window = 0;
    double tau_blocks = 0.5;
    double mean_variance = 0;  // of the mean over everything
    bool closed = false;       // the window was found inside the data
};

/// Wolff's automatic window with S = 1.5 (hep-lat/0306017, section 3.3) and the bias correction (49), with one change: the
/// decay is judged by the sum of |rho|, since where signs alternate (trajectories that carry a mode beyond its centre)
/// the sum of rho is small at once, the window would close after one lag, and errors would come out several times too
/// small. A window longer than `longest` is not looked for: the caller coarsens instead.
Windowed windowed(const Fluctuations& data, std::size_t longest) {
    Windowed result;
    const auto total = static_cast<double>(data.total());
    const double variance = data.covariance(0);
    result.gamma.push_back(variance);
    if (!(variance > 0)) return result.closed = true, result;

    constexpr double s = 1.5;
    const std::size_t limit = std::min(longest, data.blocks / 2);
    double sum = 0, absolute = 0;  // of rho and |rho| over t >= 1
    for (std::size_t t = 1; t <= limit; ++t) {
        result.gamma.push_back(data.covariance(t));
        const double rho = result.gamma.back() / variance;
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
    constexpr std::size_t longest = 200;
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
            if (gradient[a] != 0 && gradient[b] != 0)
                variance += gradient[a] * gradient[b] * series.covariance(a, b);

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
    result.tau_error =
        result.tau * 2 * std::sqrt(std::max(0.0, w + 0.5 - found.tau_blocks) / blocks);  // eq. (42)
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

Autocorrelation autocorrelation(const TimeSeries& series, std::size_t observable, std::size_t longest) {
    Autocorrelation result;
    result.block_size = static_cast<double>(series.block_size());
    if (series.blocks() < 4) return result;

    std::vector<double> gradient(series.observables());
    gradient[observable] = 1;
    auto data = fluctuations(series, gradient);
    const double total = static_cast<double>(data.total());
    if (!(data.covariance(0) > 0)) return result;

    const auto found = window_of(data);
    result.block_size = data.updates_per_block;
    result.window = found.window;
    const auto summary = estimate(series, observable);
    result.tau = summary.tau;
    result.tau_error = summary.tau_error;
    result.reliable = summary.reliable;

    const std::size_t reach = std::min(longest, data.blocks / 2);
    const std::size_t needed = std::min(data.blocks / 2, 2 * reach + found.window);
    std::vector<double> rho(needed + 1);
    for (std::size_t t = 0; t < rho.size(); ++t) rho[t] = data.covariance(t) / data.covariance(0);
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

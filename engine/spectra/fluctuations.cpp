// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/fluctuations.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "engine/statistics/binned_mean.h"

namespace langevin::spectra {
namespace {

using statistics::BinnedMean;

constexpr std::size_t time_bins = 64;
/// Levels times values of tau that one form factor may cost: some 20 ms.
constexpr std::size_t form_factor_work = 1 << 22;

std::vector<double> window_lengths(double bulk_levels) {
    std::vector<double> lengths;
    const double longest = std::min(30.0, bulk_levels / 4);
    for (double length = 0.25; length <= longest; length *= 1.25) lengths.push_back(length);
    return lengths;
}

/// Mean over windows [start, start + length) within [low, high) of (n - length)^2.
double window_scatter(const std::vector<double>& u, double low, double high, double length) {
    double sum = 0, windows = 0;
    auto first = std::lower_bound(u.begin(), u.end(), low), last = first;
    for (double start = low; start + length <= high; start += 0.5) {
        while (first != u.end() && *first < start) ++first;
        while (last != u.end() && *last < start + length) ++last;
        const double deviation = static_cast<double>(last - first) - length;
        sum += deviation * deviation;
        windows += 1;
    }
    return sum / windows;
}

}  // namespace

Spacings spacings(const SpectrumStore& store, const Unfolder& unfold, double bulk) {
    Spacings result{.histogram = {80, 0, 4, statistics::Outside::grow, store.copies()}, .all = {}};
    const auto [first, last] = bulk_of(store.levels(), bulk);
    BinnedMean moments(2, time_bins, store.copies());
    for (std::size_t t = 0; t < store.times(); ++t) {
        for (std::size_t c = 0; c < store.copies(); ++c) {
            double sum = 0, squares = 0, count = 0;
            const auto u = unfold(store.spectrum(t, c));
            for (std::size_t i = first; i + 1 < last; ++i) {
                const double s = u[i + 1] - u[i];
                result.histogram.count(s, c);
                result.all.push_back(s);
                sum += s;
                squares += s * s;
                count += 1;
            }
            moments.push(std::vector<double>{sum / count, squares / count}, c);
        }
        result.histogram.commit();
    }
    std::sort(result.all.begin(), result.all.end());
    if (result.all.empty()) return result;
    const auto mean = moments.mean(), error = moments.error();
    result.mean = mean[0];
    result.variance = mean[1] / (mean[0] * mean[0]) - 1;
    result.error = error[1] / (mean[0] * mean[0]);
    return result;
}

MeasuredCurve number_variance(const SpectrumStore& store, const Unfolder& unfold, double bulk) {
    MeasuredCurve curve;
    if (store.times() == 0) return curve;
    const auto n = static_cast<double>(store.levels());
    const double low = n * (1 - bulk) / 2, high = n - low;
    curve.x = window_lengths(high - low);
    if (curve.x.empty()) return curve;
    BinnedMean mean(curve.x.size(), time_bins, store.copies());
    std::vector<double> scatter(curve.x.size());
    for (std::size_t t = 0; t < store.times(); ++t)
        for (std::size_t c = 0; c < store.copies(); ++c) {
            const auto u = unfold(store.spectrum(t, c));
            for (std::size_t k = 0; k < curve.x.size(); ++k) scatter[k] = window_scatter(u, low, high, curve.x[k]);
            mean.push(scatter, c);
        }
    curve.y = mean.mean();
    curve.error = mean.error();
    return curve;
}

MeasuredCurve form_factor(const SpectrumStore& store, const Unfolder& unfold, double bulk) {
    constexpr std::size_t points = 75;
    constexpr double longest = 2.5, step = longest / points;
    MeasuredCurve curve;
    for (std::size_t k = 1; k <= points; ++k) curve.x.push_back(step * static_cast<double>(k));
    const auto [first, last] = bulk_of(store.levels(), bulk);
    const std::size_t most = std::max<std::size_t>(4, form_factor_work / (points * (last - first)));
    const std::size_t times = std::min(store.times(), std::max<std::size_t>(4, most / store.copies()));
    const double spectra = static_cast<double>(times * store.copies());
    if (spectra < 8) return {};

    const double middle = static_cast<double>(first + last) / 2, width = static_cast<double>(last - first) / 6;
    BinnedMean power(points, time_bins, store.copies());
    std::vector<std::complex<double>> mean(points), z(points);
    std::vector<double> powers(points);
    double norm = 0;
    for (std::size_t t = store.times() - times; t < store.times(); ++t) {
        for (std::size_t c = 0; c < store.copies(); ++c) {
            const auto u = unfold(store.spectrum(t, c));
            std::fill(z.begin(), z.end(), 0.0);
            for (std::size_t i = first; i < last; ++i) {
                const double distance = (u[i] - middle) / width;
                const double weight = std::exp(-distance * distance / 2);
                norm += weight * weight / spectra;
                const auto turn = std::polar(1.0, 2 * std::numbers::pi * step * u[i]);
                double re = weight, im = 0;
                for (std::size_t k = 0; k < points; ++k) {
                    const double next = re * turn.real() - im * turn.imag();
                    im = re * turn.imag() + im * turn.real();
                    re = next;
                    z[k] += std::complex<double>(re, im);
                }
            }
            for (std::size_t k = 0; k < points; ++k) {
                powers[k] = std::norm(z[k]);
                mean[k] += z[k] / spectra;
            }
            power.push(powers, c);
        }
    }
    curve.y = power.mean();
    curve.error = power.error();
    for (std::size_t k = 0; k < points; ++k) {
        curve.y[k] = (curve.y[k] - std::norm(mean[k])) * spectra / (spectra - 1) / norm;
        curve.error[k] /= norm;
    }
    return curve;
}

double mean_ratio(std::span<const double> x, double bulk) {
    if (x.size() < 3) return std::numeric_limits<double>::quiet_NaN();
    auto [first, last] = bulk_of(x.size(), bulk);
    if (last - first < 3) {
        first = std::min(first, x.size() - 3);
        last = first + 3;
    }
    double sum = 0;
    for (std::size_t i = first; i + 2 < last; ++i) {
        const double a = x[i + 1] - x[i], b = x[i + 2] - x[i + 1];
        sum += std::min(a, b) / std::max(a, b);
    }
    return sum / static_cast<double>(last - first - 2);
}

}  // namespace langevin::spectra

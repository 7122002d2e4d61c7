// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/sampler.h"

#include <array>

#include "engine/diffusion/sampler_moves.h"
#include "engine/parallel/parallel.h"

namespace langevin::diffusion {
namespace {

constexpr std::size_t chunk_numbers = 8192;  // scores and sums are taken over chunks of about this many numbers
constexpr std::uint64_t draws_per_batch = std::uint64_t{1} << 32;

/// Samples, chunk by chunk on several threads. Abandons its work, and says so, when stopped.
class Samples {
  public:
    using Vector = std::vector<double>;

    Samples(const Score& score, Random random, Stream stream, std::uint64_t first_draw, int threads,
            const std::stop_token& stop)
        : score_(score), random_(random), stream_(stream), draw_(first_draw), threads_(threads), stop_(stop) {
        const std::size_t unit = score.dimension() * score.samples_at_once();
        chunk_ = std::max<std::size_t>(1, chunk_numbers / unit) * unit;
    }

    bool stopped() const { return stopped_; }
    std::uint64_t draw() const { return draw_; }

    Vector score(double sigma, const Vector& y) {
        Vector s(y.size());
        each(y.size(), [&](std::size_t first, std::size_t count) {
            score_.evaluate(sigma, std::span(y).subspan(first, count), std::span(s).subspan(first, count));
        });
        return s;
    }
    void add(Vector& y, double a, const Vector& v) {
        each(y.size(), [&](std::size_t first, std::size_t count) {
            for (std::size_t i = first; i < first + count; ++i) y[i] += a * v[i];
        });
    }
    void scale(Vector& y, double a) {
        each(y.size(), [&](std::size_t first, std::size_t count) {
            for (std::size_t i = first; i < first + count; ++i) y[i] *= a;
        });
    }
    void noise(Vector& y, double a) {
        each(y.size(), [&](std::size_t first, std::size_t count) {
            std::vector<double> z(count);
            random_.normals<double>(stream_, draw_, first, 1, z);
            for (std::size_t i = 0; i < count; ++i) y[first + i] += a * z[i];
        });
        ++draw_;
    }
    double mean_square(const Vector& v) const {
        const std::size_t chunks = (v.size() + chunk_ - 1) / chunk_;
        const double sum = parallel::sum(chunks, threads_, [&](std::size_t c) {
            double squares = 0;
            for (std::size_t i = c * chunk_; i < std::min(v.size(), (c + 1) * chunk_); ++i) squares += v[i] * v[i];
            return squares;
        });
        return sum / static_cast<double>(v.size());
    }
    void settle(Vector&) {}

  private:
    template <class Body>
    void each(std::size_t size, Body body) {
        if (stopped_ || (stopped_ = stop_.stop_requested())) return;
        parallel::for_each_index((size + chunk_ - 1) / chunk_, threads_, [&](std::size_t c) {
            if (!stop_.stop_requested()) body(c * chunk_, std::min(chunk_, size - c * chunk_));
        });
        stopped_ = stop_.stop_requested();
    }

    const Score& score_;
    Random random_;
    Stream stream_;
    std::uint64_t draw_;
    int threads_;
    const std::stop_token& stop_;
    std::size_t chunk_;
    bool stopped_ = false;
};

/// Independent Gaussian components as what each is made of: the value at the beginning of the step, and its noises.
class Components {
  public:
    static constexpr std::size_t most_noises = 3;
    using Vector = std::vector<std::array<double, 1 + most_noises>>;

    Components(const std::vector<double>& data, const std::vector<double>& multiplicity, std::vector<double> variances)
        : data_(data), multiplicity_(multiplicity), variances_(std::move(variances)) {}

    const std::vector<double>& variances() const { return variances_; }
    Vector begin() const { return Vector(data_.size(), {1}); }

    Vector score(double sigma, const Vector& y) const {
        auto s = y;
        for (std::size_t p = 0; p < s.size(); ++p)
            for (auto& c : s[p]) c *= -1 / (data_[p] + sigma * sigma);
        return s;
    }
    void add(Vector& y, double a, const Vector& v) const {
        for (std::size_t p = 0; p < y.size(); ++p)
            for (std::size_t k = 0; k < y[p].size(); ++k) y[p][k] += a * v[p][k];
    }
    void scale(Vector& y, double a) const {
        for (auto& component : y)
            for (auto& c : component) c *= a;
    }
    void noise(Vector& y, double a) {
        ++noises_;
        for (auto& component : y) component.at(noises_) += a;
    }
    double mean_square(const Vector& v) const {
        double sum = 0, number = 0;
        for (std::size_t p = 0; p < v.size(); ++p) {
            const double times = multiplicity_.empty() ? 1 : multiplicity_[p];
            sum += times * variance(v, p);
            number += times;
        }
        return sum / number;
    }
    void settle(Vector& y) {
        for (std::size_t p = 0; p < y.size(); ++p) variances_[p] = variance(y, p);
        y = begin();
        noises_ = 0;
    }

  private:
    double variance(const Vector& v, std::size_t p) const {
        double sum = v[p][0] * v[p][0] * variances_[p];
        for (std::size_t k = 1; k < v[p].size(); ++k) sum += v[p][k] * v[p][k];
        return sum;
    }

    const std::vector<double>&data_, &multiplicity_;
    std::vector<double> variances_;
    std::size_t noises_ = 0;
};

double interpolate(Spacing spacing, double first, double last, double part) {
    constexpr double rho = 7;
    if (spacing == Spacing::geometric) return first * std::pow(last / first, part);
    const double a = std::pow(first, 1 / rho), b = std::pow(last, 1 / rho);
    return std::pow(a + part * (b - a), rho);
}

}  // namespace

std::vector<NoiseLevel> levels_of(const Process& process, const SamplerSettings& settings) {
    const double first = process.latest(), last = std::min(settings.last_time, first / 2);
    const double first_sigma = process.at(first).sigma(), last_sigma = process.at(last).sigma();
    std::vector<NoiseLevel> levels;
    for (int i = 0; i < settings.levels; ++i) {
        const double part = static_cast<double>(i) / (settings.levels - 1);
        double t = first + part * (last - first);
        if (settings.spacing != Spacing::uniform_time && i > 0 && i + 1 < settings.levels)
            t = process.time_of(interpolate(settings.spacing, first_sigma, last_sigma, part));
        levels.push_back(process.at(t));
    }
    return levels;
}

int score_calls(const SamplerSettings& settings) {
    const int moves = settings.levels - 1, last = settings.last_step == LastStep::none ? 0 : 1;
    switch (settings.method) {
        case Method::euler_maruyama:
        case Method::ancestral:
            return moves + last;
        case Method::predictor_corrector:
            return 2 * moves + 1 + last;
        case Method::flow_heun:
        case Method::edm_heun:
        case Method::exponential:
            return 2 * moves + last;
        case Method::annealed_langevin:
            return settings.levels * settings.inner_steps + last;
    }
    return 0;
}

Sampler::Sampler(const Process& process, const SamplerSettings& settings, const Score& score)
    : process_(process), settings_(settings), score_(&score), levels_(levels_of(process, settings)) {}

void Sampler::start(std::size_t samples, const std::vector<double>& extra_variance, Random random, Stream stream,
                    std::uint64_t draws) {
    const std::size_t d = score_->dimension();
    const double variance = levels_.front().sigma() * levels_.front().sigma();
    std::vector<double> y(samples * d);
    random.normals<double>(stream, draws * draws_per_batch, 0, 1, y);
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] *= std::sqrt(variance + (extra_variance.empty() ? 0 : extra_variance[i % d]));
    start(std::move(y), random, stream, draws);
}

void Sampler::start(std::vector<double> y, Random random, Stream stream, std::uint64_t draws) {
    restore(std::move(y), 0, random, stream, draws);
}

void Sampler::restore(std::vector<double> y, int position, Random random, Stream stream, std::uint64_t draws) {
    y_ = std::move(y);
    position_ = position;
    random_ = random;
    stream_ = stream;
    draws_ = draws;
}

bool Sampler::step(int threads, const std::stop_token& stop) {
    if (finished()) return true;
    // Draws of a step are numbered from its position, so that a run that is taken up again draws the same.
    const auto first = draws_ * draws_per_batch + 1 + static_cast<std::uint64_t>(position_) * (1 << 16);
    Samples ensemble(*score_, random_, stream_, first, threads, stop);
    auto y = y_;
    moves::advance(ensemble, y, process_, settings_, levels_, static_cast<std::size_t>(position_));
    if (ensemble.stopped()) return false;
    y_ = std::move(y);
    ++position_;
    return true;
}

VarianceFlow::VarianceFlow(const Process& process, const SamplerSettings& settings, std::vector<double> data_variances,
                           std::vector<double> multiplicity)
    : process_(process),
      settings_(settings),
      variances_(std::move(data_variances)),
      multiplicity_(std::move(multiplicity)) {}

std::vector<std::vector<double>> VarianceFlow::run(const std::vector<double>& extra_variance) const {
    const auto levels = levels_of(process_, settings_);
    std::vector<double> prior(variances_.size(), levels.front().sigma() * levels.front().sigma());
    for (std::size_t p = 0; p < extra_variance.size(); ++p) prior[p] += extra_variance[p];
    Components components(variances_, multiplicity_, prior);
    auto y = components.begin();
    std::vector<std::vector<double>> rows{prior};
    for (std::size_t position = 0; position < levels.size(); ++position) {
        moves::advance(components, y, process_, settings_, levels, position);
        rows.push_back(components.variances());
    }
    return rows;
}

}  // namespace langevin::diffusion

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/learnt/score_model.h"

#include <algorithm>
#include <cmath>

#include "engine/networks/tape/operations.h"

namespace langevin::diffusion {

using namespace tape;
using networks::BoundParameters;
using networks::NetworkInput;

namespace {

/// f(sigma) for each lane (or site and lane), as a variable of this shape.
template <class T, class F>
Variable<T> numbers(Tape<T>& tape, const Shape& shape, std::span<const double> sigma, F f) {
    auto v = tape.constant(shape, T{0});
    for (std::size_t i = 0; i < sigma.size(); ++i) v.fill()[i] = static_cast<T>(f(sigma[i]));
    return v;
}

/// f(variance of the mode, lane) for each mode and lane.
template <class T, class F>
Variable<T> function(Tape<T>& tape, const Shape& shape, const std::vector<double>& variances, F f) {
    auto v = tape.constant(shape, T{0});
    T* out = v.fill().data();
    for (const double c : variances)
        for (std::size_t l = 0; l < lanes; ++l) *out++ = static_cast<T>(f(c, l));
    return v;
}

/// Features of the noise [features][sites][lanes].
template <class T>
Variable<T> condition(Tape<T>& tape, int sites, std::span<const double> sigma) {
    auto v = tape.constant(Shape::samples(networks::noise_features, 1, sites), T{0});
    for (std::size_t i = 0; i < sigma.size(); ++i) {
        const auto features = networks::features_of_noise(std::log(sigma[i]));
        for (std::size_t f = 0; f < features.size(); ++f) v.fill()[f * sigma.size() + i] = static_cast<T>(features[f]);
    }
    return v;
}

/// The factors of a preconditioning by numbers.
template <class T>
void set_numbers(Denoiser::Setting<T>& setting, Preconditioning kind, Tape<T>& tape, const Shape& shape,
                 std::span<const double> sigma) {
    const bool scalar = kind == Preconditioning::scalar;
    setting.skip = numbers(tape, shape, sigma, [=](double s) { return scalar ? 1 / (1 + s * s) : 1; });
    setting.input = numbers(tape, shape, sigma, [=](double s) { return scalar ? 1 / std::sqrt(1 + s * s) : 1; });
    setting.output = numbers(tape, shape, sigma, [=](double s) { return scalar ? s / std::sqrt(1 + s * s) : s; });
}

}  // namespace

ScoreDescription with_channels(ScoreDescription description) {
    const bool modes = description.preconditioning == Preconditioning::modes;
    description.network.inputs = description.network.outputs = modes ? 2 : 1;
    if (!modes) description.network.propagated = 0;
    return description;
}

Denoiser::Denoiser(const ScoreDescription& description)
    : description_(with_channels(description)), network_(networks::make_network(description_.network)) {}

double Denoiser::operations_per_site(int extent) const {
    double operations = 0;
    for (const auto& array : network_->layout().arrays()) {
        // Layers that see nothing but the noise work once for a whole field.
        if (array.extents.size() < 2 || array.name.find("noise") != std::string::npos ||
            array.name.starts_with("embedding"))
            continue;
        const bool symmetric = array.extents.size() == 4 && array.extents[2] == 1 && array.extents[3] == 3;
        double sites = 1;  // of the U-Net's coarser lattices
        if (const auto level = array.name.find_first_of("0123456789");
            description_.network.architecture == networks::Architecture::unet && level != std::string::npos)
            sites = std::pow(0.25, array.name[level] - '0');
        operations += sites * static_cast<double>(array.size()) * (symmetric ? 3 : 1);
    }
    if (description_.preconditioning == Preconditioning::modes) {
        const double transforms = 4 + 2.0 * description_.network.propagated * description_.network.depth;
        operations += transforms * 2 * extent;
    }
    return operations;
}

template <class T>
Denoiser::Setting<T> Denoiser::setting(Tape<T>& tape, int rows, int columns, std::span<const double> sigma) const {
    Setting<T> s;
    s.rows = rows;
    s.columns = columns;
    s.condition = condition(tape, 1, sigma);
    const auto number = Shape::samples(1), field = Shape::samples(1, rows, columns);
    if (description_.preconditioning != Preconditioning::modes) {
        set_numbers(s, description_.preconditioning, tape, number, sigma);
        return s;
    }
    const auto c = description_.spectrum.variances(rows, columns);
    double total[lanes] = {}, estimate[lanes] = {}, posterior[lanes] = {};  // variances of a site
    for (const double v : c)
        for (std::size_t l = 0; l < lanes; ++l) {
            const double noise = sigma[l] * sigma[l];
            total[l] += (v + noise) / static_cast<double>(c.size());
            estimate[l] += v * v / (v + noise) / static_cast<double>(c.size());
            posterior[l] += v * noise / (v + noise) / static_cast<double>(c.size());
        }
    const auto lane = [&](const double* variances, bool inverse) {
        auto v = tape.constant(number, T{0});
        for (std::size_t l = 0; l < lanes; ++l)
            v.fill()[l] = static_cast<T>(inverse ? 1 / std::sqrt(variances[l]) : std::sqrt(variances[l]));
        return v;
    };
    s.input = lane(total, true);
    s.output = lane(posterior, false);
    s.estimate_size = lane(estimate, false);
    const auto skip = [&](double v, std::size_t l) { return v / (v + sigma[l] * sigma[l]); };
    s.estimate = function(tape, field, c, [&](double v, std::size_t l) { return skip(v, l) / std::sqrt(estimate[l]); });
    s.correction = function(tape, field, c, [&](double v, std::size_t l) { return sigma[l] * std::sqrt(skip(v, l)); });
    s.propagator = function(tape, field, c, skip);
    return s;
}

template <class T>
Denoiser::Setting<T> Denoiser::site_setting(Tape<T>& tape, std::span<const double> sigma) const {
    const int columns = static_cast<int>(sigma.size() / lanes);
    Setting<T> s;
    s.columns = columns;
    s.condition = condition(tape, columns, sigma);
    set_numbers(s, description_.preconditioning, tape, Shape::samples(1, 1, columns), sigma);
    return s;
}

template <class T>
Variable<T> Denoiser::denoise(const BoundParameters<T>& parameters, const Setting<T>& s, const Variable<T>& y) const {
    if (description_.preconditioning != Preconditioning::modes) {
        const auto f = network_->forward(parameters, {multiply(y, s.input), s.condition, {}});
        return add(multiply(y, s.skip), multiply(f, s.output));
    }
    const auto estimate = hartley(multiply(hartley(y), s.estimate));
    const auto f =
        network_->forward(parameters, {concatenate(estimate, multiply(y, s.input)), s.condition, s.propagator});
    const auto correction = hartley(multiply(hartley(slice(f, 0, 1)), s.correction));
    return add(add(multiply(estimate, s.estimate_size), correction), multiply(slice(f, 1, 1), s.output));
}

LearntScore::LearntScore(ScoreModel model, int rows, int columns)
    : model_(std::move(model)),
      rows_(rows),
      columns_(columns),
      dimension_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)) {}

void LearntScore::evaluate(double sigma, std::span<const double> y, std::span<double> score) const {
    if (dimension_ == 1) return evaluate_sites(sigma, y, score);
    const std::size_t most = dimension_ * lanes;
    for (std::size_t first = 0; first < y.size(); first += most) {
        const std::size_t count = std::min(most, y.size() - first);
        evaluate_fields(sigma, y.subspan(first, count), score.subspan(first, count));
    }
}

namespace {

constexpr std::size_t sites_at_once = 16;  // groups of sixteen samples at a time, so that layers stay in the cache

/// Memory for networks goes round in each thread.
Tape<float>& thread_tape() {
    thread_local Tape<float> tape;
    return tape;
}

}  // namespace

void LearntScore::evaluate_fields(double sigma, std::span<const double> y, std::span<double> score) const {
    auto& tape = thread_tape();
    const Tape<float>::Forgetful forgetful(tape);
    const double scale = model_.denoiser->description().scale, x_sigma = sigma / scale;
    const BoundParameters<float> parameters(tape, model_.denoiser->network().layout(), model_.parameters);
    const auto setting = model_.denoiser->setting<float>(tape, rows_, columns_, std::vector<double>(lanes, x_sigma));
    auto x = tape.constant(Shape::samples(1, rows_, columns_), 0.0f);
    into_lanes<double, float>(y, dimension_, 1 / scale, x.fill());
    const auto d = model_.denoiser->denoise(parameters, setting, x);
    out_of_lanes<float, double>(d.values(), dimension_, scale, score);
    for (std::size_t i = 0; i < y.size(); ++i) score[i] = (score[i] - y[i]) / (sigma * sigma);
}

void LearntScore::evaluate_sites(double sigma, std::span<const double> y, std::span<double> score) const {
    auto& tape = thread_tape();
    const Tape<float>::Forgetful forgetful(tape);
    const double scale = model_.denoiser->description().scale, x_sigma = sigma / scale;
    const BoundParameters<float> parameters(tape, model_.denoiser->network().layout(), model_.parameters);
    // One strength for all: what the network makes of it is worked out once, and used at every site.
    const auto setting = model_.denoiser->setting<float>(tape, 1, 1, std::vector<double>(lanes, x_sigma));
    for (std::size_t first = 0; first < y.size(); first += sites_at_once * lanes) {
        const std::size_t count = std::min(sites_at_once * lanes, y.size() - first);
        auto x = tape.constant(Shape::samples(1, 1, static_cast<int>((count + lanes - 1) / lanes)), 0.0f);
        std::ranges::transform(y.subspan(first, count), x.fill().begin(),
                               [&](double v) { return static_cast<float>(v / scale); });
        const auto d = model_.denoiser->denoise(parameters, setting, x);
        for (std::size_t i = 0; i < count; ++i)
            score[first + i] = (scale * static_cast<double>(d.values()[i]) - y[first + i]) / (sigma * sigma);
    }
}

/// tr dD/dy, sixteen copies of the sample at a time: each lane asks for the derivative of another number.
double LearntScore::divergence(double sigma, std::span<const double> y) const {
    auto& tape = thread_tape();
    const double scale = model_.denoiser->description().scale, x_sigma = sigma / scale;
    const BoundParameters<float> parameters(tape, model_.denoiser->network().layout(), model_.parameters);
    const bool sites = dimension_ == 1;
    const std::vector<double> levels(lanes, x_sigma);
    const auto setting = sites ? model_.denoiser->site_setting<float>(tape, levels)
                               : model_.denoiser->setting<float>(tape, rows_, columns_, levels);
    std::vector<float> copies(dimension_ * lanes);
    for (std::size_t i = 0; i < copies.size(); ++i) copies[i] = static_cast<float>(y[i / lanes] / scale);
    const auto x = tape.variable(Shape::samples(1, rows_, columns_), copies);
    const auto d = model_.denoiser->denoise(parameters, setting, x);
    double trace = 0;
    for (std::size_t first = 0; first < dimension_; first += lanes) {
        auto seed = tape.constant(x.shape(), 0.0f);
        const std::size_t last = std::min(dimension_, first + lanes);
        for (std::size_t i = first; i < last; ++i) seed.fill()[i * lanes + (i - first)] = 1;
        const auto row = gradients(d, {x}, false, seed).front();
        for (std::size_t i = first; i < last; ++i) trace += static_cast<double>(row.values()[i * lanes + (i - first)]);
    }
    return (trace - static_cast<double>(dimension_)) / (sigma * sigma);
}

template <class From, class To>
void into_lanes(std::span<const From> samples, std::size_t dimension, double factor, std::span<To> out) {
    std::ranges::fill(out, To{0});
    for (std::size_t n = 0; n * dimension < samples.size(); ++n)
        for (std::size_t i = 0; i < dimension; ++i)
            out[i * lanes + n] = static_cast<To>(factor * static_cast<double>(samples[n * dimension + i]));
}

template <class From, class To>
void out_of_lanes(std::span<const From> in, std::size_t dimension, double factor, std::span<To> samples) {
    for (std::size_t n = 0; n * dimension < samples.size(); ++n)
        for (std::size_t i = 0; i < dimension; ++i)
            samples[n * dimension + i] = static_cast<To>(factor * static_cast<double>(in[i * lanes + n]));
}

template void into_lanes(std::span<const double>, std::size_t, double, std::span<float>);
template void into_lanes(std::span<const float>, std::size_t, double, std::span<float>);
template void into_lanes(std::span<const double>, std::size_t, double, std::span<double>);
template void out_of_lanes(std::span<const float>, std::size_t, double, std::span<double>);
template void out_of_lanes(std::span<const double>, std::size_t, double, std::span<double>);

#define LANGEVIN_DENOISER(T)                                                                            \
    template Denoiser::Setting<T> Denoiser::setting(Tape<T>&, int, int, std::span<const double>) const; \
    template Denoiser::Setting<T> Denoiser::site_setting(Tape<T>&, std::span<const double>) const;      \
    template Variable<T> Denoiser::denoise(const BoundParameters<T>&, const Setting<T>&, const Variable<T>&) const;
LANGEVIN_DENOISER(float)
LANGEVIN_DENOISER(double)

}  // namespace langevin::diffusion

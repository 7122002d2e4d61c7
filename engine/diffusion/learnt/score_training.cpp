// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/learnt/score_training.h"

#include <gsl/gsl_cdf.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/networks/tape/operations.h"
#include "engine/parallel/parallel.h"

namespace langevin::diffusion {

using namespace tape;
using networks::BoundParameters;

double gaussian_loss(std::span<const double> variances, double sigma) {
    double sum = 0;
    for (const double c : variances) sum += c / (c + sigma * sigma);
    return sum / static_cast<double>(variances.size());
}

namespace {

enum : std::uint16_t { initial_purpose = 50, sample_purpose, level_purpose, sign_purpose, noise_purpose };

/// Samples at sites of their own: many in a lane, so that registers are full.
constexpr int sites_at_once = 4;

}  // namespace

double sampled_sigma(const TrainingSettings& s, double scale, double u, double normal) {
    const Process process = s.process.value_or(Process(ProcessKind::variance_exploding, s.sigma_base));
    const double unit = s.process ? scale : 1;
    switch (s.sampling) {
        case NoiseSampling::uniform_time:
            return process.at(1e-5 + (process.latest() - 1e-5) * u).sigma() / unit;
        case NoiseSampling::log_uniform_time:
            return process.at(process.latest() * std::pow(0.9, 110 * u)).sigma() / unit;
        case NoiseSampling::log_uniform:
            return s.weakest * std::pow(s.strongest / s.weakest, u);
        case NoiseSampling::log_normal:
            return std::exp(s.log_mean + s.log_deviation * normal);
    }
    return 1;
}

double loss_weight(const TrainingSettings& s, std::span<const double> variances, double sigma) {
    switch (s.weighting) {
        case Weighting::variance:
            return 1;
        case Weighting::edm:
            return 1 + sigma * sigma;
        case Weighting::normalised:
            return 1 / gaussian_loss(variances, sigma);
        case Weighting::likelihood:  // g^2 / sigma^2 of g = Sigma^t
            return 1 / (sigma * sigma) + 2 * std::log(s.sigma_base);
    }
    return 1;
}

double least_gaussian_loss(const TrainingSettings& settings, double scale, std::span<const double> variances) {
    if (settings.target == Target::combined) return 0;
    constexpr int points = 400;
    double sum = 0;
    for (int i = 0; i < points; ++i) {
        const double u = (i + 0.5) / points;
        const double sigma = sampled_sigma(settings, scale, u, gsl_cdf_ugaussian_Pinv(u));
        sum += loss_weight(settings, variances, sigma) * gaussian_loss(variances, sigma) / points;
    }
    return sum;
}

/// What the samples of a step are: places in the data, strengths of their noise, factors of |D - x_0|^2.
struct ScoreTraining::Batch {
    const TrainingData* data;
    std::uint64_t step;
    int per_group;  ///< samples of a tape
    std::vector<std::size_t> samples;
    std::vector<double> sigma, weight, sign;
};

ScoreTraining::ScoreTraining(std::shared_ptr<const Denoiser> denoiser,
                             std::vector<std::shared_ptr<const TrainingData>> data, const TrainingSettings& settings,
                             Random random)
    : denoiser_(std::move(denoiser)),
      data_(std::move(data)),
      settings_(settings),
      random_(random),
      optimiser_(denoiser_->network().layout().size(), settings.optimiser),
      parameters_(denoiser_->network().layout().initial<float>(random, initial_purpose)) {
    if (settings_.batch % static_cast<int>(lanes) != 0) throw std::logic_error("batches come in groups of sixteen");
}

double ScoreTraining::learning_rate() const {
    return optimiser_.settings().learning_rate *
           networks::schedule_factor(settings_.schedule, steps(), settings_.steps, settings_.warm_up);
}

ScoreModel ScoreTraining::model() const {
    const auto average = optimiser_.average(parameters_);
    return {denoiser_, {average.begin(), average.end()}};
}

bool ScoreTraining::step(int threads, const std::stop_token& stop) {
    const auto step = steps();
    Batch batch{.data = data_[step % data_.size()].get(),
                .step = step,
                .per_group = 0,
                .samples = {},
                .sigma = {},
                .weight = {},
                .sign = {}};
    const bool sites = batch.data->dimension() == 1;
    const auto size = static_cast<std::size_t>(settings_.batch);
    batch.per_group = static_cast<int>(sites ? std::min(size, lanes * sites_at_once) : lanes);
    const auto variances = denoiser_->description().spectrum.variances(batch.data->rows, batch.data->columns);
    const Stream levels = Stream::of(level_purpose, 0);
    // One random shift for the whole batch spreads its strengths evenly.
    const double shift = random_.uniform(levels, step, 0);
    for (std::size_t i = 0; i < size; ++i) {
        batch.samples.push_back(static_cast<std::size_t>(random_.uniform(Stream::of(sample_purpose, 0), step, i) *
                                                         static_cast<double>(batch.data->size())));
        const double u = settings_.one_level ? shift : std::fmod(shift + static_cast<double>(i) / settings_.batch, 1);
        const double sigma = sampled_sigma(settings_, denoiser_->description().scale, u,
                                           random_.normal(levels, step, settings_.one_level ? 1 : i + 1));
        batch.sigma.push_back(sigma);
        const double weight = loss_weight(settings_, variances, sigma) / (sigma * sigma);
        batch.weight.push_back(weight / (static_cast<double>(size) * static_cast<double>(batch.data->dimension())));
        const bool flip = settings_.mirror && random_.uniform(Stream::of(sign_purpose, 0), step, i) < 0.5;
        batch.sign.push_back(flip ? -1 : 1);
    }
    const std::size_t groups = size / static_cast<std::size_t>(batch.per_group);
    std::vector<parallel::AlignedVector<float>> gradients(groups);
    std::vector<double> losses(groups);
    std::vector<SampleLoss> each(size);
    parallel::for_each_index(groups, threads, [&](std::size_t g) {
        if (stop.stop_requested()) return;
        gradients[g].resize(parameters_.size());
        try {
            losses[g] = group_loss(batch, g, gradients[g], each, stop);
        } catch (const Stopped&) {
            return;  // and so is the step
        }
    });
    if (stop.stop_requested()) return false;
    double loss = losses[0];
    for (std::size_t g = 1; g < groups; ++g) {
        loss += losses[g];
        for (std::size_t i = 0; i < parameters_.size(); ++i) gradients[0][i] += gradients[g][i];
    }
    const double factor = networks::schedule_factor(settings_.schedule, step, settings_.steps, settings_.warm_up);
    gradient_norm_ = optimiser_.step(parameters_, gradients[0], factor);
    loss_ = loss;
    sample_losses_ = std::move(each);
    return true;
}

double ScoreTraining::group_loss(const Batch& batch, std::size_t group, std::span<float> gradient,
                                 std::span<SampleLoss> each, const std::stop_token& stop) const {
    thread_local Tape<float> tape;
    const Tape<float>::Interruptible interruptible(tape, stop);
    const auto& data = *batch.data;
    const std::size_t dimension = data.dimension(), count = static_cast<std::size_t>(batch.per_group),
                      first = group * count;
    const bool sites = dimension == 1;
    const auto shape = sites ? Shape::samples(1, 1, batch.per_group / static_cast<int>(lanes))
                             : Shape::samples(1, data.rows, data.columns);
    const auto number = sites ? shape : Shape::samples(1);

    auto x = tape.constant(shape, 0.0f), y = tape.constant(shape, 0.0f), z = tape.constant(shape, 0.0f);
    auto weight = tape.constant(number, 0.0f);
    random_.normals<float>(Stream::of(noise_purpose, static_cast<std::uint32_t>(group * lanes)), batch.step, 0,
                           static_cast<int>(lanes), z.fill());
    for (std::size_t i = 0; i < count; ++i) {
        const float sign = static_cast<float>(batch.sign[first + i]),
                    sigma = static_cast<float>(batch.sigma[first + i]);
        const float* from = &data.samples[batch.samples[first + i] * dimension];
        for (std::size_t e = 0; e < dimension; ++e) {
            const std::size_t place = sites ? i : e * lanes + i;
            x.fill()[place] = sign * from[e];
            y.fill()[place] = x.values()[place] + sigma * z.values()[place];
        }
        weight.fill()[i] = static_cast<float>(batch.weight[first + i]);
    }
    const BoundParameters<float> parameters(tape, denoiser_->network().layout(), parameters_);
    const auto levels = std::span(batch.sigma).subspan(first, count);
    const auto setting = sites ? denoiser_->site_setting<float>(tape, levels)
                               : denoiser_->setting<float>(tape, data.rows, data.columns, levels);
    auto target = x;
    if (settings_.target == Target::combined) {
        auto pull = tape.constant(shape, 0.0f);  // sigma z + sigma^2 F
        for (std::size_t i = 0; i < count; ++i) {
            const float sign = static_cast<float>(batch.sign[first + i]),
                        sigma = static_cast<float>(batch.sigma[first + i]);
            const float* force = &data.forces[batch.samples[first + i] * dimension];
            for (std::size_t e = 0; e < dimension; ++e) {
                const std::size_t place = e * lanes + i;
                pull.fill()[place] = sigma * (z.values()[place] + sigma * sign * force[e]);
            }
        }
        const auto curvatures = denoiser_->description().spectrum.curvatures(data.rows, data.columns);
        auto share = tape.constant(shape, 0.0f);
        for (std::size_t e = 0; e < dimension; ++e)
            for (std::size_t l = 0; l < lanes; ++l)
                share.fill()[e * lanes + l] = static_cast<float>(1 / (1 + levels[l] * levels[l] * curvatures[e]));
        target = add(x, hartley(multiply(hartley(pull), share)));
    }
    const auto difference = subtract(denoiser_->denoise(parameters, setting, y), target);
    for (std::size_t i = 0; i < count; ++i) {
        double squares = 0;
        for (std::size_t e = 0; e < dimension; ++e) {
            const double off = static_cast<double>(difference.values()[sites ? i : e * lanes + i]);
            squares += off * off;
        }
        const double sigma = batch.sigma[first + i];
        each[first + i] = {sigma, squares / (sigma * sigma * static_cast<double>(dimension))};
    }
    auto loss = reduce(multiply(multiply(difference, difference), weight), Shape::samples(1));
    if (settings_.force_weight > 0 && !data.forces.empty() && !sites) {
        // The score where there is hardly any noise, against the force: s sigma^2 = D - x.
        const std::vector<double> weakest(lanes, settings_.weakest);
        auto force = tape.constant(shape, 0.0f);
        const float noise = static_cast<float>(settings_.weakest * settings_.weakest);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t e = 0; e < dimension; ++e)
                force.fill()[e * lanes + i] = noise * static_cast<float>(batch.sign[first + i]) *
                                              data.forces[batch.samples[first + i] * dimension + e];
        const auto clean =
            denoiser_->denoise(parameters, denoiser_->setting<float>(tape, data.rows, data.columns, weakest), x);
        const auto off = subtract(subtract(clean, x), force);
        const double factor = settings_.force_weight / (static_cast<double>(noise) * static_cast<double>(noise) *
                                                        settings_.batch * static_cast<double>(dimension));
        loss = add(loss, affine(contract(off, off, Shape::samples(1)), factor));
    }
    const auto total = sum_lanes(loss);
    const auto parts = gradients(total, parameters.all());
    auto out = gradient.begin();
    for (const auto& part : parts) out = std::ranges::copy(part.values(), out).out;
    return static_cast<double>(total.values()[0]);
}

void ScoreTraining::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "parameters", std::vector<float>(parameters_.begin(), parameters_.end()));
    archive.put(prefix + "progress", std::vector<double>{loss_, gradient_norm_});
    optimiser_.save(archive, prefix);
}

void ScoreTraining::load(const Archive& archive, const std::string& prefix) {
    const auto& parameters = archive.get<float>(prefix + "parameters", parameters_.size());
    const auto& progress = archive.get<double>(prefix + "progress", 2);
    optimiser_.load(archive, prefix);
    parameters_.assign(parameters.begin(), parameters.end());
    loss_ = progress[0];
    gradient_norm_ = progress[1];
}

MeanLoss mean_loss(const ScoreModel& model, const TrainingData& data, double sigma, std::size_t samples, Random random,
                   int threads) {
    const std::size_t dimension = data.dimension();
    samples = std::min(samples, data.size()) / lanes * lanes;
    const double scale = model.denoiser->description().scale;
    const LearntScore score(model, data.rows, data.columns);
    std::vector<double> losses(samples);
    parallel::for_each_index(samples / lanes, threads, [&](std::size_t group) {
        std::vector<double> z(dimension * lanes), y(z.size()), s(z.size());
        random.normals<double>(Stream::of(noise_purpose, 0), group, 0, 1, z);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = scale * (static_cast<double>(data.samples[group * y.size() + i]) + sigma * z[i]);
        score.evaluate(scale * sigma, y, s);
        for (std::size_t n = 0; n < lanes; ++n) {
            double sum = 0;
            for (std::size_t i = n * dimension; i < (n + 1) * dimension; ++i) {
                const double off = scale * sigma * s[i] + z[i];
                sum += off * off;
            }
            losses[group * lanes + n] = sum / static_cast<double>(dimension);
        }
    });
    MeanLoss result;
    double squares = 0;
    for (const double l : losses) result.value += l / static_cast<double>(samples);
    for (const double l : losses) squares += (l - result.value) * (l - result.value);
    result.error = std::sqrt(squares) / static_cast<double>(samples);
    return result;
}

}  // namespace langevin::diffusion

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/learner.h"

#include <algorithm>
#include <cmath>

#include "engine/diffusion/free_field.h"
#include "engine/labs/denoising/given_fields.h"

namespace langevin::denoising {
namespace {

constexpr int chain_count = 64;
constexpr int updates_per_step = 2;
constexpr std::size_t most_losses = 2048;
constexpr int noise_bin_count = 24;
constexpr std::uint64_t data_seed = 0xd1b54a32d192ed03, training_seed = 0x8cb92ba72f3d8dd7;
constexpr std::int64_t fields_for_spectrum = 2048;  // where nothing is trained

std::size_t volume_of(const Parameters& p) {
    return static_cast<std::size_t>(p.extent) * static_cast<std::size_t>(p.extent);
}

}  // namespace

std::array<double, 2> curvature(const lattice::Couplings& c, double square) {
    return {square * (2 - 4 * c.lambda + 12 * c.lambda * square - 8 * c.kappa), square * 2 * c.kappa};
}

diffusion::ScoreModel free_field_model(double scale, const diffusion::ModeSpectrum& spectrum) {
    // A network whose last layer is zero adds nothing to the exact linear solution.
    diffusion::ScoreDescription d;
    d.network = {.width = 1, .depth = 1, .propagated = 0};
    d.scale = scale;
    d.spectrum = spectrum;
    const auto denoiser = std::make_shared<diffusion::Denoiser>(d);
    return {denoiser, parallel::AlignedVector<float>(denoiser->network().layout().size(), 0.0f)};
}

diffusion::ScoreModel exact_free_model(int extent, double kappa) {
    const diffusion::FreeField field(extent, kappa);
    double square = 0;
    for (const double c : field.variances()) square += c / static_cast<double>(field.volume());
    // 1 / C = 2 (1 - 2 kappa sum cos p) with sum cos p = 2 - k^2 / 2, in units in which <phi^2> = 1.
    const diffusion::ModeSpectrum spectrum{
        {square * (2 - 8 * kappa), square * 2 * kappa, 0, 0}, field.variances().front() / square, 0, extent};
    return free_field_model(std::sqrt(square), spectrum);
}

Learner::Learner(const Parameters& parameters, bool train, Random random)
    : parameters_(parameters),
      train_(train),
      random_(random.seed() ^ training_seed),
      basis_(parameters.extent, 0.2),
      squares_(basis_.volume()),
      description_(parameters.network()) {
    chains_.emplace(lattice::Geometry{parameters.extent, parameters.extent}, parameters.couplings(), chain_count,
                    Random(random.seed() ^ data_seed));
    if (!train_) parameters_.configurations = std::min(parameters_.configurations, fields_for_spectrum);
}

Learner::Learner(const Parameters& parameters, std::vector<float> fields, Random random)
    : parameters_(parameters),
      train_(true),
      random_(random.seed() ^ training_seed),
      basis_(parameters.extent, 0.2),
      squares_(basis_.volume()),
      description_(parameters.network()) {
    take(std::move(fields));
    begin_training();
}

/// How many numbers of fields there will be at the most.
std::size_t Learner::wanted() const {
    return static_cast<std::size_t>(parameters_.configurations) * volume_of(parameters_);
}

double Learner::collected() const {
    if (!collecting()) return 1;
    const double harvests = static_cast<double>(parameters_.configurations) / chain_count;
    const double updates = lattice::equilibrium_thermalisation + lattice::equilibrium_spacing * harvests;
    return std::min(1.0, std::max(static_cast<double>(fields_.size()) / static_cast<double>(wanted()),
                                  static_cast<double>(chains_->updates()) / updates));
}

bool Learner::finished() const {
    if (!train_) return !collecting();
    return training_ && training_->steps() >= training_->settings().steps;
}

bool Learner::step(int threads, const std::stop_token& stop) {
    if (finished()) return true;
    if (!collecting()) {
        if (!training_->step(threads, stop)) return false;
        keep_loss(training_->loss());
        keep_sample_losses();
        return true;
    }
    for (int k = 0; k < updates_per_step && collecting(); ++k) {
        if (!chains_->update(threads, stop)) return k > 0;
        const auto n = chains_->updates();
        if (n > lattice::equilibrium_thermalisation && n % lattice::equilibrium_spacing == 0) collect();
    }
    return true;
}

void Learner::collect() {
    for (int c = 0; c < chain_count && fields_.size() < wanted(); ++c) {
        const auto field = chains_->configuration(c);
        for (const double phi : field) fields_.push_back(static_cast<float>(phi));
        survey(std::span(fields_).last(field.size()));
    }
    if (fields_.size() >= wanted()) begin_training();
}

/// Forgets all fields there were.
void Learner::take(std::vector<float> fields) {
    fields_ = std::move(fields);
    forces_.clear();
    std::ranges::fill(squares_, 0);
    for (std::size_t first = 0; first < fields_.size(); first += squares_.size())
        survey(std::span(fields_).subspan(first, squares_.size()));
}

/// What one more field says of scale, spectrum and force.
void Learner::survey(std::span<const float> phi) {
    const std::vector<double> field(phi.begin(), phi.end());
    std::vector<double> modes(field.size());
    basis_.transform(field, modes);
    for (std::size_t p = 0; p < modes.size(); ++p) squares_[p] += modes[p] * modes[p];
    const lattice::Geometry geometry{parameters_.extent, parameters_.extent};
    const auto force = lattice::force(field, geometry, parameters_.couplings());
    for (const double f : force) forces_.push_back(static_cast<float>(f));
}

void Learner::begin_training() {
    const double count = static_cast<double>(fields_.size()) / static_cast<double>(squares_.size());
    double square = 0;
    for (const double s : squares_) square += s / static_cast<double>(fields_.size());
    const double scale = std::sqrt(square);
    auto variances = squares_;
    for (double& v : variances) v /= square * count;
    if (!chains_) demand_fluctuations(variances, square);
    description_.scale = scale;
    const double exponent = parameters_.is_free() ? 0 : diffusion::zero_mode_exponent(variances, parameters_.extent);
    description_.spectrum = diffusion::fit_spectrum(variances, parameters_.extent, exponent);
    const auto [mass, slope] = curvature(parameters_.couplings(), square);
    // Fields of another action may break the identity: then it is not known.
    if (mass > 0 && mass + 8 * slope > 0) description_.spectrum.curvature = {mass, slope};

    auto data = std::make_shared<diffusion::TrainingData>();
    data->rows = data->columns = parameters_.extent;
    data->samples = fields_;
    data->forces = std::move(forces_);
    const auto unit = static_cast<float>(scale);
    for (float& phi : data->samples) phi /= unit;
    for (float& f : data->forces) f *= unit;
    data_ = std::move(data);
    if (!train_) return;
    training_ = std::make_unique<diffusion::ScoreTraining>(
        std::make_shared<diffusion::Denoiser>(description_),
        std::vector<std::shared_ptr<const diffusion::TrainingData>>{data_}, parameters_.training_settings(), random_);
}

void Learner::set_learning_rate(double rate) {
    parameters_.learning_rate = rate;
    if (training_) training_->set_learning_rate(rate);
}

/// Means over blocks that grow, so that all of a training fits into a chart.
void Learner::keep_loss(double loss) {
    block_ += loss;
    if (++in_block_ < block_size_) return;
    losses_.push_back(block_ / static_cast<double>(block_size_));
    block_ = 0;
    in_block_ = 0;
    if (losses_.size() < most_losses) return;
    for (std::size_t i = 0; i < most_losses / 2; ++i) losses_[i] = (losses_[2 * i] + losses_[2 * i + 1]) / 2;
    losses_.resize(most_losses / 2);
    block_size_ *= 2;
}

/// Averages that forget with a time of a few hundred samples a bin.
void Learner::keep_sample_losses() {
    constexpr double keep = 0.995;
    const double low = std::log(parameters_.weakest), high = std::log(parameters_.strongest);
    noise_bins_.resize(noise_bin_count);
    for (const auto& [sigma, loss] : training_->sample_losses()) {
        const double part = (std::log(sigma) - low) / (high - low) * noise_bin_count;
        auto& bin = noise_bins_[static_cast<std::size_t>(std::clamp(part, 0.0, noise_bin_count - 1.0))];
        bin.weight = keep * bin.weight + 1;
        bin.loss += (loss - bin.loss) / bin.weight;
        bin.log_sigma += (std::log(sigma) - bin.log_sigma) / bin.weight;
    }
}

std::optional<diffusion::ScoreModel> Learner::model() const {
    if (collecting()) return std::nullopt;
    if (training_) return training_->model();
    return free_field_model(description_.scale, description_.spectrum);
}

void Learner::save(Archive& archive) const {
    if (chains_) chains_->save(archive, "learner.chains.");
    archive.put("learner.fields", fields_);
    archive.put("learner.losses", losses_);
    archive.put("learner.block", block_);
    archive.put("learner.counters",
                std::vector<std::uint64_t>{in_block_, block_size_, collecting() ? std::uint64_t{0} : std::uint64_t{1}});
    std::vector<double> bins;
    for (const auto& bin : noise_bins_) bins.insert(bins.end(), {bin.log_sigma, bin.loss, bin.weight});
    archive.put("learner.noise_bins", bins);
    if (training_) training_->save(archive, "learner.training.");
}

void Learner::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("learner.counters", 3);
    const auto& fields = archive.get<float>("learner.fields");
    // Given fields may be fewer; the file they came from may meanwhile have others.
    const bool all = chains_ ? fields.size() == wanted() : fields.size() >= fewest_fields * squares_.size();
    Archive::demand(fields.size() <= wanted() && fields.size() % squares_.size() == 0 && (counters[2] != 0) == all &&
                        (all || chains_),
                    "learner.fields");
    Archive::demand(counters[1] > 0 && counters[0] < counters[1], "learner.counters");
    if (chains_) chains_->load(archive, "learner.chains.");
    data_.reset();
    training_.reset();
    take(fields);
    if (counters[2] != 0) begin_training();
    if (training_) training_->load(archive, "learner.training.");
    const auto& bins = archive.get<double>("learner.noise_bins");
    Archive::demand(bins.size() % 3 == 0, "learner.noise_bins");
    noise_bins_.clear();
    for (std::size_t i = 0; i < bins.size(); i += 3) noise_bins_.push_back({bins[i], bins[i + 1], bins[i + 2]});
    losses_ = archive.get<double>("learner.losses");
    block_ = archive.get_value<double>("learner.block");
    in_block_ = counters[0];
    block_size_ = counters[1];
}

}  // namespace langevin::denoising

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/simulation.h"

#include <algorithm>
#include <cmath>

#include "engine/labs/denoising/given_fields.h"
#include "engine/labs/denoising/models.h"

namespace langevin::denoising {
namespace {

constexpr std::size_t most_actions = 400;
constexpr std::size_t most_surveyed = 64;  // fields of a batch whose modes are looked at on their way

std::size_t volume_of(const Parameters& p) {
    return static_cast<std::size_t>(p.extent) * static_cast<std::size_t>(p.extent);
}

template <class T>
void keep_last(std::vector<T>& values, std::size_t count) {
    if (values.size() > count) values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(count));
}

}  // namespace

DenoisingSimulation::DenoisingSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      reference_(parameters_.extent, parameters_.couplings(), random),
      given_(given_model(parameters_)),
      generated_(parameters_.extent, parameters_.couplings(), reference_.lattice_modes().groups().size()) {
    if (!given_.model) begin_learning();
    begin_batch();
}

void DenoisingSimulation::begin_learning() {
    if (auto fields = given_fields(parameters_)) {
        learner_.emplace(parameters_, std::move(fields->values), random_);
        data_warning_ = std::move(fields->warning);
    } else {
        learner_.emplace(parameters_, parameters_.source == Source::live, random_);
    }
}

std::optional<diffusion::ScoreModel> DenoisingSimulation::model() const {
    return given_.model ? given_.model : learner_->model();
}

bool DenoisingSimulation::learning() const {
    return learner_ && !learner_->finished() && (parameters_.training || learner_->collecting());
}

/// One thing that may take long and can be stopped comes first; what follows is short.
bool DenoisingSimulation::step(const StepContext& context) {
    const bool learn = learning() && (learner_->collecting() || turn_ % 2 == 0);
    if (learn) {
        if (!learner_->step(context.threads, context.stop)) return false;
        if (stage_ == Stage::idle) begin_batch();
    } else if (!generate(context)) {
        return false;
    }
    ++turn_;
    reference_.update(context.threads, {});
    return true;
}

bool DenoisingSimulation::generate(const StepContext& context) {
    if (stage_ == Stage::idle) begin_batch();
    if (stage_ == Stage::idle) return true;
    if (stage_ == Stage::correcting) {
        if (!mala_.step(parameters_, generation_.model(), batch_, random_, context.threads, context.stop)) return false;
        if (mala_.steps() >= parameters_.mala_steps) correct();
        return true;
    }
    if (!generation_.step(context.threads, context.stop)) return false;
    const auto& fields = generation_.fields();
    const std::size_t surveyed = std::min(fields.size(), most_surveyed * volume_of(parameters_));
    generated_.passed_sigma.push_back(generation_.sigma());
    generated_.passed.push_back(reference_.group_variances(std::span(fields).first(surveyed)));
    if (generation_.finished()) finish();
    return true;
}

void DenoisingSimulation::begin_batch() {
    auto current = model();
    if (!current) return;
    ++batch_;
    trained_ = learner_ ? learner_->steps() : 0;
    const bool there = generation_.started() && !generation_.forward() && !generated_.fields.empty();
    const bool dissolve =
        parameters_.direction == Direction::forward || (parameters_.direction == Direction::both && there);
    if (dissolve) {
        std::vector<double> fields = generated_.fields;
        if (parameters_.direction == Direction::forward || fields.empty()) {
            fields.clear();
            for (int n = 0; n < parameters_.samples; ++n) {
                const auto field = reference_.chains().configuration(n % reference_.chains().chains());
                fields.insert(fields.end(), field.begin(), field.end());
            }
        }
        generation_.dissolve(parameters_, std::move(*current), std::move(fields), batch_, random_);
    } else {
        generation_.start(parameters_, std::move(*current), batch_, random_);
    }
    generated_.passed_sigma.clear();
    generated_.passed.clear();
    stage_ = Stage::denoising;
}

void DenoisingSimulation::forget_measurements() {
    generated_.clear();
    chain_ = {};
    analysis_.raw = analysis_.corrected = 0;
    analysis_.raw_rows.clear();
    analysis_.corrected_rows.clear();
}

/// The batch has reached its end: fields, or noise.
void DenoisingSimulation::finish() {
    stage_ = Stage::idle;
    if (generation_.forward()) return;
    if (trained_ != measured_) forget_measurements();  // they belong to another model
    measured_ = trained_;
    const auto& fields = generation_.fields();
    generated_.fields = fields;
    measure(fields, generated_.raw);
    const auto volume = volume_of(parameters_);
    for (std::size_t first = 0; first < fields.size(); first += volume)
        generated_.modes.push(reference_.group_variances(std::span(fields).subspan(first, volume)), first / volume);
    const auto weights = log_weights();
    if (parameters_.correction == Correction::mala) {
        mala_.start(fields);
        stage_ = Stage::correcting;
    } else if (parameters_.correction == Correction::metropolis && !weights.empty()) {
        chain_.propose(fields, volume, weights, batch_, random_);
        std::vector<double> states;
        for (const int state : chain_.states()) {
            const auto from = state < 0 ? std::span(chain_.field())
                                        : std::span(fields).subspan(static_cast<std::size_t>(state) * volume, volume);
            states.insert(states.end(), from.begin(), from.end());
        }
        measure(states, generated_.corrected);
    }
}

void DenoisingSimulation::correct() {
    stage_ = Stage::idle;
    generated_.fields = mala_.fields();
    measure(mala_.fields(), generated_.corrected);
}

/// ln of p(phi) over the path's probability, up to a constant, of the finished batch; and what goes into it.
std::vector<double> DenoisingSimulation::log_weights() const {
    auto path = generation_.log_path();
    const auto moments = moments_of(generation_.fields(), parameters_.extent);
    if (path.empty()) return {};
    std::vector<double> weights;
    for (std::size_t n = 0; n < moments.size(); ++n)
        weights.push_back(-lattice::action(moments[n], parameters_.couplings()) - path[n]);
    return weights;
}

void DenoisingSimulation::measure(std::span<const double> fields, lattice::FieldMeasurements& into) {
    const auto volume = volume_of(parameters_);
    const auto all = moments_of(fields, parameters_.extent);
    for (std::size_t n = 0; n < all.size(); ++n)
        into.record(std::span(&all[n], 1), higher_moments_of(fields.subspan(n * volume, volume)));
    for (const double phi : fields) into.count_site(phi);
    into.field_histogram.commit();
    if (&into != &generated_.raw) return;
    const auto path = generation_.log_path();
    for (std::size_t n = 0; n < all.size() && n < path.size(); ++n) {
        generated_.actions.push_back(lattice::action(all[n], parameters_.couplings()));
        generated_.model_actions.push_back(-path[n]);
    }
    keep_last(generated_.actions, most_actions);
    keep_last(generated_.model_actions, most_actions);
}

void DenoisingSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    auto same = fresh;
    same.training = parameters_.training;
    same.learning_rate = parameters_.learning_rate;
    same.replay = parameters_.replay;
    if (learner_ && fresh.learning_rate != parameters_.learning_rate) learner_->set_learning_rate(fresh.learning_rate);
    const bool another_sampler = same != parameters_;
    parameters_ = fresh;
    if (!another_sampler) return;
    forget_measurements();
    generation_ = {};
    stage_ = Stage::idle;
    begin_batch();
}

std::string DenoisingSimulation::message() const {
    if (parameters_.correction == Correction::metropolis && parameters_.draw != Draw::path)
        return "A Metropolis chain needs the probability of what is proposed: choose the sampler \"Posterior of each "
               "mode\".";
    if (chain_.proposals() >= 256 && chain_.acceptance() < 0.01)
        return "Hardly a proposal is accepted: the model is too far from this action. Choose more levels, or train "
               "longer.";
    return given_.warning.empty() ? data_warning_ : given_.warning;
}

View DenoisingSimulation::view() const {
    return {parameters_,
            reference_,
            generation_,
            generated_,
            chain_,
            mala_,
            learner_ ? &*learner_ : nullptr,
            stage_ == Stage::correcting};
}

void DenoisingSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.message = message();
    if (learner_ && learner_->collecting())
        snapshot.progress = {learner_->collected(), 1, "collecting configurations in equilibrium"};
    else if (learning())
        snapshot.progress = {static_cast<double>(learner_->steps()), static_cast<double>(parameters_.training_steps),
                             "training"};
    refresh(analysis_, view(), attention.complete);
    snapshot.scalars = in_one_table(analysis_.raw_rows, analysis_.corrected_rows);
    fill_panels(snapshot, attention, view(), analysis_);
    if (learner_ && learner_->steps() > 0) {
        if (!trained_model_.second || trained_model_.first != learner_->steps())
            trained_model_ = {learner_->steps(), std::make_shared<NamedArrays>(
                                                     described(*learner_->model(), parameters_, learner_->steps()))};
        snapshot.model = trained_model_.second;
    }
}

void DenoisingSimulation::save(Archive& archive) const {
    archive.put("counters",
                std::vector<std::uint64_t>{static_cast<std::uint64_t>(stage_), batch_, trained_, measured_, turn_});
    reference_.save(archive);
    if (learner_) learner_->save(archive);
    generation_.save(archive);
    mala_.save(archive);
    chain_.save(archive);
    generated_.save(archive);
}

void DenoisingSimulation::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 5);
    Archive::demand(counters[0] <= 2, "counters");
    reference_.load(archive);
    if (learner_) learner_->load(archive);
    const auto current = model();
    generation_ = {};
    if (current) generation_.load(parameters_, *current, random_, archive);
    mala_.load(archive);
    chain_.load(archive, volume_of(parameters_));
    generated_.load(archive);
    stage_ = static_cast<Stage>(counters[0]);
    batch_ = counters[1];
    trained_ = counters[2];
    measured_ = counters[3];
    turn_ = counters[4];
    analysis_ = {};
}

}  // namespace langevin::denoising

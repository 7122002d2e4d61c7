// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/linear_network/simulation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/weights/network_theory.h"

namespace langevin::linear_network {
namespace {

using weights::lanes;
using weights::NetworkLevels;

constexpr std::size_t history_points = 1024;

weights::LevelRecord make_record(const Parameters& p, const weights::NetworkModel& model) {
    const weights::NetworkLaw law(model, p.imbalance_at_start());
    std::vector<weights::LevelRecord::Group> groups;
    double margin = 0;
    const auto level = [&](int g) { return weights::layer_level(p.levels, model.value(g), p.imbalance_at_start()); };
    for (int g = 0; g < p.groups; ++g) {
        std::vector<int> places(static_cast<std::size_t>(p.multiplicity));
        std::iota(places.begin(), places.end(), g * p.multiplicity);
        const double width = law.stable() ? std::max(law.diagonal_width(g, p.levels), 1e-6) : 1;
        groups.push_back({std::move(places), width, level(g)});
        margin = std::max(margin, (1.5 + p.multiplicity) * width);
    }
    return {std::move(groups), p.seeds, level(0) - margin, level(p.groups - 1) + margin};
}

statistics::TimeSeries make_distances(const Parameters& p) {
    const auto seeds = static_cast<std::size_t>(p.seeds);
    return {1, seeds, std::max<std::size_t>(64, (std::size_t{1} << 15) / seeds) / 2 * 2};
}

std::size_t history_columns(const Parameters& p) {
    return history_species + static_cast<std::size_t>(p.groups + 3 * p.groups * p.multiplicity);
}

/// Multiplications of an update in the time of one random number.
constexpr double products_per_draw = 4;

double work(const weights::NetworkModel& m, const Parameters& p) {
    const double d = m.dimension(), products = d * d * (4.0 * m.hidden + m.batch);
    const double draws = p.rule == Rule::noiseless ? 0 : d * m.batch + d * d;
    return p.seeds * (draws + products / products_per_draw);
}

}  // namespace

NetworkSimulation::NetworkSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      record_(make_record(parameters_, model())),
      distances_(make_distances(parameters_)),
      history_(history_columns(parameters_), 1, history_points),
      learning_(1 + static_cast<std::size_t>(parameters_.groups), 1, history_points) {
    make_blocks();
    begin_ensemble(true);
}

/// A scan halves the learning rate by itself.
weights::NetworkModel NetworkSimulation::model() const {
    auto model = parameters_.model();
    if (scanning())
        model.rate = std::ldexp(model.rate, -static_cast<int>(std::min(course_.setting, scan_settings - 1)));
    return model;
}

void NetworkSimulation::make_blocks() {
    blocks_.clear();
    for (int seed = 0; seed < parameters_.seeds; seed += lanes)
        blocks_.emplace_back(model(), seed, parameters_.start, parameters_.width, parameters_.imbalance, random_);
}

bool NetworkSimulation::step(const StepContext& context) {
    const auto now = model();
    const bool noiseless = parameters_.rule == Rule::noiseless;
    const bool complete =
        weights::update_all(blocks_, work(now, parameters_), context, [&](weights::NetworkBlock& block) {
            if (noiseless)
                block.update_noiseless(now);
            else
                block.update(now, random_, context.step);
        });
    if (!complete) return false;
    if (!weights::all_finite(blocks_))
        throw Failure({"the weights ran away at update " + std::to_string(context.step + 1), "rate",
                       "Training is unstable where α times twice the largest singular value exceeds about 2, and "
                       "earlier with small batches: choose a smaller learning rate or a larger batch"});
    const bool learning = thermalising() && epochs_.back().from_start;
    course_.advance(now.rate);
    if (learning) follow_learning(context.threads);
    if (learning && !thermalising()) drift_ = drift(context.threads);
    if (course_.updates % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    if (scanning()) advance_scan();
    return true;
}

Drift NetworkSimulation::drift(int threads) const {
    return drift_of(model(), weights::of_all_blocks(blocks_, threads, [](const weights::NetworkBlock& block) {
                        return block.squared_drifts();
                    }));
}

std::vector<double> NetworkSimulation::spectra(int threads) const {
    return weights::of_all_blocks(blocks_, threads,
                                  [&](const weights::NetworkBlock& block) { return block.levels(parameters_.levels); });
}

std::vector<double> NetworkSimulation::species_means(const std::vector<double>& spectra) const {
    const auto m = static_cast<std::size_t>(parameters_.multiplicity);
    std::vector<double> means(static_cast<std::size_t>(parameters_.groups));
    for (std::size_t i = 0; i < spectra.size(); ++i) means[i / m % means.size()] += spectra[i];
    for (double& mean : means) mean /= static_cast<double>(m) * parameters_.seeds;
    return means;
}

/// Some 400 points until the end of thermalisation, however small the learning rate.
void NetworkSimulation::follow_learning(int threads) {
    const double updates = parameters_.thermalisation / model().rate;
    const auto interval = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(updates / 400));
    if (course_.updates % interval != 0) return;
    auto row = species_means(spectra(threads));
    row.insert(row.begin(), course_.learning_time);
    learning_.push(row);
}

void NetworkSimulation::measure(int threads) {
    const auto now = model();
    const auto d = static_cast<std::ptrdiff_t>(now.dimension());
    const auto spectra = this->spectra(threads);
    const auto moved = drift(threads);
    const auto means = species_means(spectra);
    std::vector<double> row{course_.since_start, moved.value, moved.error};
    row.insert(row.end(), means.begin(), means.end());
    row.insert(row.end(), spectra.begin(), spectra.begin() + d);
    for (const auto which : {NetworkLevels::first_layer, NetworkLevels::second_layer}) {
        const auto x = blocks_.front().levels(which);
        row.insert(row.end(), x.begin(), x.begin() + d);
    }
    history_.push(row);
    if (thermalising()) return;
    record_.record(spectra);
    distances_.push(weights::of_all_blocks(
        blocks_, threads, [&](const weights::NetworkBlock& block) { return block.squared_distances(now); }));
}

void NetworkSimulation::keep_visit() {
    if (const auto here = visit(view())) weights::keep(visits_, *here);
}

void NetworkSimulation::advance_scan() {
    if (finished() || course_.learning_time < parameters_.thermalisation + parameters_.dwell) return;
    keep_visit();
    ++course_.setting;
    if (finished()) return;
    make_blocks();
    begin_ensemble(true);
}

void NetworkSimulation::begin_ensemble(bool from_start) {
    course_.learning_time = 0;
    record_ = make_record(parameters_, model());
    distances_.clear();
    drift_.reset();
    if (from_start) learning_.clear();
    analysis_ = {};
    const auto now = model();
    epochs_.push_back(
        {course_.since_start, from_start, parameters_.rule, now.rate, now.batch, now.noise, now.anisotropy});
    if (epochs_.size() > 24) epochs_.erase(epochs_.begin());
}

void NetworkSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    auto same = fresh;
    same.dwell = parameters_.dwell;
    same.thermalisation = parameters_.thermalisation;
    same.interval = parameters_.interval;
    const bool another_ensemble = same != parameters_;
    const bool another_scan = fresh.scan != parameters_.scan;
    if (another_ensemble) keep_visit();
    parameters_ = fresh;
    if (!another_ensemble) return;
    if (another_scan) {
        course_.setting = 0;
        make_blocks();
    }
    begin_ensemble(another_scan);
}

View NetworkSimulation::view() const {
    return {parameters_, model(), record_, distances_, history_, learning_, epochs_, visits_, drift_, finished()};
}

void NetworkSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    if (scanning()) {
        snapshot.progress = {static_cast<double>(std::min(course_.setting, scan_settings)),
                             static_cast<double>(scan_settings), "α = " + to_text(model().rate)};
    } else if (thermalising()) {
        snapshot.progress = {course_.learning_time, parameters_.thermalisation, "thermalising"};
    }
    // Without samples there are only drifts, which cost nothing.
    const auto samples = record_.samples();
    if (samples == 0 || weights::due(samples, analysis_.samples, attention.complete)) analysis_ = analyse(view());
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention, view(), analysis_);
}

void NetworkSimulation::save(Archive& archive) const {
    course_.save(archive);
    weights::save_blocks(archive, blocks_);
    std::vector<double> epochs, visits, drift;
    for (const auto& e : epochs_)
        epochs.insert(epochs.end(), {e.learning_time, e.from_start ? 1.0 : 0.0, static_cast<double>(e.rule), e.rate,
                                     static_cast<double>(e.batch), e.noise, e.anisotropy});
    for (const auto& v : visits_) {
        const auto moved = v.drift.value_or(Drift{-1, 0});
        visits.insert(visits.end(), {v.rate, static_cast<double>(v.batch), v.noise, moved.value, moved.error,
                                     static_cast<double>(v.species.size())});
        for (const auto& s : v.species)
            visits.insert(visits.end(), {s.teacher, s.spacing, s.spacing_error, s.width, s.width_error});
    }
    if (drift_) drift = {drift_->value, drift_->error};
    archive.put("epochs", epochs);
    archive.put("visits", visits);
    archive.put("drift", drift);
    record_.save(archive, "record.");
    distances_.save(archive, "distances.");
    history_.save(archive, "history.");
    learning_.save(archive, "learning.");
}

void NetworkSimulation::load(const Archive& archive) {
    course_.load(archive);
    weights::load_blocks(archive, blocks_);
    record_ = make_record(parameters_, model());
    record_.load(archive, "record.");
    distances_.load(archive, "distances.");
    history_.load(archive, "history.");
    learning_.load(archive, "learning.");
    const auto& e = archive.get<double>("epochs");
    const auto& v = archive.get<double>("visits");
    const auto& drift = archive.get<double>("drift");
    Archive::demand(!e.empty() && e.size() % 7 == 0, "epochs");
    Archive::demand(drift.empty() || drift.size() == 2, "drift");
    epochs_.clear();
    visits_.clear();
    drift_.reset();
    for (std::size_t i = 0; i < e.size(); i += 7)
        epochs_.push_back({e[i], e[i + 1] != 0, e[i + 2] != 0 ? Rule::noiseless : Rule::stochastic, e[i + 3],
                           static_cast<int>(e[i + 4]), e[i + 5], e[i + 6]});
    for (std::size_t i = 0; i < v.size();) {
        Archive::demand(i + 6 <= v.size() && v[i + 5] >= 0 && v[i + 5] <= 4, "visits");
        Visit visit{v[i], static_cast<int>(v[i + 1]), v[i + 2], {}, {}};
        if (v[i + 3] >= 0) visit.drift = Drift{v[i + 3], v[i + 4]};
        const auto count = static_cast<std::size_t>(v[i + 5]);
        i += 6;
        Archive::demand(i + 5 * count <= v.size(), "visits");
        for (std::size_t s = 0; s < count; ++s, i += 5)
            visit.species.push_back({v[i], v[i + 1], v[i + 2], v[i + 3], v[i + 4]});
        visits_.push_back(std::move(visit));
    }
    if (!drift.empty()) drift_ = Drift{drift[0], drift[1]};
    analysis_ = {};
}

}  // namespace langevin::linear_network

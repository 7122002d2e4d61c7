// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/phi4/simulation.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/lattice/field_panel.h"
#include "engine/lattice/metropolis.h"
#include "engine/parallel/parallel.h"

namespace langevin::phi4 {
namespace {

/// Streams of random numbers; an update of many parts numbers them within its step.
enum Purpose : std::uint16_t {
    momenta = 0,
    start_values = 2,
    trajectory_length = 3,
    proposals = 4,
    cluster_growth = 6
};
constexpr std::uint64_t parts_per_step = 512;

constexpr std::size_t history_points = 2048;
constexpr int history_chains = 8;
constexpr int ladder_rungs = 4;
constexpr double rung_factor[ladder_rungs] = {1, 0.75, 0.5, 0.25};

/// Below this many sites a step is over before a second thread has woken up.
constexpr std::size_t sites_worth_a_thread = 8192;
/// Above this many site updates (some 5 ms) a step may have to be abandoned for a stop.
constexpr double work_worth_a_backup = 1 << 22;

int shown_chains(const Parameters& p) {
    return std::min(p.chains, history_chains);
}

}  // namespace

template <class Real>
Phi4Simulation<Real>::Phi4Simulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      updates_(static_cast<std::size_t>(parameters_.chains)),
      history_(2, static_cast<std::size_t>(shown_chains(parameters_)), history_points) {
    make_blocks();
    start_fields();
    make_measurements();
}

template <class Real>
void Phi4Simulation<Real>::make_blocks() {
    // Blocks never straddle two rungs of the ladder, whose chains lie behind each other in equal parts.
    const int chains = parameters_.chains;
    const int parts = parameters_.step_size_ladder ? std::min(ladder_rungs, chains) : 1;
    const int most_lanes = chains >= 16 ? 8 : 4;
    for (int part = 0; part < parts; ++part) {
        const int begin = part * chains / parts, end = (part + 1) * chains / parts;
        const int count = (end - begin + most_lanes - 1) / most_lanes;
        for (int i = 0; i < count; ++i) {
            const int first = begin + i * (end - begin) / count;
            const int last = begin + (i + 1) * (end - begin) / count;
            blocks_.emplace_back(lattice::Geometry{parameters_.extent, parameters_.extent}, first, last - first);
            analysers_.push_back(std::make_unique<lattice::SpectrumAnalyser>(parameters_.extent));
        }
    }
}

template <class Real>
void Phi4Simulation<Real>::start_fields() {
    const double vacuum = lattice::vacuum(parameters_.couplings());
    for (auto& block : blocks_) {
        const auto stream = Stream::of(start_values, static_cast<std::uint32_t>(block.first_chain));
        random_.normals<Real>(stream, 0, 0, block.lanes, block.field);
        if (parameters_.start == Start::cold)
            std::fill(block.field.begin(), block.field.end(), static_cast<Real>(vacuum));
        if (parameters_.start == Start::disordered) {
            const auto size = static_cast<Real>(vacuum > 0 ? vacuum : 1);
            for (auto& phi : block.field) phi = phi < 0 ? -size : size;
        }
        block.moments = lattice::moments_of(block);
    }
}

template <class Real>
void Phi4Simulation<Real>::make_measurements() {
    groups_.clear();
    rungs_.clear();
    const int chains = parameters_.chains, groups = ladder() ? ladder_rungs : 1;
    for (int g = 0; g < groups; ++g) {
        const int first = g * chains / groups, last = (g + 1) * chains / groups;
        groups_.emplace_back(parameters_.extent, first, last - first, parameters_);
        rungs_.push_back(parameters_.step_size * rung_factor[g]);
    }
    analysis_ = {};
}

template <class Real>
bool Phi4Simulation<Real>::ladder() const {
    return parameters_.step_size_ladder && parameters_.algorithm == Algorithm::langevin;
}

template <class Real>
int Phi4Simulation<Real>::group_of(int chain) const {
    int group = 0;
    while (!groups_[static_cast<std::size_t>(group)].contains(chain)) ++group;
    return group;
}

template <class Real>
bool Phi4Simulation<Real>::may_take_long() const {
    const auto& p = parameters_;
    double passes = 0;  // in units of one leapfrog step
    switch (p.algorithm) {
        case Algorithm::hmc:
            passes = p.integration_steps * (p.integrator == lattice::Integrator::leapfrog ? 1 : 2);
            break;
        case Algorithm::langevin:
            passes = p.steps_per_update * (ladder() ? 20 : 5);
            break;
        case Algorithm::mala:
            passes = p.steps_per_update * 10;
            break;
        case Algorithm::metropolis:
            passes = p.sweeps * 10;
            break;
        case Algorithm::cluster:
            passes = p.sweeps * 10 + p.clusters * 30;
            break;
    }
    return passes * p.extent * p.extent * p.chains > work_worth_a_backup;
}

template <class Real>
void Phi4Simulation<Real>::remember() {
    backup_.fields.resize(blocks_.size());
    backup_.moments.resize(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        backup_.fields[i] = blocks_[i].field;
        backup_.moments[i] = blocks_[i].moments;
    }
    backup_.updates = updates_;
}

template <class Real>
void Phi4Simulation<Real>::restore() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        blocks_[i].field.swap(backup_.fields[i]);
        blocks_[i].moments.swap(backup_.moments[i]);
    }
    updates_.swap(backup_.updates);
}

template <class Real>
bool Phi4Simulation<Real>::step(const StepContext& context) {
    const auto sites = static_cast<std::size_t>(parameters_.extent) * parameters_.extent * parameters_.chains;
    StepContext inner = context;
    if (sites < sites_worth_a_thread) inner.threads = 1;
    if (may_take_long())
        remember();
    else
        inner.stop = {};

    std::atomic<bool> complete = true;
    parallel::for_each_index(blocks_.size(), inner.threads, [&](std::size_t i) {
        if (inner.stop.stop_requested() || !update(blocks_[i], inner)) complete = false;
    });
    if (!complete) {
        restore();
        return false;
    }
    check_finite(context.step);
    ++steps_;
    ++since_edit_;
    measure(inner.threads);
    return true;
}

template <class Real>
bool Phi4Simulation<Real>::update(Block& block, const StepContext& context) {
    switch (parameters_.algorithm) {
        case Algorithm::hmc:
        case Algorithm::mala:
            return update_hmc(block, context);
        case Algorithm::langevin:
            return update_langevin(block, context);
        case Algorithm::metropolis:
        case Algorithm::cluster:
            return update_metropolis(block, context);
    }
    return true;
}

/// MALA is HMC with trajectories of one leapfrog step.
template <class Real>
bool Phi4Simulation<Real>::update_hmc(Block& block, const StepContext& context) {
    const auto& p = parameters_;
    const bool mala = p.algorithm == Algorithm::mala;
    lattice::Trajectory trajectory{p.integrator, p.integration_steps, p.trajectory_length / p.integration_steps};
    if (p.randomise_length)
        trajectory.step_size *= 0.5 + random_.uniform(Stream::of(trajectory_length, 0), context.step, 0);
    if (mala) trajectory = {lattice::Integrator::leapfrog, 1, std::sqrt(2 * p.step_size)};
    const int parts = mala ? p.steps_per_update : 1;
    // Only while nothing is measured, see hmc_update.
    const bool forgiving = since_edit_ < static_cast<std::uint64_t>(p.thermalisation) / 2;
    const double allowance = forgiving ? 0.25 * static_cast<double>(block.geometry.sites()) : 0;

    std::vector<UpdateRecord> sums(static_cast<std::size_t>(block.lanes), UpdateRecord{0, 0});
    for (int part = 0; part < parts; ++part) {
        if (context.stop.stop_requested()) return false;
        const lattice::Draws draws{random_, context.step * parts_per_step + static_cast<std::uint64_t>(part), momenta};
        const auto results = lattice::hmc_update(block, p.couplings(), trajectory, draws, allowance, context.stop);
        if (results.empty()) return false;
        for (std::size_t lane = 0; lane < results.size(); ++lane) {
            const double change = results[lane].energy_change;
            sums[lane].exp_minus_delta_h += std::isnan(change) ? 0 : std::exp(std::min(700.0, -change)) / parts;
            sums[lane].acceptance += (results[lane].accepted ? 1.0 : 0.0) / parts;
        }
    }
    std::copy(sums.begin(), sums.end(), updates_.begin() + block.first_chain);
    return true;
}

template <class Real>
double Phi4Simulation<Real>::step_size_of(const Block& block) const {
    return rungs_[static_cast<std::size_t>(group_of(block.first_chain))];
}

template <class Real>
bool Phi4Simulation<Real>::update_langevin(Block& block, const StepContext& context) {
    // Every rung covers the same Langevin time per update.
    const double eps = step_size_of(block);
    const auto parts = std::lround(parameters_.steps_per_update * parameters_.step_size / eps);
    for (long part = 0; part < parts; ++part) {
        if (context.stop.stop_requested()) return false;
        const lattice::Draws draws{random_, context.step * parts_per_step + static_cast<std::uint64_t>(part), momenta};
        lattice::langevin_step(block, parameters_.couplings(), eps, draws);
    }
    block.moments = lattice::moments_of(block);
    std::fill_n(updates_.begin() + block.first_chain, block.lanes, UpdateRecord{});
    return true;
}

template <class Real>
bool Phi4Simulation<Real>::update_metropolis(Block& block, const StepContext& context) {
    const auto& p = parameters_;
    std::vector<UpdateRecord> records(static_cast<std::size_t>(block.lanes), UpdateRecord{1, 0});
    for (int sweep = 0; sweep < p.sweeps; ++sweep) {
        if (context.stop.stop_requested()) return false;
        const lattice::Draws draws{random_, context.step * parts_per_step + static_cast<std::uint64_t>(sweep),
                                   proposals};
        const auto accepted = lattice::metropolis_sweep(block, p.couplings(), p.proposal_width, draws);
        for (std::size_t lane = 0; lane < accepted.size(); ++lane)
            records[lane].acceptance += accepted[lane] / p.sweeps;
    }
    if (p.algorithm == Algorithm::cluster)
        for (int lane = 0; lane < block.lanes; ++lane)
            lattice::wolff_clusters(block, lane, p.couplings(), p.clusters, {random_, context.step, cluster_growth},
                                    context.stop);
    if (context.stop.stop_requested()) return false;
    block.moments = lattice::moments_of(block);
    std::copy(records.begin(), records.end(), updates_.begin() + block.first_chain);
    return true;
}

template <class Real>
void Phi4Simulation<Real>::check_finite(std::uint64_t step) const {
    // Far beyond any equilibrium value that the ranges of the parameters allow.
    const double limit = 1e6 * static_cast<double>(blocks_.front().geometry.sites());
    for (const auto& block : blocks_)
        for (int lane = 0; lane < block.lanes; ++lane) {
            if (block.moments[static_cast<std::size_t>(lane)].square < limit) continue;
            throw Failure({"the field of chain " + std::to_string(block.first_chain + lane + 1) +
                               " ran away to infinity at update " + std::to_string(step + 1),
                           "",
                           parameters_.algorithm == Algorithm::langevin
                               ? "Langevin dynamics is unstable at this step size: choose a smaller ε"
                               : "Choose parameters for which the action is bounded below"});
        }
}

template <class Real>
void Phi4Simulation<Real>::measure(int threads) {
    std::vector<lattice::Moments> moments;
    for (const auto& block : blocks_) moments.insert(moments.end(), block.moments.begin(), block.moments.end());

    const auto shown = static_cast<std::size_t>(shown_chains(parameters_));
    const double volume = groups_.front().volume();
    std::vector<double> values(2 * shown);
    for (std::size_t c = 0; c < shown; ++c) {
        values[c] = moments[c].field / volume;
        values[shown + c] = lattice::action(moments[c], parameters_.couplings()) / volume;
    }
    history_.push(values);
    for (const auto& update : updates_) accepted_since_edit_ += update.acceptance;

    if (thermalising()) return;
    for (auto& group : groups_) group.record(moments, updates_);
    if (since_edit_ % static_cast<std::uint64_t>(parameters_.interval) == 0) measure_spectra(threads);
}

template <class Real>
void Phi4Simulation<Real>::measure_spectra(int threads) {
    std::vector<std::vector<lattice::Spectrum>> of_block(blocks_.size());
    parallel::for_each_index(blocks_.size(), threads,
                             [&](std::size_t i) { of_block[i] = analysers_[i]->analyse(blocks_[i]); });
    std::vector<lattice::Spectrum> spectra;
    for (auto& part : of_block) std::move(part.begin(), part.end(), std::back_inserter(spectra));
    // One histogram per group, filled in the order of the blocks.
    for (const auto& block : blocks_) {
        auto& group = groups_[static_cast<std::size_t>(group_of(block.first_chain))];
        for (const Real phi : block.field) group.count_site(static_cast<double>(phi));
    }
    for (auto& group : groups_) group.record(spectra);
}

template <class Real>
void Phi4Simulation<Real>::apply(const ParameterSet& set) {
    auto fresh = binding().read(set);
    auto same = fresh;
    same.thermalisation = parameters_.thermalisation;
    same.interval = parameters_.interval;
    const bool another_ensemble = same != parameters_;
    parameters_ = fresh;
    if (!another_ensemble) return;
    since_edit_ = 0;
    accepted_since_edit_ = 0;
    edits_.push_back({static_cast<double>(steps_), fresh.kappa, fresh.lambda});
    if (edits_.size() > 16) edits_.erase(edits_.begin());
    make_measurements();
}

template <class Real>
void Phi4Simulation<Real>::refresh_analysis(bool always) const {
    const auto samples = groups_.front().samples();
    if (samples == 0 || (!always && samples < analysis_.samples + analysis_.samples / 12 + 1)) return;
    analysis_ = {samples, analyse(view()), {}, {}};
}

template <class Real>
std::string Phi4Simulation<Real>::message() const {
    const auto updates = static_cast<double>(since_edit_) * parameters_.chains;
    if (since_edit_ >= 100 && accepted_since_edit_ < 1e-3 * updates)
        return parameters_.algorithm == Algorithm::hmc
                   ? "Nothing is accepted: the integration steps are too long. Choose more of them or a shorter "
                     "trajectory."
                   : "Nothing is accepted: the proposals are too large. Choose a smaller step or width.";
    if (thermalising()) return "";
    if (const double r = groups_.front().series.scale_reduction(lattice::absolute_magnetisation);
        r > 1.2 && groups_.front().samples() >= 20) {
        char text[16];
        std::snprintf(text, sizeof text, "%.2f", r);
        return "The chains disagree about |M| (R̂ = " + std::string(text) +
               "): this is not equilibrium yet. Look for domain walls; clusters or a cold start help.";
    }
    return "";
}

template <class Real>
void Phi4Simulation<Real>::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.message = message();
    if (thermalising())
        snapshot.progress = {static_cast<double>(since_edit_), static_cast<double>(parameters_.thermalisation),
                             "thermalising"};
    refresh_analysis(attention.complete);
    snapshot.scalars = analysis_.table;
    if (attention.wants("field")) snapshot.panels.push_back({"field", field(attention)});
    fill_panels(snapshot, attention, view(), analysis_);
}

template <class Real>
Field Phi4Simulation<Real>::field(const Attention& attention) const {
    std::vector<const Block*> block_of;
    for (const auto& block : blocks_) block_of.insert(block_of.end(), static_cast<std::size_t>(block.lanes), &block);
    return lattice::field_panel("field", parameters_.extent, parameters_.chains, attention,
                                [&](int chain, std::size_t site) {
                                    const auto& block = *block_of[static_cast<std::size_t>(chain)];
                                    const auto lane = static_cast<std::size_t>(chain - block.first_chain);
                                    return block.field[site * static_cast<std::size_t>(block.lanes) + lane];
                                });
}

template <class Real>
void Phi4Simulation<Real>::save(Archive& archive) const {
    archive.put("counters", std::vector<std::uint64_t>{steps_, since_edit_});
    archive.put("accepted_since_edit", accepted_since_edit_);
    std::vector<Real> fields;
    for (const auto& block : blocks_) fields.insert(fields.end(), block.field.begin(), block.field.end());
    archive.put("fields", fields);
    std::vector<double> records;
    for (const auto& update : updates_) {
        records.push_back(update.exp_minus_delta_h);
        records.push_back(update.acceptance);
    }
    archive.put("updates", records);
    history_.save(archive, "history.");
    for (std::size_t g = 0; g < groups_.size(); ++g) groups_[g].save(archive, "group" + std::to_string(g) + ".");
    std::vector<double> edits;
    for (const auto& edit : edits_) edits.insert(edits.end(), {edit.step, edit.kappa, edit.lambda});
    archive.put("edits", edits);
}

template <class Real>
void Phi4Simulation<Real>::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 2);
    std::size_t total = 0;
    for (const auto& block : blocks_) total += block.field.size();
    const auto& fields = archive.get<Real>("fields", total);
    const auto& records = archive.get<double>("updates", 2 * updates_.size());
    history_.load(archive, "history.");
    for (std::size_t g = 0; g < groups_.size(); ++g) groups_[g].load(archive, "group" + std::to_string(g) + ".");

    steps_ = counters[0];
    since_edit_ = counters[1];
    accepted_since_edit_ = archive.get_value<double>("accepted_since_edit");
    auto next = fields.begin();
    for (auto& block : blocks_) {
        std::copy_n(next, block.field.size(), block.field.begin());
        next += static_cast<std::ptrdiff_t>(block.field.size());
        block.moments = lattice::moments_of(block);
    }
    for (std::size_t c = 0; c < updates_.size(); ++c) updates_[c] = {records[2 * c], records[2 * c + 1]};
    edits_.clear();
    const auto& edits = archive.get<double>("edits");
    for (std::size_t i = 0; i + 2 < edits.size(); i += 3) edits_.push_back({edits[i], edits[i + 1], edits[i + 2]});
    analysis_ = {};
}

template class Phi4Simulation<float>;
template class Phi4Simulation<double>;

}  // namespace langevin::phi4

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/gaussian_rbm/simulation.h"

#include <algorithm>
#include <atomic>

#include "engine/parallel/parallel.h"

namespace langevin::gaussian_rbm {
namespace {

constexpr std::size_t history_points = 1024;
/// Normal numbers below which an update is over before a second thread has woken up.
constexpr double draws_worth_a_thread = 60000;
/// And above which it may last longer than 5 ms and have to be abandoned.
constexpr double draws_worth_a_backup = 4e6;

constexpr int lanes = weights::RbmBlock::lanes;

weights::LevelRecord make_record(const Parameters& p, const weights::RbmModel& model) {
    std::vector<weights::LevelRecord::Group> groups;
    for (const auto& group : weights::level_groups(model)) {
        const double scale = std::max(weights::pair_spacing(group.level, model.temperature()), 1e-3);
        groups.push_back({group.places, scale});
    }
    return {std::move(groups), p.seeds, 0, p.mu * p.mu};
}

double draws(const Parameters& p) {
    return double(p.sweeps) * p.batch * (p.visible + p.hidden) * p.seeds;
}

}  // namespace

RbmSimulation::RbmSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      record_(make_record(parameters_, model())),
      history_(1 + record_.groups() + static_cast<std::size_t>(parameters_.visible), 1, history_points) {
    for (int seed = 0; seed < parameters_.seeds; seed += lanes)
        blocks_.emplace_back(model(), seed, parameters_.start, parameters_.width, random_);
}

/// A scan chooses learning rate and batch by itself.
weights::RbmModel RbmSimulation::model() const {
    auto model = parameters_.model();
    if (!scanning()) return model;
    const auto& settings = weights::published_settings();
    const auto& setting = settings[std::min(setting_, settings.size() - 1)];
    model.rate = setting.rate;
    model.batch = setting.batch;
    return model;
}

bool RbmSimulation::finished() const {
    return scanning() && setting_ >= weights::published_settings().size();
}

bool RbmSimulation::step(const StepContext& context) {
    const auto now = model();
    const bool noiseless = parameters_.rule == Rule::noiseless;
    auto counted = parameters_;
    counted.batch = now.batch;
    const bool slow = draws(counted) > draws_worth_a_backup;
    if (slow) {
        backup_.clear();
        for (const auto& block : blocks_) backup_.push_back(block.values());
    }
    const auto stop = slow ? context.stop : std::stop_token{};
    const int threads = draws(counted) < draws_worth_a_thread ? 1 : context.threads;
    std::atomic<bool> complete = true;
    parallel::for_each_index(blocks_.size(), threads, [&](std::size_t i) {
        if (stop.stop_requested())
            complete = false;
        else if (noiseless)
            blocks_[i].update_noiseless(now);
        else
            blocks_[i].update(now, random_, context.step);
    });
    if (!complete) {
        for (std::size_t i = 0; i < blocks_.size(); ++i) blocks_[i].set_values(now, backup_[i]);
        return false;
    }
    if (!std::all_of(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.finite(); }))
        throw Failure(
            {"the weights ran away at update " + std::to_string(context.step + 1), "rate",
             "The fluctuations made the machine's kernel negative: choose a smaller learning rate or a larger batch"});
    ++updates_;
    learning_time_ += now.rate;
    since_start_ += now.rate;
    if (updates_ % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    if (scanning()) advance_scan();
    return true;
}

std::vector<double> RbmSimulation::spectra(int threads) const {
    const auto n = static_cast<std::size_t>(parameters_.visible);
    std::vector<double> all(n * static_cast<std::size_t>(parameters_.seeds));
    const auto now = model();
    parallel::for_each_index(blocks_.size(), threads, [&](std::size_t i) {
        for (int lane = 0; lane < lanes; ++lane) {
            const auto x = blocks_[i].levels(now, lane);
            std::copy(x.begin(), x.end(),
                      all.begin() + static_cast<std::ptrdiff_t>((i * lanes + static_cast<std::size_t>(lane)) * n));
        }
    });
    return all;
}

void RbmSimulation::measure(int threads) {
    const auto all = spectra(threads);
    const auto n = static_cast<std::size_t>(parameters_.visible);
    const auto groups = weights::level_groups(model());
    std::vector<double> row{since_start_};
    for (const auto& group : groups) {
        double sum = 0;
        for (std::size_t s = 0; s < static_cast<std::size_t>(parameters_.seeds); ++s)
            for (const int place : group.places) sum += all[s * n + static_cast<std::size_t>(place)];
        row.push_back(sum / static_cast<double>(group.places.size() * static_cast<std::size_t>(parameters_.seeds)));
    }
    row.insert(row.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
    history_.push(row);
    if (!thermalising()) record_.record(all);
}

void RbmSimulation::keep_visit() {
    if (parameters_.rule == Rule::noiseless || !worth_keeping(record_)) return;
    visits_.push_back(visit(model(), record_));
    if (visits_.size() > 64) visits_.erase(visits_.begin());
}

void RbmSimulation::advance_scan() {
    if (finished() || learning_time_ < parameters_.thermalisation + parameters_.dwell) return;
    keep_visit();
    ++setting_;
    if (!finished()) begin_ensemble();
}

void RbmSimulation::begin_ensemble() {
    learning_time_ = 0;
    for (auto& block : blocks_) block.adopt(model());
    record_ = make_record(parameters_, model());
    analysis_ = {};
}

void RbmSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    auto same = fresh;
    same.dwell = parameters_.dwell;
    same.thermalisation = parameters_.thermalisation;
    same.interval = parameters_.interval;
    const bool another_ensemble = same != parameters_;
    if (another_ensemble) keep_visit();
    const bool new_scan = fresh.scan != parameters_.scan;
    parameters_ = fresh;
    if (new_scan) setting_ = 0;
    if (another_ensemble) begin_ensemble();
}

View RbmSimulation::view() const {
    return {parameters_, model(), record_, history_, visits_, setting_};
}

void RbmSimulation::refresh_analysis(bool always) const {
    const auto count = record_.samples();
    if (count == 0 || (!always && count < analysis_.samples + analysis_.samples / 12 + 1)) return;
    analysis_ = analyse(view());
}

void RbmSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    const auto settings = weights::published_settings().size();
    if (scanning()) {
        const auto now = model();
        snapshot.progress = {static_cast<double>(std::min(setting_, settings)), static_cast<double>(settings),
                             "α = " + to_text(now.rate) + ", |B| = " + std::to_string(now.batch)};
    } else if (thermalising()) {
        snapshot.progress = {learning_time_, parameters_.thermalisation, "thermalising"};
    }
    refresh_analysis(attention.complete);
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention, view(), analysis_);
}

void RbmSimulation::save(Archive& archive) const {
    archive.put("counters", std::vector<std::uint64_t>{updates_, setting_});
    archive.put("times", std::vector<double>{since_start_, learning_time_});
    std::vector<double> state;
    for (const auto& block : blocks_) {
        const auto values = block.values();
        state.insert(state.end(), values.begin(), values.end());
    }
    archive.put("state", state);
    record_.save(archive, "record.");
    history_.save(archive, "history.");
    std::vector<double> visits;
    for (const auto& v : visits_) {
        visits.insert(visits.end(), {v.rate, static_cast<double>(v.batch), static_cast<double>(v.groups.size())});
        for (const auto& g : v.groups)
            visits.insert(visits.end(), {g.kappa, g.level, g.pair ? 1.0 : 0.0, g.mean, g.mean_error, g.width,
                                         g.width_error, g.spacing, g.spacing_error});
    }
    archive.put("visits", visits);
}

void RbmSimulation::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 2);
    const auto& times = archive.get<double>("times", 2);
    updates_ = counters[0];
    setting_ = counters[1];
    since_start_ = times[0];
    learning_time_ = times[1];
    const auto& state = archive.get<double>("state");
    Archive::demand(!blocks_.empty() && state.size() % blocks_.size() == 0, "state");
    const auto size = static_cast<std::ptrdiff_t>(state.size() / blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const auto begin = state.begin() + static_cast<std::ptrdiff_t>(i) * size;
        Archive::demand(blocks_[i].set_values(model(), {begin, begin + size}), "state");
    }
    record_ = make_record(parameters_, model());
    record_.load(archive, "record.");
    history_.load(archive, "history.");
    const auto& v = archive.get<double>("visits");
    visits_.clear();
    for (std::size_t i = 0; i + 2 < v.size();) {
        Visit visit{v[i], static_cast<int>(v[i + 1]), {}};
        const auto count = static_cast<std::size_t>(v[i + 2]);
        i += 3;
        Archive::demand(count <= 64 && i + 9 * count <= v.size(), "visits");
        for (std::size_t g = 0; g < count; ++g, i += 9)
            visit.groups.push_back(
                {v[i], v[i + 1], v[i + 2] != 0, v[i + 3], v[i + 4], v[i + 5], v[i + 6], v[i + 7], v[i + 8]});
        visits_.push_back(std::move(visit));
    }
    analysis_ = {};
}

}  // namespace langevin::gaussian_rbm

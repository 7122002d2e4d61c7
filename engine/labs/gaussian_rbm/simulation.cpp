// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/gaussian_rbm/simulation.h"

#include <algorithm>

namespace langevin::gaussian_rbm {
namespace {

constexpr std::size_t history_points = 1024;
using weights::lanes;

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
    const auto& setting = settings[std::min<std::size_t>(course_.setting, settings.size() - 1)];
    model.rate = setting.rate;
    model.batch = setting.batch;
    return model;
}

bool RbmSimulation::finished() const {
    return scanning() && course_.setting >= weights::published_settings().size();
}

bool RbmSimulation::step(const StepContext& context) {
    const auto now = model();
    const bool noiseless = parameters_.rule == Rule::noiseless;
    auto counted = parameters_;
    counted.batch = now.batch;
    const bool complete = weights::update_all(blocks_, draws(counted), context, [&](weights::RbmBlock& block) {
        if (noiseless)
            block.update_noiseless(now);
        else
            block.update(now, random_, context.step);
    });
    if (!complete) return false;
    if (!weights::all_finite(blocks_))
        throw Failure(
            {"the weights ran away at update " + std::to_string(context.step + 1), "rate",
             "The fluctuations made the machine's kernel negative: choose a smaller learning rate or a larger batch"});
    course_.advance(now.rate);
    if (course_.updates % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    if (scanning()) advance_scan();
    return true;
}

void RbmSimulation::measure(int threads) {
    const auto now = model();
    const auto all = weights::of_all_seeds(
        blocks_, threads, [&](const weights::RbmBlock& block, int lane) { return block.levels(now, lane); });
    const auto n = static_cast<std::size_t>(parameters_.visible);
    const auto groups = weights::level_groups(now);
    std::vector<double> row{course_.since_start};
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
    weights::keep(visits_, visit(model(), record_));
}

void RbmSimulation::advance_scan() {
    if (finished() || course_.learning_time < parameters_.thermalisation + parameters_.dwell) return;
    keep_visit();
    ++course_.setting;
    if (!finished()) begin_ensemble();
}

void RbmSimulation::begin_ensemble() {
    course_.learning_time = 0;
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
    if (new_scan) course_.setting = 0;
    if (another_ensemble) begin_ensemble();
}

View RbmSimulation::view() const {
    return {parameters_, model(), record_, history_, visits_, course_.setting};
}

void RbmSimulation::refresh_analysis(bool always) const {
    if (weights::due(record_.samples(), analysis_.samples, always)) analysis_ = analyse(view());
}

void RbmSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    const auto settings = weights::published_settings().size();
    if (scanning()) {
        const auto now = model();
        snapshot.progress = {static_cast<double>(std::min<std::size_t>(course_.setting, settings)),
                             static_cast<double>(settings),
                             "α = " + to_text(now.rate) + ", |B| = " + std::to_string(now.batch)};
    } else if (thermalising()) {
        snapshot.progress = {course_.learning_time, parameters_.thermalisation, "thermalising"};
    }
    refresh_analysis(attention.complete);
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention, view(), analysis_);
}

void RbmSimulation::save(Archive& archive) const {
    course_.save(archive);
    weights::save_blocks(archive, blocks_);
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
    course_.load(archive);
    for (auto& block : blocks_) block.adopt(model());
    weights::load_blocks(archive, blocks_);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/teacher_student/simulation.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/parallel/parallel.h"

namespace langevin::teacher_student {
namespace {

constexpr std::size_t history_points = 1024;
constexpr double draws_worth_a_thread = 40000;
constexpr double draws_worth_a_backup = 1e6;
constexpr int lanes = weights::StudentBlock::lanes;

weights::LevelRecord make_record(const Parameters& p, const weights::TeacherModel& model) {
    const bool stable = weights::distance_law(model).decay < 1;
    const double scale = stable ? std::max(weights::student_spacing(model), 1e-6) : 1;
    std::vector<weights::LevelRecord::Group> groups;
    for (int pair = 0; pair < p.pairs; ++pair) groups.push_back({{2 * pair, 2 * pair + 1}, scale});
    const double margin = 3.5 * scale;
    return {std::move(groups), p.seeds, model.value(0) - margin, model.value(p.pairs - 1) + margin};
}

statistics::TimeSeries make_distances(const Parameters& p) {
    const auto seeds = static_cast<std::size_t>(p.seeds);
    return {1, seeds, std::max<std::size_t>(64, (std::size_t{1} << 15) / seeds) / 2 * 2};
}

}  // namespace

StudentSimulation::StudentSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      record_(make_record(parameters_, model())),
      distances_(make_distances(parameters_)),
      history_(history_levels + static_cast<std::size_t>(2 * parameters_.pairs), 1, history_points) {
    for (int seed = 0; seed < parameters_.seeds; seed += lanes)
        blocks_.emplace_back(model(), seed, parameters_.width, random_);
    begin_ensemble();
}

/// A scan chooses the setting by itself.
weights::TeacherModel StudentSimulation::model() const {
    auto model = parameters_.model();
    if (!scanning()) return model;
    const auto& settings = weights::published_students();
    const auto& setting = settings[std::min(setting_, settings.size() - 1)];
    model.rate = setting.rate;
    model.batch = setting.batch;
    model.noise = setting.noise;
    return model;
}

bool StudentSimulation::finished() const {
    return scanning() && setting_ >= weights::published_students().size();
}

bool StudentSimulation::step(const StepContext& context) {
    const auto now = model();
    const double draws = double(now.dimension()) * now.batch * parameters_.seeds;
    const bool slow = draws > draws_worth_a_backup;
    if (slow) {
        backup_.clear();
        for (const auto& block : blocks_) backup_.push_back(block.values());
    }
    const auto stop = slow ? context.stop : std::stop_token{};
    std::atomic<bool> complete = true;
    parallel::for_each_index(blocks_.size(), draws < draws_worth_a_thread ? 1 : context.threads, [&](std::size_t i) {
        if (stop.stop_requested())
            complete = false;
        else
            blocks_[i].update(now, random_, context.step);
    });
    if (!complete) {
        for (std::size_t i = 0; i < blocks_.size(); ++i) blocks_[i].set_values(backup_[i]);
        return false;
    }
    if (!std::all_of(blocks_.begin(), blocks_.end(), [](const auto& block) { return block.finite(); }))
        throw Failure({"the students ran away at update " + std::to_string(context.step + 1), "rate",
                       "Training is unstable where (1 − α)² + α²(d + 1)/|B| exceeds 1: choose a smaller learning rate "
                       "or a larger batch"});
    ++updates_;
    learning_time_ += now.rate;
    since_start_ += now.rate;
    if (updates_ % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    if (scanning() && !finished() && learning_time_ >= parameters_.thermalisation + parameters_.dwell) {
        keep_visit();
        ++setting_;
        if (!finished()) begin_ensemble();
    }
    return true;
}

std::vector<double> StudentSimulation::distances() const {
    std::vector<double> all;
    for (const auto& block : blocks_)
        for (int lane = 0; lane < lanes; ++lane) all.push_back(block.squared_distance(model(), lane));
    return all;
}

void StudentSimulation::measure(int threads) {
    const auto d = static_cast<std::size_t>(2 * parameters_.pairs), seeds = static_cast<std::size_t>(parameters_.seeds);
    std::vector<double> spectra(d * seeds);
    parallel::for_each_index(blocks_.size(), threads, [&](std::size_t i) {
        for (int lane = 0; lane < lanes; ++lane) {
            const auto x = blocks_[i].levels(lane);
            const auto seed = i * lanes + static_cast<std::size_t>(lane);
            std::copy(x.begin(), x.end(), spectra.begin() + static_cast<std::ptrdiff_t>(seed * d));
        }
    });
    const auto squares = distances();
    double sum = 0, sum_of_squares = 0;
    for (const double e : squares) {
        sum += e;
        sum_of_squares += e * e;
    }
    const double n = static_cast<double>(seeds), mean = sum / n;
    std::vector<double> row{since_start_, mean, std::sqrt(std::max(0.0, sum_of_squares / n - mean * mean) / n)};
    row.insert(row.end(), spectra.begin(), spectra.begin() + static_cast<std::ptrdiff_t>(d));
    history_.push(row);
    if (thermalising()) return;
    record_.record(spectra);
    distances_.push(squares);
}

void StudentSimulation::keep_visit() {
    const auto here = visit(model(), record_);
    if (!here) return;
    visits_.push_back(*here);
    if (visits_.size() > 64) visits_.erase(visits_.begin());
}

void StudentSimulation::begin_ensemble() {
    learning_time_ = 0;
    record_ = make_record(parameters_, model());
    distances_.clear();
    analysis_ = {};
    double sum = 0;
    const auto squares = distances();
    for (const double e : squares) sum += e;
    const auto now = model();
    epochs_.push_back({since_start_, sum / static_cast<double>(squares.size()), now.rate, weights::distance_law(now)});
    if (epochs_.size() > 24) epochs_.erase(epochs_.begin());
}

void StudentSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    auto same = fresh;
    same.dwell = parameters_.dwell;
    same.thermalisation = parameters_.thermalisation;
    same.interval = parameters_.interval;
    const bool another_ensemble = same != parameters_;
    if (another_ensemble) keep_visit();
    if (fresh.scan != parameters_.scan) setting_ = 0;
    parameters_ = fresh;
    if (another_ensemble) begin_ensemble();
}

View StudentSimulation::view() const {
    return {parameters_, model(), record_, distances_, history_, epochs_, visits_, finished()};
}

void StudentSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    if (scanning()) {
        const auto now = model();
        const auto settings = weights::published_students().size();
        snapshot.progress = {
            static_cast<double>(std::min(setting_, settings)), static_cast<double>(settings),
            "α = " + to_text(now.rate) + ", |B| = " + std::to_string(now.batch) + ", ν = " + to_text(now.noise)};
    } else if (thermalising()) {
        snapshot.progress = {learning_time_, parameters_.thermalisation, "thermalising"};
    }
    const auto count = record_.samples();
    const bool due = attention.complete || count >= analysis_.samples + analysis_.samples / 12 + 1;
    if (count > 0 && due) analysis_ = analyse(view());
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention, view(), analysis_);
}

void StudentSimulation::save(Archive& archive) const {
    archive.put("counters", std::vector<std::uint64_t>{updates_, setting_});
    archive.put("times", std::vector<double>{since_start_, learning_time_});
    std::vector<double> state, epochs, visits;
    for (const auto& block : blocks_) state.insert(state.end(), block.values().begin(), block.values().end());
    for (const auto& e : epochs_)
        epochs.insert(epochs.end(), {e.learning_time, e.distance, e.rate, e.law.decay, e.law.source});
    for (const auto& v : visits_)
        visits.insert(visits.end(), {v.rate, static_cast<double>(v.batch), v.noise, v.spacing, v.spacing_error, v.width,
                                     v.width_error});
    archive.put("state", state);
    archive.put("epochs", epochs);
    archive.put("visits", visits);
    record_.save(archive, "record.");
    distances_.save(archive, "distances.");
    history_.save(archive, "history.");
}

void StudentSimulation::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 2);
    const auto& times = archive.get<double>("times", 2);
    updates_ = counters[0];
    setting_ = counters[1];
    since_start_ = times[0];
    learning_time_ = times[1];
    const auto size = blocks_.front().values().size();
    const auto& state = archive.get<double>("state", size * blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const auto begin = state.begin() + static_cast<std::ptrdiff_t>(i * size);
        blocks_[i].set_values({begin, begin + static_cast<std::ptrdiff_t>(size)});
    }
    record_ = make_record(parameters_, model());
    record_.load(archive, "record.");
    distances_.load(archive, "distances.");
    history_.load(archive, "history.");
    const auto& e = archive.get<double>("epochs");
    const auto& v = archive.get<double>("visits");
    epochs_.clear();
    visits_.clear();
    for (std::size_t i = 0; i + 4 < e.size(); i += 5)
        epochs_.push_back({e[i], e[i + 1], e[i + 2], {e[i + 3], e[i + 4]}});
    for (std::size_t i = 0; i + 6 < v.size(); i += 7)
        visits_.push_back({v[i], static_cast<int>(v[i + 1]), v[i + 2], v[i + 3], v[i + 4], v[i + 5], v[i + 6]});
    analysis_ = {};
}

}  // namespace langevin::teacher_student

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/teacher_student/simulation.h"

#include <algorithm>
#include <cmath>

namespace langevin::teacher_student {
namespace {

constexpr std::size_t history_points = 1024;

using weights::lanes;

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
    const auto& setting = settings[std::min<std::size_t>(course_.setting, settings.size() - 1)];
    model.rate = setting.rate;
    model.batch = setting.batch;
    model.noise = setting.noise;
    return model;
}

bool StudentSimulation::finished() const {
    return scanning() && course_.setting >= weights::published_students().size();
}

bool StudentSimulation::step(const StepContext& context) {
    const auto now = model();
    const double draws = double(now.dimension()) * now.batch * parameters_.seeds;
    const bool complete = weights::update_all(
        blocks_, draws, context, [&](weights::StudentBlock& block) { block.update(now, random_, context.step); });
    if (!complete) return false;
    if (!weights::all_finite(blocks_))
        throw Failure({"the students ran away at update " + std::to_string(context.step + 1), "rate",
                       "Training is unstable where (1 − α)² + α²(d + 1)/|B| exceeds 1: choose a smaller learning rate "
                       "or a larger batch"});
    course_.advance(now.rate);
    if (course_.updates % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    if (scanning() && !finished() && course_.learning_time >= parameters_.thermalisation + parameters_.dwell) {
        keep_visit();
        ++course_.setting;
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
    const auto spectra = weights::of_all_seeds(
        blocks_, threads, [](const weights::StudentBlock& block, int lane) { return block.levels(lane); });
    const auto squares = distances();
    double sum = 0, sum_of_squares = 0;
    for (const double e : squares) {
        sum += e;
        sum_of_squares += e * e;
    }
    const double n = static_cast<double>(seeds), mean = sum / n;
    std::vector<double> row{course_.since_start, mean, std::sqrt(std::max(0.0, sum_of_squares / n - mean * mean) / n)};
    row.insert(row.end(), spectra.begin(), spectra.begin() + static_cast<std::ptrdiff_t>(d));
    history_.push(row);
    if (thermalising()) return;
    record_.record(spectra);
    distances_.push(squares);
}

void StudentSimulation::keep_visit() {
    const auto here = visit(model(), record_);
    if (here) weights::keep(visits_, *here);
}

void StudentSimulation::begin_ensemble() {
    course_.learning_time = 0;
    record_ = make_record(parameters_, model());
    distances_.clear();
    analysis_ = {};
    double sum = 0;
    const auto squares = distances();
    for (const double e : squares) sum += e;
    const auto now = model();
    epochs_.push_back(
        {course_.since_start, sum / static_cast<double>(squares.size()), now.rate, weights::distance_law(now)});
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
    if (fresh.scan != parameters_.scan) course_.setting = 0;
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
            static_cast<double>(std::min<std::size_t>(course_.setting, settings)), static_cast<double>(settings),
            "α = " + to_text(now.rate) + ", |B| = " + std::to_string(now.batch) + ", ν = " + to_text(now.noise)};
    } else if (thermalising()) {
        snapshot.progress = {course_.learning_time, parameters_.thermalisation, "thermalising"};
    }
    if (weights::due(record_.samples(), analysis_.samples, attention.complete)) analysis_ = analyse(view());
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention, view(), analysis_);
}

void StudentSimulation::save(Archive& archive) const {
    course_.save(archive);
    weights::save_blocks(archive, blocks_);
    std::vector<double> epochs, visits;
    for (const auto& e : epochs_)
        epochs.insert(epochs.end(), {e.learning_time, e.distance, e.rate, e.law.decay, e.law.source});
    for (const auto& v : visits_)
        visits.insert(visits.end(), {v.rate, static_cast<double>(v.batch), v.noise, v.spacing, v.spacing_error, v.width,
                                     v.width_error});
    archive.put("epochs", epochs);
    archive.put("visits", visits);
    record_.save(archive, "record.");
    distances_.save(archive, "distances.");
    history_.save(archive, "history.");
}

void StudentSimulation::load(const Archive& archive) {
    course_.load(archive);
    weights::load_blocks(archive, blocks_);
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

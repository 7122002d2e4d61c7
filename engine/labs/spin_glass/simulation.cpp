// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/simulation.h"

#include <algorithm>
#include <cmath>

#include "engine/parallel/parallel.h"

namespace langevin::spin_glass_lab {
namespace {

constexpr std::size_t history_points = 1024;

/// Bins that hold equally many of the values -1, -1 + 2/N, ... 1 that an overlap can have.
statistics::RunningHistogram make_overlaps(const Parameters& p) {
    const int values = std::max(1, p.spins / 40);
    const int bins = ((p.spins + values) / values + 3) / 4 * 4;
    const double width = 2.0 * values / p.spins, low = -bins * width / 2 - 1.0 / p.spins;  // edges lie between values
    return {static_cast<std::size_t>(bins), low, low + bins * width, statistics::Outside::drop,
            static_cast<std::size_t>(p.samples)};
}

std::size_t columns(const Parameters& p) {
    return observables * static_cast<std::size_t>(p.temperatures);
}

}  // namespace

SpinGlassSimulation::SpinGlassSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      model_(parameters_.model()),
      random_(random),
      averages_(columns(parameters_), static_cast<std::size_t>(parameters_.samples)),
      overlaps_(make_overlaps(parameters_)),
      history_(4, 1, history_points),
      map_(parameters_.field) {
    for (int s = 0; s < parameters_.samples; ++s) samples_.emplace_back(model_, static_cast<std::uint32_t>(s), random_);
}

/// Index of the simulated temperature nearest to the one asked for.
std::size_t SpinGlassSimulation::shown() const {
    const auto& t = model_.temperatures;
    const auto nearer = [&](double a, double b) {
        return std::abs(a - parameters_.shown) < std::abs(b - parameters_.shown);
    };
    return static_cast<std::size_t>(std::min_element(t.begin(), t.end(), nearer) - t.begin());
}

bool SpinGlassSimulation::step(const StepContext& context) {
    parallel::for_each_index(samples_.size(), context.threads,
                             [&](std::size_t s) { samples_[s].update(model_, random_, context.step); });
    ++sweeps_;
    ++since_edit_;
    if (sweeps_ % static_cast<std::uint64_t>(parameters_.interval) == 0) measure(context.threads);
    return true;
}

void SpinGlassSimulation::measure(int threads) {
    const auto first = samples_.front().state(model_, shown());
    history_.push(std::vector<double>{static_cast<double>(sweeps_), first.overlap, first.magnetisation[0],
                                      first.magnetisation[1]});
    if (since_edit_ <= static_cast<std::uint64_t>(parameters_.thermalisation)) return;
    const std::size_t count = model_.temperatures.size(), size = samples_.size();
    std::vector<std::vector<double>> values(size);
    std::vector<double> shown_overlaps(size);
    parallel::for_each_index(size, threads, [&](std::size_t s) {
        values[s].resize(observables * count);
        for (std::size_t k = 0; k < count; ++k) {
            const auto state = samples_[s].state(model_, k);
            double* v = &values[s][k * observables];
            for (int replica = 0; replica < 2; ++replica) {
                const double m = state.magnetisation[replica], m2 = m * m;
                v[energy] += state.energy[replica] / 2;
                v[magnetisation] += std::abs(m) / 2;
                v[magnetisation_squared] += m2 / 2;
                v[magnetisation_fourth] += m2 * m2 / 2;
            }
            const double q2 = state.overlap * state.overlap;
            v[overlap] = std::abs(state.overlap);
            v[overlap_squared] = q2;
            v[overlap_fourth] = q2 * q2;
            if (k == shown()) shown_overlaps[s] = state.overlap;
        }
    });
    for (std::size_t s = 0; s < size; ++s) {
        averages_.add(s, values[s]);
        overlaps_.count(shown_overlaps[s], s);
    }
    overlaps_.commit();
}

void SpinGlassSimulation::apply(const ParameterSet& set) {
    const auto before = parameters_;
    const auto shown_before = shown();
    parameters_ = binding().read(set);
    const bool another_ensemble = parameters_.field != before.field || parameters_.coldest != before.coldest ||
                                  parameters_.hottest != before.hottest;
    if (another_ensemble) {
        for (auto& sample : samples_) sample.change_field(parameters_.field - before.field);
        model_ = parameters_.model();
        since_edit_ = 0;
        averages_.clear();
        theory_ = {};
        if (parameters_.field != before.field) map_ = TheoryMap(parameters_.field);
    }
    if (!another_ensemble && shown() == shown_before) return;
    overlaps_ = make_overlaps(parameters_);
    history_.clear();
}

View SpinGlassSimulation::view(const std::stop_token& stop) const {
    if (theory_.temperature.empty()) theory_ = theory_for(parameters_, stop);
    std::vector<double> rates(model_.temperatures.size() - 1);
    for (std::size_t k = 0; k < rates.size(); ++k) {
        double accepted = 0, tried = 0;
        for (const auto& sample : samples_) {
            accepted += static_cast<double>(sample.exchanges()[k]);
            tried += static_cast<double>(sample.attempts()[k]);
        }
        rates[k] = tried > 0 ? accepted / tried : 0;
    }
    return {parameters_, model_.temperatures, shown(), averages_, overlaps_, history_, std::move(rates), theory_, map_};
}

void SpinGlassSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    const auto thermalisation = static_cast<std::uint64_t>(parameters_.thermalisation);
    if (since_edit_ < thermalisation)
        snapshot.progress = {static_cast<double>(since_edit_), static_cast<double>(thermalisation), "thermalising"};
    if (attention.wants("map_overlap") || attention.wants("map_magnetisation"))
        attention.complete ? map_.finish() : map_.advance(std::chrono::milliseconds(8));
    const auto view = this->view(attention.stop);
    const auto rows = table(view);
    snapshot.scalars = rows;
    fill_panels(snapshot, attention, view, rows);
}

void SpinGlassSimulation::save(Archive& archive) const {
    std::vector<double> values;
    std::vector<std::uint64_t> counters{sweeps_, since_edit_};
    for (const auto& sample : samples_) sample.save(values, counters);
    archive.put("values", values);
    archive.put("counters", counters);
    averages_.save(archive, "averages.");
    overlaps_.save(archive, "overlaps.");
    history_.save(archive, "history.");
}

void SpinGlassSimulation::load(const Archive& archive) {
    std::span<const double> values = archive.get<double>("values");
    std::span<const std::uint64_t> counters = archive.get<std::uint64_t>("counters");
    Archive::demand(counters.size() > 2, "counters");
    sweeps_ = counters[0];
    since_edit_ = counters[1];
    counters = counters.subspan(2);
    for (auto& sample : samples_) sample.load(values, counters);
    Archive::demand(values.empty() && counters.empty(), "counters");
    averages_.load(archive, "averages.");
    overlaps_.load(archive, "overlaps.");
    history_.load(archive, "history.");
}

}  // namespace langevin::spin_glass_lab

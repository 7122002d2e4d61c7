// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/simulation.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>

#include "engine/parallel/parallel.h"

namespace langevin::coulomb_gas_lab {
namespace {

/// Streams of random numbers; an update of many steps numbers them within its step.
enum Purpose : std::uint16_t { kicks = 0, bridges = 1, start_values = 2, samples = 3, matrix_kicks = 4 };
constexpr std::uint64_t parts_per_update = 1024;

constexpr std::size_t history_points = 1024;
constexpr std::size_t most_trails = 32;
/// Above this many pairs an update may last longer than 5 ms and have to be abandoned.
constexpr double work_worth_a_backup = 5e6;
/// Below this many pairs an update is over before a second thread has woken up.
constexpr double work_worth_a_thread = 2e5;
/// An equilibrium start that takes longer than some 50 ms is drawn by the first step.
constexpr double most_start_work = 2e6;

std::size_t size_of(int n) {
    return static_cast<std::size_t>(n);
}

double pairs(const Parameters& p) {
    return static_cast<double>(p.levels) * p.levels * p.copies;
}

/// What relaxes to what: known for the potentials with a closed equation for sum x^2.
Relaxation relaxation(const coulomb_gas::Ensemble& e, double time, double value) {
    if (!coulomb_gas::can_be_sampled(e)) return {time, value, 0, 0};
    return {time, value, mean_square_sum(e) / e.levels, 2 * e.potential.kappa};
}

}  // namespace

CoulombGasSimulation::CoulombGasSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      ensemble_(parameters_.ensemble()),
      random_(random),
      coordinates_(size_of(parameters_.levels) * size_of(parameters_.copies)),
      levels_(coordinates_.size()),
      measurements_(parameters_),
      trails_(size_of(parameters_.levels), most_trails),
      history_(history_columns, 1, history_points) {
    const bool exact = parameters_.start == Start::equilibrium && coulomb_gas::can_be_sampled(ensemble_);
    to_be_sampled_ = exact && pairs(parameters_) > most_start_work;
    for (std::size_t c = 0; c < size_of(parameters_.copies); ++c) place(c, {});
    take_levels();
    make_matrices();
    after_edit(exact);
}

std::span<double> CoulombGasSimulation::copy(std::size_t index) {
    const auto n = size_of(parameters_.levels);
    return std::span(coordinates_).subspan(index * n, n);
}

void CoulombGasSimulation::place(std::size_t index, const coulomb_gas::Workers& workers) {
    auto q = copy(index);
    const bool equilibrium = parameters_.start == Start::equilibrium && !to_be_sampled_;
    if (equilibrium && coulomb_gas::can_be_sampled(ensemble_)) {
        RandomSequence sequence(random_, Stream::of(start_values, static_cast<std::uint32_t>(index)), 0);
        const auto x = coulomb_gas::sample(ensemble_, sequence);
        std::transform(x.begin(), x.end(), q.begin(), [&](double v) { return coordinate_of(ensemble_, v); });
    } else if (index > 0) {
        std::copy_n(coordinates_.begin(), q.size(), q.begin());
    } else {
        const auto start = equilibrium && parameters_.levels <= 400 ? coulomb_gas::most_probable(ensemble_, workers)
                                                                    : coulomb_gas::spread_start(ensemble_);
        std::copy(start.begin(), start.end(), q.begin());
        if (parameters_.start == Start::compressed) {
            const double middle = (q.front() + q.back()) / 2;
            for (double& v : q) v = middle + 0.02 * (v - middle);
        }
    }
    coulomb_gas::put_in_order(ensemble_, q);
}

/// The exact start of a large gas, drawn where a stop is noticed.
bool CoulombGasSimulation::start_equilibrium(const StepContext& context) {
    std::atomic<bool> complete = true;
    std::vector<double> drawn(coordinates_.size());
    const auto n = size_of(parameters_.levels);
    parallel::for_each_index(size_of(parameters_.copies), context.threads, [&](std::size_t c) {
        RandomSequence sequence(random_, Stream::of(start_values, static_cast<std::uint32_t>(c)), 0);
        const auto x = coulomb_gas::sample(ensemble_, sequence, context.stop);
        if (x.empty()) complete = false;
        for (std::size_t i = 0; i < x.size(); ++i) drawn[c * n + i] = coordinate_of(ensemble_, x[i]);
    });
    if (!complete) return false;
    coordinates_.swap(drawn);
    for (std::size_t c = 0; c < size_of(parameters_.copies); ++c) coulomb_gas::put_in_order(ensemble_, copy(c));
    to_be_sampled_ = false;
    take_levels();
    make_matrices();
    trails_.clear();
    relaxations_.clear();
    after_edit(true);
    return true;
}

void CoulombGasSimulation::make_matrices() {
    matrices_.clear();
    if (parameters_.algorithm != Algorithm::matrix) return;
    const auto n = size_of(parameters_.levels);
    for (std::size_t c = 0; c < size_of(parameters_.copies); ++c)
        matrices_.emplace_back(ensemble_, std::span<const double>(levels_).subspan(c * n, n));
}

void CoulombGasSimulation::take_levels() {
    for (std::size_t i = 0; i < levels_.size(); ++i) levels_[i] = level_of(ensemble_, coordinates_[i]);
}

bool CoulombGasSimulation::may_take_long() const {
    const auto& p = parameters_;
    const double work = pairs(p);
    switch (p.algorithm) {
        case Algorithm::tamed:
            return work * p.steps_per_update > work_worth_a_backup;
        case Algorithm::implicit:
        case Algorithm::sampler:
            return 40 * work * p.steps_per_update > work_worth_a_backup;
        case Algorithm::adaptive:
            return true;
        case Algorithm::matrix:
            return false;  // each matrix is quick (see validate), and replaced as a whole
    }
    return true;
}

bool CoulombGasSimulation::step(const StepContext& context) {
    if (to_be_sampled_ && !start_equilibrium(context)) return false;
    const auto& p = parameters_;
    StepContext inner = context;
    const bool slow = may_take_long();
    const bool matrices = p.algorithm == Algorithm::matrix;
    if (slow) backup_ = coordinates_;
    if (!slow && !matrices) inner.stop = {};
    std::vector<coulomb_gas::MatrixProcess> old_matrices;
    if (matrices) old_matrices = matrices_;
    if (pairs(p) * p.steps_per_update < work_worth_a_thread && p.algorithm == Algorithm::tamed) inner.threads = 1;

    std::atomic<bool> complete = true;
    const auto run = [&](std::size_t c, int threads) {
        if (inner.stop.stop_requested() || !advance(c, inner, threads)) complete = false;
    };
    if (p.copies == 1)
        run(0, inner.threads);
    else
        parallel::for_each_index(size_of(p.copies), inner.threads, [&](std::size_t c) { run(c, 1); });
    if (!complete) {
        if (slow) coordinates_.swap(backup_);
        if (matrices) {
            matrices_.swap(old_matrices);
            for (std::size_t i = 0; i < levels_.size(); ++i) coordinates_[i] = coordinate_of(ensemble_, levels_[i]);
        }
        return false;
    }
    check_finite(context.step);
    take_levels();
    const double passed = p.algorithm == Algorithm::sampler ? 1 : p.step * p.steps_per_update;
    time_ += passed;
    since_edit_ += passed;
    ++updates_;
    measure();
    return true;
}

bool CoulombGasSimulation::advance(std::size_t index, const StepContext& context, int threads) {
    const auto& p = parameters_;
    const auto member = static_cast<std::uint32_t>(index);
    auto q = copy(index);
    const coulomb_gas::Workers workers{threads, context.stop};
    if (p.algorithm == Algorithm::matrix) return advance_matrix(index, context);
    if (p.algorithm == Algorithm::sampler) {
        RandomSequence sequence(random_, Stream::of(samples, member), context.step);
        const auto x = coulomb_gas::sample(ensemble_, sequence, context.stop);
        for (std::size_t i = 0; i < x.size(); ++i) q[i] = coordinate_of(ensemble_, x[i]);
        if (!x.empty()) coulomb_gas::put_in_order(ensemble_, q);
        return !x.empty();
    }
    std::vector<double> noise(q.size());
    for (int s = 0; s < p.steps_per_update; ++s) {
        const auto part = context.step * parts_per_update + static_cast<std::uint64_t>(s);
        random_.normals<double>(Stream::of(kicks, member), part, 0, 1, noise);
        for (double& v : noise) v *= std::sqrt(p.step);
        bool done = false;
        if (p.algorithm == Algorithm::tamed) done = coulomb_gas::tamed_step(ensemble_, q, p.step, noise, workers);
        if (p.algorithm == Algorithm::implicit) done = coulomb_gas::implicit_step(ensemble_, q, p.step, noise, workers);
        if (p.algorithm == Algorithm::adaptive)
            done = coulomb_gas::adaptive_step(ensemble_, q, p.step, noise, 0.1,
                                              {random_, Stream::of(bridges, member), part}, workers);
        if (!done) return false;
    }
    return true;
}

/// Exact at any step: the steps of an update are one.
bool CoulombGasSimulation::advance_matrix(std::size_t index, const StepContext& context) {
    auto& matrix = matrices_[index];
    std::vector<double> noise(coulomb_gas::MatrixProcess::entries(ensemble_));
    random_.normals<double>(Stream::of(matrix_kicks, static_cast<std::uint32_t>(index)), context.step, 0, 1, noise);
    matrix.step(ensemble_, parameters_.step * parameters_.steps_per_update, noise);
    const auto x = matrix.levels();
    auto q = copy(index);
    for (std::size_t i = 0; i < x.size(); ++i)
        q[i] = coordinate_of(ensemble_, std::max(x[i], ensemble_.laguerre() ? 0 : x[i]));
    coulomb_gas::put_in_order(ensemble_, q);
    return true;
}

void CoulombGasSimulation::check_finite(std::uint64_t step) const {
    constexpr double limit = 1e12;
    for (const double q : coordinates_)
        if (!(std::abs(q) < limit))
            throw Failure(
                {"a charge ran away to infinity at update " + std::to_string(step + 1), "step",
                 "The potential is too steep for this step: choose a smaller one, or the implicit integrator"});
}

void CoulombGasSimulation::measure() {
    const auto n = size_of(parameters_.levels), copies = size_of(parameters_.copies);
    trails_.record(time_, std::span<const double>(levels_).first(n), parameters_.trail);
    double sum = 0, squares = 0;
    for (std::size_t c = 0; c < copies; ++c) {
        const double value =
            square_sum_of(ensemble_, std::span<const double>(levels_).subspan(c * n, n)) / static_cast<double>(n);
        sum += value;
        squares += value * value;
    }
    const double count = static_cast<double>(copies), mean = sum / count;
    const double error = copies > 1 ? std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1)) : 0;
    history_.push(std::vector<double>{time_, mean, error});
    if (thermalising() || updates_ % static_cast<std::uint64_t>(parameters_.interval) != 0) return;
    measurements_.record(levels_);
}

/// Another ensemble begins here.
void CoulombGasSimulation::after_edit(bool equilibrium) {
    since_edit_ = equilibrium ? parameters_.thermalisation : 0;
    measurements_ = Measurements(parameters_);
    analysis_ = {};
    const auto count = static_cast<double>(levels_.size());
    relaxations_.push_back(relaxation(ensemble_, time_, square_sum_of(ensemble_, levels_) / count));
    if (relaxations_.size() > 24) relaxations_.erase(relaxations_.begin());
}

void CoulombGasSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    const bool same = fresh.same_ensemble_and_dynamics(parameters_);
    const bool another_view = fresh.unfolding != parameters_.unfolding;
    parameters_ = fresh;
    if (another_view) analysis_ = {};
    if (same) return;
    ensemble_ = parameters_.ensemble();
    // Levels stay where they are; those of a Laguerre ensemble are positive.
    for (std::size_t i = 0; i < levels_.size(); ++i)
        coordinates_[i] = coordinate_of(ensemble_, ensemble_.laguerre() ? std::abs(levels_[i]) : levels_[i]);
    for (std::size_t c = 0; c < size_of(parameters_.copies); ++c) coulomb_gas::put_in_order(ensemble_, copy(c));
    take_levels();
    make_matrices();
    after_edit(false);
}

void CoulombGasSimulation::refresh_analysis(bool always) const {
    const auto count = measurements_.samples();
    if (count == 0 || (!always && count < analysis_.samples + analysis_.samples / 12 + 1)) return;
    const View view{parameters_, ensemble_, measurements_, trails_, history_, relaxations_, law_};
    analysis_ = {};
    analysis_.samples = count;
    analysis_.table = analyse(view);
}

/// Neighbours at a gap s repel each other within a time s^2/(beta T); steps beyond a tenth of that lose them.
double CoulombGasSimulation::longest_step() const {
    const auto n = size_of(parameters_.levels);
    std::vector<double> gaps(n - 1);
    for (std::size_t i = 0; i + 1 < n; ++i) gaps[i] = coordinates_[i + 1] - coordinates_[i];
    const auto median = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), median, gaps.end());
    return 0.1 * *median * *median / (ensemble_.beta * ensemble_.temperature);
}

std::string CoulombGasSimulation::message() const {
    // After a start from one point gaps are small for a while.
    if (parameters_.algorithm != Algorithm::tamed || thermalising() || measurements_.samples() < 50) return "";
    if (const double longest = longest_step(); parameters_.step > longest) {
        char text[32];
        std::snprintf(text, sizeof text, "%.1g", longest);
        return "The step is too long for gaps as small as these: spacings and energies are biased. Choose a step "
               "below " +
               std::string(text) + ", fewer charges or the implicit integrator.";
    }
    const auto found = std::find_if(analysis_.table.begin(), analysis_.table.end(),
                                    [](const Measurement& m) { return m.key == "square_sum" || m.key == "virial"; });
    if (found == analysis_.table.end() || !(std::abs(found->value - 1) > 0.03 + 5 * found->error)) return "";
    return "The step is too long: an exact identity is violated by " +
           std::to_string(static_cast<int>(std::lround(100 * std::abs(found->value - 1)))) +
           " % (see the table). Choose a smaller step or the implicit integrator.";
}

void CoulombGasSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    if (thermalising()) snapshot.progress = {since_edit_, parameters_.thermalisation, "thermalising"};
    refresh_analysis(attention.complete);
    snapshot.message = message();
    snapshot.scalars = analysis_.table;
    fill_panels(snapshot, attention,
                {parameters_, ensemble_, measurements_, trails_, history_, relaxations_, law_, attention.stop},
                analysis_);
}

void CoulombGasSimulation::save(Archive& archive) const {
    archive.put("counters", std::vector<std::uint64_t>{updates_, to_be_sampled_ ? 1u : 0u});
    archive.put("times", std::vector<double>{time_, since_edit_});
    archive.put("coordinates", coordinates_);
    archive.put("levels", levels_);
    std::vector<double> entries;
    for (const auto& m : matrices_) entries.insert(entries.end(), m.values().begin(), m.values().end());
    archive.put("matrices", entries);
    std::vector<double> relaxations;
    for (const auto& r : relaxations_) relaxations.insert(relaxations.end(), {r.time, r.value, r.target, r.rate});
    archive.put("relaxations", relaxations);
    measurements_.save(archive, "");
    trails_.save(archive, "trails.");
    history_.save(archive, "history.");
}

void CoulombGasSimulation::load(const Archive& archive) {
    const auto& counters = archive.get<std::uint64_t>("counters", 2);
    const auto& times = archive.get<double>("times", 2);
    const auto& coordinates = archive.get<double>("coordinates", coordinates_.size());
    const auto& levels = archive.get<double>("levels", levels_.size());
    const std::size_t size = matrices_.empty() ? 0 : matrices_.front().values().size();
    const auto& entries = archive.get<double>("matrices", size * matrices_.size());
    const auto& relaxations = archive.get<double>("relaxations");
    measurements_.load(archive, "");
    trails_.load(archive, "trails.");
    history_.load(archive, "history.");
    updates_ = counters[0];
    to_be_sampled_ = counters[1] != 0;
    time_ = times[0];
    since_edit_ = times[1];
    coordinates_ = coordinates;
    levels_ = levels;
    for (std::size_t c = 0; c < matrices_.size(); ++c)
        matrices_[c].set_values(std::span<const double>(entries).subspan(c * size, size));
    relaxations_.clear();
    for (std::size_t i = 0; i + 3 < relaxations.size(); i += 4)
        relaxations_.push_back({relaxations[i], relaxations[i + 1], relaxations[i + 2], relaxations[i + 3]});
    analysis_ = {};
}

}  // namespace langevin::coulomb_gas_lab

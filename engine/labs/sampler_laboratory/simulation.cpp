// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/sampler_laboratory/simulation.h"

#include <algorithm>
#include <cmath>

namespace langevin::sampler_laboratory {
namespace {

constexpr std::size_t series_blocks = 4096;
constexpr std::size_t kept_samples = 16;  // to be looked at
constexpr Stream noise_stream = Stream::of(1, 0);

std::vector<double> extra_variance(const Parameters& p, const diffusion::FreeField& field) {
    return p.prior == Prior::matched ? field.variances() : std::vector<double>{};
}

std::vector<std::vector<double>> recursion_of(const Parameters& p, const diffusion::FreeField& field) {
    std::vector<double> data, modes;
    for (const auto& group : field.groups()) {
        data.push_back(group.variance);
        modes.push_back(group.modes);
    }
    const auto extra = p.prior == Prior::matched ? data : std::vector<double>{};
    return diffusion::VarianceFlow(p.forward(), p.sampler(), data, modes).run(extra);
}

/// Whether modes become far wider than data and noise together.
bool overshoots(const std::vector<std::vector<double>>& recursion, const diffusion::FreeField& field,
                const std::vector<diffusion::NoiseLevel>& levels) {
    for (std::size_t k = 0; k < levels.size(); ++k)
        for (std::size_t g = 0; g < field.groups().size(); ++g)
            if (!(recursion[k][g] < 100 * (field.groups()[g].variance + std::pow(levels[k].sigma(), 2)))) return true;
    return false;
}

}  // namespace

SamplerSimulation::SamplerSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      field_(parameters_.extent, parameters_.kappa),
      score_(field_.variances()),
      sampler_(parameters_.forward(), parameters_.sampler(), score_),
      series_(observable_count, 1, series_blocks),
      variances_(field_.groups().size(), 32, static_cast<std::size_t>(parameters_.samples)) {
    begin_measurement();
}

/// With another sampler the batch on its way is given up, and what was measured is forgotten.
void SamplerSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    if (fresh == parameters_) return;
    parameters_ = fresh;
    ++batch_;
    begin_measurement();
}

void SamplerSimulation::begin_measurement() {
    sampler_ = {parameters_.forward(), parameters_.sampler(), score_};
    recursion_ = recursion_of(parameters_, field_);
    unstable_ = overshoots(recursion_, field_, sampler_.levels());
    series_.clear();
    variances_.clear();
    finished_.clear();
    methods_.reset();
    begin_batch();
}

void SamplerSimulation::begin_batch() {
    sampler_.start(static_cast<std::size_t>(parameters_.samples), extra_variance(parameters_, field_), random_,
                   noise_stream, batch_);
    passed_ = {group_variances()};
}

/// Of the samples as they are, around zero.
std::vector<double> SamplerSimulation::group_variances() const {
    const auto& y = sampler_.samples();
    const auto& groups = field_.groups();
    std::vector<double> sums(groups.size());
    for (std::size_t i = 0; i < y.size(); ++i) sums[field_.group_of()[i % field_.volume()]] += y[i] * y[i];
    for (std::size_t g = 0; g < groups.size(); ++g) sums[g] /= groups[g].modes * parameters_.samples;
    return sums;
}

bool SamplerSimulation::step(const StepContext& context) {
    if (sampler_.finished()) {
        ++batch_;
        begin_batch();
    }
    if (!sampler_.step(context.threads, context.stop)) return false;
    passed_.push_back(group_variances());
    for (const double variance : passed_.back())
        if (!std::isfinite(variance))
            throw Failure({"the samples ran away at level " + std::to_string(sampler_.position()), "levels",
                           "The steps are too large for this method: choose more levels or another spacing"});
    if (sampler_.finished()) record();
    return true;
}

void SamplerSimulation::record() {
    const auto& y = sampler_.samples();
    const std::size_t volume = field_.volume();
    const auto& groups = field_.groups();
    std::vector<double> squares(groups.size());
    for (std::size_t n = 0; n < static_cast<std::size_t>(parameters_.samples); ++n) {
        std::fill(squares.begin(), squares.end(), 0);
        double field = 0, action = 0;
        for (std::size_t p = 0; p < volume; ++p) {
            const double square = y[n * volume + p] * y[n * volume + p];
            squares[field_.group_of()[p]] += square;
            field += square;
            action += square / (2 * field_.variances()[p]);
        }
        for (std::size_t g = 0; g < groups.size(); ++g) squares[g] /= groups[g].modes;
        variances_.push(squares, n);
        const auto v = static_cast<double>(volume);
        series_.push(std::vector<double>{field / v, action / v, squares[0]});
    }
    finished_.assign(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(
                                                std::min<std::size_t>(kept_samples, y.size() / volume) * volume));
}

View SamplerSimulation::view() const {
    return {parameters_, field_, sampler_, recursion_, finished_, passed_, series_, variances_};
}

void SamplerSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.progress = {static_cast<double>(sampler_.position()), static_cast<double>(sampler_.steps()),
                         "batch " + std::to_string(batch_ + 1)};
    if (unstable_)
        snapshot.message =
            "The steps are too large: samples overshoot on the way. Choose more levels or another spacing.";
    snapshot.scalars = table(view());
    fill_panels(snapshot, attention, view(), methods_);
}

void SamplerSimulation::save(Archive& archive) const {
    archive.put("batch", batch_);
    archive.put("position", static_cast<std::int64_t>(sampler_.position()));
    archive.put("samples", sampler_.samples());
    archive.put("finished", finished_);
    std::vector<double> passed;
    for (const auto& row : passed_) passed.insert(passed.end(), row.begin(), row.end());
    archive.put("passed", passed);
    series_.save(archive, "series.");
    variances_.save(archive, "variances.");
}

void SamplerSimulation::load(const Archive& archive) {
    const auto position = archive.get_value<std::int64_t>("position");
    Archive::demand(position >= 0 && position <= sampler_.steps(), "position");
    const auto& y = archive.get<double>("samples", sampler_.samples().size());
    const auto& finished = archive.get<double>("finished");
    Archive::demand(finished.size() <= y.size() && finished.size() % field_.volume() == 0, "finished");
    const std::size_t groups = field_.groups().size();
    const auto& passed = archive.get<double>("passed", (static_cast<std::size_t>(position) + 1) * groups);
    series_.load(archive, "series.");
    variances_.load(archive, "variances.");
    batch_ = archive.get_value<std::uint64_t>("batch");
    sampler_.restore(y, static_cast<int>(position), random_, noise_stream, batch_);
    finished_ = finished;
    passed_.clear();
    for (auto row = passed.begin(); row != passed.end(); row += static_cast<std::ptrdiff_t>(groups))
        passed_.emplace_back(row, row + static_cast<std::ptrdiff_t>(groups));
}

}  // namespace langevin::sampler_laboratory

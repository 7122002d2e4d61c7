// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/cumulants/simulation.h"

namespace langevin::cumulants {

CumulantsSimulation::CumulantsSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      law_(parameters_.law()),
      sampling_(law_, parameters_, random_),
      forward_(sampling_.sampler().levels(), static_cast<std::size_t>(parameters_.samples)),
      forward_track_(sampling_.sampler().levels()),
      backward_track_(forward_track_),
      batch_track_(forward_track_) {
    begin_measurement();
}

/// With another process, sampler or source of the score both batches on their way are given up, and what was measured
/// is forgotten.
void CumulantsSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    if (fresh == parameters_) return;
    const bool goes_on = fresh.same_batch(parameters_);
    parameters_ = fresh;
    sampling_.edit(parameters_);
    if (!goes_on) begin_measurement();
}

void CumulantsSimulation::begin_measurement() {
    const auto& levels = sampling_.sampler().levels();
    exact_ = exact_results(*law_, levels);
    forward_ = {levels, static_cast<std::size_t>(parameters_.samples)};
    forward_track_ = backward_track_ = batch_track_ = CumulantTrack(levels);
    settled_ = false;
    begin_batch();
}

/// Of both ensembles; the samples backward are at the strongest noise.
void CumulantsSimulation::begin_batch() {
    if (sampling_.settled() && !settled_) backward_track_.clear();
    settled_ = sampling_.settled();
    batch_track_.clear();
    forward_.begin(*law_, random_, sampling_.batch());
    measure();
}

void CumulantsSimulation::measure() {
    const auto& sampler = sampling_.sampler();
    forward_track_.add(forward_.level(), forward_.y());
    (settled_ ? backward_track_ : batch_track_).add(static_cast<std::size_t>(sampler.position()), sampler.samples());
    // While the network learns every batch is of another score: averages are over the last one.
    if (!settled_ && sampler.finished()) backward_track_ = batch_track_;
}

bool CumulantsSimulation::step(const StepContext& context) {
    if (sampling_.begin_batch_if_finished()) {
        begin_batch();
        return true;
    }
    auto sampling = sampling_;
    if (!sampling.advance(context.threads, context.stop)) return false;
    sampling_ = std::move(sampling);
    forward_.step(random_, sampling_.batch());
    measure();
    return true;
}

View CumulantsSimulation::view() const {
    return {parameters_, *law_, sampling_, backward_track_, forward_track_, exact_};
}

void CumulantsSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.progress = {static_cast<double>(sampling_.sampler().position()),
                         static_cast<double>(sampling_.sampler().steps()),
                         "batch " + std::to_string(sampling_.batch() + 1)};
    snapshot.scalars = table(view());
    fill_panels(snapshot, attention, view());
}

void CumulantsSimulation::save(Archive& archive) const {
    sampling_.save(archive);
    forward_.save(archive);
    backward_track_.save(archive, "backward_sums");
    forward_track_.save(archive, "forward_sums");
    batch_track_.save(archive, "batch_sums");
    archive.put("measured_settled", static_cast<std::int64_t>(settled_));
}

void CumulantsSimulation::load(const Archive& archive) {
    sampling_.load(archive);
    forward_.load(archive);
    backward_track_.load(archive, "backward_sums");
    forward_track_.load(archive, "forward_sums");
    batch_track_.load(archive, "batch_sums");
    settled_ = archive.get_value<std::int64_t>("measured_settled") != 0;
}

}  // namespace langevin::cumulants

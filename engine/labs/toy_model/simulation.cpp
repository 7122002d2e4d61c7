// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/simulation.h"

#include <algorithm>
#include <cmath>

namespace langevin::toy_model {
namespace {

constexpr std::size_t series_blocks = 1024, histogram_bins = 80;
double histogram_end(const diffusion::SingleSite& site) {
    return site.place_of(10);
}

}  // namespace

ToyModelSimulation::ToyModelSimulation(const ParameterSet& parameters, Random random)
    : parameters_(binding().read(parameters)),
      random_(random),
      site_(std::make_shared<diffusion::SingleSite>(parameters_.mu2, parameters_.g)),
      sampling_(site_, parameters_, random_),
      flow_(parameters_.forward(), parameters_.sampler(), *site_),
      series_(observable_count, 1, series_blocks),
      finished_(histogram_bins, -histogram_end(*site_), histogram_end(*site_), statistics::Outside::drop,
                static_cast<std::size_t>(parameters_.samples)) {
    begin_measurement();
}

/// With another process, sampler or source of the score the batch on its way is given up, and what was measured is
/// forgotten.
void ToyModelSimulation::apply(const ParameterSet& set) {
    const auto fresh = binding().read(set);
    if (fresh == parameters_) return;
    const bool goes_on = fresh.same_batch(parameters_);
    parameters_ = fresh;
    sampling_.edit(parameters_);
    if (!goes_on) begin_measurement();
}

void ToyModelSimulation::begin_measurement() {
    exact_ = exact_results(*site_, parameters_);
    start_of_flow_ = diffusion::equal_quantiles(sampling_.prior_table(), QuantileFlow::points);
    series_.clear();
    finished_.clear();
    flow_result_.clear();
    settled_ = false;
    flow_ = flow_of(sampling_);
    flow_.begin(start_of_flow_);
}

QuantileFlow ToyModelSimulation::flow_of(const diffusion::SiteSampling& sampling) const {
    return {parameters_.forward(), parameters_.sampler(), sampling.score()};
}

bool ToyModelSimulation::step(const StepContext& context) {
    auto sampling = sampling_;
    auto flow = flow_;
    if (sampling.begin_batch_if_finished()) {
        flow = flow_of(sampling);
        flow.begin(start_of_flow_);
    }
    if (!sampling.advance(context.threads, context.stop) || !flow.step(context.threads, context.stop)) return false;
    sampling_ = std::move(sampling);
    flow_ = std::move(flow);
    if (sampling_.sampler().finished()) record();
    return true;
}

/// While the network learns every batch is of another score: averages are over the last one.
void ToyModelSimulation::record() {
    if (!(settled_ && sampling_.settled())) {
        series_.clear();
        finished_.clear();
    }
    settled_ = sampling_.settled();
    const auto& samples = sampling_.sampler().samples();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double phi = samples[i], square = phi * phi;
        series_.push(std::vector<double>{std::abs(phi), square, square * square, square * square * square,
                                         phi > 0 ? 1.0 : -1.0});
        finished_.count(phi, i);
    }
    finished_.commit();
    flow_result_ = flow_.y();
    std::sort(flow_result_.begin(), flow_result_.end());  // long steps may cross
}

View ToyModelSimulation::view() const {
    return {parameters_, *site_, sampling_, flow_, exact_, series_, finished_, flow_result_};
}

void ToyModelSimulation::observe(Snapshot& snapshot, const Attention& attention) const {
    snapshot.progress = {static_cast<double>(sampling_.sampler().position()),
                         static_cast<double>(sampling_.sampler().steps()),
                         "batch " + std::to_string(sampling_.batch() + 1)};
    snapshot.scalars = table(view());
    fill_panels(snapshot, attention, view());
}

void ToyModelSimulation::save(Archive& archive) const {
    sampling_.save(archive);
    flow_.save(archive);
    archive.put("flow_result", flow_result_);
    archive.put("measured_settled", static_cast<std::int64_t>(settled_));
    series_.save(archive, "series.");
    finished_.save(archive, "finished.");
}

void ToyModelSimulation::load(const Archive& archive) {
    sampling_.load(archive);
    const auto& result = archive.get<double>("flow_result");
    Archive::demand(result.empty() || result.size() == QuantileFlow::points, "flow_result");
    series_.load(archive, "series.");
    finished_.load(archive, "finished.");
    flow_ = flow_of(sampling_);
    flow_.load(archive, sampling_.sampler().position());
    flow_result_ = result;
    settled_ = archive.get_value<std::int64_t>("measured_settled") != 0;
}

}  // namespace langevin::toy_model

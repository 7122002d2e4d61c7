// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/toy_model/quantile_flow.h"

#include <algorithm>

namespace langevin::toy_model {
namespace {

constexpr std::size_t most_stations = 250;

/// The same levels, the integrator that is stable for any steps, and no step beyond the weakest noise.
diffusion::SamplerSettings of_flow(diffusion::SamplerSettings settings) {
    settings.method = diffusion::Method::exponential;
    settings.last_step = diffusion::LastStep::none;
    return settings;
}

}  // namespace

QuantileFlow::QuantileFlow(const diffusion::Process& process, diffusion::SamplerSettings settings,
                           const diffusion::Score& score)
    : sampler_(process, of_flow(settings), score) {}

void QuantileFlow::begin(const std::vector<double>& start) {
    sampler_.start(start, Random(0), {}, 0);  // there is nothing to draw
    path_.clear();
    remember();
}

bool QuantileFlow::step(int threads, const std::stop_token& stop) {
    if (!sampler_.step(threads, stop)) return false;
    remember();
    return true;
}

std::size_t QuantileFlow::stride() const {
    return (sampler_.levels().size() + most_stations - 1) / most_stations;
}

const diffusion::NoiseLevel& QuantileFlow::level_of(std::size_t station) const {
    return sampler_.levels()[std::min(station * stride(), sampler_.levels().size() - 1)];
}

void QuantileFlow::remember() {
    const auto levels = sampler_.levels().size(), position = static_cast<std::size_t>(sampler_.position());
    if (position >= levels || (position % stride() != 0 && position + 1 != levels)) return;
    for (std::size_t i = 0; i < lines; ++i) path_.push_back(sampler_.samples()[(2 * i + 1) * points / (2 * lines)]);
}

void QuantileFlow::save(Archive& archive) const {
    archive.put("flow", sampler_.samples());
    archive.put("flow_path", path_);
}

void QuantileFlow::load(const Archive& archive, int position) {
    const auto& y = archive.get<double>("flow", points);
    const auto& path = archive.get<double>("flow_path");
    Archive::demand(path.size() % lines == 0 && path.size() / lines <= sampler_.levels().size(), "flow_path");
    sampler_.restore(y, position, Random(0), {}, 0);
    path_ = path;
}

}  // namespace langevin::toy_model

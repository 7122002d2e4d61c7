// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "engine/lattice/hybrid_monte_carlo.h"
#include "engine/lattice/metropolis.h"
#include "engine/parallel/parallel.h"

namespace langevin::lattice {
namespace {

enum : std::uint16_t { start_purpose = 30, trajectory_purpose, acceptance_purpose, cluster_purpose, length_purpose };
static_assert(acceptance_purpose == trajectory_purpose + 1);

constexpr int clusters = 6;

/// Of the sites around the vacuum at the start: 0.7, unless a strong coupling holds them tighter.
double initial_spread(const Couplings& couplings) {
    return std::min(0.7, 0.35 * std::pow(couplings.lambda, -0.25));
}

/// The errors of a trajectory grow like V step^4: the same acceptance on every lattice. A strong coupling needs shorter
/// steps, or those of the sites that are farthest out are not stable.
int trajectory_steps(Geometry geometry, const Couplings& c) {
    const int steps = std::clamp(
        static_cast<int>(std::lround(8 * std::pow(static_cast<double>(geometry.sites()) / 1024, 0.25))), 4, 40);
    const double farthest = vacuum(c, geometry.dimension()) + 4.5 * initial_spread(c);
    const double frequency = std::sqrt(std::max(0.0, 2 - 4 * c.lambda + 12 * c.lambda * farthest * farthest));
    return steps * std::max(1, static_cast<int>(std::lround(frequency / 4)));
}

}  // namespace

EquilibriumChains::EquilibriumChains(Geometry geometry, const Couplings& couplings, int chains, Random random)
    : geometry_(geometry), couplings_(couplings), random_(random) {
    const double v = vacuum(couplings, geometry.dimension()), spread = initial_spread(couplings);
    for (int first = 0; first < chains; first += lanes) {
        auto& block = blocks_.emplace_back(geometry, first, lanes);
        const auto stream = Stream::of(start_purpose, static_cast<std::uint32_t>(first));
        random_.normals<double>(stream, 0, 0, lanes, block.field);
        for (std::size_t i = 0; i < block.field.size(); ++i) {
            const bool up = random_.uniform(stream, 1, i % lanes) < 0.5;
            block.field[i] = spread * block.field[i] + (up ? v : -v);
        }
        block.moments = moments_of(block);
    }
}

bool EquilibriumChains::update(int threads, const std::stop_token& stop) {
    const int steps = trajectory_steps(geometry_, couplings_);
    // Far from equilibrium, in the first updates, trajectories may do what they want, but not run away.
    const double allowance = updates_ < 20 ? 100.0 * static_cast<double>(geometry_.sites()) : 0;
    const double length = 0.7 + 0.6 * random_.uniform(Stream::of(length_purpose, 0), updates_, 0);
    std::vector<double> accepted(blocks_.size());
    auto before = blocks_;
    parallel::for_each_index(blocks_.size(), threads, [&](std::size_t b) {
        auto& block = blocks_[b];
        const Draws trajectory{random_, updates_, trajectory_purpose}, growth{random_, updates_, cluster_purpose};
        const auto results =
            hmc_update(block, couplings_, {.steps = steps, .step_size = length / steps}, trajectory, allowance, stop);
        for (const auto& result : results) accepted[b] += result.accepted ? 1.0 / lanes : 0;
        for (int lane = 0; lane < lanes; ++lane) wolff_clusters(block, lane, couplings_, clusters, growth, stop);
        block.moments = moments_of(block);
    });
    if (stop.stop_requested()) {
        blocks_ = std::move(before);
        return false;
    }
    acceptance_ = 0;
    for (const double a : accepted) acceptance_ += a / static_cast<double>(blocks_.size());
    ++updates_;
    return true;
}

std::vector<double> EquilibriumChains::configuration(int chain) const {
    return blocks_[static_cast<std::size_t>(chain / lanes)].extract(chain % lanes);
}

const Moments& EquilibriumChains::moments(int chain) const {
    return blocks_[static_cast<std::size_t>(chain / lanes)].moments[static_cast<std::size_t>(chain % lanes)];
}

void EquilibriumChains::save(Archive& archive, const std::string& prefix) const {
    std::vector<double> fields;
    for (const auto& block : blocks_) fields.insert(fields.end(), block.field.begin(), block.field.end());
    archive.put(prefix + "fields", fields);
    archive.put(prefix + "updates", updates_);
    archive.put(prefix + "acceptance", acceptance_);
}

void EquilibriumChains::load(const Archive& archive, const std::string& prefix) {
    const std::size_t per_block = geometry_.sites() * lanes;
    const auto& fields = archive.get<double>(prefix + "fields", per_block * blocks_.size());
    const auto updates = archive.get_value<std::uint64_t>(prefix + "updates");
    const auto acceptance = archive.get_value<double>(prefix + "acceptance");
    updates_ = updates;
    acceptance_ = acceptance;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
        std::copy_n(fields.begin() + static_cast<std::ptrdiff_t>(b * per_block), per_block, blocks_[b].field.begin());
        blocks_[b].moments = moments_of(blocks_[b]);
    }
}

}  // namespace langevin::lattice

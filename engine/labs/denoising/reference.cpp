// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/denoising/reference.h"

#include <algorithm>
#include <cmath>

#include "engine/lattice/hybrid_monte_carlo.h"

namespace langevin::denoising {
namespace {

constexpr int chain_count = 16, hmc_chains = 4;
constexpr std::uint16_t hmc_purpose = 40;                     // and the one after it
constexpr std::uint64_t reference_seed = 0x9e3779b97f4a7c15;  // independent of everything else on the page

int trajectory_steps(int extent) {
    return std::clamp(static_cast<int>(std::lround(10 * std::sqrt(extent / 32.0))), 6, 20);
}

}  // namespace

std::vector<lattice::Moments> moments_of(std::span<const double> fields, int extent) {
    const auto volume = static_cast<std::size_t>(extent) * static_cast<std::size_t>(extent);
    std::vector<lattice::Moments> result;
    for (std::size_t first = 0; first * volume < fields.size(); first += 8) {
        const auto count = static_cast<int>(std::min<std::size_t>(8, fields.size() / volume - first));
        lattice::ScalarBlock<double> block({extent, extent}, 0, count);
        for (int lane = 0; lane < count; ++lane)
            block.insert(lane, fields.subspan((first + static_cast<std::size_t>(lane)) * volume, volume));
        for (const auto& m : lattice::moments_of(block)) result.push_back(m);
    }
    return result;
}

std::array<double, higher_moments> higher_moments_of(std::span<const double> field) {
    std::array<double, higher_moments> sums = {};
    for (const double phi : field) {
        const double square = phi * phi, sixth = square * square * square;
        sums[0] += sixth;
        sums[1] += sixth * square;
    }
    for (double& s : sums) s /= static_cast<double>(field.size());
    return sums;
}

Reference::Reference(int extent, const lattice::Couplings& couplings, Random random)
    : hmc_steps_(trajectory_steps(extent)),
      couplings_(couplings),
      random_(random.seed() ^ reference_seed),
      basis_(extent, 0.2),
      chains_({extent, extent}, couplings, chain_count, random_),
      measured_(extent, chain_count, couplings, higher_moments),
      modes_(basis_.groups().size(), 32, chain_count),
      hmc_({extent, extent}, 0, hmc_chains),
      hmc_magnetisation_(1, hmc_chains, 4096) {}

bool Reference::update(int threads, const std::stop_token& stop) {
    if (!chains_.update(threads, stop)) return false;
    if (thermalising()) return true;
    if (chains_.updates() == lattice::equilibrium_thermalisation) {
        // HMC alone begins in equilibrium: its own way there would take too long.
        for (int lane = 0; lane < hmc_chains; ++lane) hmc_.insert(lane, chains_.configuration(lane));
        hmc_.moments = lattice::moments_of(hmc_);
        return true;
    }
    update_hmc({});
    measure();
    return true;
}

bool Reference::update_hmc(const std::stop_token& stop) {
    const lattice::Trajectory trajectory{lattice::Integrator::leapfrog, hmc_steps_, 1.0 / hmc_steps_};
    lattice::hmc_update(hmc_, couplings_, trajectory, {random_, chains_.updates(), hmc_purpose}, 0, stop);
    std::vector<double> values;
    for (const auto& m : hmc_.moments) values.push_back(std::abs(m.field) / measured_.volume());
    hmc_magnetisation_.push(values);
    return true;
}

void Reference::measure() {
    std::vector<lattice::Moments> moments;
    std::vector<double> more(higher_moments * chain_count);
    for (std::size_t c = 0; c < chain_count; ++c) {
        moments.push_back(chains_.moments(static_cast<int>(c)));
        const auto higher = higher_moments_of(chains_.configuration(static_cast<int>(c)));
        for (std::size_t i = 0; i < higher_moments; ++i) more[i * chain_count + c] = higher[i];
    }
    measured_.record(moments, more);
    if (chains_.updates() % lattice::equilibrium_spacing != 0) return;
    for (int c = 0; c < chain_count; ++c) {
        const auto field = chains_.configuration(c);
        for (const double phi : field) measured_.count_site(phi);
        modes_.push(group_variances(field), static_cast<std::size_t>(c));
    }
    measured_.field_histogram.commit();
}

std::vector<double> Reference::group_variances(std::span<const double> fields) const {
    const auto& groups = basis_.groups();
    const std::size_t volume = basis_.volume();
    std::vector<double> sums(groups.size()), modes(volume);
    for (std::size_t first = 0; first < fields.size(); first += volume) {
        basis_.transform(fields.subspan(first, volume), modes);
        for (std::size_t p = 0; p < volume; ++p) sums[basis_.group_of()[p]] += modes[p] * modes[p];
    }
    const double count = static_cast<double>(fields.size()) / static_cast<double>(volume);
    for (std::size_t g = 0; g < groups.size(); ++g) sums[g] /= groups[g].modes * count;
    return sums;
}

void Reference::save(Archive& archive) const {
    chains_.save(archive, "reference.");
    measured_.save(archive, "reference.measured.");
    modes_.save(archive, "reference.modes.");
    archive.put("reference.hmc", std::vector<double>(hmc_.field.begin(), hmc_.field.end()));
    hmc_magnetisation_.save(archive, "reference.hmc_magnetisation.");
}

void Reference::load(const Archive& archive) {
    const auto& hmc = archive.get<double>("reference.hmc", hmc_.field.size());
    chains_.load(archive, "reference.");
    measured_.load(archive, "reference.measured.");
    modes_.load(archive, "reference.modes.");
    hmc_magnetisation_.load(archive, "reference.hmc_magnetisation.");
    std::copy(hmc.begin(), hmc.end(), hmc_.field.begin());
    hmc_.moments = lattice::moments_of(hmc_);
}

}  // namespace langevin::denoising

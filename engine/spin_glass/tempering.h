// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/archive.h"
#include "engine/random/random.h"

/// Monte Carlo of the Sherrington-Kirkpatrick model by parallel tempering (K. Hukushima, K. Nemoto, J. Phys. Soc. Jpn.
/// 65 (1996) 1604, cond-mat/9512035).
namespace langevin::spin_glass {

struct TemperingModel {
    int spins = 64;
    double mean_coupling = 0;          ///< J0, in units of the width J = 1
    double field = 0;                  ///< h
    std::vector<double> temperatures;  ///< ascending, a multiple of 4 of them, all > 0
};
/// From lowest to highest, each the same factor above the one before.
std::vector<double> geometric_temperatures(double lowest, double highest, int count);

/// One sample of the couplings, J_ij = J0/N + xi_ij/sqrt(N), with two independent replicas at every temperature, eight
/// lanes (a replica at a temperature) side by side. Value type; draws are keyed by (sample number, step).
class TemperingSample {
  public:
    static constexpr int lanes = 8;

    /// Spins start at random.
    TemperingSample(const TemperingModel& model, std::uint32_t number, Random random);

    /// Each spin of each replica once by Metropolis, then exchanges between neighbouring temperatures, of even and odd
    /// pairs in turn.
    void update(const TemperingModel& model, Random random, std::uint64_t step);

    /// Takes over another field; temperatures may change from update to update, as long as they are as many.
    void change_field(double change);

    /// Of the two replicas at temperature k: magnetisations and energies per spin, and their overlap (1/N) sum S^a S^b.
    struct State {
        double magnetisation[2], energy[2], overlap;
    };
    State state(const TemperingModel& model, std::size_t temperature) const;
    /// Exchanges accepted and tried between temperatures k and k + 1, of both replicas, so far.
    const std::vector<std::uint64_t>& exchanges() const { return exchanges_; }
    const std::vector<std::uint64_t>& attempts() const { return attempts_; }
    std::span<const float> couplings() const { return couplings_; }  ///< N x N, symmetric, zero diagonal

    void save(std::vector<double>& values, std::vector<std::uint64_t>& counters) const;
    /// Takes as many numbers as save put there from the front of both; throws Failure unless they are possible.
    void load(std::span<const double>& values, std::span<const std::uint64_t>& counters);

  private:
    struct alignas(64) Lane {
        double value[lanes];
    };
    std::size_t groups() const { return place_.size() / lanes; }
    Lane* spins(std::size_t group) { return &spins_[group * size_]; }
    Lane* fields(std::size_t group) { return &fields_[group * size_]; }
    void sweep(const TemperingModel& model, std::size_t group, Random random, std::uint64_t step);
    void exchange(const TemperingModel& model, Random random, std::uint64_t step);
    void make_fields(const TemperingModel& model);
    double energy(const TemperingModel& model, std::size_t lane) const;
    double spin(std::size_t lane, std::size_t i) const { return spins_[lane / lanes * size_ + i].value[lane % lanes]; }

    std::uint32_t number_;
    std::size_t size_;  // N
    std::vector<float> couplings_;
    std::vector<Lane> spins_, fields_;  // [group][spin]; fields: sum_j J_ij S_j + h
    std::vector<std::uint32_t> place_;  // lane at (replica, temperature)
    std::vector<std::uint64_t> exchanges_, attempts_;
    std::vector<Lane> draws_;  // scratch
};

}  // namespace langevin::spin_glass

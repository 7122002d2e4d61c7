// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/free_field.h"

#include <Eigen/Core>
#include <cmath>
#include <map>
#include <numbers>

#include "engine/lattice/reference.h"

namespace langevin::diffusion {

FreeField::FreeField(int extent, double kappa) : extent_(extent) {
    const auto angle = [extent](int k) { return 2 * std::numbers::pi * k / extent; };
    std::map<long, std::vector<std::size_t>> equal;  // momenta in units in which rounding does not matter
    for (int a = 0; a < extent; ++a)
        for (int b = 0; b < extent; ++b) {
            const double cosines = std::cos(angle(a)) + std::cos(angle(b));
            equal[std::lround((2 - cosines) * 1e9)].push_back(variances_.size());
            variances_.push_back(lattice::free_propagator(kappa, cosines));
        }
    group_of_.resize(variances_.size());
    for (const auto& [momentum, modes] : equal) {
        for (const auto mode : modes) group_of_[mode] = groups_.size();
        groups_.push_back(
            {2e-9 * static_cast<double>(momentum), variances_[modes.front()], static_cast<double>(modes.size())});
    }
    for (int x = 0; x < extent; ++x)
        for (int k = 0; k < extent; ++k) {
            const double phase = angle(x * k % extent);
            cas_.push_back((std::cos(phase) + std::sin(phase)) / std::sqrt(extent));
        }
}

void FreeField::transform(std::span<const double> from, std::span<double> to) const {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const Matrix> cas(cas_.data(), extent_, extent_), modes(from.data(), extent_, extent_);
    Eigen::Map<Matrix>(to.data(), extent_, extent_) = cas * modes * cas;
}

}  // namespace langevin::diffusion

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/gaussian_rbm.h"

#include <Eigen/LU>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace langevin::weights {
namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { initial_weights = 0, gibbs = 1 };

std::size_t size_of(int n) {
    return static_cast<std::size_t>(n);
}

Eigen::MatrixXd kernel(const RbmModel& model) {
    const int n = model.visible;
    Eigen::MatrixXd k = Eigen::MatrixXd::Zero(n, n);
    for (int i = 0; i < n; ++i) {
        k(i, i) += model.mass * model.mass + 2;
        k(i, (i + 1) % n) -= 1;
        k((i + 1) % n, i) -= 1;
    }
    return k;
}

/// sum += factor * value in all lanes.
inline void add_product(RbmBlock::Lane& sum, const RbmBlock::Lane& a, const RbmBlock::Lane& b) {
    for (std::size_t l = 0; l < RbmBlock::lanes; ++l) sum[l] += a[l] * b[l];
}

}  // namespace

std::vector<double> kernel_eigenvalues(const RbmModel& model) {
    std::vector<double> kappa;
    for (int n = 0; n < model.visible; ++n)
        kappa.push_back(model.mass * model.mass + 2 - 2 * std::cos(2 * std::numbers::pi * n / model.visible));
    std::sort(kappa.begin(), kappa.end());
    return kappa;
}

RbmBlock::RbmBlock(const RbmModel& model, int first_seed, RbmStart start, double width, Random random)
    : first_seed_(first_seed), weights_(size_of(model.hidden * model.visible)) {
    const Eigen::MatrixXd k = kernel(model), inverse = k.inverse();
    inverse_kernel_.assign(inverse.data(), inverse.data() + inverse.size());
    if (start == RbmStart::aligned) {
        const Eigen::MatrixXd modes = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(k).eigenvectors();
        const double size = width * std::sqrt(model.hidden);
        for (int j = 0; j < std::min(model.visible, model.hidden); ++j)
            for (int n = 0; n < model.visible; ++n) weights_[size_of(j * model.visible + n)].fill(size * modes(n, j));
    } else {
        std::vector<double> draws(weights_.size() * lanes);
        random.normals<double>(Stream::of(initial_weights, static_cast<std::uint32_t>(first_seed)), 0, 0, lanes, draws);
        for (std::size_t i = 0; i < weights_.size(); ++i)
            for (std::size_t l = 0; l < lanes; ++l) weights_[i][l] = width * draws[i * lanes + l];
    }
    set_batch(model);
}

/// New chains copy the old ones in turn, the first ones start at v = 1.
void RbmBlock::set_batch(const RbmModel& model) {
    const std::size_t wanted = size_of(model.batch * model.visible), before = chains_.size();
    chains_.resize(wanted);
    for (std::size_t i = before; i < wanted; ++i) {
        if (before == 0)
            chains_[i].fill(1);
        else
            chains_[i] = chains_[i % before];
    }
    hidden_.resize(size_of(model.batch * model.hidden));
    noise_.resize(size_of(model.sweeps * model.batch * (model.hidden + model.visible) * lanes));
}

void RbmBlock::sweep(const RbmModel& model, const double* noise) {
    const std::size_t n = size_of(model.visible), nh = size_of(model.hidden), batch = size_of(model.batch);
    for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t j = 0; j < nh; ++j) {
            Lane sum;
            const double* draw = &noise[(b * nh + j) * lanes];
            std::copy_n(draw, lanes, sum.begin());
            for (std::size_t i = 0; i < n; ++i) add_product(sum, weights_[j * n + i], chains_[b * n + i]);
            hidden_[b * nh + j] = sum;
        }
    noise += batch * nh * lanes;
    const double inverse_mu = 1 / model.mu;
    for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t i = 0; i < n; ++i) {
            Lane sum{};
            for (std::size_t j = 0; j < nh; ++j) add_product(sum, weights_[j * n + i], hidden_[b * nh + j]);
            const double* draw = &noise[(b * n + i) * lanes];
            for (std::size_t l = 0; l < lanes; ++l)
                chains_[b * n + i][l] = (sum[l] * inverse_mu + draw[l]) * inverse_mu;
        }
}

void RbmBlock::descend(const RbmModel& model, const std::vector<Lane>& negative_phase) {
    const std::size_t n = size_of(model.visible), nh = size_of(model.hidden);
    std::vector<Lane> difference(n * n), row(n);
    for (std::size_t i = 0; i < n * n; ++i)
        for (std::size_t l = 0; l < lanes; ++l)
            difference[i][l] = model.rate * (inverse_kernel_[i] - negative_phase[i][l]);
    for (std::size_t j = 0; j < nh; ++j) {
        std::copy_n(&weights_[j * n], n, row.begin());
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < n; ++k) add_product(weights_[j * n + k], row[i], difference[i * n + k]);
    }
}

void RbmBlock::update(const RbmModel& model, Random random, std::uint64_t step) {
    const std::size_t n = size_of(model.visible), batch = size_of(model.batch);
    const std::size_t per_sweep = batch * (n + size_of(model.hidden)) * lanes;
    if (chains_.size() != batch * n || noise_.size() != per_sweep * size_of(model.sweeps)) set_batch(model);
    random.normals<double>(Stream::of(gibbs, static_cast<std::uint32_t>(first_seed_)), step, 0, lanes, noise_);
    for (std::size_t s = 0; s < size_of(model.sweeps); ++s) sweep(model, &noise_[s * per_sweep]);

    std::vector<Lane> correlation(n * n);
    for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = i; k < n; ++k)
                add_product(correlation[i * n + k], chains_[b * n + i], chains_[b * n + k]);
    const double share = 1.0 / model.batch;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = i; k < n; ++k) {
            for (double& value : correlation[i * n + k]) value *= share;
            correlation[k * n + i] = correlation[i * n + k];
        }
    descend(model, correlation);
}

void RbmBlock::update_noiseless(const RbmModel& model) {
    const std::size_t n = size_of(model.visible);
    const Eigen::Index size = model.visible;
    std::vector<Lane> correlation(n * n);
    for (std::size_t l = 0; l < lanes; ++l) {
        Eigen::MatrixXd w(model.hidden, model.visible);
        for (int j = 0; j < model.hidden; ++j)
            for (int i = 0; i < model.visible; ++i) w(j, i) = weights_[size_of(j * model.visible + i)][l];
        const Eigen::MatrixXd model_kernel =
            model.mu * model.mu * Eigen::MatrixXd::Identity(size, size) - w.transpose() * w;
        const Eigen::MatrixXd inverse = model_kernel.inverse();
        for (std::size_t i = 0; i < n * n; ++i) correlation[i][l] = inverse.data()[i];
    }
    descend(model, correlation);
}

std::vector<double> RbmBlock::levels(const RbmModel& model, int lane) const {
    Eigen::MatrixXd w(model.hidden, model.visible);
    for (int j = 0; j < model.hidden; ++j)
        for (int i = 0; i < model.visible; ++i)
            w(j, i) = weights_[size_of(j * model.visible + i)][size_of(lane)];
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(w.transpose() * w, Eigen::EigenvaluesOnly);
    const auto& values = solver.eigenvalues();
    return {values.data(), values.data() + values.size()};
}

bool RbmBlock::finite() const {
    constexpr double limit = 1e6;
    const auto within = [](const Lane& lane) {
        return std::all_of(lane.begin(), lane.end(), [](double value) { return std::abs(value) < limit; });
    };
    return std::all_of(weights_.begin(), weights_.end(), within) && std::all_of(chains_.begin(), chains_.end(), within);
}

std::vector<double> RbmBlock::values() const {
    std::vector<double> result;
    for (const auto* part : {&weights_, &chains_})
        for (const auto& lane : *part) result.insert(result.end(), lane.begin(), lane.end());
    return result;
}

bool RbmBlock::set_values(const RbmModel& model, const std::vector<double>& values) {
    set_batch(model);
    if (values.size() != (weights_.size() + chains_.size()) * lanes) return false;
    auto next = values.begin();
    for (auto* part : {&weights_, &chains_})
        for (auto& lane : *part) {
            std::copy_n(next, lanes, lane.begin());
            next += lanes;
        }
    return true;
}

}  // namespace langevin::weights

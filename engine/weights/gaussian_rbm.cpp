// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/gaussian_rbm.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/parallel/half_lane.h"

namespace langevin::weights {

using parallel::half_lane;
using parallel::HalfLane;
using parallel::load;
using parallel::store;

namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { initial_weights = 0, gibbs = 1 };

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

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

constexpr int halves = lanes / static_cast<int>(half_lane);

using Lane = RbmBlock::Lane;

void fill(Lane& lane, double value) {
    std::fill_n(lane.value, lanes, value);
}

/// out[c * out_stride] = scale * (scale * sum over i of row[i * stride] * in[c * in_stride + i] + draw) for `Chains`
/// chains side by side, so that each weight is loaded once for all of them.
template <std::size_t Chains>
void gibbs_sums(const Lane* row, std::size_t stride, const Lane* in, std::size_t in_stride, std::size_t terms,
                const double* draw, std::size_t draw_stride, double scale, Lane* out, std::size_t out_stride) {
    for (int half = 0; half < halves; ++half) {
        const int at = half * 4;
        HalfLane sum[Chains] = {};
        for (std::size_t i = 0; i < terms; ++i) {
            const HalfLane w = load(&row[i * stride].value[at]);
            for (std::size_t c = 0; c < Chains; ++c) sum[c] += w * load(&in[c * in_stride + i].value[at]);
        }
        for (std::size_t c = 0; c < Chains; ++c)
            store(&out[c * out_stride].value[at],
                  (sum[c] * scale + load(&draw[c * draw_stride + static_cast<std::size_t>(at)])) * scale);
    }
}

/// The same for any number of chains.
void all_gibbs_sums(std::size_t chains, const Lane* row, std::size_t stride, const Lane* in, std::size_t in_stride,
                    std::size_t terms, const double* draw, std::size_t draw_stride, double scale, Lane* out,
                    std::size_t out_stride) {
    std::size_t c = 0;
    for (; c + 4 <= chains; c += 4)
        gibbs_sums<4>(row, stride, in + c * in_stride, in_stride, terms, draw + c * draw_stride, draw_stride, scale,
                      out + c * out_stride, out_stride);
    for (; c < chains; ++c)
        gibbs_sums<1>(row, stride, in + c * in_stride, in_stride, terms, draw + c * draw_stride, draw_stride, scale,
                      out + c * out_stride, out_stride);
}

}  // namespace

std::vector<double> kernel_eigenvalues(const RbmModel& model) {
    std::vector<double> kappa;
    for (int n = 0; n < model.visible; ++n)
        kappa.push_back(model.mass * model.mass + 2 - 2 * std::cos(2 * std::numbers::pi * n / model.visible));
    std::sort(kappa.begin(), kappa.end());
    return kappa;
}

/// [hidden][visible]
std::vector<double> RbmBlock::weights_of(int lane) const {
    std::vector<double> w;
    for (const auto& weight : weights_) w.push_back(weight.value[lane]);
    return w;
}

RbmBlock::RbmBlock(const RbmModel& model, int first_seed, RbmStart start, double width, Random random)
    : first_seed_(first_seed), weights_(size_of(model.hidden * model.visible)) {
    const Eigen::MatrixXd k = kernel(model), inverse = k.inverse();
    inverse_kernel_.assign(inverse.data(), inverse.data() + inverse.size());
    if (start == RbmStart::aligned) {
        const Eigen::MatrixXd modes = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(k).eigenvectors();
        const double size = width * std::sqrt(model.hidden);
        for (int j = 0; j < std::min(model.visible, model.hidden); ++j)
            for (int n = 0; n < model.visible; ++n) fill(weights_[size_of(j * model.visible + n)], size * modes(n, j));
    } else {
        std::vector<double> draws(weights_.size() * lanes);
        random.normals<double>(Stream::of(initial_weights, static_cast<std::uint32_t>(first_seed)), 0, 0, lanes, draws);
        for (std::size_t i = 0; i < weights_.size(); ++i)
            for (std::size_t l = 0; l < lanes; ++l) weights_[i].value[l] = width * draws[i * lanes + l];
    }
    adopt(model);
}

/// New chains copy the old ones in turn, the first ones start at v = 1.
void RbmBlock::adopt(const RbmModel& model) {
    const std::size_t wanted = size_of(model.batch * model.visible), before = chains_.size();
    chains_.resize(wanted);
    for (std::size_t i = before; i < wanted; ++i) {
        if (before == 0)
            fill(chains_[i], 1);
        else
            chains_[i] = chains_[i % before];
    }
    hidden_.resize(size_of(model.batch * model.hidden));
    noise_.resize(size_of(model.sweeps * model.batch * (model.hidden + model.visible) * lanes));
}

/// h = W v + noise, then v = (W^T h/mu + noise)/mu.
void RbmBlock::sweep(const RbmModel& model, const double* noise) {
    const std::size_t n = size_of(model.visible), nh = size_of(model.hidden), batch = size_of(model.batch);
    for (std::size_t j = 0; j < nh; ++j)
        all_gibbs_sums(batch, &weights_[j * n], 1, chains_.data(), n, n, noise + j * lanes, nh * lanes, 1, &hidden_[j],
                       nh);
    noise += batch * nh * lanes;
    for (std::size_t i = 0; i < n; ++i)
        all_gibbs_sums(batch, &weights_[i], n, hidden_.data(), nh, nh, noise + i * lanes, n * lanes, 1 / model.mu,
                       &chains_[i], n);
}

/// W += alpha W (K^-1 - <v v^T>), row by row.
void RbmBlock::descend(const RbmModel& model, const std::vector<Lane>& negative_phase) {
    const std::size_t n = size_of(model.visible), nh = size_of(model.hidden);
    std::vector<Lane> difference(n * n), row(n);
    for (std::size_t i = 0; i < n * n; ++i)
        for (int l = 0; l < lanes; ++l)
            difference[i].value[l] = model.rate * (inverse_kernel_[i] - negative_phase[i].value[l]);
    for (std::size_t j = 0; j < nh; ++j) {
        std::copy_n(&weights_[j * n], n, row.begin());
        for (std::size_t k = 0; k < n; ++k)
            for (int half = 0; half < halves; ++half) {
                HalfLane sum = load(&row[k].value[half * 4]);
                for (std::size_t i = 0; i < n; ++i)
                    sum += load(&row[i].value[half * 4]) * load(&difference[i * n + k].value[half * 4]);
                store(&weights_[j * n + k].value[half * 4], sum);
            }
    }
}

void RbmBlock::update(const RbmModel& model, Random random, std::uint64_t step) {
    const std::size_t n = size_of(model.visible), batch = size_of(model.batch);
    const std::size_t per_sweep = batch * (n + size_of(model.hidden)) * lanes;
    if (chains_.size() != batch * n || noise_.size() != per_sweep * size_of(model.sweeps)) adopt(model);
    random.normals<double>(Stream::of(gibbs, static_cast<std::uint32_t>(first_seed_)), step, 0, lanes, noise_);
    for (std::size_t s = 0; s < size_of(model.sweeps); ++s) sweep(model, &noise_[s * per_sweep]);

    std::vector<Lane> correlation(n * n);
    const double share = 1.0 / model.batch;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = i; k < n; ++k) {
            for (int half = 0; half < halves; ++half) {
                HalfLane sum = {};
                for (std::size_t b = 0; b < batch; ++b)
                    sum += load(&chains_[b * n + i].value[half * 4]) * load(&chains_[b * n + k].value[half * 4]);
                store(&correlation[i * n + k].value[half * 4], sum * share);
            }
            correlation[k * n + i] = correlation[i * n + k];
        }
    descend(model, correlation);
}

void RbmBlock::update_noiseless(const RbmModel& model) {
    const std::size_t n = size_of(model.visible);
    const Eigen::Index size = model.visible;
    std::vector<Lane> correlation(n * n);
    for (int l = 0; l < lanes; ++l) {
        const auto values = weights_of(l);
        const Eigen::Map<const RowMajor> w(values.data(), model.hidden, model.visible);
        const Eigen::MatrixXd kernel_of_model =
            model.mu * model.mu * Eigen::MatrixXd::Identity(size, size) - w.transpose() * w;
        const Eigen::MatrixXd inverse = kernel_of_model.inverse();
        for (std::size_t i = 0; i < n * n; ++i) correlation[i].value[l] = inverse.data()[i];
    }
    descend(model, correlation);
}

std::vector<double> RbmBlock::levels(const RbmModel& model, int lane) const {
    const auto values = weights_of(lane);
    const Eigen::Map<const RowMajor> w(values.data(), model.hidden, model.visible);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(w.transpose() * w, Eigen::EigenvaluesOnly);
    const auto& x = solver.eigenvalues();
    return {x.data(), x.data() + x.size()};
}

bool RbmBlock::finite() const {
    constexpr double limit = 1e6;
    const auto within = [](const Lane& lane) {
        return std::all_of(lane.value, lane.value + lanes, [](double value) { return std::abs(value) < limit; });
    };
    return std::all_of(weights_.begin(), weights_.end(), within) && std::all_of(chains_.begin(), chains_.end(), within);
}

std::vector<double> RbmBlock::values() const {
    std::vector<double> result;
    for (const auto* part : {&weights_, &chains_})
        for (const auto& lane : *part) result.insert(result.end(), lane.value, lane.value + lanes);
    return result;
}

bool RbmBlock::set_values(const std::vector<double>& values) {
    if (values.size() != (weights_.size() + chains_.size()) * lanes) return false;
    auto next = values.begin();
    for (auto* part : {&weights_, &chains_})
        for (auto& lane : *part) {
            std::copy_n(next, lanes, lane.value);
            next += lanes;
        }
    return true;
}

}  // namespace langevin::weights

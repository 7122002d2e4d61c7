// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/observables.h"

#include <Eigen/Dense>
#include <cmath>

#include "engine/core/error.h"
#include "engine/random/random.h"

namespace langevin::networks {
namespace {

constexpr std::uint64_t test_seed = 42;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Matrix middle_of(const Network& network) {
    return Eigen::Map<const Matrix>(network.middle.data(), network.shape.features, network.shape.hidden);
}

/// Eigenvalues ascending, and eigenvectors.
Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> diagonalised(const Network& network, int options) {
    const auto w = middle_of(network);
    if (!w.allFinite()) throw Failure({"the weights have grown beyond all numbers", "", "Choose a lower temperature"});
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(w * w.transpose(), options);
}

double slope(Activation activation, double value) {
    return activation == Activation::tanh ? 1 - value * value : activation == Activation::relu ? (value > 0) : 1;
}

}  // namespace

std::vector<double> test_points(int count, int inputs) {
    std::vector<double> points(static_cast<std::size_t>(count) * static_cast<std::size_t>(inputs));
    Random(test_seed).normals<double>(Stream{}, 0, 0, 1, points);
    return points;
}

std::vector<double> squared_singular_values(const Network& network) {
    const auto values = diagonalised(network, Eigen::EigenvaluesOnly).eigenvalues();
    std::vector<double> levels(values.begin(), values.end());
    for (double& x : levels) x = std::max(x, 0.0);  // rounding, where there are fewer hidden units than features
    return levels;
}

RunStart run_start(const Network& teacher, const Network& student, const std::vector<double>& points) {
    RunStart start{.test = examples(teacher, points), .features = {}};
    for (std::size_t n = 0; n < start.test.size(); ++n) {
        const auto phi = student.features(start.test.point(n));
        start.features.insert(start.features.end(), phi.begin(), phi.end());
    }
    const auto levels = squared_singular_values(student);
    start.spread = levels.back() - levels.front();
    return start;
}

RunObservables observe(const Network& student, const RunStart& start, std::vector<double> levels) {
    RunObservables o;
    o.levels = std::move(levels);
    const auto features = static_cast<std::size_t>(student.shape.features);
    const auto points = static_cast<double>(start.test.size());
    double norm = 0, field_norm = 0, overlap = 0;
    std::vector<double> by_feature(features), feature_norm(features);
    double target_norm = 0;
    for (std::size_t n = 0; n < start.test.size(); ++n) {
        const auto phi = student.features(start.test.point(n));
        const double target = start.test.targets[n];
        double y = 0;
        for (std::size_t i = 0; i < features; ++i) {
            const double field = target * student.last[i];
            y += student.last[i] * phi[i];
            norm += phi[i] * phi[i];
            field_norm += field * field;
            overlap += field * phi[i];
            by_feature[i] += field * phi[i];
            feature_norm[i] += phi[i] * phi[i];
            o.time_correlation += start.features[n * features + i] * phi[i];
        }
        target_norm += target * target;
        o.test_loss += (target - y) * (target - y) / points;
        o.quadratic += y * y / (2 * points);
        o.linear += target * y / points;
        o.constant += target * target / (2 * points);
    }
    o.time_correlation /= points * static_cast<double>(features);
    const double norms = std::sqrt(norm * field_norm);
    o.alignment = norms > 0 ? overlap / norms : 0;
    for (std::size_t i = 0; i < features; ++i) {
        const double both = std::sqrt(feature_norm[i] * target_norm) * std::abs(student.last[i]);
        if (both > 0) o.feature_alignment += by_feature[i] / both / static_cast<double>(features);
    }
    o.log_spacing_ratio = std::log((o.levels.back() - o.levels.front()) / start.spread);
    return o;
}

bool signal_beats_noise(const Network& student, const Examples& test, double temperature, double weight_scale) {
    const auto w = middle_of(student);
    const auto count = w.rows();
    Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(count, count), squares = mean;
    for (std::size_t n = 0; n < test.size(); ++n) {
        const auto h = student.hidden(test.point(n));
        const Eigen::VectorXd z = w * Eigen::Map<const Eigen::VectorXd>(h.data(), w.cols());
        const auto phi = student.features(test.point(n));
        double y = 0;
        for (std::size_t i = 0; i < phi.size(); ++i) y += student.last[i] * phi[i];
        Eigen::VectorXd p(count);
        for (Eigen::Index i = 0; i < count; ++i) {
            const auto k = static_cast<std::size_t>(i);
            p[i] = (test.targets[n] - y) * student.last[k] * slope(student.shape.activation, phi[k]);
        }
        const Eigen::MatrixXd change = z * p.transpose() + p * z.transpose();
        mean += change;
        squares += change.cwiseProduct(change);
    }
    mean /= static_cast<double>(test.size());
    const Eigen::MatrixXd variance = squares / static_cast<double>(test.size()) - mean.cwiseProduct(mean);
    // Descending, as in the published code.
    const Eigen::MatrixXd u = diagonalised(student, Eigen::ComputeEigenvectors).eigenvectors().rowwise().reverse();
    const Eigen::MatrixXd drift = u.transpose() * mean * u, noise = u.transpose() * variance * u;
    const auto last = count - 1;
    const double k_t = std::abs(drift(0, 0)) - std::abs(drift(last, last));
    double v_t = 2 * noise(0, last) / static_cast<double>(last);
    for (Eigen::Index k = 1; k < last; ++k) v_t += (noise(0, k) + noise(last, count - k)) / static_cast<double>(k);
    const double ratio = static_cast<double>(w.cols()) / static_cast<double>(count);
    return k_t / (std::sqrt(ratio) * static_cast<double>(last)) >=
           temperature * v_t / (4 * weight_scale * weight_scale);
}

}  // namespace langevin::networks

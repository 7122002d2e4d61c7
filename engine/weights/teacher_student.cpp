// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/teacher_student.h"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace langevin::weights {
namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { initial_weights = 0, inputs = 1, gradient_noise = 2 };

constexpr std::size_t width_of_lanes = StudentBlock::lanes;

std::size_t size_of(int n) {
    return static_cast<std::size_t>(n);
}

/// sum[l] += a[l] * b[l] for all lanes.
inline void add_product(double* sum, const double* a, const double* b) {
    for (std::size_t l = 0; l < width_of_lanes; ++l) sum[l] += a[l] * b[l];
}

}  // namespace

StudentBlock::StudentBlock(const TeacherModel& model, int first_seed, double width, Random random)
    : first_seed_(first_seed),
      dimension_(model.dimension()),
      weights_(size_of(dimension_ * dimension_) * width_of_lanes),
      noise_(size_of(dimension_ * (dimension_ + 1) / 2) * width_of_lanes) {
    random.normals<double>(Stream::of(initial_weights, static_cast<std::uint32_t>(first_seed)), 0, 0, lanes, weights_);
    for (double& w : weights_) w *= width;
}

void StudentBlock::update(const TeacherModel& model, Random random, std::uint64_t step) {
    const std::size_t d = size_of(dimension_), batch = size_of(model.batch);
    // A data set that is revisited is a sequence of draws that is repeated.
    const auto draw = model.data == Data::fresh ? step : step % static_cast<std::uint64_t>(model.batches);
    const auto seed = static_cast<std::uint32_t>(first_seed_);
    inputs_.resize(batch * d * width_of_lanes);
    if (model.data == Data::shared) {
        std::vector<double> common(batch * d);
        random.normals<double>(Stream::of(inputs, 0), draw, 0, 1, common);
        for (std::size_t i = 0; i < common.size(); ++i)
            std::fill_n(&inputs_[i * width_of_lanes], width_of_lanes, common[i]);
    } else {
        random.normals<double>(Stream::of(inputs, seed), draw, 0, lanes, inputs_);
    }
    random.normals<double>(Stream::of(gradient_noise, seed), draw, 0, lanes, noise_);

    std::vector<double> correlation(d * d * width_of_lanes);
    const auto at = [d](std::size_t i, std::size_t k) { return (i * d + k) * width_of_lanes; };
    for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t i = 0; i < d; ++i)
            for (std::size_t k = i; k < d; ++k)
                add_product(&correlation[at(i, k)], &inputs_[(b * d + i) * width_of_lanes],
                            &inputs_[(b * d + k) * width_of_lanes]);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t k = 0; k < i; ++k) std::copy_n(&correlation[at(k, i)], width_of_lanes, &correlation[at(i, k)]);

    const double share = model.rate / model.batch;
    const double kick = model.rate * model.noise / std::sqrt(static_cast<double>(model.batch));
    std::vector<double> row(d * width_of_lanes), change(width_of_lanes);
    for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t k = 0; k < d; ++k)  // row of W_t - W
            for (std::size_t l = 0; l < width_of_lanes; ++l)
                row[k * width_of_lanes + l] =
                    (i == k ? model.value(static_cast<int>(i) / 2) : 0) - weights_[at(i, k) + l];
        for (std::size_t k = 0; k < d; ++k) {
            std::fill(change.begin(), change.end(), 0.0);
            for (std::size_t j = 0; j < d; ++j)
                add_product(change.data(), &row[j * width_of_lanes], &correlation[at(j, k)]);
            // The mean of the batch's noise matrices is one of 1/sqrt(|B|) the width; its upper triangle is stored.
            const std::size_t low = std::min(i, k), high = std::max(i, k);
            const double* a = &noise_[(low * d - low * (low + 1) / 2 + high) * width_of_lanes];
            const double strength = i == k ? kick * std::numbers::sqrt2 : kick;
            for (std::size_t l = 0; l < width_of_lanes; ++l)
                weights_[at(i, k) + l] += share * change[l] + strength * a[l];
        }
    }
}

std::vector<double> StudentBlock::levels(int lane) const {
    Eigen::MatrixXd w(dimension_, dimension_);
    for (int i = 0; i < dimension_; ++i)
        for (int k = 0; k < dimension_; ++k)
            w(i, k) = weights_[size_of(i * dimension_ + k) * width_of_lanes + size_of(lane)];
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(w);
    const auto& values = svd.singularValues();
    std::vector<double> ascending(values.data(), values.data() + values.size());
    std::reverse(ascending.begin(), ascending.end());
    return ascending;
}

double StudentBlock::squared_distance(const TeacherModel& model, int lane) const {
    double sum = 0;
    for (int i = 0; i < dimension_; ++i)
        for (int k = 0; k < dimension_; ++k) {
            const double w = weights_[size_of(i * dimension_ + k) * width_of_lanes + size_of(lane)];
            const double difference = w - (i == k ? model.value(i / 2) : 0);
            sum += difference * difference;
        }
    return sum;
}

bool StudentBlock::finite() const {
    return std::all_of(weights_.begin(), weights_.end(), [](double w) { return std::abs(w) < 1e6; });
}

bool StudentBlock::set_values(const std::vector<double>& values) {
    if (values.size() != weights_.size()) return false;
    weights_ = values;
    return true;
}

double DistanceLaw::after(double start, double updates) const {
    return stationary() + (start - stationary()) * std::pow(decay, updates);
}

DistanceLaw distance_law(const TeacherModel& m) {
    const double d = m.dimension(), a = m.rate;
    return {(1 - a) * (1 - a) + a * a * (d + 1) / m.batch, a * a * m.noise * m.noise * (d + d * d) / m.batch};
}

double student_width(const TeacherModel& m) {
    const double d = m.dimension();
    return std::sqrt(2 * distance_law(m).stationary() / (d + d * d));
}

double student_spacing(const TeacherModel& m) {
    return std::sqrt(std::numbers::pi) * student_width(m);
}

double student_spacing_uncertainty(const TeacherModel& m) {
    return 0.003 + 0.25 * m.rate * (m.dimension() + 1) / (2.0 * m.batch);
}

double PublishedStudent::abscissa() const {
    return noise * std::sqrt(rate / batch);
}

const std::vector<PublishedStudent>& published_students() {
    static const std::vector<PublishedStudent> table = {
        {0.1, 16, 0.05, 0.00743}, {0.1, 16, 0.06, 0.00882}, {0.1, 64, 0.1, 0.00725},  {0.1, 16, 0.07, 0.01038},
        {0.1, 16, 0.08, 0.01118}, {0.1, 32, 0.1, 0.01032},  {0.1, 16, 0.09, 0.01270}, {0.1, 16, 0.1, 0.01434},
        {0.1, 8, 0.1, 0.01970},   {0.2, 16, 0.1, 0.02054},  {0.1, 4, 0.1, 0.03218},   {0.3, 16, 0.1, 0.03016},
        {0.4, 16, 0.1, 0.03058},  {0.5, 16, 0.1, 0.04054}};
    return table;
}

std::optional<Expectation> published_student(const TeacherModel& m) {
    if (m.pairs != 1 || m.teacher != 2) return std::nullopt;
    for (const auto& entry : published_students())
        if (entry.batch == m.batch && std::abs(entry.rate - m.rate) < 1e-9 && std::abs(entry.noise - m.noise) < 1e-9)
            return Expectation{entry.spacing, entry.error(),
                               "C. Park, B. Lucini, G. Aarts, arXiv:2407.16427, data release; realistic errors"};
    return std::nullopt;
}

}  // namespace langevin::weights

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/teacher_student.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/spectra/eigenvalues.h"

namespace langevin::weights {
namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { initial_weights = 0, inputs = 1, gradient_noise = 2 };

std::size_t size_of(int n) {
    return static_cast<std::size_t>(n);
}

}  // namespace

StudentBlock::StudentBlock(const TeacherModel& model, int first_seed, double width, Random random)
    : first_seed_(first_seed), dimension_(model.dimension()), weights_(size_of(dimension_), size_of(dimension_)) {
    random.normals<double>(Stream::of(initial_weights, static_cast<std::uint32_t>(first_seed)), 0, 0, lanes,
                           weights_.values());
    for (double& w : weights_.values()) w *= width;
}

void StudentBlock::update(const TeacherModel& model, Random random, std::uint64_t step) {
    const std::size_t d = size_of(dimension_), batch = size_of(model.batch);
    // A data set that is revisited is a sequence of draws that is repeated.
    const auto draw = model.data == Data::fresh ? step : step % static_cast<std::uint64_t>(model.batches);
    const auto seed = static_cast<std::uint32_t>(first_seed_);
    LaneMatrix x(batch, d);
    if (model.data == Data::shared) {
        std::vector<double> common(batch * d);
        random.normals<double>(Stream::of(inputs, 0), draw, 0, 1, common);
        for (std::size_t i = 0; i < common.size(); ++i) std::fill_n(&x.values()[i * lanes], lanes, common[i]);
    } else {
        random.normals<double>(Stream::of(inputs, seed), draw, 0, lanes, x.values());
    }
    LaneMatrix correlation(d, d);
    add_product(correlation, 1.0 / model.batch, transposed(x), x);

    LaneMatrix difference(d, d);  // W_t - W
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t k = 0; k < d; ++k)
            for (int l = 0; l < lanes; ++l)
                difference.at(i, k)[l] = (i == k ? model.value(static_cast<int>(i) / 2) : 0) - weights_.value(i, k, l);
    add_product(weights_, model.rate, difference, correlation);
    // The mean of the batch's noise matrices is one of 1/sqrt(|B|) the width.
    const double kick = model.rate * model.noise / std::sqrt(static_cast<double>(model.batch));
    add_symmetric_noise(weights_, {kick * std::numbers::sqrt2, kick}, random, Stream::of(gradient_noise, seed), draw);
}

std::vector<double> StudentBlock::levels(int lane) const {
    auto w = weights_.of(lane);
    return spectra::singular_values(w, dimension_);
}

double StudentBlock::squared_distance(const TeacherModel& model, int lane) const {
    double sum = 0;
    for (int i = 0; i < dimension_; ++i)
        for (int k = 0; k < dimension_; ++k) {
            const double w = weights_.value(size_of(i), size_of(k), lane);
            const double difference = w - (i == k ? model.value(i / 2) : 0);
            sum += difference * difference;
        }
    return sum;
}

bool StudentBlock::finite() const {
    return weights_.within(1e6);
}

bool StudentBlock::set_values(const std::vector<double>& values) {
    return weights_.set_values(values);
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

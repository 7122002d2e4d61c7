// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/measurement.h"
#include "engine/random/random.h"
#include "engine/weights/lanes.h"

namespace langevin::weights {

/// What a student sees. Fresh: new samples at every update. Fixed: a data set of `batches` batches, each seed its own,
/// visited in the same order in every epoch. Shared: the same, with one set of inputs for all seeds, as in the released
/// code of arXiv:2407.16427 (it moves all seeds together, and the means with them).
enum class Data { fresh, fixed, shared };

/// Linear student W of a linear teacher W_t: y = W_t x, x normal, loss |y - W x|^2/2 (arXiv:2407.16427, data release).
/// The teacher's singular values come in pairs. Each sample's gradient carries symmetric noise a with standard
/// deviation `noise` (diagonal: sqrt(2) noise).
struct TeacherModel {
    int pairs = 1;          ///< dimension d = 2 pairs
    double teacher = 2;     ///< value of the first pair
    double separation = 1;  ///< from pair to pair
    double noise = 0.1;
    double rate = 0.1;  ///< alpha
    int batch = 16;     ///< |B|
    Data data = Data::fresh;
    int batches = 500;

    int dimension() const { return 2 * pairs; }
    /// Value of pair k, 0 <= k < pairs.
    double value(int pair) const { return teacher + separation * pair; }
    bool operator==(const TeacherModel&) const = default;
};

/// Eight seeds side by side: W <- W + alpha ((W_t - W) <x x^T>_B + <a>_B). Value type; draws are keyed by (seed number,
/// step).
class StudentBlock {
  public:
    /// Seeds first_seed ... first_seed + 7; weights start as normal numbers of this width.
    StudentBlock(const TeacherModel& model, int first_seed, double width, Random random);

    void update(const TeacherModel& model, Random random, std::uint64_t step);
    /// Singular values of W of one lane, ascending.
    std::vector<double> levels(int lane) const;
    /// |W - W_t|^2 (Frobenius) of one lane.
    double squared_distance(const TeacherModel& model, int lane) const;
    bool finite() const;

    const std::vector<double>& values() const { return weights_.values(); }
    /// false, and nothing is changed, if their number does not fit.
    bool set_values(const std::vector<double>& values);

  private:
    int first_seed_, dimension_;
    LaneMatrix weights_;
};

/// <|W - W_t|^2> for fresh data obeys e <- decay e + source, exactly: decay = (1 - alpha)^2 + alpha^2 (d + 1)/|B|,
/// source = alpha^2 noise^2 (d + d^2)/|B|.
struct DistanceLaw {
    double decay = 0, source = 0;

    /// Unstable if decay >= 1.
    double stationary() const { return source / (1 - decay); }
    double after(double start, double updates) const;
};
DistanceLaw distance_law(const TeacherModel& model);

/// Variance of an off-diagonal element in equilibrium: stationary()/(d + d^2), and the mean spacing sqrt(2 pi) times
/// its root; to leading order in the fluctuations. For small alpha: sqrt(pi alpha/|B|) noise.
double student_spacing(const TeacherModel& model);
/// How far, relatively, the spacing may be from this law: the inputs' fluctuations multiply the noise, by alpha (d +
/// 1)/(2|B|) in the variance.
double student_spacing_uncertainty(const TeacherModel& model);
/// Standard deviation of a diagonal element.
double student_width(const TeacherModel& model);

/// Settings and mean spacings published for one pair of value 2 (arXiv:2407.16427, data release). Realistic errors: 3
/// %, and 10 % for alpha >= 0.3, where the inputs shared among all seeds move the mean.
struct PublishedStudent {
    double rate;
    int batch;
    double noise;
    double spacing;

    double error() const { return (rate >= 0.3 ? 0.10 : 0.03) * spacing; }
    double abscissa() const;  ///< sqrt(alpha noise^2/|B|)
};
const std::vector<PublishedStudent>& published_students();
std::optional<Expectation> published_student(const TeacherModel& model);

}  // namespace langevin::weights

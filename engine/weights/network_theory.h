// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/weights/linear_network.h"

/// What is known of the training of a linear network with one hidden layer. Learning time: alpha times updates.
namespace langevin::weights {

/// A mode of the aligned start: teacher's value s, product a = w1 w2 > 0 and imbalance q = w1^2 - w2^2 at the start.
struct NetworkMode {
    double teacher = 1;
    double start = 0.01;
    double imbalance = 0;

    /// Product after a learning time t of noiseless descent with alpha -> 0. v = (w1 + w2)^2 = 2 a + sqrt(4 a^2 + q^2)
    /// obeys dv/dt = 2 (s - a) v, and a = (v - q^2/v)/4; so (v - v+)/(v - v-) decays as exp(-R t), with v+- = 2 s +- R,
    /// R = sqrt(4 s^2 + q^2). For q = 0: a(t) = s/(1 + (s/a(0) - 1) exp(-2 s t)) (A. M. Saxe, J. L. McClelland, S.
    /// Ganguli, arXiv:1312.6120).
    double product(double learning_time) const;
    /// The same for an eigenvalue of W1^T W1, (sqrt(4 a^2 + q^2) + q)/2, or of W2 W2^T, (sqrt(4 a^2 + q^2) - q)/2.
    double level(NetworkLevels which, double learning_time) const;
    /// J = int (s - a)^2 dt. A step multiplies q by 1 - alpha^2 (s - a)^2, so that to leading order in alpha the
    /// conserved quantity decays by the factor exp(-alpha J): J = (s/2) ln(v/v(0)) - (R(a) - R(a(0)))/4, R(a) = sqrt(4
    /// a^2 + q^2).
    double spent(double learning_time) const;
};

/// What W1^T W1 or W2 W2^T has where the product has this value.
double layer_level(NetworkLevels which, double product, double imbalance);

/// Fluctuations in equilibrium about the solution, to leading order in their size. An element (i, k) of D = A - W2 W1
/// relaxes at the rate r = alpha (x2_i + x1_k), x: eigenvalues of W2 W2^T and W1^T W1, and is kicked by r/sqrt(|B|)
/// times noise; fresh inputs add r^2 (sum_k D_ik^2 + D_ik^2)/|B| to the square. Their second moments close, as for one
/// matrix. Value type.
class NetworkLaw {
  public:
    explicit NetworkLaw(const NetworkModel& model, double imbalance = 0);

    /// Whether training is stable: every |1 - r| < 1, inputs' fluctuations included.
    bool stable() const { return stable_; }
    /// <|D|^2>.
    double squared_distance() const;
    /// Standard deviation of a diagonal element of the symmetric matrix whose eigenvalues are a group's levels; of its
    /// off-diagonal elements (isotropic noise: 1/sqrt(2) of that).
    double diagonal_width(int group, NetworkLevels which) const;
    double off_diagonal_width(int group, NetworkLevels which) const;
    /// Mean spacing of neighbours. For a pair that of the generalised surmise; in isotropic noise and for small alpha
    /// sqrt(2 pi s alpha/|B|) noise. For three and four levels in isotropic noise 3 sqrt(3)/(2 sqrt(pi)) and
    /// 1.2816408837 diagonal widths (from the joint density of the ensemble, by quadrature); NaN otherwise.
    double spacing(int group, NetworkLevels which) const;
    /// How far, relatively, widths and spacings may be from this law: corrections of the order of the relative
    /// fluctuations and of the rates.
    double uncertainty(int group) const;
    /// Mean square of the gradient's row i, <sum_k G_ik^2>, apart from the mean D: alpha times this is the rate at
    /// which noise lets the imbalance decay (per learning time).
    double gradient_noise(int row) const { return gradient_noise_[static_cast<std::size_t>(row)]; }

  private:
    std::size_t first_of(int group) const;
    double response(int group, NetworkLevels which) const;
    double element(std::size_t i, std::size_t k) const { return squares_[i * dimension_ + k]; }

    NetworkModel model_;
    double imbalance_;
    std::size_t dimension_;
    bool stable_ = true;
    std::vector<double> squares_;  // <D_ik^2>
    std::vector<double> gradient_noise_;
};

/// Expected |Q - Q(start)|, root mean square over seeds, of an aligned start after a learning time; to leading order in
/// alpha and in the noise. Without noise J alone counts.
double network_drift(const NetworkModel& model, double width, double imbalance, bool noiseless, double learning_time);

}  // namespace langevin::weights

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/random/random.h"
#include "engine/weights/lanes.h"

namespace langevin::weights {

/// Network with one hidden layer and no activation, y = W2 W1 x, that learns y = A x from normal inputs x by descending
/// |y - W2 W1 x|^2/2 (A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120; as a Coulomb gas of several species:
/// arXiv:2412.20496). A is diagonal, with groups of equal values, one species each. On the
/// gradient with respect to the product W2 W1, every sample adds symmetric noise a of width `noise` (diagonal: sqrt(2)
/// noise anisotropy, so that anisotropy = 1 is isotropic).
struct NetworkModel {
    int groups = 2;         ///< of equal teacher values
    int multiplicity = 2;   ///< levels in each group
    double teacher = 1;     ///< value of the first group
    double separation = 1;  ///< from group to group
    int hidden = 8;         ///< >= dimension()
    double noise = 1;
    double anisotropy = 1;
    double rate = 0.05;  ///< alpha
    int batch = 16;      ///< |B|

    int dimension() const { return groups * multiplicity; }
    /// Of group g, 0 <= g < groups.
    double value(int group) const { return teacher + separation * group; }
    bool operator==(const NetworkModel&) const = default;
};

/// random: all weights normal with this width. aligned: every mode n has w1 w2 = width^2 and w1^2 - w2^2 = imbalance,
/// and none mix: W1 = (diag w1; 0), W2 = (diag w2, 0).
enum class NetworkStart { random, aligned };

/// Whose levels: singular values of W2 W1, eigenvalues of W1^T W1 (inputs) or of W2 W2^T (outputs).
enum class NetworkLevels { product, first_layer, second_layer };

/// Eight seeds side by side: with D = A - W2 W1 and G = D <x x^T>_B + <a>_B,
///   W1 <- W1 + alpha W2^T G,  W2 <- W2 + alpha G W1^T.
/// Value type; draws are keyed by (seed number, step), so that a seed does not depend on its neighbours.
class NetworkBlock {
  public:
    /// Seeds first_seed ... first_seed + 7. Throws std::invalid_argument if hidden < dimension.
    NetworkBlock(const NetworkModel& model, int first_seed, NetworkStart start, double width, double imbalance,
                 Random random);

    void update(const NetworkModel& model, Random random, std::uint64_t step);
    /// The limit |B| -> infinity: G = D.
    void update_noiseless(const NetworkModel& model);

    /// Of all lanes, one after the other; each ascending, dimension() numbers.
    std::vector<double> levels(NetworkLevels which) const;
    /// |A - W2 W1|^2 (Frobenius) of all lanes.
    std::vector<double> squared_distances(const NetworkModel& model) const;
    /// |Q - Q(start)|^2 (Frobenius) of all lanes, Q = W1 W1^T - W2^T W2. Gradient flow conserves Q; a step changes it
    /// by exactly alpha^2 (W2^T G G^T W2 - W1 G^T G W1^T).
    std::vector<double> squared_drifts() const;
    bool finite() const { return first_.within(1e6) && second_.within(1e6); }

    const LaneMatrix& first() const { return first_; }    ///< W1, hidden x dimension
    const LaneMatrix& second() const { return second_; }  ///< W2, dimension x hidden
    std::vector<double> values() const;                   ///< both: the whole state
    /// false, and nothing is changed, if their number does not fit.
    bool set_values(const std::vector<double>& values);

  private:
    LaneMatrix difference(const NetworkModel& model) const;
    LaneMatrix imbalance() const;
    void descend(double rate, const LaneMatrix& gradient);

    int first_seed_;
    LaneMatrix first_, second_, imbalance_at_start_;
};

}  // namespace langevin::weights

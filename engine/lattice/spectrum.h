// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/lattice/scalar_block.h"

namespace langevin::lattice {

/// |phi(p)|^2 / V of one configuration, phi(p) = sum_x exp(i p x) phi_x, reduced to what is shown. Momenta are
/// p = 2 pi k / L with k = 0 ... L/2, for a square of extent L.
struct Spectrum {
    std::vector<double> axis;      ///< at (p, 0) and (0, p), averaged
    std::vector<double> diagonal;  ///< at (p, p) and (p, -p), averaged
    std::vector<double> line;      ///< (1/L) sum over q of the value at (p, q), averaged with (q, p)
};

/// Fourier transforms of one lattice size (FFTW). Make one per thread; planning is guarded inside.
class SpectrumAnalyser {
  public:
    explicit SpectrumAnalyser(int extent);
    ~SpectrumAnalyser();
    SpectrumAnalyser(const SpectrumAnalyser&) = delete;
    SpectrumAnalyser& operator=(const SpectrumAnalyser&) = delete;

    /// Of every lane.
    template <class Real>
    std::vector<Spectrum> analyse(const ScalarBlock<Real>& block);

  private:
    Spectrum reduce() const;

    struct Transform;
    int extent_;
    std::unique_ptr<Transform> transform_;
};

/// Two-point function <phi_0 phi_r> along the axes, r = 0 ... L/2, from Spectrum::line (linear, so it may be averaged
/// first): C(r) = (1/L) sum_p cos(p r) line(p).
std::vector<double> two_point_function(const std::vector<double>& line, int extent);

/// 4 sin^2(p/2) for p = 2 pi k / L, k = 0 ... L/2; on the diagonal it counts twice.
std::vector<double> lattice_momentum_squared(int extent);

}  // namespace langevin::lattice

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Forward processes that turn data into noise, and what their time means. Y. Song et al., arXiv:2011.13456.
namespace langevin::diffusion {

enum class ProcessKind {
    variance_exploding,   ///< dx = g dW with g = Sigma^t (L. Wang, G. Aarts, K. Zhou, arXiv:2309.17082)
    variance_preserving,  ///< dx = -g^2 x/2 dt + g dW with the same g (G. Aarts et al., arXiv:2410.21212)
    ddpm_linear,          ///< dx = -beta x/2 dt + sqrt(beta) dW, beta linear in t (J. Ho et al., arXiv:2006.11239)
    ddpm_cosine,          ///< the same with the cosine schedule of A. Nichol, P. Dhariwal, arXiv:2102.09672, s = 0.008
    edm                   ///< no drift and sigma proportional to t (T. Karras et al., arXiv:2206.00364)
};

/// A moment of a forward process: x = mean x_0 + noise z with z ~ N(0, 1).
struct NoiseLevel {
    double t = 0;
    double mean = 1;   ///< m(t), in (0, 1]
    double noise = 0;  ///< Xi(t) >= 0
    /// Of the noise on y = x / mean = x_0 + sigma z: every process is variance exploding in y.
    double sigma() const { return noise / mean; }
};

/// dx = drift(t) x dt + sqrt(diffusion_squared(t)) dW for t in [0, latest()]. Value type.
class Process {
  public:
    /// `strength` > 0 is how much noise there is at the end: Sigma > 1 of the first two kinds, beta at t = 1 of
    /// ddpm_linear (beta = 0.1 at t = 0), sigma at t = 1 of edm; no meaning for ddpm_cosine.
    Process(ProcessKind kind, double strength);

    ProcessKind kind() const { return kind_; }
    NoiseLevel at(double t) const;
    double drift(double t) const;              ///< f(t) <= 0
    double diffusion_squared(double t) const;  ///< g^2(t)
    /// Where the process ends: 1, or where no more than 1e-8 of the data is left (cosine schedule: 0.999).
    double latest() const;
    /// When the noise on y is this strong; the inverse of at(t).sigma().
    double time_of(double sigma) const;

  private:
    double integrated(double t) const;  // -2 ln m: of beta, or of g^2

    ProcessKind kind_;
    double strength_;
};

}  // namespace langevin::diffusion

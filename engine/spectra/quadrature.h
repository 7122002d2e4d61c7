// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace langevin::spectra {

/// Gauss-Legendre quadrature on an interval; exact for polynomials up to degree 2 n - 1. Nodes ascending.
struct Quadrature {
    std::vector<double> node, weight;
};
Quadrature gauss_legendre(int n, double low, double high);

/// Integral of a smooth function with 64 nodes in each of `parts` equal parts.
double integrate(const std::function<double(double)>& f, double low, double high, int parts = 1);

}  // namespace langevin::spectra

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/quadrature.h"

#include <gsl/gsl_integration.h>

#include <memory>

namespace langevin::spectra {
namespace {

constexpr int nodes = 64;

}  // namespace

Quadrature gauss_legendre(int n, double low, double high) {
    const std::unique_ptr<gsl_integration_glfixed_table, decltype(&gsl_integration_glfixed_table_free)> table(
        gsl_integration_glfixed_table_alloc(static_cast<std::size_t>(n)), gsl_integration_glfixed_table_free);
    Quadrature q{std::vector<double>(static_cast<std::size_t>(n)), std::vector<double>(static_cast<std::size_t>(n))};
    for (std::size_t i = 0; i < q.node.size(); ++i)
        gsl_integration_glfixed_point(low, high, i, &q.node[i], &q.weight[i], table.get());
    return q;
}

double integrate(const std::function<double(double)>& f, double low, double high, int parts) {
    static const Quadrature unit = gauss_legendre(nodes, 0, 1);
    const double width = (high - low) / parts;
    double sum = 0;
    for (int p = 0; p < parts; ++p)
        for (std::size_t i = 0; i < unit.node.size(); ++i)
            sum += width * unit.weight[i] * f(low + width * (p + unit.node[i]));
    return sum;
}

}  // namespace langevin::spectra

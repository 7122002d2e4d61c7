// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/reference.h"

#include <array>
#include <cmath>
#include <numbers>

namespace langevin::lattice {
namespace {

struct Number {
    double value, error;
};

struct TableRow {
    double kappa;
    int extent;
    Number abs_m, susceptibility, connected, binder, square, quartic, hopping, action;
};

constexpr double table_lambda = 0.022;
constexpr const char* table_source =
    "equilibrium run: Metropolis sweeps and Wolff clusters, 4·10⁴ to 3·10⁵ updates, jackknife errors";

// clang-format off
constexpr std::array table{
    TableRow{0.20,  8,  {0.1471, .0002}, {2.172, .007}, {0.787, .003}, {0.001, .002}, {0.6026, .0003}, {1.033, .001}, {0.3037, .0004}, {0.4774, .0002}},
    TableRow{0.20,  16, {0.0734, .0001}, {2.165, .008}, {0.785, .004}, {0.003, .004}, {0.6024, .0002}, {1.0323, .0006}, {0.3030, .0003}, {0.4773, .0001}},
    TableRow{0.21,  8,  {0.1615, .0003}, {2.616, .008}, {0.946, .003}, {0.006, .003}, {0.6228, .0003}, {1.0998, .0013}, {0.3429, .0005}, {0.4755, .0002}},
    TableRow{0.21,  16, {0.0807, .0001}, {2.609, .009}, {0.942, .004}, {0.011, .003}, {0.6225, .0002}, {1.0987, .0006}, {0.3414, .0002}, {0.4758, .0001}},
    TableRow{0.21,  32, {0.0402, .0001}, {2.601, .017}, {0.945, .008}, {0.003, .006}, {0.6224, .0001}, {1.0984, .0005}, {0.3415, .0002}, {0.4757, .0001}},
    TableRow{0.22,  16, {0.0892, .0001}, {3.198, .010}, {1.160, .004}, {0.004, .003}, {0.6473, .0002}, {1.1827, .0007}, {0.3885, .0003}, {0.4739, .0001}},
    TableRow{0.24,  8,  {0.2557, .0005}, {6.50, .03}, {2.32, .01}, {0.058, .003}, {0.7355, .0005}, {1.504, .002}, {0.5631, .0010}, {0.4660, .0002}},
    TableRow{0.25,  8,  {0.3407, .0011}, {11.13, .07}, {3.71, .02}, {0.159, .003}, {0.8259, .0012}, {1.857, .005}, {0.7457, .0023}, {0.4576, .0002}},
    TableRow{0.25,  16, {0.1593, .0003}, {10.15, .04}, {3.65, .02}, {0.024, .004}, {0.7906, .0003}, {1.7175, .0013}, {0.6629, .0006}, {0.4622, .0001}},
    TableRow{0.25,  32, {0.0790, .0003}, {10.04, .07}, {3.65, .03}, {0.002, .006}, {0.7901, .0004}, {1.7154, .0015}, {0.6616, .0007}, {0.4623, .0001}},
    TableRow{0.26,  8,  {0.5253, .0015}, {24.21, .12}, {6.55, .03}, {0.325, .002}, {1.0360, .0019}, {2.754, .009}, {1.180, .004}, {0.4374, .0002}},
    TableRow{0.26,  16, {0.2618, .0008}, {26.72, .15}, {9.17, .05}, {0.116, .003}, {0.9210, .0007}, {2.259, .003}, {0.9237, .0015}, {0.4498, .0001}},
    TableRow{0.26,  32, {0.1254, .0004}, {25.16, .18}, {9.05, .08}, {0.025, .007}, {0.9101, .0006}, {2.213, .003}, {0.8992, .0012}, {0.4512, .0001}},
    TableRow{0.265, 8,  {0.6921, .0022}, {38.79, .20}, {8.14, .03}, {0.431, .002}, {1.2515, .0029}, {3.748, .014}, {1.630, .006}, {0.4152, .0002}},
    TableRow{0.27,  8,  {0.9357, .0026}, {64.7, .3}, {8.63, .05}, {0.530, .001}, {1.6220, .0043}, {5.604, .023}, {2.405, .009}, {0.3749, .0003}},
    TableRow{0.27,  16, {0.8137, .0023}, {190.1, .9}, {20.6, .2}, {0.5623, .0011}, {1.5027, .0028}, {5.005, .014}, {2.143, .006}, {0.3895, .0002}},
    TableRow{0.27,  32, {0.6790, .0035}, {534, 4}, {62.3, .8}, {0.5604, .0021}, {1.4258, .0029}, {4.633, .014}, {1.976, .006}, {0.3979, .0002}},
    TableRow{0.27,  64, {0.4885, .0052}, {1203, 21}, {226, 3}, {0.4856, .0049}, {1.3680, .0028}, {4.357, .013}, {1.851, .006}, {0.4042, .0002}},
    TableRow{0.2705, 8,  {0.9610, .0029}, {67.8, .3}, {8.66, .06}, {0.5368, .0013}, {1.6651, .0048}, {5.831, .025}, {2.496, .010}, {0.3699, .0004}},
    TableRow{0.2705, 16, {0.8569, .0022}, {207.5, .9}, {19.5, .2}, {0.5760, .0011}, {1.5580, .0027}, {5.285, .014}, {2.260, .006}, {0.3831, .0002}},
    TableRow{0.2705, 64, {0.6434, .0054}, {1881, 25}, {185, 5}, {0.5815, .0031}, {1.4551, .0031}, {4.785, .015}, {2.037, .006}, {0.3946, .0003}},
    TableRow{0.271, 16, {0.9034, .0026}, {227.1, 1.1}, {18.2, .2}, {0.5887, .0009}, {1.6209, .0035}, {5.608, .018}, {2.392, .007}, {0.3763, .0003}},
    TableRow{0.271, 32, {0.8317, .0035}, {750, 5}, {41.8, .9}, {0.6136, .0012}, {1.5694, .0034}, {5.354, .017}, {2.281, .007}, {0.3820, .0003}},
    TableRow{0.271, 64, {0.7827, .0036}, {2614, 20}, {105, 4}, {0.6301, .0013}, {1.5491, .0025}, {5.257, .013}, {2.236, .005}, {0.3846, .0002}},
    TableRow{0.272, 16, {0.9885, .0024}, {265.3, 1.1}, {15.2, .2}, {0.6094, .0008}, {1.7431, .0035}, {6.250, .018}, {2.650, .007}, {0.3624, .0003}},
    TableRow{0.28,  16, {1.4567, .0009}, {547.3, .6}, {4.12, .04}, {0.6570, .0001}, {2.692, .002}, {11.918, .013}, {4.639, .004}, {0.2378, .0002}},
    TableRow{0.28,  32, {1.4558, .0007}, {2174, 2}, {4.21, .05}, {0.6641, .0001}, {2.690, .002}, {11.909, .010}, {4.635, .003}, {0.2381, .0002}},
    TableRow{0.30,  32, {2.0878, .0003}, {4465.0, 1.4}, {1.56, .02}, {0.66620, .00001}, {4.767, .001}, {29.56, .01}, {8.929, .003}, {-0.1503, .0001}},
    TableRow{0.40,  32, {3.7483, .0001}, {14387, 1}, {0.419, .003}, {0.66663, .00001}, {14.2464, .0010}, {213.87, .03}, {28.163, .002}, {-4.2054, .0001}},
    TableRow{0.50,  32, {4.8299, .0001}, {23887.6, .9}, {0.247, .001}, {0.66665, .00001}, {23.4607, .0009}, {562.75, .04}, {46.691, .002}, {-11.8820, .0001}},
};
// clang-format on

constexpr auto points = [] {
    std::array<EquilibriumPoint, table.size()> result{};
    for (std::size_t i = 0; i < table.size(); ++i)
        result[i] = {table[i].kappa,       table[i].extent,       table[i].abs_m.value,
                     table[i].abs_m.error, table[i].binder.value, table[i].binder.error};
    return result;
}();

std::optional<Expectation> from_table(Quantity quantity, int extent, const Couplings& c) {
    if (std::abs(c.lambda - table_lambda) > 1e-12) return std::nullopt;
    for (const auto& row : table) {
        if (row.extent != extent || std::abs(row.kappa - c.kappa) > 1e-12) continue;
        const Number& n = quantity == Quantity::absolute_magnetisation     ? row.abs_m
                          : quantity == Quantity::susceptibility           ? row.susceptibility
                          : quantity == Quantity::connected_susceptibility ? row.connected
                          : quantity == Quantity::binder_cumulant          ? row.binder
                          : quantity == Quantity::field_squared            ? row.square
                          : quantity == Quantity::field_quartic            ? row.quartic
                          : quantity == Quantity::hopping_energy           ? row.hopping
                                                                           : row.action;
        return Expectation{n.value, n.error, table_source};
    }
    return std::nullopt;
}

/// Gaussian theory. M is normal with variance C_0 / V, so its moments follow from the susceptibility.
Expectation gaussian(Quantity quantity, int extent, double kappa) {
    const double volume = static_cast<double>(extent) * extent;
    const double chi = free_propagator(kappa, 2);
    double square = 0, hopping = 0;
    for (int p = 0; p < extent; ++p)
        for (int q = 0; q < extent; ++q) {
            const double cosines =
                std::cos(2 * std::numbers::pi * p / extent) + std::cos(2 * std::numbers::pi * q / extent);
            const double mode = free_propagator(kappa, cosines) / volume;
            square += mode;
            hopping += mode * cosines;
        }
    const char* source = "exact: Gaussian integral at λ = 0, summed over the momenta of this lattice";
    switch (quantity) {
        case Quantity::absolute_magnetisation:
            return {std::sqrt(2 * chi / (std::numbers::pi * volume)), 0, source};
        case Quantity::susceptibility:
            return {chi, 0, source};
        case Quantity::connected_susceptibility:
            return {chi * (1 - 2 / std::numbers::pi), 0, source};
        case Quantity::binder_cumulant:
            return {0, 0, source};
        case Quantity::field_squared:
            return {square, 0, source};
        case Quantity::field_quartic:
            return {3 * square * square, 0, source};
        case Quantity::hopping_energy:
            return {hopping, 0, source};
        case Quantity::action_density:
            return {0.5, 0, source};
    }
    return {};
}

/// Independent sites. Moments of M from those of a site; <|M|> has no closed form.
std::optional<Expectation> independent(Quantity quantity, int extent, double lambda) {
    const double volume = static_cast<double>(extent) * extent;
    const double square = single_site_moment(lambda, 2), quartic = single_site_moment(lambda, 4);
    const char* source = "exact: one-dimensional integral over a single site at κ = 0";
    switch (quantity) {
        case Quantity::susceptibility:
            return Expectation{square, 0, source};
        case Quantity::binder_cumulant:
            return Expectation{(1 - quartic / (3 * square * square)) / volume, 0, source};
        case Quantity::field_squared:
            return Expectation{square, 0, source};
        case Quantity::field_quartic:
            return Expectation{quartic, 0, source};
        case Quantity::hopping_energy:
            return Expectation{0, 0, source};
        case Quantity::action_density:
            return Expectation{0.5 - lambda * quartic, 0, source};
        case Quantity::absolute_magnetisation:
        case Quantity::connected_susceptibility:
            return std::nullopt;
    }
    return std::nullopt;
}

double weight(double lambda, double phi) {
    const double square = phi * phi;
    return std::exp(-square * (1 - 2 * lambda + lambda * square));
}

/// Trapezoidal rule, which converges geometrically for such integrands. The weight is below 1e-30 beyond |phi| = 9.
double integral(double lambda, int n) {
    constexpr int intervals = 3600;
    constexpr double limit = 9, width = 2 * limit / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; ++i) {
        const double phi = -limit + i * width;
        sum += std::pow(phi, n) * weight(lambda, phi);
    }
    return sum * width;
}

}  // namespace

std::optional<Expectation> expectation(Quantity quantity, int extent, const Couplings& couplings) {
    if (couplings.lambda == 0 && couplings.kappa < 0.25) return gaussian(quantity, extent, couplings.kappa);
    if (couplings.kappa == 0) return independent(quantity, extent, couplings.lambda);
    return from_table(quantity, extent, couplings);
}

std::span<const EquilibriumPoint> equilibrium_points() {
    return points;
}

double free_propagator(double kappa, double cosine_sum) {
    return 0.5 / (1 - 2 * kappa * cosine_sum);
}

std::vector<double> free_two_point_function(double kappa, int extent) {
    std::vector<double> result(static_cast<std::size_t>(extent / 2) + 1);
    std::vector<double> cosine(static_cast<std::size_t>(extent));
    for (int k = 0; k < extent; ++k) cosine[k] = std::cos(2 * std::numbers::pi * k / extent);
    for (int p = 0; p < extent; ++p) {
        double line = 0;
        for (int q = 0; q < extent; ++q) line += free_propagator(kappa, cosine[p] + cosine[q]);
        line /= static_cast<double>(extent) * extent;
        for (std::size_t r = 0; r < result.size(); ++r)
            result[r] += line * cosine[(r * static_cast<std::size_t>(p)) % static_cast<std::size_t>(extent)];
    }
    return result;
}

double single_site_moment(double lambda, int n) {
    return integral(lambda, n) / integral(lambda, 0);
}

double single_site_density(double lambda, double phi) {
    return weight(lambda, phi) / integral(lambda, 0);
}

}  // namespace langevin::lattice

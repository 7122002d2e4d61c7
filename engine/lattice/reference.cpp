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
    "equilibrium run: 3 Metropolis sweeps and 4 to 8 Wolff clusters per update, 10⁵ to 10⁶ updates in all, errors by "
    "the Γ method";

// clang-format off
constexpr std::array table{
    TableRow{0.20, 8, {0.14688, 0.00014}, {2.1626, 0.0039}, {0.7819, 0.0016}, {0.0112, 0.0017}, {0.60262, 0.00018}, {1.03343, 0.00066}, {0.30348, 0.00025}, {0.47745, 0.00012}},
    TableRow{0.20, 16, {0.073214, 0.000098}, {2.1545, 0.0055}, {0.7823, 0.0022}, {0.0022, 0.0024}, {0.60208, 0.00011}, {1.03129, 0.00041}, {0.30267, 0.00016}, {0.477206, 0.000072}},
    TableRow{0.21, 8, {0.16087, 0.00016}, {2.5913, 0.0049}, {0.9350, 0.0020}, {0.0144, 0.0018}, {0.62309, 0.00020}, {1.10089, 0.00073}, {0.34258, 0.00029}, {0.47601, 0.00012}},
    TableRow{0.21, 16, {0.08037, 0.00011}, {2.5951, 0.0069}, {0.9413, 0.0027}, {0.0031, 0.0023}, {0.62241, 0.00012}, {1.09876, 0.00045}, {0.34129, 0.00019}, {0.475854, 0.000070}},
    TableRow{0.21, 32, {0.04029, 0.00012}, {2.612, 0.016}, {0.9495, 0.0063}, {-0.0043, 0.0052}, {0.62259, 0.00011}, {1.09944, 0.00041}, {0.34152, 0.00017}, {0.475939, 0.000066}},
    TableRow{0.22, 16, {0.08912, 0.00012}, {3.1918, 0.0084}, {1.1585, 0.0034}, {0.0051, 0.0024}, {0.64732, 0.00014}, {1.18340, 0.00052}, {0.38846, 0.00022}, {0.473950, 0.000073}},
    TableRow{0.24, 8, {0.24401, 0.00032}, {5.901, 0.015}, {2.0907, 0.0060}, {0.0524, 0.0020}, {0.72987, 0.00036}, {1.4818, 0.0014}, {0.54806, 0.00064}, {0.46729, 0.00012}},
    TableRow{0.25, 8, {0.31510, 0.00051}, {9.651, 0.030}, {3.297, 0.011}, {0.1120, 0.0019}, {0.81060, 0.00056}, {1.7959, 0.0023}, {0.7078, 0.0011}, {0.46055, 0.00011}},
    TableRow{0.25, 16, {0.15821, 0.00025}, {9.978, 0.030}, {3.570, 0.012}, {0.0340, 0.0023}, {0.79026, 0.00029}, {1.7162, 0.0012}, {0.66195, 0.00055}, {0.462276, 0.000069}},
    TableRow{0.25, 32, {0.07846, 0.00025}, {9.871, 0.060}, {3.568, 0.024}, {0.0062, 0.0053}, {0.78985, 0.00028}, {1.7144, 0.0011}, {0.66126, 0.00054}, {0.462184, 0.000064}},
    TableRow{0.26, 8, {0.4743, 0.0010}, {20.577, 0.080}, {6.181, 0.022}, {0.2530, 0.0015}, {0.9931, 0.0012}, {2.5706, 0.0054}, {1.0816, 0.0025}, {0.44350, 0.00010}},
    TableRow{0.26, 16, {0.25315, 0.00056}, {24.86, 0.11}, {8.459, 0.039}, {0.1178, 0.0024}, {0.91794, 0.00057}, {2.2466, 0.0025}, {0.9158, 0.0011}, {0.450739, 0.000065}},
    TableRow{0.26, 32, {0.12571, 0.00042}, {25.25, 0.16}, {9.072, 0.060}, {0.0337, 0.0044}, {0.91068, 0.00050}, {2.2156, 0.0022}, {0.9000, 0.0010}, {0.451360, 0.000063}},
    TableRow{0.265, 8, {0.6353, 0.0014}, {34.23, 0.13}, {8.400, 0.025}, {0.3764, 0.0013}, {1.1966, 0.0019}, {3.5026, 0.0090}, {1.5058, 0.0040}, {0.42288, 0.00013}},
    TableRow{0.27, 8, {0.8845, 0.0018}, {59.77, 0.20}, {9.698, 0.030}, {0.50170, 0.00095}, {1.5607, 0.0027}, {5.307, 0.014}, {2.2699, 0.0057}, {0.38303, 0.00021}},
    TableRow{0.27, 16, {0.7626, 0.0017}, {172.87, 0.61}, {24.005, 0.093}, {0.53274, 0.00090}, {1.4576, 0.0019}, {4.7877, 0.0093}, {2.0448, 0.0040}, {0.39459, 0.00015}},
    TableRow{0.27, 32, {0.6278, 0.0023}, {473.8, 2.8}, {70.19, 0.38}, {0.5267, 0.0015}, {1.3964, 0.0018}, {4.4931, 0.0090}, {1.9123, 0.0039}, {0.40115, 0.00016}},
    TableRow{0.27, 64, {0.4469, 0.0036}, {1036, 14}, {217.4, 1.8}, {0.4506, 0.0036}, {1.3534, 0.0019}, {4.2860, 0.0092}, {1.8195, 0.0040}, {0.40560, 0.00016}},
    TableRow{0.2705, 8, {0.9155, 0.0018}, {63.34, 0.20}, {9.699, 0.032}, {0.51276, 0.00091}, {1.6116, 0.0029}, {5.575, 0.015}, {2.3766, 0.0060}, {0.37762, 0.00022}},
    TableRow{0.2705, 16, {0.8141, 0.0016}, {192.61, 0.61}, {22.94, 0.10}, {0.55319, 0.00078}, {1.5200, 0.0019}, {5.1024, 0.0094}, {2.1767, 0.0040}, {0.38775, 0.00016}},
    TableRow{0.2705, 64, {0.5989, 0.0041}, {1683, 19}, {214.2, 2.5}, {0.5525, 0.0026}, {1.4394, 0.0023}, {4.711, 0.011}, {2.0024, 0.0048}, {0.39645, 0.00021}},
    TableRow{0.271, 16, {0.8653, 0.0016}, {213.32, 0.64}, {21.63, 0.11}, {0.57117, 0.00070}, {1.5848, 0.0020}, {5.4313, 0.0099}, {2.3138, 0.0041}, {0.38047, 0.00016}},
    TableRow{0.271, 32, {0.7952, 0.0021}, {701.5, 3.0}, {53.95, 0.54}, {0.59722, 0.00087}, {1.5448, 0.0019}, {5.2338, 0.0096}, {2.2273, 0.0041}, {0.38476, 0.00017}},
    TableRow{0.271, 64, {0.7537, 0.0033}, {2462, 18}, {135.5, 3.1}, {0.6181, 0.0013}, {1.5367, 0.0022}, {5.195, 0.011}, {2.2095, 0.0047}, {0.38578, 0.00020}},
    TableRow{0.272, 16, {0.9616, 0.0014}, {254.88, 0.62}, {18.16, 0.12}, {0.59862, 0.00050}, {1.7155, 0.0019}, {6.1108, 0.0099}, {2.5900, 0.0041}, {0.36552, 0.00016}},
    TableRow{0.28, 16, {1.45505, 0.00050}, {546.18, 0.37}, {4.178, 0.020}, {0.656873, 0.000046}, {2.6882, 0.0012}, {11.8966, 0.0081}, {4.6309, 0.0026}, {0.23835, 0.00011}},
    TableRow{0.28, 32, {1.45611, 0.00056}, {2175.3, 1.7}, {4.211, 0.040}, {0.664114, 0.000024}, {2.6906, 0.0014}, {11.9116, 0.0091}, {4.6362, 0.0029}, {0.23804, 0.00012}},
    TableRow{0.30, 32, {2.08787, 0.00024}, {4465.4, 1.0}, {1.5430, 0.0094}, {0.6662064, 0.0000028}, {4.76739, 0.00094}, {29.5634, 0.0097}, {8.9303, 0.0019}, {-0.150160, 0.000088}},
    TableRow{0.40, 32, {3.74824, 0.00013}, {14386.9, 1.0}, {0.4134, 0.0029}, {0.66662840, 0.00000027}, {14.24614, 0.00099}, {213.865, 0.028}, {28.1621, 0.0020}, {-4.20531, 0.00011}},
    TableRow{0.50, 32, {4.830001, 0.000098}, {23889.05, 0.97}, {0.2447, 0.0016}, {0.666653000, 0.000000091}, {23.46214, 0.00094}, {562.823, 0.045}, {46.6939, 0.0019}, {-11.88202, 0.00011}},
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
            return {kappa == 0 ? 0 : hopping, 0, source};  // without the rounding of the sum
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

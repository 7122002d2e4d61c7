// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/published.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/networks/ensembles/soft_spins.h"

namespace langevin::networks::published {
namespace {

constexpr int points = 12;
using Table = std::array<std::array<double, points>, points>;  // rows: temperature, the highest first

constexpr const char* source = "arXiv:2509.01349, 95,001 epochs, 100 runs";

/// Mean test loss; colours read to 6 %.
constexpr Table test_losses = {{
    {{0.012, 0.013, 0.015, 0.011, 0.013, 0.014, 0.012, 0.016, 0.014, 0.016, 0.015, 0.016}},
    {{0.01, 0.011, 0.0096, 0.011, 0.011, 0.0096, 0.01, 0.011, 0.013, 0.015, 0.014, 0.014}},
    {{0.01, 0.0096, 0.0086, 0.0091, 0.0096, 0.0081, 0.011, 0.0096, 0.011, 0.011, 0.011, 0.013}},
    {{0.011, 0.0086, 0.0081, 0.0081, 0.0062, 0.0069, 0.0066, 0.0062, 0.0096, 0.01, 0.012, 0.01}},
    {{0.012, 0.0077, 0.0062, 0.0053, 0.005, 0.004, 0.005, 0.005, 0.0077, 0.0073, 0.01, 0.01}},
    {{0.015, 0.0053, 0.004, 0.0025, 0.0018, 0.0025, 0.0016, 0.0031, 0.004, 0.0047, 0.0062, 0.0053}},
    {{0.015, 0.0043, 0.0018, 0.00094, 0.00084, 0.00049, 0.00068, 0.00052, 0.00094, 0.0019, 0.0025, 0.0012}},
    {{0.016, 0.0025, 0.00042, 0.00015, 7e-05, 7.4e-05, 5.7e-05, 2.3e-05, 3.1e-05, 6.3e-05, 3.7e-05, 8.7e-05}},
    {{0.021, 0.0029, 0.00038, 4.8e-05, 1.9e-05, 8.6e-06, 1.5e-06, 1.1e-06, 3.4e-06, 1.9e-06, 1.2e-06, 6.8e-07}},
    {{0.033, 0.0047, 0.00052, 0.00019, 1.6e-05, 3.6e-06, 8.9e-07, 4.9e-07, 2e-07, 1.8e-07, 1.8e-07, 1.8e-07}},
    {{0.046, 0.0081, 0.00094, 0.00016, 3.1e-05, 5e-06, 1.7e-06, 4.2e-07, 2.2e-07, 1.9e-07, 1.8e-07, 1.6e-07}},
    {{0.054, 0.015, 0.0021, 0.00022, 4.8e-05, 7.7e-06, 1.7e-06, 6.4e-07, 2.4e-07, 2.4e-07, 2.4e-07, 2.7e-07}},
}};

/// Logarithm of the mean level spacing over that at the start; read to 0.04.
constexpr Table log_ratios = {{
    {{3.71, 5.04, 6.45, 7.7, 9.26, 10.59, 11.84, 13.4, 14.88, 16.29, 17.54, 19.02}},
    {{2.85, 4.26, 5.51, 6.99, 8.48, 9.73, 11.05, 12.54, 14.02, 15.59, 16.91, 18.24}},
    {{2.15, 3.4, 4.73, 6.05, 7.54, 8.87, 10.35, 11.76, 13.16, 14.57, 15.98, 17.46}},
    {{1.45, 2.62, 3.87, 5.27, 6.52, 7.85, 9.26, 10.66, 12.3, 13.63, 15.2, 16.45}},
    {{0.82, 1.68, 2.85, 4.18, 5.27, 6.76, 8.01, 9.41, 11.05, 12.54, 14.02, 15.51}},
    {{0.43, 0.9, 1.45, 2.38, 3.55, 5.2, 6.29, 7.85, 9.18, 10.82, 12.3, 13.79}},
    {{0.04, 0.12, 0.27, 0.82, 1.6, 2.62, 3.79, 5.59, 6.99, 8.24, 10.04, 10.98}},
    {{0.04, 0.04, 0.04, 0.04, 0.04, 0.51, 1.29, 2.3, 3.48, 4.8, 6.13, 7.93}},
    {{0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.27, 1.21, 2.77, 3.71, 5.27}},
    {{0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.35, 1.37, 2.7, 4.18}},
    {{0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.2, 1.13, 2.38, 3.87}},
    {{0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04, 0.12, 0.98, 2.3, 3.71}},
}};

/// Median training loss of the last epoch; read to 2 %.
constexpr Table training_losses = {{
    {{0.0041, 0.0036, 0.0044, 0.0037, 0.0044, 0.0044, 0.0039, 0.0049, 0.0051, 0.006, 0.0043, 0.0053}},
    {{0.0033, 0.0036, 0.003, 0.0033, 0.0037, 0.003, 0.0036, 0.0038, 0.004, 0.0054, 0.0053, 0.0043}},
    {{0.0032, 0.003, 0.0025, 0.0025, 0.0027, 0.0021, 0.0031, 0.003, 0.0035, 0.004, 0.004, 0.0041}},
    {{0.0032, 0.0022, 0.0025, 0.0021, 0.0018, 0.0017, 0.0019, 0.0016, 0.0027, 0.0028, 0.0034, 0.003}},
    {{0.0035, 0.0019, 0.0014, 0.0012, 0.00091, 0.00093, 0.00091, 0.00093, 0.0013, 0.0021, 0.0029, 0.0028}},
    {{0.004, 0.0011, 0.00043, 0.00018, 0.00018, 0.00035, 0.00017, 0.00019, 0.00039, 0.00078, 0.0012, 0.001}},
    {{0.0041, 0.00063, 7.3e-05, 4.4e-05, 2.1e-05, 1.5e-05, 1.2e-05, 2.1e-05, 3.2e-05, 2.7e-05, 9.1e-05, 3.3e-05}},
    {{0.0051, 0.00047, 4e-05, 7.2e-06, 3.2e-06, 1.8e-06, 7.4e-07, 6e-07, 6.7e-07, 5.4e-07, 7.9e-07, 1e-06}},
    {{0.0069, 0.00065, 5.3e-05, 6.1e-06, 1.3e-06, 5.4e-07, 2e-07, 1.1e-07, 8.8e-08, 1.2e-07, 7.1e-08, 8.6e-08}},
    {{0.012, 0.0013, 8.8e-05, 1e-05, 1.6e-06, 3.6e-07, 1.1e-07, 6.1e-08, 3.7e-08, 3.1e-08, 3.6e-08, 3.3e-08}},
    {{0.018, 0.0028, 0.00021, 2e-05, 2.9e-06, 5.8e-07, 1.6e-07, 6.1e-08, 3.8e-08, 3.2e-08, 3.5e-08, 4e-08}},
    {{0.021, 0.0051, 0.00056, 4.3e-05, 5.7e-06, 1e-06, 2.6e-07, 8.4e-08, 5.4e-08, 4.4e-08, 5.1e-08, 5.6e-08}},
}};

/// By the operational classifier, from the tables above.
constexpr std::array<const char*, points> phases = {"PPPPPPPPPPPP", "PPPPPPPPPPPP", "PPPPPPPPPPPP", "PPPPPPPPPPPP",
                                                    "PPPPPPPPPPPP", "JPPPPPPPPPPP", "JJJPPPPPPPPP", "JJJJJJPPPPPP",
                                                    "JJJJJFFFFFFF", "JJJJJFFFFFFF", "JJJJJFFFFFFF", "JJJJJJFFFFFF"};

/// Row and column of the nearest point.
std::pair<std::size_t, std::size_t> nearest(double inverse_width, double temperature) {
    const auto index = [](double exponent) {
        return static_cast<std::size_t>(std::clamp(std::round(exponent), 0.0, points - 1.0));
    };
    return {index(6 - std::log2(temperature)), index(std::log2(inverse_width) + 8)};
}

double at(const Table& table, double inverse_width, double temperature) {
    const auto [row, column] = nearest(inverse_width, temperature);
    return table[row][column];
}

Axis width_axis() {
    return {.label = "Inverse width of the initial weights 1/σ", .unit = "", .logarithmic = true};
}
Axis temperature_axis() {
    return {.label = "Temperature T", .unit = "", .logarithmic = true};
}

template <class Value>
Heatmap make_map(Axis quantity, bool inverse_width_across, Value value) {
    Heatmap map{.x = width_axis(), .y = temperature_axis(), .value = std::move(quantity), .cells = {}};
    if (!inverse_width_across) std::swap(map.x, map.y);
    const double half = std::sqrt(2.0);
    for (const double t : temperatures())
        for (const double w : inverse_widths()) {
            const auto [row, column] = nearest(w, t);
            HeatmapCell cell{.x = w, .y = t, .value = value(row, column), .error = std::nan(""), .repeats = 100};
            if (!inverse_width_across) std::swap(cell.x, cell.y);
            cell.left = cell.x / half;
            cell.right = cell.x * half;
            cell.bottom = cell.y / half;
            cell.top = cell.y * half;
            map.cells.push_back(cell);
        }
    return map;
}

Heatmap make_map(Axis quantity, bool inverse_width_across, const Table& table) {
    return make_map(std::move(quantity), inverse_width_across,
                    [&](std::size_t row, std::size_t column) { return table[row][column]; });
}

double phase_at(std::size_t row, std::size_t column) {
    const char letter = phases[row][column];
    return letter == 'P' ? paramagnet : letter == 'F' ? ferromagnet : jammed;
}

}  // namespace

std::vector<double> temperatures() {
    std::vector<double> values;
    for (int k = 0; k < points; ++k) values.push_back(std::exp2(k - 5));
    return values;
}

std::vector<double> inverse_widths() {
    std::vector<double> values;
    for (int k = 0; k < points; ++k) values.push_back(std::exp2(k - 8));
    return values;
}

Phase classify(double largest_level, double log_spacing_ratio, double median_loss, double epochs) {
    if (largest_level > 30 && log_spacing_ratio > 0.7) return paramagnet;
    const double bound = epochs <= 300 ? 3e-4 : epochs <= 30000 ? 3e-5 : 1e-6;
    return median_loss < bound ? ferromagnet : jammed;
}

std::vector<std::pair<double, double>> noise_boundary() {
    // At 0.031 the contour runs steeply from 7.2 to 16: both of its ends.
    return {{8, 0.475},    {4, 0.696},    {2, 0.821},   {1, 0.844},  {0.5, 1.077}, {0.25, 1.72},
            {0.125, 2.14}, {0.0625, 4.5}, {0.031, 7.2}, {0.031, 16}, {0.0156, 32}, {0.0121, 64}};
}

double test_loss(double inverse_width, double temperature) {
    return at(test_losses, inverse_width, temperature);
}
double training_loss(double inverse_width, double temperature) {
    return at(training_losses, inverse_width, temperature);
}
double log_spacing_ratio(double inverse_width, double temperature) {
    return at(log_ratios, inverse_width, temperature);
}

std::vector<PublishedMap> maps(bool across) {
    auto phase_map = make_map({.label = "Phase", .unit = ""}, across, phase_at);
    phase_map.categories = {"jammed", "ferromagnet", "paramagnet"};
    for (auto& curve : boundaries(across)) phase_map.curves.push_back(std::move(curve));
    auto test = make_map({.label = "Test loss", .unit = "", .logarithmic = true}, across, test_losses);
    auto training = make_map({.label = "Training loss", .unit = "", .logarithmic = true}, across, training_losses);
    auto ratio = make_map({.label = "Spacing ratio Λ", .unit = ""}, across, log_ratios);
    return {{"phase", "Phases, published", source, std::move(phase_map)},
            {"test_loss", "Test loss, published", source, std::move(test)},
            {"training_loss", "Training loss, published", source, std::move(training)},
            {"log_spacing_ratio", "Spacing ratio, published", source, std::move(ratio)}};
}

double mean_square_hidden() {
    static const double value = networks::mean_square_hidden(3);
    return value;
}

std::vector<Curve> boundaries(bool across) {
    std::vector<Curve> curves(3);
    const double hottest_soft_spin = 0.868;  // where the published line ends
    curves[0] = {.name = "soft spins, σ² = 1/2",
                 .x = {std::sqrt(2.0), std::sqrt(2.0)},
                 .y = {1.0 / 32, hottest_soft_spin},
                 .role = Role::theory,
                 .source = "arXiv:2509.01349: the features' density gets two peaks"};
    const double literal = std::sqrt(mean_square_hidden() / critical_variance);
    curves[1] = {.name = "soft spins, σ²⟨h²⟩ = 1/2",
                 .x = {literal, literal},
                 .y = {1.0 / 32, hottest_soft_spin},
                 .role = Role::guide,
                 .source = "the same with the variance of W h itself, ⟨h²⟩ = 0.3437"};
    curves[2] = {.name = "signal = noise, published",
                 .x = {},
                 .y = {},
                 .role = Role::theory,
                 .source = "arXiv:2509.01349: 68 % of the runs convergent"};
    for (const auto& [w, t] : noise_boundary()) {
        curves[2].x.push_back(w);
        curves[2].y.push_back(t);
    }
    if (!across)
        for (auto& curve : curves) std::swap(curve.x, curve.y);
    return curves;
}

}  // namespace langevin::networks::published

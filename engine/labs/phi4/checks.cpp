// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "engine/labs/phi4/phi4.h"
#include "engine/lattice/reference.h"

namespace langevin::phi4 {
namespace {

using Values = std::vector<std::pair<std::string, Value>>;

Value whole(int n) {
    return std::int64_t{n};
}
Value name(const char* text) {
    return std::string(text);
}

/// Recipes are built up from these.
Values lattice_of(int extent, int chains, double kappa, double lambda) {
    return {{"extent", whole(extent)}, {"chains", whole(chains)}, {"kappa", kappa}, {"lambda", lambda}};
}

Values with(Values values, const Values& more) {
    values.insert(values.end(), more.begin(), more.end());
    return values;
}

Recipe recipe(Values values, std::uint64_t measured, int thermalisation = 200, std::uint64_t seed = 20230917) {
    values.emplace_back("thermalisation", whole(thermalisation));
    return {.lab = "phi4",
            .parameters = std::move(values),
            .seed = seed,
            .steps = measured + static_cast<std::uint64_t>(thermalisation)};
}

const Values metropolis = {{"algorithm", name("metropolis")}};
const Values cluster = {{"algorithm", name("cluster")}};
const Values hmc = {{"algorithm", name("hmc")}};
const Values random_hmc = {{"algorithm", name("hmc")}, {"randomise_length", true}};

Expectation exact(double value, std::string source) {
    return {value, 0, "exact: " + std::move(source)};
}

Expectation table(lattice::Quantity quantity, int extent, double kappa) {
    if (const auto found = lattice::expectation(quantity, extent, {kappa, 0.022})) return *found;
    throw std::logic_error("no such entry in the equilibrium table");
}

/// Sites decouple at kappa = 0.
void add_single_site(std::vector<Check>& checks) {
    const auto a = recipe(with(lattice_of(32, 16, 0, 0.022), metropolis), 1500, 50);
    const auto source = "modified Bessel functions of orders 1/4 and 3/4, single site at κ = 0, λ = 0.022";
    checks.push_back(
        {"single_site_square", "Single site: ⟨φ²⟩ at κ = 0, λ = 0.022", a, "field_squared", exact(0.49093714, source)});
    checks.push_back({"single_site_quartic", "Single site: ⟨φ⁴⟩ at κ = 0, λ = 0.022", a, "field_quartic",
                      exact(0.69691123, source)});
    const auto b = recipe(with(lattice_of(32, 16, 0, 0.5), metropolis), 1500, 50);
    checks.push_back({"single_site_half", "Single site: ⟨φ⁴⟩ = 1/2 at κ = 0, λ = 1/2", b, "field_quartic",
                      exact(0.5, "single site at κ = 0")});
}

/// Every pair of neighbours is joined by two links; four-dimensional quadrature.
void add_two_by_two(std::vector<Check>& checks) {
    struct Row {
        double kappa;
        const char* tag;
        double square, quartic, susceptibility, binder;
    };
    for (const Row& row : {Row{0.20, "020", 0.80157377, 1.75873536, 1.98797091, 0.10279140},
                           Row{0.25, "025", 1.48727207, 5.15348296, 4.82857182, 0.27655823},
                           Row{0.30, "030", 4.43359649, 28.77444273, 16.86770011, 0.55396080}}) {
        const auto r = recipe(with(lattice_of(2, 64, row.kappa, 0.022), cluster), 12000, 200);
        const auto add = [&](const char* key, const char* symbol, const char* scalar, double value) {
            checks.push_back({std::string("two_by_two_") + key + "_" + row.tag,
                              std::string("2 × 2 lattice, κ = ") + to_text(row.kappa) + ": " + symbol, r, scalar,
                              exact(value, "quadrature over the four sites")});
        };
        add("square", "⟨φ²⟩", "field_squared", row.square);
        add("quartic", "⟨φ⁴⟩", "field_quartic", row.quartic);
        add("susceptibility", "V⟨M²⟩", "susceptibility", row.susceptibility);
        add("binder", "Binder cumulant", "binder_cumulant", row.binder);
    }
}

void add_free_field(std::vector<Check>& checks) {
    const auto r = recipe(with(lattice_of(16, 16, 0.24, 0), random_hmc), 6000);
    const auto source = "Gaussian integral at λ = 0";
    checks.push_back(
        {"free_square", "Free field: ⟨φ²⟩, L = 16, κ = 0.24", r, "field_squared", exact(0.85827331, source)});
    checks.push_back(
        {"free_susceptibility", "Free field: V⟨M²⟩ = 1/(2(1 − 4κ))", r, "susceptibility", exact(12.5, source)});
    checks.push_back({"free_binder", "Free field: Binder cumulant = 0", r, "binder_cumulant", exact(0, source)});
    checks.push_back({"free_action", "Free field: ⟨S⟩/V = 1/2", r, "action_density", exact(0.5, source)});
    checks.push_back({"free_correlation_length", "Free field: ξ₂² = κ/(1 − 4κ)", r, "correlation_length",
                      exact(2.449489743, source)});
}

/// Every algorithm at three points of the phase diagram against the same equilibrium values.
void add_agreement(std::vector<Check>& checks) {
    struct Algorithm {
        const char* id;
        const char* title;
        Values values;
        std::uint64_t updates;
    };
    const Algorithm algorithms[] = {
        {"hmc", "HMC", hmc, 5000},
        {"minimum_norm", "HMC, minimum norm",
         with(hmc, {{"integrator", name("minimum_norm")}, {"integration_steps", whole(4)}}), 5000},
        {"mala", "MALA", {{"algorithm", name("mala")}, {"step_size", 0.06}, {"steps_per_update", whole(20)}}, 5000},
        {"metropolis", "Metropolis", with(metropolis, {{"sweeps", whole(5)}}), 5000},
        {"cluster", "Metropolis and Wolff", cluster, 4000},
    };
    struct Point {
        double kappa;
        const char* tag;
        const char* start;
    };
    for (const auto& point :
         {Point{0.21, "symmetric", "hot"}, Point{0.25, "intermediate", "hot"}, Point{0.28, "broken", "cold"}})
        for (const auto& algorithm : algorithms) {
            const auto r = recipe(
                with(with(lattice_of(16, 16, point.kappa, 0.022), algorithm.values), {{"start", name(point.start)}}),
                algorithm.updates, 500);
            const auto add = [&](const char* key, const char* symbol, const char* scalar, lattice::Quantity quantity) {
                checks.push_back(
                    {std::string(key) + "_" + algorithm.id + "_" + point.tag,
                     std::string(algorithm.title) + ", L = 16, κ = " + to_text(point.kappa) + ": " + symbol, r, scalar,
                     table(quantity, 16, point.kappa)});
            };
            add("square", "⟨φ²⟩", "field_squared", lattice::Quantity::field_squared);
            add("abs_m", "⟨|M|⟩", "abs_magnetisation", lattice::Quantity::absolute_magnetisation);
            checks.push_back(
                {std::string("schwinger_dyson_") + algorithm.id + "_" + point.tag,
                 std::string(algorithm.title) + ", κ = " + to_text(point.kappa) + ": Schwinger-Dyson identity", r,
                 "schwinger_dyson", exact(1, "⟨φ ∂S/∂φ⟩ = 1")});
            const std::string id = algorithm.id;
            if (id == "hmc" || id == "minimum_norm" || id == "mala")
                checks.push_back({"exp_minus_delta_h_" + id + "_" + point.tag,
                                  std::string(algorithm.title) + ", κ = " + to_text(point.kappa) + ": ⟨exp(−ΔH)⟩ = 1", r,
                                  "exp_minus_delta_h", exact(1, "area preservation, M. Creutz (1988)")});
        }
}

void add_equilibrium(std::vector<Check>& checks) {
    const auto r = recipe(with(lattice_of(16, 16, 0.25, 0.022), cluster), 6000, 300, 7);
    checks.push_back({"equilibrium_susceptibility", "L = 16, κ = 0.25: V⟨M²⟩", r, "susceptibility",
                      table(lattice::Quantity::susceptibility, 16, 0.25)});
    checks.push_back({"equilibrium_binder", "L = 16, κ = 0.25: Binder cumulant", r, "binder_cumulant",
                      table(lattice::Quantity::binder_cumulant, 16, 0.25)});
    checks.push_back({"equilibrium_quartic", "L = 16, κ = 0.25: ⟨φ⁴⟩", r, "field_quartic",
                      table(lattice::Quantity::field_quartic, 16, 0.25)});
    checks.push_back({"equilibrium_hopping", "L = 16, κ = 0.25: E", r, "hopping_energy",
                      table(lattice::Quantity::hopping_energy, 16, 0.25)});

    const auto critical = recipe(with(lattice_of(16, 16, 0.27, 0.022), cluster), 12000, 500, 7);
    checks.push_back({"critical_binder", "L = 16, κ = 0.27: Binder cumulant", critical, "binder_cumulant",
                      table(lattice::Quantity::binder_cumulant, 16, 0.27), 5, Check::Relation::equal, Cost::minutes});
    checks.push_back({"critical_abs_m", "L = 16, κ = 0.27: ⟨|M|⟩", critical, "abs_magnetisation",
                      table(lattice::Quantity::absolute_magnetisation, 16, 0.27), 5, Check::Relation::equal,
                      Cost::minutes});
    checks.push_back({"symmetry", "L = 16, κ = 0.27: ⟨M⟩ = 0", critical, "magnetisation", exact(0, "symmetry φ → −φ"),
                      5, Check::Relation::equal, Cost::minutes});
    for (const double kappa : {0.27, 0.271}) {  // below and above the crossing of L = 16 and 32
        const std::string tag = kappa < 0.2705 ? "below" : "above";
        const auto large = recipe(with(lattice_of(32, 16, kappa, 0.022), cluster), 12000, 500, 7);
        checks.push_back({"crossing_" + tag + "_32", "L = 32, κ = " + to_text(kappa) + ": Binder cumulant", large,
                          "binder_cumulant", table(lattice::Quantity::binder_cumulant, 32, kappa), 5,
                          Check::Relation::equal, Cost::minutes});
    }
}

/// A Euler step of size eps turns the variance of a Gaussian of curvature K into 1/(K (1 - eps K / 2)).
void add_langevin(std::vector<Check>& checks) {
    const auto gaussian = with(lattice_of(32, 16, 0, 0), {{"step_size", 0.05}, {"steps_per_update", whole(10)}});
    checks.push_back({"langevin_bias", "Langevin: variance too large by 1/(1 − εK/2) at εK = 0.1",
                      recipe(with(gaussian, {{"algorithm", name("langevin")}}), 2000, 50), "field_squared",
                      exact(0.5 / 0.95, "Gaussian fixed point of the Euler step, K = 2, ε = 0.05")});
    checks.push_back({"mala_unbiased", "MALA: no bias at the same step",
                      recipe(with(gaussian, {{"algorithm", name("mala")}}), 2000, 400), "field_squared",
                      exact(0.5, "Gaussian integral")});
    const auto ladder = recipe(with(lattice_of(16, 16, 0.21, 0.022), {{"algorithm", name("langevin")},
                                                                      {"step_size_ladder", true},
                                                                      {"step_size", 0.03},
                                                                      {"steps_per_update", whole(20)}}),
                               8000, 200);
    checks.push_back({"langevin_extrapolated", "Langevin, ε → 0: ⟨φ²⟩ at κ = 0.21", ladder,
                      "field_squared_extrapolated", table(lattice::Quantity::field_squared, 16, 0.21)});
    checks.push_back({"langevin_identity", "Langevin, ε → 0: Schwinger-Dyson identity", ladder,
                      "schwinger_dyson_extrapolated", exact(1, "⟨φ ∂S/∂φ⟩ = 1")});
}

/// Published near-critical and broken-phase training sets were taken after so short a run from a hot start.
void add_thermalisation_alarm(std::vector<Check>& checks) {
    const auto quench = recipe(with(lattice_of(32, 64, 0.5, 0.022), with(hmc, {{"start", name("hot")}})), 28, 100);
    checks.push_back({"thermalisation_alarm",
                      "128 trajectories from a hot start at κ = 0.5 are not equilibrium: ⟨|M|⟩ < 3.5",
                      quench,
                      "abs_magnetisation",
                      {3.5, 0, "domain walls: equilibrium is 4.8300(1)"},
                      0,
                      Check::Relation::below});
    const auto clusters =
        recipe(with(lattice_of(32, 16, 0.5, 0.022), with(cluster, {{"start", name("cold")}})), 1500, 200);
    checks.push_back({"thermalised", "Clusters from a cold start at κ = 0.5: ⟨|M|⟩", clusters, "abs_magnetisation",
                      table(lattice::Quantity::absolute_magnetisation, 32, 0.5)});
}

}  // namespace

std::vector<Check> checks() {
    std::vector<Check> result;
    add_single_site(result);
    add_two_by_two(result);
    add_free_field(result);
    add_equilibrium(result);
    add_agreement(result);
    add_langevin(result);
    add_thermalisation_alarm(result);
    return result;
}

}  // namespace langevin::phi4

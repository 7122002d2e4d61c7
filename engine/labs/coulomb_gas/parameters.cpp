// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/coulomb_gas/parameters.h"

#include <algorithm>
#include <cmath>

#include "engine/coulomb_gas/matrix_process.h"
#include "engine/spectra/formula.h"

namespace langevin::coulomb_gas_lab {
namespace {

using coulomb_gas::Confinement;

/// Keeps a step below a second on one core and the spectra in memory.
constexpr std::int64_t most_charges = std::int64_t{1} << 17;
/// Multiplications in the eigenvalues of one matrix, so that a step stays interactive.
constexpr double most_matrix_work = 400.0 * 400 * 400;

constexpr auto live = Apply::live;
constexpr auto advanced = Level::advanced;

std::optional<Problem> check_formula(std::string_view text) {
    const auto parsed = spectra::Formula::parse(text);
    if (const auto* problem = std::get_if<Problem>(&parsed)) return *problem;
    return std::nullopt;
}

void add_gas(Binding<Parameters>& b) {
    const std::string group = "Gas";
    b.add(&Parameters::levels,
          {.key = "levels",
           .symbol = "N",
           .label = "Number of charges",
           .unit = "",
           .help = "Charges on the line, the eigenvalues of an N × N matrix. A step costs N² pairs.",
           .group = group,
           .initial = std::int64_t{64},
           .domain = Range{2, 10000, 1, true}});
    b.add(&Parameters::copies,
          {.key = "copies",
           .symbol = "",
           .label = "Independent copies",
           .unit = "",
           .help = "Gases with the same parameters and different random numbers; more of them fill histograms faster.",
           .group = group,
           .initial = std::int64_t{64},
           .domain = Range{1, 4096, 1, true}});
    b.add(&Parameters::start,
          {.key = "start",
           .symbol = "",
           .label = "Start",
           .unit = "",
           .help = "Equilibrium: an exact sample from a random tridiagonal matrix (harmonic and Laguerre potentials), "
                   "else the most "
                   "probable configuration. Spread: over the expected support. Compressed: all charges in nearly the "
                   "same place.",
           .group = group,
           .initial = std::string("equilibrium"),
           .domain = Choice{{{"equilibrium", "Equilibrium"}, {"spread", "Spread"}, {"compressed", "Compressed"}}}});
    b.add(
        &Parameters::beta,
        {.key = "beta",
         .symbol = "β",
         .label = "Dyson index",
         .unit = "",
         .help =
             "Strength of the repulsion: eigenvalues of real, complex and quaternion matrices have β = 1, 2 and 4; any "
             "positive β is a gas. Not an inverse temperature.",
         .group = group,
         .initial = 2.0,
         .domain = Range{0.01, 50, 0.1, true},
         .apply = live});
    b.add(&Parameters::temperature, {.key = "temperature",
                                     .symbol = "T",
                                     .label = "Temperature",
                                     .unit = "",
                                     .help = "Noise √(2T) dB, and with it the repulsion βT/x: the gas scales as √T.",
                                     .group = group,
                                     .initial = 1.0,
                                     .domain = Range{1e-6, 1e3, 0.1, true},
                                     .apply = live});
}

void add_potential(Binding<Parameters>& b) {
    const std::string group = "Potential";
    b.add(
        &Parameters::potential,
        {.key = "potential",
         .symbol = "V",
         .label = "Potential",
         .unit = "",
         .help =
             "Harmonic: Gaussian ensembles, semicircle. Quartic: one or two wells. Laguerre: WᵀW of random matrices W, "
             "Marchenko-Pastur. Formula: any smooth confining function of x.",
         .group = group,
         .initial = std::string("harmonic"),
         .domain = Choice{{{"harmonic", "Harmonic κx²/2"},
                           {"quartic", "Quartic μx²/2 + λx⁴/4"},
                           {"laguerre", "Laguerre (Wishart)"},
                           {"formula", "Formula"}}},
         .apply = live});
    b.add(
        &Parameters::kappa,
        {.key = "kappa",
         .symbol = "κ",
         .label = "Stiffness",
         .unit = "",
         .help =
             "Of the harmonic force −κx, on √x in the Laguerre potential; correlations are forgotten after a time 1/κ.",
         .group = group,
         .initial = 1.0,
         .domain = Range{0.01, 100, 0.1, true},
         .apply = live,
         .relevance = Relevance{"potential", {"harmonic", "laguerre"}}});
    b.add(&Parameters::mu, {.key = "mu",
                            .symbol = "μ",
                            .label = "Quadratic coefficient",
                            .unit = "",
                            .help = "Negative: two wells. The density splits in two when μ falls below −2√(λβNT/2).",
                            .group = group,
                            .initial = -8.0,
                            .domain = Range{-200, 200, 1},
                            .apply = live,
                            .relevance = Relevance{"potential", {"quartic"}}});
    b.add(&Parameters::lambda, {.key = "lambda",
                                .symbol = "λ",
                                .label = "Quartic coefficient",
                                .unit = "",
                                .help = "Of λx⁴/4; positive, so that the charges are confined.",
                                .group = group,
                                .initial = 1.0,
                                .domain = Range{0.001, 100, 0.1, true},
                                .apply = live,
                                .relevance = Relevance{"potential", {"quartic"}}});
    b.add(&Parameters::aspect_ratio,
          {.key = "aspect_ratio",
           .symbol = "N/M",
           .label = "Aspect ratio",
           .unit = "",
           .help = "Columns over rows of the M × N matrices W whose WᵀW has these levels; M is rounded to an integer.",
           .group = group,
           .initial = 0.25,
           .domain = Range{0.01, 1, 0.01},
           .apply = live,
           .relevance = Relevance{"potential", {"laguerre"}}});
    b.add(&Parameters::formula, {.key = "formula",
                                 .symbol = "V(x)",
                                 .label = "Potential as a formula",
                                 .unit = "",
                                 .help = "In x, with + − * / ^, parentheses, pi, e and exp log sqrt abs cosh sinh tanh "
                                         "cos sin; derivatives are exact. "
                                         "It must grow faster than the repulsion pushes.",
                                 .group = group,
                                 .initial = std::string("x^2/2 + 3*cos(2*x)"),
                                 .domain = Text{"a formula in x", check_formula},
                                 .apply = live,
                                 .relevance = Relevance{"potential", {"formula"}}});
}

void add_dynamics(Binding<Parameters>& b) {
    const std::string group = "Dynamics";
    b.add(&Parameters::algorithm, {.key = "algorithm",
                                   .symbol = "",
                                   .label = "Integrator",
                                   .unit = "",
                                   .help = "Tamed Euler is fast, implicit never lets levels cross, adaptive follows "
                                           "close pairs with short steps; all have "
                                           "a bias proportional to the step. The matrix process (β = 1, 2, 4) has "
                                           "none. The sampler draws independent "
                                           "equilibrium spectra.",
                                   .group = group,
                                   .initial = std::string("tamed"),
                                   .domain = Choice{{{"tamed", "Tamed Euler"},
                                                     {"implicit", "Implicit (proximal Newton)"},
                                                     {"adaptive", "Adaptive"},
                                                     {"matrix", "Matrix Ornstein-Uhlenbeck (exact)"},
                                                     {"sampler", "Equilibrium sampler (exact)"}}},
                                   .apply = live});
    b.add(&Parameters::step, {.key = "step",
                              .symbol = "h",
                              .label = "Time step",
                              .unit = "",
                              .help = "Compare with the time (spacing)²/T in which neighbours meet; the table shows "
                                      "the bias when it is too long.",
                              .group = group,
                              .initial = 2e-4,
                              .domain = Range{1e-7, 1, 0.1, true},
                              .apply = live,
                              .relevance = Relevance{"algorithm", {"tamed", "implicit", "adaptive", "matrix"}}});
    b.add(&Parameters::steps_per_update,
          {.key = "steps_per_update",
           .symbol = "",
           .label = "Steps per update",
           .unit = "",
           .help = "Time steps between two looks at the gas.",
           .group = group,
           .initial = std::int64_t{4},
           .domain = Range{1, 1000, 1, true},
           .apply = live,
           .relevance = Relevance{"algorithm", {"tamed", "implicit", "adaptive", "matrix"}}});
    b.add(&Parameters::trail, {.key = "trail",
                               .symbol = "",
                               .label = "Length of the trails",
                               .unit = "time",
                               .help = "How far back the trajectories of the first copy are drawn.",
                               .group = group,
                               .initial = 2.0,
                               .domain = Range{0.01, 100, 0.1, true},
                               .apply = live,
                               .level = advanced});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::thermalisation,
          {.key = "thermalisation",
           .symbol = "",
           .label = "Thermalisation",
           .unit = "time",
           .help =
               "Time after a start or an edit that is not measured; 5/κ is enough. Exact equilibrium starts need none.",
           .group = group,
           .initial = 5.0,
           .domain = Range{0, 1000, 0.5},
           .apply = live});
    b.add(&Parameters::interval, {.key = "interval",
                                  .symbol = "",
                                  .label = "Spectra every",
                                  .unit = "updates",
                                  .help = "How often spectra are measured.",
                                  .group = group,
                                  .initial = std::int64_t{5},
                                  .domain = Range{1, 10000, 1, true},
                                  .apply = live});
    b.add(&Parameters::unfolding,
          {.key = "unfolding",
           .symbol = "",
           .label = "Unfolding",
           .unit = "",
           .help = "How levels are mapped to mean spacing one. The law or the staircase of all spectra keep long-range "
                   "statistics; "
                   "a local mean spoils them beyond ten levels; the mean of each gap is right for few levels.",
           .group = group,
           .initial = std::string("analytic"),
           .domain = Choice{{{"analytic", "Exact density"},
                             {"staircase", "Mean staircase of all spectra"},
                             {"polynomial", "Polynomial per spectrum"},
                             {"local", "Local mean spacing"},
                             {"gap_mean", "Mean of each gap"},
                             {"none", "One mean for all"}}},
           .apply = live});
    b.add(&Parameters::bulk,
          {.key = "bulk",
           .symbol = "",
           .label = "Bulk fraction",
           .unit = "",
           .help = "Central part of the levels used for spacings, ratios, number variance and form factor.",
           .group = group,
           .initial = 0.5,
           .domain = Range{0.05, 1, 0.05},
           .apply = live});
}

std::optional<Problem> check_matrix(const Parameters& p) {
    if (p.algorithm != Algorithm::matrix) return std::nullopt;
    const auto ensemble = p.ensemble();
    if (!coulomb_gas::MatrixProcess::fits(ensemble))
        return Problem{"the matrix process exists for β = 1, 2 and 4 in harmonic and Laguerre potentials", "algorithm",
                       "Choose such a β and potential, or another integrator"};
    const double order = p.levels, rows = std::max(order, ensemble.potential.rows);
    const double work = order * order * rows * (p.beta == 1 ? 1 : p.beta == 2 ? 4 : 32);
    if (work > most_matrix_work ||
        static_cast<double>(coulomb_gas::MatrixProcess::entries(ensemble)) * p.copies > 1 << 22)
        return Problem{"matrices of " + std::to_string(p.levels) + " levels and " + std::to_string(p.copies) +
                           " copies are too large for the matrix process",
                       "levels", "Choose fewer levels (at most 400, 250 and 126 for β = 1, 2 and 4) or fewer copies"};
    return std::nullopt;
}

}  // namespace

coulomb_gas::Ensemble Parameters::ensemble() const {
    coulomb_gas::Ensemble e{.beta = beta, .temperature = temperature, .potential = {}, .levels = levels};
    e.potential.kind = potential;
    e.potential.kappa = kappa;
    e.potential.mu = mu;
    e.potential.lambda = lambda;
    e.potential.rows = std::round(levels / aspect_ratio);
    if (potential != Confinement::formula) return e;
    auto parsed = spectra::Formula::parse(formula);
    if (auto* good = std::get_if<spectra::Formula>(&parsed))
        e.potential.formula = std::make_shared<const spectra::Formula>(std::move(*good));
    else
        e.potential.kind = Confinement::harmonic;
    return e;
}

bool Parameters::same_ensemble_and_dynamics(const Parameters& other) const {
    Parameters same = other;
    same.trail = trail;
    same.thermalisation = thermalisation;
    same.interval = interval;
    same.unfolding = unfolding;
    return same == *this;
}

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_gas(b);
        add_potential(b);
        add_dynamics(b);
        add_measurement(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    if (std::int64_t{p.levels} * p.copies > most_charges)
        return Problem{std::to_string(p.copies) + " copies of " + std::to_string(p.levels) +
                           " charges are more than the " + std::to_string(most_charges) +
                           " charges this lab moves at once",
                       "copies", "Choose fewer copies or fewer charges"};
    const auto ensemble = p.ensemble();
    if (const auto why = coulomb_gas::escapes(ensemble))
        return Problem{"this potential does not confine the charges: " + *why, "formula",
                       "Let it grow faster, or choose fewer charges or a lower temperature"};
    if (p.algorithm == Algorithm::sampler && !coulomb_gas::can_be_sampled(ensemble))
        return Problem{"exact samples exist for the harmonic and the Laguerre potential only", "algorithm",
                       "Choose one of these potentials or another integrator"};
    return check_matrix(p);
}

}  // namespace langevin::coulomb_gas_lab

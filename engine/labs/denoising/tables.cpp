// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of generated fields beside those of the equilibrium run.
#include <algorithm>
#include <cmath>

#include "engine/diffusion/cumulants.h"
#include "engine/labs/denoising/panels.h"
#include "engine/statistics/panels.h"

namespace langevin::denoising {
namespace {

const char* const shown[] = {"abs_magnetisation", "susceptibility",  "binder_cumulant", "correlation_length",
                             "field_squared",     "field_quartic",   "hopping_energy",  "action_density",
                             "schwinger_dyson",   "site_cumulant_4", "site_cumulant_6", "site_cumulant_8"};

const char* const corrected_prefix = "corrected_";

const Measurement* find(const std::vector<Measurement>& rows, const std::string& key) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Measurement& m) { return m.key == key; });
    return found == rows.end() ? nullptr : &*found;
}

/// Each quantity with the equilibrium run's value as what it should be; identities keep their exact ones.
std::vector<Measurement> beside_equilibrium(const lattice::FieldMeasurements& measured, const std::string& prefix,
                                            const std::vector<Measurement>& equilibrium) {
    std::vector<Measurement> rows;
    if (measured.samples() < 2) return rows;
    const auto all = table_of(measured);
    for (const char* key : shown) {
        const auto* row = find(all, key);
        if (!row) continue;
        auto m = *row;
        m.key = prefix + m.key;
        const auto* other = find(equilibrium, key);
        if (std::string(key) != "schwinger_dyson") {
            m.expected.reset();
            if (other && other->error > 0)
                m.expected = Expectation{other->value, other->error, "equilibrium run on this page: clusters and HMC"};
        }
        rows.push_back(std::move(m));
    }
    return rows;
}

Measurement number(const char* key, const char* symbol, const char* label, double value, double error,
                   const char* help) {
    return {.key = key, .symbol = symbol, .label = label, .unit = "", .value = value, .error = error, .help = help};
}

/// Multiply-adds per site of a leapfrog step: five for the force, one each for momentum and field.
constexpr double operations_of_leapfrog = 7;

void add_costs(std::vector<Measurement>& rows, const View& view) {
    const auto tau = [](const statistics::TimeSeries& series, std::size_t observable) {
        return statistics::autocorrelation(series, observable, 1);
    };
    const auto& p = view.parameters;
    const auto hmc = tau(view.reference.hmc(), 0);
    const auto add_tau = [&](const char* key, const char* symbol, const char* label,
                             const statistics::Autocorrelation& found, const char* help) {
        auto row = number(key, symbol, label, found.tau, found.tau_error, help);
        if (!found.reliable) row.caution = "the run is shorter than 50 autocorrelation times";
        rows.push_back(std::move(row));
    };
    if (view.generated.corrected.samples() > 16 && p.correction == Correction::metropolis) {
        const auto chain = tau(view.generated.corrected.series, lattice::absolute_magnetisation);
        add_tau("chain_tau", "τ_int, model", "Autocorrelation of |M| in the model chain", chain,
                "In proposals. 1/2 for independent fields. Error: Madras and Sokal.");
        const double per_field = p.levels * view.generation.model().denoiser->operations_per_site(p.extent);
        rows.push_back(number("chain_cost", "cost, model", "Cost of an independent field, model chain",
                              2 * chain.tau * per_field, 2 * chain.tau_error * per_field,
                              "Multiply-adds per site: 2τ proposals of one network evaluation per level."));
    }
    if (view.reference.hmc().samples() > 16) {
        add_tau("hmc_tau", "τ_int, HMC", "Autocorrelation of |M| in HMC", hmc,
                "In trajectories of length 1, measured beside. Error: Madras and Sokal.");
        const double per_trajectory = view.reference.hmc_steps() * operations_of_leapfrog;
        rows.push_back(number("hmc_cost", "cost, HMC", "Cost of an independent field, HMC",
                              2 * hmc.tau * per_trajectory, 2 * hmc.tau_error * per_trajectory,
                              "Multiply-adds per site: 2τ trajectories, seven for each leapfrog step."));
    }
}

}  // namespace

std::vector<Measurement> table_of(const lattice::FieldMeasurements& measured) {
    auto rows = measured.table();
    const char *const keys[] = {"site_cumulant_4", "site_cumulant_6", "site_cumulant_8"},
                      *const symbols[] = {"κ₄", "κ₆", "κ₈"},
                      *const labels[] = {"Fourth cumulant at a site", "Sixth cumulant at a site",
                                         "Eighth cumulant at a site"};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto cumulant = [order = 2 * i + 3](std::span<const double> m) {
            const double moments[] = {0, m[lattice::field_squared],    0, m[lattice::field_quartic],
                                      0, m[lattice::observable_count], 0, m[lattice::observable_count + 1]};
            return diffusion::cumulants_of_moments(moments)[order];
        };
        rows.push_back(statistics::row(keys[i], symbols[i], labels[i], statistics::estimate(measured.series, cumulant),
                                       "Connected moment of φ at one site, averaged over the lattice "
                                       "(arXiv:2410.21212): 0 for a free field. Error: Γ method."));
    }
    return rows;
}

std::vector<Measurement> generated_rows(const View& view, const std::vector<Measurement>& equilibrium) {
    return beside_equilibrium(view.generated.raw, "raw_", equilibrium);
}

std::vector<Measurement> corrected_rows(const View& view, const std::vector<Measurement>& equilibrium) {
    auto rows = beside_equilibrium(view.generated.corrected, corrected_prefix, equilibrium);
    if (view.chain.proposals() > 1) {
        const double a = view.chain.acceptance(), n = static_cast<double>(view.chain.proposals());
        rows.push_back(number("acceptance", "P_acc", "Acceptance of the model chain", a, std::sqrt(a * (1 - a) / n),
                              "Share of generated fields that the Metropolis chain takes. Error: binomial."));
        const auto fraction = view.chain.effective_samples();
        if (fraction.value > 0)
            rows.push_back(number("effective_samples", "ESS", "Effective sample size per field", fraction.value,
                                  fraction.error,
                                  "(Σw)²/(NΣw²) of the weights of whole paths, for the last 65,536 fields at most. "
                                  "Error: scatter of eight parts."));
    } else if (view.mala.steps() > 0) {
        const double a = view.mala.acceptance();
        const double n = static_cast<double>(view.mala.steps()) * view.parameters.samples;
        rows.push_back(number("acceptance", "P_acc", "Acceptance of the MALA steps", a, std::sqrt(a * (1 - a) / n),
                              "In the present batch. Error: binomial."));
    }
    add_costs(rows, view);
    return rows;
}

std::vector<Measurement> in_one_table(std::vector<Measurement> generated, std::vector<Measurement> corrected) {
    for (auto& row : generated) row.label += ", generated";
    for (auto& row : corrected)
        if (row.key.starts_with(corrected_prefix)) row.label += ", corrected";
    generated.insert(generated.end(), corrected.begin(), corrected.end());
    return generated;
}

Curves autocorrelation_panel(const View& view) {
    Curves plot{.x = {.label = "Lag t", .unit = "proposals or trajectories"},
                .y = {.label = "ρ(t) of |M|", .unit = "", .range = std::pair(-0.2, 1.05)},
                .curves = {}};
    const auto add = [&](const statistics::TimeSeries& series, std::size_t observable, const std::string& name) {
        const auto found = statistics::autocorrelation(series, observable, 100);
        if (found.rho.empty()) return;
        Curve curve{.name = name, .x = {}, .y = found.rho, .error = found.rho_error, .mark = Mark::line_and_points};
        for (std::size_t t = 0; t < found.rho.size(); ++t) curve.x.push_back(static_cast<double>(t) * found.block_size);
        plot.note += (plot.note.empty() ? "τ_int: " : ", ") + name + " " + with_error(found.tau, found.tau_error) +
                     (found.reliable ? "" : " (run too short)");
        plot.curves.push_back(std::move(curve));
    };
    if (view.generated.corrected.samples() > 16 && view.parameters.correction == Correction::metropolis)
        add(view.generated.corrected.series, lattice::absolute_magnetisation, "model chain");
    if (view.reference.hmc().samples() > 16) add(view.reference.hmc(), 0, "HMC");
    return plot;
}

}  // namespace langevin::denoising

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/spin_glass/parameters.h"

namespace langevin::spin_glass_lab {
namespace {

/// Nanoseconds that one sweep of all samples may take on one core, so that a stop is noticed in time.
constexpr double most_work = 3e7;
/// Couplings of all samples, some 250 MB.
constexpr double most_couplings = 1 << 26;

constexpr auto live = Apply::live;

void add_model(Binding<Parameters>& b) {
    const std::string group = "Model";
    b.add(&Parameters::spins, {.key = "spins",
                               .symbol = "N",
                               .label = "Spins",
                               .unit = "",
                               .help = "Each is coupled to every other.",
                               .group = group,
                               .initial = std::int64_t{128},
                               .domain = Range{8, 512, 8, true}});
    b.add(&Parameters::samples, {.key = "samples",
                                 .symbol = "",
                                 .label = "Samples of the disorder",
                                 .unit = "",
                                 .help = "Sets of couplings, side by side; all averages and errors are over them.",
                                 .group = group,
                                 .initial = std::int64_t{32},
                                 .domain = Range{8, 512, 8, true}});
    b.add(&Parameters::mean_coupling,
          {.key = "mean_coupling",
           .symbol = "J₀",
           .label = "Mean coupling",
           .unit = "J",
           .help = "Couplings are normal with mean J₀/N and variance J²/N. Above J the spins order ferromagnetically.",
           .group = group,
           .initial = 0.0,
           .domain = Range{0, 3, 0.05}});
    b.add(&Parameters::field, {.key = "field",
                               .symbol = "h",
                               .label = "Field",
                               .unit = "J",
                               .help = "Acts on every spin alike.",
                               .group = group,
                               .initial = 0.0,
                               .domain = Range{0, 2, 0.05},
                               .apply = live});
}

void add_tempering(Binding<Parameters>& b) {
    const std::string group = "Temperatures";
    b.add(
        &Parameters::temperatures,
        {.key = "temperatures",
         .symbol = "",
         .label = "Number of temperatures",
         .unit = "",
         .help = "Two replicas at each; neighbours exchange their configurations, so that cold ones do not get stuck.",
         .group = group,
         .initial = std::int64_t{16},
         .domain = Range{4, 32, 4}});
    b.add(&Parameters::coldest, {.key = "coldest",
                                 .symbol = "",
                                 .label = "Lowest temperature",
                                 .unit = "J",
                                 .help = "The others follow in equal ratios.",
                                 .group = group,
                                 .initial = 0.3,
                                 .domain = Range{0.1, 2, 0.05},
                                 .apply = live});
    b.add(&Parameters::hottest, {.key = "hottest",
                                 .symbol = "",
                                 .label = "Highest temperature",
                                 .unit = "J",
                                 .help = "Well above the transition, so that configurations forget where they were.",
                                 .group = group,
                                 .initial = 1.6,
                                 .domain = Range{0.5, 4, 0.05},
                                 .apply = live});
}

void add_measurement(Binding<Parameters>& b) {
    const std::string group = "Measurement";
    b.add(&Parameters::shown,
          {.key = "shown",
           .symbol = "T",
           .label = "Shown temperature",
           .unit = "J",
           .help = "For the table, the history and the distribution of the overlap: the nearest one that is simulated.",
           .group = group,
           .initial = 0.5,
           .domain = Range{0.1, 4, 0.05},
           .apply = live});
    b.add(&Parameters::thermalisation, {.key = "thermalisation",
                                        .symbol = "",
                                        .label = "Thermalisation",
                                        .unit = "sweeps",
                                        .help = "After a start or an edit, not measured. The identity of the energies "
                                                "tells whether it was enough.",
                                        .group = group,
                                        .initial = std::int64_t{300},
                                        .domain = Range{0, 100000, 1},
                                        .apply = live});
    b.add(&Parameters::interval, {.key = "interval",
                                  .symbol = "",
                                  .label = "Measurement every",
                                  .unit = "sweeps",
                                  .help = "How often magnetisations, energies and overlaps are taken.",
                                  .group = group,
                                  .initial = std::int64_t{2},
                                  .domain = Range{1, 1000, 1, true},
                                  .apply = live});
}

}  // namespace

const Binding<Parameters>& binding() {
    static const Binding<Parameters> table = [] {
        Binding<Parameters> b;
        add_model(b);
        add_tempering(b);
        add_measurement(b);
        return b;
    }();
    return table;
}

std::optional<Problem> validate(const ParameterSet& set) {
    const auto p = binding().read(set);
    if (p.hottest < 1.1 * p.coldest)
        return Problem{"the highest temperature is not above the lowest", "hottest", "Choose a wider range"};
    const double n = p.spins;
    if (n * n * p.samples > most_couplings)
        return Problem{std::to_string(p.samples) + " samples of " + std::to_string(p.spins) +
                           " spins do not fit into the memory meant for them",
                       "samples", "Choose fewer samples or fewer spins"};
    const double work = p.samples * p.temperatures / 4.0 * n * (n + 80);
    if (work > most_work)
        return Problem{"one sweep of all samples would take some " + std::to_string(static_cast<int>(work / 1e6)) +
                           " ms on one core",
                       "samples", "Choose fewer samples, temperatures or spins"};
    return std::nullopt;
}

}  // namespace langevin::spin_glass_lab

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/linear_network/panels.h"

#include "engine/labs/linear_network/parts.h"

namespace langevin::linear_network {

std::vector<PanelSpec> panel_specs() {
    using enum PanelKind;
    const Relevance stochastic{"rule", {"stochastic"}};
    return {
        {"levels", "Levels of one network", curves,
         "Levels of the first seed against learning time: large singular values are learned first, and the levels of "
         "one species repel each other.",
         2, 1},
        {"species", "One law for all species", curves,
         "Levels of each species after thermalisation about the solution, in units of their expected width, beside the "
         "exact density of as many levels of a real symmetric random matrix. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1, true, stochastic},
        {"learning", "Learning curves", curves,
         "Mean level of each species over all seeds from the last start to the end of thermalisation, beside the "
         "closed "
         "curve for α → 0: exact for an aligned start; for a random one drawn for its typical strength.",
         1, 1},
        {"spacing", "Spacings", curves,
         "Spacings of neighbours within each species in units of their mean, beside the Wigner surmise for β = 1 and, "
         "in anisotropic noise, the generalised surmise. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1, true, stochastic},
        {"conserved", "Conserved quantity", curves,
         "Drift of Q = W₁W₁ᵀ − W₂ᵀW₂, which gradient flow conserves, root mean square of all seeds with one standard "
         "error. Steps and noise let it drift by order α; for an aligned start with an imbalance the law is known.",
         1, 1},
        {"drift", "Drift against learning rate", curves,
         "Drift at the end of thermalisation for every learning rate visited from the start: it halves with α. Let the "
         "scan fill it in.",
         1, 1},
        {"table", "Observables", table,
         "Means with one standard error (Γ method, autocorrelation included) beside expected values.", 2, 1},
        {"scaling", "Scaling of the spacings", curves,
         "Mean spacing of every species at every setting visited, beside its law for α → 0. Errors: Γ method.", 1, 1,
         true, stochastic},
        {"density", "Level density", histogram,
         "Levels of all seeds after thermalisation beside the density of all species. Errors: "
         "scatter between seeds, below 16 seeds between time bins.",
         1, 1, false, stochastic},
        {"layers", "Levels of the layers", curves,
         "Eigenvalues of W₁ᵀW₁ and W₂W₂ᵀ of the first seed: equal for a balanced network, apart by the conserved "
         "imbalance.",
         1, 1, false},
    };
}

void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis) {
    const auto add = [&](const char* id, auto make) {
        if (attention.wants(id)) snapshot.panels.push_back({id, make()});
    };
    add("levels", [&] { return levels_panel(view); });
    add("species", [&] { return species_panel(view); });
    add("learning", [&] { return learning_panel(view); });
    add("spacing", [&] { return spacing_panel(view); });
    add("conserved", [&] { return conserved_panel(view); });
    add("drift", [&] { return drift_panel(view, analysis); });
    add("table", [&] { return Table{analysis.table}; });
    add("scaling", [&] { return scaling_panel(view, analysis); });
    add("density", [&] { return density_panel(view); });
    add("layers", [&] { return layers_panel(view); });
}

}  // namespace langevin::linear_network

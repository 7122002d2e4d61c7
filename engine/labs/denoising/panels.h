// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/core/panel.h"
#include "engine/core/snapshot.h"
#include "engine/labs/denoising/corrections.h"
#include "engine/labs/denoising/generation.h"
#include "engine/labs/denoising/learner.h"
#include "engine/labs/denoising/reference.h"

namespace langevin::denoising {

/// What is known of generated fields. Value type.
struct Generated {
    Generated(int extent, const lattice::Couplings& couplings, std::size_t mode_groups);

    lattice::FieldMeasurements raw, corrected;   ///< as drawn; and after the correction
    statistics::BinnedMean modes;                ///< variance of each group of modes, as drawn
    std::vector<double> actions, model_actions;  ///< S and -ln of the path's probability, of the last few hundred
    std::vector<double> fields;                  ///< of the last finished batch, corrected where that is done
    /// Of the present batch: noise, and the variance of each group of modes at it.
    std::vector<double> passed_sigma;
    std::vector<std::vector<double>> passed;

    void clear();
    void save(Archive& archive) const;
    void load(const Archive& archive);
};

/// Estimates that cost more than a step, made anew when the data have grown by a twelfth.
struct Analysis {
    std::uint64_t raw = 0, corrected = 0, equilibrium = 0;  ///< samples they were made from
    std::vector<Measurement> equilibrium_rows, raw_rows, corrected_rows;
    Curves autocorrelation;
};

struct View {
    const Parameters& parameters;
    const Reference& reference;
    const Generation& generation;
    const Generated& generated;
    const ModelChain& chain;
    const MalaStage& mala;
    const Learner* learner;  ///< null where nothing is learnt
    bool correcting;
};

std::vector<PanelSpec> panel_specs();
/// Brings the analysis up to date; `always`: to the last sample.
void refresh(Analysis& analysis, const View& view, bool always);
void fill_panels(Snapshot& snapshot, const Attention& attention, const View& view, const Analysis& analysis);

// In files of their own.

/// Generated fields beside the equilibrium run, with distances.
std::vector<Measurement> generated_rows(const View& view, const std::vector<Measurement>& equilibrium);
std::vector<Measurement> corrected_rows(const View& view, const std::vector<Measurement>& equilibrium);
/// Both, with labels that tell them apart.
std::vector<Measurement> in_one_table(std::vector<Measurement> generated, std::vector<Measurement> corrected);
Curves autocorrelation_panel(const View& view);
Curves training_panel(const View& view);
Curves loss_panel(const View& view);
Curves drift_panel(const View& view);
Curves effective_action_panel(const View& view);

}  // namespace langevin::denoising

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/named_arrays.h"
#include "engine/core/panel.h"
#include "engine/core/parameter.h"

namespace langevin {

enum class Phase { idle, running, paused, finished, failed };

/// How far something with a known end has come. total = 0: there is no known end.
struct Progress {
    double done = 0, total = 0;
    std::string text;  ///< "thermalising", "measuring"
};

struct Rates {
    double steps_per_second = 0;
    double elapsed_seconds = 0;  ///< time spent running, pauses left out
};

/// What the audience looks at, so that nothing else is computed. Never changes the physics.
struct Attention {
    std::optional<std::set<std::string>> panels = {};  ///< ids to fill; none: all
    /// For a field panel: the tile to show in full; absent: a mosaic of all, thinned to a bounded size.
    std::map<std::string, int> followed = {};
    bool complete = false;      ///< for exports and checks: every tile, every site, and estimates made anew
    std::stop_token stop = {};  ///< asked for when nobody will see the snapshot: long estimates may be left unfinished

    bool wants(const std::string& panel) const { return !panels || panels->contains(panel); }
};

/// Everything that is shown, at one moment of one run. Immutable once published; share it between threads.
struct Snapshot {
    std::uint64_t run = 0;   ///< counts starts of a runner; views drop snapshots of another run
    std::uint64_t step = 0;  ///< steps made since the start
    Phase phase = Phase::idle;
    std::string message;  ///< a sentence for the page: a warning, or why the run failed; may be empty
    Progress progress;
    Rates rates;
    std::shared_ptr<const ParameterSet> parameters;
    std::vector<NamedPanel> panels;
    std::vector<Measurement> scalars;    ///< what checks, sweeps and the status line read by key
    std::vector<std::uint64_t> moments;  ///< steps to which one can rewind, ascending
    /// A model that was trained here, to be saved; null where there is none.
    std::shared_ptr<const NamedArrays> model = {};

    const Panel* panel(const std::string& id) const;
    const Measurement* scalar(const std::string& key) const;
};

/// For a run that is over: the sentence that says why it has no numbers; empty where it has.
std::string nothing_measured(const Snapshot& snapshot);

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace langevin

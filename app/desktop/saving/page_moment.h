// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/session.h"

namespace langevin::desktop {

class Comparison;

/// A moment of what is on screen: of a run, and of the one that it is compared with, if any. Value type; may go to
/// another thread.
struct PageMoment {
    RunMoment first;
    std::optional<RunMoment> second = {};
    std::vector<std::string> apart = {};  ///< keys of the parameters in which the two may differ

    std::size_t bytes() const;  ///< of the states
    std::uint64_t step() const { return first.checkpoint->step; }
    /// As a session file. Throws Failure.
    void write(const QString& path) const;
};

/// Calls back on the GUI thread with the present moment, as soon as the runs are between two steps; with none where
/// nothing runs, or the run is left before that. comparison may be null.
void with_moment(Session& session, Comparison* comparison, std::function<void(const std::optional<PageMoment>&)> use);
/// The same at once: waits for the ends of two steps, 60 ms at most for each.
std::optional<PageMoment> moment_now(Session& session, Comparison* comparison);

/// What a session file holds, with its states. Value type as above.
struct SavedPage {
    const Lab* lab;
    storage::Session session;
    CheckpointPtr first, second;  ///< second is null where nothing is compared, or where there is a problem with it
    QString problem = {};         ///< why the second state cannot be read; the first can
};

/// Reads the states. Throws Failure where the first cannot be read. Any thread.
SavedPage read_page(const QString& path, storage::Session session, const Lab& lab);

}  // namespace langevin::desktop

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/checkpoint.h"
#include "engine/core/lab.h"

namespace langevin::storage {

/// "0x1f": readers of JSON elsewhere round whole numbers beyond 2^53, so hashes are texts.
std::string hexadecimal(std::uint64_t hash);

/// What happened: enough to make the run again, bit for bit, and to tell whether that succeeded.
struct Session {
    std::string version;  ///< of the program that wrote it
    Recipe recipe;        ///< with every parameter spelled out, as at the start; steps: how far it came
    Journal journal;
    std::uint64_t hash = 0;  ///< of the state at the end
    std::vector<Waypoint> waypoints = {};
    std::string checkpoint = {};  ///< file beside the session's with the last state; may be empty
    /// Of a comparison: the second run, of the same lab and beside no other; one at most.
    std::vector<Session> second = {};
    std::vector<std::string> apart = {};  ///< of a comparison: keys of the parameters in which the two may differ
};

/// JSON: { "session": 1, "version": "...", "recipe": {...}, "journal": [{"step": 10, "key": "kappa", "value": 0.3}],
/// "hash": "0x...", "waypoints": [...], "checkpoint": "name.h5" }; of a comparison also "apart": ["kappa"] and
/// "second": { "session": 1, ... }.
std::string to_json(const Session& session);
Session parse_session(std::string_view json, const std::string& where);
Session read_session(const std::filesystem::path& path);

/// The session of a run that began with these parameters and came to this checkpoint.
Session make_session(const Lab& lab, const ParameterSet& first_parameters, std::uint64_t seed,
                     const Checkpoint& checkpoint);
/// Writes the checkpoint ("name.checkpoint.h5", or "name.checkpoint-2.h5" where the session that is replaced names that
/// one), that of a second run ("name.second.h5", "name.second-2.h5"), and then the session, and removes the old
/// checkpoints: whenever it is killed, the session there is whole. second: of session.second, null where there is none.
void write_session(const std::filesystem::path& path, Session session, const Checkpoint& checkpoint,
                   const Checkpoint* second = nullptr);

/// The checkpoint of a session, or of its second run, its hash checked; throws Failure if it is missing or damaged.
Checkpoint read_checkpoint(const std::filesystem::path& session_path, const Session& session, const Lab& lab);

/// A recipe that spells out every parameter.
Recipe full_recipe(const Lab& lab, const ParameterSet& parameters, std::uint64_t seed, std::uint64_t steps);

/// Version of this program.
std::string program_version();

}  // namespace langevin::storage

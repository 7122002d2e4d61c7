// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/session_file.h"

#include <charconv>
#include <system_error>
#include <utility>

#include "engine/storage/archive_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/json_reader.h"
#include "engine/storage/recipe_file.h"

namespace langevin::storage {
namespace {

constexpr std::uint64_t session_version = 1;

std::uint64_t parse_hash(const ObjectReader& reader, const std::string& text) {
    std::uint64_t hash = 0;
    if (text.starts_with("0x")) {
        const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), hash, 16);
        if (error == std::errc() && end == text.data() + text.size()) return hash;
    }
    reader.fail("\"hash\" must be a text such as \"0x1f\"");
}

constexpr auto remedy = "Mend the file there, or start anew";

ParameterSet parameters_at_the_end(const std::filesystem::path& path, const Session& session, const Lab& lab) {
    auto where = path.string();
    try {
        auto parameters = resolve(lab, session.recipe);
        for (const auto& entry : session.journal) {
            where = path.string() + ", journal, step " + std::to_string(entry.step);
            if (entry.step > session.recipe.steps) throw Failure({"an edit lies after the end of the run", "", remedy});
            if (auto problem = parameters.set(entry.key, entry.value)) throw Failure(std::move(*problem));
            const auto& spec = *parameters.schema().find(entry.key);
            if (spec.apply == Apply::restart)
                throw Failure({spec.key + " cannot change while a simulation runs", "", remedy});
        }
        return parameters;
    } catch (const Failure& failure) {
        const auto& problem = failure.problem();
        throw Failure({problem.what, where, problem.remedy.empty() ? remedy : problem.remedy});
    }
}

/// What the session there names; empty where there is none.
std::string checkpoint_of(const std::filesystem::path& path) {
    try {
        return read_session(path).checkpoint;
    } catch (const Failure&) {
        return {};
    }
}

/// Files beside a session. Two sets by turns: until the new session has taken the old one's place, the old one keeps
/// its states.
struct States {
    std::filesystem::path first, second;
};

States states_beside(const std::filesystem::path& path, const std::string& turn) {
    const auto named = [path](const std::string& ending) {
        return std::filesystem::path(path).replace_extension(ending);
    };
    return {named(".checkpoint" + turn + ".h5"), named(".second" + turn + ".h5")};
}

Json json_of(const Session& session) {
    auto json = Json::object();
    json["session"] = session_version;
    json["version"] = session.version;
    json["recipe"] = parse_json(to_json(session.recipe), "recipe");
    json["journal"] = Json::array();
    for (const auto& entry : session.journal)
        json["journal"].push_back({{"step", entry.step}, {"key", entry.key}, {"value", to_json_value(entry.value)}});
    json["hash"] = hexadecimal(session.hash);
    json["waypoints"] = Json::array();
    for (const auto& waypoint : session.waypoints)
        json["waypoints"].push_back({{"step", waypoint.step}, {"hash", hexadecimal(waypoint.hash)}});
    if (!session.checkpoint.empty()) json["checkpoint"] = session.checkpoint;
    if (session.second.empty()) return json;
    json["apart"] = session.apart;
    json["second"] = json_of(session.second.front());
    return json;
}

Session session_of(const Json& json, const std::string& where);

/// A comparison has two sides of one lab.
void read_second(ObjectReader& reader, const std::string& where, Session& session) {
    for (const auto& key : reader.array("apart")) {
        if (!key.is_string()) reader.fail("\"apart\" must list keys of parameters");
        session.apart.push_back(key.get<std::string>());
    }
    auto second = session_of(reader.object("second"), where + ", second");
    if (!second.second.empty()) reader.fail("\"second\" has a \"second\" of its own; two runs can be compared");
    if (second.recipe.lab != session.recipe.lab)
        reader.fail("\"second\" is a run of " + second.recipe.lab + "; both sides of a comparison show " +
                    session.recipe.lab);
    session.second.push_back(std::move(second));
}

Session session_of(const Json& json, const std::string& where) {
    ObjectReader reader(json, where);
    const auto version = reader.format("session");
    if (version != session_version)
        throw Failure({"is a session of format " + std::to_string(version) + "; this program reads format " +
                           std::to_string(session_version),
                       where, "Use a newer version of the program"});
    Session session;
    session.version = reader.text("version");
    session.recipe = parse_recipe(reader.object("recipe").dump(), where);
    for (const auto& item : reader.array("journal")) {
        ObjectReader entry(item, where + ", journal");
        session.journal.push_back({entry.whole("step"), entry.text("key"), entry.value("value")});
        entry.finish();
        const auto count = session.journal.size();
        if (count > 1 && session.journal[count - 2].step > session.journal[count - 1].step)
            entry.fail("the steps of the journal must not decrease");
    }
    session.hash = parse_hash(reader, reader.text("hash"));
    for (const auto& item : reader.array("waypoints")) {
        ObjectReader entry(item, where + ", waypoints");
        session.waypoints.push_back({entry.whole("step"), parse_hash(entry, entry.text("hash"))});
        entry.finish();
    }
    session.checkpoint = reader.text_or("checkpoint", "");
    if (reader.has("second")) read_second(reader, where, session);
    reader.finish();
    return session;
}

}  // namespace

std::string hexadecimal(std::uint64_t hash) {
    char digits[17];
    const auto end = std::to_chars(digits, digits + 16, hash, 16).ptr;
    return "0x" + std::string(digits, end);
}

std::string program_version() {
    return LANGEVIN_VERSION;
}

Recipe full_recipe(const Lab& lab, const ParameterSet& parameters, std::uint64_t seed, std::uint64_t steps) {
    Recipe recipe{.lab = lab.id, .seed = seed, .steps = steps};
    for (const auto& spec : parameters.schema().specs())
        recipe.parameters.emplace_back(spec.key, parameters.value(spec.key));
    return recipe;
}

std::string to_json(const Session& session) {
    return json_of(session).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Session parse_session(std::string_view text, const std::string& where) {
    return session_of(parse_json(text, where), where);
}

Session read_session(const std::filesystem::path& path) {
    return parse_session(read_text(path), path.string());
}

Session make_session(const Lab& lab, const ParameterSet& first_parameters, std::uint64_t seed,
                     const Checkpoint& checkpoint) {
    return {.version = program_version(),
            .recipe = full_recipe(lab, first_parameters, seed, checkpoint.step),
            .journal = checkpoint.journal,
            .hash = checkpoint.hash(),
            .waypoints = checkpoint.waypoints};
}

void write_session(const std::filesystem::path& path, Session session, const Checkpoint& checkpoint,
                   const Checkpoint* second) {
    auto now = states_beside(path, ""), before = states_beside(path, "-2");
    if (checkpoint_of(path) == now.first.filename()) std::swap(now, before);
    session.checkpoint = now.first.filename().string();
    if (second) session.second.front().checkpoint = now.second.filename().string();
    const auto write_state = [](const std::filesystem::path& to, const Session& of, const Checkpoint& moment) {
        write_archive(to, moment.state, {{"lab", of.recipe.lab}, {"recipe", to_json(of.recipe)}});
    };
    write_text(path, to_json(session), [&] {
        write_state(now.first, session, checkpoint);
        if (second) write_state(now.second, session.second.front(), *second);
    });
    std::error_code ignored;
    std::filesystem::remove(before.first, ignored);
    std::filesystem::remove(before.second, ignored);
    if (!second) std::filesystem::remove(now.second, ignored);
}

Checkpoint read_checkpoint(const std::filesystem::path& session_path, const Session& session, const Lab& lab) {
    if (session.checkpoint.empty() || session.checkpoint.find('/') != std::string::npos)
        throw Failure({"the session names no checkpoint", session_path.string(), "Replay it from its start"});
    const auto path = session_path.parent_path() / session.checkpoint;
    Checkpoint checkpoint{session.recipe.steps, parameters_at_the_end(session_path, session, lab), session.journal,
                          session.waypoints, read_archive(path)};
    if (checkpoint.hash() != session.hash)
        throw Failure({"does not belong to the session or is damaged: its state has another hash", path.string(),
                       "Replay the session from its start"});
    return checkpoint;
}

}  // namespace langevin::storage

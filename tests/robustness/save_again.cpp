// SPDX-License-Identifier: GPL-3.0-or-later
// Saves a session, as one with two equal sides, over the one before, again and again, until it is killed: save_again
// SESSION. Goes on from the session that is there, and says "ready" when it has read it.
#include <iostream>

#include "engine/labs/labs.h"
#include "engine/run/execution.h"
#include "engine/storage/session_file.h"

int main(int count, char** arguments) {
    using namespace langevin;
    if (count != 2) return 2;
    const std::filesystem::path path = arguments[1];
    const auto registry = labs::all();
    const auto& lab = registry.find("phi4");
    const Recipe recipe{
        .lab = "phi4", .parameters = {{"extent", std::int64_t{16}}, {"chains", std::int64_t{4}}}, .seed = 3};
    Execution execution(lab, resolve(lab, recipe), recipe.seed);
    try {
        if (std::filesystem::exists(path)) {
            const auto session = storage::read_session(path);
            execution.restore(storage::read_checkpoint(path, session, lab));
        }
        std::cout << "ready\n" << std::flush;
        while (true) {
            execution.step({}, 1);
            const auto checkpoint = execution.checkpoint();
            auto session = storage::make_session(lab, execution.first_parameters(), execution.seed(), checkpoint);
            session.second = {session};
            storage::write_session(path, session, checkpoint, &checkpoint);
        }
    } catch (const Failure& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line/sweep_workers.h"

#include <cstdlib>

#include "app/command_line/commands.h"

namespace langevin::command_line {

bool under_mpirun() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
        if (std::getenv(name)) return true;
    return false;
}

}  // namespace langevin::command_line

#ifdef LANGEVIN_MPI

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "engine/run/sweep.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"

namespace langevin::command_line {
namespace {

using Json = nlohmann::ordered_json;

/// What messages say. To rank 0: ask for a job, bring results, bring nothing. From rank 0: the plan, a job, go home.
enum Tag { ask = 1, results, nothing, plan, job, home };

void send(int to, Tag tag, const std::string& text) {
    MPI_Send(text.data(), static_cast<int>(text.size()), MPI_CHAR, to, tag, MPI_COMM_WORLD);
}

struct Message {
    int from = 0, tag = 0;
    std::string text;
};

Message receive(const MPI_Status& waiting) {
    int size = 0;
    MPI_Get_count(&waiting, MPI_CHAR, &size);
    Message message{waiting.MPI_SOURCE, waiting.MPI_TAG, std::string(static_cast<std::size_t>(size), '\0')};
    MPI_Recv(message.text.data(), size, MPI_CHAR, message.from, message.tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
}

std::optional<Message> receive_if_there() {
    MPI_Status status;
    int there = 0;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
    if (there == 0) return std::nullopt;
    return receive(status);
}

std::string to_text(const SweepJob& members) {
    auto json = Json::array();
    for (const auto& m : members) json.push_back({m.point.i, m.point.j, m.repeat});
    return json.dump();
}

SweepJob job_of(const std::string& text) {
    SweepJob members;
    for (const auto& m : Json::parse(text)) members.push_back({{m[0].get<int>(), m[1].get<int>()}, m[2].get<int>()});
    return members;
}

/// Looking for messages takes time from this rank's own jobs, and waiting takes it from the others': in between, a
/// twentieth of how long there has been none.
std::chrono::nanoseconds pause_after(std::chrono::nanoseconds silence) {
    using namespace std::chrono_literals;
    return std::clamp<std::chrono::nanoseconds>(silence / 20, 100us, 5ms);
}

}  // namespace

struct Workers::State {
    std::chrono::steady_clock::time_point heard = std::chrono::steady_clock::now();
    int rank = 0, size = 1;
    bool begun = false, dismissed = false;
    std::map<int, SweepJob> out;  // what each rank is at
    std::set<int> idle, gone;     // asked and got nothing yet; sent home
};

std::unique_ptr<Workers> Workers::join() {
    if (!under_mpirun()) return nullptr;
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    auto workers = std::unique_ptr<Workers>(new Workers);
    return workers->state_->size > 1 ? std::move(workers) : nullptr;
}

Workers::Workers() : state_(std::make_unique<State>()) {
    MPI_Comm_rank(MPI_COMM_WORLD, &state_->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &state_->size);
}

Workers::~Workers() {
    MPI_Finalize();
}

int Workers::rank() const {
    return state_->rank;
}

void Workers::begin(const SweepPlan& what) {
    for (int rank = 1; rank < state_->size; ++rank) send(rank, plan, storage::to_json(what));
    state_->begun = true;
}

bool Workers::hand_out(Sweep& sweep) {
    auto& s = *state_;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    const auto take_back = [&](int from) {
        if (const auto found = s.out.find(from); found != s.out.end()) sweep.abandon(found->second);
        s.out.erase(from);
    };
    while (std::chrono::steady_clock::now() < until) {
        const auto message = receive_if_there();
        if (message && message->tag == results) {
            const auto contents = storage::parse_lines(message->text);
            sweep.deliver(s.out[message->from], {contents.records, contents.names});
            s.out.erase(message->from);
        } else if (message && message->tag == nothing) {
            take_back(message->from);
            s.gone.insert(message->from);
            if (!message->text.empty()) std::cerr << "rank " << message->from << ": " << message->text << "\n";
        } else if (message) {
            s.idle.insert(message->from);
        }
        while (!s.idle.empty()) {
            const auto members = sweep.take_job();
            if (members.empty()) break;
            const int rank = *s.idle.begin();
            s.idle.erase(s.idle.begin());
            s.out[rank] = members;
            send(rank, job, to_text(members));
        }
        const auto phase = sweep.status().phase;
        if (phase != Phase::running && phase != Phase::paused) return true;
        if (message)
            s.heard = std::chrono::steady_clock::now();
        else
            std::this_thread::sleep_for(pause_after(std::chrono::steady_clock::now() - s.heard));
    }
    return false;
}

void Workers::dismiss() {
    auto& s = *state_;
    if (s.rank != 0 || std::exchange(s.dismissed, true)) return;
    for (int rank = 1; rank < s.size; ++rank)
        if (!s.gone.contains(rank)) send(rank, home, "");
    while (!s.out.empty()) {  // results that are too late
        MPI_Status status;
        MPI_Probe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
        const auto message = receive(status);
        if (message.tag != ask) s.out.erase(message.from);
    }
}

int Workers::serve(const Registry& registry, const std::stop_token& stop) {
    std::optional<SweepGrid> grid;
    const auto sent_home = [] {
        int there = 0;
        MPI_Iprobe(0, home, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
        return there != 0;
    };
    try {
        while (true) {
            MPI_Status status;
            MPI_Probe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
            const auto message = receive(status);
            if (message.tag == home) return success;
            if (message.tag == plan) {
                const auto what = storage::parse_plan(message.text, "plan");
                grid.emplace(registry.find(what.recipe.lab), what);
            } else {
                const auto done =
                    run_job(*grid, job_of(message.text), stop, [&] { return !stop.stop_requested() && !sent_home(); });
                if (!done) {
                    send(0, nothing, "");
                    return interrupted;
                }
                send(0, results, storage::to_lines(done->records, done->names));
            }
            send(0, ask, "");
        }
    } catch (const std::exception& failure) {
        send(0, nothing, failure.what());
        return run_failed;
    }
}

}  // namespace langevin::command_line

#else

namespace langevin::command_line {

struct Workers::State {};
std::unique_ptr<Workers> Workers::join() {
    return nullptr;
}
Workers::Workers() = default;
Workers::~Workers() = default;
int Workers::rank() const {
    return 0;
}
void Workers::begin(const SweepPlan&) {}
bool Workers::hand_out(Sweep&) {
    return true;
}
void Workers::dismiss() {}
int Workers::serve(const Registry&, const std::stop_token&) {
    return success;
}

}  // namespace langevin::command_line

#endif

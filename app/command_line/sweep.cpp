// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sweep.h"

#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/sweep_report.h"
#include "app/command_line/sweep_workers.h"
#include "app/command_line/terminal.h"
#include "engine/run/sweep_data.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"
#include "engine/storage/table_file.h"

namespace langevin::command_line {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

SweepData data_of(const Registry& registry, const storage::SweepContents& contents) {
    SweepData data(SweepGrid(registry.find(contents.plan.recipe.lab), contents.plan));
    data.add({contents.records, contents.names});
    return data;
}

void warn_of_damage(const storage::SweepContents& contents, const std::string& path) {
    if (contents.torn) std::cerr << path << ": the last line was cut off; its run is done again.\n";
    if (!contents.damaged.empty())
        std::cerr << path << ": " << contents.damaged.size() << " damaged line"
                  << (contents.damaged.size() > 1 ? "s, the first at " : " at ") << contents.damaged.front()
                  << "; what stood there is done again.\n";
}

/// The plan and the store that a request means; a store that is there already is gone on with.
storage::SweepStore open_store(const Registry& registry, const SweepRequest& request) {
    if (storage::is_sweep_store(request.source)) return storage::SweepStore::open(request.source);
    const auto plan = storage::read_plan(request.source);
    const auto full = storage::full_plan(registry.find(plan.recipe.lab), plan);
    static_cast<void>(SweepGrid(registry.find(plan.recipe.lab), full));  // throws before a file is made
    const auto path = request.store.empty() ? fs::path(request.source).replace_extension(".sweep").filename()
                                            : fs::path(request.store);
    if (!fs::exists(path) || fs::file_size(path) == 0) return storage::SweepStore::create(path, full);
    auto store = storage::SweepStore::open(path);
    auto known = store.contents().plan, wanted = full;
    known.repeats = wanted.repeats = std::max(known.repeats, wanted.repeats);  // either may have been extended
    known.refinements.clear();
    wanted.refinements.clear();
    if (!(known == wanted))
        throw Failure({"holds another sweep than " + request.source, path.string(),
                       "Name another store with --store, or go on with this one: langevin-run sweep " + path.string()});
    return store;
}

/// The store's plan with the repeats that are wanted now.
SweepPlan extended_plan(const storage::SweepStore& store, const SweepRequest& request) {
    auto plan = store.contents().plan;
    if (request.repeats && *request.repeats < plan.repeats)
        throw Failure({"the store has " + std::to_string(plan.repeats) + " repeats planned already", "--repeats",
                       "Ask for more, or begin another store"});
    if (request.repeats) plan.repeats = *request.repeats;
    return plan;
}

std::vector<std::string> keys_of(const SweepData& data) {
    std::vector<std::string> keys;
    for (const auto& quantity : data.quantities()) keys.push_back(quantity.name.key);
    return keys;
}

/// Which quantities there are is known only once a run has measured them.
void warn_of_unknown_quantities(const SweepData& data) {
    if (data.runs() == 0) return;
    for (const auto& key : data.grid().plan().shown)
        if (!data.quantity(key))
            std::cerr << "langevin-run: "
                      << sentence({"the plan asks to show \"" + key + "\", which no run has measured", "",
                                   did_you_mean(key, keys_of(data), "quantities")})
                      << "\n";
}

class Reporter {
  public:
    explicit Reporter(const SweepRequest& request) : request_(request) {}

    void show(const SweepStatus& status) {
        if (request_.quiet) return;
        const double part = status.total > 0 ? static_cast<double>(status.done) / static_cast<double>(status.total) : 1;
        if (request_.json) {
            if (status.done == last_) return;
            last_ = status.done;
            std::cout << Json{{"event", "progress"},
                              {"done", status.done},
                              {"total", status.total},
                              {"failed", status.failed},
                              {"seconds_left", status.seconds_left}}
                             .dump()
                      << std::endl;
            return;
        }
        bar_.show(part, std::to_string(status.done) + " of " + std::to_string(status.total) + " runs" +
                            (status.seconds_left > 0 ? ", " + duration(status.seconds_left) + " left" : ""));
    }
    void clear() { bar_.clear(); }

  private:
    const SweepRequest& request_;
    std::size_t last_ = static_cast<std::size_t>(-1);
    ProgressBar bar_;
};

/// Those of most points first.
void print_failures(const SweepData& data, std::size_t most = std::string::npos) {
    const auto failures = data.failures();
    std::vector<std::pair<std::string, std::size_t>> ordered(failures.begin(), failures.end());
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (std::size_t i = 0; i < std::min(most, ordered.size()); ++i)
        std::cout << "without a result at " << ordered[i].second << (ordered[i].second == 1 ? " point: " : " points: ")
                  << ordered[i].first << "\n";
    if (ordered.size() > most) std::cout << "and for other reasons: see sweep status\n";
}

int report_end(const SweepRequest& request, const SweepStatus& status, const SweepData& data, double seconds,
               const std::string& store) {
    if (!status.message.empty()) std::cerr << "langevin-run: " << status.message << "\n";
    warn_of_unknown_quantities(data);
    if (status.total == 0)
        std::cerr << "langevin-run: there is nothing in this share: the sweep has only " << data.grid().members()
                  << " runs. Ask for fewer shares.\n";
    if (request.json) {
        Json json = {{"event", "result"},     {"store", store},          {"done", status.done},
                     {"total", status.total}, {"failed", status.failed}, {"seconds", seconds}};
        for (const auto& map : data.published()) {
            const auto quantity = data.quantity(map.scalar);
            if (!quantity || quantity->categories.empty()) continue;
            const auto agreement = data.agreement(map);
            json["agreement"].push_back(
                {{"quantity", map.scalar}, {"equal", agreement.equal}, {"compared", agreement.compared}});
        }
        std::cout << json.dump() << std::endl;
    } else {
        if (!request.quiet)
            for (const auto& key : data.shown()) std::cout << map_text(data, key) << "\n";
        std::cout << status.done << " of " << status.total << " runs";
        if (status.failed > 0) std::cout << ", " << status.failed << " of them without a result";
        std::cout << ", " << duration(seconds) << ", kept in " << store << "\n";
        print_failures(data, 3);
    }
    if (!status.message.empty()) return bad_input;
    return status.done < status.total ? interrupted : success;
}

}  // namespace

int sweep(const Registry& registry, SweepRequest request, const std::stop_token& stop) {
    auto workers = Workers::join();
    if (workers && workers->rank() > 0) return workers->serve(registry, stop);
    const Dismissal dismissal(workers.get());  // whatever happens here, the others must not wait for ever
    auto store = open_store(registry, request);
    warn_of_damage(store.contents(), store.path().string());
    const auto plan = extended_plan(store, request);
    const auto& lab = registry.find(plan.recipe.lab);
    SweepGrid grid(lab, plan);
    if (!(plan == store.contents().plan)) store.append(plan);
    SweepData data(grid);
    data.add({store.contents().records, store.contents().names});

    const auto begin = std::chrono::steady_clock::now();
    SweepOptions options{.threads = request.threads, .share = request.share, .shares = request.shares};
    options.keep = [&](const SweepResults& results) { store.append(results.records, results.names); };
    Sweep sweep(grid, store.contents().records, std::move(options));
    Reporter reporter(request);
    if (workers) workers->begin(plan);
    while (!(workers ? workers->hand_out(sweep) : sweep.wait()) && !stop.stop_requested())
        reporter.show(sweep.status());
    if (workers) workers->dismiss();
    sweep.stop();
    reporter.clear();
    data.add(sweep.take());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report_end(request, sweep.status(), data, seconds, store.path().string());
}

int sweep_status(const Registry& registry, const std::string& path, const std::vector<std::string>& quantities,
                 bool json) {
    const auto contents = storage::read_sweep(path);
    const auto data = data_of(registry, contents);
    const auto& plan = data.grid().plan();
    std::size_t failed = 0;
    for (const auto& record : contents.records) failed += !record.failure.empty();
    if (json) {
        std::cout << Json{{"lab", plan.recipe.lab},
                          {"program", contents.program},
                          {"points", data.grid().points().size()},
                          {"repeats", plan.repeats},
                          {"done", data.runs()},
                          {"total", data.grid().members()},
                          {"failed", failed},
                          {"failures", data.failures()},
                          {"damaged_lines", contents.damaged},
                          {"torn", contents.torn},
                          {"plan", Json::parse(storage::to_json(plan))}}
                         .dump(2)
                  << "\n";
        return success;
    }
    warn_of_damage(contents, path);
    warn_of_unknown_quantities(data);
    for (const auto& key : quantities.empty() ? data.shown() : quantities) {
        if (!data.quantity(key))
            throw Failure(
                {"the sweep has no quantity \"" + key + "\"", "", did_you_mean(key, keys_of(data), "quantities")});
        std::cout << map_text(data, key) << "\n";
    }
    std::cout << data.grid().lab().title << ": " << data.runs() << " of " << data.grid().members() << " runs";
    if (failed > 0) std::cout << ", " << failed << " of them without a result";
    std::cout << "; " << data.grid().points().size() << " points, " << plan.repeats
              << (plan.repeats == 1 ? " run each of " : " repeats of ") << plan.recipe.steps << " "
              << data.grid().lab().step_unit << "s\n";
    print_failures(data);
    return success;
}

int sweep_export(const Registry& registry, const std::string& path, const std::string& out) {
    const auto contents = storage::read_sweep(path);
    const auto data = data_of(registry, contents);
    const auto points = data.points_table(), runs = data.runs_table();
    const auto plan = storage::to_json(contents.plan);
    const fs::path target(out);
    if (target.extension() == ".h5" || target.extension() == ".hdf5") {
        storage::write_tables_hdf5(target, {{"points", &points}, {"runs", &runs}}, plan);
        std::cout << "written to " << out << "\n";
        return success;
    }
    if (target.extension() != ".csv")
        throw Failure({"has an ending that says nothing of the format", out, "Use .csv, .h5 or .hdf5"});
    auto second = target;
    second.replace_filename(target.stem().string() + "_runs.csv");
    storage::write_table_csv(target, points, "sweep: " + plan);
    storage::write_table_csv(second, runs, "sweep: " + plan);
    std::cout << "points written to " << out << ", runs to " << second.string() << "\n";
    return success;
}

int sweep_merge(const std::vector<std::string>& stores, const std::string& out) {
    std::error_code error;
    if (fs::exists(out, error)) throw Failure({"is there already", out, "Choose another name"});
    storage::merge_sweeps({stores.begin(), stores.end()}, out);
    const auto contents = storage::read_sweep(out);
    std::cout << contents.records.size() << " runs of " << stores.size() << " stores, kept in " << out << "\n";
    return success;
}

}  // namespace langevin::command_line

// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <iostream>
#include <tuple>

#include "app/command_line/commands.h"
#include "app/command_line/sweep_workers.h"
#include "app/command_line/terminal.h"
#include "engine/labs/labs.h"
#include "engine/parallel/parallel.h"
#include "engine/storage/recipe_file.h"

namespace {

using namespace langevin;
using namespace langevin::command_line;

std::stop_source interruption;  // signal handlers reach only what is global

void interrupt(int) {
    interruption.request_stop();
}

/// Nothing that a handler may still use is there after main.
struct Handlers {
    Handlers() { set(interrupt); }
    ~Handlers() { set(SIG_DFL); }
    Handlers(const Handlers&) = delete;
    Handlers& operator=(const Handlers&) = delete;

  private:
    static void set(void (*handler)(int)) {
        for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, handler);
    }
};

/// A recipe file, or a recipe in one line, of which the name of a lab alone is the shortest.
Recipe read_any(const std::string& text) {
    const bool word = text.find_first_of("./\\") == std::string::npos;
    const bool line = text.find('=') != std::string::npos && !text.ends_with(".json");
    if (word || line) return storage::parse_line(text);
    return storage::read_recipe(text);
}

/// Whole numbers from 0: the parser would let "-5" wrap around.
const CLI::Validator whole_number(
    [](const std::string& text) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool good = error == std::errc() && end == text.data() + text.size();
        return good ? std::string() : text + " is no whole number from 0 to 2^64 - 1";
    },
    "");

struct RunOptions {
    std::string recipe, lab, preset;
    std::vector<std::string> settings, edits;
    std::optional<std::uint64_t> seed, steps;
    RunRequest request;
};

Recipe find_preset(const Lab& lab, const std::string& title) {
    std::string titles;
    for (const auto& preset : lab.presets) {
        if (preset.title == title) return preset;
        titles += (titles.empty() ? "\"" : ", \"") + preset.title + "\"";
    }
    throw Failure({"there is no preset \"" + title + "\"", "", "The presets are " + titles});
}

/// "1200:kappa=0.28": before step 1200, set kappa.
Journal parse_edits(const std::vector<std::string>& edits) {
    Journal journal;
    for (const auto& text : edits) {
        const auto colon = text.find(':');
        std::uint64_t step = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + std::min(colon, text.size()), step);
        if (colon == std::string::npos || parsed.ptr != text.data() + colon)
            throw Failure({"an edit must look like STEP:key=value, not \"" + text + "\"", "--edit", ""});
        for (auto& [key, value] : storage::parse_settings(text.substr(colon + 1)))
            journal.push_back({step, key, value});
    }
    std::stable_sort(journal.begin(), journal.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
    return journal;
}

int start_run(const Registry& registry, RunOptions& options) {
    if (options.recipe.empty() && options.lab.empty())
        throw Failure({"nothing to run", "", "Name a recipe file, or --lab; see langevin-run list"});
    if (!options.recipe.empty() && !options.lab.empty())
        throw Failure({"the recipe names the lab already", "--lab", "Give the recipe or --lab"});
    if (options.request.save_every > 0 && options.request.out.empty())
        throw Failure({"there is no place for the configurations", "--save-every", "Add --out FOLDER"});
    Recipe recipe = options.recipe.empty() ? Recipe{.lab = options.lab} : read_any(options.recipe);
    const auto& lab = registry.find(recipe.lab);
    if (!options.preset.empty() && !recipe.parameters.empty())
        throw Failure({"a preset would replace the parameters of the recipe", "--preset",
                       "Give the recipe or the preset, and change it with --set key=value"});
    if (!options.preset.empty()) recipe = find_preset(lab, options.preset);
    for (const auto& setting : options.settings)
        for (auto& [key, value] : storage::parse_settings(setting)) recipe.parameters.emplace_back(key, value);
    if (options.seed) recipe.seed = *options.seed;
    if (options.steps) recipe.steps = *options.steps;
    if (recipe.steps == 0) throw Failure({"the recipe does not say how long to run", "", "Add --steps N, above 0"});
    options.request.journal = parse_edits(options.edits);
    if (!options.request.journal.empty() && options.request.journal.back().step >= recipe.steps)
        throw Failure({"an edit before step " + std::to_string(options.request.journal.back().step) +
                           " comes too late for a run of " + std::to_string(recipe.steps) + " steps",
                       "--edit", "Give an earlier step, counted from 0, or more --steps"});
    options.request.recipe = std::move(recipe);
    return run(lab, options.request, interruption.get_token());
}

/// "2/5": the second of five shares.
std::pair<int, int> parse_share(const std::string& text) {
    int share = 0, shares = 0;
    const auto* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, share);
    const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = slash ? std::from_chars(first.ptr + 1, end, shares) : first;
    if (!slash || second.ec != std::errc() || second.ptr != end || share < 1 || share > shares)
        throw Failure({"a share must look like 2/5, the second of five, not \"" + text + "\"", "--share", ""});
    return {share - 1, shares};
}

/// The library of the command line would only say that a command is missing.
void refuse_unknown_command(const CLI::App& app, const std::string& word) {
    if (word.starts_with('-')) return;
    std::vector<std::string> known;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        known.push_back(command->get_name());
    if (std::ranges::find(known, word) != known.end()) return;
    throw Failure({"there is no command \"" + word + "\"", "", did_you_mean(word, known, "commands")});
}

int start_sweep(const Registry& registry, SweepRequest request, const std::string& share, bool threads_given) {
    if (request.source.empty())
        throw Failure({"nothing to sweep", "", "Name the plan of a sweep, or the store of one to go on with"});
    if (!share.empty()) std::tie(request.share, request.shares) = parse_share(share);
    if (!threads_given && under_mpirun()) request.threads = 1;
    return sweep(registry, std::move(request), interruption.get_token());
}

}  // namespace

int main(int argc, char** argv) {
    const bool sweeps = argc > 1 && std::string_view(argv[1]) == "sweep";  // on threads of its own
    parallel::ensure_openmp_environment(argv, sweeps ? parallel::Binding::free : parallel::Binding::bound);
    const Handlers handlers;

    CLI::App app{"langevin-run: the laboratories of Langevin Lab without a window"};
    app.set_version_flag("--version", LANGEVIN_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 success, 1 a check failed or a replay differs, 2 bad input or a file that cannot be read or "
        "written, 3 the run blew up, 130 "
        "interrupted.");

    bool json = false;
    int threads = parallel::available_threads();
    const auto add_threads = [&](CLI::App* command, int& target) {
        command
            ->add_option("--threads", target,
                         "As many threads inside a step as make it fastest, up to this; never changes a result")
            ->check(CLI::Range(1, 1024));
    };
    auto* list_command = app.add_subcommand("list", "The labs and their presets");
    list_command->add_flag("--json", json, "As JSON");

    std::string lab;
    auto* describe_command = app.add_subcommand("describe", "Parameters, panels, presets and checks of a lab");
    describe_command->add_option("lab", lab, "Lab, see list")->required();
    describe_command->add_flag("--json", json, "As JSON");

    RunOptions options;
    options.request.threads = threads;
    options.request.json = !output_is_terminal();
    auto* run_command = app.add_subcommand("run", "Run a recipe and print its observables");
    run_command->add_option("recipe", options.recipe,
                            "Recipe file, or a recipe in one line: \"phi4 kappa=0.27 seed=1\"");
    run_command->add_option("--lab", options.lab, "Lab to run with its initial parameters instead of a recipe");
    run_command->add_option("--preset", options.preset, "Start from a preset of the lab");
    run_command->add_option("--set", options.settings, "Parameters: key=value (again and again)");
    run_command->add_option("--edit", options.edits, "Live edits on the way: STEP:key=value (again and again)");
    run_command->add_option("--steps", options.steps, "How many steps, thermalisation included")->check(whole_number);
    run_command->add_option("--seed", options.seed, "Seed of the random numbers")->check(whole_number);
    add_threads(run_command, options.request.threads);
    run_command->add_option("--out", options.request.out,
                            "Folder for panels (CSV), field (VTI), recipe, session and checkpoint");
    run_command
        ->add_option("--save-every", options.request.save_every,
                     "Also write the configurations every so many steps (HDF5)")
        ->check(whole_number);
    run_command->add_flag("--json,!--no-json", options.request.json,
                          "JSON lines; the default when the output is piped");
    run_command->add_flag("--quiet", options.request.quiet, "No progress and no table");

    std::string session;
    auto* replay_command =
        app.add_subcommand("replay", "Run a session again and say whether every bit came out the same");
    replay_command->add_option("session", session, "Session file")->required();
    replay_command->add_flag("--json", json, "As JSON");
    add_threads(replay_command, threads);

    VerifyRequest request{.all = false, .filter = {}, .threads = threads, .json = false};
    auto* verify_command = app.add_subcommand("verify", "Compare a lab with exact and published results");
    verify_command->add_option("lab", lab, "Lab, see list")->required();
    verify_command->add_flag("--all", request.all, "Also the checks that take minutes");
    verify_command->add_option("--only", request.filter, "Only checks with this in their id");
    verify_command->add_flag("--json", request.json, "As JSON lines");
    add_threads(verify_command, request.threads);

    BenchRequest bench_request{.lab = {}, .threads = threads, .json = !output_is_terminal()};
    auto* bench_command = app.add_subcommand("bench", "How fast each lab runs on this machine");
    bench_command->add_option("lab", bench_request.lab, "Only this one, see list");
    bench_command->add_option("--seconds", bench_request.seconds, "Of each measurement; seven a lab")
        ->check(CLI::Range(0.001, 60.0));
    bench_command->add_flag("--json,!--no-json", bench_request.json,
                            "JSON lines; the default when the output is piped");
    add_threads(bench_command, bench_request.threads);

    std::string lesson;
    auto* lesson_command = app.add_subcommand("lesson", "Run every step of a lesson and hold it to what it says");
    lesson_command->add_option("lesson", lesson, "Lesson that is shipped, or a file NAME.lesson.md")->required();
    lesson_command->add_flag("--json", json, "As JSON lines");
    add_threads(lesson_command, threads);

    SweepRequest sweep_request{.source = {}, .store = {}, .repeats = {}, .threads = parallel::available_threads()};
    std::string store, out, share;
    std::vector<std::string> quantities, stores;
    auto* sweep_command = app.add_subcommand("sweep", "Sweep two parameters of a lab, or go on with a sweep");
    sweep_command->add_option("plan", sweep_request.source,
                              "Plan of a sweep (JSON), or the store of one to go on with");
    sweep_command->add_option("--store", sweep_request.store,
                              "File for the results; a store that is there is gone on with");
    sweep_command->add_option("--repeats", sweep_request.repeats, "Runs per point instead of those planned")
        ->check(CLI::Range(1, 1000000));
    sweep_command->add_option("--share", share,
                              "Do only a share of the runs, 2/5 say; join the stores with sweep merge");
    sweep_command->add_flag("--json", sweep_request.json, "As JSON lines");
    sweep_command->add_flag("--quiet", sweep_request.quiet, "No progress and no maps");
    auto* sweep_threads =
        sweep_command->add_option("--threads", sweep_request.threads, "Runs at a time; under mpirun: of rank 0, 1");
    sweep_threads->check(CLI::Range(1, 1024));
    auto* status_command = sweep_command->add_subcommand("status", "How far a sweep is, and its maps");
    status_command->add_option("store", store, "Store of a sweep")->required();
    status_command->add_option("--map", quantities, "Quantity to map (again and again)");
    status_command->add_flag("--json", json, "As JSON");
    auto* export_command = sweep_command->add_subcommand("export", "Points and runs as tables");
    export_command->add_option("store", store, "Store of a sweep")->required();
    export_command->add_option("--out", out, "CSV or HDF5 file, by its ending")->required();
    auto* merge_command = sweep_command->add_subcommand("merge", "Join the stores of shares of one sweep");
    merge_command->add_option("stores", stores, "Stores")->required();
    merge_command->add_option("--out", out, "Store to write")->required();

    try {
        if (argc > 1) refuse_unknown_command(app, argv[1]);
        app.parse(argc, argv);
        const auto registry = labs::all();
        if (*status_command) return sweep_status(registry, store, quantities, json);
        if (*export_command) return sweep_export(registry, store, out);
        if (*merge_command) return sweep_merge(stores, out);
        if (*sweep_command) return start_sweep(registry, sweep_request, share, sweep_threads->count() > 0);
        if (*bench_command) {
            if (!bench_request.lab.empty()) registry.find(bench_request.lab);  // refuses what there is not
            return bench(registry, bench_request, interruption.get_token());
        }
        if (*list_command) return list(registry, json);
        if (*describe_command) return describe(registry.find(lab), json);
        if (*run_command) return start_run(registry, options);
        if (*lesson_command) return check_lesson(registry, lesson, threads, json, interruption.get_token());
        if (*replay_command) return replay(registry, session, threads, json, interruption.get_token());
        return verify(registry.find(lab), request, interruption.get_token());
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? success : bad_input;
    } catch (const std::bad_alloc&) {
        std::cerr
            << "langevin-run: There is not enough memory for this. Close other programs, or take less at a time.\n";
        return bad_input;
    } catch (const std::exception& failure) {
        std::cerr << "langevin-run: " << failure.what() << "\n";
        return bad_input;
    }
}

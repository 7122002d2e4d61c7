// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands.h"
#include "app/command_line/terminal.h"
#include "engine/run/execution.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/ensemble_writer.h"
#include "engine/storage/panel_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "engine/storage/weights_file.h"

namespace langevin::command_line {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

Json to_json(const Measurement& m) {
    const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
    Json json = {{"key", m.key},
                 {"label", m.label},
                 {"value", number(m.value)},
                 {"error", number(m.error)},
                 {"autocorrelation_time", number(m.autocorrelation_time)},
                 {"effective_samples", number(m.effective_samples)}};
    if (m.expected) {
        json["expected"] = m.expected->value;
        json["expected_error"] = m.expected->error;
        if (const auto distance = m.distance()) json["distance"] = *distance;
        json["source"] = m.expected->source;
    }
    if (!m.caution.empty()) json["caution"] = m.caution;
    return json;
}

void print_table(const std::vector<Measurement>& scalars) {
    std::vector<std::vector<std::string>> rows = {
        {"quantity", "", "value", "expected", "distance", "τ_int", "samples"}};
    for (const auto& m : scalars) {
        const auto distance = m.distance();
        char text[32] = "";
        if (distance) std::snprintf(text, sizeof text, "%+.1f σ", *distance);
        rows.push_back({m.label, m.symbol, with_error(m.value, m.error),
                        m.expected ? with_error(m.expected->value, m.expected->error) : "", text,
                        m.autocorrelation_time > 0 ? with_prefix(m.autocorrelation_time) : "",
                        m.effective_samples > 0 ? with_prefix(m.effective_samples) : ""});
        if (!m.caution.empty()) rows.back().push_back("(" + m.caution + ")");
    }
    std::cout << aligned(rows);
}

/// Everything that a run leaves in its folder.
class Output {
  public:
    Output(const Lab& lab, const RunRequest& request, const Execution& execution) : lab_(lab), request_(request) {
        if (request.out.empty()) return;
        std::error_code error;
        fs::create_directories(request.out, error);
        if (error)
            throw Failure({"the folder cannot be made: " + error.message(), request.out, "Choose another place"});
        recipe_ = storage::full_recipe(lab, execution.first_parameters(), execution.seed(), request.recipe.steps);
        storage::write_recipe(path("recipe.json"), recipe_);
        if (request.save_every > 0)
            ensemble_ = std::make_unique<storage::EnsembleWriter>(
                path("configurations.h5"),
                storage::EnsembleWriter::Description{lab.id, storage::to_json(recipe_), "field"});
    }

    void after_step(const Execution& execution) {
        if (!ensemble_ || execution.steps() % request_.save_every != 0) return;
        Snapshot snapshot;
        execution.observe(snapshot, {.panels = field_panels(), .complete = true});
        for (const auto& named : snapshot.panels)
            if (const auto* field = std::get_if<Field>(&named.panel)) return ensemble_->add(*field, execution.steps());
    }

    void finish(const Execution& execution, const Snapshot& last) {
        if (request_.out.empty()) return;
        recipe_.steps = execution.steps();
        const auto recipe = storage::to_json(recipe_);
        const auto checkpoint = execution.checkpoint();  // first what cannot be made again, should the disk be full
        storage::write_session(path("session.json"),
                               storage::make_session(lab_, execution.first_parameters(), execution.seed(), checkpoint),
                               checkpoint);
        storage::write_recipe(path("recipe.json"), recipe_);
        write_model(last);
        for (const auto& spec : lab_.panels) {
            const auto* panel = last.panel(spec.id);
            if (!panel || !execution.parameters().relevant(spec.relevance)) continue;
            storage::write_csv(path(spec.id + ".csv"), *panel, lab_.title + ": " + spec.title, recipe);
            if (const auto* field = std::get_if<Field>(panel))
                storage::write_vti(path(spec.id + ".vti"), *field, recipe);
        }
        if (ensemble_) ensemble_->finish();
    }

    /// Of a run that blew up: what it has learnt before took long.
    void keep_model(const Execution& execution) {
        if (request_.out.empty()) return;
        Snapshot last;
        execution.observe(last, {.panels = {}});
        recipe_.steps = execution.steps();
        try {
            write_model(last);
        } catch (const Failure& failure) {
            std::cerr << "langevin-run: " << failure.what() << "\n";
        }
    }

  private:
    fs::path path(const std::string& name) const { return fs::path(request_.out) / name; }

    void write_model(const Snapshot& snapshot) const {
        if (!snapshot.model) return;
        auto model = *snapshot.model;
        model.attributes["recipe"] = storage::to_json(recipe_);
        storage::write_weights(path("model.h5"), model);
    }
    std::set<std::string> field_panels() const {
        std::set<std::string> ids;
        for (const auto& panel : lab_.panels)
            if (panel.kind == PanelKind::field) ids.insert(panel.id);
        return ids;
    }

    const Lab& lab_;
    const RunRequest& request_;
    Recipe recipe_;
    std::unique_ptr<storage::EnsembleWriter> ensemble_;
};

/// Progress for a person (a bar) or a program (a JSON line a second).
class Reporter {
  public:
    explicit Reporter(const RunRequest& request) : request_(request) {}

    void after_step(const Execution& execution) {
        if (request_.quiet || seconds_since(last_) < (request_.json ? 1.0 : 0.1)) return;
        last_ = Clock::now();
        const auto steps = execution.steps();
        const double rate = static_cast<double>(steps) / seconds_since(begin_);
        if (request_.json) {
            std::cout << Json{{"event", "progress"},
                              {"step", steps},
                              {"steps", request_.recipe.steps},
                              {"steps_per_second", rate}}
                             .dump()
                      << std::endl;
            return;
        }
        const double left = static_cast<double>(request_.recipe.steps - steps) / rate;
        bar_.show(static_cast<double>(steps) / static_cast<double>(request_.recipe.steps),
                  std::to_string(steps) + " steps, " + with_prefix(rate) + "/s, " + with_prefix(left) + " s left");
    }

    void result(const Execution& execution, const Snapshot& last, std::uint64_t hash) {
        bar_.clear();
        const double seconds = seconds_since(begin_);
        if (const auto why = nothing_measured(last); !why.empty()) std::cerr << "langevin-run: " << why << "\n";
        if (request_.json) {
            Json json = {{"event", "result"},
                         {"step", execution.steps()},
                         {"seconds", seconds},
                         {"hash", storage::hexadecimal(hash)},
                         {"scalars", Json::array()}};
            for (const auto& scalar : last.scalars) json["scalars"].push_back(to_json(scalar));
            if (!last.message.empty()) json["message"] = last.message;
            std::cout << json.dump() << std::endl;
            return;
        }
        if (!last.message.empty()) std::cerr << last.message << "\n";
        if (!request_.quiet && !last.scalars.empty()) print_table(last.scalars);
        std::cout << execution.steps() << " " << execution.lab().step_unit << "s in " << with_prefix(seconds)
                  << " s, seed " << execution.seed() << (request_.out.empty() ? "" : ", written to " + request_.out)
                  << "\n";
    }

  private:
    const RunRequest& request_;
    Clock::time_point begin_ = Clock::now(), last_ = begin_;
    ProgressBar bar_;
};

}  // namespace

int run(const Lab& lab, const RunRequest& request, const std::stop_token& stop) {
    const auto first = resolve(lab, request.recipe);
    if (auto problem = find_problem(lab, first, request.journal)) throw Failure(std::move(*problem));
    Execution execution(lab, first, request.recipe.seed);
    Output output(lab, request, execution);
    Reporter reporter(request);
    auto edit = request.journal.begin();
    while (execution.steps() < request.recipe.steps && !execution.finished() && !stop.stop_requested()) {
        try {
            for (; edit != request.journal.end() && edit->step <= execution.steps(); ++edit)
                if (auto problem = execution.edit(edit->key, edit->value)) throw Failure(std::move(*problem));
            if (!execution.step(stop, request.threads)) break;
        } catch (const Failure& failure) {
            std::cerr << "langevin-run: " << failure.what() << "\n";
            output.keep_model(execution);
            return run_failed;
        }
        output.after_step(execution);
        reporter.after_step(execution);
    }
    Snapshot last;
    execution.observe(last, {.complete = true});
    output.finish(execution, last);  // an interrupted run keeps what it has
    reporter.result(execution, last, execution.checkpoint().hash());
    return stop.stop_requested() ? interrupted : success;
}

}  // namespace langevin::command_line

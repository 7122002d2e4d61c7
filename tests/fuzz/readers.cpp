// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/readers.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "engine/core/error.h"
#include "engine/diffusion/learnt/model_codec.h"
#include "engine/labs/labs.h"
#include "engine/spectra/formula.h"
#include "engine/storage/archive_file.h"
#include "engine/storage/ensemble_file.h"
#include "engine/storage/lesson_file.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"
#include "engine/storage/sweep_file.h"
#include "engine/storage/sweep_store.h"
#include "engine/storage/weights_file.h"
#include "tests/fuzz/mend.h"

namespace langevin::fuzz {
namespace {

using Bytes = std::span<const std::byte>;

const Registry& registry() {
    static const Registry all = labs::all();
    return all;
}

std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void demand(bool sound, const char* what) {
    if (!sound) throw std::logic_error(what);
}

/// For what is read from files only; in memory where there is a place for that, so that a million of them take no disk.
class TemporaryFile {
  public:
    explicit TemporaryFile(Bytes bytes) : path_(place() / ("langevin_fuzz_" + std::to_string(getpid()))) {
        std::ofstream(path_, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    const std::filesystem::path& path() const { return path_; }

  private:
    static std::filesystem::path place() {
        const std::filesystem::path memory = "/dev/shm";
        return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    }

    std::filesystem::path path_;
};

void recipe(Bytes bytes) {
    const auto read = storage::parse_recipe(text_of(bytes), "recipe");
    const auto json = storage::to_json(read);
    demand(storage::to_json(storage::parse_recipe(json, "again")) == json, "a recipe changed when it was written");
    resolve(registry().find(read.lab), read);
}

void line(Bytes bytes) {
    const auto read = storage::parse_line(text_of(bytes));
    const auto again = storage::to_line(read);
    demand(storage::to_line(storage::parse_line(again)) == again, "a line changed when it was written");
    resolve(registry().find(read.lab), read);
}

void session(Bytes bytes) {
    const auto json = storage::to_json(storage::parse_session(text_of(bytes), "session"));
    demand(storage::to_json(storage::parse_session(json, "again")) == json, "a session changed when it was written");
}

void plan(Bytes bytes) {
    const auto json = storage::to_json(storage::parse_plan(text_of(bytes), "plan"));
    demand(storage::to_json(storage::parse_plan(json, "again")) == json, "a plan changed when it was written");
}

void store(Bytes bytes) {
    const auto read = storage::parse_sweep(text_of(bytes), "store");
    demand(read.sound_bytes <= bytes.size(), "a store is longer than itself");
    const auto lines = storage::to_lines(read.records, read.names);
    const auto again = storage::parse_lines(lines);
    demand(storage::to_lines(again.records, again.names) == lines, "results changed when they were written");
}

void formula(Bytes bytes) {
    const auto read = spectra::Formula::parse(text_of(bytes));
    if (const auto* f = std::get_if<spectra::Formula>(&read))
        for (const double x : {-2.0, 0.0, 0.5, 1e6}) f->evaluate(x);
}

void model(Bytes bytes) {
    const auto read = storage::read_weights(bytes, "model");
    demand(diffusion::encode(diffusion::decode(read)).arrays == read.arrays, "a model changed when it was written");
}
void model_apart(Bytes bytes) {
    const TemporaryFile file(bytes);
    diffusion::decode(storage::read_weights(file.path()));
}

void checkpoint(Bytes bytes) {
    const TemporaryFile file(bytes);
    storage::read_archive_here(file.path());
}
void checkpoint_apart(Bytes bytes) {
    const TemporaryFile file(bytes);
    storage::read_archive(file.path());
}

void ensemble(Bytes bytes) {
    const TemporaryFile file(bytes);
    // A small file may say that it holds millions of zeros: few are kept here, a million times over.
    const auto read = storage::read_ensemble_here(file.path(), 4096);
    demand(read.rows > 0 && read.columns > 0 && !read.values.empty() && read.values.size() % read.dimension() == 0,
           "an ensemble holds no whole fields");
    demand(read.steps.empty() || read.steps.size() == read.size(), "not every field has its step");
}
void ensemble_apart(Bytes bytes) {
    const TemporaryFile file(bytes);
    static_cast<void>(storage::read_ensemble(file.path()));
}

void lesson(Bytes bytes) {
    storage::parse_lesson(text_of(bytes), "lesson");
}

constexpr Reader all[] = {{"recipe", recipe},
                          {"line", line},
                          {"session", session},
                          {"plan", plan},
                          {"store", store, nullptr, with_mended_lines},
                          {"formula", formula},
                          {"lesson", lesson},
                          {"model", model, model_apart, with_mended_metadata},
                          {"checkpoint", checkpoint, checkpoint_apart, with_mended_metadata},
                          {"ensemble", ensemble, ensemble_apart, with_mended_metadata}};

}  // namespace

std::span<const Reader> readers() {
    return all;
}

const Reader* find(std::string_view name) {
    const auto* found = std::ranges::find(all, name, &Reader::name);
    return found == std::end(all) ? nullptr : found;
}

void feed(Reader::Read read, std::span<const std::byte> bytes) {
    try {
        read(bytes);
    } catch (const Failure&) {
        return;  // refused with a sentence
    }
}

}  // namespace langevin::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/lab.h"

/// A lab for tests of what runs labs: numbers that forget their past, and trouble on demand.
namespace langevin::test {

struct ToyParameters {
    double memory = 0;    ///< x <- memory x + normal
    int size = 0;         ///< how many x
    int delay = 0;        ///< milliseconds that a step takes; a stop is honoured within one
    int last = 0;         ///< finished after so many steps; 0: never
    std::string trouble;  ///< which member function throws
    int after = 0;        ///< from this step on
    bool burn = false;    ///< spends the delay computing instead of asleep
};

inline const Binding<ToyParameters>& toy_binding() {
    const auto number = [](std::string key, Value initial, Domain domain, Apply apply) {
        return ParameterSpec{.key = key,
                             .symbol = "",
                             .label = key,
                             .unit = "",
                             .help = "Of the toy.",
                             .group = "Toy",
                             .initial = std::move(initial),
                             .domain = std::move(domain),
                             .apply = apply};
    };
    static const auto table = [&] {
        Binding<ToyParameters> b;
        const auto whole = [](std::int64_t i) { return Value(i); };
        b.add(&ToyParameters::memory, number("memory", 0.5, Range{-1, 1, 0.01}, Apply::live));
        b.add(&ToyParameters::size, number("size", whole(8), Range{2, 4096, 2}, Apply::restart));
        b.add(&ToyParameters::delay, number("delay", whole(0), Range{0, 100000, 1}, Apply::live));
        b.add(&ToyParameters::last, number("last", whole(0), Range{0, 1000000, 1}, Apply::live));
        b.add(&ToyParameters::trouble, number("trouble", std::string("none"),
                                              Choice{{{"none", "None"},
                                                      {"create", ""},
                                                      {"step", ""},
                                                      {"apply", ""},
                                                      {"observe", ""},
                                                      {"save", ""},
                                                      {"load", ""},
                                                      {"slow observe", ""},
                                                      {"slow save", ""},
                                                      {"long observe", ""}}},
                                              Apply::live));
        b.add(&ToyParameters::after, number("after", whole(0), Range{0, 1000000, 1}, Apply::live));
        b.add(&ToyParameters::burn, number("burn", false, Switch{}, Apply::live));
        return b;
    }();
    return table;
}

class Toy final : public Simulation {
  public:
    Toy(const ParameterSet& set, Random random) : p_(toy_binding().read(set)), random_(random) {
        x_.assign(static_cast<std::size_t>(p_.size), 0);
        complain("create");
    }

    bool step(const StepContext& context) override {
        complain("step");
        const auto begin = std::chrono::steady_clock::now();
        const auto end = begin + std::chrono::milliseconds(p_.delay);
        while (std::chrono::steady_clock::now() < end) {
            if (context.stop.stop_requested()) return false;
            if (!p_.burn) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        for (std::size_t i = 0; i < x_.size(); ++i) {
            x_[i] = p_.memory * x_[i] + random_.normal(Stream::of(0, 0), context.step, i);
            sum_ += x_[i];
            squares_ += x_[i] * x_[i];
        }
        ++steps_;
        return true;
    }

    void apply(const ParameterSet& set) override {
        p_ = toy_binding().read(set);
        complain("apply");
    }

    void observe(Snapshot& snapshot, const Attention& attention) const override {
        complain("observe");
        if (p_.trouble == "slow observe") std::this_thread::sleep_for(std::chrono::milliseconds(50));
        for (int i = 0; i < 10000 && p_.trouble == "long observe" && !attention.stop.stop_requested(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (attention.wants("values")) {
            Field field;
            field.rows = 1;
            field.columns = static_cast<int>(x_.size());
            field.tiles = {0};
            field.values = x_;
            snapshot.panels.push_back({"values", field});
        }
        // At memory 0 all numbers are independent and standard normal.
        const auto count = static_cast<double>(steps_) * static_cast<double>(x_.size());
        Measurement mean;
        mean.key = "mean";
        mean.value = steps_ > 0 ? sum_ / count : 0;
        mean.error = steps_ > 0 ? 1 / std::sqrt(count) : std::nan("");
        Measurement square = mean;
        square.key = "square";
        square.value = steps_ > 0 ? squares_ / count : 0;
        square.error = steps_ > 0 ? std::sqrt(2 / count) : std::nan("");
        snapshot.scalars = {mean, square};
    }

    void save(Archive& archive) const override {
        complain("save");
        if (p_.trouble == "slow save") std::this_thread::sleep_for(std::chrono::milliseconds(50));
        archive.put("x", x_);
        archive.put("sums", std::vector<double>{sum_, squares_});
        archive.put("steps", static_cast<std::uint64_t>(steps_));
        archive.put("memory", p_.memory);
    }

    void load(const Archive& archive) override {
        complain("load");
        const auto& sums = archive.get<double>("sums", 2);
        x_ = archive.get<double>("x", x_.size());
        sum_ = sums[0];
        squares_ = sums[1];
        steps_ = archive.get_value<std::uint64_t>("steps");
        p_.memory = archive.get_value<double>("memory");
    }

    bool finished() const override { return p_.last > 0 && steps_ >= static_cast<std::uint64_t>(p_.last); }

  private:
    void complain(const std::string& where) const {
        if (p_.trouble == where && steps_ >= static_cast<std::uint64_t>(p_.after))
            throw Failure({"the toy broke in " + where, "", "Choose no trouble"});
    }

    ToyParameters p_;
    Random random_;
    std::vector<double> x_;
    double sum_ = 0, squares_ = 0;
    std::uint64_t steps_ = 0;
};

/// Refuses a combination: 4096 numbers without memory.
inline std::optional<Problem> toy_validate(const ParameterSet& set) {
    if (set.get<std::int64_t>("size") == 4096 && set.get<double>("memory") == 0)
        return Problem{"4096 numbers need a memory", "size", "Choose fewer"};
    return std::nullopt;
}

inline Lab toy_lab() {
    return {.id = "toy",
            .title = "Toy",
            .summary = "For tests.",
            .page = {},
            .keywords = {},
            .step_unit = "step",
            .parameters = toy_binding().schema(),
            .panels = {{"values", "Values", PanelKind::field, "The numbers."}},
            .headline = {"mean"},
            .checks = {},
            .presets = {},
            .validate = toy_validate,
            .create = [](const ParameterSet& set, Random random) -> std::unique_ptr<Simulation> {
                return std::make_unique<Toy>(set, random);
            }};
}

/// The toy's parameters with some changed.
inline ParameterSet toy_set(const Lab& lab, const std::vector<std::pair<std::string, Value>>& changed) {
    return resolve(lab, Recipe{.lab = "toy", .parameters = changed});
}

}  // namespace langevin::test

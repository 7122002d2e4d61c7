// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/sweep.h"
#include "engine/run/sweep_data.h"
#include "tests/support/toy_lab.h"

/// Sweeps of the toy lab.
namespace langevin::test {

/// 5 by 3 points: memory 0 to 0.8, size 2 to 10.
inline SweepPlan toy_plan() {
    return {.recipe = {.lab = "toy", .seed = 7, .steps = 20},
            .x = {.key = "memory", .low = 0, .high = 0.8, .points = 5},
            .y = {.key = "size", .low = 2, .high = 10, .points = 3},
            .repeats = 2};
}

/// Toys side by side, as lanes would be.
class ToyEnsemble final : public Ensemble {
  public:
    ToyEnsemble(std::span<const ParameterSet> sets, std::span<const Random> random) {
        for (std::size_t m = 0; m < sets.size(); ++m) toys_.push_back(std::make_unique<Toy>(sets[m], random[m]));
    }
    bool step(const StepContext& context) override {
        for (auto& toy : toys_)
            if (!toy->step(context)) return false;
        return true;
    }
    std::vector<Measurement> scalars(std::size_t member) const override {
        Snapshot snapshot;
        toys_[member]->observe(snapshot, {});
        return snapshot.scalars;
    }

  private:
    std::vector<std::unique_ptr<Toy>> toys_;
};

inline Lab toy_lab_with_ensembles() {
    auto lab = toy_lab();
    lab.ensemble_size = [](const ParameterSet&) { return 4; };
    lab.create_ensemble = [](std::span<const ParameterSet> sets,
                             std::span<const Random> random) -> std::unique_ptr<Ensemble> {
        return std::make_unique<ToyEnsemble>(sets, random);
    };
    return lab;
}

/// Runs a sweep to its end; what it found, by point and repeat.
inline SweepData swept(const Lab& lab, const SweepPlan& plan, SweepOptions options = {},
                       const std::vector<SweepRecord>& known = {}) {
    SweepData data(SweepGrid(lab, plan));
    data.add({known, {}});
    Sweep sweep(data.grid(), known, std::move(options));
    while (!sweep.wait()) {
    }
    data.add(sweep.take());
    return data;
}

/// Equal to the last bit; unknown errors are equal to each other.
inline bool same(const std::vector<SweepRecord>& a, const std::vector<SweepRecord>& b) {
    const auto bits = [](double x) { return std::isnan(x) ? 0 : std::bit_cast<std::uint64_t>(x); };
    const auto scalar = [&](const auto& s, const auto& t) {
        return s.key == t.key && bits(s.value) == bits(t.value) && bits(s.error) == bits(t.error);
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const auto& r, const auto& s) {
        return r.member == s.member && r.failure == s.failure &&
               std::equal(r.scalars.begin(), r.scalars.end(), s.scalars.begin(), s.scalars.end(), scalar);
    });
}

}  // namespace langevin::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/labs/network_phases/measurements.h"

#include <cmath>
#include <functional>

#include "engine/core/measurement.h"
#include "engine/core/phase_diagram.h"
#include "engine/networks/ensembles/published.h"
#include "engine/parallel/parallel.h"

namespace langevin::network_phases {
namespace {

using Quantity = std::function<double(const RunRecord&)>;

class Rows {
  public:
    explicit Rows(std::span<const RunRecord> runs) : runs_(runs) {}

    void mean(const char* key, const char* symbol, const char* label, std::string help, const Quantity& quantity) {
        add(key, symbol, label, std::move(help), quantity, false);
    }
    void median(const char* key, const char* symbol, const char* label, std::string help, const Quantity& quantity) {
        add(key, symbol, label, std::move(help), quantity, true);
    }
    /// A number that all runs share.
    void exact(const char* key, const char* symbol, const char* label, const char* unit, std::string help,
               double value) {
        Measurement m{.key = key, .symbol = symbol, .label = label, .unit = unit, .value = value};
        m.error = std::nan("");
        m.help = std::move(help);
        rows_.push_back(std::move(m));
    }
    std::vector<Measurement> take() { return std::move(rows_); }

  private:
    void add(const char* key, const char* symbol, const char* label, std::string help, const Quantity& quantity,
             bool is_median) {
        std::vector<double> values;
        for (const auto& run : runs_)
            if (const double value = quantity(run); std::isfinite(value)) values.push_back(value);
        if (values.empty()) return;
        const auto pooled = is_median ? pooled_median(values) : pooled_mean(values);
        Measurement m{.key = key, .symbol = symbol, .label = label, .unit = "", .value = pooled.value};
        m.error = pooled.error;
        m.effective_samples = static_cast<double>(values.size());
        m.help = std::move(help);
        rows_.push_back(std::move(m));
    }

    std::span<const RunRecord> runs_;
    std::vector<Measurement> rows_;
};

/// What was published for the nearest of the points, in words: the length of training is another.
std::string published_text(const Parameters& p, double (*value)(double, double)) {
    if (!p.as_published()) return "";
    return " Published after 95,001 epochs at the nearest point: " +
           short_number(value(p.inverse_width, p.temperature), 2) + ".";
}

RunRecord record_of(const networks::TrainingPopulation& population, std::size_t run, std::vector<double> levels,
                    bool decide) {
    const auto student = population.student(run);
    const auto& start = population.start(run);
    const auto& member = population.member(run);
    const auto& block = population.block(run);
    RunRecord record{.now = networks::observe(student, start, std::move(levels))};
    record.training_loss = block.epoch_loss(population.lane(run));
    record.gradient_norm = networks::frobenius_norm(block.epoch_gradient(population.lane(run)));
    record.gradient_at_start = start.gradient_norm;
    record.frozen = block.frozen(population.lane(run));
    record.decided = decide;
    if (decide)
        record.convergent = networks::signal_beats_noise(
            student, start.test, member.run.learning_rate / member.setup.batch, member.run.weight_scale);
    return record;
}

}  // namespace

std::vector<RunRecord> records_of(const networks::TrainingPopulation& population, std::size_t first, std::size_t count,
                                  bool decide, int threads) {
    auto levels = population.levels(first, count);
    std::vector<RunRecord> records(count);
    parallel::for_each_index(count, threads, [&](std::size_t i) {
        records[i] = record_of(population, first + i, std::move(levels[i]), decide);
    });
    return records;
}

std::vector<Measurement> measurements(std::span<const RunRecord> runs, const Parameters& p, std::uint64_t epochs) {
    namespace published = networks::published;
    Rows rows(runs);
    rows.exact("epochs", "t", "Epochs", "epochs", "Passes over the data so far.", static_cast<double>(epochs));
    rows.median("training_loss", "L", "Training loss",
                "Median over runs of ½⟨(y* − y)²⟩ over the last epoch, at the weights of each moment." +
                    published_text(p, published::training_loss),
                [](const RunRecord& r) { return r.training_loss; });
    rows.mean("test_loss", "L_test", "Test loss",
              "Mean over runs of ⟨(y* − y)²⟩ over 128 points, without the factor ½." +
                  published_text(p, published::test_loss),
              [](const RunRecord& r) { return r.now.test_loss; });
    rows.median("gradient_norm", "‖∇L‖", "Gradient norm",
                "Median over runs of the Frobenius norm of the mean gradient of the last epoch.",
                [](const RunRecord& r) { return r.gradient_norm; });
    rows.median("initial_gradient_norm", "‖∇L‖₀", "Gradient norm at the start",
                "Median over runs; of the loss over all data. For wide weights it vanishes like 1/σ_W.",
                [](const RunRecord& r) { return r.gradient_at_start; });
    rows.mean("time_correlation", "q", "Time correlation",
              "Mean of φ(0)φ(t) over features and test points: neither centred nor normalised.",
              [](const RunRecord& r) { return r.now.time_correlation; });
    rows.mean("alignment", "cos(h, φ)", "Alignment with the field",
              "Cosine of the features and their external field h = y*Z; 1/128 of it is what is published.",
              [](const RunRecord& r) { return r.now.alignment; });
    rows.mean("feature_alignment", "⟨cos⟩", "Alignment, feature by feature",
              "The same for each feature by itself, then the mean over features.",
              [](const RunRecord& r) { return r.now.feature_alignment; });
    rows.mean("log_spacing_ratio", "Λ", "Growth of the level spacing",
              "Logarithm of the mean spacing of the eigenvalues of WWᵀ over that at the start." +
                  published_text(p, published::log_spacing_ratio),
              [](const RunRecord& r) { return r.now.log_spacing_ratio; });
    if (epochs > 0)
        rows.mean("spacing_rate", "Λ/t", "Rate of the level spacing", "The same per epoch.",
                  [epochs](const RunRecord& r) { return r.now.log_spacing_ratio / static_cast<double>(epochs); });
    rows.mean("largest_level", "x_max", "Largest eigenvalue of WWᵀ",
              "The teacher's lie between 0.09 and 2.91 for L = 2K (Marchenko-Pastur).",
              [](const RunRecord& r) { return r.now.levels.back(); });
    rows.mean(
        "convergent", "p_conv", "Runs whose signal beats the noise",
        "Share of the runs in which the drift of the spectrum's width exceeds the Coulomb push of the noise on its "
        "ends.",
        [](const RunRecord& r) { return r.decided ? (r.convergent ? 1.0 : 0.0) : std::nan(""); });
    rows.mean("frozen", "", "Runs that were frozen", "Share of the runs in which a batch's loss passed 100.",
              [](const RunRecord& r) { return r.frozen ? 1.0 : 0.0; });
    return rows.take();
}

}  // namespace langevin::network_phases

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/networks/ensembles/network.h"
#include "engine/parallel/aligned_vector.h"
#include "engine/random/random.h"

namespace langevin::networks {

/// What runs of one block have in common: a student learns a teacher of the same shape.
///
/// Teacher: M ~ N(0, 1/inputs), W* ~ N(0, 1/hidden), Z ~ N(0, 1/features); x ~ N(0, 1). Student: W ~ N(0,
/// sigma^2/hidden); M and Z are the teacher's and stay, unless all matrices are trained: then they are drawn anew with
/// the teacher's variances. arXiv:2509.01349 trains the middle matrix alone, in a fixed order of the batches, on data
/// drawn once.
struct TrainingSetup {
    NetworkShape shape = {};
    int batch = 4;
    int batches = 1000;  ///< of an epoch; the data are batch x batches points
    bool train_all = false;
    bool shuffled = false;    ///< points in a new order in every epoch
    bool fresh_data = false;  ///< new points in every epoch

    int samples() const { return batch * batches; }
    bool operator==(const TrainingSetup&) const = default;
};

/// What is a run's own.
struct TrainingRun {
    double learning_rate = 1;
    double weight_scale = 1;  ///< sigma_W of the student's middle matrix at the start
    Random random{1};         ///< decides teacher, student, data and their order
};

/// Up to `width` runs side by side, trained epoch after epoch. A run's numbers depend on its own TrainingRun and the
/// setup alone. Value type; one thread at a time.
class TrainingBlock {
  public:
    TrainingBlock(const TrainingSetup& setup, std::span<const TrainingRun> runs,
                  const Kernels& kernels = best_kernels());

    std::size_t runs() const { return runs_.size(); }
    const TrainingSetup& setup() const { return setup_; }
    /// One pass over the data; `epoch` counts from 0 and chooses order and data where they change.
    void train(std::uint64_t epoch);
    void set_learning_rate(std::size_t run, double learning_rate);

    Network student(std::size_t run) const;
    Network teacher(std::size_t run) const;
    /// Whether a batch loss above 100 (or infinite) has ended a run.
    bool frozen(std::size_t run) const;
    /// 1/2 <(y* - y)^2> over the last epoch, at the weights of each moment; NaN before the first.
    double epoch_loss(std::size_t run) const;
    /// Mean of the batch gradients of W over the last epoch, at the weights of each moment: (W before - W after) /
    /// (learning rate x batches). NaN before the first and for frozen runs.
    std::vector<double> epoch_gradient(std::size_t run) const;
    /// Squared singular values of the middle matrix, ascending, of all runs; to 1e-6 of the largest.
    std::vector<std::vector<double>> levels() const;
    /// Of the loss over all data, at the present weights: one matrix for each run. Needs data that stay and a middle
    /// matrix that is trained alone.
    std::vector<std::vector<double>> gradients() const;
    /// All points that the run learns from, as drawn at the start.
    Examples data(std::size_t run) const;

    /// Weights, rates and sums of all runs, one after the other.
    void save(std::vector<float>& values, std::vector<double>& sums) const;
    /// Takes its part from the front. Throws Failure where that does not fit.
    void load(std::span<const float>& values, std::span<const double>& sums);

  private:
    using Floats = parallel::AlignedVector<float>;

    std::size_t lanes(std::size_t count) const { return count * static_cast<std::size_t>(kernels_->width); }
    Floats drawn(std::uint16_t purpose, std::uint64_t step, std::size_t count, double variance) const;
    std::vector<double> column(const Floats& block, std::size_t run, std::size_t count) const;
    void draw_data(std::uint64_t epoch);
    void arrange(std::uint64_t epoch);
    TrainingArrays arrays();

    TrainingSetup setup_;
    std::vector<TrainingRun> runs_;
    const Kernels* kernels_;
    Floats teacher_first_, teacher_middle_, teacher_last_;
    Floats first_, middle_, last_, before_;  // before_: the middle matrix at the start of the last epoch
    Floats rates_;                           // learning rate over batch size
    Floats inputs_, hidden_, targets_;       // the data; hidden_ where M stays
    Floats arranged_inputs_, arranged_hidden_, arranged_targets_;  // in the order of this epoch, where that changes
    Floats workspace_;
    std::vector<double> squares_;
    bool begun_ = false;
};

}  // namespace langevin::networks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/ensembles/training_block.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/error.h"

namespace langevin::networks {
namespace {

enum Purpose : std::uint16_t {
    teacher_first = 1,
    teacher_middle,
    teacher_last,
    student_first,
    student_middle,
    student_last,
    points,
    order
};

std::size_t size_of(int number) {
    return static_cast<std::size_t>(number);
}

/// The first `samples` numbers in an order of their own (R. A. Fisher, F. Yates 1938; R. Durstenfeld 1964).
std::vector<std::uint32_t> permutation(std::size_t samples, Random random, std::uint64_t epoch) {
    std::vector<std::uint32_t> result(samples);
    std::iota(result.begin(), result.end(), 0u);
    RandomSequence draws(random, Stream::of(order, 0), epoch);
    for (std::size_t i = samples; i-- > 1;)
        std::swap(result[i], result[static_cast<std::size_t>(draws.uniform() * static_cast<double>(i + 1))]);
    return result;
}

}  // namespace

TrainingBlock::TrainingBlock(const TrainingSetup& setup, std::span<const TrainingRun> runs, const Kernels& kernels)
    : setup_(setup), runs_(runs.begin(), runs.end()), kernels_(&kernels) {
    const auto& shape = setup.shape;
    const auto inputs = size_of(shape.inputs), hidden = size_of(shape.hidden), features = size_of(shape.features);
    const double to_first = 1.0 / shape.inputs, to_middle = 1.0 / shape.hidden, to_last = 1.0 / shape.features;
    teacher_first_ = drawn(teacher_first, 0, hidden * inputs, to_first);
    teacher_middle_ = drawn(teacher_middle, 0, features * hidden, to_middle);
    teacher_last_ = drawn(teacher_last, 0, features, to_last);
    first_ = setup.train_all ? drawn(student_first, 0, hidden * inputs, to_first) : teacher_first_;
    last_ = setup.train_all ? drawn(student_last, 0, features, to_last) : teacher_last_;
    middle_ = drawn(student_middle, 0, features * hidden, to_middle);
    const auto width = size_of(kernels.width);
    for (std::size_t e = 0; e < middle_.size(); ++e)
        if (e % width < runs_.size()) middle_[e] *= static_cast<float>(runs_[e % width].weight_scale);
    before_ = middle_;
    rates_.resize(width);
    for (std::size_t run = 0; run < runs_.size(); ++run) set_learning_rate(run, runs_[run].learning_rate);
    workspace_.resize(lanes(workspace_size(shape, setup.batch)));
    squares_.resize(width);
    if (!setup.fresh_data) draw_data(0);
}

/// Normal numbers of every run; lanes without one stay zero.
TrainingBlock::Floats TrainingBlock::drawn(std::uint16_t purpose, std::uint64_t step, std::size_t count,
                                           double variance) const {
    Floats block(lanes(count));
    std::vector<float> numbers(count);
    const auto scale = static_cast<float>(std::sqrt(variance));
    for (std::size_t run = 0; run < runs_.size(); ++run) {
        runs_[run].random.normals<float>(Stream::of(purpose, 0), step, 0, 1, numbers);
        for (std::size_t e = 0; e < count; ++e) block[lanes(e) + run] = scale * numbers[e];
    }
    return block;
}

void TrainingBlock::draw_data(std::uint64_t epoch) {
    const auto& shape = setup_.shape;
    const auto samples = size_of(setup_.samples());
    inputs_ = drawn(points, epoch, samples * size_of(shape.inputs), 1);
    hidden_.resize(lanes(samples * size_of(shape.hidden)));
    targets_.resize(lanes(samples));
    kernels_->layer(teacher_first_.data(), inputs_.data(), hidden_.data(), setup_.samples(), shape.hidden, shape.inputs,
                    shape.activation);
    constexpr int piece = 64;  // features of so many points at a time: they fit into the cache
    Floats features(lanes(piece * size_of(shape.features)));
    for (int first = 0; first < setup_.samples(); first += piece) {
        const int count = std::min(piece, setup_.samples() - first);
        kernels_->layer(teacher_middle_.data(), &hidden_[lanes(size_of(first) * size_of(shape.hidden))],
                        features.data(), count, shape.features, shape.hidden, shape.activation);
        kernels_->layer(teacher_last_.data(), features.data(), &targets_[lanes(size_of(first))], count, 1,
                        shape.features, Activation::linear);
    }
    if (setup_.train_all) hidden_.clear();
}

/// The data in this epoch's order, each run's its own.
void TrainingBlock::arrange(std::uint64_t epoch) {
    const auto samples = size_of(setup_.samples());
    std::vector<std::vector<std::uint32_t>> places;
    for (const auto& run : runs_) places.push_back(permutation(samples, run.random, epoch));
    const auto copy = [&](const Floats& from, Floats& to) {
        const std::size_t parts = from.size() / lanes(samples);
        to.resize(from.size());
        for (std::size_t s = 0; s < samples; ++s)
            for (std::size_t run = 0; run < runs_.size(); ++run) {
                const float* const source = &from[lanes(places[run][s] * parts) + run];
                float* const target = &to[lanes(s * parts) + run];
                for (std::size_t p = 0; p < parts; ++p) target[lanes(p)] = source[lanes(p)];
            }
    };
    setup_.train_all ? copy(inputs_, arranged_inputs_) : copy(hidden_, arranged_hidden_);
    copy(targets_, arranged_targets_);
}

void TrainingBlock::train(std::uint64_t epoch) {
    if (setup_.fresh_data) draw_data(epoch);
    if (setup_.shuffled) arrange(epoch);
    before_ = middle_;
    kernels_->train(arrays());
    begun_ = true;
}

TrainingArrays TrainingBlock::arrays() {
    return {.shape = setup_.shape,
            .samples = setup_.samples(),
            .batch = setup_.batch,
            .train_all = setup_.train_all,
            .first = first_.data(),
            .middle = middle_.data(),
            .last = last_.data(),
            .inputs = (setup_.shuffled ? arranged_inputs_ : inputs_).data(),
            .hidden = (setup_.shuffled ? arranged_hidden_ : hidden_).data(),
            .targets = (setup_.shuffled ? arranged_targets_ : targets_).data(),
            .rates = rates_.data(),
            .squares = squares_.data(),
            .workspace = workspace_.data()};
}

std::vector<std::vector<double>> TrainingBlock::levels() const {
    const auto features = size_of(setup_.shape.features);
    Floats levels(lanes(features)), workspace(lanes(features * features));
    kernels_->levels(middle_.data(), levels.data(), workspace.data(), setup_.shape.features, setup_.shape.hidden);
    std::vector<std::vector<double>> result;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
        result.push_back(column(levels, run, features));
        for (double& x : result.back()) x = std::max(x, 0.0);  // rounding, where hidden units are fewer than features
        std::sort(result.back().begin(), result.back().end());
    }
    return result;
}

std::vector<std::vector<double>> TrainingBlock::gradients() const {
    auto copy = *this;
    std::fill(copy.rates_.begin(), copy.rates_.end(), 1.0f / static_cast<float>(setup_.samples()));
    Floats steps(middle_.size());
    auto arrays = copy.arrays();
    arrays.hidden = copy.hidden_.data();
    arrays.targets = copy.targets_.data();
    arrays.train_all = false;
    arrays.loss_limit = std::numeric_limits<float>::max();
    arrays.steps = steps.data();
    kernels_->train(arrays);
    std::vector<std::vector<double>> result;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
        result.push_back(column(steps, run, steps.size() / size_of(kernels_->width)));
        for (double& x : result.back()) x = -x;
    }
    return result;
}

void TrainingBlock::set_learning_rate(std::size_t run, double learning_rate) {
    runs_[run].learning_rate = learning_rate;
    if (begun_ && frozen(run)) return;
    rates_[run] = static_cast<float>(learning_rate / setup_.batch);
}

bool TrainingBlock::frozen(std::size_t run) const {
    return rates_[run] == 0 && runs_[run].learning_rate > 0;
}

std::vector<double> TrainingBlock::column(const Floats& block, std::size_t run, std::size_t count) const {
    std::vector<double> result(count);
    for (std::size_t e = 0; e < count; ++e) result[e] = static_cast<double>(block[lanes(e) + run]);
    return result;
}

Network TrainingBlock::student(std::size_t run) const {
    const auto count = [&](const Floats& block) { return block.size() / size_of(kernels_->width); };
    return {setup_.shape, column(first_, run, count(first_)), column(middle_, run, count(middle_)),
            column(last_, run, count(last_))};
}

Network TrainingBlock::teacher(std::size_t run) const {
    const auto count = [&](const Floats& block) { return block.size() / size_of(kernels_->width); };
    return {setup_.shape, column(teacher_first_, run, count(teacher_first_)),
            column(teacher_middle_, run, count(teacher_middle_)), column(teacher_last_, run, count(teacher_last_))};
}

double TrainingBlock::epoch_loss(std::size_t run) const {
    return begun_ ? squares_[run] / (2.0 * setup_.samples()) : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> TrainingBlock::epoch_gradient(std::size_t run) const {
    const auto count = middle_.size() / size_of(kernels_->width);
    const auto now = column(middle_, run, count);
    auto gradient = column(before_, run, count);
    const double moved = begun_ && !frozen(run) ? static_cast<double>(rates_[run]) * setup_.samples() : 0;
    for (std::size_t e = 0; e < count; ++e)
        gradient[e] = moved > 0 ? (gradient[e] - now[e]) / moved : std::numeric_limits<double>::quiet_NaN();
    return gradient;
}

Examples TrainingBlock::data(std::size_t run) const {
    const auto samples = size_of(setup_.samples()), inputs = size_of(setup_.shape.inputs);
    std::vector<float> numbers(samples * inputs);
    runs_[run].random.normals<float>(Stream::of(points, 0), 0, 0, 1, numbers);
    return examples(teacher(run), {numbers.begin(), numbers.end()});
}

void TrainingBlock::save(std::vector<float>& values, std::vector<double>& sums) const {
    for (const auto* block : {&first_, &middle_, &last_, &before_, &rates_})
        values.insert(values.end(), block->begin(), block->end());
    sums.insert(sums.end(), squares_.begin(), squares_.end());
    sums.push_back(begun_ ? 1 : 0);
}

void TrainingBlock::load(std::span<const float>& values, std::span<const double>& sums) {
    const auto fail = [] { throw Failure({"the checkpoint belongs to other networks", "", ""}); };
    for (auto* block : {&first_, &middle_, &last_, &before_, &rates_}) {
        if (values.size() < block->size()) fail();
        std::copy_n(values.begin(), block->size(), block->begin());
        values = values.subspan(block->size());
    }
    if (sums.size() < squares_.size() + 1) fail();
    std::copy_n(sums.begin(), squares_.size(), squares_.begin());
    begun_ = sums[squares_.size()] != 0;
    sums = sums.subspan(squares_.size() + 1);
}

}  // namespace langevin::networks

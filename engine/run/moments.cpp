// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/moments.h"

#include <algorithm>

namespace langevin {
namespace {

constexpr std::size_t most_checkpoints = 24;
constexpr std::size_t most_bytes = std::size_t{384} << 20;

}  // namespace

void Moments::add(CheckpointPtr checkpoint, Clock::time_point begun, Clock::time_point done) {
    if (checkpoints_.empty() || checkpoints_.back()->step < checkpoint->step)
        checkpoints_.push_back(std::move(checkpoint));
    std::size_t bytes = 0;
    for (const auto& kept : checkpoints_) bytes += kept->state.bytes();
    while (checkpoints_.size() > 2 && (checkpoints_.size() > most_checkpoints || bytes > most_bytes)) {
        thin();
        bytes /= 2;
    }
    next_ = done + std::max(spacing_, 50 * (done - begun));
}

void Moments::thin() {
    std::vector<CheckpointPtr> kept;
    for (std::size_t i = 0; i < checkpoints_.size(); i += 2) kept.push_back(checkpoints_[i]);
    checkpoints_ = std::move(kept);
    spacing_ *= 2;
}

void Moments::clear(Clock::time_point now) {
    checkpoints_.clear();
    spacing_ = std::chrono::seconds(1);
    next_ = now + spacing_;
}

void Moments::truncate(std::uint64_t step) {
    std::erase_if(checkpoints_, [step](const CheckpointPtr& c) { return c->step > step; });
}

std::vector<std::uint64_t> Moments::steps() const {
    std::vector<std::uint64_t> result;
    for (const auto& checkpoint : checkpoints_) result.push_back(checkpoint->step);
    return result;
}

CheckpointPtr Moments::find(std::uint64_t step) const {
    const auto found = std::find_if(checkpoints_.begin(), checkpoints_.end(),
                                    [step](const CheckpointPtr& c) { return c->step == step; });
    return found == checkpoints_.end() ? nullptr : *found;
}

}  // namespace langevin

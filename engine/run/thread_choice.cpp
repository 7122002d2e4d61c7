// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/thread_choice.h"

#include <algorithm>

namespace langevin {
namespace {

using namespace std::chrono_literals;

constexpr ThreadChoice::Duration trial = 10ms, rest = 1s;
constexpr int steps_of_rest = 30;  // where steps take long, trials would, too
constexpr double faster = 0.95;    // or the noise of the measurement would decide

}  // namespace

int ThreadChoice::threads(int most) {
    if (most != most_) {
        *this = {};
        most_ = best_ = tried_ = std::max(1, most);
    }
    return tried_;
}

void ThreadChoice::count(Duration step) {
    if (most_ == 1) return;
    spent_ += step;
    ++steps_;
    const bool rests = stage_ == Stage::rest;
    if (spent_ < (rests ? rest : trial) || (rests && steps_ < steps_of_rest)) return;
    const double mean = std::chrono::duration<double>(spent_).count() / steps_;
    spent_ = {};
    steps_ = 0;
    next(mean);
}

void ThreadChoice::next(double mean) {
    if (stage_ == Stage::rest) {
        stage_ = Stage::reference;
        return;
    }
    const bool better = stage_ != Stage::reference && mean < faster * reference_;
    if (better) best_ = tried_;
    if (better || stage_ == Stage::reference) reference_ = mean;
    if (stage_ == Stage::more)
        try_more();
    else if (better || stage_ == Stage::reference)
        try_fewer();
    else
        try_more();
}

void ThreadChoice::try_fewer() {
    if (best_ == 1) return try_more();
    stage_ = Stage::fewer;
    tried_ = best_ / 2;
}

void ThreadChoice::try_more() {
    // Once more was worse, or there is no more.
    const bool tried = stage_ == Stage::more && tried_ != best_;
    stage_ = tried || best_ == most_ ? Stage::rest : Stage::more;
    tried_ = stage_ == Stage::rest ? best_ : std::min(most_, 2 * best_);
}

}  // namespace langevin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/robustness/stall_watch.h"

#include <malloc.h>
#include <time.h>
#include <unistd.h>

#include <QFile>
#include <algorithm>

#include "tests/support/processor_wait.h"

namespace langevin::test {
namespace {

double waited_until_now() {
    return waited_for_a_processor(::gettid());
}

/// Of this thread, in ms.
double worked_until_now() {
    timespec time;
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

constexpr std::size_t most_gaps = 10;

}  // namespace

StallWatch::StallWatch() {
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &StallWatch::beat);
    timer_.start(5);
    forgive();
}

void StallWatch::forgive() {
    since_.start();
    waited_ = waited_until_now();
    worked_ = worked_until_now();
}

void StallWatch::beat() {
    const double gap = static_cast<double>(since_.nsecsElapsed()) * 1e-6 - (waited_until_now() - waited_);
    gaps_.push_back({gap, worked_until_now() - worked_, action_});
    forgive();
    std::ranges::sort(gaps_, std::ranges::greater(), &Gap::milliseconds);
    if (gaps_.size() > most_gaps) gaps_.resize(most_gaps);
}

double resident_megabytes() {
    ::malloc_trim(0);
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly)) return 0;
    const auto pages = file.readAll().split(' ');
    return pages.size() > 1 ? pages[1].toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20) : 0;
}

}  // namespace langevin::test

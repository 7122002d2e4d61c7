// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/parallel/parallel.h"

#include <omp.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <vector>

namespace langevin::parallel {

void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
    const int team = static_cast<int>(std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, threads))));
    if (team <= 1) {
        for (std::size_t i = 0; i < count; ++i) body(i);
        return;
    }
    std::exception_ptr first;
    std::mutex mutex;
#pragma omp parallel for num_threads(team) schedule(dynamic, 1)
    for (std::size_t i = 0; i < count; ++i) {
        try {
            body(i);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!first) first = std::current_exception();
        }
    }
    if (first) std::rethrow_exception(first);
}

double sum(std::size_t count, int threads, const std::function<double(std::size_t)>& body) {
    std::vector<double> terms(count);
    for_each_index(count, threads, [&](std::size_t i) { terms[i] = body(i); });
    double total = 0;
    for (const double term : terms) total += term;
    return total;
}

int available_threads() {
    return std::max(1, omp_get_num_procs());
}

void ensure_openmp_environment(char** argv, Binding binding) {
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("LANGEVIN_OPENMP_READY")) return;
    setenv("LANGEVIN_OPENMP_READY", "1", 1);  // never more than one new start
    setenv("OMP_WAIT_POLICY", "passive", 1);
    setenv("OPENBLAS_NUM_THREADS", "1", 0);  // it would start threads that nobody uses, and waits for them at the end
    if (binding == Binding::bound) setenv("OMP_PROC_BIND", "true", 0);
    execv("/proc/self/exe", argv);  // returns only where there is no /proc: then go on as we are
}

}  // namespace langevin::parallel

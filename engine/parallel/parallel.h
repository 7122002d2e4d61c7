// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

/// The only place with threads inside a step. Results never depend on how many there are.
namespace langevin::parallel {

/// Calls body(i) for i in [0, count), each once, on up to `threads` threads; on the calling thread alone when threads
/// or count is 1. The first exception thrown by a body is rethrown here, after the others have ended.
/// Never nest: a body runs on one thread.
void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

/// Sum of body(i) over i in [0, count), added in order of i whatever the number of threads.
double sum(std::size_t count, int threads, const std::function<double(std::size_t)>& body);

/// Cores this process may use.
int available_threads();

/// Whether threads stay on their cores. Right for a program whose only threads are OpenMP's; in one with threads of its
/// own all of them would inherit the first one's core.
enum class Binding { bound, free };

/// OpenMP reads its settings before main starts: threads must wait without spinning, or two of them on one core stall
/// each other for whole scheduler ticks. OpenBLAS reads its own then, too: it shall start no threads. Call first in
/// main; if the settings are missing, sets them and starts the program anew (once). Settings made by the user are left
/// alone.
void ensure_openmp_environment(char** argv, Binding binding);

}  // namespace langevin::parallel

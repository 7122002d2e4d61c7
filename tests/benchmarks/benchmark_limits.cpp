// SPDX-License-Identifier: GPL-3.0-or-later
// What one core of this machine can do, as the measure for the others. items_per_second: floating-point operations or
// bytes.
#include <benchmark/benchmark.h>

#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

#if defined(__x86_64__)
constexpr int chains = 12, rounds = 1000;

[[gnu::target("avx512f")]] float multiply_add_wide() {
    __m512 x[chains];
    for (int c = 0; c < chains; ++c) x[c] = _mm512_set1_ps(static_cast<float>(c));
    const __m512 a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(0.001f);
    for (int r = 0; r < rounds; ++r)
        for (auto& v : x) {
            v = _mm512_fmadd_ps(v, a, b);
            asm volatile("" : "+v"(v));  // the compiler knows all numbers and would leave nothing to do
        }
    for (auto& v : x) x[0] = _mm512_fmadd_ps(v, a, x[0]);
    return _mm512_cvtss_f32(x[0]);
}

[[gnu::target("avx2,fma")]] float multiply_add_narrow() {
    __m256 x[chains];
    for (int c = 0; c < chains; ++c) x[c] = _mm256_set1_ps(static_cast<float>(c));
    const __m256 a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(0.001f);
    for (int r = 0; r < rounds; ++r)
        for (auto& v : x) {
            v = _mm256_fmadd_ps(v, a, b);
            asm volatile("" : "+x"(v));
        }
    for (auto& v : x) x[0] = _mm256_fmadd_ps(v, a, x[0]);
    return _mm256_cvtss_f32(x[0]);
}

/// Independent fused multiply-adds on registers, single precision.
void multiply_add_peak(benchmark::State& state) {
    const bool wide = __builtin_cpu_supports("avx512f");
    for (auto _ : state) benchmark::DoNotOptimize(wide ? multiply_add_wide() : multiply_add_narrow());
    state.SetItemsProcessed(state.iterations() * rounds * chains * (wide ? 16 : 8) * 2);
}
BENCHMARK(multiply_add_peak);

[[gnu::target_clones("avx512f", "avx2", "default"), gnu::optimize("O3")]] void sweep(float* a, float* b, long n) {
    for (long i = 0; i < n; ++i) {
        const float x = a[i], y = b[i];
        a[i] = x + 0.001f * y;
        b[i] = y - 0.001f * x;
    }
}

/// Two arrays that together fill so many kilobytes, read and written over and over: what a field and its momenta need.
void memory_traffic(benchmark::State& state) {
    const long n = state.range(0) * 1024 / 8;
    std::vector<float> a(static_cast<std::size_t>(n), 1.0f), b(static_cast<std::size_t>(n), 0.5f);
    for (auto _ : state) {
        sweep(a.data(), b.data(), n);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * n * 16);
}
BENCHMARK(memory_traffic)->Arg(64)->Arg(256)->Arg(1024);
#endif

}  // namespace

BENCHMARK_MAIN();

// Loops of our own over plain memory: in parallel, and compiled for AVX2 where this machine has it.
#pragma once
#include <ATen/Parallel.h>
#include <cstdint>

namespace enn {

// Elements that are worth a thread.
constexpr int64_t grain = 1 << 15;

#if defined(__x86_64__)
template <class F> __attribute__((target("avx2,fma"), flatten)) void wide(const F& body, int64_t begin, int64_t end) { body(begin, end); }
inline const bool has_wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
template <class F> __attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw,prefer-vector-width=512"), flatten)) void widest(const F& body, int64_t begin, int64_t end) { body(begin, end); }
inline const bool has_widest = has_wide && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#else
template <class F> void wide(const F& body, int64_t begin, int64_t end) { body(begin, end); }
constexpr bool has_wide = false;
template <class F> void widest(const F& body, int64_t begin, int64_t end) { body(begin, end); }
constexpr bool has_widest = false;
#endif

// Calls body(begin, end) on parts of 0..count; `size` elements make up one of the `count`.
template <class F> void each(int64_t count, int64_t size, F&& body) {
  at::parallel_for(0, count, std::max<int64_t>(1, grain / std::max<int64_t>(1, size)), [&](int64_t begin, int64_t end) {
    if (has_wide) wide(body, begin, end); else body(begin, end);
  });
}

// The same, compiled for AVX-512 too: for bodies written in vectors.
template <class F> void each_wide(int64_t count, int64_t size, F&& body) {
  at::parallel_for(0, count, std::max<int64_t>(1, grain / std::max<int64_t>(1, size)), [&](int64_t begin, int64_t end) {
    if (has_widest) widest(body, begin, end); else if (has_wide) wide(body, begin, end); else body(begin, end);
  });
}

}  // namespace enn

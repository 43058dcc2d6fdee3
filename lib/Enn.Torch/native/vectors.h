// Rows of plain memory in vectors of N numbers, for loops that the compiler does not turn into vectors by itself.
#pragma once
#include "loops.h"

namespace enn {

template <class T, int N> struct Vector {
  typedef T type __attribute__((vector_size(N * sizeof(T)), aligned(alignof(T)), may_alias));
};

template <class V, class T> __attribute__((always_inline)) inline V load(const T* from) { return *reinterpret_cast<const V*>(from); }
template <class V, class T> __attribute__((always_inline)) inline void store(T* to, const V& v) { *reinterpret_cast<V*>(to) = v; }

// Calls body(x) for blocks of N numbers that cover a row of at least as many, the last one moved back to end with it.
template <int N, class F> __attribute__((always_inline)) inline void blocks(int64_t width, F&& body) {
  int64_t x = 0;
  for (; x + N <= width; x += N) body(x);
  if (x < width) body(width - N);
}

}  // namespace enn

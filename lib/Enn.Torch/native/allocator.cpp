// Memory of tensors on the CPU: counted; glibc tuned for big blocks, and a thread's own free lists for small ones.
#include "internal.h"
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <atomic>
#include <cstdlib>
#include <cstring>

namespace {

// Bytes between malloc and free, those in the free lists below included (at most 4 MiB a thread), so that their use again costs no counting.
alignas(64) std::atomic<int64_t> outstanding{0};
std::atomic<int64_t> highest{0};
static_assert(sizeof(outstanding) == sizeof(int64_t) && std::atomic<int64_t>::is_always_lock_free, "the managed side reads it as a plain number");

void* counted_alloc(size_t bytes) {
  void* data = c10::alloc_cpu(bytes);
  const auto bytes_here = static_cast<int64_t>(malloc_usable_size(data));
  const int64_t now = outstanding.fetch_add(bytes_here, std::memory_order_relaxed) + bytes_here;
  int64_t before = highest.load(std::memory_order_relaxed);
  while (now > before && !highest.compare_exchange_weak(before, now, std::memory_order_relaxed)) {}
  return data;
}

void counted_free(void* data) {
  outstanding.fetch_sub(static_cast<int64_t>(malloc_usable_size(data)), std::memory_order_relaxed);
  c10::free_cpu(data);
}

// An aligned block costs glibc a search, two splits and their merging again (about 80 ns of a 650 ns add), and its fast path has no aligned
// blocks. So blocks up to `largest` bytes are kept by the thread that frees them, in a list a size, at most `depth` each.
constexpr size_t alignment = 64, largest = 4096, sizes = largest / alignment + 1;
constexpr uint32_t depth = 32;

struct Block { Block* next; };

struct FreeLists {
  Block* first[sizes];
  uint32_t count[sizes];
  bool closed;
};

// No constructor and no destructor, so that it stays usable while the thread's other objects are destroyed.
thread_local FreeLists lists;

struct Drain {
  bool armed = false;
  ~Drain() {
    lists.closed = true;
    for (auto& first : lists.first)
      while (Block* block = first) {
        first = block->next;
        counted_free(block);
      }
  }
};
thread_local Drain drain;

void* take(size_t bytes) {
  if (bytes == 0) return nullptr;
  const size_t size = (bytes + alignment - 1) / alignment;
  if (size >= sizes) return counted_alloc(bytes);
  if (Block* block = lists.first[size]) {
    lists.first[size] = block->next;
    --lists.count[size];
    return block;
  }
  return counted_alloc(size * alignment);
}

void put(void* data) {
  if (!data) return;
  // Never less than what was asked for, so the block serves the list that it lands in.
  const size_t size = malloc_usable_size(data) / alignment;
  if (size >= sizes || lists.closed || lists.count[size] >= depth) return counted_free(data);
  drain.armed = true;
  auto* block = static_cast<Block*>(data);
  block->next = lists.first[size];
  lists.first[size] = block;
  ++lists.count[size];
}

struct Allocator final : at::Allocator {
  void* (*const take_block)(size_t);
  void (*const put_block)(void*);
  Allocator(void* (*take)(size_t), void (*put)(void*)) : take_block(take), put_block(put) {}
  at::DataPtr make(size_t bytes) const {
    void* data = take_block(bytes);
    return {data, data, put_block, at::Device(at::kCPU)};
  }
  // Which of these two is the virtual one, and whether copy_data is, changed between the versions of libtorch.
  at::DataPtr allocate(size_t bytes) const { return make(bytes); }
  at::DataPtr allocate(size_t bytes) { return make(bytes); }
  void copy_data(void* to, const void* from, size_t bytes) const { std::memcpy(to, from, bytes); }
  at::DeleterFnPtr raw_deleter() const override { return put_block; }
};

void* take_plain(size_t bytes) { return bytes ? counted_alloc(bytes) : nullptr; }
void put_plain(void* data) { if (data) counted_free(data); }

}  // namespace

// glibc returns blocks above 32 MB to the system at once, and every big temporary is then page-faulted again: keep them (docs/native.md).
void enn::use_allocator(bool tuned) {
  if (!tuned) {
    static Allocator plain(&take_plain, &put_plain);
    c10::SetCPUAllocator(&plain, 1);
    return;
  }
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 64 << 20);
  static Allocator allocator(&take, &put);
  c10::SetCPUAllocator(&allocator, 1);
}

const int64_t* enn_outstanding_bytes() { return reinterpret_cast<const int64_t*>(&outstanding); }

int64_t enn_peak_bytes(int32_t reset) {
  if (reset) highest.store(outstanding.load(std::memory_order_relaxed), std::memory_order_relaxed);
  return highest.load(std::memory_order_relaxed);
}

void enn_trim_memory() { malloc_trim(0); }

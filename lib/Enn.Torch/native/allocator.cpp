// Memory of tensors on the CPU: glibc tuned for big blocks, and a thread's own free lists for small ones.
#include "internal.h"
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <cstdlib>
#include <cstring>

namespace {

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
        std::free(block);
      }
  }
};
thread_local Drain drain;

void* take(size_t bytes) {
  if (bytes == 0) return nullptr;
  const size_t size = (bytes + alignment - 1) / alignment;
  if (size >= sizes) return c10::alloc_cpu(bytes);
  if (Block* block = lists.first[size]) {
    lists.first[size] = block->next;
    --lists.count[size];
    return block;
  }
  return c10::alloc_cpu(size * alignment);
}

void put(void* data) {
  if (!data) return;
  // Never less than what was asked for, so the block serves the list that it lands in.
  const size_t size = malloc_usable_size(data) / alignment;
  if (size >= sizes || lists.closed || lists.count[size] >= depth) return c10::free_cpu(data);
  drain.armed = true;
  auto* block = static_cast<Block*>(data);
  block->next = lists.first[size];
  lists.first[size] = block;
  ++lists.count[size];
}

struct Allocator final : at::Allocator {
  at::DataPtr make(size_t bytes) const {
    void* data = take(bytes);
    return {data, data, &put, at::Device(at::kCPU)};
  }
  // Which of these two is the virtual one, and whether copy_data is, changed between the versions of libtorch.
  at::DataPtr allocate(size_t bytes) const { return make(bytes); }
  at::DataPtr allocate(size_t bytes) { return make(bytes); }
  void copy_data(void* to, const void* from, size_t bytes) const { std::memcpy(to, from, bytes); }
  at::DeleterFnPtr raw_deleter() const override { return &put; }
};

}  // namespace

// glibc returns blocks above 32 MB to the system at once, and every big temporary is then page-faulted again: keep them (docs/native.md).
void enn::tune_allocator() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 64 << 20);
  static Allocator allocator;
  c10::SetCPUAllocator(&allocator, 1);
}

void enn_trim_memory() { malloc_trim(0); }

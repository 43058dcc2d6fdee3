// The process: start-up, allocator, threads, random numbers, devices, autocast, settings.
#include "internal.h"
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/cuda.h>
#include <torch/version.h>
#include <dlfcn.h>
#include <cstring>

namespace enn {
struct Error { std::string text; int32_t callback = 0; };
static Error& last_error() { thread_local Error error; return error; }
void set_error(std::string message, int32_t callback) { last_error() = {std::move(message), callback}; }
}  // namespace enn

#define ENN_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

const char* enn_last_error() { return enn::last_error().text.c_str(); }
int32_t enn_failed_callback() { return enn::last_error().callback; }

// Debian's OpenBLAS has threads of its own and does not follow libtorch's setting: matrix products of "one thread" would use every core, and those of
// two threads would wait for each other. MKL follows by itself.
static void set_threads(int32_t count) {
  at::set_num_threads(count);
  static const auto blas = reinterpret_cast<void (*)(int)>([]() -> void* {
    auto library = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, "openblas_set_num_threads") : nullptr;
  }());
  if (blas) blas(count);
}

int32_t enn_start(int32_t tune_allocator, int32_t threads) {
  enn::use_allocator(tune_allocator != 0);
  return enn::guarded(-1, [&] {
    at::init_num_threads();
    if (threads > 0) set_threads(threads);
    return 0;
  });
}

const char* enn_version() { return TORCH_VERSION; }

int32_t enn_threads() { return at::get_num_threads(); }
int32_t enn_set_threads(int32_t count) { return enn::guarded(-1, [&] { set_threads(count); return 0; }); }
int32_t enn_interop_threads() { return at::get_num_interop_threads(); }
int32_t enn_set_interop_threads(int32_t count) { return enn::guarded(-1, [&] { at::set_num_interop_threads(count); return 0; }); }

int32_t enn_manual_seed(int64_t seed) { return enn::guarded(-1, [&] { at::manual_seed(static_cast<uint64_t>(seed)); return 0; }); }

void* enn_generator_default(int64_t device) {
  return enn::guarded(static_cast<void*>(nullptr), [&] { return static_cast<void*>(new at::Generator(at::globalContext().defaultGenerator(enn::device_of(device)))); });
}

void* enn_generator_new(int64_t device, int64_t seed) {
  return enn::guarded(static_cast<void*>(nullptr), [&] {
    if (enn::device_of(device).is_cpu()) return static_cast<void*>(new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed))));
    // A new generator of another device: a clone of its default one, reseeded.
    auto generator = at::globalContext().defaultGenerator(enn::device_of(device)).clone();
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return static_cast<void*>(new at::Generator(generator));
  });
}

void enn_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }
int64_t enn_generator_seed(void* generator) { return static_cast<int64_t>(static_cast<at::Generator*>(generator)->current_seed()); }

int32_t enn_generator_set_seed(void* generator, int64_t seed) {
  return enn::guarded(-1, [&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

enn_tensor enn_generator_state(void* generator) {
  return enn::guarded(enn_tensor(nullptr), [&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    return enn::give(g.get_state());
  });
}

int32_t enn_generator_set_state(void* generator, enn_tensor state) {
  return enn::guarded(-1, [&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(enn::borrow(state));
    return 0;
  });
}

int32_t enn_cuda_device_count() { return enn::guarded(0, [] { return torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; }); }
int32_t enn_cuda_synchronize(int64_t device) { return enn::guarded(-1, [&] { torch::cuda::synchronize(device); return 0; }); }

int32_t enn_autocast(int32_t device_type, int32_t enabled, int32_t dtype) {
  return enn::guarded(-1, [&] {
    auto type = static_cast<at::ScalarType>(dtype);
#if ENN_TORCH_AT_LEAST(2, 4)
    auto device = static_cast<at::DeviceType>(device_type);
    int32_t former = at::autocast::is_autocast_enabled(device) | static_cast<int32_t>(at::autocast::get_autocast_dtype(device)) << 1;
    at::autocast::set_autocast_enabled(device, enabled != 0);
    at::autocast::set_autocast_dtype(device, type);
#else
    const bool cpu = static_cast<at::DeviceType>(device_type) == at::kCPU;
    int32_t former = cpu ? at::autocast::is_cpu_enabled() | static_cast<int32_t>(at::autocast::get_autocast_cpu_dtype()) << 1
                         : at::autocast::is_enabled() | static_cast<int32_t>(at::autocast::get_autocast_gpu_dtype()) << 1;
    if (cpu) { at::autocast::set_cpu_enabled(enabled != 0); at::autocast::set_autocast_cpu_dtype(type); }
    else { at::autocast::set_enabled(enabled != 0); at::autocast::set_autocast_gpu_dtype(type); }
#endif
    return former;
  });
}

void enn_autocast_clear_cache() { at::autocast::clear_cache(); }

int32_t enn_set_flag(const char* name, int32_t value) {
  return enn::guarded(-1, [&] {
    auto& context = at::globalContext();
    if (!std::strcmp(name, "default_dtype")) {
      const auto former_dtype = c10::typeMetaToScalarType(c10::get_default_dtype());
      c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(value)));
      return static_cast<int32_t>(former_dtype);
    }
    const bool on = value != 0, write = value >= 0;
    bool former;
    if (!std::strcmp(name, "deterministic")) { former = context.deterministicAlgorithms(); if (write) context.setDeterministicAlgorithms(on, false); }
    else if (!std::strcmp(name, "cudnn_benchmark")) { former = context.benchmarkCuDNN(); if (write) context.setBenchmarkCuDNN(on); }
    else if (!std::strcmp(name, "tf32_cudnn")) { former = context.allowTF32CuDNN(); if (write) context.setAllowTF32CuDNN(on); }
    else if (!std::strcmp(name, "tf32_matmul")) { former = context.allowTF32CuBLAS(); if (write) context.setAllowTF32CuBLAS(on); }
    else throw std::runtime_error(std::string("unknown setting ") + name);
    return static_cast<int32_t>(former);
  });
}

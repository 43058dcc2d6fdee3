// What the source files of the native layer share: borrowing tensors from handles, and turning exceptions into error returns.
#pragma once
#include "enn.h"
#include <torch/torch.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace enn {

// Keeps the calling thread's error: its message and, where a managed callback failed, which exception the managed side kept for it.
void set_error(std::string message, int32_t callback = 0);

// Thrown when a managed callback failed. The autograd engine may carry it to another thread.
struct CallbackFailed : std::runtime_error {
  int32_t id;
  explicit CallbackFailed(int32_t which) : std::runtime_error("a managed callback failed"), id(which) {}
};

// Counts the memory of tensors on the CPU, and unless told otherwise tunes how it is taken.
void use_allocator(bool tuned);

// A handle is a TensorImpl*, and an at::Tensor is nothing but one such pointer with a count: look at the pointer as a tensor, without counting.
static_assert(sizeof(at::Tensor) == sizeof(c10::TensorImpl*), "at::Tensor is expected to be one pointer");
inline const at::Tensor& borrow(const enn_tensor& handle) { return reinterpret_cast<const at::Tensor&>(handle); }

// As above, for handles that may be null.
inline at::Tensor share(enn_tensor handle) { return handle ? borrow(handle) : at::Tensor(); }

inline enn_tensor give(at::Tensor&& tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

inline std::vector<at::Tensor> share_all(enn_tensor* handles, int32_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int32_t i = 0; i < count; ++i) result.push_back(share(handles[i]));
  return result;
}

// Takes over references that a callback gave.
inline std::vector<at::Tensor> take_all(enn_tensor* handles, int32_t count) {
  std::vector<at::Tensor> result(count);
  for (int32_t i = 0; i < count; ++i)
    if (handles[i]) result[i] = at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(handles[i])));
  return result;
}

inline at::Device device_of(int64_t code) {
  auto index = static_cast<int32_t>(code & 0xffffffff);
  return {static_cast<at::DeviceType>(code >> 32), static_cast<c10::DeviceIndex>(index)};
}

// Runs `body`; on any exception keeps its message and returns `failure`.
template <class R, class F> R guarded(R failure, F&& body) {
  try {
    return body();
  } catch (const CallbackFailed& e) {
    set_error(e.what(), e.id);
  } catch (const c10::Error& e) {
    set_error(e.what_without_backtrace());
  } catch (const std::exception& e) {
    set_error(e.what());
  } catch (...) {
    set_error("unknown native exception");
  }
  return failure;
}

}  // namespace enn

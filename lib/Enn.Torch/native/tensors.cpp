// Metadata, lifetime and memory of tensors. The small readers here neither throw nor block: the managed side calls them without a GC transition.
#include "internal.h"
#include <algorithm>

using enn::borrow;

void enn_tensor_release(enn_tensor t) { if (t) at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(t))); }

enn_tensor enn_tensor_share(enn_tensor t) { return enn::give(enn::share(t)); }

// How many there are, of which at most `capacity` are written; -1 where the layout has none. That is no error of an operator, so it leaves the last one be.
template <class F> static int32_t dimensions(F&& read, int64_t* values, int32_t capacity) {
  try {
    const at::IntArrayRef list = read();
    std::copy_n(list.begin(), std::min<size_t>(list.size(), capacity), values);
    return static_cast<int32_t>(list.size());
  } catch (...) {
    return -1;
  }
}

int32_t enn_tensor_sizes(enn_tensor t, int64_t* sizes, int32_t capacity) {
  return dimensions([=] { return borrow(t).sizes(); }, sizes, capacity);
}

int32_t enn_tensor_strides(enn_tensor t, int64_t* strides, int32_t capacity) {
  return dimensions([=] { return borrow(t).strides(); }, strides, capacity);
}

int64_t enn_tensor_numel(enn_tensor t) {
  try {
    return borrow(t).numel();
  } catch (...) {
    return -1;
  }
}

int32_t enn_tensor_dtype(enn_tensor t) { return static_cast<int32_t>(borrow(t).scalar_type()); }

int64_t enn_tensor_device(enn_tensor t) {
  auto device = borrow(t).device();
  return static_cast<int64_t>(device.type()) << 32 | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

// The bytes of an operator's result on a device whose memory is not counted here; 0 on the CPU.
int64_t enn_tensor_device_bytes(enn_tensor t) {
  const auto& tensor = borrow(t);
  if (tensor.is_cpu() || tensor.is_meta()) return 0;
  return enn::guarded(int64_t{0}, [&] { return tensor.numel() * static_cast<int64_t>(tensor.dtype().itemsize()); });
}

// Whether the elements differ from what lies in memory: a conjugation or a negation is still due.
int32_t enn_tensor_is_lazy(enn_tensor t) { return borrow(t).is_conj() || borrow(t).is_neg(); }

int32_t enn_tensor_use_count(enn_tensor t) { return static_cast<int32_t>(borrow(t).use_count()); }

void* enn_tensor_data(enn_tensor t) { return enn::guarded(static_cast<void*>(nullptr), [&] { return borrow(t).data_ptr(); }); }

int32_t enn_tensor_is_contiguous(enn_tensor t, int32_t memory_format) {
  return enn::guarded(0, [&] { return static_cast<int32_t>(borrow(t).is_contiguous(static_cast<at::MemoryFormat>(memory_format))); });
}

int32_t enn_tensor_is_sparse(enn_tensor t) { return borrow(t).is_sparse(); }

// The single element: returns 0 for a floating value (in *real), 1 for an integer or boolean (in *integer), -1 on error.
int32_t enn_tensor_item(enn_tensor t, double* real, int64_t* integer) {
  return enn::guarded(-1, [&] {
    at::Scalar value = borrow(t).item();
    if (value.isFloatingPoint()) { *real = value.toDouble(); return 0; }
    if (value.isComplex()) throw std::runtime_error("item() of a complex tensor is not supported");
    *integer = value.isBoolean() ? value.toBool() : value.toLong();
    return 1;
  });
}

enn_tensor enn_tensor_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, void (*release)(void*), void* state) {
  return enn::guarded(enn_tensor(nullptr), [&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    return enn::give(at::from_blob(data, at::IntArrayRef(sizes, dimensions), [release, state](void*) { if (release) release(state); }, options));
  });
}

// The C interface of the native layer. Nothing here knows a particular operator: operators are found by schema and called boxed
// (design: docs/native.md). A tensor crosses as its TensorImpl*: an owned reference when it is returned, borrowed when it is passed;
// null is the undefined tensor (None). Every function that can fail returns a sentinel and leaves the message in enn_last_error().
#pragma once
#include <cstdint>

#define ENN_API extern "C" __attribute__((visibility("default")))

using enn_tensor = void*;

enum enn_tag : int32_t {
  ENN_NONE, ENN_TENSOR, ENN_INT, ENN_DOUBLE, ENN_BOOL, ENN_INTS, ENN_DOUBLES, ENN_BOOLS,
  ENN_TENSORS, ENN_OPTIONAL_TENSORS, ENN_STRING, ENN_DEVICE, ENN_GENERATOR,
};

// One argument or result. Arrays: `length` elements at `pointer`; a device: type in the high, index in the low half of `integer`.
struct enn_value {
  int32_t tag;
  int32_t length;
  union { int64_t integer; double real; void* pointer; };
};

struct enn_operator;

// operators.cpp
ENN_API enn_operator* enn_operator_find(const char* name, const char* overload, int32_t* returns_fresh);
ENN_API const char* enn_operator_schema(enn_operator* op);
ENN_API int32_t enn_operator_call(enn_operator* op, const enn_value* arguments, int32_t count, enn_value* results, int32_t capacity);
ENN_API void enn_release_array(void* array);
ENN_API enn_tensor enn_add(enn_tensor a, enn_tensor b);
ENN_API enn_tensor enn_sub(enn_tensor a, enn_tensor b);
ENN_API enn_tensor enn_mul(enn_tensor a, enn_tensor b);
ENN_API enn_tensor enn_div(enn_tensor a, enn_tensor b);
ENN_API enn_tensor enn_matmul(enn_tensor a, enn_tensor b);
ENN_API enn_tensor enn_relu(enn_tensor a);
ENN_API int32_t enn_add_(enn_tensor a, enn_tensor b);

// tensors.cpp
ENN_API void enn_tensor_release(enn_tensor t);
ENN_API enn_tensor enn_tensor_share(enn_tensor t);
ENN_API int32_t enn_tensor_sizes(enn_tensor t, int64_t* sizes, int32_t capacity);
ENN_API int32_t enn_tensor_strides(enn_tensor t, int64_t* strides, int32_t capacity);
ENN_API int64_t enn_tensor_numel(enn_tensor t);
ENN_API int32_t enn_tensor_dtype(enn_tensor t);
ENN_API int64_t enn_tensor_device(enn_tensor t);
ENN_API int64_t enn_tensor_device_bytes(enn_tensor t);
ENN_API int32_t enn_tensor_is_lazy(enn_tensor t);
ENN_API int32_t enn_tensor_use_count(enn_tensor t);
ENN_API void* enn_tensor_data(enn_tensor t);
ENN_API int32_t enn_tensor_is_contiguous(enn_tensor t, int32_t memory_format);
ENN_API int32_t enn_tensor_is_sparse(enn_tensor t);
ENN_API int32_t enn_tensor_item(enn_tensor t, double* real, int64_t* integer);
ENN_API enn_tensor enn_tensor_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, void (*release)(void*), void* state);

// autograd.cpp
ENN_API int32_t enn_tensor_requires_grad(enn_tensor t);
ENN_API int32_t enn_tensor_set_requires_grad(enn_tensor t, int32_t value);
ENN_API int32_t enn_tensor_is_leaf(enn_tensor t);
ENN_API int32_t enn_tensor_retain_grad(enn_tensor t);
ENN_API enn_tensor enn_tensor_grad(enn_tensor t);
ENN_API int32_t enn_tensor_set_grad(enn_tensor t, enn_tensor grad);
ENN_API int32_t enn_backward(enn_tensor* outputs, enn_tensor* grads, int32_t count, int32_t retain, int32_t create, enn_tensor* inputs, int32_t input_count);
ENN_API int32_t enn_grad(enn_tensor* outputs, enn_tensor* grads, int32_t count, enn_tensor* inputs, int32_t input_count, int32_t retain, int32_t create, int32_t allow_unused, enn_tensor* results);
ENN_API int32_t enn_grad_enabled();
ENN_API void enn_set_grad_enabled(int32_t enabled);
ENN_API void* enn_inference_mode_enter(int32_t enabled);
ENN_API void enn_inference_mode_leave(void* guard);
ENN_API int32_t enn_inference_mode_enabled();
// Custom functions: `forward(state, context, outputs, capacity)` and `backward(state, context, grads, count, input_grads, capacity)` return how many
// tensors they wrote (owned references), or minus the number under which the managed side keeps the exception; `free(state)` when the graph lets go
// of the node. A context is valid while one of its node's callbacks runs.
struct enn_function {
  int32_t (*forward)(void* state, void* context, enn_tensor* outputs, int32_t capacity);
  int32_t (*backward)(void* state, void* context, enn_tensor* grads, int32_t count, enn_tensor* input_grads, int32_t capacity);
  void (*free)(void* state);
};
ENN_API int32_t enn_function_apply(const enn_function* function, void* state, enn_tensor* inputs, int32_t count, enn_tensor* outputs, int32_t capacity);
ENN_API int32_t enn_context_save(void* context, enn_tensor* tensors, int32_t count);
ENN_API int32_t enn_context_saved(void* context, enn_tensor* tensors, int32_t capacity);
ENN_API int32_t enn_context_mark_dirty(void* context, enn_tensor* tensors, int32_t count);
ENN_API int32_t enn_context_mark_non_differentiable(void* context, enn_tensor* tensors, int32_t count);
ENN_API int32_t enn_context_set_materialize_grads(void* context, int32_t value);

// runtime.cpp
ENN_API const char* enn_last_error();
ENN_API int32_t enn_failed_callback();  // of the last error: the number that the failed callback returned, as a positive one; else 0
ENN_API int32_t enn_start(int32_t tune_allocator, int32_t threads);
ENN_API const char* enn_version();
ENN_API int32_t enn_threads();
ENN_API int32_t enn_set_threads(int32_t count);
ENN_API int32_t enn_interop_threads();
ENN_API int32_t enn_set_interop_threads(int32_t count);
ENN_API int32_t enn_manual_seed(int64_t seed);
ENN_API void* enn_generator_default(int64_t device);
ENN_API void* enn_generator_new(int64_t device, int64_t seed);
ENN_API void enn_generator_release(void* generator);
ENN_API int64_t enn_generator_seed(void* generator);
ENN_API int32_t enn_generator_set_seed(void* generator, int64_t seed);
ENN_API enn_tensor enn_generator_state(void* generator);
ENN_API int32_t enn_generator_set_state(void* generator, enn_tensor state);
ENN_API int32_t enn_cuda_device_count();
ENN_API int32_t enn_cuda_synchronize(int64_t device);
ENN_API int32_t enn_autocast(int32_t device_type, int32_t enabled, int32_t dtype);  // returns the former state: bit 0 enabled, dtype above
ENN_API void enn_autocast_clear_cache();
// deterministic, tf32_matmul, tf32_cudnn, cudnn_benchmark (a value below 0 only reads), default_dtype; returns the former value
ENN_API int32_t enn_set_flag(const char* name, int32_t value);
ENN_API void enn_trim_memory();
ENN_API const int64_t* enn_outstanding_bytes();  // where the count of tensors' bytes on the CPU is kept
ENN_API int64_t enn_peak_bytes(int32_t reset);   // the most that count was since the last reset

// fused.cpp: whole optimizer steps, one call each. Pointers to parallel arrays of tensors; hyper-parameters by value.
ENN_API int32_t enn_sgd_step(enn_tensor* parameters, enn_tensor* grads, enn_tensor* buffers, int32_t count, double lr, double momentum,
  double dampening, double weight_decay, int32_t nesterov, int32_t maximize, int32_t first);
ENN_API int32_t enn_adam_step(enn_tensor* parameters, enn_tensor* grads, enn_tensor* means, enn_tensor* squares, enn_tensor* max_squares, int32_t count,
  double lr, double beta1, double beta2, double eps, double weight_decay, int32_t decoupled, int32_t amsgrad, int32_t maximize, int64_t step);
ENN_API int32_t enn_clipped_sgd_step(enn_tensor* parameters, enn_tensor* grads, int32_t count, double lr);
ENN_API int32_t enn_multiplicative_step(enn_tensor* parameters, enn_tensor* grads, int32_t count, double lr_in, double lr_out);
ENN_API int32_t enn_clear_grads(enn_tensor* parameters, int32_t count, int32_t set_to_none);
ENN_API enn_tensor enn_grad_norm(enn_tensor* grads, int32_t count, double norm_type);

// nonnegative.cpp: what a layer of a non-negative network adds to an ordinary one, forward and backward in one pass each.
ENN_API int32_t enn_fold_branches(enn_tensor plus, enn_tensor minus, enn_tensor bias, enn_tensor max, enn_tensor min, enn_tensor shift, enn_tensor* outputs);
ENN_API enn_tensor enn_photonic_sinusoidal(enn_tensor x);

// equivariant.cpp: the aggregation of an E4 layer, forward and backward in one pass each. `rotation` has order * kernel^2 numbers.
ENN_API enn_tensor enn_aggregate(enn_tensor kernels, enn_tensor values, const int64_t* rotation, int32_t rotations, int32_t order, int32_t kernel);

// pooling.cpp: max_pool2d with kernel 2, stride 2, no padding.
ENN_API enn_tensor enn_max_pool2d_halving(enn_tensor input);

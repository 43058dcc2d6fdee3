// Gradients: leaf state, backward, and functions whose forward and backward are managed callbacks.
#include "internal.h"
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

using enn::borrow;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// Keeps the managed side's state alive as long as the graph holds the node.
struct ManagedState : torch::CustomClassHolder {
  const enn_function* function;
  void* state;
  ManagedState(const enn_function* f, void* s) : function(f), state(s) {}
  ~ManagedState() override { function->free(state); }
};

constexpr int32_t max_tensors = 256;

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
  static variable_list forward(AutogradContext* context, at::TensorList, int64_t holder) {
    auto keep = c10::intrusive_ptr<ManagedState>::reclaim_copy(reinterpret_cast<ManagedState*>(holder));
    context->saved_data["managed"] = c10::IValue::make_capsule(keep);
    enn_tensor outputs[max_tensors];
    const int32_t count = keep->function->forward(keep->state, context, outputs, max_tensors);
    if (count < 0) throw enn::CallbackFailed(-count);
    return enn::take_all(outputs, count);
  }

  static variable_list backward(AutogradContext* context, variable_list grads) {
    auto capsule = context->saved_data["managed"].toCapsule();
    auto* managed = static_cast<ManagedState*>(capsule.get());
    std::vector<enn_tensor> given;
    for (auto& grad : grads) given.push_back(grad.defined() ? grad.unsafeGetTensorImpl() : nullptr);
    enn_tensor results[max_tensors];
    const int32_t count = managed->function->backward(managed->state, context, given.data(), static_cast<int32_t>(given.size()), results, max_tensors);
    if (count < 0) throw enn::CallbackFailed(-count);
    auto list = enn::take_all(results, count);
    list.emplace_back();  // the holder argument of forward
    return list;
  }
};

}  // namespace

int32_t enn_tensor_requires_grad(enn_tensor t) { return borrow(t).requires_grad(); }

int32_t enn_tensor_set_requires_grad(enn_tensor t, int32_t value) {
  return enn::guarded(-1, [&] { borrow(t).set_requires_grad(value != 0); return 0; });
}

int32_t enn_tensor_is_leaf(enn_tensor t) { return borrow(t).is_leaf(); }

int32_t enn_tensor_retain_grad(enn_tensor t) { return enn::guarded(-1, [&] { borrow(t).retain_grad(); return 0; }); }

// Not Tensor::grad(), which prints a warning for a tensor that is no leaf.
enn_tensor enn_tensor_grad(enn_tensor t) { return enn::give(at::Tensor(borrow(t).unsafeGetTensorImpl()->grad())); }

int32_t enn_tensor_set_grad(enn_tensor t, enn_tensor grad) {
  return enn::guarded(-1, [&] {
    auto& tensor = borrow(t);
    auto value = enn::share(grad);
    if (value.defined() && (value.sizes() != tensor.sizes() || value.device() != tensor.device()))
      throw std::runtime_error("a gradient must have its tensor's shape and device");
    tensor.mutable_grad() = std::move(value);
    return 0;
  });
}

int32_t enn_backward(enn_tensor* outputs, enn_tensor* grads, int32_t count, int32_t retain, int32_t create, enn_tensor* inputs, int32_t input_count) {
  return enn::guarded(-1, [&] {
    torch::autograd::backward(enn::share_all(outputs, count), grads ? enn::share_all(grads, count) : variable_list(), retain != 0, create != 0,
                              inputs ? enn::share_all(inputs, input_count) : variable_list());
    return 0;
  });
}

int32_t enn_grad(enn_tensor* outputs, enn_tensor* grads, int32_t count, enn_tensor* inputs, int32_t input_count, int32_t retain, int32_t create,
                 int32_t allow_unused, enn_tensor* results) {
  return enn::guarded(-1, [&] {
    auto list = torch::autograd::grad(enn::share_all(outputs, count), enn::share_all(inputs, input_count),
                                      grads ? enn::share_all(grads, count) : variable_list(), retain != 0, create != 0, allow_unused != 0);
    for (size_t i = 0; i < list.size(); ++i) results[i] = enn::give(std::move(list[i]));
    return static_cast<int32_t>(list.size());
  });
}

int32_t enn_grad_enabled() { return at::GradMode::is_enabled(); }
void enn_set_grad_enabled(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }
void* enn_inference_mode_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
void enn_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
int32_t enn_inference_mode_enabled() { return c10::InferenceMode::is_enabled(); }

int32_t enn_function_apply(const enn_function* function, void* state, enn_tensor* inputs, int32_t count, enn_tensor* outputs, int32_t capacity) {
  auto holder = c10::make_intrusive<ManagedState>(function, state);
  return enn::guarded(-1, [&] {
    const auto variables = enn::share_all(inputs, count);
    auto results = ManagedFunction::apply(at::TensorList(variables), reinterpret_cast<int64_t>(holder.get()));
    if (static_cast<int32_t>(results.size()) > capacity) throw std::runtime_error("too many outputs of a custom function");
    for (size_t i = 0; i < results.size(); ++i) outputs[i] = enn::give(std::move(results[i]));
    return static_cast<int32_t>(results.size());
  });
}

int32_t enn_context_save(void* context, enn_tensor* tensors, int32_t count) {
  return enn::guarded(-1, [&] { static_cast<AutogradContext*>(context)->save_for_backward(enn::share_all(tensors, count)); return 0; });
}

int32_t enn_context_saved(void* context, enn_tensor* tensors, int32_t capacity) {
  return enn::guarded(-1, [&] {
    auto saved = static_cast<AutogradContext*>(context)->get_saved_variables();
    if (static_cast<int32_t>(saved.size()) > capacity) throw std::runtime_error("too many saved tensors");
    for (size_t i = 0; i < saved.size(); ++i) tensors[i] = enn::give(std::move(saved[i]));
    return static_cast<int32_t>(saved.size());
  });
}

int32_t enn_context_mark_dirty(void* context, enn_tensor* tensors, int32_t count) {
  return enn::guarded(-1, [&] { static_cast<AutogradContext*>(context)->mark_dirty(enn::share_all(tensors, count)); return 0; });
}

int32_t enn_context_mark_non_differentiable(void* context, enn_tensor* tensors, int32_t count) {
  return enn::guarded(-1, [&] { static_cast<AutogradContext*>(context)->mark_non_differentiable(enn::share_all(tensors, count)); return 0; });
}

int32_t enn_context_set_materialize_grads(void* context, int32_t value) {
  return enn::guarded(-1, [&] { static_cast<AutogradContext*>(context)->set_materialize_grads(value != 0); return 0; });
}

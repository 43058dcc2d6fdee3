// Finding operators by schema and calling them boxed: one entry for all of them, plus typed entries for the few whose boxing shows.
#include "internal.h"
#include <ATen/core/dispatch/Dispatcher.h>

using c10::IValue;
using torch::jit::Stack;

struct enn_operator {
  c10::OperatorHandle handle;
  std::vector<c10::TypeKind> kinds;     // of each argument, optionals unwrapped
  std::vector<IValue> defaults;         // None where the schema has none
  std::vector<bool> has_default;
  std::string schema;
};

namespace {

// std::optional since libtorch 2.1, a class of c10's own before.
using OptionalTensor = decltype(std::declval<const IValue&>().toOptional<at::Tensor>());

c10::TypeKind kind_of(c10::TypePtr type) {
  if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  return type->kind();
}

template <class T> IValue list_of(const enn_value& v) {
  c10::List<T> list;
  list.reserve(v.length);
  auto* p = static_cast<const T*>(v.pointer);
  for (int32_t i = 0; i < v.length; ++i) list.push_back(p[i]);
  return list;
}

IValue box(const enn_value& v, c10::TypeKind kind) {
  switch (v.tag) {
    case ENN_TENSOR: return enn::share(v.pointer);
    case ENN_INT: return kind == c10::TypeKind::FloatType ? IValue(static_cast<double>(v.integer)) : IValue(v.integer);
    case ENN_DOUBLE: return v.real;
    case ENN_BOOL: return v.integer != 0;
    case ENN_INTS: return list_of<int64_t>(v);
    case ENN_DOUBLES: return list_of<double>(v);
    case ENN_BOOLS: {
      c10::List<bool> list;
      auto* p = static_cast<const uint8_t*>(v.pointer);
      for (int32_t i = 0; i < v.length; ++i) list.push_back(p[i] != 0);
      return list;
    }
    case ENN_TENSORS: {
      c10::List<at::Tensor> list;
      auto* p = static_cast<enn_tensor*>(v.pointer);
      for (int32_t i = 0; i < v.length; ++i) list.push_back(enn::share(p[i]));
      return list;
    }
    case ENN_OPTIONAL_TENSORS: {
      c10::List<OptionalTensor> list;
      auto* p = static_cast<enn_tensor*>(v.pointer);
      for (int32_t i = 0; i < v.length; ++i)
        if (p[i]) list.push_back(enn::share(p[i]));
        else list.push_back(OptionalTensor());
      return list;
    }
    case ENN_STRING: return std::string(static_cast<const char*>(v.pointer), v.length);
    case ENN_DEVICE: return enn::device_of(v.integer);
    case ENN_GENERATOR: return *static_cast<at::Generator*>(v.pointer);
    default: return IValue();
  }
}

void unbox(IValue&& value, enn_value& result) {
  result = {};
  if (value.isTensor()) {
    result.tag = ENN_TENSOR;
    result.pointer = enn::give(std::move(value).toTensor());
  } else if (value.isInt()) {
    result.tag = ENN_INT;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = ENN_DOUBLE;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = ENN_BOOL;
    result.integer = value.toBool();
  } else if (value.isTensorList()) {
    auto list = value.toTensorVector();
    auto* handles = new enn_tensor[list.size() + 1];
    for (size_t i = 0; i < list.size(); ++i) handles[i] = enn::give(std::move(list[i]));
    result.tag = ENN_TENSORS;
    result.length = static_cast<int32_t>(list.size());
    result.pointer = handles;
  } else if (!value.isNone()) {
    throw std::runtime_error("result of type " + value.tagKind() + " is not supported");
  }
}

// Boxed calls nest (a custom function's callback calls operators), so each takes the thread's spare stack and gives it back.
struct BorrowedStack {
  static Stack& spare() { thread_local Stack stack; return stack; }
  Stack stack;
  BorrowedStack() { stack.swap(spare()); stack.reserve(24); }
  ~BorrowedStack() { stack.clear(); if (spare().capacity() < stack.capacity()) stack.swap(spare()); }
};

template <class F> enn_tensor typed(F&& body) { return enn::guarded(enn_tensor(nullptr), [&] { return enn::give(body()); }); }

}  // namespace

enn_operator* enn_operator_find(const char* name, const char* overload, int32_t* returns_fresh) {
  return enn::guarded(static_cast<enn_operator*>(nullptr), [&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    auto* op = new enn_operator{handle, {}, {}, {}, {}};
    const auto& schema = handle.schema();
    for (const auto& argument : schema.arguments()) {
      op->kinds.push_back(kind_of(argument.type()));
      op->has_default.push_back(argument.default_value().has_value());
      op->defaults.push_back(argument.default_value().has_value() ? *argument.default_value() : IValue());
    }
    *returns_fresh = 1;
    for (const auto& result : schema.returns()) if (result.alias_info()) *returns_fresh = 0;
    std::ostringstream text;
    text << schema;
    op->schema = text.str();
    return op;
  });
}

const char* enn_operator_schema(enn_operator* op) { return op->schema.c_str(); }

int32_t enn_operator_call(enn_operator* op, const enn_value* arguments, int32_t count, enn_value* results, int32_t capacity) {
  return enn::guarded(-1, [&] {
    const auto expected = static_cast<int32_t>(op->kinds.size());
    if (count > expected) throw std::runtime_error("too many arguments for " + op->schema);
    BorrowedStack borrowed;
    Stack& stack = borrowed.stack;
    for (int32_t i = 0; i < count; ++i) stack.push_back(box(arguments[i], op->kinds[i]));
    for (int32_t i = count; i < expected; ++i) {
      if (!op->has_default[i]) throw std::runtime_error("argument " + std::to_string(i) + " is missing for " + op->schema);
      stack.push_back(op->defaults[i]);
    }
    op->handle.callBoxed(&stack);
    const auto returned = static_cast<int32_t>(stack.size());
    if (returned > capacity) throw std::runtime_error("more results than expected from " + op->schema);
    for (int32_t i = 0; i < returned; ++i) unbox(std::move(stack[i]), results[i]);
    return returned;
  });
}

void enn_release_array(void* array) { delete[] static_cast<enn_tensor*>(array); }

enn_tensor enn_add(enn_tensor a, enn_tensor b) { return typed([&] { return at::add(enn::borrow(a), enn::borrow(b)); }); }
enn_tensor enn_sub(enn_tensor a, enn_tensor b) { return typed([&] { return at::sub(enn::borrow(a), enn::borrow(b)); }); }
enn_tensor enn_mul(enn_tensor a, enn_tensor b) { return typed([&] { return at::mul(enn::borrow(a), enn::borrow(b)); }); }
enn_tensor enn_div(enn_tensor a, enn_tensor b) { return typed([&] { return at::div(enn::borrow(a), enn::borrow(b)); }); }
enn_tensor enn_matmul(enn_tensor a, enn_tensor b) { return typed([&] { return at::matmul(enn::borrow(a), enn::borrow(b)); }); }
enn_tensor enn_relu(enn_tensor a) { return typed([&] { return at::relu(enn::borrow(a)); }); }
int32_t enn_add_(enn_tensor a, enn_tensor b) {
  return enn::guarded(-1, [&] { const_cast<at::Tensor&>(enn::borrow(a)).add_(enn::borrow(b)); return 0; });
}

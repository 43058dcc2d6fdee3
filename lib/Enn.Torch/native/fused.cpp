// Whole optimizer steps: one call, one pass over each parameter where it is dense float32/float64 on the CPU, ordinary operators elsewhere.
#include "internal.h"
#include "loops.h"
#include <cmath>
#include <initializer_list>

using enn::borrow;

namespace {

// One pass needs plain memory in the same order on all sides.
bool plain(const at::Tensor& p, const at::Tensor& t) {
  return t.is_cpu() && t.sizes() == p.sizes() && t.scalar_type() == p.scalar_type() && t.layout() == at::kStrided && t.strides() == p.strides();
}

bool plain(const at::Tensor& p) {
  return p.is_cpu() && (p.scalar_type() == at::kFloat || p.scalar_type() == at::kDouble) && p.is_non_overlapping_and_dense();
}

// Calls body(T()) with the element type of a plain parameter.
template <class F> void typed(const at::Tensor& p, F&& body) {
  if (p.scalar_type() == at::kFloat) body(float()); else body(double());
}

// Every tensor of the arrays that a step uses must be there, or nothing is changed.
template <class F> int32_t over(enn_tensor* parameters, enn_tensor* grads, int32_t count, std::initializer_list<enn_tensor*> state, F&& body) {
  return enn::guarded(-1, [&] {
    const auto need = [count](const char* what, enn_tensor* handles) {
      for (int32_t i = 0; i < count; ++i)
        if (!handles || !handles[i]) throw std::runtime_error(std::string(what) + " of parameter " + std::to_string(i) + " is missing");
    };
    need("the value", parameters);
    need("the gradient", grads);
    for (auto* handles : state) need("the optimizer's state", handles);
    at::NoGradGuard no_grad;
    for (int32_t i = 0; i < count; ++i) {
      auto p = borrow(parameters[i]);
      body(i, p, borrow(grads[i]));
      p.unsafeGetTensorImpl()->bump_version();
    }
    return 0;
  });
}

}  // namespace

// torch.optim.SGD: g += wd p; b = momentum b + (1 - dampening) g (b = g at first); p -= lr (nesterov ? g + momentum b : b).
int32_t enn_sgd_step(enn_tensor* parameters, enn_tensor* grads, enn_tensor* buffers, int32_t count, double lr, double momentum, double dampening,
                     double weight_decay, int32_t nesterov, int32_t maximize, int32_t first) {
  return over(parameters, grads, count, {buffers ? buffers : grads}, [&](int32_t i, at::Tensor& p, const at::Tensor& grad) {
    const at::Tensor buffer = buffers ? borrow(buffers[i]) : at::Tensor();
    if (plain(p) && plain(p, grad) && (!buffers || plain(p, buffer))) {
      typed(p, [&](auto zero) {
        using T = decltype(zero);
        T* __restrict w = p.data_ptr<T>();
        const T* __restrict g0 = grad.data_ptr<T>();
        T* __restrict b = buffers ? buffer.data_ptr<T>() : nullptr;
        const T rate = -lr, m = momentum, keep = first ? 1 : 1 - dampening, old = first ? 0 : momentum, decay = weight_decay, sign = maximize ? -1 : 1;
        enn::each(p.numel(), 1, [=](int64_t begin, int64_t end) {
          if (!b) for (int64_t k = begin; k < end; ++k) w[k] += rate * (sign * g0[k] + decay * w[k]);
          else if (nesterov) for (int64_t k = begin; k < end; ++k) {
            const T g = sign * g0[k] + decay * w[k];
            b[k] = old * b[k] + keep * g;
            w[k] += rate * (g + m * b[k]);
          } else for (int64_t k = begin; k < end; ++k) {
            b[k] = old * b[k] + keep * (sign * g0[k] + decay * w[k]);
            w[k] += rate * b[k];
          }
        });
      });
      return;
    }
    at::Tensor g = maximize ? grad.neg() : grad;
    if (weight_decay != 0) g = g.add(p, weight_decay);
    if (buffers) {
      auto b = buffer;
      if (first) b.copy_(g); else b.mul_(momentum).add_(g, 1 - dampening);
      g = nesterov ? g.add(b, momentum) : b;
    }
    p.add_(g, -lr);
  });
}

// torch.optim.Adam and AdamW (`decoupled`), with bias correction by `step` (1 at the first).
int32_t enn_adam_step(enn_tensor* parameters, enn_tensor* grads, enn_tensor* means, enn_tensor* squares, enn_tensor* max_squares, int32_t count, double lr,
                      double beta1, double beta2, double eps, double weight_decay, int32_t decoupled, int32_t amsgrad, int32_t maximize, int64_t step) {
  const double correction1 = 1 - std::pow(beta1, step), root2 = std::sqrt(1 - std::pow(beta2, step)), size = lr / correction1;
  return over(parameters, grads, count, {means, squares, amsgrad ? max_squares : squares}, [&](int32_t i, at::Tensor& p, const at::Tensor& grad) {
    auto mean = borrow(means[i]), square = borrow(squares[i]);
    if (plain(p) && plain(p, grad) && plain(p, mean) && plain(p, square) && !amsgrad) {
      typed(p, [&](auto zero) {
        using T = decltype(zero);
        T* __restrict w = p.data_ptr<T>();
        const T* __restrict g0 = grad.data_ptr<T>();
        T* __restrict m = mean.data_ptr<T>();
        T* __restrict v = square.data_ptr<T>();
        const T b1 = beta1, b2 = beta2, c1 = 1 - beta1, c2 = 1 - beta2, rate = -size, epsilon = eps, root = root2, sign = maximize ? -1 : 1;
        const T shrink = decoupled ? 1 - lr * weight_decay : 1, decay = decoupled ? 0 : weight_decay;
        enn::each(p.numel(), 1, [=](int64_t begin, int64_t end) {
          for (int64_t k = begin; k < end; ++k) {
            const T x = shrink * w[k], g = sign * g0[k] + decay * x;
            m[k] = b1 * m[k] + c1 * g;
            v[k] = b2 * v[k] + c2 * g * g;
            w[k] = x + rate * (m[k] / (std::sqrt(v[k]) / root + epsilon));
          }
        });
      });
      return;
    }
    at::Tensor g = maximize ? grad.neg() : grad;
    if (weight_decay != 0) { if (decoupled) p.mul_(1 - lr * weight_decay); else g = g.add(p, weight_decay); }
    mean.mul_(beta1).add_(g, 1 - beta1);
    square.mul_(beta2).addcmul_(g, g, 1 - beta2);
    at::Tensor second = square;
    if (amsgrad) { auto largest = borrow(max_squares[i]); at::maximum_out(largest, largest, square); second = largest; }
    p.addcdiv_(mean, second.sqrt().div_(root2).add_(eps), -size);
  });
}

// CSGD (papers: non-negative isomorphic networks): p = max(0, p - lr g).
int32_t enn_clipped_sgd_step(enn_tensor* parameters, enn_tensor* grads, int32_t count, double lr) {
  return over(parameters, grads, count, {}, [&](int32_t, at::Tensor& p, const at::Tensor& grad) {
    if (!plain(p) || !plain(p, grad)) { p.add_(grad, -lr).clamp_min_(0); return; }
    typed(p, [&](auto zero) {
      using T = decltype(zero);
      T* __restrict w = p.data_ptr<T>();
      const T* __restrict g = grad.data_ptr<T>();
      const T rate = -lr;
      enn::each(p.numel(), 1, [=](int64_t begin, int64_t end) {
        for (int64_t k = begin; k < end; ++k) { const T x = w[k] + rate * g[k]; w[k] = x < 0 ? 0 : x; }
      });
    });
  });
}

// NNSGD: p -= lr_out |p| tanh(lr_in g); for p >= 0 the same as p *= 1 - lr_out tanh(lr_in g).
int32_t enn_multiplicative_step(enn_tensor* parameters, enn_tensor* grads, int32_t count, double lr_in, double lr_out) {
  return over(parameters, grads, count, {}, [&](int32_t, at::Tensor& p, const at::Tensor& grad) { p.addcmul_(p.abs(), grad.mul(lr_in).tanh_(), -lr_out); });
}

int32_t enn_clear_grads(enn_tensor* parameters, int32_t count, int32_t set_to_none) {
  return enn::guarded(-1, [&] {
    for (int32_t i = 0; i < count; ++i) {
      auto& grad = borrow(parameters[i]).mutable_grad();
      if (!grad.defined()) continue;
      if (set_to_none) { grad.reset(); continue; }
      at::NoGradGuard no_grad;
      if (grad.grad_fn()) grad.detach_(); else grad.requires_grad_(false);
      grad.zero_();
    }
    return 0;
  });
}

enn_tensor enn_grad_norm(enn_tensor* grads, int32_t count, double norm_type) {
  return enn::guarded(enn_tensor(nullptr), [&] {
    at::NoGradGuard no_grad;
    std::vector<at::Tensor> norms;
    for (int32_t i = 0; i < count; ++i) norms.push_back(at::norm(borrow(grads[i]).detach(), norm_type));
    if (norms.empty()) return enn::give(at::zeros({}));
    auto device = norms[0].device();
    for (auto& n : norms) n = n.to(device);
    return enn::give(at::norm(at::stack(norms), norm_type));
  });
}

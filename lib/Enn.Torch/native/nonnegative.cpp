// What a layer of a non-negative network adds to an ordinary one, forward and backward in one pass each over float32 on the CPU; by ordinary operators
// elsewhere, and where the backward pass is itself recorded.
#include "internal.h"
#include "loops.h"
#include <torch/csrc/autograd/custom_function.h>

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

bool plain(const Tensor& t) { return t.is_cpu() && t.scalar_type() == at::kFloat && t.is_contiguous(); }

bool one_pass(std::initializer_list<Tensor> tensors) {
  return !at::GradMode::is_enabled() && std::all_of(tensors.begin(), tensors.end(), [](const Tensor& t) { return plain(t); });
}

// A vector over the first dimension, to broadcast over a weight.
Tensor rows(const Tensor& vector, const Tensor& weight) {
  std::vector<int64_t> shape(weight.dim(), 1);
  shape[0] = -1;
  return vector.reshape(shape);
}

// w = p - m of one row; returns the sum of m.
inline float subtract_and_sum(const float* __restrict p, const float* __restrict m, float* __restrict w, int64_t length) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t k = 0; k < length; ++k) {
    w[k] = p[k] - m[k];
    sum += m[k];
  }
  return sum;
}

// One element each, but a shift may be [N]; undefined where there is none.
struct Constants { Tensor max, min, shift; };

// W = W+ - W- and b = b' + a_max W- 1 - a_min W+ 1 - c, an ordinary layer of the same response.
// With G and s the gradients of W and b: dW+ = G - a_min s, dW- = a_max s - G, db' = s.
struct FoldBranches : torch::autograd::Function<FoldBranches> {
  static variable_list forward(AutogradContext* context, const Tensor& plus, const Tensor& minus, const Tensor& bias, const Constants& constants) {
    const auto& [max, min, shift] = constants;
    TORCH_CHECK(plus.dim() > 0 && minus.sizes() == plus.sizes() && bias.dim() == 1 && bias.size(0) == plus.size(0),
                "W+ and W- must have one shape [N, ...] and b' the shape [N]");
    context->saved_data["max"] = max;
    if (min.defined()) context->saved_data["min"] = min;
    if (one_pass({plus, minus, bias, max}) && max.numel() == 1) {
      Tensor weight = at::empty_like(plus), folded = at::empty_like(bias);
      const int64_t count = bias.numel(), length = count ? plus.numel() / count : 0;
      const float *p = plus.data_ptr<float>(), *m = minus.data_ptr<float>(), *b = bias.data_ptr<float>();
      const float upper = *max.data_ptr<float>();
      float *w = weight.data_ptr<float>(), *out = folded.data_ptr<float>();
      enn::each(count, length, [=](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r)
          out[r] = b[r] + upper * subtract_and_sum(p + r * length, m + r * length, w + r * length, length);
      });
      if (min.defined()) folded.addcmul_(plus.flatten(1).sum(1), min, -1);
      if (shift.defined()) folded.sub_(shift);
      return {weight, folded};
    }
    Tensor folded = at::addcmul(bias, minus.flatten(1).sum(1), max);
    if (min.defined()) folded.addcmul_(plus.flatten(1).sum(1), min, -1);
    if (shift.defined()) folded.sub_(shift);
    return {plus - minus, folded};
  }

  static variable_list backward(AutogradContext* context, variable_list grads) {
    const auto& saved = context->saved_data;
    const Tensor weight = grads[0], bias = grads[1], max = saved.at("max").toTensor();
    const bool is_signed = saved.count("min") != 0;
    Tensor minus;
    if (one_pass({weight, bias, max}) && max.numel() == 1) {
      minus = at::empty_like(weight);
      const int64_t count = bias.numel(), length = count ? weight.numel() / count : 0;
      const float *g = weight.data_ptr<float>(), *s = bias.data_ptr<float>();
      const float upper = *max.data_ptr<float>();
      float* out = minus.data_ptr<float>();
      enn::each(count, length, [=](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r) {
          const float top = upper * s[r];
          const float* __restrict from = g + r * length;
          float* __restrict to = out + r * length;
          for (int64_t k = 0; k < length; ++k) to[k] = top - from[k];
        }
      });
    } else {
      minus = rows(bias * max, weight) - weight;
    }
    const Tensor plus = is_signed ? weight - rows(bias * saved.at("min").toTensor(), weight) : weight;
    return {plus, minus, bias, Tensor()};
  }
};

// sin(pi u / 2) for u in [0, 1]: the best odd polynomial of degree 9, relative error 6e-9.
inline float quarter_sine(float u) {
  const float v = u * u;
  const float s = u * (1.57079632f + v * (-0.645963711f + v * (0.0796896789f + v * (-0.00467376656f + v * 0.000151485107f))));
  return s > 1 ? 1 : s;
}

inline float unit(float x) { return x < 0 ? 0 : (x > 1 ? 1 : x); }

// sin(pi u) for u in [0, 1], exactly 0 at both ends: u (1 - u) times the best polynomial of degree 4 in (u - 1/2)^2, relative error 1e-9.
inline float half_period_sine(float u) {
  const float t = u - 0.5f, v = t * t;
  return u * (1 - u) * (4.0f + v * (-3.73920804f + v * (1.27798952f + v * (-0.22873677f + v * 0.02415012f))));
}

// y = sin^2(pi/2 u) with u = clip(x, 0, 1); dy/dx = pi/2 sin(pi u), and exactly 0 outside (0, 1).
struct PhotonicSinusoidal : torch::autograd::Function<PhotonicSinusoidal> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    if (!one_pass({x})) return at::square(at::sin(at::clamp(x, 0, 1) * (M_PI / 2)));
    Tensor y = at::empty_like(x);
    const float* __restrict in = x.data_ptr<float>();
    float* __restrict out = y.data_ptr<float>();
    enn::each(x.numel(), 1, [=](int64_t begin, int64_t end) {
      for (int64_t k = begin; k < end; ++k) {
        const float s = quarter_sine(unit(in[k]));
        out[k] = s * s;
      }
    });
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list grads) {
    const Tensor x = context->get_saved_variables()[0], grad = grads[0];
    if (!one_pass({x, grad})) {
      // As a product of two sines, each 0 at one end.
      const Tensor u = at::clamp(x, 0, 1);
      return {grad * at::sin(u * (M_PI / 2)) * at::sin((1 - u) * (M_PI / 2)) * M_PI};
    }
    Tensor dx = at::empty_like(x);
    const float *__restrict in = x.data_ptr<float>(), *__restrict g = grad.data_ptr<float>();
    float* __restrict out = dx.data_ptr<float>();
    enn::each(x.numel(), 1, [=](int64_t begin, int64_t end) {
      for (int64_t k = begin; k < end; ++k) out[k] = g[k] * (static_cast<float>(M_PI / 2) * half_period_sine(unit(in[k])));
    });
    return {dx};
  }
};

}  // namespace

int32_t enn_fold_branches(enn_tensor plus, enn_tensor minus, enn_tensor bias, enn_tensor max, enn_tensor min, enn_tensor shift, enn_tensor* outputs) {
  return enn::guarded(-1, [&] {
    auto folded = FoldBranches::apply(enn::share(plus), enn::share(minus), enn::share(bias),
                                      Constants{enn::share(max), enn::share(min), enn::share(shift)});
    outputs[0] = enn::give(std::move(folded[0]));
    outputs[1] = enn::give(std::move(folded[1]));
    return 0;
  });
}

enn_tensor enn_photonic_sinusoidal(enn_tensor x) {
  return enn::guarded(enn_tensor(nullptr), [&] { return enn::give(PhotonicSinusoidal::apply(enn::share(x))); });
}

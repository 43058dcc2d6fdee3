// max_pool2d with a kernel of 2x2 and a stride of 2, the usual one: libtorch's has a branch for every number and keeps eight bytes a result for the gradient; here it is
// one. The results are the same bits: the first of equal values wins, and the last NaN.
#include "internal.h"
#include "vectors.h"
#include <torch/csrc/autograd/custom_function.h>
#include <type_traits>

using at::Tensor;
using enn::load;
using enn::store;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// Bytes of a vector.
constexpr int most = 32;

template <class T, int N> struct Lanes {
  using Values = typename enn::Vector<T, N>::type;
  using Places = typename enn::Vector<std::conditional_t<sizeof(T) == 4, int32_t, int64_t>, N>::type;
  using Bytes = typename enn::Vector<uint8_t, N>::type;
};

// Rows of [.., height, width], and of the results [.., height / 2, width / 2].
struct Shape {
  int64_t planes, full_height, full_width, height, width;
  explicit Shape(at::IntArrayRef full)
      : planes(c10::multiply_integers(full.begin(), full.end() - 2)), full_height(full[full.size() - 2]), full_width(full.back()), height(full_height / 2), width(full_width / 2) {}
  int64_t rows() const { return planes * height; }
  // Where the upper of the two rows behind a row of results begins.
  int64_t upper(int64_t row) const { return (row / height * full_height + row % height * 2) * full_width; }
};

// The largest of each four, and its place: 0 and 1 above, 2 and 3 below.
template <class T, int N> void find(const Shape& s, const T* x, T* out, uint8_t* places) {
  using V = typename Lanes<T, N>::Values;
  using I = typename Lanes<T, N>::Places;
  enn::each_wide(s.rows(), 4 * s.width, [=](int64_t begin, int64_t end) {
    I even, odd;
    for (int i = 0; i < N; ++i) even[i] = 2 * i, odd[i] = 2 * i + 1;
    for (int64_t row = begin; row < end; ++row) {
      const T *above = x + s.upper(row), *below = above + s.full_width;
      enn::blocks<N>(s.width, [&](int64_t i) {
        const V a = load<V>(above + 2 * i), b = load<V>(above + 2 * i + N), c = load<V>(below + 2 * i), d = load<V>(below + 2 * i + N);
        V best = __builtin_shuffle(a, b, even);
        I place = {};
        const auto next = [&](const V& v, int at) {
          const I better = (v > best) | (v != v);
          best = better ? v : best;
          place = better ? I{} + at : place;
        };
        next(__builtin_shuffle(a, b, odd), 1);
        next(__builtin_shuffle(c, d, even), 2);
        next(__builtin_shuffle(c, d, odd), 3);
        store(out + row * s.width + i, best);
        store(places + row * s.width + i, __builtin_convertvector(place, typename Lanes<T, N>::Bytes));
      });
    }
  });
}

// The transpose of picking: each number at its place among four, zeros at the others.
template <class T, int N> void spread(const Shape& s, const T* from, const uint8_t* places, T* out) {
  using V = typename Lanes<T, N>::Values;
  using I = typename Lanes<T, N>::Places;
  enn::each_wide(s.rows(), 4 * s.width, [=](int64_t begin, int64_t end) {
    I low, high;
    for (int i = 0; i < N; ++i) low[i] = i / 2 + i % 2 * N, high[i] = (N + i) / 2 + (N + i) % 2 * N;
    for (int64_t row = begin; row < end; ++row) {
      T *above = out + s.upper(row), *below = above + s.full_width;
      enn::blocks<N>(s.width, [&](int64_t i) {
        // libtorch adds to zeros, which makes -0 a 0.
        const V v = load<V>(from + row * s.width + i) + V{};
        const I place = __builtin_convertvector(load<typename Lanes<T, N>::Bytes>(places + row * s.width + i), I);
        const auto part = [&](int at) { return place == at ? v : V{}; };
        const V a = part(0), b = part(1), c = part(2), d = part(3);
        store(above + 2 * i, __builtin_shuffle(a, b, low));
        store(above + 2 * i + N, __builtin_shuffle(a, b, high));
        store(below + 2 * i, __builtin_shuffle(c, d, low));
        store(below + 2 * i + N, __builtin_shuffle(c, d, high));
      });
    }
  });
}

// Calls body(a number of the element type, constant N) with the longest vectors that a row of results fills.
template <class F> void typed(const Tensor& x, int64_t width, F&& body) {
  const auto lanes = [&](auto zero) {
    constexpr int all = most / sizeof(zero);
    if (width >= all) body(zero, std::integral_constant<int, all>());
    else if (width >= all / 2) body(zero, std::integral_constant<int, all / 2>());
    else body(zero, std::integral_constant<int, 1>());
  };
  if (x.scalar_type() == at::kFloat) lanes(float()); else lanes(double());
}

std::vector<int64_t> halved(at::IntArrayRef full) {
  std::vector<int64_t> sizes(full.begin(), full.end());
  for (auto last = sizes.end() - 2; last != sizes.end(); ++last) *last /= 2;
  return sizes;
}

// [.., h, w] and its places to [.., H, W].
Tensor spread(const Tensor& x, const Tensor& places, at::IntArrayRef full) {
  const Shape s(full);
  // A last row or column that no result looks at stays zero.
  Tensor out = full.back() % 2 || full[full.size() - 2] % 2 ? at::zeros(full, x.options()) : at::empty(full, x.options());
  const Tensor from = x.resolve_neg().contiguous();
  typed(from, s.width, [&](auto zero, auto n) {
    using T = decltype(zero);
    spread<T, decltype(n)::value>(s, from.data_ptr<T>(), places.data_ptr<uint8_t>(), out.data_ptr<T>());
  });
  return out;
}

// The spreading of a gradient is linear; its own gradient picks what lies at the places.
struct Spread : torch::autograd::Function<Spread> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& places, const std::vector<int64_t>& full) {
    context->save_for_backward({places});
    return spread(x, places, full);
  }
  static variable_list backward(AutogradContext* context, variable_list grads) {
    const Tensor places = context->get_saved_variables()[0];
    const int64_t dims = places.dim(), height = places.size(-2), width = places.size(-1);
    const Tensor fours = grads[0].narrow(-2, 0, 2 * height).narrow(-1, 0, 2 * width).unflatten(-1, {width, 2}).unflatten(-3, {height, 2}).transpose(dims - 1, dims).flatten(-2);
    return {fours.gather(-1, places.to(at::kLong).unsqueeze(-1)).squeeze(-1), Tensor(), Tensor()};
  }
};

struct MaxPool : torch::autograd::Function<MaxPool> {
  static Tensor forward(AutogradContext* context, const Tensor& input) {
    const Tensor x = input.contiguous();
    const Shape s(x.sizes());
    const auto sizes = halved(x.sizes());
    Tensor out = at::empty(sizes, x.options()), places = at::empty(sizes, x.options().dtype(at::kByte));
    typed(x, s.width, [&](auto zero, auto n) {
      using T = decltype(zero);
      find<T, decltype(n)::value>(s, x.data_ptr<T>(), out.data_ptr<T>(), places.data_ptr<uint8_t>());
    });
    context->save_for_backward({places});
    context->saved_data["full"] = x.sizes().vec();
    return out;
  }
  static variable_list backward(AutogradContext* context, variable_list grads) {
    const Tensor places = context->get_saved_variables()[0];
    const auto full = context->saved_data.at("full").toIntVector();
    return {at::GradMode::is_enabled() ? Spread::apply(grads[0], places, full) : spread(grads[0], places, full)};
  }
};

}  // namespace

// What the loops above are for; libtorch has the rest.
static bool is_plain(const Tensor& x) {
  return x.is_cpu() && x.layout() == at::kStrided && !x.is_neg() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble) && (x.dim() == 3 || x.dim() == 4) && x.is_contiguous() &&
         x.numel() > 0 && x.size(-1) > 1 && x.size(-2) > 1;
}

enn_tensor enn_max_pool2d_halving(enn_tensor input) {
  return enn::guarded(enn_tensor(nullptr), [&] {
    const Tensor& x = enn::borrow(input);
    return enn::give(is_plain(x) ? MaxPool::apply(x) : at::max_pool2d(x, {2, 2}, {2, 2}));
  });
}

// The aggregation of an E4 layer: out[b, s J + j, g, p] = sum_u K[b, s, rotation[g][u], g, p] V[b, s J + j, g, p + d_u], forward and backward, each a single
// pass over K on the CPU. A task is one image, slice and group element: J planes of V in zero-padded scratch, and k k planes of K. Nothing is ever
// accumulated in memory, so a block of pixels at the end of a row may overlap the one before it, and no result depends on the number of threads.
#include "internal.h"
#include "loops.h"
#include <torch/csrc/autograd/custom_function.h>
#include <cstring>

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// Bytes of the vectors that the loops are written for; narrower machines take several instructions for one.
constexpr int64_t widest = 64;

template <class T, int N> struct Vector {
  typedef T type __attribute__((vector_size(N * sizeof(T)), aligned(alignof(T)), may_alias));
};

template <class V, class T> __attribute__((always_inline)) inline V load(const T* from) { return *reinterpret_cast<const V*>(from); }
template <class V, class T> __attribute__((always_inline)) inline void store(T* to, const V& v) { *reinterpret_cast<V*>(to) = v; }

struct Shape {
  int64_t batch, slices, share, order, height, width, kernel;
  const int64_t* rotation;

  int64_t pixels() const { return kernel * kernel; }
  int64_t border() const { return kernel / 2; }
  int64_t plane() const { return height * width; }
  int64_t step() const { return order * plane(); }  // from one field, or kernel pixel, to the next
  int64_t padded_width() const { return width + 2 * border(); }
  int64_t padded_plane() const { return (height + 2 * border()) * padded_width(); }
  int64_t tasks() const { return batch * slices * order; }
};

// One image, slice and group element: where its planes begin.
template <class T> struct Task {
  int64_t g, values, kernels;
  Task(const Shape& s, int64_t index)
      : g(index % s.order),
        values((index / s.order * s.share * s.order + g) * s.plane()),
        kernels((index / s.order * s.pixels() * s.order + g) * s.plane()) {}
};

// Planes with a border of zeros. The border is written once.
template <class T> struct Padded {
  std::vector<T> memory;
  explicit Padded(const Shape& s) : memory(s.share * s.padded_plane() + widest / sizeof(T), T(0)) {}
  void fill(const Shape& s, const T* from) {
    for (int64_t j = 0; j < s.share; ++j)
      for (int64_t y = 0; y < s.height; ++y)
        std::memcpy(memory.data() + j * s.padded_plane() + (y + s.border()) * s.padded_width() + s.border(), from + j * s.step() + y * s.width, s.width * sizeof(T));
  }
};

// Calls body(x) for blocks of N pixels that cover a row, the last one moved back to end with it.
template <int N, class F> inline void blocks(int64_t width, F&& body) {
  int64_t x = 0;
  for (; x + N <= width; x += N) body(x);
  if (x < width) body(width - N);
}

// out_j = sum_u K_u V_j(. + d_u) for J fields.
template <class T, int N, int J> inline void apply_rows(const Shape& s, const int64_t* turn, const T* k, const T* v, T* out) {
  using V = typename Vector<T, N>::type;
  for (int64_t y = 0; y < s.height; ++y)
    blocks<N>(s.width, [&](int64_t x) {
      V sum[J] = {};
      int64_t u = 0;
      for (int64_t dy = 0; dy < s.kernel; ++dy) {
        const T* row = v + (y + dy) * s.padded_width() + x;
        for (int64_t dx = 0; dx < s.kernel; ++dx, ++u) {
          const V weight = load<V>(k + turn[u] * s.step() + y * s.width + x);
          for (int j = 0; j < J; ++j) sum[j] += weight * load<V>(row + j * s.padded_plane() + dx);
        }
      }
      for (int j = 0; j < J; ++j) store(out + j * s.step() + y * s.width + x, sum[j]);
    });
}

// dK_u = sum_j dO_j V_j(. + d_u), added to what is there for all but the first fields.
template <class T, int N, int J> inline void kernel_rows(const Shape& s, const int64_t* turn, const T* grad, const T* v, T* dk, bool first) {
  using V = typename Vector<T, N>::type;
  for (int64_t y = 0; y < s.height; ++y) {
    // The overlap of the last two blocks would be added twice.
    const int64_t again = first ? 0 : (N - s.width % N) % N;
    blocks<N>(s.width, [&](int64_t x) {
      V g[J];
      for (int j = 0; j < J; ++j) g[j] = load<V>(grad + j * s.step() + y * s.width + x);
      if (again && x % N)
        for (int j = 0; j < J; ++j)
          for (int64_t lane = 0; lane < again; ++lane) g[j][lane] = 0;
      int64_t u = 0;
      for (int64_t dy = 0; dy < s.kernel; ++dy) {
        const T* row = v + (y + dy) * s.padded_width() + x;
        for (int64_t dx = 0; dx < s.kernel; ++dx, ++u) {
          T* to = dk + turn[u] * s.step() + y * s.width + x;
          V sum = first ? V{} : load<V>(to);
          for (int j = 0; j < J; ++j) sum += g[j] * load<V>(row + j * s.padded_plane() + dx);
          store(to, sum);
        }
      }
    });
  }
}

// Which lanes of a block at x look at a pixel of their row when moved by dx - border.
template <class T> struct Masks {
  using I = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
  std::vector<I> memory;
  int64_t lanes, count;
  Masks(const Shape& s, int64_t n) : lanes(n), count((s.width + n - 1) / n) {
    memory.resize(s.kernel * count * n);
    for (int64_t dx = 0; dx < s.kernel; ++dx)
      for (int64_t block = 0; block < count; ++block)
        for (int64_t lane = 0; lane < n; ++lane) {
          const int64_t x = std::min(block * n, s.width - n) + lane - (dx - s.border());
          memory[(dx * count + block) * n + lane] = x >= 0 && x < s.width ? -1 : 0;
        }
  }
  const I* at(int64_t dx, int64_t block) const { return memory.data() + (dx * count + block) * lanes; }
};

// dV_j(q) = sum_u K_u(q - d_u) dO_j(q - d_u): every result is written once.
template <class T, int N, int J> inline void value_rows(const Shape& s, const int64_t* turn, const T* k, const T* grad, T* dv, const Masks<T>& masks, const T* begin, const T* end) {
  using V = typename Vector<T, N>::type;
  using M = typename Vector<typename Masks<T>::I, N>::type;
  const int64_t border = s.border();
  for (int64_t y = 0; y < s.height; ++y) {
    int64_t block = 0;
    blocks<N>(s.width, [&](int64_t x) {
      V sum[J] = {};
      for (int64_t dy = 0; dy < s.kernel; ++dy) {
        const int64_t from = y - (dy - border);
        if (from < 0 || from >= s.height) continue;
        for (int64_t dx = 0; dx < s.kernel; ++dx) {
          const T* at = k + turn[dy * s.kernel + dx] * s.step() + from * s.width + x - (dx - border);
          V weight;
          if (at >= begin && at + N <= end) {
            weight = load<V>(at);
          } else {
            for (int lane = 0; lane < N; ++lane) weight[lane] = at + lane >= begin && at + lane < end ? at[lane] : T(0);
          }
          weight = (V)((M)weight & load<M>(masks.at(dx, block)));
          const T* row = grad + (from + border) * s.padded_width() + x - dx + 2 * border;
          for (int j = 0; j < J; ++j) sum[j] += weight * load<V>(row + j * s.padded_plane());
        }
      }
      for (int j = 0; j < J; ++j) store(dv + j * s.step() + y * s.width + x, sum[j]);
      ++block;
    });
  }
}

// Calls body(constant J, first field) for runs of at most eight fields.
template <class F> inline void fields(int64_t share, F&& body) {
  int64_t j = 0;
  for (; share - j >= 8; j += 8) body(std::integral_constant<int, 8>(), j);
  for (; share - j >= 4; j += 4) body(std::integral_constant<int, 4>(), j);
  for (; share - j >= 2; j += 2) body(std::integral_constant<int, 2>(), j);
  for (; share - j >= 1; j += 1) body(std::integral_constant<int, 1>(), j);
}

// Calls body(constant N) with the most pixels of a row that one block can take.
template <class T, class F> void lanes(int64_t width, F&& body) {
  constexpr int most = widest / sizeof(T);
  if (width >= most) body(std::integral_constant<int, most>());
  else if (width >= most / 2) body(std::integral_constant<int, most / 2>());
  else if (width >= most / 4) body(std::integral_constant<int, most / 4>());
  else body(std::integral_constant<int, 1>());
}

template <class T> void forward(const Shape& s, const T* k, const T* v, T* out) {
  lanes<T>(s.width, [&](auto count) {
    constexpr int N = decltype(count)::value;
    enn::each_wide(s.tasks(), s.pixels() * s.plane(), [=](int64_t begin, int64_t end) {
      Padded<T> padded(s);
      for (int64_t index = begin; index < end; ++index) {
        const Task<T> task(s, index);
        padded.fill(s, v + task.values);
        fields(s.share, [&](auto j, int64_t first) {
          apply_rows<T, N, decltype(j)::value>(s, s.rotation + task.g * s.pixels(), k + task.kernels, padded.memory.data() + first * s.padded_plane(), out + task.values + first * s.step());
        });
      }
    });
  });
}

template <class T> void backward(const Shape& s, const T* k, const T* v, const T* grad, T* dk, T* dv) {
  lanes<T>(s.width, [&](auto count) {
    constexpr int N = decltype(count)::value;
    const Masks<T> masks(s, N);
    const T* k_end = k + s.tasks() * s.pixels() * s.plane();
    enn::each_wide(s.tasks(), s.pixels() * s.plane(), [=, &masks](int64_t begin, int64_t end) {
      Padded<T> padded(s);
      for (int64_t index = begin; index < end; ++index) {
        const Task<T> task(s, index);
        const int64_t* turn = s.rotation + task.g * s.pixels();
        if (dk) {
          padded.fill(s, v + task.values);
          fields(s.share, [&](auto j, int64_t first) {
            kernel_rows<T, N, decltype(j)::value>(s, turn, grad + task.values + first * s.step(), padded.memory.data() + first * s.padded_plane(), dk + task.kernels, first == 0);
          });
        }
        if (dv) {
          padded.fill(s, grad + task.values);
          fields(s.share, [&](auto j, int64_t first) {
            value_rows<T, N, decltype(j)::value>(s, turn, k + task.kernels, padded.memory.data() + first * s.padded_plane(), dv + task.values + first * s.step(), masks, k, k_end);
          });
        }
      }
    });
  });
}

Shape shape_of(const Tensor& kernels, const Tensor& values, const std::vector<int64_t>& rotation, int64_t order, int64_t kernel) {
  const int64_t each = order * kernel * kernel;
  TORCH_CHECK(order > 0 && kernel > 0 && kernel % 2 == 1 && static_cast<int64_t>(rotation.size()) == each, "the kernel must be odd, and the rotation hold n k k numbers");
  TORCH_CHECK(std::all_of(rotation.begin(), rotation.end(), [&](int64_t u) { return u >= 0 && u < kernel * kernel; }), "the rotation must hold numbers from 0 to k k - 1");
  TORCH_CHECK(kernels.dim() == 4 && values.dim() == 4 && kernels.size(0) == values.size(0) && kernels.size(2) == values.size(2) && kernels.size(3) == values.size(3) &&
                  kernels.size(1) > 0 && kernels.size(1) % each == 0 && values.size(1) % (kernels.size(1) / each * order) == 0,
              "K must be [B, S k k n, H, W] and V [B, S J n, H, W]");
  TORCH_CHECK(kernels.is_cpu() && values.is_cpu() && kernels.scalar_type() == values.scalar_type() && (values.scalar_type() == at::kFloat || values.scalar_type() == at::kDouble),
              "K and V must both be float32 or both float64, on the CPU");
  const int64_t slices = kernels.size(1) / each;
  return {values.size(0), slices, values.size(1) / (slices * order), order, values.size(2), values.size(3), kernel, rotation.data()};
}

struct Aggregate : torch::autograd::Function<Aggregate> {
  static Tensor forward(AutogradContext* context, const Tensor& kernels, const Tensor& values, const std::vector<int64_t>& rotation, int64_t order, int64_t kernel) {
    const Shape shape = shape_of(kernels, values, rotation, order, kernel);
    const Tensor k = kernels.contiguous(), v = values.contiguous();
    context->save_for_backward({k, v});
    context->saved_data["rotation"] = rotation;
    context->saved_data["order"] = order;
    context->saved_data["kernel"] = kernel;
    Tensor out = at::empty_like(v);
    if (v.scalar_type() == at::kFloat) ::forward(shape, k.data_ptr<float>(), v.data_ptr<float>(), out.data_ptr<float>());
    else ::forward(shape, k.data_ptr<double>(), v.data_ptr<double>(), out.data_ptr<double>());
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list grads) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "the gradient of an aggregation cannot be differentiated again");
    const auto saved = context->get_saved_variables();
    const Tensor &k = saved[0], &v = saved[1], grad = grads[0].contiguous();
    const auto rotation = context->saved_data.at("rotation").toIntVector();
    const Shape shape = shape_of(k, v, rotation, context->saved_data.at("order").toInt(), context->saved_data.at("kernel").toInt());
    const Tensor dk = context->needs_input_grad(0) ? at::empty_like(k) : Tensor(), dv = context->needs_input_grad(1) ? at::empty_like(v) : Tensor();
    const auto run = [&](auto zero) {
      using T = decltype(zero);
      ::backward(shape, k.data_ptr<T>(), v.data_ptr<T>(), grad.data_ptr<T>(), dk.defined() ? dk.data_ptr<T>() : nullptr, dv.defined() ? dv.data_ptr<T>() : nullptr);
    };
    if (v.scalar_type() == at::kFloat) run(float()); else run(double());
    return {dk, dv, Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

enn_tensor enn_aggregate(enn_tensor kernels, enn_tensor values, const int64_t* rotation, int32_t rotations, int32_t order, int32_t kernel) {
  return enn::guarded(enn_tensor(nullptr), [&] {
    return enn::give(Aggregate::apply(enn::share(kernels), enn::share(values), std::vector<int64_t>(rotation, rotation + rotations), int64_t(order), int64_t(kernel)));
  });
}

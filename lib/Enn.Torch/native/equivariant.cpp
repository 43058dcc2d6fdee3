// The aggregation of an E4 layer: out[b, s J + j, g, p] = sum_u K[b, s, rotation[g][u], g, p] V[b, s J + j, g, p + d_u], forward and backward, each a single
// pass over K on the CPU. A task is one image, slice and group element: J planes of V in zero-padded scratch, and k k planes of K. Nothing is ever
// accumulated in memory but a few lines, so a block of pixels at the end of a row may overlap the one before it, and no result depends on the number of threads.
#include "internal.h"
#include "vectors.h"
#include <torch/csrc/autograd/custom_function.h>
#include <cstring>

using at::Tensor;
using enn::blocks;
using enn::load;
using enn::store;
using enn::Vector;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// Bytes of the vectors that the loops are written for; narrower machines take several instructions for one.
constexpr int64_t widest = 64;

// How far ahead of its use K is fetched for the gradient of the values, in bytes.
constexpr int64_t ahead = 1024;

// Bytes of K up to which what goes with it may still be in a cache when it is read.
constexpr int64_t cached = 16 << 20;

// Fields that are done at a time.
constexpr int most_fields = 8;

// Stores past the caches: memory that is overwritten as a whole then need not be read first, which is a third of the traffic.
template <class V, class T> __attribute__((always_inline)) inline void stream(T* to, const V& v) {
#if defined(__x86_64__)
  if constexpr (sizeof(V) == widest) {
    typedef float Quarter __attribute__((vector_size(16), may_alias));
    for (size_t i = 0; i < widest / sizeof(Quarter); ++i) __builtin_ia32_movntps(reinterpret_cast<float*>(to) + 4 * i, reinterpret_cast<const Quarter*>(&v)[i]);
    return;
  }
#endif
  store(to, v);
}

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

// out_j = sum_u K_u V_j(. + d_u) for J fields.
template <class T, int N, int J, bool Streams> inline void apply_rows(const Shape& s, const int64_t* turn, const T* k, const T* v, T* out) {
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
      for (int j = 0; j < J; ++j) {
        T* to = out + j * s.step() + y * s.width + x;
        if (Streams) stream(to, sum[j]); else store(to, sum[j]);
      }
    });
}

// dK_u = sum_j dO_j V_j(. + d_u), added to what is there for all but the first fields.
template <class T, int N, int J, bool Streams> inline void kernel_rows(const Shape& s, const int64_t* turn, const T* grad, const T* v, T* dk, bool first) {
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
          if (Streams && first) stream(to, sum); else store(to, sum);
        }
      }
    });
  }
}

// dV_j(q) = sum_u K_u(q - d_u) dO_j(q - d_u): the sums over rows of each column dx first, where K and dO lie alike, into lines with a border of zeros; then, a row later,
// when these have left the store buffer, the sum over columns, each moved by its dx.
template <class T, int N, int J, bool Streams> inline void value_rows(const Shape& s, const int64_t* turn, const T* k, const T* grad, T* dv, T* lines) {
  using V = typename Vector<T, N>::type;
  const int64_t border = s.border(), pitch = s.padded_width(), line = s.kernel * J * pitch;
  for (int64_t y = 0; y <= s.height; ++y) {
    if (y < s.height) {
      T* to = lines + y % 2 * line + border;
      for (int64_t dx = 0; dx < s.kernel; ++dx, to += J * pitch)
        blocks<N>(s.width, [&](int64_t x) {
          V sum[J] = {};
          const int64_t first = std::max<int64_t>(0, y + border + 1 - s.height), last = std::min(s.kernel, y + border + 1);
          for (int64_t dy = first; dy < last; ++dy) {
            const int64_t at = (y + border - dy) * s.width + x;
            const T* from = k + turn[dy * s.kernel + dx] * s.step() + at;
            __builtin_prefetch(from + ahead / sizeof(T));
            const V weight = load<V>(from);
            for (int j = 0; j < J; ++j) sum[j] += weight * load<V>(grad + j * s.step() + at);
          }
          for (int j = 0; j < J; ++j) store(to + j * pitch + x, sum[j]);
        });
    }
    if (y > 0) {
      const T* from = lines + (y - 1) % 2 * line + 2 * border;
      blocks<N>(s.width, [&](int64_t x) {
        for (int j = 0; j < J; ++j) {
          V sum = {};
          for (int64_t dx = 0; dx < s.kernel; ++dx) sum += load<V>(from + (dx * J + j) * pitch + x - dx);
          T* to = dv + j * s.step() + (y - 1) * s.width + x;
          if (Streams) stream(to, sum); else store(to, sum);
        }
      });
    }
  }
}

// Calls body(constant J, first field) for runs of at most most_fields of them.
template <class F> inline void fields(int64_t share, F&& body) {
  int64_t j = 0;
  for (; share - j >= most_fields; j += most_fields) body(std::integral_constant<int, most_fields>(), j);
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

// Whether rows of results are whole, aligned vectors, and K leaves nothing of them in a cache.
template <class T, int N> bool are_streamed(const Shape& s, std::initializer_list<const T*> results) {
  return N * sizeof(T) == widest && s.width % N == 0 && s.tasks() * s.pixels() * s.plane() * int64_t(sizeof(T)) > cached &&
         std::all_of(results.begin(), results.end(), [](const T* to) { return reinterpret_cast<uintptr_t>(to) % widest == 0; });
}

template <class F> void either(bool value, F&& body) { if (value) body(std::true_type()); else body(std::false_type()); }

// Streamed results are there for other threads, too, from here on.
inline void settle() {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

template <class T> void forward(const Shape& s, const T* k, const T* v, T* out) {
  lanes<T>(s.width, [&](auto count) {
    constexpr int N = decltype(count)::value;
    either(are_streamed<T, N>(s, {out}), [&](auto streamed) {
      enn::each_wide(s.tasks(), s.pixels() * s.plane(), [=](int64_t begin, int64_t end) {
        Padded<T> padded(s);
        for (int64_t index = begin; index < end; ++index) {
          const Task<T> task(s, index);
          padded.fill(s, v + task.values);
          fields(s.share, [&](auto j, int64_t first) {
            apply_rows<T, N, decltype(j)::value, decltype(streamed)::value>(s, s.rotation + task.g * s.pixels(), k + task.kernels, padded.memory.data() + first * s.padded_plane(), out + task.values + first * s.step());
          });
        }
        settle();
      });
    });
  });
}

template <class T> void backward(const Shape& s, const T* k, const T* v, const T* grad, T* dk, T* dv) {
  lanes<T>(s.width, [&](auto count) {
    constexpr int N = decltype(count)::value;
    either(are_streamed<T, N>(s, {dk, dv}), [&](auto streamed) {
      enn::each_wide(s.tasks(), s.pixels() * s.plane(), [=](int64_t begin, int64_t end) {
        Padded<T> padded(s);
        std::vector<T> lines(2 * s.kernel * std::min<int64_t>(s.share, most_fields) * s.padded_width() + widest / sizeof(T), T(0));
        for (int64_t index = begin; index < end; ++index) {
          const Task<T> task(s, index);
          const int64_t* turn = s.rotation + task.g * s.pixels();
          if (dk) {
            padded.fill(s, v + task.values);
            fields(s.share, [&](auto j, int64_t first) {
              kernel_rows<T, N, decltype(j)::value, decltype(streamed)::value>(s, turn, grad + task.values + first * s.step(), padded.memory.data() + first * s.padded_plane(), dk + task.kernels, first == 0);
            });
          }
          if (dv)
            fields(s.share, [&](auto j, int64_t first) {
              value_rows<T, N, decltype(j)::value, decltype(streamed)::value>(s, turn, k + task.kernels, grad + task.values + first * s.step(), dv + task.values + first * s.step(), lines.data());
            });
        }
        settle();
      });
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

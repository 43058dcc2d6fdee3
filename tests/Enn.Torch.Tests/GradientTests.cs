using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Derivatives compared with central finite differences in float64.</summary>
public class GradientTests
{
    private const double Step = 1e-6;

    // Each function maps a 3x3 tensor with entries in (0.2, 0.8) to a tensor.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> _functions = new()
    {
        ["add"] = x => x + 2 * x,
        ["mul"] = x => x * x,
        ["div"] = x => 1 / x + x / 3,
        ["pow"] = x => x.pow(2.5),
        ["pow of tensor"] = x => x.pow(x + 1),
        ["exp"] = x => x.exp(),
        ["log"] = x => x.log(),
        ["sqrt"] = x => x.sqrt(),
        ["rsqrt"] = x => x.rsqrt(),
        ["sin"] = x => x.sin(),
        ["cos"] = x => x.cos(),
        ["tan"] = x => x.tan(),
        ["asin"] = x => x.asin(),
        ["atan2"] = x => x.atan2(x * x),
        ["tanh"] = x => x.tanh(),
        ["sigmoid"] = x => x.sigmoid(),
        ["softplus"] = x => x.softplus(),
        ["silu"] = x => x.silu(),
        ["gelu"] = x => x.gelu(),
        ["elu"] = x => (x - 0.5).elu(),
        ["erf"] = x => x.erf(),
        ["erfinv"] = x => x.erfinv(),
        ["lgamma"] = x => x.lgamma(),
        ["clamp"] = x => x.clamp(0.3, 0.7),
        ["abs"] = x => (x - 0.5).abs(),
        ["softmax"] = x => x.softmax(1),
        ["log_softmax"] = x => x.log_softmax(0),
        ["logsumexp"] = x => x.logsumexp(1),
        ["sum"] = x => x.sum(0),
        ["mean"] = x => x.mean([1], keepdim: true),
        ["prod"] = x => x.prod(1),
        ["var"] = x => x.var(0),
        ["std"] = x => x.std(1, unbiased: false),
        ["norm"] = x => x.norm(),
        ["max"] = x => x.max(1).values,
        ["amin"] = x => x.amin(0),
        ["cumsum"] = x => x.cumsum(1),
        ["cumprod"] = x => x.cumprod(0),
        ["sort"] = x => x.sort(1).Values * tensor(new[] { 1.0, 2, 3 }),
        ["topk"] = x => x.topk(2).values,
        ["matmul"] = x => x.matmul(x.t()),
        ["einsum"] = x => einsum("ij,jk,kl->il", x, x, x),
        ["outer"] = x => x[0].outer(x[1]),
        ["bmm"] = x => x.unsqueeze(0).bmm(x.unsqueeze(0)),
        ["inverse"] = x => linalg.inv(x + 2 * eye(3, dtype: float64)),
        ["det"] = x => linalg.det(x),
        ["slogdet"] = x => linalg.slogdet(x + 2 * eye(3, dtype: float64)).Item2,
        ["solve"] = x => linalg.solve(x + 2 * eye(3, dtype: float64), x),
        ["cholesky"] = x => linalg.cholesky(x.matmul(x.t()) + eye(3, dtype: float64)),
        ["eigvalsh"] = x => linalg.eigvalsh(x + x.t() + diag(tensor(new[] { 1.0, 5, 9 }))),
        ["svdvals"] = x => linalg.svdvals(x + diag(tensor(new[] { 1.0, 5, 9 }))),
        ["qr"] = x => linalg.qr(x + 2 * eye(3, dtype: float64)).R,
        ["pinv"] = x => linalg.pinv(x[..2] + tensor(new[] { 1.0, 0, 0, 0, 2, 0 }, 2, 3)),
        ["matrix_exp"] = x => matrix_exp(x),
        ["matrix_power"] = x => x.matrix_power(3),
        ["reshape"] = x => x.reshape(9) * arange(9, dtype: float64),
        ["permute"] = x => x.permute(1, 0) * x,
        ["flip"] = x => x.flip(0) * x,
        ["roll"] = x => x.roll(1, 1) * x,
        ["rot90"] = x => x.rot90() * x,
        ["tril"] = x => x.tril() * x,
        ["diagonal"] = x => x.diagonal() * 3,
        ["unfold"] = x => x.unfold(1, 2, 1) * 2,
        ["cat"] = x => cat([x, x * x], 1),
        ["stack"] = x => stack([x, x.t()], 2),
        ["split"] = x => x.split(2, 1)[0] * 2,
        ["gather"] = x => x.gather(1, tensor(new long[] { 0, 2, 1, 1, 0, 0 }, 3, 2)),
        ["scatter_add"] = x => zeros_like(x).scatter_add(0, tensor(new long[] { 0, 2, 1, 1, 0, 0, 2, 2, 2 }, 3, 3), x),
        ["index_select"] = x => x.index_select(0, tensor(new long[] { 2, 2 })),
        ["index"] = x => x[TensorIndex.Ellipsis, 1..] * x[tensor(new long[] { 0, 0, 1 })][.., ..2],
        ["masked_fill"] = x => x.masked_fill(x > 0.5, 0),
        ["where"] = x => where(x > 0.5, x * x, x),
        ["index_put_"] = x => x.clone().index_put_(x[0], TensorIndex.Single(1)),
        ["repeat_interleave"] = x => x.repeat_interleave(2, 0),
        ["expand"] = x => x.unsqueeze(0).expand(2, 3, 3) * 2,
        ["cdist"] = x => cdist(x, x.flip(0) + 1),
        ["lerp"] = x => x.lerp(x * x, x),
        ["addcmul"] = x => x.addcmul(x, x, 0.5),
        ["fft"] = x => fft.rfft(x).abs(),
    };

    public static TheoryData<string> Names => [.. _functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gradients_match_finite_differences(string name)
    {
        var function = _functions[name];
        using var generator = new Generator(11);
        var x = (rand(3, 3, dtype: float64, generator: generator) * 0.6 + 0.2).requires_grad_();
        var output = function(x);
        var weights = randn(output.shape, dtype: float64, generator: generator);
        (output * weights).sum().backward();
        var actual = x.grad!;

        var expected = zeros(3, 3, dtype: float64);
        using (no_grad())
        {
            double At(long i, long j, double step)
            {
                var moved = x.detach().clone();
                moved[i, j] += step;
                return (function(moved) * weights).sum().ToDouble();
            }
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++) expected[i, j] = (At(i, j, Step) - At(i, j, -Step)) / (2 * Step);
        }
        Assert.True(actual.allclose(expected, 1e-6, 1e-6), $"expected {expected.str()}\nbut got {actual.str()}");
    }
}

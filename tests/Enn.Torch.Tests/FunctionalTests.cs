using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Enn.Torch.Tests;

/// <summary>Outputs and input gradients of nn.functional against Python, in float64.</summary>
public class FunctionalTests
{
    private static Tensor Fill(params long[] shape) => Golden.Fill(shape);
    private static Tensor Phase(double phase, params long[] shape) => Golden.Fill(shape, 1, phase);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> _functions = new()
    {
        ["relu6"] = x => F.relu6(x * 8), ["elu"] = x => F.elu(x, 0.7), ["celu"] = x => F.celu(x, 0.7), ["selu"] = x => F.selu(x), ["gelu"] = x => F.gelu(x), ["silu"] = x => F.silu(x),
        ["mish"] = x => F.mish(x), ["hardtanh"] = x => F.hardtanh(x, -0.3, 0.6), ["hardsigmoid"] = x => F.hardsigmoid(x), ["hardswish"] = x => F.hardswish(x), ["leaky_relu"] = x => F.leaky_relu(x, 0.2),
        ["threshold"] = x => F.threshold(x, 0.1, 0.5), ["softplus"] = x => F.softplus(x, 2, 1), ["logsigmoid"] = F.logsigmoid, ["softshrink"] = x => F.softshrink(x, 0.2),
        ["hardshrink"] = x => F.hardshrink(x, 0.2), ["tanhshrink"] = x => F.tanhshrink(x), ["softsign"] = x => F.softsign(x), ["glu"] = x => F.glu(x, 1), ["softmax"] = x => F.softmax(x, 1),
        ["log_softmax"] = x => F.log_softmax(x, -1), ["softmin"] = x => F.softmin(x, 1), ["max_pool2d"] = x => F.max_pool2d(x, 3, 2, 1), ["max_pool2d_ceil"] = x => F.max_pool2d(x, 2, 3, ceil_mode: true),
        ["avg_pool2d"] = x => F.avg_pool2d(x, 3, 2, 1, count_include_pad: false), ["avg_pool2d_div"] = x => F.avg_pool2d(x, 2, divisor_override: 3), ["adaptive_avg_pool2d"] = x => F.adaptive_avg_pool2d(x, (4, 5)),
        ["adaptive_max_pool2d"] = x => F.adaptive_max_pool2d(x, [4, 5]), ["lp_pool2d"] = x => F.lp_pool2d(x * x + 0.1, 3, 2), ["unfold"] = x => F.unfold(x, 3, 1, 1, 2),
        ["fold"] = x => F.fold(F.unfold(x, (3, 3), (1, 1), (1, 1), (2, 2)), 6, 3, 1, 1, 2), ["pad_constant"] = x => F.pad(x, (1, 2, 3, 0), value: 0.5), ["pad_reflect"] = x => F.pad(x, [1, 2, 3, 0], PaddingModes.Reflect),
        ["pad_replicate"] = x => F.pad(x, [1, 2, 3, 0], PaddingModes.Replicate), ["pad_circular"] = x => F.pad(x, [1, 2, 3, 0], PaddingModes.Circular), ["nearest"] = x => F.interpolate(x, [9, 4]),
        ["nearest_exact"] = x => F.interpolate(x, [9, 4], mode: InterpolationMode.NearestExact), ["bilinear"] = x => F.interpolate(x, scale_factor: [1.7], mode: InterpolationMode.Bilinear),
        ["bilinear_corners"] = x => F.interpolate(x, [9, 4], mode: InterpolationMode.Bilinear, align_corners: true), ["bicubic"] = x => F.interpolate(x, [9, 4], mode: InterpolationMode.Bicubic),
        ["area"] = x => F.interpolate(x, [3, 4], mode: InterpolationMode.Area), ["antialias"] = x => F.interpolate(x, [3, 4], mode: InterpolationMode.Bilinear, antialias: true),
        ["recompute"] = x => F.interpolate(x, scale_factor: [1.7], mode: InterpolationMode.Bilinear, recompute_scale_factor: true), ["normalize"] = x => F.normalize(x, 3, 1),
        ["lrn"] = x => F.local_response_norm(x, 3, 0.1, 0.75, 2), ["layer_norm"] = x => F.layer_norm(x, [6, 6], Phase(1, 6, 6), Phase(2, 6, 6)),
        ["group_norm"] = x => F.group_norm(x, 2, Phase(1, 4), Phase(2, 4)), ["instance_norm"] = x => F.instance_norm(x), ["batch_norm"] = x => F.batch_norm(x, null, null, Phase(1, 4), null, true),
        ["pixel_shuffle"] = x => F.pixel_shuffle(x, 2), ["pixel_unshuffle"] = x => F.pixel_unshuffle(x, 2), ["cosine"] = x => F.cosine_similarity(x, Phase(1, 2, 4, 6, 6)),
        ["conv2d"] = x => F.conv2d(x, Phase(1, 6, 2, 3, 3), Phase(2, 6), [1, 2], [1, 0], [2, 1], 2), ["conv2d_same"] = x => F.conv2d_padding(x, Phase(1, 2, 4, 4, 2), padding: Padding.Same),
        ["conv_transpose2d"] = x => F.conv_transpose2d(x, Phase(1, 4, 2, 3, 3), Phase(2, 2), [2, 2], [1, 1], [1, 1]),
        ["grid_sample"] = x => F.grid_sample(x, Phase(3, 2, 3, 3, 2), GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false), ["linear"] = x => F.linear(x, Phase(1, 3, 6), Phase(2, 3)),
    };

    public static TheoryData<string> Functions => [.. Golden.Of("functions").EnumerateObject().Select(p => p.Name)];
    public static TheoryData<string> Losses => [.. Golden.Of("losses").EnumerateObject().Select(p => p.Name)];
    public static TheoryData<string> Sequences => [.. Golden.Of("sequences").EnumerateObject().Select(p => p.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void Functions_are_pythons(string name)
    {
        var x = Fill(2, 4, 6, 6).requires_grad_();
        var y = _functions[name](x);
        (y * Golden.Fill(y.shape, 1, 0.4)).sum().backward();
        Golden.Close(Golden.Of("functions", name).GetProperty("output"), y, 1e-10, name);
        Golden.Close(Golden.Of("functions", name).GetProperty("grad"), x.grad!, 1e-10, name + " gradient");
    }

    private static Tensor B() => Golden.Fill([4, 5], 2, 1);
    private static Tensor C() => Golden.Fill([4, 5], 1, 2);
    private static Tensor Labels() => tensor(new long[] { 1, 0, 4, 2 });
    private static Tensor Signs() => tensor(new long[] { 1, -1, 1, -1 });
    private static Tensor Weights() => tensor(new[] { 0.5, 1, 2, 0.25, 1.5 });
    private static Tensor First(Tensor x) => x.select(1, 0);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> _losses = new()
    {
        ["cross_entropy"] = x => new CrossEntropyLoss(Weights(), 2, label_smoothing: 0.1).call(x, Labels()), ["cross_entropy_sum"] = x => CrossEntropyLoss(reduction: Reduction.Sum).call(x, Labels()),
        ["cross_entropy_soft"] = x => F.cross_entropy(x, F.softmax(B(), 1)), ["nll"] = x => NLLLoss(Weights()).call(F.log_softmax(x, 1), Labels()), ["mse"] = x => MSELoss().call(x, B()),
        ["l1"] = x => L1Loss(Reduction.None).call(x, B()), ["smooth_l1"] = x => SmoothL1Loss(beta: 0.5).call(x, B()), ["huber"] = x => HuberLoss(0.5).call(x, B()),
        ["bce"] = x => BCELoss(Weights()).call(F.sigmoid(x), F.sigmoid(B())), ["bce_logits"] = x => BCEWithLogitsLoss(pos_weights: Weights()).call(x, F.sigmoid(B())),
        ["kl"] = x => KLDivLoss().call(F.log_softmax(x, 1), F.log_softmax(B(), 1)), ["cosine_embedding"] = x => CosineEmbeddingLoss(0.2).call(x, B(), Signs()),
        ["triplet"] = x => TripletMarginLoss(0.7, swap: true).call(x, B(), C()), ["triplet_distance"] = x => TripletMarginWithDistanceLoss(margin: 0.7, swap: true).call(x, B(), C()),
        ["margin_ranking"] = x => MarginRankingLoss(0.3).call(First(x), First(B()), Signs()), ["hinge_embedding"] = x => HingeEmbeddingLoss(0.9).call(First(x), Signs()),
        ["soft_margin"] = x => SoftMarginLoss().call(First(x), Signs().to(float64)), ["multi_margin"] = x => MultiMarginLoss(1, 0.8, Weights()).call(x, Labels()),
        ["multilabel_soft_margin"] = x => MultiLabelSoftMarginLoss(Weights()).call(x, (B() > 0).to(float64)), ["poisson"] = x => PoissonNLLLoss(full: true).call(x, B().abs() + 1.5),
        ["gaussian"] = x => F.gaussian_nll_loss(x, B(), tensor(new[] { 0.5, 1, 1e-9, 2 }).reshape(4, 1), full: true),
    };

    [Theory, MemberData(nameof(Losses))]
    public void Losses_are_pythons(string name)
    {
        var x = Golden.Fill([4, 5], 2).requires_grad_();
        var y = _losses[name](x);
        y.sum().backward();
        Golden.Close(Golden.Of("losses", name).GetProperty("output"), y, 1e-7, name);
        Golden.Close(Golden.Of("losses", name).GetProperty("grad"), x.grad!, 1e-6, name + " gradient");
    }

    private static T Filled<T>(T module) where T : Module
    {
        module.to(float64);
        var i = 0;
        using (no_grad())
            foreach (var p in module.parameters()) p.copy_(Golden.Fill(p.shape, 0.5, 0.1 * i++));
        return module;
    }

    [Theory, MemberData(nameof(Sequences))]
    public void Sequence_models_are_pythons(string name)
    {
        var s = Phase(0.3, 3, 2, 4);
        var keys = tensor(new[] { false, false, true, false, false, false }).reshape(2, 3);
        var mask = tensor(new[] { false, true, false, false, false, false, true, false, false }).reshape(3, 3);
        Tensor[] Pair(Tuple<Tensor, Tensor> r) => [r.Item1, r.Item2];
        Tensor[] Two((Tensor, Tensor) r) => [r.Item1, r.Item2];
        Tensor[] Three((Tensor, Tensor, Tensor) r) => [r.Item1, r.Item2, r.Item3];
        var actual = name switch
        {
            "attention" => Pair(Filled(MultiheadAttention(4, 2)).call(s, s, s, keys, true, mask)),
            "attention_cross" => Pair(Filled(MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true)).call(s, Phase(1, 3, 2, 4), Phase(2, 3, 2, 4), keys, true, mask)),
            "attention_kv" => Pair(Filled(MultiheadAttention(4, 2, bias: false, kdim: 3, vdim: 5)).call(s, Phase(1, 3, 2, 3), Phase(2, 3, 2, 5))),
            "rnn" => Two(Filled(RNN(4, 3, 2, NonLinearities.ReLU)).call(s)),
            "gru" => Two(Filled(GRU(4, 3, batchFirst: true, bidirectional: true)).call(s)),
            "lstm" => Three(Filled(LSTM(4, 3, 2)).call(s)),
            "encoder" => [Filled(TransformerEncoderLayer(4, 2, 6, 0)).call(s, mask, keys)],
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such model"),
        };
        var expected = Golden.Of("sequences", name).EnumerateArray().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++) Golden.Close(expected[i], actual[i], 1e-12, $"{name} {i}");
    }

    [Fact]
    public void A_batch_norm_keeps_pythons_statistics()
    {
        var norm = BatchNorm2d(4, momentum: 0.3).to(float64);
        norm.call(Fill(2, 4, 6, 6));
        norm.call(Fill(2, 4, 6, 6) * 2);
        norm.eval();
        Golden.Close(Golden.Of("batchnorm", "mean"), norm.running_mean!, 1e-13, "mean");
        Golden.Close(Golden.Of("batchnorm", "var"), norm.running_var!, 1e-13, "var");
        Golden.Close(Golden.Of("batchnorm", "output"), norm.call(Fill(2, 4, 6, 6)), 1e-12, "output");
        Assert.Equal(2, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void A_batch_norm_refuses_to_train_on_one_value_per_channel()
    {
        var norm = BatchNorm2d(4);
        Assert.Contains("more than 1 value per channel", Assert.Throws<ArgumentException>(() => norm.call(ones(1, 4, 1, 1))).Message);
        Assert.Equal(new long[] { 1, 4, 1, 2 }, norm.call(ones(1, 4, 1, 2)).shape);
        norm.eval();
        Assert.Equal(new long[] { 1, 4, 1, 1 }, norm.call(ones(1, 4, 1, 1)).shape);
    }

    [Fact]
    public void Scaled_dot_product_attention_is_softmax_of_scores()
    {
        var (q, k, v) = (Fill(2, 3, 4), Phase(1, 2, 5, 4), Phase(2, 2, 5, 4));
        var mask = (Phase(3, 3, 5) > -0.5);
        var bias = zeros(3, 5, dtype: float64).masked_fill(mask.logical_not(), double.NegativeInfinity);
        var expected = F.softmax(q.matmul(k.transpose(-2, -1)) / 2.0 + bias, -1).matmul(v);
        Assert.True(F.scaled_dot_product_attention(q, k, v, mask).allclose(expected, 1e-12, 1e-12));
        Assert.True(F.scaled_dot_product_attention(q, k, v, bias).allclose(expected, 1e-12, 1e-12));
        var causal = F.scaled_dot_product_attention(q, k, v, is_casual: true);
        Assert.True(causal.select(1, 0).allclose(v.select(1, 0), 1e-12, 1e-12));
    }

    [Fact]
    public void Padded_convolutions_agree_with_padding_first()
    {
        foreach (var mode in new[] { PaddingModes.Reflect, PaddingModes.Replicate, PaddingModes.Circular })
        {
            var conv = Conv2d(2, 3, (3, 2), padding: (1, 1), padding_mode: mode);
            var x = randn(1, 2, 5, 5);
            Assert.True(conv.call(x).allclose(F.conv2d(F.pad(x, [1, 1, 1, 1], mode), conv.weight, conv.bias), 1e-5, 1e-6));
            var same = Conv2d(2, 3, (3, 4), Padding.Same, padding_mode: mode);
            Assert.Equal([1, 3, 5, 5], same.call(x).shape);
        }
    }

    [Fact]
    public void Max_unpooling_inverts_max_pooling_where_the_maxima_were()
    {
        var pool = MaxPool2d(2);
        var (values, indices) = pool.forward_with_indices(Fill(1, 1, 4, 4));
        var back = MaxUnpool2d(2).call(values, indices);
        Assert.Equal([1, 1, 4, 4], back.shape);
        Assert.Equal(values.sum().item<double>(), back.sum().item<double>(), 12);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_evaluation_keeps_the_input()
    {
        manual_seed(1);
        var x = ones(100, 100);
        var layer = Dropout(0.3);
        Assert.InRange(layer.call(x).mean().item<float>(), 0.95f, 1.05f);
        layer.eval();
        Assert.Same(x, layer.call(x));
        var channels = Dropout2d(0.5).call(ones(1, 50, 2, 2)).reshape(50, 4);
        Assert.True(channels.min(1).Item1.eq(channels.max(1).Item1).all().item<bool>());
    }

    [Fact]
    public void In_place_activations_change_their_input()
    {
        foreach (var layer in new Module<Tensor, Tensor>[] { ReLU(true), Softsign(true), Tanhshrink(true), SiLU(true), Hardtanh(inplace: true) })
        {
            var x = Phase(3, 5) * 3;
            var expected = Golden.Values(x);
            var copy = x.clone();
            Assert.Same(x, layer.call(x));
            Assert.NotEqual(expected, Golden.Values(x));
            Assert.Equal(expected, Golden.Values(copy));
        }
    }
}

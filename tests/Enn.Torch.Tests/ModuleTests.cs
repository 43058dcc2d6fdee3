using Enn.Torch.Core;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Torch.Tests;

/// <summary>The module system: registration, names and order, state, conversion, hooks.</summary>
public class ModuleTests
{
    private static readonly Op _ones = "ones", _full = "full", _sum = "sum";

    private static Tensor Ones(params long[] sizes) => _ones.Call(sizes, float32);
    private static Tensor Full(double value, params long[] sizes) => _full.Call(sizes, value, float32);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv = Conv2d(1, 2, 3);
        private readonly Parameter scale = new(Ones(2, 1, 1));
        private readonly Tensor mean = Full(0.5, 2);
        internal Tensor? Cache;

        internal Block(bool register = true) : base("Block")
        {
            register_buffer("scratch", Ones(3), persistent: false);
            if (register) RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Cache = conv.call(input) * scale;
            return Cache;
        }
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        public Sequential features = Sequential(("first", new Block()), ("act", ReLU()));
        public ModuleList<Module<Tensor, Tensor>> heads = ModuleList<Module<Tensor, Tensor>>(Linear(4, 3), Linear(4, 3, hasBias: false));
        public Parameter temperature { get; set; } = new(Ones(1));

        internal Net() : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor input) => input;
    }

    [Fact]
    public void The_state_is_in_pytorchs_order() => Assert.Equal(
        ["temperature", "features.first.scale", "features.first.mean", "features.first.conv.weight", "features.first.conv.bias", "heads.0.weight", "heads.0.bias", "heads.1.weight"],
        new Net().state_dict().Keys);

    [Fact]
    public void Names_of_parameters_buffers_and_modules()
    {
        var net = new Net();
        Assert.Equal(["temperature", "features.first.scale", "features.first.conv.weight", "features.first.conv.bias", "heads.0.weight", "heads.0.bias", "heads.1.weight"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["features.first.scratch", "features.first.mean"], net.named_buffers().Select(b => b.name));
        Assert.Equal(["features.first.mean"], net.named_buffers(include_nonpersistent: false).Select(b => b.name));
        Assert.Equal(["features", "features.first", "features.first.conv", "features.act", "heads", "heads.0", "heads.1"], net.named_modules().Select(m => m.name));
        Assert.Equal(["temperature"], net.named_parameters(recurse: false).Select(p => p.name));
        Assert.Same(net.temperature, net.get_parameter("temperature"));
        Assert.True(net.has_buffer("features.first.mean"));
        Assert.False(net.has_parameter("features.first.mean"));
    }

    [Fact]
    public void A_forgotten_registration_is_made_good()
    {
        var block = new Block(register: false);
        Assert.Equal(["scale", "conv.weight", "conv.bias"], block.named_parameters().Select(p => p.name));
        Assert.Equal(["scale", "mean", "conv.weight", "conv.bias"], block.state_dict().Keys);
    }

    [Fact]
    public void A_tensor_that_forward_leaves_in_a_field_is_no_buffer()
    {
        var block = new Block();
        block.call(Ones(1, 1, 4, 4));
        Assert.NotNull(block.Cache);
        Assert.DoesNotContain("Cache", block.state_dict().Keys);
    }

    [Fact]
    public void A_replaced_field_is_the_component()
    {
        var net = new Net();
        net.heads = ModuleList<Module<Tensor, Tensor>>(Linear(4, 10));
        net.temperature = new Parameter(Ones(2));
        Assert.Equal([10, 4], net.state_dict()["heads.0.weight"].shape);
        Assert.Equal([2], net.get_parameter("temperature")!.shape);
    }

    [Fact]
    public void Shared_parameters_count_once()
    {
        var layer = Linear(2, 2);
        Assert.Equal(2, Sequential(layer, ReLU(), layer).parameters().Count());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_listed_name_by_name_and_changes_nothing()
    {
        var net = Sequential(Linear(2, 3), Linear(3, 1));
        var before = net.state_dict().ToDictionary(s => s.Key, s => s.Value.Span<float>().ToArray());
        var source = Sequential(Linear(2, 3), Linear(4, 1)).state_dict();
        source.Remove("0.bias");
        source["extra"] = Ones(1);
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(source));
        Assert.Equal("The state does not fit Sequential.\n  Missing: 0.bias\n  Unexpected: extra\n  Mis-shaped: 1.weight is [1,4] in the state and [1,3] here", error.Message);
        var lenient = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(source, strict: false));
        Assert.Equal("The state does not fit Sequential.\n  Mis-shaped: 1.weight is [1,4] in the state and [1,3] here", lenient.Message);
        foreach (var (name, tensor) in net.state_dict()) Assert.Equal(before[name], tensor.Span<float>().ToArray());
        var (missing, unexpected) = net.load_state_dict(source, strict: false, skip: ["1.weight"]);
        Assert.Equal(["0.bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal(source["0.weight"].Span<float>().ToArray(), net.state_dict()["0.weight"].Span<float>().ToArray());
    }

    [Fact]
    public void Conversion_keeps_the_parameter_objects_and_converts_gradients()
    {
        var layer = Linear(2, 3);
        var weight = layer.weight;
        _sum.Call(layer.call(Ones(1, 2))).backward();
        Assert.Same(layer, layer.to(float64));
        Assert.Same(weight, layer.weight);
        Assert.Equal(float64, weight.dtype);
        Assert.Equal(float64, weight.grad!.dtype);
        Assert.True(weight.requires_grad);
        _sum.Call(layer.call(_full.Call(new long[] { 1, 2 }, 1.0, float64))).backward();
        Assert.Equal(2.0, weight.grad!.Span<double>()[0]);
    }

    [Fact]
    public void Integer_buffers_keep_their_type()
    {
        var norm = BatchNorm2d(3).to(float64);
        Assert.Equal(int64, norm.num_batches_tracked!.dtype);
        Assert.Equal(float64, norm.running_mean!.dtype);
    }

    [Fact]
    public void Training_mode_and_apply_reach_every_module()
    {
        var net = new Net();
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        net.train();
        var seen = new List<string>();
        net.apply(m => seen.Add(m.GetName()));
        Assert.True(net.features.training);
        Assert.Equal(["Conv2d", "Block", "ReLU", "Sequential", "Linear", "Linear", "ModuleList", "Net"], seen);
    }

    [Fact]
    public void Gradients_are_forgotten_or_zeroed()
    {
        var layer = Linear(2, 1);
        _sum.Call(layer.call(Ones(1, 2))).backward();
        layer.zero_grad(set_to_none: false);
        Assert.Equal(0f, layer.bias!.grad!.item<float>());
        layer.zero_grad();
        Assert.Null(layer.bias.grad);
    }

    [Fact]
    public void Hooks_see_and_replace_arguments_and_results()
    {
        var layer = Identity();
        var calls = 0;
        var pre = layer.register_forward_pre_hook((_, x) => x + x);
        var post = layer.register_forward_hook((_, x, y) => y + x);
        var watch = layer.register_forward_hook(m => { Assert.Same(layer, m); calls++; });
        Assert.Equal(4f, layer.call(Ones(1)).item<float>());
        pre.remove();
        Assert.Equal(2f, layer.call(Ones(1)).item<float>());
        post.remove();
        watch.remove();
        Assert.Equal(1f, layer.call(Ones(1)).item<float>());
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_sequential_lets_its_intermediates_go_but_not_those_that_a_hook_saw()
    {
        Tensor? seen = null;
        var first = Linear(2, 2);
        var net = Sequential(first, ReLU(), Linear(2, 1));
        var hook = first.register_forward_hook((_, _, y) => seen = y);
        _sum.Call(net.call(Ones(1, 2))).backward();
        Assert.False(seen!.IsInvalid);
        Assert.NotNull(first.weight.grad);
    }

    [Fact]
    public void Sequentials_slice_and_append_by_name()
    {
        var net = Sequential(Linear(2, 3), ReLU()).append("out", Linear(3, 1));
        Assert.Equal(["0", "1", "out"], net.named_children().Select(c => c.name));
        Assert.Equal(["1", "out"], net[1..].named_children().Select(c => c.name));
        Assert.Throws<InvalidOperationException>(() => net.append("out", ReLU()));
    }

    [Fact]
    public void A_parameter_outlives_the_scope_in_which_its_module_was_built()
    {
        Linear layer;
        using (NewDisposeScope()) layer = Linear(2, 2);
        Assert.Equal([1, 2], layer.call(Ones(1, 2)).shape);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>A step that throws leaves memory and the other parameters whole; what a saved state lacks is said.</summary>
public class OptimizerFailureTests
{
    private static Parameter Ready(double value)
    {
        var parameter = new Parameter(full([3], value, dtype: float64));
        parameter.grad = full([3], 1.0, dtype: float64);
        return parameter;
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void A_step_that_throws_can_be_tried_again(string kind)
    {
        var (good, bad) = (Ready(1), Ready(1));
        OptimizerHelper optimizer = kind == "sgd" ? optim.SGD([good, bad], 0.125, momentum: 0.5, dampening: 0.5) : optim.Adam([good, bad], 0.125);
        bad.Dispose();
        for (var i = 0; i < 20; i++) Assert.Throws<ObjectDisposedException>(() => optimizer.step());
        Assert.Equal([1.0, 1, 1], good.data<double>().ToArray());
    }

    [Fact]
    public void The_first_gradient_is_whole_and_the_next_dampened()
    {
        var parameter = Ready(1);
        var optimizer = optim.SGD([parameter], 1, momentum: 0.5, dampening: 0.5);
        optimizer.step();
        Assert.Equal(0.0, parameter[0].item<double>());
        optimizer.step();
        Assert.Equal(-1.0, parameter[0].item<double>());
    }

    [Fact]
    public void Amsgrad_may_be_switched_on_between_steps()
    {
        var parameter = Ready(1);
        var optimizer = optim.Adam([parameter], 0.125);
        optimizer.step();
        ((Adam.Options)((Adam.ParamGroup)optimizer.ParamGroups.First()).Options).amsgrad = true;
        optimizer.step();
        Assert.True(parameter.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_lost_state_tensor_is_named()
    {
        var parameter = Ready(1);
        var optimizer = optim.Adam([parameter], 0.125);
        optimizer.step();
        var (tensors, numbers) = OptimizerFiles.Capture(optimizer);
        tensors.Remove("state.0.exp_avg_sq");
        var error = Assert.Throws<InvalidDataException>(() => OptimizerFiles.Restore(optim.Adam([Ready(1)], 0.125), tensors, numbers));
        Assert.Contains("state.0.exp_avg_sq", error.Message);
    }

    [Fact]
    public void A_number_too_large_is_bad_data()
    {
        var optimizer = optim.Adam([Ready(1)], 0.125);
        var (tensors, numbers) = OptimizerFiles.Capture(optimizer);
        numbers["state.0.step"] = "99999999999999999999";
        Assert.Throws<InvalidDataException>(() => OptimizerFiles.Restore(optimizer, tensors, numbers));
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        var (a, b) = (Ready(1), new Parameter(full([5], 1.0, dtype: float64)));
        b.grad = ones_like(b);
        var source = optim.Adam([a, b], 0.5);
        source.step();
        var target = optim.Adam([Ready(1), Ready(1)], 0.125);
        Assert.Throws<ArgumentException>(() => target.load_state_dict(source.state_dict()));
        Assert.Equal(0.125, target.ParamGroups.First().LearningRate);
        Assert.Equal(0, ((Adam.State)target.state_dict().State[0]).step);
    }
}

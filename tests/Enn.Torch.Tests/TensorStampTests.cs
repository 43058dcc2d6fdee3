using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>A stamp changes with the values and only then.</summary>
public class TensorStampTests
{
    [Fact]
    public void Reading_leaves_a_stamp_and_writing_changes_it()
    {
        var parameter = nn.Parameter(ones(3));
        var stamp = TensorStamp.Of(parameter);
        (parameter * 2).sum().backward();
        Assert.Equal(stamp, TensorStamp.Of(parameter));
        var optimizer = optim.AdamW([parameter], 0.1);
        foreach (var change in new Action[] { () => parameter.add_(1), () => parameter[1] = 5, () => optimizer.step(), () => parameter.copy_(zeros(3)) })
        {
            var before = TensorStamp.Of(parameter);
            using (no_grad()) change();
            Assert.NotEqual(before, TensorStamp.Of(parameter));
        }
    }

    [Fact]
    public void Converting_a_module_changes_the_stamps_of_its_parameters()
    {
        var layer = nn.Linear(2, 2);
        var before = TensorStamp.Of(layer.weight!);
        layer.to(ScalarType.Float64).to(ScalarType.Float32);
        Assert.NotEqual(before, TensorStamp.Of(layer.weight!));
    }
}

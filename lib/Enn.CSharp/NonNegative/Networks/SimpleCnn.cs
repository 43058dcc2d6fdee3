using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The paper's network for CIFAR-10 (SimpleCNN_v2 in its code), [B, 3, 32, 32] -&gt; logits: 3x3 convolutions without padding 3-32-64, average pool,
/// 64-128-256, average pool, then 6400-512-classes; an activation after each layer but the last.
/// </summary>
public sealed class SimpleCnn : LayeredNetwork
{
    private readonly Conv2d conv1 = Conv2d(3, 32, 3);
    private readonly Conv2d conv2 = Conv2d(32, 64, 3);
    private readonly Conv2d conv3 = Conv2d(64, 128, 3);
    private readonly Conv2d conv4 = Conv2d(128, 256, 3);
    private readonly Linear fc1 = Linear(6400, 512);
    private readonly Linear fc2;

    /// <summary>A network with this activation.</summary>
    public SimpleCnn(Activation activation, long classes = 10) : base(nameof(SimpleCnn))
    {
        fc2 = Linear(512, classes);
        RegisterComponents();
        var pool = AvgPool2d(2);
        Layers = [conv1, activation, conv2, activation, pool, conv3, activation, conv4, activation, pool, nn.Flatten(), fc1, activation, fc2];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The paper's network for MNIST and Fashion-MNIST, [B, 1, 28, 28] -&gt; logits [B, 10]: four 3x3 convolutions without padding (1-32, 32-32 stride 2, 32-64,
/// 64-64 stride 2), then 1024-128-10; an activation after each layer but the last.
/// </summary>
public sealed class MnistCnn : LayeredNetwork
{
    private readonly Conv2d conv1 = Conv2d(1, 32, 3);
    private readonly Conv2d conv2 = Conv2d(32, 32, 3, stride: 2);
    private readonly Conv2d conv3 = Conv2d(32, 64, 3);
    private readonly Conv2d conv4 = Conv2d(64, 64, 3, stride: 2);
    private readonly Linear fc1 = Linear(1024, 128);
    private readonly Linear fc2;

    /// <summary>A network with this activation.</summary>
    public MnistCnn(Activation activation, long classes = 10) : base(nameof(MnistCnn))
    {
        fc2 = Linear(128, classes);
        RegisterComponents();
        Layers = [conv1, activation, conv2, activation, conv3, activation, conv4, activation, nn.Flatten(), fc1, activation, fc2];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}

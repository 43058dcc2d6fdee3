using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>What a network's layers are made of: the same architecture is built of Eigen layers, or of plain ones as its dense twin.</summary>
public abstract class LayerKind
{
    /// <summary>A convolution with a square kernel.</summary>
    public abstract Module<Tensor, Tensor> Convolution(long inputs, long outputs, long kernel, long stride = 1, long padding = 0, bool bias = false);

    /// <summary>A linear layer with bias.</summary>
    public abstract Module<Tensor, Tensor> Linear(long inputs, long outputs);

    /// <summary>The linear layer that gives the logits.</summary>
    public virtual Module<Tensor, Tensor> Classifier(long inputs, long outputs) => Linear(inputs, outputs);

    /// <summary>A batch normalisation after a convolution.</summary>
    public virtual Module<Tensor, Tensor> Normalisation(long channels) => BatchNorm2d(channels);
}

/// <summary>Layers with W = Q diag(Lambda) P^T.</summary>
/// <param name="initialisation">How their factors start.</param>
/// <param name="classifier">How the classifier's start; null for the same.</param>
public sealed class EigenLayers(Initialisation initialisation = Initialisation.OfficialFlattened, Initialisation? classifier = null) : LayerKind
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Convolution(long inputs, long outputs, long kernel, long stride = 1, long padding = 0, bool bias = false) =>
        new EigenConv2d(inputs, outputs, kernel, stride, padding, bias: bias, initialisation: initialisation);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Linear(long inputs, long outputs) => new EigenLinear(inputs, outputs, initialisation: initialisation);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Classifier(long inputs, long outputs) => new EigenLinear(inputs, outputs, initialisation: classifier ?? initialisation);

    /// <summary>The Eigen layers of a network in its order, the module itself included where it is one.</summary>
    public static IReadOnlyList<EigenLayer> Of(nn.Module network) => [.. network.modules().Prepend(network).OfType<EigenLayer>()];
}

/// <summary>Plain layers with torch's own initialisation: the dense twin.</summary>
public sealed class DenseLayers : LayerKind
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Convolution(long inputs, long outputs, long kernel, long stride = 1, long padding = 0, bool bias = false) =>
        Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, bias: bias);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Linear(long inputs, long outputs) => nn.Linear(inputs, outputs);
}

/// <summary>Plain layers whose convolutions have taken in the normalisation after them: for inference.</summary>
public sealed class FoldedLayers : LayerKind
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Convolution(long inputs, long outputs, long kernel, long stride = 1, long padding = 0, bool bias = false) =>
        Conv2d(inputs, outputs, kernel, stride: stride, padding: padding);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Linear(long inputs, long outputs) => nn.Linear(inputs, outputs);

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Normalisation(long channels) => Identity();
}

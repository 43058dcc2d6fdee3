using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>How a layer's weight acts: all that differs between a linear layer and a convolution. Weights are [outputs, inputs, ...].</summary>
public abstract record Connection
{
    /// <summary>A linear layer; see <see cref="LinearConnection"/>.</summary>
    /// <param name="columnsPerChannel">Values of a channel that lie side by side in the input.</param>
    public static Connection Linear(int columnsPerChannel = 1) => new LinearConnection(columnsPerChannel);

    /// <summary>A convolution of images; see <see cref="Conv2dConnection"/>.</summary>
    /// <param name="kernel">Pixels a side.</param>
    /// <param name="stride">Step.</param>
    /// <param name="padding">Zeros around the image.</param>
    public static Connection Conv2d(int kernel, int stride = 1, int padding = 0) => new Conv2dConnection(kernel, stride, padding);

    /// <summary>The shape of a weight.</summary>
    /// <param name="outputs">Neurons given.</param>
    /// <param name="inputs">Neurons read.</param>
    public abstract long[] Shape(long outputs, long inputs);

    /// <summary>The layer's output.</summary>
    /// <param name="x">[B, inputs, ...].</param>
    /// <param name="weight">[outputs, inputs, ...].</param>
    /// <param name="bias">[outputs], or null.</param>
    public abstract Tensor Apply(Tensor x, Tensor weight, Tensor? bias);

    /// <summary>A sum and the output of a weight on further inputs, in one step where that is cheaper.</summary>
    /// <param name="sum">[B, outputs, ...].</param>
    /// <param name="x">[B, inputs, ...].</param>
    /// <param name="weight">[outputs, inputs, ...].</param>
    public virtual Tensor Accumulate(Tensor sum, Tensor x, Tensor weight) => sum + Apply(x, weight, null);

    /// <summary>The weight for some of the outputs and inputs: a copy, made in one step so that nothing of the weight's size lies beside it.</summary>
    /// <param name="weight">[outputs, inputs, ...].</param>
    /// <param name="outputs">Which, int64 [m]; null for all.</param>
    /// <param name="inputs">Which, int64 [n]; null for all.</param>
    public virtual Tensor Gather(Tensor weight, Tensor? outputs, Tensor? inputs) => (outputs, inputs) switch
    {
        (null, null) => weight.clone(),
        (not null, null) => weight.index_select(0, outputs),
        (null, not null) => weight.index_select(1, inputs),
        _ => weight.index(outputs.view(-1, 1), inputs.view(1, -1)),
    };

    /// <summary>A batch normalisation for the layer's output.</summary>
    /// <param name="channels">Neurons.</param>
    public abstract BatchNorm Norm(long channels);

    /// <summary>Values that an output sums: numbers of a row of the weight.</summary>
    /// <param name="inputs">Neurons read.</param>
    public long FanIn(long inputs) => Shape(1, inputs).Aggregate(1L, (product, size) => product * size);
}

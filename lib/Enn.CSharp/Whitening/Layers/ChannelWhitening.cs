using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Whitening;

/// <summary>
/// What ZCA whitening and PCA denoising share: y = gamma f(x - mu) + beta with a linear map f of the channels, from the batch's own covariance in training and
/// from running statistics in evaluation. Takes [N, C, *] and gives the same shape and type.
/// </summary>
/// <remarks>State: <c>weight</c> and <c>bias</c> [C, 1] where affine; buffers <c>running_mean</c> [C, 1] and those of the derived layer.</remarks>
public abstract class ChannelWhitening : Module<Tensor, Tensor>
{
    private protected readonly Parameter? weight;
    private protected readonly Parameter? bias;
    private protected readonly Tensor? running_mean;
    private (Tensor Key, Tensor Mixing)? _cached;

    private protected ChannelWhitening(string name, long channels, long groupSize, double eps, double momentum, bool affine, bool track, bool uniformScale) : base(name)
    {
        if (eps < 0) throw new ArgumentOutOfRangeException(nameof(eps), eps, "epsilon must not be negative");
        if (momentum is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "momentum lies in [0, 1]");
        Groups = new ChannelGroups(channels, groupSize);
        (Epsilon, Momentum) = (eps, momentum);
        if (affine)
        {
            weight = new Parameter(uniformScale ? rand(channels, 1) : ones(channels, 1));
            bias = new Parameter(zeros(channels, 1));
        }
        if (track) running_mean = zeros(channels, 1);
    }

    /// <summary>How channels are grouped.</summary>
    public ChannelGroups Groups { get; }

    /// <summary>What is added to the diagonal of the covariance.</summary>
    public double Epsilon { get; }

    /// <summary>The share of a new batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>gamma, [C, 1]; null where not affine.</summary>
    public Parameter? Scale => weight;

    /// <summary>beta, [C, 1]; null where not affine.</summary>
    public Parameter? Shift => bias;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Not [N, C, *] with this layer's C, no float type, or nothing to take statistics of.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.ndim < 2 || x.size(1) != Groups.Channels || x.numel() == 0)
            throw new ArgumentException($"{GetName()} of {Groups.Channels} channels takes a non-empty [N, {Groups.Channels}, ...], not [{string.Join(", ", x.shape)}].", nameof(x));
        if (x.dtype is not (ScalarType.Float32 or ScalarType.Float64)) throw new ArgumentException($"{GetName()} takes float32 or float64, not {x.dtype}.", nameof(x));
        var flat = x.reshape(x.size(0), x.size(1), -1);
        // Short maps go side by side, so that products are as long as the batch allows.
        if (flat.size(2) >= Groups.Tile || flat.size(0) == 1) return Whiten(flat.contiguous()).view(x.shape);
        var (samples, length) = (flat.size(0), flat.size(2));
        var rows = flat.transpose(0, 1).reshape(1, Groups.Channels, samples * length);
        return Whiten(rows).view(Groups.Channels, samples, length).transpose(0, 1).reshape(x.shape);
    }

    private Tensor Whiten(Tensor x)
    {
        if (!training && running_mean is not null) return Evaluate(x);
        var mixed = ChannelMixing.Of(x, weight, bias, BatchFunction(x.size(0) * x.size(2)), Groups, CovarianceEpsilon);
        if (!training || running_mean is null) return mixed.Output;
        using (no_grad())
        using (NewDisposeScope())
        {
            Average(running_mean, mixed.Mean.view(-1, 1));
            Track(mixed, x.size(0) * x.size(2));
        }
        return mixed.Output;
    }

    /// <summary>f, for a batch of so many values a channel.</summary>
    private protected abstract MatrixFunction BatchFunction(long count);

    /// <summary>What the node itself puts on the diagonal.</summary>
    private protected abstract double CovarianceEpsilon { get; }

    /// <summary>Takes a training batch into the running statistics.</summary>
    private protected abstract void Track(Mixed batch, long count);

    /// <summary>What the evaluation map depends on.</summary>
    private protected abstract Tensor EvaluationKey { get; }

    /// <summary>The evaluation map of a key, [G, d, d].</summary>
    private protected abstract Tensor EvaluationMixing(Tensor key);

    /// <summary>running = (1 - momentum) running + momentum value.</summary>
    private protected void Average(Tensor running, Tensor value) => running.mul_(1 - Momentum).add_(value.to(running.dtype), alpha: Momentum);

    // (gamma f) x + (beta - gamma f mu), a grouped 1 x 1 convolution: differentiable in x, gamma and beta.
    private Tensor Evaluate(Tensor x)
    {
        Tensor mixing;
        using (no_grad())
        using (var scope = NewDisposeScope())
            mixing = Groups.Assemble(Groups.Unpack(Mixing().to(x.dtype))).view(Groups.Channels, Groups.Tile, 1).MoveToOuterDisposeScope();
        var centred = x - running_mean!.to(x.dtype).view(1, -1, 1);
        if (weight is not null) mixing = mixing * weight.to(x.dtype).view(-1, 1, 1);
        return functional.conv1d(centred, mixing, bias?.to(x.dtype).flatten(), groups: Groups.Tiles);
    }

    // Recomputed when the statistics are not those of the last time, whether by training, loading or moving.
    private Tensor Mixing()
    {
        var key = EvaluationKey;
        if (_cached is { } known && known.Key.device == key.device && known.Key.dtype == key.dtype && known.Key.Equals(key)) return known.Mixing;
        _cached?.Key.Dispose();
        _cached?.Mixing.Dispose();
        _cached = (key.clone().DetachFromDisposeScope(), EvaluationMixing(key).DetachFromDisposeScope());
        return _cached.Value.Mixing;
    }
}

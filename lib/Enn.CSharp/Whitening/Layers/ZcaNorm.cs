using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// ZCA whitening of groups of channels (paper, section 4.1): y = gamma M^(-1/2) (x - mu) + beta with each group's covariance M. Stands wherever
/// a batch normalisation does: with d = 1 it is one.
/// </summary>
/// <remarks>State beside the shared: <c>running_covariance</c> or <c>running_subspace</c> [G, d, d], which start as identities.</remarks>
public sealed class ZcaNorm : ChannelWhitening
{
    private readonly Tensor? running_covariance;
    private readonly Tensor? running_subspace;
    private readonly MatrixFunction _root;

    /// <summary>A layer.</summary>
    /// <param name="num_features">C.</param>
    /// <param name="eps">What is added to the diagonal of the covariance (divisor N H W).</param>
    /// <param name="momentum">The share of a new batch in the running statistics.</param>
    /// <param name="affine">Whether there are gamma and beta.</param>
    /// <param name="track_running_stats">Whether evaluation uses running statistics; else the batch's own.</param>
    /// <param name="options">Group size, back-end, what is averaged; null for the recommended ones with all channels in one group.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument out of its range.</exception>
    public ZcaNorm(long num_features, double eps = 1e-4, double momentum = 0.1, bool affine = true, bool track_running_stats = true, WhiteningOptions? options = null)
        : base(nameof(ZcaNorm), num_features, options?.GroupSize ?? num_features, eps, momentum, affine, track_running_stats, options?.UniformScale ?? false)
    {
        options ??= new WhiteningOptions();
        _root = options.Root(eps);
        if (track_running_stats)
        {
            var identities = eye(Groups.Size).repeat(Groups.Count, 1, 1);
            if (options.Running == RunningStatistics.Covariance) running_covariance = identities;
            else running_subspace = identities;
        }
        RegisterComponents();
    }

    /// <summary>The back-end.</summary>
    public MatrixFunction Root => _root;

    private protected override double CovarianceEpsilon => Epsilon;

    private protected override Tensor EvaluationKey => (running_covariance ?? running_subspace)!;

    private protected override MatrixFunction BatchFunction(long count) => _root;

    private protected override void Track(Mixed batch, long count) =>
        Average(EvaluationKey, running_covariance is null ? batch.Mixing : batch.Covariance);

    private protected override Tensor EvaluationMixing(Tensor key) =>
        running_covariance is null ? key.clone() : Groups.Pack([.. Groups.Unpack(key).Select(part => _root.Forward(part).Value)]);
}

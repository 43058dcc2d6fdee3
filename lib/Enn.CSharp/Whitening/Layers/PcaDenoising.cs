using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// PCA denoising (paper, section 4.2): channels are standardised and projected onto the leading eigenvectors of their covariance,
/// y = gamma P z + beta with z = (x - mu) / sqrt(var + eps).
/// </summary>
/// <remarks>
/// State beside the shared: <c>running_covariance</c> [1, C, C] and <c>num_batches_tracked</c>, or in the paper's mode <c>running_var</c> [C, 1] and
/// <c>running_subspace</c> [1, C, C], which starts at 0.
/// </remarks>
public sealed class PcaDenoising : ChannelWhitening
{
    private readonly Tensor? running_var;
    private readonly Tensor? running_subspace;
    private readonly Tensor? running_covariance;
    private readonly Tensor? num_batches_tracked;
    private readonly MatrixFunction _projector;

    /// <summary>A layer.</summary>
    /// <param name="num_features">C.</param>
    /// <param name="selection">Which eigenvectors are kept: <see cref="FixedCount"/> or <see cref="EnergyShare"/>; null for the paper's 16.</param>
    /// <param name="eps">Added to variances and to the diagonal of the covariance.</param>
    /// <param name="momentum">The share of a new batch in the running statistics.</param>
    /// <param name="affine">Whether there are gamma and beta.</param>
    /// <param name="track_running_stats">Whether evaluation uses running statistics; else the batch's own.</param>
    /// <param name="gradient">The gradient's mode; null for the exact one.</param>
    /// <param name="running">What is averaged: covariances, or projectors as in the paper's code.</param>
    /// <param name="uniform_scale">Whether gamma is drawn from U[0, 1), as the paper's code does, instead of being 1.</param>
    /// <param name="projector">P of covariances in place of the eigendecomposition with <paramref name="selection"/> and <paramref name="gradient"/>, given the epsilon that they contain; null for that.</param>
    public PcaDenoising(long num_features, Selection? selection = null, double eps = 1e-4, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
        SpectralGradient? gradient = null, RunningStatistics running = RunningStatistics.Covariance, bool uniform_scale = false, Func<double, MatrixFunction>? projector = null)
        : base(nameof(PcaDenoising), num_features, num_features, eps, momentum, affine, track_running_stats, uniform_scale)
    {
        _projector = projector?.Invoke(eps) ?? new SpectralMap(new Projector(), gradient ?? new ExactGradient(), selection ?? new FixedCount(16));
        if (track_running_stats && running == RunningStatistics.Covariance)
        {
            running_covariance = eye(num_features).unsqueeze(0);
            num_batches_tracked = zeros([], ScalarType.Int64);
        }
        else if (track_running_stats)
        {
            running_var = ones(num_features, 1);
            running_subspace = zeros(1, num_features, num_features);
        }
        RegisterComponents();
    }

    /// <summary>The projector's back-end.</summary>
    public MatrixFunction Projector => _projector;

    /// <summary>The paper's "PCA(SVD)" baseline: a float32 decomposition, differentiated automatically; else as the paper's layer.</summary>
    /// <param name="num_features">C.</param>
    /// <param name="count">How many eigenvectors are kept.</param>
    public static PcaDenoising Svd(long num_features, long count = 16) =>
        new(num_features, running: RunningStatistics.Subspace, uniform_scale: true, projector: _ => new AutogradSvd(new Projector(), new FixedCount(count)));

    /// <summary>The paper's "PCA(PI)" baseline: eigenvectors by power iteration from noise, in place of ours; else as the paper's layer.</summary>
    /// <param name="num_features">C.</param>
    /// <param name="count">The most eigenvectors that are kept.</param>
    public static PcaDenoising UnstablePowerIteration(long num_features, long count = 16) =>
        new(num_features, running: RunningStatistics.Subspace, uniform_scale: true, projector: epsilon => new NoisyPowerIteration(epsilon, function: new Projector(), most: count));

    private protected override double CovarianceEpsilon => 0;

    private protected override Tensor EvaluationKey => running_covariance ?? running_subspace! * (running_var! + Epsilon).rsqrt().view(1, 1, -1);

    private protected override MatrixFunction BatchFunction(long count) => new NormalisedProjector(_projector, Epsilon, count / Math.Max(1.0, count - 1.0));

    private protected override void Track(Mixed batch, long count)
    {
        if (running_covariance is not null)
        {
            Average(running_covariance, batch.Covariance);
            num_batches_tracked!.add_(1);
            return;
        }
        var unbias = count / Math.Max(1.0, count - 1.0);
        Average(running_var!, batch.Covariance.diagonal(0, -2, -1).mul(unbias).view(-1, 1));
        Average(running_subspace!, batch.Mixing / NormalisedProjector.Scale(batch.Covariance, Epsilon, unbias).unsqueeze(-2));
    }

    // Before any batch there is nothing to project onto: the identity, as batch normalisation starts.
    private protected override Tensor EvaluationMixing(Tensor key) => running_covariance is null ? key.clone()
        : num_batches_tracked!.item<long>() == 0 ? key.clone() : new NormalisedProjector(_projector, Epsilon, 1).Forward(key).Value;
}

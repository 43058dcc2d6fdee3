namespace Enn.Whitening;

/// <summary>What a whitening layer has beyond batch normalisation's arguments. The defaults are what this library recommends; others are what the papers compare.</summary>
public sealed record WhiteningOptions
{
    /// <summary>d, channels a group; null for all in one. Where it does not divide the channels the last group is smaller.</summary>
    public long? GroupSize { get; init; }

    /// <summary>M^(-1/2), given the layer's epsilon, which M already contains.</summary>
    public Func<double, MatrixFunction> Root { get; init; } = epsilon => new SpectralMap(new InverseSquareRoot(), new ExactGradient(), new NullTolerance(epsilon));

    /// <summary>What is averaged for evaluation.</summary>
    public RunningStatistics Running { get; init; }

    /// <summary>Whether gamma is drawn from U[0, 1), as the paper's code does, instead of being 1.</summary>
    public bool UniformScale { get; init; }

    /// <summary>The paper's layer as released: power-iteration gradient, its selection rule, averaged matrices, gamma from U[0, 1).</summary>
    /// <param name="groupSize">d.</param>
    /// <param name="terms">Terms of the gradient's series, K + 1.</param>
    public static WhiteningOptions Paper(long? groupSize = null, int terms = PowerIterationGradient.PaperTerms) =>
        Released(groupSize, epsilon => new SpectralMap(new InverseSquareRoot(), new PowerIterationGradient(terms), new PaperRule(epsilon)));

    /// <summary>The paper's "SVD" baseline as released: the plain gradient, and its own selection rule.</summary>
    /// <param name="groupSize">d.</param>
    public static WhiteningOptions UnstableSvd(long? groupSize = null) =>
        Released(groupSize, epsilon => new SpectralMap(new InverseSquareRoot(), new NaiveGradient(), new ReleasedSvdRule(epsilon)));

    /// <summary>The same baseline as the paper means it: every eigenvector, in float32, differentiated automatically.</summary>
    /// <param name="groupSize">d.</param>
    public static WhiteningOptions Svd(long? groupSize = null) => Released(groupSize, _ => new AutogradSvd(new InverseSquareRoot(), new KeepAll()));

    /// <summary>The paper's "PI" baseline as released: eigenvectors by power iteration from noise.</summary>
    /// <param name="groupSize">d.</param>
    public static WhiteningOptions UnstablePowerIteration(long? groupSize = null) => Released(groupSize, epsilon => new NoisyPowerIteration(epsilon));

    private static WhiteningOptions Released(long? groupSize, Func<double, MatrixFunction> root) =>
        new() { GroupSize = groupSize, Root = root, Running = RunningStatistics.Subspace, UniformScale = true };
}

using Enn.Networks;
using Enn.Whitening;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>Which norm a network has where, as settings name it.</summary>
/// <param name="Method"><c>bn</c>; the paper's layers <c>ours</c>, <c>pi</c> and <c>svd</c>, of PCA <c>pca-pi</c> and <c>pca-svd</c>; <c>zca</c> and <c>pca</c> with the choices below.</param>
public sealed record NormChoice(string Method)
{
    /// <summary>d of a ZCA layer.</summary>
    public long? GroupSize { get; init; }

    /// <summary>The gradient's mode, for zca and pca.</summary>
    public string Gradient { get; init; } = "exact";

    /// <summary>The power iterations K of the paper's gradient; its series has K + 1 terms.</summary>
    public int Iterations { get; init; } = PowerIterationGradient.PaperTerms - 1;

    /// <summary>How many eigenvectors PCA keeps.</summary>
    public long? Count { get; init; }

    /// <summary>What share of the energy PCA keeps.</summary>
    public double? Energy { get; init; }

    /// <summary>Where it stands.</summary>
    public Placement Placement { get; init; } = Placement.Stem;

    /// <summary>Whether its eigenvectors come from noise of the process's one generator.</summary>
    public bool IsNoisy => Method is "pi" or "pca-pi";

    /// <summary>The norms of a network of this depth.</summary>
    public NormFactory Norms(int depth) => Placements.Norms(Method == "bn" ? Placement.Nowhere : Placement, Layer, depth);

    /// <summary>What settings record.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new("method", Method);
        if (Method == "bn") yield break;
        yield return new("placement", Placement.ToString().ToLowerInvariant());
        if (GroupSize is { } size) yield return new("group_size", $"{size}");
        if (Method is "zca" or "pca") yield return new("gradient", Gradient);
        if (Method == "ours" || Gradient is "pi" or "taylor" || Method == "pca") yield return new("iterations", $"{Iterations}");
        if (Method == "zca") yield return new("selection", "tolerance");
        if (Method == "svd") yield return new("decomposition", "float32");
        if (Method is "pca" or "pca-pi" or "pca-svd") yield return new("selection", Energy is { } share ? $"energy {share}" : $"{Count}");
    }

    /// <summary>The gradient's mode of a name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static SpectralGradient Mode(string name, int terms = PowerIterationGradient.PaperTerms) => name switch
    {
        "exact" => new ExactGradient(terms),
        "taylor" => new TaylorGradient(terms),
        "pi" => new PowerIterationGradient(terms),
        "clip" => new ClippedGradient(),
        "naive" => new NaiveGradient(),
        _ => throw new ArgumentException($"There is no gradient mode '{name}'.", nameof(name)),
    };

    private Module<Tensor, Tensor> Layer(long channels) => Method switch
    {
        "ours" => new ZcaNorm(channels, options: WhiteningOptions.Paper(GroupSize, Iterations + 1)),
        "pi" => new ZcaNorm(channels, options: WhiteningOptions.UnstablePowerIteration(GroupSize)),
        // As the paper means it: the released class keeps one eigenvector of well-conditioned data.
        "svd" => new ZcaNorm(channels, options: WhiteningOptions.Svd(GroupSize)),
        "zca" => new ZcaNorm(channels, options: new()
        {
            GroupSize = GroupSize,
            Root = epsilon => new SpectralMap(new InverseSquareRoot(), Mode(Gradient, Iterations + 1), new NullTolerance(epsilon)),
        }),
        "pca" => new PcaDenoising(channels, Energy is { } share ? new EnergyShare(share) : new FixedCount(Count ?? 16), gradient: Mode(Gradient, Iterations + 1),
            running: RunningStatistics.Subspace, uniform_scale: true),
        "pca-pi" => PcaDenoising.UnstablePowerIteration(channels, Count ?? 16),
        "pca-svd" => PcaDenoising.Svd(channels, Count ?? 16),
        _ => throw new ArgumentException($"There is no method '{Method}'."),
    };
}

using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>What a <see cref="ChannelMixing"/> gives.</summary>
/// <param name="Output">y, [N, C, L].</param>
/// <param name="Mean">mu, float64 [C].</param>
/// <param name="Covariance">M with epsilon on its diagonal, float64 [G, d, d].</param>
/// <param name="Mixing">f(M), float64 [G, d, d].</param>
internal sealed record Mixed(Tensor Output, Tensor Mean, Tensor Covariance, Tensor Mixing);

/// <summary>
/// y = gamma f(M) (x - mu) + beta with mean mu and covariance M = Xc Xc^T / m + eps I of the batch itself, as one node: two passes over x forward, two backward.
/// With g = dL/dy: beta gets sum g; A = sum g xc^T; gamma gets the row sums of A o f(M); dL/df = gamma A;
/// dx = (gamma f)^T g + (2/m) dL/dM xc - (gamma f)^T (sum g) / m.
/// </summary>
internal sealed class ChannelMixing : autograd.MultiTensorFunction<ChannelMixing>
{
    private const string Key = "settings";

    private sealed record Settings(MatrixFunction Function, ChannelGroups Groups, double Epsilon, bool HasScale, bool HasBias)
    {
        internal int[] SavedCounts { get; init; } = [];
    }

    /// <inheritdoc/>
    public override string Name => "ChannelMixing";

    /// <summary>Mixes the channels of a batch.</summary>
    /// <param name="x">[N, C, L], contiguous.</param>
    /// <param name="scale">gamma, C values; null for 1.</param>
    /// <param name="bias">beta, C values; null for 0.</param>
    /// <param name="function">f.</param>
    /// <param name="groups">The layout.</param>
    /// <param name="epsilon">What M's diagonal gets.</param>
    internal static Mixed Of(Tensor x, Tensor? scale, Tensor? bias, MatrixFunction function, ChannelGroups groups, double epsilon)
    {
        var settings = new Settings(function, groups, epsilon, scale is not null, bias is not null);
        var arguments = new List<object> { settings, x };
        if (scale is not null) arguments.Add(scale);
        if (bias is not null) arguments.Add(bias);
        var result = apply([.. arguments]);
        return new Mixed(result[0], result[1], result[2], result[3]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (settings, x) = ((Settings)vars[0], (Tensor)vars[1]);
        var groups = settings.Groups;
        var scale = settings.HasScale ? (Tensor)vars[2] : null;
        var bias = settings.HasBias ? (Tensor)vars[^1] : null;
        var (mean, tiles) = ChannelPasses.Moments(x, groups);
        var covariances = groups.Blocks(tiles);
        foreach (var block in covariances) block.diagonal(0, -2, -1).add_(settings.Epsilon);
        var values = covariances.Select(settings.Function.Forward).ToArray();
        var mixing = groups.Assemble([.. values.Select(v => v.Value)]);
        var output = ChannelPasses.Mix(x, mean, Scaled(mixing, scale), bias, groups);

        ctx.save_data(Key, settings with { SavedCounts = [.. values.Select(v => v.Saved.Count)] });
        ctx.save_for_backward([x, mean, mixing, .. scale is null ? [] : new[] { scale }, .. values.SelectMany(v => v.Saved)]);
        var (covariance, packed) = (groups.Pack(covariances), groups.Pack([.. values.Select(v => v.Value)]));
        scope.MoveToOuter(output, mean);
        scope.MoveToOuter(covariance, packed);
        ctx.mark_non_differentiable([mean, covariance, packed]);
        return [output, mean, covariance, packed];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var settings = (Settings)ctx.get_data(Key);
        var groups = settings.Groups;
        var saved = ctx.get_saved_variables();
        var (x, mean, mixing) = (saved[0], saved[1], saved[2]);
        var scale = settings.HasScale ? saved[3] : null;
        var gradient = grad_outputs[0].contiguous();
        var (sum, cross) = ChannelPasses.CrossMoments(gradient, x, mean, groups);

        var onMatrix = groups.Assemble(Pullbacks(settings, saved.Skip(settings.HasScale ? 4 : 3), groups.Blocks(Scaled(cross, scale))));
        var count = x.size(0) * x.size(2);
        var back = Scaled(mixing, scale).transpose(1, 2).contiguous();
        var offset = back.bmm(sum.view(groups.Tiles, groups.Tile, 1)).div_(-count).flatten();
        var results = new List<Tensor> { null!, ChannelPasses.Combine(gradient, x, mean, back, onMatrix * (2.0 / count), offset, groups) };
        if (scale is not null) results.Add((cross * mixing).sum(-1).view(scale.shape).to(scale.dtype));
        if (settings.HasBias) results.Add(sum.view(-1, 1).to(x.dtype));
        foreach (var result in results.Skip(1)) result.MoveToOuterDisposeScope();
        return results;
    }

    private static List<Tensor> Pullbacks(Settings settings, IEnumerable<Tensor> saved, Tensor[] upstream)
    {
        var result = new List<Tensor>();
        for (var part = 0; part < upstream.Length; part++)
            result.Add(settings.Function.Pullback([.. saved.Skip(settings.SavedCounts.Take(part).Sum()).Take(settings.SavedCounts[part])], upstream[part]));
        return result;
    }

    // diag(gamma) A.
    private static Tensor Scaled(Tensor tiles, Tensor? scale) => scale is null ? tiles : tiles * scale.to(tiles.dtype).view(tiles.size(0), -1, 1);
}

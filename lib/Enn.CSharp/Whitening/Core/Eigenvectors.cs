using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The leading eigenvectors and eigenvalues of symmetric matrices, differentiable with any upstream gradient. In the mode <see cref="PowerIterationGradient"/>
/// the backward is the paper's: vector by vector with one-sided deflation M_(j+1) = M_j - M_j v_j v_j^T in between, here in closed form.
/// </summary>
public sealed class Eigenvectors : autograd.MultiTensorFunction<Eigenvectors>
{
    private const string Mode = "mode", Kept = "kept";

    /// <inheritdoc/>
    public override string Name => "Eigenvectors";

    /// <summary>V_r and lambda_r.</summary>
    /// <param name="matrices">Symmetric matrices, [G, d, d].</param>
    /// <param name="count">r, how many leading pairs, 1 to d.</param>
    /// <param name="gradient">The gradient's mode.</param>
    /// <returns>Columns V_r [G, d, r] and descending eigenvalues [G, r]. A column's sign is arbitrary.</returns>
    public static (Tensor Vectors, Tensor Values) Of(Tensor matrices, long count, SpectralGradient gradient)
    {
        var result = apply(matrices, count, gradient);
        return (result[0], result[1]);
    }

    /// <summary>dL/dM = V (X + diag(dL/dlambda)) V_r^T, where X is what the mode makes of V^T dL/dV_r. Not symmetric: the paper's is not either.</summary>
    /// <param name="vectors">V, [G, d, d].</param>
    /// <param name="values">lambda, descending, [G, d].</param>
    /// <param name="onVectors">dL/dV_r, [G, d, r].</param>
    /// <param name="onValues">dL/dlambda_r, [G, r].</param>
    /// <param name="gradient">The gradient's mode.</param>
    public static Tensor Pullback(Tensor vectors, Tensor values, Tensor onVectors, Tensor onValues, SpectralGradient gradient)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var count = onVectors.size(-1);
        var spectrum = new Spectrum(values, ones_like(values, ScalarType.Bool));
        var inner = gradient.Vectors(spectrum, vectors.transpose(-2, -1).matmul(onVectors));
        inner.diagonal(0, -2, -1).copy_(onValues);
        return vectors.matmul(inner).matmul(vectors.narrow(-1, 0, count).transpose(-2, -1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (matrices, count) = ((Tensor)vars[0], (long)vars[1]);
        var (values, vectors) = Spectrum.Decompose(MatrixFunction.Symmetric(matrices.to(ScalarType.Float64)));
        ctx.save_data(Mode, vars[2]);
        ctx.save_data(Kept, count);
        ctx.save_for_backward([vectors, values]);
        return [vectors.narrow(-1, 0, count).to(matrices.dtype).clone().MoveToOuterDisposeScope(), values.narrow(-1, 0, count).to(matrices.dtype).clone().MoveToOuterDisposeScope()];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (onVectors, onValues) = (grad_outputs[0].to(ScalarType.Float64), grad_outputs[1].to(ScalarType.Float64));
        return [Pullback(saved[0], saved[1], onVectors, onValues, (SpectralGradient)ctx.get_data(Mode)).to(grad_outputs[0].dtype).MoveToOuterDisposeScope(), null!, null!];
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The factors of a layer's flattened weight, W = Q diag(Lambda) P^T with W of shape [o, d] and r = min(o, d) (paper §3, figure 1a): the layer's own basis of outputs
/// and of inputs, and its spectrum. Q and P have orthonormal columns at initialisation; Lambda is any real vector.
/// </summary>
/// <param name="Q">[o, r].</param>
/// <param name="Lambda">[r].</param>
/// <param name="P">[d, r].</param>
public readonly record struct Factors(Parameter Q, Parameter Lambda, Parameter P)
{
    /// <summary>o: rows of W.</summary>
    public long Outputs => Q.size(0);

    /// <summary>d: columns of W; for a convolution in_channels x kernel height x kernel width.</summary>
    public long Inputs => P.size(0);

    /// <summary>r.</summary>
    public long Rank => Lambda.size(0);

    /// <summary>The two that are to have orthonormal columns.</summary>
    public Parameter[] Bases => [Q, P];

    /// <summary>W, [o, d], differentiable. Costs o r d multiplications.</summary>
    public Tensor Merge() => (Q * Lambda).matmul(P.t());
}

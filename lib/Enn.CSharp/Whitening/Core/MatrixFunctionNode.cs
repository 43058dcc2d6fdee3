using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>A <see cref="MatrixFunction"/> in the autograd graph. What it saves belongs to the node, so a second forward cannot overwrite it.</summary>
internal sealed class MatrixFunctionNode : autograd.SingleTensorFunction<MatrixFunctionNode>
{
    private const string Function = "function";

    /// <inheritdoc/>
    public override string Name => "MatrixFunction";

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (matrices, function) = ((Tensor)vars[0], (MatrixFunction)vars[1]);
        var result = function.Forward(matrices);
        ctx.save_data(Function, function);
        ctx.save_for_backward([.. result.Saved]);
        return result.Value.to(matrices.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var function = (MatrixFunction)ctx.get_data(Function);
        return [function.Pullback(ctx.get_saved_variables(), grad_output.to(ScalarType.Float64)).to(grad_output.dtype).MoveToOuterDisposeScope(), null!];
    }
}

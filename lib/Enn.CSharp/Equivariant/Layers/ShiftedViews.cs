using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// E4 aggregation by ordinary operators: one product-and-sum a kernel pixel over shifted views of the padded values, so that the unfolded tensor never exists.
/// Forward and backward alike; the gradients are its own, for those of plain autograd would pad each view back to full size.
/// </summary>
internal sealed class ShiftedViews : autograd.SingleTensorFunction<ShiftedViews>
{
    public override string Name => nameof(ShiftedViews);

    /// <summary>The arguments of <see cref="Aggregation.Apply"/>.</summary>
    internal static Tensor Apply(Tensor kernels, Tensor values, PlanarGroup group, int kernel, int stride) => apply(kernels, values, new Setting(KernelRotation.Of(group, kernel), kernel, stride));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (kernels, values, setting) = ((Tensor)vars[0], (Tensor)vars[1], (Setting)vars[2]);
        ctx.save_for_backward([kernels, values]);
        ctx.save_data("setting", setting);
        using var scope = NewDisposeScope();
        var shape = new Shape(kernels, values, setting);
        var (rotated, padded) = (shape.Rotated(kernels), shape.Padded(values));
        var sum = zeros(shape.Aggregated, values.dtype, values.device);
        for (var u = 0; u < setting.Rotation.Pixels; u++) sum.addcmul_(rotated.select(2, u).unsqueeze(2), shape.Window(padded, u), 1);
        return sum.view(shape.Batch, values.size(1), shape.Height, shape.Width).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (kernels, values, setting) = (saved[0], saved[1], (Setting)ctx.get_data("setting"));
        var shape = new Shape(kernels, values, setting);
        var (rotated, padded, grad) = (shape.Rotated(kernels), shape.Padded(values), grad_output.reshape(shape.Aggregated));
        var (toKernels, toPadded) = (empty_like(rotated), zeros_like(padded));
        for (var u = 0; u < setting.Rotation.Pixels; u++)
        {
            using var step = NewDisposeScope();
            toKernels.select(2, u).copy_((grad * shape.Window(padded, u)).sum(2));
            shape.Window(toPadded, u).addcmul_(rotated.select(2, u).unsqueeze(2), grad, 1);
        }
        var border = setting.Kernel / 2;
        var toValues = toPadded.narrow(4, border, values.size(2)).narrow(5, border, values.size(3)).reshape(values.shape);
        return [shape.Unrotated(toKernels).MoveToOuterDisposeScope(), toValues.MoveToOuterDisposeScope(), null!];
    }

    private sealed record Setting(KernelRotation Rotation, int Kernel, int Stride);

    /// <summary>Kernels as [B, S, kk, n, H', W'], values as [B, S, J, n, H, W].</summary>
    private sealed class Shape(Tensor kernels, Tensor values, Setting setting)
    {
        private readonly long _order = setting.Rotation.Order;
        private readonly long _slices = kernels.size(1) / (setting.Rotation.Pixels * setting.Rotation.Order);

        internal long Batch { get; } = values.size(0);
        internal long Height { get; } = kernels.size(2);
        internal long Width { get; } = kernels.size(3);
        internal long[] Aggregated => [Batch, _slices, Share, _order, Height, Width];
        private long Each => setting.Rotation.Pixels * _order;
        private long Share => values.size(1) / (_order * _slices);

        internal Tensor Rotated(Tensor raw) => setting.Rotation.Apply(raw.reshape(Batch, _slices, Each, Height, Width)).view(Batch, _slices, setting.Rotation.Pixels, _order, Height, Width);

        internal Tensor Unrotated(Tensor rotated) => setting.Rotation.Undo(rotated.view(Batch, _slices, Each, Height, Width)).view(kernels.shape);

        internal Tensor Padded(Tensor map)
        {
            var border = setting.Kernel / 2;
            var padded = functional.pad(map, [border, border, border, border]);
            return padded.view(Batch, _slices, Share, _order, padded.size(2), padded.size(3));
        }

        // Where kernel pixel u looks at, for every output.
        internal Tensor Window(Tensor padded, int u)
        {
            var (dy, dx, stride) = (u / setting.Kernel, u % setting.Kernel, setting.Stride);
            return padded.slice(4, dy, dy + (Height - 1) * stride + 1, stride).slice(5, dx, dx + (Width - 1) * stride + 1, stride);
        }
    }
}

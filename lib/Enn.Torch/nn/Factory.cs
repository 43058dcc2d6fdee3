using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>New tensors for the parameters and buffers of modules.</summary>
internal static class Factory
{
    private static readonly Op _empty = "empty.memory_format", _zeros = "zeros", _ones = "ones", _emptyLike = "empty_like", _zerosLike = "zeros_like", _full = "full";

    internal static Parameter Empty(long[] sizes, Device? device, ScalarType? dtype)
    {
        using var data = _empty.Call(sizes, dtype ?? get_default_dtype(), default, device ?? get_default_device());
        return new Parameter(data);
    }

    internal static Parameter ParameterOf(Tensor data)
    {
        var parameter = new Parameter(data);
        data.Dispose();
        return parameter;
    }

    internal static Tensor Zeros(long[] sizes, Device? device, ScalarType? dtype) => _zeros.Call(sizes, dtype ?? get_default_dtype(), default, device ?? get_default_device());
    internal static Tensor Ones(long[] sizes, Device? device, ScalarType? dtype) => _ones.Call(sizes, dtype ?? get_default_dtype(), default, device ?? get_default_device());
    internal static Tensor Full(long[] sizes, double value, Device? device, ScalarType? dtype) => _full.Call(sizes, value, dtype ?? get_default_dtype(), default, device ?? get_default_device());
    internal static Tensor ZerosLike(Tensor tensor) => _zerosLike.Call(tensor);
    internal static Tensor EmptyLike(Tensor tensor) => _emptyLike.Call(tensor);

    /// <summary>PyTorch's initialisation of weight and bias: kaiming_uniform with a = sqrt 5, then U(-1/sqrt fan_in, 1/sqrt fan_in).</summary>
    internal static void Reset(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }
}

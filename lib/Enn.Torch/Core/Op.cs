using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Core;

/// <summary>
/// An operator of libtorch, found by schema name once and called boxed: <c>static readonly Op _relu = "relu"; ... _relu.Call(this)</c>. Trailing
/// arguments that are left out take the schema's defaults.
/// </summary>
/// <param name="name">The schema name without its <c>aten::</c>, with the overload after a dot: <c>"add.Tensor"</c>.</param>
internal sealed unsafe class Op(string name)
{
    private const int MaxResults = 8;
    private const int ScratchWords = 64;

    private IntPtr _handle;
    private bool _fresh;

    public static implicit operator Op(string name) => new(name);

    internal string Name => name;

    /// <summary>The schema text that libtorch declares for this operator.</summary>
    internal string Schema
    {
        get
        {
            return Marshal.PtrToStringUTF8(Native.enn_operator_schema(Found()))!;
        }
    }

    /// <summary>Calls the operator; its one result is a tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return Take(result);
    }

    /// <summary>Calls an in-place or out operator and drops the alias that it returns.</summary>
    internal void Run(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        if (Invoke(arguments, &result, 1) > 0 && result.Tag == ValueTag.Tensor) Native.enn_tensor_release(result.Pointer);
    }

    /// <summary>Calls an in-place operator; the result is its first argument itself.</summary>
    internal Tensor Update(params ReadOnlySpan<Arg> arguments)
    {
        Run(arguments);
        return (Tensor)arguments[0].Reference!;
    }

    /// <summary>Calls an operator that writes into <paramref name="result"/>, and returns that.</summary>
    internal Tensor Into(Tensor result, params ReadOnlySpan<Arg> arguments)
    {
        Run(arguments);
        return result;
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (Take(results[0]), Take(results[1]));
    }

    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (Take(results[0]), Take(results[1]), Take(results[2]));
    }

    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeValue[4];
        Invoke(arguments, results, 4);
        return (Take(results[0]), Take(results[1]), Take(results[2]), Take(results[3]));
    }

    /// <summary>Calls the operator; its one result is a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        var tensors = new Tensor[result.Length];
        var handles = (IntPtr*)result.Pointer;
        for (var i = 0; i < tensors.Length; i++) tensors[i] = Tensor.Own(handles[i], _fresh);
        Native.enn_release_array(result.Pointer);
        return tensors;
    }

    internal bool CallBool(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Integer != 0;
    }

    internal long CallInt(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Integer;
    }

    private Tensor Take(in NativeValue value) => Tensor.Own(value.Pointer, _fresh);

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Arg> arguments, NativeValue* results, int capacity)
    {
        Interruption.Check();
        var operation = Found();
        var values = stackalloc NativeValue[arguments.Length];
        var scratch = stackalloc long[ScratchWords];
        var used = 0;
        List<IntPtr>? overflow = null;

        long* Reserve(int words)
        {
            if (used + words <= ScratchWords)
            {
                used += words;
                return scratch + used - words;
            }
            var block = (IntPtr)NativeMemory.Alloc((nuint)words * 8);
            (overflow ??= []).Add(block);
            return (long*)block;
        }

        int count;
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                ref readonly var argument = ref arguments[i];
                values[i].Tag = argument.Tag;
                switch (argument.Tag)
                {
                    case ValueTag.Tensor:
                        values[i].Pointer = ((Tensor)argument.Reference!).Handle;
                        break;
                    case ValueTag.Ints:
                        var ints = (long[])argument.Reference!;
                        Store(values + i, Reserve(ints.Length), ints.Length);
                        ints.CopyTo(new Span<long>((void*)values[i].Pointer, ints.Length));
                        break;
                    case ValueTag.Doubles:
                        var doubles = (double[])argument.Reference!;
                        Store(values + i, Reserve(doubles.Length), doubles.Length);
                        doubles.CopyTo(new Span<double>((void*)values[i].Pointer, doubles.Length));
                        break;
                    case ValueTag.Bools:
                        var bools = (bool[])argument.Reference!;
                        Store(values + i, Reserve(bools.Length / 8 + 1), bools.Length);
                        bools.CopyTo(new Span<bool>((void*)values[i].Pointer, bools.Length));
                        break;
                    case ValueTag.Tensors or ValueTag.OptionalTensors:
                        var tensors = (Tensor?[])argument.Reference!;
                        var handles = (IntPtr*)Reserve(tensors.Length);
                        for (var k = 0; k < tensors.Length; k++) handles[k] = tensors[k]?.Handle ?? IntPtr.Zero;
                        Store(values + i, (long*)handles, tensors.Length);
                        break;
                    case ValueTag.String:
                        var text = (string)argument.Reference!;
                        var bytes = Encoding.UTF8.GetByteCount(text);
                        Store(values + i, Reserve(bytes / 8 + 1), bytes);
                        Encoding.UTF8.GetBytes(text, new Span<byte>((void*)values[i].Pointer, bytes));
                        break;
                    case ValueTag.Generator:
                        values[i].Pointer = ((Generator)argument.Reference!).Handle;
                        break;
                    default:
                        values[i].Integer = argument.Bits;
                        break;
                }
            }
            count = Native.enn_operator_call(operation, values, arguments.Length, results, capacity);
        }
        finally
        {
            if (overflow is not null) foreach (var block in overflow) NativeMemory.Free((void*)block);
        }
        if (count < 0) throw Failure(arguments);
        // The native side only borrowed the handles: keep their owners until here.
        for (var i = 0; i < arguments.Length; i++) GC.KeepAlive(arguments[i].Reference);
        return count;

        static void Store(NativeValue* value, long* at, int length)
        {
            value->Pointer = (IntPtr)at;
            value->Length = length;
        }
    }

    private TorchException Failure(ReadOnlySpan<Arg> arguments)
    {
        var text = new string[arguments.Length];
        for (var i = 0; i < text.Length; i++) text[i] = arguments[i].ToString();
        return TorchException.FromNative(name, string.Join(", ", text));
    }

    private IntPtr Found() => Volatile.Read(ref _handle) is not 0 and var handle ? handle : Find();

    private IntPtr Find()
    {
        var dot = name.IndexOf('.');
        var operation = "aten::" + (dot < 0 ? name : name[..dot]);
        int fresh;
        fixed (byte* n = Encoding.UTF8.GetBytes(operation + "\0"))
        fixed (byte* o = Encoding.UTF8.GetBytes((dot < 0 ? "" : name[(dot + 1)..]) + "\0"))
        {
            var handle = Native.enn_operator_find(n, o, &fresh);
            if (handle == IntPtr.Zero) throw TorchException.FromNative(name, "");
            _fresh = fresh != 0;
            // After what belongs to it: another thread that sees the handle reads the rest.
            Volatile.Write(ref _handle, handle);
            return handle;
        }
    }
}

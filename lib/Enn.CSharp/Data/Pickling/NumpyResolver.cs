namespace Enn.Data.Pickling;

/// <summary>Knows the globals that pickled numpy arrays and scalars need, and no others.</summary>
public sealed class NumpyResolver : IPickleResolver
{
    /// <summary>The resolver, which has no state.</summary>
    public static NumpyResolver Instance { get; } = new();

    private static readonly object ArrayType = new();

    /// <inheritdoc/>
    public object? Global(string module, string name) => (module, name) switch
    {
        ("numpy", "ndarray") => ArrayType,
        ("numpy", "dtype") => (PickleFunction)(arguments => new NumpyType(PickleValue.As<string>(PickleValue.Tuple(arguments, 1, 3, "a type's description")[0], "a type's code"))),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => (PickleFunction)Reconstruct,
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => (PickleFunction)Scalar,
        _ => null,
    };

    /// <inheritdoc/>
    public object? Persistent(object? id) => throw new FormatException("a persistent id, which no array has");

    private static NumpyArray Reconstruct(object?[] arguments)
    {
        PickleValue.Tuple(arguments, 3, 3, "what an array is made of");
        return arguments[0] == ArrayType ? new NumpyArray() : throw new FormatException("an array that is not of numpy's own type");
    }

    private static NumpyArray Scalar(object?[] arguments)
    {
        PickleValue.Tuple(arguments, 2, 2, "what a scalar is made of");
        return new NumpyArray().Fill(PickleValue.As<NumpyType>(arguments[0], "a scalar's type"), [], PickleValue.Bytes(arguments[1], "a scalar's data"));
    }
}

namespace Enn.Data.Pickling;

/// <summary>A constructor or function that a pickle may call.</summary>
/// <param name="arguments">The call's arguments: see <see cref="Pickle"/> for what each Python type becomes.</param>
/// <returns>The object made.</returns>
/// <exception cref="FormatException">The arguments do not fit; the reader adds file and offset. <see cref="PickleValue"/> has checks that throw it.</exception>
public delegate object? PickleFunction(object?[] arguments);

/// <summary>Decides which Python globals a pickle may name. Nothing that it does not list is ever looked up, let alone called; dict, OrderedDict, set and bytes are known without it.</summary>
public interface IPickleResolver
{
    /// <summary>
    /// What stands for a Python global: a <see cref="PickleFunction"/> where the pickle may call it, any other object where it is only passed on (a type, say);
    /// null refuses it, and the pickle with it.
    /// </summary>
    /// <param name="module">Its module, <c>numpy.core.multiarray</c>.</param>
    /// <param name="name">Its name in the module, <c>_reconstruct</c>.</param>
    object? Global(string module, string name);

    /// <summary>The object that a persistent id stands for (PyTorch stores tensors' bytes outside the pickle and names them so).</summary>
    /// <param name="id">The id, as pickled.</param>
    /// <exception cref="FormatException">There are no persistent ids in this kind of file, or not this one.</exception>
    object? Persistent(object? id);
}

/// <summary>An object whose pickled state follows its construction (the BUILD instruction).</summary>
public interface IPickleState
{
    /// <summary>Takes the state.</summary>
    /// <exception cref="FormatException">It does not fit.</exception>
    void SetState(object? state);
}

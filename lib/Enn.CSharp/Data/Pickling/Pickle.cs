namespace Enn.Data.Pickling;

/// <summary>
/// Reads Python pickles (protocols 2 to 5) without Python, and without what makes pickles dangerous: a global is rebuilt only where the resolver knows it, and
/// everything else is refused by name.
/// </summary>
/// <remarks>
/// None is null; int is long, or BigInteger beyond 64 bits; float is double; str is string; bytes and bytearray are byte[]; a tuple is object?[]; a list is
/// List&lt;object?&gt;; a set is HashSet&lt;object&gt;; a dict is <see cref="PickleDictionary"/>. A Python 2 str holds text or binary data alike: up to 255 bytes
/// it becomes a string of one character a byte (Latin-1), a longer one a byte[]; <see cref="PickleValue.Bytes"/> takes either.
/// </remarks>
public static class Pickle
{
    /// <summary>Reads one pickle.</summary>
    /// <param name="stream">A seekable stream that stands at the pickle's start; afterwards it stands right behind its end.</param>
    /// <param name="source">What messages call it: the file's path.</param>
    /// <param name="resolver">Which globals and persistent ids are known.</param>
    /// <returns>The pickled object.</returns>
    /// <exception cref="InvalidDataException">The pickle is damaged, names a global that the resolver does not know, or uses an instruction outside plain data; the message names file, offset and reason.</exception>
    public static object? Read(Stream stream, string source, IPickleResolver resolver)
    {
        var input = new PickleInput(stream, source);
        var result = new PickleMachine(input, resolver).Run();
        input.Finish();
        return result;
    }

    /// <summary>Reads a pickle that is a whole file, and takes out of it what is needed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resolver">Which globals and persistent ids are known.</param>
    /// <param name="take">Takes the object apart; where it throws <see cref="FormatException"/>, the file's name is added.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(Stream, string, IPickleResolver)"/>; also where anything follows the pickle.</exception>
    public static T ReadFile<T>(string path, IPickleResolver resolver, Func<object?, T> take)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var root = Read(file, path, resolver);
        if (file.Position != file.Length) throw Damage.At(path, file.Position, "something follows the pickle's end");
        try
        {
            return take(root);
        }
        catch (FormatException error)
        {
            throw Damage.At(path, file.Position, error.Message, error);
        }
    }
}

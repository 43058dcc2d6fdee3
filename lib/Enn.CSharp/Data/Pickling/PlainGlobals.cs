using System.Text;

namespace Enn.Data.Pickling;

/// <summary>The globals that plain containers need in protocols that have no instruction for them.</summary>
internal static class PlainGlobals
{
    internal static object? Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => (PickleFunction)OrderedDict,
        ("builtins" or "__builtin__", "set" or "frozenset") => (PickleFunction)Set,
        ("_codecs", "encode") => (PickleFunction)Encode,
        _ => null,
    };

    // Python 2 gives a list of pairs, Python 3 nothing.
    private static PickleDictionary OrderedDict(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (PickleValue.Tuple(arguments, 0, 1, "what an OrderedDict is made of") is [var pairs])
            foreach (var pair in PickleValue.As<List<object?>>(pairs, "an OrderedDict's items"))
            {
                if (pair is not (List<object?> { Count: 2 } or object?[] { Length: 2 })) throw new FormatException("an OrderedDict's item is no pair");
                var items = (IList<object?>)pair;
                dictionary[PickleMachine.Key(items[0])] = items[1];
            }
        return dictionary;
    }

    private static HashSet<object> Set(object?[] arguments) =>
        PickleValue.As<List<object?>>(PickleValue.Tuple(arguments, 1, 1, "what a set is made of")[0], "a set's items").Select(PickleMachine.Key).ToHashSet(KeyComparer.Instance);

    // Python 3 writes bytes in protocol 2 as a text of the same numbers.
    private static byte[] Encode(object?[] arguments) => arguments is [string text, "latin1"]
        ? text.All(letter => letter <= byte.MaxValue) ? Encoding.Latin1.GetBytes(text) : throw new FormatException("a text that is not Latin-1")
        : throw new FormatException("_codecs.encode with anything but Latin-1");
}

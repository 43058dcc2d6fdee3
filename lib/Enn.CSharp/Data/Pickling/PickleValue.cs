using System.Text;

namespace Enn.Data.Pickling;

/// <summary>Checked access to what a pickle holds: each throws <see cref="FormatException"/> where the value is something else.</summary>
public static class PickleValue
{
    /// <summary>The value as a type.</summary>
    /// <param name="value">What the pickle holds.</param>
    /// <param name="what">What it is meant to be, for the message.</param>
    public static T As<T>(object? value, string what) => value is T fits ? fits : throw new FormatException($"{what} is {Describe(value)}");

    /// <summary>An entry of a dictionary.</summary>
    public static T Entry<T>(object? dictionary, string key)
    {
        var entries = As<PickleDictionary>(dictionary, "the object that should be a dictionary");
        return entries.TryGetValue(key, out var value) ? As<T>(value, $"the entry '{key}'") : throw new FormatException($"there is no entry '{key}'");
    }

    /// <summary>The value as a number in a range.</summary>
    public static int Number(object? value, int least, int most, string what)
    {
        var number = As<long>(value, what);
        return number >= least && number <= most ? (int)number : throw new FormatException($"{what} is {number}, where {least} to {most} are expected");
    }

    /// <summary>The value as bytes: a bytes object, or a Python 2 str.</summary>
    public static byte[] Bytes(object? value, string what) => value switch
    {
        byte[] bytes => bytes,
        string text when text.All(letter => letter <= byte.MaxValue) => Encoding.Latin1.GetBytes(text),
        _ => throw new FormatException($"{what} is {Describe(value)}"),
    };

    /// <summary>The arguments of a call, checked for their number.</summary>
    public static object?[] Tuple(object? value, int least, int most, string what)
    {
        var items = As<object?[]>(value, what);
        return items.Length >= least && items.Length <= most ? items : throw new FormatException($"{what} has {items.Length} items, where {(least == most ? $"{least}" : $"{least} to {most}")} are expected");
    }

    internal static string Describe(object? value) => value switch
    {
        null => "None",
        string => "a string",
        long or System.Numerics.BigInteger => "an integer",
        bool => "a boolean",
        double => "a float",
        byte[] => "bytes",
        object?[] => "a tuple",
        List<object?> => "a list",
        PickleDictionary => "a dictionary",
        PickleFunction => "a function",
        _ => $"of type {value.GetType().Name}",
    };
}

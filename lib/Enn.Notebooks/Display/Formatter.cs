namespace Enn.Notebooks;

/// <summary>How values of a type are shown; cells may add their own.</summary>
public static class Formatter
{
    private static readonly List<(Type Type, string Mime, Func<object, string> Format)> Registered = [];

    /// <summary>Shows values of type <typeparamref name="T"/> (and types derived from it) also as <paramref name="mimeType"/>. The last registration wins.</summary>
    /// <param name="mimeType">As "text/html".</param>
    /// <param name="format">Makes the text.</param>
    public static void Register<T>(string mimeType, Func<T, string> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (Registered) Registered.Insert(0, (typeof(T), mimeType, value => format((T)value)));
    }

    /// <summary>Shows values of type <typeparamref name="T"/> as HTML.</summary>
    public static void RegisterHtml<T>(Func<T, string> format) => Register("text/html", format);

    /// <summary>Forgets what cells have registered.</summary>
    public static void Clear()
    {
        lock (Registered) Registered.Clear();
    }

    internal static IEnumerable<(string Mime, string Text)> Apply(object value)
    {
        (Type Type, string Mime, Func<object, string> Format)[] fitting;
        lock (Registered) fitting = [.. Registered.Where(r => r.Type.IsInstanceOfType(value)).DistinctBy(r => r.Mime)];
        foreach (var (_, mime, format) in fitting) yield return (mime, format(value));
    }
}

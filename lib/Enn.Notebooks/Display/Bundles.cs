using System.Collections;
using System.Reflection;

namespace Enn.Notebooks.Display;

/// <summary>Makes the bundle of any value.</summary>
internal static class Bundles
{
    private const int MaxText = 200_000;

    /// <param name="value">The value.</param>
    /// <param name="type">The type that the cell gives it.</param>
    /// <param name="print">The printer of values that have no better form.</param>
    internal static MimeBundle Of(object? value, Type type, Func<object?, Type, string> print)
    {
        if (value is MimeBundle ready) return ready;
        var bundle = value switch
        {
            null => new MimeBundle(print(null, type)),
            TorchSharp.torch.Tensor tensor => TensorView.Of(tensor),
            Exception problem => new MimeBundle(string.Join('\n', Execution.StackTraces.Describe(problem).Traceback)),
            Interop.IMimeBundle own => Of(own),
            _ => OwnBundle(value) ?? TableView.Of(value, v => Text(print(v, type))) ?? new MimeBundle(Text(print(value, type))),
        };
        if (value is not null)
            foreach (var (mime, text) in Formatter.Apply(value)) bundle.With(mime, text);
        return bundle;
    }

    private static MimeBundle Of(Interop.IMimeBundle value)
    {
        var bundle = new MimeBundle(value.ToString() ?? "");
        foreach (var (mime, text) in value.MimeBundle) bundle.With(mime, text);
        return bundle;
    }

    /// <summary>A type that knows its forms has a method ToMimeBundle() that returns pairs of MIME type and text.</summary>
    private static MimeBundle? OwnBundle(object value)
    {
        var method = value.GetType().GetMethod("ToMimeBundle", BindingFlags.Public | BindingFlags.Instance, []);
        if (method?.Invoke(value, null) is not IEnumerable forms) return null;
        var bundle = new MimeBundle(value.ToString() ?? "");
        foreach (var form in forms)
        {
            switch (form)
            {
                case KeyValuePair<string, string> pair: bundle.With(pair.Key, pair.Value); break;
                case Tuple<string, string> pair: bundle.With(pair.Item1, pair.Item2); break;
                case ValueTuple<string, string> pair: bundle.With(pair.Item1, pair.Item2); break;
            }
        }
        return bundle;
    }

    private static string Text(string text) => text.Length <= MaxText ? text : $"{text[..MaxText]}\n... ({text.Length - MaxText} more characters)";
}

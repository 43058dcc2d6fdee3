namespace Enn.Notebooks.Display;

/// <summary>A value in the forms that front ends know: MIME type to text. Texts of JSON types (application/json, ...+json) hold JSON; images are base64.</summary>
internal sealed class MimeBundle : Interop.IMimeBundle
{
    private readonly Dictionary<string, string> _forms = new(StringComparer.Ordinal);

    /// <param name="plainText">The form that every front end can show.</param>
    internal MimeBundle(string plainText) => _forms["text/plain"] = plainText;

    IReadOnlyDictionary<string, string> Interop.IMimeBundle.MimeBundle => _forms;

    internal IReadOnlyDictionary<string, string> Forms => _forms;

    /// <summary>This bundle with one more form.</summary>
    internal MimeBundle With(string mimeType, string content)
    {
        _forms[mimeType] = content;
        return this;
    }
}

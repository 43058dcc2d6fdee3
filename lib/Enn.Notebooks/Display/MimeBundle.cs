namespace Enn.Notebooks;

/// <summary>A value in the forms that front ends know: MIME type to text. Texts of JSON types (application/json, ...+json) hold JSON; images are base64.</summary>
public sealed class MimeBundle
{
    private readonly Dictionary<string, string> _forms = new(StringComparer.Ordinal);

    /// <summary>A bundle of plain text, which every front end can show.</summary>
    public MimeBundle(string plainText) => _forms["text/plain"] = plainText;

    /// <summary>The forms by MIME type.</summary>
    public IReadOnlyDictionary<string, string> Forms => _forms;

    /// <summary>This bundle with one more form.</summary>
    public MimeBundle With(string mimeType, string content)
    {
        _forms[mimeType] = content;
        return this;
    }
}

namespace Enn.Interop

open System.Collections.Generic

/// <summary>A value that says itself how a notebook shows it.</summary>
type IMimeBundle =
    /// <summary>The value by MIME type, richest first. Types that end in <c>json</c> hold JSON text, the others the text itself.</summary>
    abstract MimeBundle: IReadOnlyDictionary<string, string>

module internal MimeBundle =
    [<Literal>]
    let Plotly = "application/vnd.plotly.v1+json"

    [<Literal>]
    let Html = "text/html"

    [<Literal>]
    let Plain = "text/plain"

    /// Keeps the order of its entries, which a dictionary that only grows does.
    let ofList (entries: (string * string) list) : IReadOnlyDictionary<string, string> =
        let bundle = Dictionary<string, string>()
        for mime, content in entries do
            bundle.Add(mime, content)
        bundle

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Enn.Notebooks.FSharp;

/// <summary>Documentation comments, from the .xml file beside a library, as plain text.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, XElement>> Files = new();

    /// <summary>What the documentation of <paramref name="library"/> says about a member, or nothing.</summary>
    internal static string Lookup(string library, string member)
    {
        var entries = Files.GetOrAdd(library, Read);
        return entries.TryGetValue(member, out var entry) ? Plain(entry) : "";
    }

    /// <summary>The text of a comment, which may be XML or not.</summary>
    internal static string Plain(string comment)
    {
        try
        {
            return Plain(XElement.Parse($"<member>{comment}</member>"));
        }
        catch (XmlException)
        {
            return comment.Trim();
        }
    }

    // The shared runtime has no documentation beside it; the reference pack of the SDK has.
    private static Dictionary<string, XElement> Read(string library)
    {
        var name = Path.GetFileNameWithoutExtension(library) is var own && own == "System.Private.CoreLib" ? "System.Runtime.xml" : own + ".xml";
        var file = Path.ChangeExtension(library, ".xml");
        if (!File.Exists(file)) file = Path.Combine(AppContext.BaseDirectory, name);
        if (!File.Exists(file)) file = InReferencePack(library, name);
        try
        {
            if (!File.Exists(file)) return [];
            return XDocument.Load(file).Descendants("member").Where(m => m.Attribute("name") is not null)
                .DistinctBy(m => m.Attribute("name")!.Value).ToDictionary(m => m.Attribute("name")!.Value);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string InReferencePack(string library, string name)
    {
        var packs = Path.Combine(Path.GetDirectoryName(library) ?? ".", "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        return Directory.Exists(packs) ? Directory.EnumerateFiles(packs, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault("") : "";
    }

    private static string Plain(XElement member)
    {
        var lines = new List<string>();
        foreach (var part in member.Nodes())
        {
            var text = Inline(part);
            if (text.Length == 0) continue;
            lines.Add(part is XElement { Name.LocalName: "param" or "typeparam" or "exception" } named
                ? $"  {named.Attribute("name")?.Value ?? named.Attribute("cref")?.Value?.Split(':')[^1]}: {text}"
                : part is XElement { Name.LocalName: "returns" } ? $"Returns: {text}" : text);
        }
        return string.Join('\n', lines);
    }

    private static string Inline(XNode node) => Spaces().Replace(node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } link when !link.Nodes().Any() =>
            (link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword"))?.Value.Split(':')[^1] ?? "",
        XElement element => string.Concat(element.Nodes().Select(child => " " + Inline(child))),
        _ => "",
    }, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

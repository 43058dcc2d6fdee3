using FSharp.Compiler.EditorServices;
using FSharp.Compiler.Symbols;
using FSharp.Compiler.Text;

namespace Enn.Notebooks.FSharp;

/// <summary>The compiler's tool tips as plain text: signature, then documentation.</summary>
internal static class FSharpToolTips
{
    internal static string Text(ToolTipText tip)
    {
        var parts = new List<string>();
        foreach (var element in tip.Item)
        {
            if (element is not ToolTipElement.Group group) continue;
            foreach (var data in group.elements)
            {
                var signature = Plain(data.MainDescription);
                if (signature.Length > 0) parts.Add(signature);
                var documentation = Documentation(data.XmlDoc);
                if (documentation.Length > 0) parts.Add(documentation);
                if (data.Remarks?.Value is { } remarks) parts.Add(Plain(remarks));
            }
        }
        return string.Join("\n\n", parts.Distinct());
    }

    private static string Plain(RichText text) => text.Text.Trim();

    private static string Documentation(FSharpXmlDoc doc) => doc switch
    {
        FSharpXmlDoc.FromXmlText own => XmlDocumentation.Plain(string.Join('\n', own.Item.UnprocessedLines)),
        FSharpXmlDoc.FromXmlFile file => XmlDocumentation.Lookup(file.dllName, file.xmlSig),
        _ => "",
    };
}

using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.FSharp.Core;
using Microsoft.FSharp.Reflection;

namespace Enn.Notebooks.Display;

/// <summary>A sequence of F# records as an HTML table, beside its plain text.</summary>
internal static class TableView
{
    private const int MaxRows = 50;

    internal static MimeBundle? Of(object value, Func<object?, string> print)
    {
        // Only what is in memory: to enumerate a lazy sequence twice may cost, or have effects.
        if (value is not IEnumerable rows || !IsInMemory(value) || RowType(value.GetType()) is not { } row) return null;
        var fields = FSharpType.GetRecordFields(row, FSharpOption<BindingFlags>.None);
        var html = new StringBuilder("<table><thead><tr>").AppendJoin("", fields.Select(f => $"<th>{WebUtility.HtmlEncode(f.Name)}</th>")).Append("</tr></thead><tbody>");
        var count = 0;
        foreach (var item in rows)
        {
            if (count++ >= MaxRows) continue;
            html.Append("<tr>").AppendJoin("", fields.Select(f => $"<td>{WebUtility.HtmlEncode(Cell(f.GetValue(item)))}</td>")).Append("</tr>");
        }
        html.Append("</tbody></table>");
        if (count > MaxRows) html.Append(CultureInfo.InvariantCulture, $"<p>{MaxRows} of {count} rows</p>");
        return count == 0 ? null : new MimeBundle(print(value)).With("text/html", html.ToString());
    }

    private static bool IsInMemory(object value) => value is ICollection || value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Microsoft.FSharp.Collections.FSharpList<>);

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("g6", CultureInfo.InvariantCulture),
        float number => number.ToString("g6", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static Type? RowType(Type collection) => collection.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(i => i.GetGenericArguments()[0]).FirstOrDefault(type => FSharpType.IsRecord(type, FSharpOption<BindingFlags>.None));
}

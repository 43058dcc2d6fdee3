using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>The cells of this session.</summary>
internal sealed class History
{
    private const int Session = 1;
    private readonly List<(int Line, string Code)> _cells = [];

    internal void Add(int line, string code) => _cells.Add((line, code));

    /// <summary>history_request: the last n, a range, or those that match a pattern with * and ?.</summary>
    internal JsonArray Answer(JsonObject request)
    {
        var n = request.Number("n", int.MaxValue);
        var chosen = request.Text("hist_access_type") switch
        {
            "range" when request.Number("session", 0) is 0 or Session =>
                _cells.Where(c => c.Line >= request.Number("start", 0) && c.Line < request.Number("stop", int.MaxValue)),
            "range" => [],
            "search" => Search(request).TakeLast(n),
            _ => _cells.TakeLast(n),
        };
        var output = request.Flag("output", false);
        return new JsonArray([.. chosen.Select(c => (JsonNode)new JsonArray(Session, c.Line, output ? new JsonArray(c.Code, null) : c.Code))]);
    }

    private IEnumerable<(int Line, string Code)> Search(JsonObject request)
    {
        var found = _cells.Where(c => FileSystemName.MatchesSimpleExpression(request.Text("pattern"), c.Code, ignoreCase: false));
        return request.Flag("unique", false) ? found.Reverse().DistinctBy(c => c.Code).Reverse() : found;
    }
}

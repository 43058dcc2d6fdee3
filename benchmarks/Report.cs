using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Enn.Benchmarks;

/// <summary>Prints one line a comparison as it comes: a table row, or a JSON object.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _output;
    private readonly bool _json;

    internal Report(TextWriter output, bool json)
    {
        (_output, _json) = (output, json);
        if (!json) Row("benchmark", "threads", "ours", "peer", "ratio", "[min..max]", "goal", "holds");
    }

    internal int GoalsMissed { get; private set; }

    internal void Add(Comparison comparison)
    {
        if (comparison.Holds == false) GoalsMissed++;
        if (_json)
        {
            _output.WriteLine(JsonSerializer.Serialize(comparison, Json));
            _output.Flush();
            return;
        }
        Row(comparison.Against is null or "stock" ? comparison.Name : $"{comparison.Name} ({comparison.Against})", $"{comparison.Threads}",
            Quantity(comparison.Ours, comparison.Unit), Quantity(comparison.Peer, comparison.Unit), Number(comparison.Ratio),
            comparison.RatioMin is null ? "" : $"[{Number(comparison.RatioMin)}..{Number(comparison.RatioMax)}]",
            comparison.Goal ?? "-", comparison.Holds switch { true => "yes", false => "no", null => "-" });
    }

    private void Row(string name, string threads, string ours, string peer, string ratio, string range, string goal, string holds)
    {
        _output.WriteLine($"{name,-34}{threads,7}{ours,13}{peer,13}{ratio,8}  {range,-16}{goal,-16}{holds}");
        _output.Flush();
    }

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static string Quantity(double? value, string unit) => value switch
    {
        null => "-",
        { } v when unit != "s" => $"{Number(v)} {unit}",
        < 1e-6 => $"{(value.Value * 1e9).ToString("0.0", CultureInfo.InvariantCulture)} ns",
        < 1e-3 => $"{(value.Value * 1e6).ToString("0.00", CultureInfo.InvariantCulture)} us",
        < 1 => $"{(value.Value * 1e3).ToString("0.00", CultureInfo.InvariantCulture)} ms",
        _ => $"{Number(value)} s",
    };
}

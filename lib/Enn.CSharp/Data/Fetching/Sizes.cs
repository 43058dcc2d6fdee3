namespace Enn.Data.Fetching;

/// <summary>Sizes for people.</summary>
public static class Sizes
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>A number of bytes in decimal units: 170 MB.</summary>
    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1_000 && unit < Units.Length - 1; unit++) value /= 1_000;
        return $"{value.ToString(unit > 0 && value < 10 ? "0.0" : "0")} {Units[unit]}";
    }
}

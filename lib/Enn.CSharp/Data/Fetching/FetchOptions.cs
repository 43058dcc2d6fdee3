namespace Enn.Data.Fetching;

/// <summary>How data is fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>The environment variable that names an offline mirror.</summary>
    public const string MirrorVariable = "ENN_DATA_MIRROR";

    /// <summary>The mirror that <see cref="MirrorVariable"/> names, or null.</summary>
    public static string? MirrorOfEnvironment => Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>A folder to take the data from: the publishers' files, installed sets, or a packed mirror with an <c>unpack</c> program. Null: the publishers' addresses.</summary>
    public string? Mirror { get; init; }

    /// <summary>Whether only the mirror will do; else what it lacks is downloaded.</summary>
    public bool MirrorOnly { get; init; }

    /// <summary>How often a download that brings nothing is tried.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause before a try, counted from 1.</summary>
    public Func<int, TimeSpan> Pause { get; init; } = attempt => TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));

    /// <summary>How long a connection may bring nothing.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The free bytes of the disk that holds a folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}

using System.Text;

namespace Enn.Experiments;

/// <summary>
/// The recorded runs of one paper, a file of one JSON line each, the source of every table. Lines are only ever appended, each in one piece under a lock, so
/// that processes may share a file and an interrupted write costs that line alone.
/// </summary>
/// <param name="path">The file, which need not exist.</param>
public sealed class RunStore(string path)
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    /// <summary>The file.</summary>
    public string FilePath { get; } = path;

    /// <summary>Every record in the order of writing, and what is wrong with the lines that are none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (IReadOnlyList<RunRecord> Records, IReadOnlyList<string> Problems) Read()
    {
        var records = new List<RunRecord>();
        var problems = new List<string>();
        if (!File.Exists(FilePath)) return (records, problems);
        using var file = Locked(FileMode.Open, FileAccess.Read, FileShare.Read);
        using var reader = new StreamReader(file, Encoding.UTF8);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0) continue;
            try
            {
                records.Add(RunRecordJson.Read(line));
            }
            catch (FormatException error)
            {
                problems.Add($"{FilePath}:{number}: {error.Message}");
            }
        }
        return (records, problems);
    }

    /// <summary>The latest complete record of some settings; null where it has not been run to its end.</summary>
    public RunRecord? Find(RunSettings settings) => Read().Records.LastOrDefault(record => record.Complete && record.Settings.Equals(settings));

    /// <summary>The latest complete record of all settings that have one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Dictionary<RunSettings, RunRecord> Complete() =>
        Read().Records.Where(record => record.Complete).GroupBy(record => record.Settings).ToDictionary(runs => runs.Key, runs => runs.Last());

    /// <summary>Finds out before any training whether its record can be written.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public void CheckWritable()
    {
        CreateFolder();
        Locked(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    /// <summary>Adds a record.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Append(RunRecord record)
    {
        CreateFolder();
        using var file = Locked(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var line = RunRecordJson.Write(record) + "\n";
        // A write that was cut short left a line without its end: keep the new one apart from it.
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n') line = "\n" + line;
        }
        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush(flushToDisk: true);
    }

    private void CreateFolder()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(FilePath)) is { } folder) Directory.CreateDirectory(folder);
    }

    private FileStream Locked(FileMode mode, FileAccess access, FileShare share)
    {
        for (var deadline = DateTime.UtcNow + LockPatience; ; Thread.Sleep(LockPause))
        {
            try
            {
                return new FileStream(FilePath, mode, access, share, bufferSize: 1 << 16);
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && DateTime.UtcNow < deadline)
            {
                // Another process holds the file for the moment of a write.
            }
        }
    }
}

namespace Enn.Data.Fetching;

/// <summary>What a check of an installed set found.</summary>
/// <param name="Files">Files compared with a checksum.</param>
/// <param name="Problems">What is missing or differs, a line each.</param>
public sealed record VerifyReport(int Files, IReadOnlyList<string> Problems);

/// <summary>Compares installed sets with their checksums, bit by bit.</summary>
public static class DataVerifier
{
    /// <summary>Checks a set against what is known of it beforehand and against the list written when it was fetched.</summary>
    /// <param name="set">The set.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="cancel">Stops between blocks.</param>
    public static VerifyReport Verify(CatalogueEntry set, string folder, CancellationToken cancel = default)
    {
        IReadOnlyList<(string Name, Checksum Checksum)> listed = [];
        var unreadable = new List<string>();
        try
        {
            listed = ChecksumList.Read(folder) ?? [];
        }
        catch (InvalidDataException damaged)
        {
            unreadable.Add(damaged.Message);
        }
        var checks = set.KnownContents.Select(known => (Name: known.Key, Checksum: known.Value)).Concat(listed).ToList();
        var problems = unreadable.Concat(set.Missing(folder).Select(name => $"{name} is missing")).Concat(checks.AsParallel().AsOrdered().WithCancellation(cancel).Select(check =>
        {
            var path = Path.Combine(folder, check.Name);
            return !File.Exists(path) ? $"{check.Name} is missing" : check.Checksum.Fits(path, cancel) ? null : $"{check.Name} differs from its checksum {check.Checksum}";
        }).OfType<string>()).Distinct().ToList();
        return new VerifyReport(checks.DistinctBy(check => check.Name).Count(), problems);
    }

    /// <summary>Writes down the checksums of a set that was put there by hand, to hold it to them from now on.</summary>
    /// <returns>Whether there was no list before; a list that is there is left as it is.</returns>
    public static bool Record(string folder, CancellationToken cancel = default)
    {
        if (ChecksumList.Read(folder) is not null) return false;
        ChecksumList.Write(folder, cancel);
        return true;
    }
}

using System.Xml;
using System.Xml.Linq;

namespace Enn.Cli;

/// <summary>How many tests passed, failed and were skipped, and the closing line that says so.</summary>
internal readonly record struct TestTally(int Passed, int Failed, int Skipped)
{
    /// <summary>Sums two tallies.</summary>
    public static TestTally operator +(TestTally a, TestTally b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    /// <summary>At least one test ran and none failed.</summary>
    internal bool Holds => Failed == 0 && Passed > 0;

    /// <summary>"N passed, N failed", and ", N skipped" where some were.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed" + (Skipped > 0 ? $", {Skipped} skipped" : "");

    /// <summary>
    /// Counts the results in a .trx file of one test project. A project that did not finish (a cut-off file, or a bad exit status without a failing test:
    /// the host crashed) counts as one more failure; one without tests leaves no file and a good exit status.
    /// </summary>
    internal static TestTally Read(string trx, int exitStatus)
    {
        if (exitStatus == 0 && !File.Exists(trx)) return default;
        var tally = default(TestTally);
        try
        {
            foreach (var result in XDocument.Load(trx).Descendants().Where(e => e.Name.LocalName == "UnitTestResult"))
                tally += (string?)result.Attribute("outcome") switch
                {
                    "Passed" => new(1, 0, 0),
                    "NotExecuted" => new(0, 0, 1),
                    _ => new(0, 1, 0),
                };
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return tally + new TestTally(0, 1, 0);
        }
        return exitStatus != 0 && tally.Failed == 0 ? tally + new TestTally(0, 1, 0) : tally;
    }
}

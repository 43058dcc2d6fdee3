namespace Enn.Experiments;

/// <summary>A paper's experiments, as <c>./enn reproduce</c>, the report and notebooks see them.</summary>
public interface IPaper
{
    /// <summary>The word for it: <c>./enn reproduce NAME</c>, <c>results/NAME.jsonl</c>.</summary>
    string Name { get; }

    /// <summary>Its title and where it was published.</summary>
    string Title { get; }

    /// <summary>The names of its tables, in the paper's order.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>The tables that are shown where none is asked for.</summary>
    /// <param name="seeds">Seeds a run is repeated with.</param>
    IReadOnlyList<string> DefaultTables(int seeds);

    /// <summary>Says what the quick profile leaves out, for help texts.</summary>
    string QuickProfile { get; }

    /// <summary>Plans tables: what to run for them, and how to show them.</summary>
    /// <param name="tables">Names out of <see cref="Tables"/>.</param>
    /// <param name="profile">How much of the protocol to run.</param>
    /// <param name="seeds">Seeds 0 to <paramref name="seeds"/> - 1.</param>
    /// <param name="data">Where images come from, and the device.</param>
    IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data);
}

/// <summary>A table, the runs that it needs, and its text from their records.</summary>
/// <param name="Name">One of its paper's <see cref="IPaper.Tables"/>.</param>
/// <param name="Runs">The runs; empty where it needs none.</param>
/// <param name="Show">Makes the table of the complete records by settings, as far as they are there: what was not measured is shown as missing.</param>
public sealed record PlannedTable(string Name, IReadOnlyList<PlannedRun> Runs, Func<IReadOnlyDictionary<RunSettings, RunRecord>, Table> Show)
{
    /// <summary>Whether our numbers are counted or computed when the table is made, so that they are there without a run.</summary>
    public bool IsComputed { get; init; }
}

/// <summary>The papers of this project. A paper adds itself with one line.</summary>
public static class Papers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IPaper> All { get; } =
    [
        new EideticPaper.EideticExperiments(),
        new EigenPaper.EigenExperiments(),
        new EquivariantPaper.EquivariantExperiments(),
        new NonNegativePaper.NonNegativeExperiments(),
        new WhiteningPaper.WhiteningExperiments(),
    ];
}

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

    /// <summary>Says what the quick profile trains and what it leaves out, for help texts.</summary>
    string QuickProfile { get; }

    /// <summary>Plans tables: what to run for them, and how to show them.</summary>
    /// <param name="tables">Names out of <see cref="Tables"/>.</param>
    /// <param name="profile">How much of the protocol to run.</param>
    /// <param name="seeds">Seeds 0 to <paramref name="seeds"/> - 1.</param>
    /// <param name="data">Where images come from, and the device.</param>
    IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data);
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

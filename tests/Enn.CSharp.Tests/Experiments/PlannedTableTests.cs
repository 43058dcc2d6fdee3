using Enn.Experiments;
using Enn.Tests.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>Which tables have numbers of ours, why others have none, and what tells runs apart.</summary>
public class PlannedTableTests
{
    private static PlannedRun Run(string label, params (string Name, string Value)[] settings) =>
        new(new RunSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))), label, 1, 1, 1, () => new ToyProcess(0, 1));

    private static RunRecord Record(PlannedRun run) => new()
    {
        Settings = run.Settings, Complete = true, EpochsRun = 1, EpochsProtocol = 1, Seconds = 0, Metrics = new Dictionary<string, double>(), Environment = RunEnvironment.Now(CPU, 1), Finished = DateTime.UnixEpoch,
    };

    private static PlannedTable Table(params PlannedRun[] runs) => new("t", runs, _ => new Table("T", [], [], []));

    private static readonly Dictionary<RunSettings, RunRecord> None = [];

    [Fact]
    public void A_table_has_ours_where_a_run_is_recorded_or_it_is_computed()
    {
        var (here, absent) = (Run("a", ("n", "1")), Run("b", ("n", "2")));
        Assert.False(Table(here, absent).HasOurs(None));
        Assert.True(Table(here, absent).HasOurs(new Dictionary<RunSettings, RunRecord> { [absent.Settings] = Record(absent) }));
        Assert.False(Table().HasOurs(None));
        Assert.True((Table() with { IsComputed = true }).HasOurs(None));
    }

    [Fact]
    public void A_table_without_ours_says_why_each_reason_once()
    {
        var run = Run("a", ("n", "1"));
        Assert.Equal("Get x. Get y.", Table(run.Without("Get x."), Run("b", ("n", "2")).Without("Get x."), Run("c", ("n", "3")).Without("Get y.")).WhyNot);
        Assert.Contains("the same command goes on", Table(run, run.Without("Get x.")).WhyNot);
        Assert.Equal("Needs x.", (Table() with { NotRun = "Needs x." }).WhyNot);
        // Every table of every paper that can end up without numbers has something to say.
        using var data = new LoadedData(CPU);
        foreach (var paper in Papers.All)
            Assert.All(paper.Plan(paper.DefaultTables(1), Profile.Quick, 1, data).Where(table => !table.IsComputed), table => Assert.NotEqual("", table.WhyNot));
    }

    [Fact]
    public void Notes_tell_of_rows_that_are_neither_made_nor_recorded()
    {
        PlannedRun[] runs = [Run("a", ("n", "1")), Run("b", ("n", "2")).Without("Get x."), Run("c", ("n", "3")).Without("Get y.")];
        Assert.Equal(["Not run: Get x.", "Not run: Get y."], PlannedTable.NotRunNotes(runs.Select(run => new[] { run }), None));
        Assert.Equal(["Not run: Get y."], PlannedTable.NotRunNotes(runs.Select(run => new[] { run }), new Dictionary<RunSettings, RunRecord> { [runs[1].Settings] = Record(runs[1]) }));
        Assert.Empty(PlannedTable.NotRunNotes([runs], new Dictionary<RunSettings, RunRecord> { [runs[0].Settings] = Record(runs[0]) }));
    }

    [Fact]
    public void Runs_of_one_label_are_told_apart_by_the_settings_that_differ()
    {
        PlannedRun[] plan =
        [
            Run("mlp", ("width", "8"), ("weight_decay", "0.1"), ("seed", "0")), Run("mlp", ("width", "8"), ("weight_decay", "0.2"), ("seed", "0")), Run("cnn", ("width", "8")),
            Run("mlp", ("width", "8"), ("weight_decay", "0.1"), ("seed", "0")), Run("mlp", ("width", "8"), ("seed", "0")), Run("cnn", ("width", "8")),
        ];
        var named = RunLabels.Distinct(plan);
        Assert.Equal(["mlp, weight decay 0.1", "mlp, weight decay 0.2", "cnn", "mlp, weight decay 0.1", "mlp, weight decay none", "cnn"], named.Select(run => run.Label));
        Assert.Equal(plan.Select(run => run.Settings), named.Select(run => run.Settings));
    }

    [Fact]
    public void Every_run_of_every_paper_can_be_told_from_the_others()
    {
        using var data = new LoadedData(CPU);
        foreach (var paper in Papers.All)
        {
            var runs = RunLabels.Distinct([.. paper.Plan(paper.Tables, Profile.Quick, 2, data).SelectMany(table => table.Runs)]).DistinctBy(run => run.Settings).ToList();
            Assert.Equal(runs.Count, runs.DistinctBy(run => run.Label).Count());
        }
    }
}

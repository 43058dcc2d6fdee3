using Enn.Data;
using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>Tables show what was published and what was measured, and nothing else.</summary>
public class ComparisonTableTests
{
    private const int Published = 5, Ours = 6, Difference = 7, Match = 8, Epochs = 9, Seconds = 10;

    private static TableRuns Plan(PublishedTable table, int seeds = 1, Profile profile = Profile.Quick)
    {
        using var data = new LoadedData(CPU);
        return TableRuns.Plan(table, profile, seeds, data);
    }

    private static RowRuns Runnable(TableRuns table) => table.Rows.First(row => row.Published is { Dataset: "fashion_mnist", Architecture: "mlp" });

    private static RunRecord Measured(PlannedRun run, double accuracy, double match = 1, double changed = 0, double difference = 2e-5) => RunStoreTests.Record("0", 0) with
    {
        Settings = run.Settings,
        EpochsRun = run.EpochsRun,
        EpochsProtocol = run.EpochsProtocol,
        Seconds = 12.34,
        Metrics = new Dictionary<string, double>
        {
            [ScenarioProcess.TwinAccuracy] = accuracy, [ScenarioProcess.Match] = match, [ScenarioProcess.ChangedPredictions] = changed, [ScenarioProcess.MaxLogitDifference] = difference,
        },
    };

    private static IReadOnlyList<string> Cells(TableRuns plan, RowRuns row, params RunRecord[] records) =>
        ComparisonTable.Create(plan, records.ToDictionary(record => record.Settings)).Rows[plan.Rows.ToList().IndexOf(row)];

    [Fact]
    public void Without_records_every_measured_cell_is_missing()
    {
        foreach (var table in PublishedTable.Means.Append(PublishedTable.Readme))
        {
            var plan = Plan(table, 2);
            foreach (var (cells, row) in ComparisonTable.Create(plan, new Dictionary<RunSettings, RunRecord>()).Rows.Zip(plan.Rows))
            {
                Assert.Equal(row.NotRun is null ? Table.Missing : "not run", cells[Ours]);
                Assert.Equal([Table.Missing, Table.Missing], new[] { cells[Difference], cells[Match] });
                Assert.Equal(Table.Missing, cells[Seconds]);
                Assert.NotEqual(Table.Missing, cells[Published]);
            }
        }
    }

    [Fact]
    public void A_record_without_the_measurement_shows_no_number()
    {
        var plan = Plan(PublishedTable.Readme);
        var row = Runnable(plan);
        var empty = Measured(row.Runs[0], 0) with { Metrics = new Dictionary<string, double>() };
        var cells = Cells(plan, row, empty);
        Assert.Equal([Table.Missing, Table.Missing, Table.Missing], [cells[Ours], cells[Difference], cells[Match]]);
    }

    [Fact]
    public void A_measured_row_shows_value_difference_match_and_epochs()
    {
        var plan = Plan(PublishedTable.Readme);
        var row = Runnable(plan);
        var cells = Cells(plan, row, Measured(row.Runs[0], row.Published.Published.Mean - 0.0123));
        Assert.Equal($"{row.Published.Published.Mean - 0.0123:0.0000}", cells[Ours]);
        Assert.Equal("-0.0123", cells[Difference]);
        Assert.Equal("yes (0 changed, 2.0e-5)", cells[Match]);
        Assert.Equal("50/50", cells[Epochs]);
        Assert.Equal("12.3", cells[Seconds]);
        Assert.StartsWith("no (7 changed", Cells(plan, row, Measured(row.Runs[0], 0.5, match: 0, changed: 7))[Match]);
    }

    [Fact]
    public void Several_seeds_give_mean_and_deviation_over_those_measured()
    {
        var plan = Plan(PublishedTable.Means[0], 3);
        var row = Runnable(plan);
        Assert.Equal(3, row.Runs.Select(run => run.Settings).Distinct().Count());
        var cells = Cells(plan, row, Measured(row.Runs[0], 0.80), Measured(row.Runs[2], 0.84));
        Assert.Equal("82.00 ± 2.83", cells[Ours]);
        Assert.Equal("85.64 ± 0.22", cells[Published]);
        Assert.Equal("-3.64", cells[Difference]);
    }

    [Fact]
    public void Rows_without_data_say_what_is_needed()
    {
        var table = Plan(PublishedTable.Means[0]);
        foreach (var row in table.Rows.Where(row => row.Published.Dataset is "malimg" or "names" or "fi2010"))
        {
            Assert.Empty(row.Runs);
            Assert.NotNull(row.NotRun);
        }
        var text = ComparisonTable.Create(table, new Dictionary<RunSettings, RunRecord>()).ToMarkdown();
        Assert.Contains("Not run: Malimg", text);
        Assert.Contains("for Malimg the F1 score and for FI-2010 Cohen's kappa", text);
    }

    [Fact]
    public void Published_baselines_have_rows_exponential_ones_run_only_with_a_lambda()
    {
        var post = PublishedTable.Means[1].Rows.Where(row => row.Method == Spelling.ClippedPostTraining).ToList();
        Assert.Equal(6, post.Count);
        Assert.All(post, row => Assert.Equal((Spelling.Csgd, "mlp"), (row.Optimizer, row.Architecture)));
        using var data = new LoadedData(CPU);
        var without = TableRuns.Plan(PublishedTable.Means[2], Profile.Quick, 1, data).Rows.Where(row => row.Published.Method == Spelling.ExponentialInitialisation).ToList();
        Assert.Equal(12, without.Count);
        Assert.All(without, row => Assert.Contains("lambda", row.NotRun));
        var with = TableRuns.Plan(PublishedTable.Means[2], Profile.Quick, 1, data, exponentialRate: 2).Rows
            .Where(row => row.Published is { Method: Spelling.ExponentialInitialisation, Dataset: FashionMnist.Name }).ToList();
        Assert.All(with, row => Assert.Equal("2", row.Runs[0].Settings["exp_lambda"]));
    }

    [Fact]
    public void The_paper_profile_is_the_published_protocol_and_quick_keeps_the_small_nets_whole()
    {
        Assert.All(Plan(PublishedTable.Readme, profile: Profile.Paper).Rows.SelectMany(row => row.Runs), run => Assert.Equal(run.EpochsProtocol, run.EpochsRun));
        foreach (var row in Plan(PublishedTable.Readme).Rows.Where(row => row.NotRun is null))
            Assert.Equal(row.Published is { Architecture: "mlp", Dataset: "mnist" or "fashion_mnist" }, row.Runs[0].EpochsRun == row.Runs[0].EpochsProtocol);
    }

    [Fact]
    public void Quick_and_paper_runs_of_a_large_net_are_different_runs_of_a_small_one_the_same()
    {
        PlannedRun[] Of(Profile profile, string architecture) => [.. Plan(PublishedTable.Readme, profile: profile).Rows
            .Where(row => row.Published.Architecture == architecture && row.Published.Dataset == FashionMnist.Name).SelectMany(row => row.Runs)];
        Assert.Equal(Of(Profile.Quick, "mlp").Select(run => run.Settings), Of(Profile.Paper, "mlp").Select(run => run.Settings));
        Assert.NotEqual(Of(Profile.Quick, "cnn")[0].Settings, Of(Profile.Paper, "cnn")[0].Settings);
    }

    [Fact]
    public void Markdown_is_aligned()
    {
        var lines = ComparisonTable.Create(Plan(PublishedTable.Readme), new Dictionary<RunSettings, RunRecord>()).ToMarkdown().Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.Equal(2 + PublishedTable.Readme.Rows.Count, lines.Count);
        Assert.Single(lines.Select(line => line.Length).Distinct());
    }
}

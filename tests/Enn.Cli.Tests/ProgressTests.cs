using Enn.Experiments;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Cli.Tests;

/// <summary>What is said of runs, and how tables without numbers of ours are folded.</summary>
public class ProgressTests
{
    private static PlannedRun Run(double epochs, double protocol) =>
        new(new RunSettings([KeyValuePair.Create("n", $"{epochs}")]), "label", epochs, protocol, 1, () => throw new InvalidOperationException("never made"));

    private static RunRecord Record(PlannedRun run, double headline) => new()
    {
        Settings = run.Settings, Complete = true, EpochsRun = 1, EpochsProtocol = 1, Seconds = 2, Environment = RunEnvironment.Now(CPU, 1), Finished = DateTime.UnixEpoch,
        Metrics = new Dictionary<string, double> { [run.Headline] = headline },
    };

    private static EpochRecord Epoch(string phase, params (string Name, double Value)[] metrics) => new(phase, 1, metrics.ToDictionary(m => m.Name, m => m.Value), 0);

    [Fact]
    public void A_plan_names_its_epochs_where_it_has_any()
    {
        Assert.Equal(", 0.3 of 350 epochs", RunLines.Plan(Run(0.3, 350)));
        Assert.Equal(", at most 60 epochs", RunLines.Plan(Run(60, 60) with { EpochsMetric = "passes" }));
        Assert.Equal("", RunLines.Plan(Run(0, 0)));
    }

    [Fact]
    public void Progress_counts_in_the_runs_own_unit_and_prints_counts_as_whole_numbers()
    {
        Assert.Equal("epoch 3/5, loss 0.1235, epochs 46", RunLines.Progress(Run(1, 1), Epoch("train", ("loss", 0.12345), ("epochs", 46)), 3, 5));
        var tasks = Run(1, 1) with { Unit = "task" };
        Assert.Equal("task 3/6, test accuracy 0.5000", RunLines.Progress(tasks, Epoch("task", ("test_accuracy", 0.50001)), 3, 6));
        Assert.Equal("task 6/6 (routing), loss NaN", RunLines.Progress(tasks, Epoch("routing", ("loss", double.NaN)), 6, 6));
        Assert.Equal("epoch 1/1 (measurement)", RunLines.Progress(Run(0, 0), Epoch("measurement"), 1, 1));
    }

    [Fact]
    public void Tables_with_numbers_of_ours_come_first_and_others_are_a_line_each_unless_asked_for()
    {
        var (ours, later) = (Run(1, 1), Run(2, 2).Without("weeks: --profile paper runs it."));
        PlannedTable Table(string name, PlannedRun run) => new(name, [run], _ => new Table($"title of {name}", [new("column")], [["cell"]], []));
        PlannedTable[] tables = [Table("published", later), Table("measured", ours)];
        var records = new Dictionary<RunSettings, RunRecord> { [ours.Settings] = Record(ours, 0.5) };
        string Shown(params string[] asked)
        {
            using var output = new StringWriter();
            TableView.Show(tables, asked, records, output);
            return output.ToString();
        }
        var folded = Shown();
        Assert.StartsWith("## title of measured", folded);
        Assert.DoesNotContain("title of published", folded);
        Assert.EndsWith("\n- published: weeks: --profile paper runs it.\n", folded);
        var asked = Shown("published");
        Assert.StartsWith("## title of published", asked);
        Assert.Contains("## title of measured", asked);
        Assert.DoesNotContain("--table", asked);
    }

    [Fact]
    public void A_result_is_its_headline()
    {
        var run = Run(1, 1);
        Assert.Equal("test accuracy 0.5000", RunLines.Result(run, Record(run, 0.49999)));
        Assert.Equal("no recall measured", RunLines.Result(run with { Headline = "recall" }, Record(run, 1)));
    }
}

using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The table of trained networks: which rows run, and what is shown of those that do not.</summary>
public class PretrainedNetworksTests
{
    private static PlannedTable Plan(Profile profile)
    {
        using var data = new LoadedData(CPU);
        return Assert.Single(new NonNegativeExperiments().Plan([PretrainedNetworks.Table], profile, 1, data));
    }

    [Fact]
    public void The_quick_profile_only_looks_the_slow_row_up_and_shows_it_where_it_is_recorded()
    {
        var table = Plan(Profile.Quick);
        var slow = Assert.Single(table.Runs, run => run.Settings.Values["dtype"] == "float64");
        Assert.True(slow.OnlyRecorded);
        Assert.Contains("--paper-profile", string.Join(' ', table.Show(new Dictionary<RunSettings, RunRecord>()).Notes));
        var record = new RunRecord
        {
            Settings = slow.Settings, Complete = true, EpochsRun = 0, EpochsProtocol = 0, Seconds = 12.3, Environment = RunEnvironment.Now(CPU, 1), Finished = DateTime.UnixEpoch,
            Metrics = new Dictionary<string, double> { ["r_accuracy"] = .9339, ["nn_accuracy"] = .9338, ["nn_match"] = 0, ["changed_predictions"] = 1, ["max_logit_difference"] = 1 },
        };
        var shown = table.Show(new Dictionary<RunSettings, RunRecord> { [slow.Settings] = record });
        Assert.Contains(shown.Rows, row => row.Contains("float64") && row.Contains("93.38"));
        Assert.DoesNotContain("--paper-profile", string.Join(' ', shown.Notes));
    }

    [Fact]
    public void Equal_rows_of_both_profiles_are_the_same_runs() =>
        Assert.Equal(Plan(Profile.Quick).Runs.Select(run => run.Settings.Key), Plan(Profile.Paper).Runs.Select(run => run.Settings.Key));
}

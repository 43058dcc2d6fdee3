using Enn.Experiments;
using Enn.Training;

namespace Enn.Tests.Experiments;

/// <summary>Results files: what goes in comes out, and nothing is lost.</summary>
public class RunStoreTests
{
    internal static RunRecord Record(string seed, double accuracy, bool complete = true) => new()
    {
        Settings = new RunSettings(new Dictionary<string, string> { ["seed"] = seed, ["method"] = "test \"quoted\" é" }),
        Complete = complete,
        EpochsRun = 2.5,
        EpochsProtocol = 50,
        Seconds = 1.0 / 3,
        Metrics = new Dictionary<string, double> { ["accuracy"] = accuracy, ["loss"] = double.NaN, ["worst"] = double.PositiveInfinity },
        Epochs = [new EpochRecord("train", 1, new Dictionary<string, double> { ["loss"] = 0.1 + 0.2 }, 0.7)],
        Environment = new RunEnvironment("cpu", 1, "0123abc-dirty", "1.13.0"),
        Finished = new DateTime(2024, 5, 17, 1, 2, 3, DateTimeKind.Utc),
    };

    [Fact]
    public void A_record_round_trips_with_all_digits()
    {
        using var folder = new TemporaryFolder();
        var store = new RunStore(folder["deep/results.jsonl"]);
        var record = Record("0", Math.PI / 4);
        store.Append(record);
        var read = Assert.Single(store.Read().Records);
        Assert.Equal(record.Settings, read.Settings);
        Assert.Equal(record.Settings.Key, read.Settings.Key);
        Assert.Equal(record.Metrics, read.Metrics);
        Assert.Equal(record.Epochs[0].Metrics, read.Epochs[0].Metrics);
        Assert.Equal(record with { Settings = read.Settings, Metrics = read.Metrics, Epochs = read.Epochs }, read);
    }

    [Fact]
    public void The_latest_complete_record_counts()
    {
        using var folder = new TemporaryFolder();
        var store = new RunStore(folder["results.jsonl"]);
        Assert.Null(store.Find(Record("0", 0).Settings));
        store.Append(Record("0", 0.1));
        store.Append(Record("0", 0.2));
        store.Append(Record("0", 0.3, complete: false));
        store.Append(Record("1", 0.4));
        Assert.Equal(0.2, store.Find(Record("0", 0).Settings)!.Metric("accuracy"));
        Assert.Null(store.Find(Record("0", 0).Settings)!.Metric("never measured"));
    }

    [Fact]
    public void A_torn_or_foreign_line_costs_that_line_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder["results.jsonl"];
        var store = new RunStore(path);
        store.Append(Record("0", 0.1));
        store.Append(Record("1", 0.2));
        File.WriteAllText(path, File.ReadAllText(path)[..^40]);
        store.Append(Record("2", 0.3));
        File.AppendAllText(path, "{\"seed\":1}\n[]\nnull\n" + RunRecordJson.Write(Record("3", 0.4)).Replace("\"phase\"", "\"stage\"") + "\n");
        var (records, problems) = store.Read();
        Assert.Equal([0.1, 0.3], records.Select(record => record.Metric("accuracy")!.Value));
        Assert.Equal(5, problems.Count);
        Assert.Contains("it lacks 'settings'", problems[1]);
        Assert.Contains("an epoch lacks 'phase'", problems[4]);
        Assert.StartsWith($"{path}:2: not a run's record", problems[0]);
    }

    [Fact]
    public void Appends_from_many_threads_keep_every_line_whole()
    {
        using var folder = new TemporaryFolder();
        var path = folder["results.jsonl"];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => new RunStore(path).Append(Record(i.ToString(), i)));
        var (records, problems) = new RunStore(path).Read();
        Assert.Empty(problems);
        Assert.Equal(Enumerable.Range(0, 64), records.Select(record => (int)record.Metric("accuracy")!).Order());
    }

    [Fact]
    public void Keys_depend_on_settings_not_on_their_order()
    {
        var a = new RunSettings([KeyValuePair.Create("lr", "0.1"), KeyValuePair.Create("seed", "0")]);
        Assert.Equal(a.Key, new RunSettings([KeyValuePair.Create("seed", "0"), KeyValuePair.Create("lr", "0.1")]).Key);
        Assert.NotEqual(a.Key, new RunSettings([KeyValuePair.Create("seed", "1"), KeyValuePair.Create("lr", "0.1")]).Key);
        Assert.NotEqual(a.Key, new RunSettings([KeyValuePair.Create("lr", "0.1")]).Key);
    }

    [GitFact]
    public void The_commit_is_read_and_a_change_marks_it_dirty()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("unknown", RunEnvironment.ReadCommit(folder.Path));
        void Git(params string[] arguments)
        {
            var start = new System.Diagnostics.ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@t", .. arguments]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
            using var git = System.Diagnostics.Process.Start(start)!;
            git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
        }
        Git("init", "-q");
        Directory.CreateDirectory(folder["results"]);
        File.WriteAllText(folder["code"], "1");
        File.WriteAllText(folder["results/a.jsonl"], "");
        Git("add", ".");
        Git("commit", "-qm", "first");
        var clean = RunEnvironment.ReadCommit(folder.Path);
        Assert.Matches("^[0-9a-f]{40}$", clean);
        File.WriteAllText(folder["results/a.jsonl"], "a result");
        Assert.Equal(clean, RunEnvironment.ReadCommit(folder.Path));
        File.WriteAllText(folder["code"], "2");
        Assert.Equal(clean + "-dirty", RunEnvironment.ReadCommit(folder.Path));
    }
}

namespace Enn.Cli.Tests;

/// <summary>./enn reproduce and ./enn run: choices, errors and a small run from end to end.</summary>
public sealed class ExperimentCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn-").FullName;

    private string Results => Path.Combine(_folder, "results.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("reproduce nonnegative --table nine", "nine")]
    [InlineData("reproduce nonnegative --seeds 0", "--seeds takes a number from 1")]
    [InlineData("reproduce nonnegative --profile slow", "slow")]
    [InlineData("reproduce nonnegative --jobs 0", "--jobs takes a number from 1")]
    [InlineData("reproduce nonnegative --device tpu", "tpu")]
    [InlineData("reproduce something", "something")]
    [InlineData("run nonnegative", "--method transformation|post_train_nn|fully_nn_train")]
    [InlineData("run nonnegative -t --epochs 0", "--epochs takes a number from 1")]
    [InlineData("run nonnegative -t --epochs many", "many")]
    [InlineData("run nonnegative -t --activation tanh", "tanh")]
    [InlineData("run nonnegative -t --preset none", "none")]
    [InlineData("run nonnegative -f -a relu -o csgd --epochs 1", "The paper has no Csgd rate")]
    [InlineData("run nonnegative -m exp_init --epochs 1", "--exp-lambda")]
    [InlineData("run nonnegative -m exp_init --exp-lambda 0", "--exp-lambda takes a positive number")]
    [InlineData("reproduce nonnegative --exp-lambda -1", "--exp-lambda takes a positive number")]
    [InlineData("run nonnegative -t --preset readme-10-epochs --epochs 1", "changes nothing for transformation mlp fashion_mnist")]
    [InlineData("run nonnegative -f --preset upstream-raw-nll --epochs 1", "changes nothing for fully_nn_train mlp")]
    [InlineData("run nonnegative -f --preset upstream-relu-alpha-14 --epochs 1", "changes nothing for fully_nn_train")]
    [InlineData("run nonnegative -t -c alexnet --epochs 1", "no input pipeline")]
    public async Task A_wrong_choice_is_refused_in_one_line(string line, string reason)
    {
        var (status, _, error) = await CommandLineTests.Run(line.Split(' '));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains(reason, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task The_ImageNet_table_is_listed_as_not_run_with_what_it_needs()
    {
        var (status, output, _) = await CommandLineTests.Run("reproduce", "nonnegative", "--table", "imagenet", "--results", Results);
        Assert.Equal(0, status);
        Assert.Equal(10, output.Split('\n').Count(line => line.Contains("| not run |", StringComparison.Ordinal)));
        Assert.Contains("ILSVRC 2012", output);
    }

    [Fact]
    public async Task The_tables_of_eidetic_learning_are_shown_with_what_the_paper_leaves_open()
    {
        var (status, output, error) = await CommandLineTests.Run("reproduce", "eidetic", "--table", "pmnist", "sweep", "routing", "--results", Results);
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"\| Eidetic +\| +98\.31 ± 0\.09 \| +- \|", output);
        Assert.Matches(@"\| step 0\.01, stop at 0\.03 +\| +83\.96 \|.*\| +27 \|", output);
        Assert.Equal(24, output.Split('\n').Count(line => line.StartsWith("| l1 ", StringComparison.Ordinal) || line.StartsWith("| l2 ", StringComparison.Ordinal) || line.StartsWith("| taylor ", StringComparison.Ordinal)));
        Assert.Contains("2e-4 in the paper's Table 2 and 0.002 in its text", output);
        Assert.Contains("Not run: ", output);
        Assert.False(File.Exists(Results));
    }

    [Fact]
    public async Task Single_runs_of_a_paper_are_chosen_by_their_settings()
    {
        var (status, output, error) = await CommandLineTests.Run("run", "whitening");
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"\n  ratio +0\.3, 0\.5, ", output);
        Assert.Contains("./enn run whitening '", output);
        (status, output, error) = await CommandLineTests.Run("run", "whitening", "experiment=fidelity", "ratio=0.5", "--seed", "3", "--results", Results);
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"\| fidelity at ratio 0\.5 +\| cosine exact 1(\.0000)? +\|", output);
        var record = Assert.Single(File.ReadAllLines(Results));
        Assert.Contains("\"seed\":\"3\"", record);
        // The same run as that of the table with as many seeds.
        Assert.Contains("(recorded ", (await CommandLineTests.Run("run", "whitening", "ratio=0.5", "--seed", "3", "--results", Results)).Output);
    }

    [Theory]
    [InlineData("run whitening fidelity", "write SETTING=VALUE")]
    [InlineData("run whitening colour=red", "has a setting 'colour': choose ")]
    [InlineData("run whitening ratio=2", "has ratio=2: choose 0.3, 0.5")]
    [InlineData("run whitening ratio=0.5 method=bn", "all of these settings")]
    [InlineData("run eigen --seed -1", "--seed takes a number from 0")]
    public async Task A_choice_that_no_run_has_is_refused_with_those_there_are(string line, string reason)
    {
        var (status, _, error) = await CommandLineTests.Run(line.Split(' '));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains(reason, error);
    }

    [Fact]
    public async Task A_run_that_the_profile_leaves_out_says_what_runs_it()
    {
        var (status, output, _) = await CommandLineTests.Run("run", "whitening", "dataset=cifar100", "method=bn", "network=resnet18", "--results", Results);
        Assert.Equal(0, status);
        Assert.Contains("--profile paper", output);
        Assert.False(File.Exists(Results));
    }

    [Fact]
    public async Task The_official_command_line_works_as_it_is()
    {
        string[] line =
        [
            "run", "nonnegative", "--fully_negative_training", "--architecture", "mlp", "--dataset", "fashion_mnist", "--activation", "photonic_sigmoid", "--nn_optimizer", "csgd",
            "--noise_aware", "--noise_inference", "--log", "--epochs", "1", "--batch-size", "2000", "--results", Results,
        ];
        var (status, output, error) = await CommandLineTests.Run(line);
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"\| fully_nn_train \| mlp .*\| csgd ", output);
        // The same in our spelling is the same run.
        var (_, again, _) = await CommandLineTests.Run("run", "nonnegative", "-f", "-a", "photonic_sigmoid", "--optimizer", "csgd", "--epochs", "1", "--batch-size", "2000", "--results", Results);
        Assert.Contains("(recorded ", again);
    }

    [Fact]
    public async Task Recorded_runs_are_shown_without_their_data_set()
    {
        File.Copy(Path.Combine(Data.ProjectFolder.Root, "results", "nonnegative.jsonl"), Results);
        var (status, output, _) = await CommandLineTests.Run("reproduce", "nonnegative", "--table", "readme", "--results", Results);
        Assert.Equal(0, status);
        Assert.Matches(@"\| post_train_nn +\| mlp +\| mnist .*\| csgd +\| +0\.9533 \| +0\.9[0-9]{3} \|", output);
    }

    [Fact]
    public async Task A_results_file_in_no_folder_is_refused()
    {
        var (status, _, error) = await CommandLineTests.Run("reproduce", "nonnegative", "--results", Path.Combine(_folder, "none", "results.jsonl"));
        Assert.Equal(2, status);
        Assert.Contains("there is no folder", error);
        Assert.False(Directory.Exists(Path.Combine(_folder, "none")));
    }

    [Fact]
    public async Task The_clipping_baseline_runs_and_its_preset_text_is_shown()
    {
        var (status, output, error) = await CommandLineTests.Run("run", "nonnegative", "-m", "clip_post_train", "-p", "-o", "-", "--preset", "upstream-new-bias", "--epochs", "1",
            "--batch-size", "6000", "--results", Results);
        Assert.Equal((0, ""), (status, error));
        Assert.StartsWith("upstream-new-bias: ", output);
        Assert.Matches(@"\| clip_post_train \| mlp .*\| csgd .*\| no \(", output);
        Assert.Matches(@"\| post_train_nn +\| mlp .*\| nnsgd .*\| yes \(", output);
        var records = File.ReadAllLines(Results);
        Assert.Equal(2, records.Length);
        Assert.All(records, record => Assert.Contains("\"upstream_new_bias\":\"on\"", record));
    }

    [Fact]
    public async Task A_run_is_recorded_then_reused_then_made_anew()
    {
        string[] line = ["run", "nonnegative", "-f", "-a", "photonic_sigmoid", "-o", "nnsgd", "--epochs", "1", "--batch-size", "2000", "--results", Results];
        var (status, output, error) = await CommandLineTests.Run(line);
        Assert.Equal((0, ""), (status, error));
        Assert.Contains("starts, 1 of 50 epochs", output);
        Assert.Contains("| fully_nn_train | mlp ", output);
        Assert.Contains("yes (0 changed", output);
        var table = output[output.IndexOf("| method", StringComparison.Ordinal)..];
        var (_, again, _) = await CommandLineTests.Run(line);
        Assert.Contains("(recorded ", again);
        Assert.EndsWith(table, again);
        Assert.Single(File.ReadAllLines(Results));
        await CommandLineTests.Run([.. line, "--rerun"]);
        var lines = File.ReadAllLines(Results);
        Assert.Equal(2, lines.Length);
        static string Metrics(string record) => System.Text.Json.Nodes.JsonNode.Parse(record)!["metrics"]!.ToJsonString();
        Assert.Equal(Metrics(lines[0]), Metrics(lines[1]));
    }
}

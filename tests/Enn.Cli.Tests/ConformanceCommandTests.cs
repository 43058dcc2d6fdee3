namespace Enn.Cli.Tests;

/// <summary>./enn conformance with files that are no cases, and with one that is.</summary>
public sealed class ConformanceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn-conformance-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static string Case => Repository.Below("tests", "conformance", "nonnegative__resnet18-c10.json");

    private static async Task FailsNaming(string file, params string[] words)
    {
        var (status, output, error) = await CommandLineTests.Run("conformance", file);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.All(words.Append(file), word => Assert.Contains(word, error));
    }

    [Fact]
    public Task A_missing_file_is_named() => FailsNaming(Path.Combine(_folder, "nowhere.json"));

    [Fact]
    public Task A_folder_is_named() => FailsNaming(_folder);

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"id\": \"x\"}")]
    public Task What_is_no_case_is_named(string text) => FailsNaming(Write("broken.json", text), "no conformance case");

    [Fact]
    public async Task A_truncated_case_is_named()
    {
        var text = await File.ReadAllTextAsync(Case);
        await FailsNaming(Write("half.json", text[..(text.Length / 2)]), "no conformance case");
    }

    [Fact]
    public async Task An_unknown_model_is_named_with_its_file()
    {
        var text = await File.ReadAllTextAsync(Case);
        await FailsNaming(Write("unknown.json", text.Replace("\"nonnegative.", "\"nobody.", StringComparison.Ordinal)), "nobody.");
    }

    [Fact]
    public async Task A_file_that_is_no_case_does_not_hide_one_that_fails_and_the_others_run()
    {
        var text = await File.ReadAllTextAsync(Case);
        var wrong = Write("wrong.json", text.Replace("\"high\": 1.0", "\"high\": 1.5", StringComparison.Ordinal).Replace("\"high\":1.0", "\"high\":1.5", StringComparison.Ordinal));
        Assert.NotEqual(text, await File.ReadAllTextAsync(wrong));
        var (status, output, _) = await CommandLineTests.Run("conformance", wrong);
        Assert.Equal(CommandLine.CheckFailed, status);
        Assert.EndsWith("FAIL", output.TrimEnd());
        (status, output, var error) = await CommandLineTests.Run("conformance", Write("broken.json", "{"), Case);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("broken.json", error);
        Assert.EndsWith("1 passed, 0 failed, 1 could not be run", error.TrimEnd());
        Assert.StartsWith("nonnegative/", output);
        Assert.EndsWith("pass", output.TrimEnd());
    }

    [Fact]
    public async Task Several_cases_are_counted_in_the_end_beside_their_lines()
    {
        var text = await File.ReadAllTextAsync(Repository.Below("tests", "conformance", "whitening__zca-svd-c8-g2.json"));
        var (good, bad) = (Write("good.json", text), Write("bad.json", text.Replace("\"high\": 1.0", "\"high\": 1.5", StringComparison.Ordinal)));
        var (status, output, error) = await CommandLineTests.Run("conformance", good, bad, good);
        Assert.Equal(CommandLine.CheckFailed, status);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length);
        Assert.Equal("2 passed, 1 failed", error.TrimEnd());
        Assert.Empty((await CommandLineTests.Run("conformance", good)).Error);
    }

    [Theory]
    [InlineData("--dtype", "float16")]
    [InlineData("--device", "tpu")]
    public async Task A_value_that_an_option_does_not_take_is_named_with_those_it_takes(string option, string value)
    {
        var (status, _, error) = await CommandLineTests.Run("conformance", Case, option, value);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains(value, error);
        Assert.Contains(option == "--dtype" ? "float32" : "cuda", error);
    }

    [Fact]
    public async Task Without_files_it_says_what_it_needs()
    {
        var (status, _, error) = await CommandLineTests.Run("conformance");
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("conformance", error);
    }
}

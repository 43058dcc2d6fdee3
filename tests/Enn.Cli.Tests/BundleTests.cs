namespace Enn.Cli.Tests;

/// <summary>What ./enn bundle refuses before it publishes anything, and the script that a bundle runs by.</summary>
public class BundleTests
{
    [Fact]
    public async Task An_unknown_data_set_is_named_with_the_known_ones()
    {
        var (status, _, error) = await CommandLineTests.Run("bundle", "--data", "fashion-mnist,imagenet-22k");
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("imagenet-22k", error);
        Assert.Contains("cifar10", error);
    }

    [Fact]
    public async Task The_script_names_a_folder_that_is_no_libtorch()
    {
        var lines = new List<string>();
        var status = await Subprocess.RunAsync("bash", [Repository.Below("lib", "Enn.Cli", "Bundle", "run.sh"), "--help"], lines.Add, CancellationToken.None,
            new Dictionary<string, string> { ["ENN_LIBTORCH"] = "/nowhere/at/all" });
        Assert.Equal(2, status);
        Assert.Contains("/nowhere/at/all holds no libtorch", Assert.Single(lines));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var error = await Assert.ThrowsAsync<CliException>(() => Subprocess.RunAsync("no-such-program-here", [], _ => { }, CancellationToken.None));
        Assert.Contains("no-such-program-here", error.Message);
    }
}

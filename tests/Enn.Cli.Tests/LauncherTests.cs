using System.Diagnostics;
using System.Runtime.Versioning;

namespace Enn.Cli.Tests;

/// <summary>The launcher's messages, run from an empty folder with a PATH on which only chosen tools exist.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn-launcher-").FullName;

    public LauncherTests()
    {
        Directory.CreateDirectory(Tools);
        File.Copy(Repository.Below("enn"), Path.Combine(_folder, "enn"));
        foreach (var tool in new[] { "bash", "env", "dirname", "find", "mkdir", "uname", "grep", "tr", "tail", "touch", "rm", "mv", "cp", "sort", "head", "cat", "flock", "sleep" }) Link(tool);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Tools => Path.Combine(_folder, "tools");

    private void Link(string tool)
    {
        var real = new[] { "/usr/bin", "/bin" }.Select(f => Path.Combine(f, tool)).First(File.Exists);
        File.CreateSymbolicLink(Path.Combine(Tools, tool), real);
    }

    // A stand-in for a program: a script that does what a test needs of it.
    private void Script(string name, string body)
    {
        var file = Path.Combine(Tools, name);
        File.WriteAllText(file, $"#!{Tools}/bash\n{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (int Status, string Output, string Error) Run(string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Tools, "bash"), $"{_folder}/enn {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Tools;
        start.Environment["HOME"] = _folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    // A libtorch by its looks: what the launcher's check reads of one.
    private string FakeLibtorch()
    {
        var prefix = Path.Combine(_folder, "libtorch");
        Directory.CreateDirectory(Path.Combine(prefix, "include", "ATen"));
        File.WriteAllText(Path.Combine(prefix, "include", "ATen", "ATen.h"), "");
        return prefix;
    }

    // A dotnet that builds by writing the program, counts its builds, and runs by saying so.
    private void FakeDotnet(string build = "") => Script("dotnet", $"""
        case $1 in
          --list-sdks) echo '10.0.401 [/somewhere]' ;;
          build) {build}
            echo built >>'{_folder}/builds'; mkdir -p '{_folder}/artifacts/bin/Enn.Cli/release'; echo >'{_folder}/artifacts/bin/Enn.Cli/release/enn.dll' ;;
          *) echo "ran $*" ;;
        esac
        """);

    private void FakeCompilers()
    {
        foreach (var tool in new[] { "cmake", "make", "g++" }) Script(tool, "exit 0");
        foreach (var source in new[] { "lib/a.cs", "Directory.Build.props" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, source))!);
            File.WriteAllText(Path.Combine(_folder, source), "");
        }
    }

    private int Builds => File.ReadAllLines(Path.Combine(_folder, "builds")).Length;

    [Fact]
    public void A_folder_that_is_no_libtorch_is_named()
    {
        FakeDotnet();
        var (status, _, error) = Run("test", ("ENN_LIBTORCH", "/nowhere/at/all"));
        Assert.Equal(2, status);
        Assert.Contains("ENN_LIBTORCH=/nowhere/at/all holds no libtorch", error);
    }

    [Fact]
    public void Without_apt_it_says_what_to_provide_and_how()
    {
        FakeDotnet();
        var (status, _, error) = Run("test", ("ENN_LIBTORCH", FakeLibtorch()));
        Assert.Equal(2, status);
        Assert.Contains("missing here: cmake make g++", error);
        Assert.Contains("no apt", error);
        Assert.Contains("ENN_LIBTORCH=<folder>", error);
        Assert.Contains("BLAS", error);
    }

    [Fact]
    public void What_is_missing_is_installed_with_one_update_and_one_line()
    {
        FakeDotnet();
        FakeCompilers();
        File.Delete(Path.Combine(Tools, "g++"));
        Script("apt-get", $"echo \"$*\" >>'{_folder}/apt'; case \"$*\" in *install*g++*) echo '#!{Tools}/bash' >'{Tools}/g++' ;; esac");
        Script("sudo", "while [[ $1 == -* ]]; do shift; done; \"$@\"");
        var (status, output, error) = Run("x", ("ENN_LIBTORCH", FakeLibtorch()));
        Assert.True(status == 0, error);
        Assert.Contains("ran ", output);
        var calls = File.ReadAllLines(Path.Combine(_folder, "apt"));
        Assert.Single(calls, c => c.EndsWith("update"));
        Assert.Single(calls, c => c.Contains("install") && c.Contains("g++"));
        Assert.Single(error.Split('\n'), line => line.Contains("installing"));
    }

    [Theory]
    [InlineData("lab", null, "jupyter-notebook", "chromium")]
    [InlineData("test", "1", "chromium jupyter-notebook", "python3-torch")]
    [InlineData("test", null, null, "chromium")]
    [InlineData("report", null, null, "jupyter-notebook")]
    public void What_only_one_command_needs_is_installed_for_that_command(string command, string? browserTests, string? installed, string not)
    {
        FakeDotnet();
        FakeCompilers();
        Script("apt-get", $"echo \"$*\" >>'{_folder}/apt'");
        Script("sudo", "while [[ $1 == -* ]]; do shift; done; \"$@\"");
        File.WriteAllText(Path.Combine(_folder, "apt"), "");
        var (status, _, error) = Run(command, ("ENN_LIBTORCH", FakeLibtorch()), ("ENN_BROWSER_TESTS", browserTests ?? ""));
        Assert.True(status == 0, error);
        var calls = File.ReadAllText(Path.Combine(_folder, "apt"));
        if (installed is not null) Assert.Contains(installed, calls);
        Assert.DoesNotContain(not, calls);
    }

    [Fact]
    public void Without_the_sdk_it_says_how_to_get_it()
    {
        // On a machine that keeps a dotnet in one of the usual folders off PATH the launcher finds it, as it should.
        if (File.Exists("/usr/share/dotnet/dotnet") || File.Exists("/usr/lib/dotnet/dotnet"))
        {
            var found = Run("x", ("ENN_LIBTORCH", FakeLibtorch()));
            Assert.Contains("missing here: cmake", found.Error);
            return;
        }
        var (status, _, error) = Run("test");
        Assert.Equal(2, status);
        Assert.Contains("dotnet-install.sh", error);
    }

    [Fact]
    public void It_builds_once_and_again_after_a_change_of_a_source_or_of_the_libtorch()
    {
        FakeDotnet();
        FakeCompilers();
        var libtorch = FakeLibtorch();
        Assert.Equal((0, $"ran {_folder}/artifacts/bin/Enn.Cli/release/enn.dll x y\n"), Run("x y", ("ENN_LIBTORCH", libtorch)) is var first ? (first.Status, first.Output) : default);
        Run("x", ("ENN_LIBTORCH", libtorch));
        Assert.Equal(1, Builds);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "lib", "a.cs"), DateTime.UtcNow.AddSeconds(5));
        Run("x", ("ENN_LIBTORCH", libtorch));
        Assert.Equal(2, Builds);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "lib", "a.cs"), DateTime.UtcNow.AddDays(-1));
        Run("x", ("ENN_LIBTORCH", libtorch + "/."));
        Assert.Equal(3, Builds);
    }

    [Fact]
    public void A_failed_build_shows_its_errors_and_is_tried_again()
    {
        FakeDotnet("echo 'a.cs(1,1): error CS1002: ; expected'; exit 1;");
        FakeCompilers();
        var libtorch = FakeLibtorch();
        var (status, output, error) = Run("x", ("ENN_LIBTORCH", libtorch));
        Assert.Equal((2, ""), (status, output));
        Assert.Contains("error CS1002", error);
        FakeDotnet();
        Assert.Equal(0, Run("x", ("ENN_LIBTORCH", libtorch)).Status);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        FakeDotnet("sleep 0.5;");
        FakeCompilers();
        var libtorch = FakeLibtorch();
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Run("x", ("ENN_LIBTORCH", libtorch)))));
        Assert.All(both, run => Assert.Equal(0, run.Status));
        Assert.Equal(1, Builds);
    }
}

using System.CommandLine;

namespace Enn.Cli.Tests;

/// <summary>What the command line says, and its exit statuses, without starting a process.</summary>
public class CommandLineTests
{
    /// <summary>Runs one command line and returns its status, output and error output.</summary>
    internal static async Task<(int Status, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await CommandLine.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }

    public static TheoryData<string> Commands => [.. CommandLine.Create().Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    [Theory, MemberData(nameof(Commands))]
    public async Task Every_command_has_help_that_describes_it_and_all_it_takes(string name)
    {
        var (status, output, error) = await Run(name, "--help");
        Assert.Equal(0, status);
        Assert.Empty(error);
        Assert.Contains($"./enn {name}", output);
        var command = CommandLine.Create().Subcommands.Single(c => c.Name == name);
        Assert.All(command.Options.Where(o => !o.Hidden).Cast<Symbol>().Concat(command.Arguments).Append(command), part =>
        {
            Assert.False(string.IsNullOrWhiteSpace(part.Description), $"{part.Name} has no description");
            Assert.Contains(part.Name.TrimStart('-'), output);
        });
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        var (status, output, _) = await Run();
        Assert.Equal(0, status);
        Assert.Contains("test", output);
    }

    [Theory]
    [InlineData("tost", "tost")]
    [InlineData("test --filtre x", "--filtre")]
    [InlineData("test --filter", "--filter")]
    public async Task A_wrong_command_line_is_named_and_points_to_the_help(string line, string named)
    {
        var (status, output, error) = await Run(line.Split(' '));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Empty(output);
        Assert.StartsWith("enn: ", error);
        Assert.Contains(named, error);
        Assert.Contains("--help", error);
    }

    [Theory]
    [InlineData("reproduce nosuch", "./enn reproduce has no 'nosuch': choose ", "eigen")]
    [InlineData("nosuch", "./enn has no 'nosuch': choose ", "reproduce")]
    [InlineData("kernel nosuch", "./enn kernel has no 'nosuch': choose ", "install")]
    public async Task What_there_is_no_such_command_for_is_answered_with_those_there_are(string line, string said, string choice)
    {
        var (status, _, error) = await Run(line.Split(' '));
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.StartsWith("enn: " + said, error);
        Assert.Contains(choice, error);
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("conformance")]
    public async Task A_folder_given_as_a_file_is_called_one(string command)
    {
        var (status, _, error) = await Run(command, AppContext.BaseDirectory);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains($"{AppContext.BaseDirectory} is a folder, not a file", error);
    }

    [Fact]
    public async Task A_test_project_that_does_not_exist_is_named_with_those_that_do()
    {
        var (status, _, error) = await Run("test", "nosuch");
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("nosuch", error);
        Assert.Contains("Enn.Cli.Tests", error);
    }
}

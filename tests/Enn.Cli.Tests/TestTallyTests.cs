namespace Enn.Cli.Tests;

/// <summary>The arithmetic of the closing line of ./enn test.</summary>
public sealed class TestTallyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    private TestTally Read(int status, params string[] outcomes)
    {
        var results = string.Concat(outcomes.Select(o => $"<UnitTestResult outcome=\"{o}\"/>"));
        File.WriteAllText(_file, $"<TestRun xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\"><Results>{results}</Results></TestRun>");
        return TestTally.Read(_file, status);
    }

    [Fact]
    public void Outcomes_are_counted()
    {
        Assert.Equal(new TestTally(2, 1, 1), Read(1, "Passed", "Failed", "NotExecuted", "Passed"));
        Assert.Equal(new TestTally(0, 2, 0), Read(1, "Timeout", "Aborted"));
    }

    [Fact]
    public void The_closing_line_names_skipped_tests_only_where_there_are_some()
    {
        Assert.Equal("3 passed, 0 failed", new TestTally(3, 0, 0).ToString());
        Assert.Equal("3 passed, 1 failed, 2 skipped", (new TestTally(1, 1, 0) + new TestTally(2, 0, 2)).ToString());
    }

    [Fact]
    public void A_run_holds_when_something_ran_and_nothing_failed()
    {
        Assert.True(new TestTally(1, 0, 3).Holds);
        Assert.False(new TestTally(1, 1, 0).Holds);
        Assert.False(new TestTally(0, 0, 3).Holds);
    }

    [Fact]
    public void A_host_that_crashed_is_a_failure()
    {
        Assert.Equal(new TestTally(1, 1, 0), Read(134, "Passed"));
        File.WriteAllText(_file, "<TestRun><Results><UnitTestRes");
        Assert.Equal(new TestTally(0, 1, 0), TestTally.Read(_file, 0));
        File.Delete(_file);
        Assert.Equal(new TestTally(0, 1, 0), TestTally.Read(_file, 1));
    }

    [Fact]
    public void A_project_without_tests_counts_nothing()
    {
        File.Delete(_file);
        Assert.Equal(default, TestTally.Read(_file, 0));
    }

    [Fact]
    public void The_chatter_of_the_runner_is_dropped_and_failures_are_kept()
    {
        Assert.True(TestCommand.IsChatter("Test run for /a/b.dll (.NETCoreApp,Version=v10.0)"));
        Assert.False(TestCommand.IsChatter("  Failed Enn.Torch.Tests.CoreTests.Boxed_and_typed_calls_agree [12 ms]"));
        Assert.False(TestCommand.IsChatter("   Assert.Equal() Failure: Values differ"));
    }
}

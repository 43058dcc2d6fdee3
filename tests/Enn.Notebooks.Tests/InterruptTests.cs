using System.Runtime.InteropServices;
using Enn.Notebooks.Execution;

namespace Enn.Notebooks.Tests;

/// <summary>An interrupt ends a cell, whatever it does, and nothing else.</summary>
[Collection(OneKernel.Name)]
public sealed class InterruptTests(KernelFixture kernel)
{
    private const string Started = "printfn \"started\"\n";

    public static TheoryData<string> Endless =>
    [
        "while true do ()",
        "System.Threading.Thread.Sleep 1000000",
        "System.Threading.Tasks.Task.Delay(1000000).Wait()",
        "Async.RunSynchronously (Async.Sleep 1000000)",
        "while true do printfn \"x\"",
        "while not interruption.IsCancellationRequested do ()\nfailwith \"asked to stop\"",
        "let t = TorchSharp.torch.ones(4L)\nwhile true do t.add(t) |> ignore",
        "#!csharp\nConsole.WriteLine(); while (true) { }",
        "#!csharp\nConsole.WriteLine(); await Task.Delay(1000000);",
    ];

    [Theory, MemberData(nameof(Endless))]
    public void It_ends_the_cell_and_keeps_the_state(string code)
    {
        kernel.Value("let kept = 42");
        var ended = kernel.Interrupted(code.StartsWith("#!", StringComparison.Ordinal) ? code : Started + code);
        Assert.Equal(("error", "Interrupted"), (ended.Status, (string?)ended.Reply["ename"]));
        Assert.Equal("42", kernel.Value("kept"));
    }

    [Fact]
    public void It_works_again_and_again()
    {
        kernel.Value("let kept = 42");
        for (var i = 0; i < 10; i++)
            Assert.Equal("Interrupted", (string?)kernel.Interrupted(Started + (i % 2 == 0 ? "while true do ()" : "System.Threading.Thread.Sleep 1000000")).Reply["ename"]);
        Assert.Equal("42", kernel.Value("kept"));
    }

    // The runtime alone does not survive an abort of these (AbortRescue).
    public static TheoryData<string> Calling =>
    [
        "Seq.initInfinite id |> Seq.sumBy (fun x -> x % 3)",
        "let rec fib n = if n < 2 then n else fib (n - 1) + fib (n - 2)\nfib 60",
        "#!csharp\nConsole.WriteLine(); var d = new Dictionary<int, string>(); for (var i = 0; ; i++) d[i & 1023] = (i & 7).ToString();",
        "#!csharp\nConsole.WriteLine(); Enumerable.Range(0, int.MaxValue).Select(i => i * 2L).Concat(Enumerable.Repeat(1L, int.MaxValue)).Where(i => i < 0).Count()",
    ];

    [Theory, MemberData(nameof(Calling))]
    public void A_loop_that_only_calls_methods_ends_ten_times_in_a_row_and_the_state_stays(string code)
    {
        Assert.True(AbortRescue.Install() || !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64, "this runtime's stub is unknown: AbortRescue.cs");
        if (!AbortRescue.Install()) return;
        kernel.Value("let kept = 42");
        for (var i = 0; i < 10; i++)
            Assert.Equal("Interrupted", (string?)kernel.Interrupted(code.StartsWith("#!", StringComparison.Ordinal) ? code : Started + code).Reply["ename"]);
        Assert.Equal("42", kernel.Value("kept"));
    }

    [Fact]
    public void What_stands_in_finally_runs_when_a_calling_loop_is_stopped()
    {
        if (!AbortRescue.Install()) return;
        kernel.Value("let mutable left = 0");
        kernel.Interrupted(Started + "try\n    Seq.initInfinite id |> Seq.sumBy (fun x -> x % 3)\nfinally\n    left <- left + 1");
        Assert.Equal("1", kernel.Value("left"));
    }

    [Fact]
    public void Without_a_running_cell_it_does_nothing()
    {
        kernel.Await(kernel.Send(Protocol.Channel.Control, "interrupt_request", []));
        Assert.Equal("2", kernel.Value("1 + 1"));
    }
}

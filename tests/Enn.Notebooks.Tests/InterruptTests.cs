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
        "Seq.initInfinite id |> Seq.sumBy (fun x -> x % 2)",
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

    [Fact]
    public void Without_a_running_cell_it_does_nothing()
    {
        kernel.Await(kernel.Send(Protocol.Channel.Control, "interrupt_request", []));
        Assert.Equal("2", kernel.Value("1 + 1"));
    }
}

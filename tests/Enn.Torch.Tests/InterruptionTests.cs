using Enn.Torch;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void It_ends_one_operation_of_the_chosen_thread_and_no_other()
    {
        using var one = ones(2);
        Exception? here = null, there = null;
        var other = new Thread(() => there = Record.Exception(() => one.add(one).Dispose()));
        var chosen = new Thread(() =>
        {
            Interruption.Request(Thread.CurrentThread);
            other.Start();
            other.Join();
            here = Record.Exception(() => one.add(one).Dispose());
            one.add(one).Dispose();
        });
        chosen.Start();
        chosen.Join();
        Assert.IsType<OperationCanceledException>(here);
        Assert.Null(there);
    }
}

using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Scopes that close out of order, on other threads, and tensors that move between them.</summary>
public class DisposeScopeTests
{
    [Fact]
    public void A_scope_closed_on_another_thread_is_no_longer_current()
    {
        var outer = CurrentDisposeScope;
        var scope = NewDisposeScope();
        var thread = new Thread(scope.Dispose);
        thread.Start();
        thread.Join();
        Assert.Same(outer, CurrentDisposeScope);
    }

    [Fact]
    public void Scopes_may_close_out_of_order()
    {
        var before = CurrentDisposeScope;
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        var moved = zeros(2).MoveToOuterDisposeScope();
        inner.Dispose();
        Assert.Same(before, CurrentDisposeScope);
        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void Attaching_again_counts_once()
    {
        using var scope = NewDisposeScope();
        var tensor = zeros(2);
        scope.Detach(tensor);
        scope.Attach(tensor);
        Assert.Equal(1, scope.DisposablesCount);
    }
}

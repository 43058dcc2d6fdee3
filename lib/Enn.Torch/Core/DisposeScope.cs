namespace TorchSharp;

/// <summary>
/// Disposes every tensor created on this thread while it is open, unless it was moved out or detached. Scopes nest; a thread has its own stack of them.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic] private static DisposeScope? _current;

    private readonly DisposeScope? _outer;
    private List<IDisposable> _items = [];
    private int _compactAt = 1024;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = Current;
        _current = this;
    }

    /// <summary>This thread's innermost open scope. One that was closed out of order, or on another thread (after an await), is passed over.</summary>
    internal static DisposeScope? Current
    {
        get
        {
            var current = _current;
            return current is { _disposed: true } ? _current = current.Open : current;
        }
    }

    /// <summary>This scope, or where it is closed the next open one around it.</summary>
    private DisposeScope? Open
    {
        get
        {
            var scope = this;
            while (scope is { _disposed: true }) scope = scope._outer;
            return scope;
        }
    }

    public IReadOnlyList<IDisposable> DisposablesView => [.. _items.Where(Owns)];
    public int DisposablesCount => _items.Count(Owns);

    public bool Contains(IDisposable disposable) => _items.Any(item => ReferenceEquals(item, disposable)) && Owns(disposable);

    internal void Add(torch.Tensor tensor)
    {
        // Tensors that were disposed or moved leave their entry behind; drop those when the list has doubled.
        if (_items.Count >= _compactAt)
        {
            _items.RemoveAll(item => !Owns(item));
            _compactAt = Math.Max(1024, 2 * _items.Count);
        }
        tensor.OwningScope = this;
        _items.Add(tensor);
    }

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            if (tensor.IsInvalid || tensor.OwningScope == this) return;
            _items.RemoveAll(item => ReferenceEquals(item, tensor));
            Add(tensor);
        }
        else if (!_items.Any(item => ReferenceEquals(item, disposable))) _items.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        foreach (var disposable in list) Attach(disposable);
        return list;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Release(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Release(disposable);
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(_outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther(_outer, disposable);
    }

    /// <summary>Hands the object to another scope; to none where <paramref name="scope"/> is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Release(disposable);
        scope?.Open?.Attach((IDisposable)disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther<IDisposable>(scope, disposable);
    }

    public void DisposeEverything()
    {
        var items = _items;
        _items = [];
        foreach (var item in items)
        {
            if (!Owns(item)) continue;
            item.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var kept = _items.Where(item => Owns(item) && keep.Contains(item)).ToList();
        foreach (var item in _items.Where(item => Owns(item) && !keep.Contains(item)).ToList()) item.Dispose();
        _items = kept;
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public void MarkAsDisposed(IDisposable disposable) => Release(disposable);

    public void Dispose()
    {
        _disposed = true;
        DisposeEverything();
    }

    private void Release(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            if (tensor.OwningScope == this) tensor.OwningScope = null;
        }
        else _items.Remove(disposable);
    }

    private bool Owns(IDisposable item) => item is not torch.Tensor tensor || (tensor.OwningScope == this && !tensor.IsInvalid);
}

public static partial class torch
{
    /// <summary>Opens a scope that disposes the tensors created in it.</summary>
    public static DisposeScope NewDisposeScope() => new();

    public static DisposeScope? CurrentDisposeScope => DisposeScope.Current;

    /// <summary>Evaluates an expression and disposes all its intermediate tensors.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

namespace Enn.Notebooks.Execution;

/// <summary>Marks when a cell's own code runs: only then may its thread be stopped, never inside a compiler, whose state would be damaged.</summary>
internal sealed class UserCode
{
    private volatile bool _runs;

    internal bool Runs => _runs;

    internal void Enter() => _runs = true;

    internal void Leave() => _runs = false;
}

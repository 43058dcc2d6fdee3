namespace Enn.Eidetic;

/// <summary>One training of a task, from its begin to its sealing.</summary>
/// <param name="Task">The task.</param>
/// <param name="Needs">The visits whose neurons it computes with, itself last.</param>
public sealed record Visit(int Task, IReadOnlyList<int> Needs);

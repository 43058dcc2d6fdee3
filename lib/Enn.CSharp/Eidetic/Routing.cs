using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>Classes predicted without knowing the task.</summary>
/// <param name="Task">The task chosen for each sample, int64 [B].</param>
/// <param name="Class">That task's most likely class, an output number of its head, int64 [B].</param>
public sealed record Routing(Tensor Task, Tensor Class)
{
    /// <summary>Class numbers over all tasks where each has the same number of classes of its own: task x classes + class.</summary>
    public Tensor Joint(int classes) => Task * classes + Class;
}

public sealed partial class EideticNetwork
{
    /// <summary>The classes of samples whose tasks a task classifier tells (learned routing): one pass through the body, then the chosen task's head.</summary>
    /// <param name="x">A batch of the network's inputs.</param>
    /// <param name="router">The sealed task whose classes are task numbers; see <see cref="TaskClassifier"/>.</param>
    /// <exception cref="InvalidOperationException">It is not sealed, or no task is that it could choose.</exception>
    public Routing Route(Tensor x, int router)
    {
        CheckSealed(router);
        using var scope = NewDisposeScope();
        int[] tasks = [.. _heads.Keys.Where(task => task != router && task < _tasks[router].Outputs).Order()];
        if (tasks.Length == 0) throw new InvalidOperationException($"Task {router} has no sealed task to choose.");
        var features = SealedFeatures(Needs(tasks.Append(router).SelectMany(task => _heads[task].Reads)), x);
        // Only tasks that are sealed can be chosen.
        var chosen = (_tasks[router] with { Classes = tasks }).Predict(Head(router, features));
        return new Routing(chosen.MoveToOuterDisposeScope(), Choose(features, tasks, chosen).MoveToOuterDisposeScope());
    }

    /// <summary>The classes of samples of several tasks, each by its own task's head.</summary>
    /// <param name="x">A batch of the network's inputs.</param>
    /// <param name="tasks">The number of each sample's task, all sealed: int64 [B].</param>
    /// <returns>Output numbers of the tasks' heads, int64 [B].</returns>
    public Tensor Predict(Tensor x, Tensor tasks)
    {
        using var scope = NewDisposeScope();
        int[] numbers = [.. tasks.cpu().data<long>().ToArray().Distinct().Order().Select(task => (int)task)];
        foreach (var task in numbers) CheckSealed(task);
        var features = SealedFeatures(Needs(numbers.SelectMany(task => _heads[task].Reads)), x);
        return Choose(features, numbers, tasks).MoveToOuterDisposeScope();
    }

    private Tensor Choose(Features features, int[] tasks, Tensor chosen)
    {
        var classes = full_like(chosen, -1);
        foreach (var task in tasks) classes = where(chosen.eq(task), _tasks[task].Predict(Head(task, features)), classes);
        return classes;
    }
}

using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// The task that tells tasks apart (learned routing): an ordinary last task whose labels are task numbers. It needs data of all tasks at once.
/// </summary>
public static class TaskClassifier
{
    /// <summary>The task.</summary>
    /// <param name="tasks">How many tasks there are to tell apart, numbered from 0.</param>
    public static EideticTask Task(int tasks) => new("task classifier", tasks);

    /// <summary>The images of all tasks, labelled with their task's number.</summary>
    /// <param name="sets">One set for each task, in order.</param>
    public static ImageSet Join(IReadOnlyList<ImageSet> sets) =>
        new(cat([.. sets.Select(set => set.Images)]), cat([.. sets.Select((set, task) => full_like(set.Labels, task))]));

    /// <summary>The same batch as an example of its task.</summary>
    public static Batch Relabel(Batch batch, int task) => new(batch.Inputs, full_like(batch.Labels, task));
}

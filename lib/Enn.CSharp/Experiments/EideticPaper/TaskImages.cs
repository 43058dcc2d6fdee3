using Enn.Data;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>The batches of an epoch.</summary>
/// <param name="batch">Images a batch.</param>
/// <param name="epoch">Counted from 0; order and random transforms depend on it.</param>
public delegate IEnumerable<Batch> Pass(int batch, int epoch);

/// <summary>A task's images as they are learned and measured. Labels count from 0 within the task: a head has an output for each of its classes and no other.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="FirstClass">The number of its first class in the whole set.</param>
/// <param name="Classes">How many it has.</param>
/// <param name="Train">Shuffled and augmented; a last batch that is smaller is left out.</param>
/// <param name="Measure">What accuracy is measured on, in order.</param>
public sealed record TaskImages(string Name, int FirstClass, int Classes, Pass Train, Pass Measure)
{
    /// <summary>The class numbers within the task in place of those of the whole set, on a device.</summary>
    internal static Pass Local(Pass pass, int firstClass, Device device) => (batch, epoch) => Relabelled(pass(batch, epoch), firstClass, device);

    /// <summary>
    /// One batch out of images of all tasks, in equal parts, labelled with the tasks' numbers: what a head that tells tasks apart learns from. It ends with the shortest task.
    /// </summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="pass">Which images of each.</param>
    public static Pass Mixed(IReadOnlyList<TaskImages> tasks, Func<TaskImages, Pass> pass) => (batch, epoch) => Mix([.. tasks.Select(task => pass(task)(Math.Max(1, batch / tasks.Count), epoch))]);

    private static IEnumerable<Batch> Relabelled(IEnumerable<Batch> batches, int firstClass, Device device)
    {
        foreach (var (inputs, labels) in batches)
        {
            using var here = inputs.to(device);
            using var numbers = labels.to(device);
            using var local = numbers - firstClass;
            yield return new Batch(here, local);
        }
    }

    private static IEnumerable<Batch> Mix(IEnumerable<Batch>[] tasks)
    {
        var each = tasks.Select(batches => batches.GetEnumerator()).ToList();
        try
        {
            while (each.TrueForAll(batches => batches.MoveNext()))
            {
                using var inputs = cat([.. each.Select(batches => batches.Current.Inputs)]);
                using var labels = cat([.. each.Select((batches, task) => full_like(batches.Current.Labels, task))]);
                yield return new Batch(inputs, labels);
            }
        }
        finally
        {
            foreach (var batches in each) batches.Dispose();
        }
    }
}

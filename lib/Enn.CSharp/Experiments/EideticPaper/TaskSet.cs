using Enn.Data;
using Enn.Data.Splits;
using Enn.Training;

namespace Enn.Experiments.EideticPaper;

/// <summary>A sequence of tasks by the name that the released scripts use.</summary>
/// <param name="Name">What settings and the command line call it.</param>
/// <param name="Datasets">The data sets it is made of.</param>
/// <param name="Tasks">How many tasks.</param>
/// <param name="Classes">Classes of a task.</param>
/// <param name="Shape">Channels, height and width of an input.</param>
public sealed record TaskSet(string Name, IReadOnlyList<string> Datasets, int Tasks, int Classes, IReadOnlyList<long> Shape)
{
    /// <summary>The share of each task's training images that selection measures on (section 4: a tenth).</summary>
    public const double HeldOut = 0.1;

    private static readonly long[] Grey = [1, 28, 28], Colour = [3, 32, 32], Large = [3, 224, 224];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TaskSet> All { get; } =
    [
        new("pmnist", [Mnist.Name], 10, 10, Grey), new("mnist-5", [Mnist.Name], 5, 2, Colour), new("cifar10-5", [Cifar10.Name], 5, 2, Colour),
        new("cifar100-5", [Cifar100.Name], 5, 20, Colour), new("cifar100-10", [Cifar100.Name], 10, 10, Colour), new("cifar100-20", [Cifar100.Name], 20, 5, Colour),
        new("imagenette-5", [Imagenette.Name], 5, 2, Large), new("imagewoof-5", [Imagenette.WoofName], 5, 2, Large),
        .. Orders([Mnist.Name, Svhn.Name, Cifar10.Name]).Select(order => new TaskSet(string.Join('-', order), order, 3, 10, Colour)),
        new("fashion-5", [FashionMnist.Name], 5, 2, Grey), new("permuted-fashion", [FashionMnist.Name], 10, 10, Grey),
    ];

    /// <summary>The sequence of a name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static TaskSet Named(string name) => All.FirstOrDefault(set => set.Name == name)
        ?? throw new ArgumentException($"'{name}' is no sequence of tasks: choose {string.Join(", ", All.Select(set => set.Name))}", nameof(name));

    /// <summary>What its data lacks on this machine; null where all is there.</summary>
    public string? Missing => Datasets.Select(name => IsFolder(name) ? ImageTasks.Missing(name) : ImageDataset.WhatIsMissing(name)).FirstOrDefault(missing => missing is not null);

    /// <summary>The tasks, ready to be learned.</summary>
    /// <param name="choice">How many of them, how much of their images, and what is measured on.</param>
    /// <param name="data">Where images come from.</param>
    /// <param name="seed">Of orders, transforms, the hold-out and permutations.</param>
    /// <exception cref="DataMissingException">They are not on this machine.</exception>
    public IReadOnlyList<TaskImages> Load(SequenceChoice choice, LoadedData data, long seed)
    {
        var count = choice.Tasks ?? Tasks;
        if (IsFolder(Datasets[0])) return [.. ImageTasks.Load(Datasets[0], Tasks, choice, seed, data.Device).Take(count)];
        IReadOnlyList<LearningTask> tasks = IsPermuted ? TaskSplits.Permuted(data[Datasets[0]], Tasks, seed)
            : Datasets.Count > 1 ? TaskSplits.Sequence([.. Datasets.Select(name => data[name])])
            : TaskSplits.ByClass(data[Datasets[0]], Tasks);
        return [.. tasks.Take(count).Select((task, number) => Of(task, IsPermuted ? ImagePipelines.Plain : ImagePipelines.Of(Datasets[Math.Min(number, Datasets.Count - 1)]), choice, Seeds.Derive(seed, number), data))];
    }

    private bool IsPermuted => Name is "pmnist" or "permuted-fashion";

    private static bool IsFolder(string dataset) => dataset is Imagenette.Name or Imagenette.WoofName;

    private static TaskImages Of(LearningTask task, ImagePipelines pipelines, SequenceChoice choice, long seed, LoadedData data)
    {
        var own = pipelines.After(task.Transforms);
        var (train, measured) = (task.Data.Train, task.Data.Test);
        if (choice.HeldOut) (train, measured) = Subsets.HoldOut(train, HeldOut, seed);
        if (choice.Share < 1) train = Subsets.Stratified(train, choice.Share, seed);
        Pass learn = (batch, epoch) => new Batches(train, batch, shuffle: true, dropLast: true, seed, own.Train).Epoch(epoch);
        Pass measure = (batch, epoch) => new Batches(measured, batch, transforms: own.Test).Epoch(epoch);
        var first = task.Labels[0];
        return new TaskImages(task.Name, first, task.Labels.Count, TaskImages.Local(learn, first, data.Device), TaskImages.Local(measure, first, data.Device));
    }

    private static IEnumerable<string[]> Orders(string[] names) =>
        names.Length == 1 ? [names] : names.SelectMany((first, i) => Orders([.. names[..i], .. names[(i + 1)..]]).Select(rest => (string[])[first, .. rest]));
}

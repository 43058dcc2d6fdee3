namespace Enn.Data.Splits;

/// <summary>Sequences of tasks for continual learning (Eidetic Learning, section 4): classes in groups, permuted pixels, one set after another.</summary>
public static class TaskSplits
{
    /// <summary>Class-incremental: the classes in order, the same number for each task. The tasks' sets are copies, for the caller to dispose of.</summary>
    /// <param name="data">The set.</param>
    /// <param name="tasks">Tasks; they must divide the number of classes.</param>
    public static IReadOnlyList<LearningTask> ByClass(ImageDataset data, int tasks)
    {
        if (tasks < 1 || data.Classes.Count % tasks != 0) throw new ArgumentException($"{tasks} tasks do not divide {data.Classes.Count} classes", nameof(tasks));
        var each = data.Classes.Count / tasks;
        var (train, test) = (Subsets.LabelsOf(data.Train), Subsets.LabelsOf(data.Test));
        return [.. Enumerable.Range(0, tasks).Select(task =>
        {
            var first = task * each;
            var name = each == 1 ? $"{data.Name}-{first}" : $"{data.Name}-{first}-{first + each - 1}";
            return new LearningTask(name, data with { Name = name, Train = data.Train.Select(Within(train, first, each)), Test = data.Test.Select(Within(test, first, each)) }, [.. Enumerable.Range(first, each)], []);
        })];
    }

    /// <summary>Permuted pixels (PMNIST): every task is the whole set under an order of the pixels of its own, the first task too; the same for training and test. The set is shared, not copied.</summary>
    /// <param name="data">The set.</param>
    /// <param name="tasks">Tasks.</param>
    /// <param name="seed">Where the orders come from.</param>
    public static IReadOnlyList<LearningTask> Permuted(ImageDataset data, int tasks, long seed) =>
        [.. Enumerable.Range(0, tasks).Select(task => new LearningTask($"{data.Name}-permuted-{task}", data, [.. Enumerable.Range(0, data.Classes.Count)],
            [PixelPermutation.Of(PixelPermutation.Order((int)(data.Train.Images.size(2) * data.Train.Images.size(3)), seed, task))]))];

    /// <summary>One set after another (MNIST, SVHN, CIFAR-10 in any order). The sets are shared, not copied; their images may differ in size and channels, which is the transforms' part to mend.</summary>
    public static IReadOnlyList<LearningTask> Sequence(params IReadOnlyList<ImageDataset> sets) =>
        [.. sets.Select(set => new LearningTask(set.Name, set, [.. Enumerable.Range(0, set.Classes.Count)], []))];

    private static int[] Within(long[] labels, int first, int count) =>
        [.. Enumerable.Range(0, labels.Length).Where(index => labels[index] >= first && labels[index] < first + count)];
}

using Enn.Data;
using Enn.Data.Splits;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>
/// Tasks out of Imagenette and Imagewoof, whose images are files. Training takes random parts scaled to 224 x 224; measuring the middle 160 x 160 pixels, with zeros around
/// them up to 224 x 224, for the images are no larger.
/// </summary>
internal static class ImageTasks
{
    private const int Side = 224, Inner = 160;

    private static Transform Border { get; } = (images, _) => nn.functional.pad(images, ((Side - Inner) / 2, (Side - Inner) / 2, (Side - Inner) / 2, (Side - Inner) / 2));

    /// <summary>What is missing of a data set; null where it is there.</summary>
    internal static string? Missing(string dataset)
    {
        try
        {
            Open(dataset);
            return null;
        }
        catch (Exception missing) when (missing is DataMissingException or InvalidDataException)
        {
            return missing.Message;
        }
    }

    /// <summary>The tasks.</summary>
    internal static IEnumerable<TaskImages> Load(string dataset, int tasks, SequenceChoice choice, long seed, Device device)
    {
        var (train, test) = Open(dataset);
        var each = train.Classes.Count / tasks;
        return Enumerable.Range(0, tasks).Select(task => Of($"{dataset}-{task * each}-{(task + 1) * each - 1}", task * each, each, train.Samples, test.Samples, choice, Seeds.Derive(seed, task), device));
    }

    private static TaskImages Of(string name, int first, int classes, IReadOnlyList<(string Path, int Label)> train, IReadOnlyList<(string Path, int Label)> test, SequenceChoice choice, long seed, Device device)
    {
        (string Path, int Label)[] Within(IEnumerable<(string Path, int Label)> samples) => [.. samples.Where(sample => sample.Label >= first && sample.Label < first + classes)];
        var (learned, measured) = (Within(train), Within(test));
        if (choice.HeldOut)
        {
            var held = Chosen(learned, TaskSet.HeldOut);
            (learned, measured) = ([.. learned.Where((_, i) => !held.Contains(i))], [.. learned.Where((_, i) => held.Contains(i))]);
        }
        if (choice.Share < 1)
        {
            var used = Chosen(learned, choice.Share);
            learned = [.. learned.Where((_, i) => used.Contains(i))];
        }
        Pass learn = (batch, epoch) => new FileBatches(learned, batch, Framings.RandomResizedCrop(Side, mirror: false)) { Shuffle = true, DropLast = true, Seed = seed, Transforms = [Transforms.Scale] }.Epoch(epoch);
        Pass measure = (batch, epoch) => new FileBatches(measured, batch, Framings.ResizeCentreCrop(Inner, Inner)) { Transforms = [Transforms.Scale, Border] }.Epoch(epoch);
        return new TaskImages(name, first, classes, TaskImages.Local(learn, first, device), TaskImages.Local(measure, first, device));

        HashSet<int> Chosen((string Path, int Label)[] samples, double share) => [.. Subsets.Stratified([.. samples.Select(sample => (long)sample.Label)], share, seed)];
    }

    private static (ImageFolder Train, ImageFolder Test) Open(string dataset)
    {
        var root = dataset == Imagenette.Name ? Imagenette.Folder : Imagenette.WoofFolder;
        return (new ImageFolder(Path.Combine(root, "train")), new ImageFolder(Path.Combine(root, "val")));
    }
}

using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>A data set of labelled images with its official split.</summary>
/// <param name="Name">Its name: <c>mnist</c>, <c>cifar10</c>; <see cref="Names"/> lists those that can be loaded.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to measure on.</param>
/// <param name="Classes">What each class number stands for.</param>
public sealed record ImageDataset(string Name, ImageSet Train, ImageSet Test, IReadOnlyList<string> Classes) : IDisposable
{
    private static readonly OrderedDictionary<string, (Func<string[]> Find, Func<ImageDataset> Load)> Known = new(StringComparer.Ordinal)
    {
        [Mnist.Name] = (Mnist.Find, Mnist.Load),
        [FashionMnist.Name] = (FashionMnist.Find, FashionMnist.Load),
        [Cifar10.Name] = (Cifar10.Find, Cifar10.Load),
        [Cifar100.Name] = (Cifar100.Find, Cifar100.Load),
        [Svhn.Name] = (Svhn.Find, Svhn.Load),
        [TinyImageNet.Name] = (TinyImageNet.Find, TinyImageNet.Load),
        [MnistRot.Name] = (MnistRot.Find, MnistRot.Load),
        [RotatedDigits.FromMnist] = (Mnist.Find, () => Rotated(RotatedDigits.FromMnist, Mnist.Load)),
        [RotatedDigits.FromFashionMnist] = (FashionMnist.Find, () => Rotated(RotatedDigits.FromFashionMnist, FashionMnist.Load)),
        [RotatedDigits.FromUprightFashionMnist] = (FashionMnist.Find, () => Rotated(RotatedDigits.FromUprightFashionMnist, FashionMnist.Load, uprightTraining: true)),
    };

    /// <summary>The names that <see cref="Load(string)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Loads a data set by name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load(string name) => Named(name).Load();

    /// <summary>Says, without reading it, what a data set lacks on this machine; null where it is present.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static string? WhatIsMissing(string name)
    {
        try
        {
            Named(name).Find();
            return null;
        }
        catch (DataMissingException missing)
        {
            return missing.Message;
        }
    }

    private static (Func<string[]> Find, Func<ImageDataset> Load) Named(string name) =>
        Known.TryGetValue(name, out var set) ? set : throw new ArgumentException($"'{name}' is not a data set: choose {string.Join(", ", Names)}", nameof(name));

    private static ImageDataset Rotated(string name, Func<ImageDataset> load, bool uprightTraining = false)
    {
        using var source = load();
        return RotatedDigits.Make(name, source, uprightTraining: uprightTraining);
    }

    /// <summary>The data set on another device.</summary>
    public ImageDataset To(Device device) => this with { Train = Train.To(device), Test = Test.To(device) };

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}

using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>A data set of labelled images with its official split.</summary>
/// <param name="Name">Its name: <c>mnist</c>, <c>fashion_mnist</c>, <c>cifar10</c>.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to measure on.</param>
/// <param name="Classes">What each class number stands for.</param>
public sealed record ImageDataset(string Name, ImageSet Train, ImageSet Test, IReadOnlyList<string> Classes) : IDisposable
{
    /// <summary>The names that <see cref="Load(string)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Mnist.Name, FashionMnist.Name, Cifar10.Name];

    /// <summary>Loads a data set by name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load(string name) => name switch
    {
        Mnist.Name => Mnist.Load(),
        FashionMnist.Name => FashionMnist.Load(),
        Cifar10.Name => Cifar10.Load(),
        _ => throw new ArgumentException($"'{name}' is not a data set: choose {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>Says, without reading it, what a data set lacks on this machine; null where it is present.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static string? WhatIsMissing(string name)
    {
        try
        {
            _ = name switch
            {
                Mnist.Name => Mnist.Find(),
                FashionMnist.Name => FashionMnist.Find(),
                Cifar10.Name => Cifar10.Find(),
                _ => throw new ArgumentException($"'{name}' is not a data set: choose {string.Join(", ", Names)}", nameof(name)),
            };
            return null;
        }
        catch (DataMissingException missing)
        {
            return missing.Message;
        }
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

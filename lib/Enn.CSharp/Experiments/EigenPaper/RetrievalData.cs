using Enn.Data;
using Enn.Data.Captions;

namespace Enn.Experiments.EigenPaper;

/// <summary>The sets with captions that the quick profile retrieves from.</summary>
public static class RetrievalData
{
    private const int Scenes = 1200, SceneSeed = 0, PhotographSide = 32;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [SyntheticCaptions.Name, Flickr8kSample.Name];

    /// <summary>What a set lacks on this machine; null where it is here.</summary>
    public static string? WhatIsMissing(string name) => name == Flickr8kSample.Name ? Flickr8kSample.WhatIsMissing() : null;

    /// <summary>Reads or draws a set.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    public static CaptionedSet Load(string name) => name switch
    {
        SyntheticCaptions.Name => SyntheticCaptions.Make(Scenes, SceneSeed),
        Flickr8kSample.Name => Flickr8kSample.Load(PhotographSide),
        _ => throw new ArgumentException($"'{name}' is no set with captions: choose {string.Join(", ", Names)}.", nameof(name)),
    };
}

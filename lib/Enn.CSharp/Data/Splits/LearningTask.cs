namespace Enn.Data.Splits;

/// <summary>One task of a sequence that is learned in turn.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Data">Its images. Labels are those of the whole set: they are not counted anew.</param>
/// <param name="Labels">The class numbers that occur in it.</param>
/// <param name="Transforms">What comes first of all: nothing, or the task's permutation of the pixels.</param>
public sealed record LearningTask(string Name, ImageDataset Data, IReadOnlyList<int> Labels, IReadOnlyList<Transform> Transforms);

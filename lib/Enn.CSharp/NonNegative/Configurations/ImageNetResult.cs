namespace Enn.NonNegative;

/// <summary>One row of the paper's ImageNet table; accuracies in [0, 1].</summary>
/// <param name="Samples">How many images.</param>
/// <param name="Top1">Of the network.</param>
/// <param name="Top5">Of the network, the label among its five best classes.</param>
/// <param name="TwinTop1">Of its twin.</param>
/// <param name="TwinTop5">Of its twin, among five.</param>
public sealed record ImageNetResult(long Samples, double Top1, double Top5, double TwinTop1, double TwinTop5);

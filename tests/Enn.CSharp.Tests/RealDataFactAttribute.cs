using Enn.Data;

namespace Enn.Tests;

/// <summary>A test on a real data set: skipped, with what is needed, where the set is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string dataset) => Skip = ImageDataset.WhatIsMissing(dataset);
}

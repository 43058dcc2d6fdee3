using Enn.Data;

namespace Enn.Tests.Data.Images;

/// <summary>A test that decodes images: skipped where libvips is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VipsFactAttribute : FactAttribute
{
    public VipsFactAttribute() => Skip = ImageFile.WhatIsMissing;
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VipsTheoryAttribute : TheoryAttribute
{
    public VipsTheoryAttribute() => Skip = ImageFile.WhatIsMissing;
}

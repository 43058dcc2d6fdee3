namespace TorchSharp.Utils;

/// <summary>The state-dict name of a module's field where it cannot be the field's own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}

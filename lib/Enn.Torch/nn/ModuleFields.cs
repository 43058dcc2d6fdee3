using System.Collections.Concurrent;
using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The fields of a module type that may hold parameters, buffers or modules, in order of declaration, base classes first.</summary>
internal static class ModuleFields
{
    private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> _of = new();

    internal static (string Name, FieldInfo Field)[] Of(Type type) => _of.GetOrAdd(type, Find);

    private static (string, FieldInfo)[] Find(Type type)
    {
        var chain = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(nn.Module); t = t.BaseType) chain.Push(t);
        return [.. chain.SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken))
            .Where(f => typeof(Tensor).IsAssignableFrom(f.FieldType) || typeof(nn.Module).IsAssignableFrom(f.FieldType) || f.FieldType.IsInterface)
            .Select(f => (NameOf(f), f))];
    }

    // An auto-property's field is <Name>k__BackingField, a captured constructor parameter's <name>P: the component has the plain name.
    private static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.StartsWith('<') && name.IndexOf('>') is > 1 and var end) name = name[1..end];
        var attribute = field.GetCustomAttribute<ComponentNameAttribute>()
            ?? field.DeclaringType!.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)?.GetCustomAttribute<ComponentNameAttribute>();
        return attribute?.Name ?? name;
    }
}

namespace Enn.Notebooks.CSharp;

/// <summary>The C# spelling of a type; `dynamic` where C# cells cannot name it.</summary>
internal static class CSharpTypeNames
{
    internal static string Of(Type type)
    {
        if (!IsNameable(type)) return "dynamic";
        if (type.IsArray) return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        var arguments = new Queue<Type>(type.GetGenericArguments());
        return "global::" + (type.Namespace is { Length: > 0 } space ? space + "." : "") + string.Join('.', Nesting(type).Select(part => Part(part, arguments)));
    }

    // Types of cells live in assemblies made at run time; F# closures and iterators are private.
    private static bool IsNameable(Type type) => type.HasElementType ? type.IsArray && IsNameable(type.GetElementType()!)
        : type.IsVisible && type.Assembly.Location.Length > 0 && type.GetGenericArguments().All(IsNameable);

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? Nesting(outer).Append(type) : [type];

    private static string Part(Type part, Queue<Type> arguments)
    {
        var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0) return part.Name;
        var count = int.Parse(part.Name.AsSpan(tick + 1));
        return $"{part.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, count).Select(_ => Of(arguments.Dequeue())))}>";
    }
}

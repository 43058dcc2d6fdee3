using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace Enn.Torch.Tests;

/// <summary>
/// What the namespaces of TorchSharp offer here must be in TorchSharp v0.106 with the same parameters: api/torchsharp-0.106.0.txt lists its public
/// signatures. What only this library has belongs to the namespace Enn.Torch.
/// </summary>
public class ApiTests
{
    /// <summary>Members that TorchSharp lacks or has in another form, each with the reason why it is here.</summary>
    private static readonly Dictionary<string, string> _allowed = new()
    {
        ["TYPE TorchSharp.TorchException"] = "TorchSharp throws ExternalException, which says neither the operator nor the shapes",
        ["TorchSharp.TorchException.Details"] = "see TorchException",
        ["TorchSharp.TorchException.Operator"] = "see TorchException",
        ["TorchSharp.TorchException.ctor()"] = "see TorchException",
        ["TorchSharp.TorchException.ctor(String message)"] = "see TorchException",
        ["TorchSharp.TorchException.ctor(String message, Exception inner)"] = "see TorchException",
        ["TorchSharp.Scalar.op_Equality(Scalar left, Scalar right)"] = "Scalar is a struct here",
        ["TorchSharp.Scalar.op_Inequality(Scalar left, Scalar right)"] = "Scalar is a struct here",
    };

    private static readonly HashSet<string> _published = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "api", "torchsharp-0.106.0.txt")).Select(Normalise)];

    /// <summary>Without return types and field details; without the marks that generic types carry; Scalar? and Scalar are one.</summary>
    private static string Normalise(string line)
    {
        if (line.StartsWith("TYPE ", StringComparison.Ordinal)) return line.Split(" : ")[0];
        var close = line.LastIndexOf(") : ", StringComparison.Ordinal);
        if (close >= 0) line = line[..(close + 1)];
        else line = line.Split(" : ")[0].Split(" field")[0].Split(" {")[0];
        return line.Replace("Nullable<Scalar>", "Scalar");
    }

    public static TheoryData<string> Types => [.. typeof(torch).Assembly.GetTypes().Where(IsPublic).Where(t => t.FullName!.StartsWith("TorchSharp.", StringComparison.Ordinal)).Select(t => t.FullName!)];

    private static bool IsPublic(Type type) => type.IsNested ? type.IsNestedPublic && IsPublic(type.DeclaringType!) : type.IsPublic;

    [Theory, MemberData(nameof(Types))]
    public void Every_public_member_is_in_TorchSharp(string fullName)
    {
        var type = typeof(torch).Assembly.GetType(fullName)!;
        var missing = Signatures(type).Where(s => !_allowed.ContainsKey(s) && !Published(type, s)).Order().ToList();
        Assert.True(missing.Count == 0, $"not in TorchSharp v0.106 (or with other parameters):\n{string.Join("\n", missing)}");
    }

    [Fact]
    public void Every_exception_to_the_rule_is_needed()
    {
        var all = typeof(torch).Assembly.GetTypes().Where(IsPublic).SelectMany(Signatures).ToHashSet();
        var stale = _allowed.Keys.Where(k => !all.Contains(k) || _published.Contains(k)).ToList();
        Assert.True(stale.Count == 0, string.Join("\n", stale));
    }

    // A member may be declared on another level of the class hierarchy than in TorchSharp.
    private static bool Published(Type type, string signature)
    {
        if (_published.Contains(signature)) return true;
        if (signature.StartsWith("TYPE ", StringComparison.Ordinal)) return false;
        var rest = signature[Name(type).Length..];
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            if (_published.Contains(Name(t) + rest)) return true;
        }
        return false;
    }

    private static IEnumerable<string> Signatures(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var name = Name(type);
        yield return $"TYPE {name}";
        if (typeof(Delegate).IsAssignableFrom(type)) yield break;
        foreach (var field in type.GetFields(declared).Where(f => f.Name != "value__")) yield return $"{name}.{field.Name}";
        if (type.IsEnum) yield break;
        foreach (var property in type.GetProperties(declared).Where(p => p.GetMethod?.GetBaseDefinition().DeclaringType == type)) yield return $"{name}.{property.Name}";
        // Modules that only their factory makes in TorchSharp have a public primary constructor here.
        var onlyFactory = type.Namespace == "TorchSharp.Modules" && !_published.Any(p => p.StartsWith(name + ".ctor(", StringComparison.Ordinal));
        foreach (var constructor in type.GetConstructors(declared).Where(c => !onlyFactory && !(type.IsValueType && c.GetParameters().Length == 0))) yield return $"{name}.ctor({Parameters(constructor)})";
        foreach (var method in type.GetMethods(declared))
        {
            if (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) continue;
            if (method.GetBaseDefinition().DeclaringType != type) continue;
            if (method.Name is "Equals" && method.GetParameters() is [var only] && only.ParameterType == type) continue;
            if (method.GetCustomAttribute<CompilerGeneratedAttribute>() is not null) continue;
            yield return $"{name}.{method.Name}({Parameters(method)})";
        }
    }

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        (parameter.ParameterType.IsByRef ? "ref " : "") + Short(parameter.ParameterType) + " " + parameter.Name + (parameter.HasDefaultValue ? "=" + Default(parameter) : "");

    private static string Short(Type type)
    {
        if (type.IsByRef) return Short(type.GetElementType()!);
        if (type.IsArray) return Short(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (Nullable.GetUnderlyingType(type) == typeof(Scalar)) return nameof(Scalar);
        if (!type.IsGenericType) return type.Name;
        var tick = type.Name.IndexOf('`');
        var bare = tick < 0 ? type.Name : type.Name[..tick];
        // A class nested in a generic one carries its arguments, and does not show them.
        return tick < 0 ? bare : $"{bare}<{string.Join(",", type.GetGenericArguments().Select(Short))}>";
    }

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "null",
        bool b => b ? "True" : "False",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };
}

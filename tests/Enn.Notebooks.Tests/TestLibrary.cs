using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Enn.Notebooks.Tests;

/// <summary>Compiles small libraries for cells to refer to.</summary>
internal static class TestLibrary
{
    /// <summary>Writes <paramref name="file"/>, named after itself; an older one is overwritten, as a build does it.</summary>
    internal static void Build(string file, string code, params string[] references)
    {
        var core = typeof(object).Assembly.Location;
        var runtime = Path.Combine(Path.GetDirectoryName(core)!, "System.Runtime.dll");
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(file), [CSharpSyntaxTree.ParseText(code)],
            [.. references.Append(core).Append(runtime).Select(reference => MetadataReference.CreateFromFile(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None);
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}

using System.Text.Json.Nodes;
using Enn.Notebooks.Kernels;

namespace Enn.Notebooks.Tests;

/// <summary>The kernel's entry in Jupyter's list.</summary>
public sealed class KernelSpecTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn kernels ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("enn-fsharp", "F#")]
    [InlineData(".net-fsharp", "F#")]
    [InlineData(".net-csharp", "C#")]
    public void An_entry_is_written_found_and_removed(string name, string language)
    {
        var entry = KernelSpec.Install(_folder, name, ["dotnet", "/a path/enn.dll", "kernel", "run"]);
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(entry, "kernel.json")))!;
        Assert.Equal(["dotnet", "/a path/enn.dll", "kernel", "run", "{connection_file}"], ((JsonArray)spec["argv"]!).Select(a => (string?)a));
        Assert.Equal((language, "message"), ((string?)spec["language"], (string?)spec["interrupt_mode"]));
        Assert.Equal("4000000", (string?)spec["env"]!["DOTNET_GCgen0size"]);
        Assert.Equal([(name, entry)], KernelSpec.Installed(_folder));
        Assert.True(KernelSpec.Uninstall(_folder, name));
        Assert.False(KernelSpec.Uninstall(_folder, name));
        Assert.Empty(KernelSpec.Installed(_folder));
    }

    [Theory]
    [InlineData("""{"argv": ["dotnet", "interactive"], "display_name": ".NET (C#)", "metadata": {}}""")]
    [InlineData("{")]
    public void Another_programs_kernel_is_neither_replaced_nor_removed(string text)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, ".net-csharp")).FullName, "kernel.json");
        File.WriteAllText(file, text);
        Assert.Contains("another program's kernel", Assert.Throws<IOException>(() => KernelSpec.Install(_folder, ".net-csharp", ["dotnet"])).Message);
        Assert.False(KernelSpec.Uninstall(_folder, ".net-csharp"));
        Assert.Empty(KernelSpec.Installed(_folder));
        Assert.Equal(text, File.ReadAllText(file));
    }
}

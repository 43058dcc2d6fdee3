using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Tests;

/// <summary>What cells refer to: #r of libraries and packages, #load of scripts.</summary>
[Collection(OneKernel.Name)]
public sealed class ReferenceTests(KernelFixture kernel) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn references ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static string Number(int value) => $"namespace Numbers {{ public static class Number {{ public static int Value() => {value}; }} }}";

    [Fact]
    public void A_library_is_used_from_a_copy_so_that_it_can_be_rebuilt_and_removed()
    {
        var file = At("NumbersA.dll");
        TestLibrary.Build(file, Number(1));
        Assert.Equal("1", kernel.Value($"#r \"{file}\"\nNumbers.Number.Value()"));
        TestLibrary.Build(file, Number(2));
        Assert.Equal("1", kernel.Value("Numbers.Number.Value()"));
        File.Delete(file);
        Assert.Equal("1", kernel.Value("Numbers.Number.Value()"));
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "NumbersA");
        Assert.NotEqual(file, loaded.Location);
    }

    [Fact]
    public void A_reference_of_one_language_serves_the_other()
    {
        var file = At("NumbersB.dll");
        TestLibrary.Build(file, "namespace NumbersB { public static class Number { public static int Value() => 5; } }");
        Assert.Equal("5", kernel.Value($"#!csharp\n#r \"{file}\"\nNumbersB.Number.Value()"));
        Assert.Equal("10", kernel.Value($"#r \"{file}\"\nNumbersB.Number.Value() * 2"));
    }

    [Fact]
    public void What_a_library_needs_is_found_beside_it()
    {
        var (needed, user) = (At("NeededC.dll"), At("UserC.dll"));
        TestLibrary.Build(needed, "public static class NeededC { public static int Value() => 7; }");
        TestLibrary.Build(user, "public static class UserC { public static int Value() => NeededC.Value(); }", needed);
        Assert.Equal("7", kernel.Value($"#r \"{user}\"\nUserC.Value()"));
    }

    [Fact]
    public void Another_version_of_what_a_library_needs_is_an_error_that_names_what_is_missing()
    {
        var (needed, user) = (At("NeededD.dll"), At("UserD.dll"));
        TestLibrary.Build(needed, "[assembly: System.Reflection.AssemblyVersion(\"2.0\")] public static class NeededD { public static int Added() => 7; }");
        TestLibrary.Build(user, "public static class UserD { public static int Value() => NeededD.Added(); }", needed);
        TestLibrary.Build(needed, "[assembly: System.Reflection.AssemblyVersion(\"1.0\")] public static class NeededD { }");
        var done = kernel.Run($"#r \"{user}\"\nUserD.Value()");
        Assert.Equal("error", done.Status);
        Assert.Contains("NeededD", done.Traceback);
        Assert.Equal("2", kernel.Value("1 + 1"));
    }

    [Fact]
    public void What_a_library_needs_and_is_not_there_is_named()
    {
        var (needed, user) = (At("NeededE.dll"), At("UserE.dll"));
        TestLibrary.Build(needed, "public static class NeededE { public static int Value() => 7; }");
        TestLibrary.Build(user, "public static class UserE { public static int Value() => NeededE.Value(); }", needed);
        File.Delete(needed);
        Assert.Contains("NeededE", kernel.Run($"#r \"{user}\"\nUserE.Value()").Traceback);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!csharp\n")]
    public void A_missing_library_is_named(string language)
    {
        var done = kernel.Run($"{language}#r \"{At("none.dll")}\"");
        Assert.Equal("error", done.Status);
        Assert.Contains("none.dll", done.Reply.Text("evalue"));
    }

    [Fact]
    public void A_file_that_is_no_library_is_an_error()
    {
        File.WriteAllText(At("text.dll"), "no library");
        Assert.Equal("error", kernel.Run($"#r \"{At("text.dll")}\"").Status);
        Assert.Equal("2", kernel.Value("1 + 1"));
    }

    [Fact]
    public void A_package_that_does_not_exist_is_named()
    {
        var done = kernel.Run("#r \"nuget: Enn.There.Is.No.Such.Package, 1.0.0\"");
        Assert.Equal("error", done.Status);
        Assert.Contains("Enn.There.Is.No.Such.Package", done.Reply.Text("evalue"));
        Assert.DoesNotContain("Project.fsproj", done.Traceback);
    }

    /// <summary>Skips where neither a registry nor this user's package folder has the package.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PackageFactAttribute : FactAttribute
    {
        internal const string Package = "FsCheck", Version = "3.6.0";

        public PackageFactAttribute()
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen ? chosen : Path.Combine(home, ".nuget", "packages");
            if (!Directory.Exists(Path.Combine(packages, "fscheck", Version))) Skip = $"{Package} {Version} is not in {packages}";
        }
    }

    [PackageFact]
    public void A_package_can_be_used() =>
        Assert.Equal("\"Gen`1\"", kernel.Value($"#r \"nuget: {PackageFactAttribute.Package}, {PackageFactAttribute.Version}\"\ntypeof<FsCheck.Gen<int>>.Name"));

    [Fact]
    public void A_script_is_loaded()
    {
        File.WriteAllText(At("tools.fsx"), "module Tools\nlet twice x = 2 * x\n");
        Assert.Equal("8", kernel.Value($"#load \"{At("tools.fsx")}\"\nTools.twice 4"));
    }

    [Fact]
    public void An_error_in_a_loaded_script_names_the_script()
    {
        File.WriteAllText(At("wrong.fsx"), "module Wrong\nlet x : int = \"a\"\n");
        var done = kernel.Run($"1\n#load \"{At("wrong.fsx")}\"");
        Assert.Matches(@"^wrong\.fsx\(2,15\)-\(2,18\): error FS0001", done.Traceback);
    }

    [Fact]
    public void A_missing_script_is_named() => Assert.Contains("absent.fsx", kernel.Run("#load \"absent.fsx\"").Reply.Text("evalue"));
}

using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Tests;

/// <summary>C# cells, and the names that they share with F# cells.</summary>
[Collection(OneKernel.Name)]
public sealed class CSharpCellTests(KernelFixture kernel)
{
    [Fact]
    public void Names_go_both_ways_without_ceremony()
    {
        kernel.Value("let numbers = [| 1.0; 2.0; 3.0 |]\nlet title = \"sum\"");
        kernel.Value("#!csharp\nvar total = numbers.Sum(); var label = title + \"!\";");
        Assert.Equal("6.0", kernel.Value("total"));
        Assert.Equal("\"sum!\"", kernel.Value("label"));
    }

    [Fact]
    public void Values_from_the_other_language_have_the_types_of_this_one()
    {
        kernel.Value("#!csharp\nvar series = new double[] { 1, 2, 3 }; string word = \"ab\"; var pairs = new Dictionary<string, int> { [\"k\"] = 4 };");
        Assert.Equal("(6.0, \"abc\", 5)", kernel.Value("Array.sum series, word + \"c\", pairs.[\"k\"] + 1"));
        kernel.Value("let listed = [ 1; 2 ]\nlet option = Some 3\nlet mapped = Map [ \"a\", 1 ]");
        Assert.Equal("7", kernel.Value("#!csharp\nlisted.Sum() + option.Value + mapped[\"a\"]"));
    }

    [Fact]
    public void A_value_whose_type_a_csharp_cell_defines_is_explained_where_it_is_missed()
    {
        kernel.Value("#!csharp\npublic record Point(int X, int Y);\nvar point = new Point(1, 2);");
        var done = kernel.Run("point");
        Assert.Equal("CompilationError", done.Reply.Text("ename"));
        Assert.Contains("types that libraries define; not so: point", done.Traceback);
        Assert.Equal("3", kernel.Value("(fun point -> point + 1) 2"));
    }

    [Fact]
    public void A_changed_value_is_handed_over_again()
    {
        kernel.Value("let shared = 1", "#!csharp\nvar a = shared;", "let shared = 2", "#!csharp\nvar b = shared;");
        Assert.Equal("2", kernel.Value("b"));
        kernel.Value("#!csharp\nvar c = 5;", "let fromC = c", "#!csharp\nc = 6;");
        Assert.Equal("6", kernel.Value("c"));
    }

    [Fact]
    public void A_type_of_an_fsharp_cell_arrives_as_dynamic()
    {
        kernel.Value("type Person = { Name: string }\nlet person = { Name = \"Ada\" }");
        Assert.Equal("\"Ada\"", kernel.Value("#!csharp\n(string)person.Name"));
    }

    [Fact]
    public void A_value_of_a_referenced_library_arrives_with_its_type()
    {
        var library = typeof(FsCheck.Config).Assembly.Location;
        kernel.Value($"#r \"{library}\"\nlet config = FsCheck.Config.Quick");
        Assert.Equal("100", kernel.Value("#!csharp\nFsCheck.Config typed = config; typed.MaxTest"));
    }

    [Fact]
    public void A_name_may_be_a_keyword_of_the_other_language() => Assert.Equal("8", kernel.Value("let object = 7", "#!csharp\n@object + 1"));

    [Fact]
    public void Metadata_name_the_language_too() =>
        Assert.Equal("3", kernel.Run("int Add(int a, int b) => a + b;\nAdd(1, 2)", metadata: new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" } }).Result);

    [Fact]
    public void An_error_has_line_and_column()
    {
        var done = kernel.Run("#!csharp\nint x = \"a\";");
        Assert.Matches(@"^In\[\d+\]\(2,9\)-\(2,12\): error CS0029", done.Traceback);
    }

    [Fact]
    public void What_was_defined_before_an_exception_stays()
    {
        Assert.Equal("boom", kernel.Run("#!csharp\nvar early = 9;\nthrow new Exception(\"boom\");").Reply.Text("evalue"));
        Assert.Equal("9", kernel.Value("#!csharp\nearly"));
    }

    [Fact]
    public void An_unknown_language_is_named() => Assert.Contains("cobol", kernel.Run("#!cobol\nDISPLAY").Reply.Text("evalue"));
}

using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Tests;

/// <summary>F# cells: values, output, errors, and the traps of hosting the compiler.</summary>
[Collection(OneKernel.Name)]
public sealed class CellTests(KernelFixture kernel)
{
    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("[1; 2]", "[1; 2]")]
    [InlineData("()", null)]
    [InlineData("let unshown = 3", null)]
    [InlineData("", null)]
    [InlineData("Seq.initInfinite id", "seq [0; 1; 2; 3; ...]")]
    public void The_last_expression_is_the_result(string code, string? shown) => Assert.Equal(shown, kernel.Value(code));

    [Fact]
    public void Output_goes_to_the_stream_that_it_was_written_to()
    {
        var done = kernel.Run("printfn \"🎉 out\"\neprintfn \"err\"\nSystem.Console.Write \"é\"");
        Assert.Equal("🎉 out\né", done.Stream("stdout"));
        Assert.Equal("err\n", done.Stream("stderr"));
    }

    [Fact]
    public void The_protocol_order_is_busy_input_output_result_idle() =>
        Assert.Equal(["status", "execute_input", "stream", "execute_result", "status"], kernel.Run("printfn \"x\"\n1").Broadcasts.Select(m => m.Type));

    [Fact]
    public void Many_lines_come_in_few_messages()
    {
        var done = kernel.Run("for i in 1 .. 20000 do printfn \"%d\" i");
        Assert.Equal(20000, done.Stream("stdout").Count(c => c == '\n'));
        Assert.InRange(done.Broadcasts.Count, 4, 1000);
    }

    [Fact]
    public void A_compilation_error_has_line_and_column()
    {
        var done = kernel.Run("let good = 1\nlet bad : int = \"a\"");
        Assert.Equal("error", done.Status);
        Assert.Equal("CompilationError", done.Reply.Text("ename"));
        Assert.Matches(@"^In\[\d+\]\(2,17\)-\(2,20\): error FS0001", done.Traceback);
        Assert.Contains("    let bad : int = \"a\"\n                    ^^^", done.Traceback);
    }

    [Theory]
    [InlineData("let f a = 1 +\nend")]
    [InlineData("1 )")]
    [InlineData("let = 3")]
    [InlineData("exception")]
    [InlineData("let unfinished = 1\ntype")]
    public void A_cell_that_does_not_parse_is_an_error(string code) => Assert.Equal("error", kernel.Run(code).Status);

    [Fact]
    public void State_survives_errors()
    {
        kernel.Value("let before = 41");
        Assert.Equal("error", kernel.Run("failwith \"no\"").Status);
        Assert.Equal("error", kernel.Run("let before : int = \"x\"").Status);
        Assert.Equal("42", kernel.Value("before + 1"));
    }

    [Theory]
    [InlineData("1;; 2;; 3", "3")]
    [InlineData("let s = \";;\" in s.Length", "2")]
    [InlineData("(* ;; *) 7", "7")]
    [InlineData("let a1 = 4;;\na1 * 2;;", "8")]
    public void Every_part_between_double_semicolons_runs(string code, string shown) => Assert.Equal(shown, kernel.Value(code));

    [Fact]
    public void An_error_behind_double_semicolons_keeps_its_position() => Assert.Matches(@"^In\[\d+\]\(2,6\)", kernel.Run("1;;\n2;; (undefinedName)").Traceback);

    [Fact]
    public void A_lone_failwith_raises_its_exception()
    {
        var done = kernel.Run("failwith \"boom\"");
        Assert.Equal(("System.Exception", "boom"), (done.Reply.Text("ename"), done.Reply.Text("evalue")));
    }

    [Fact]
    public void An_exception_shows_the_cells_line_and_none_of_the_kernels_frames()
    {
        var done = kernel.Run("let x = 1\nprintf \"\"\nfailwith \"late\"");
        Assert.Contains(", line 3", done.Traceback);
        Assert.DoesNotContain("FSharp.Compiler", done.Traceback);
        Assert.DoesNotContain("Enn.Notebooks", done.Traceback);
    }

    [Theory]
    [InlineData("let f x =\n    let y = x + 1\n    if y > 3 then\n        failwith \"here\"\n    y\nlet g () =\n    f 7\ng ()", 4)]
    [InlineData("let h (xs: int list) =\n    xs\n    |> List.map (fun x ->\n        let q = x * 2\n        if q > 2 then failwith \"here\"\n        q)\n\nh [1; 2]", 5)]
    [InlineData("let a = 1\nlet c : int =\n    a\n    + (if a > 0 then failwith \"here\" else 0)\nlet d = 4", 4)]
    [InlineData("for i in 0 .. 3 do\n    let r = 10 / (2 - i)\n    printfn \"%d\" r", 2)]
    [InlineData("#!csharp\nint F(int x) {\n   var y = x + 1;\n   if (y > 3) throw new Exception(\"here\");\n   return y;\n}\nF(1);\nF(5);", 4)]
    [InlineData("#!csharp\nvar early = 1;\nthrow new Exception(\"here\");", 3)]
    public void The_first_line_of_a_stack_is_where_the_exception_was_raised(string code, int line)
    {
        var first = kernel.Run(code).Traceback.Split('\n').First(l => l.Contains(" in In[", StringComparison.Ordinal));
        Assert.EndsWith($", line {line}", first);
    }

    [Fact]
    public void Frames_of_libraries_name_files_without_the_folders_they_were_built_in()
    {
        var traceback = kernel.Run("List.map (fun x -> if x > 1 then failwith \"inner\" else x) [ 1; 2 ]").Traceback;
        Assert.Contains(" in list.fs:", traceback);
    }

    [Fact]
    public void Frames_of_a_library_name_its_file_without_the_folders_of_who_built_it() =>
        Assert.Matches(@"   at Microsoft\.FSharp\.Collections\.ListModule\.Reduce\(.*\) in \w+\.fs:\d+", kernel.Run("List.reduce (+) ([]: int list)").Traceback);

    [Fact]
    public void Values_of_shared_libraries_have_one_type() => Assert.Equal("6.0", kernel.Value("Array.sum [| 1.0; 2.0; 3.0 |]"));

    [Fact]
    public void A_silent_cell_shows_nothing()
    {
        var done = kernel.Run("5", silent: true);
        Assert.All(done.Broadcasts, m => Assert.Equal("status", m.Type));
    }

    [Fact]
    public void A_missing_reference_is_named()
    {
        var done = kernel.Run("let z = 1\n#r \"nowhere/none.dll\"");
        Assert.Contains("none.dll", done.Reply.Text("evalue"));
        Assert.Contains("line 2", done.Traceback);
    }

    [Fact]
    public void User_expressions_are_evaluated_after_the_cell()
    {
        var request = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "let u = 20", ["user_expressions"] = new JsonObject { ["good"] = "u + 1", ["bad"] = "nowhere" } });
        var values = kernel.Await(request).Reply["user_expressions"]!;
        Assert.Equal("21", (string?)values["good"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)values["bad"]!["status"]);
    }

    [Fact]
    public void After_a_failure_the_queued_cells_are_aborted()
    {
        var failing = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "failwith \"a\"", ["stop_on_error"] = true });
        var queued = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "printfn \"ran\"" });
        Assert.Equal("error", kernel.Await(failing).Status);
        var aborted = kernel.Await(queued);
        Assert.Equal("aborted", aborted.Status);
        Assert.Empty(aborted.Stream("stdout"));
    }

    [Fact]
    public void A_silent_failure_aborts_no_queued_cell()
    {
        var failing = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "failwith \"a\"", ["silent"] = true });
        var queued = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "6 * 7" });
        Assert.Equal("error", kernel.Await(failing).Status);
        Assert.Equal("42", kernel.Await(queued).Result);
    }

    [Fact]
    public void A_cell_may_ask_for_input()
    {
        var request = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "System.Console.ReadLine() + input \"more?\"", ["allow_stdin"] = true });
        foreach (var (prompt, answer) in new[] { ("", "bob"), ("more?", "by") })
        {
            (Channel Channel, Message Message) asked;
            do asked = kernel.Next(request);
            while (asked.Channel != Channel.Stdin);
            Assert.Equal(prompt, asked.Message.Content.Text("prompt"));
            kernel.Send(Channel.Stdin, "input_reply", new JsonObject { ["value"] = answer });
        }
        Assert.Equal("\"bobby\"", kernel.Await(request).Result);
    }

    [Fact]
    public void Without_permission_asking_for_input_fails()
    {
        var request = kernel.Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = "stdin.ReadLine()", ["allow_stdin"] = false });
        Assert.Contains("input", kernel.Await(request).Reply.Text("evalue"));
    }
}

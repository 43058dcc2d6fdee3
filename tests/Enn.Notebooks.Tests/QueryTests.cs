using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Tests;

/// <summary>Questions of the front end about code, the kernel and its history.</summary>
[Collection(OneKernel.Name)]
public sealed class QueryTests(KernelFixture kernel)
{
    private JsonObject Complete(string code) => kernel.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = new System.Globalization.StringInfo(code).LengthInTextElements });

    private static string[] Matches(JsonObject reply) => [.. ((JsonArray)reply["matches"]!).Select(m => (string)m!)];

    [Theory]
    [InlineData("List.ma", "map", 5)]
    [InlineData("[1;2] |> List.map (fun x -> x.ToS", "ToString", 30)]
    [InlineData("let s = \"🎉\" in s.Len", "Length", 17)]
    [InlineData("#!csharp\n\"a\".Subs", "Substring", 13)]
    public void Completion_offers_names_and_where_they_go(string code, string name, int start)
    {
        var reply = Complete(code);
        Assert.Contains(name, Matches(reply));
        Assert.Equal(start, (int)reply["cursor_start"]!);
        Assert.Equal(new System.Globalization.StringInfo(code).LengthInTextElements, (int)reply["cursor_end"]!);
    }

    [Fact]
    public void Completion_knows_what_cells_have_defined()
    {
        kernel.Value("let somethingRare = 1");
        Assert.Contains("somethingRare", Matches(Complete("someth")));
    }

    [Fact]
    public void Inspection_shows_the_signature()
    {
        var reply = kernel.Ask("inspect_request", new JsonObject { ["code"] = "List.map id", ["cursor_pos"] = 6 });
        Assert.True((bool)reply["found"]!);
        Assert.Contains("val map: mapping: ('T -> 'U) -> list: 'T list -> 'U list", (string?)reply["data"]!["text/plain"]);
        Assert.False((bool)kernel.Ask("inspect_request", new JsonObject { ["code"] = "   ", ["cursor_pos"] = 1 })["found"]!);
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("let f x =", "incomplete")]
    [InlineData("for i in 1..3 do", "incomplete")]
    [InlineData("(1 +", "incomplete")]
    [InlineData("let x = \"abc", "incomplete")]
    [InlineData("let = 3", "invalid")]
    [InlineData("1 )", "invalid")]
    [InlineData("#!csharp\nif (true) {", "incomplete")]
    [InlineData("#!csharp\n1 + 1", "complete")]
    public void A_cells_completeness_is_told(string code, string status) => Assert.Equal(status, (string?)kernel.Ask("is_complete_request", new JsonObject { ["code"] = code })["status"]);

    [Fact]
    public void The_kernel_tells_what_it_is()
    {
        var info = kernel.Ask("kernel_info_request", []);
        Assert.Equal(("ok", "5.3", "F#"), (info.Text("status"), info.Text("protocol_version"), (string?)info["language_info"]!["name"]));
    }

    [Fact]
    public void History_has_tail_range_and_search()
    {
        kernel.Value("let h1 = \"needle\"", "let h2 = 2", "let h1 = \"needle\"");
        string[] Ask(JsonObject content) => [.. ((JsonArray)kernel.Ask("history_request", content)["history"]!).Select(entry => (string)entry![2]!)];
        Assert.Equal(["let h2 = 2", "let h1 = \"needle\""], Ask(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.Equal(["let h1 = \"needle\""], Ask(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*needle*", ["unique"] = true }));
        Assert.Contains("let h2 = 2", Ask(new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 1, ["stop"] = 100000 }));
    }

    [Fact]
    public void A_comm_is_closed_politely()
    {
        var request = kernel.Send(Channel.Shell, "comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "widget" });
        Assert.Contains(kernel.Await(request).Broadcasts, m => m.Type == "comm_close" && m.Content.Text("comm_id") == "c1");
        Assert.Empty((JsonObject)kernel.Ask("comm_info_request", [])["comms"]!);
    }
}

using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Tests;

/// <summary>The forms in which values are shown.</summary>
[Collection(OneKernel.Name)]
public sealed class DisplayTests(KernelFixture kernel)
{
    [Fact]
    public void A_display_can_be_replaced()
    {
        var done = kernel.Run("let h = display 1\nh.Update 2\nupdateDisplay(h, 3)");
        Assert.Equal(["1", "2", "3"], done.Broadcasts.Where(m => m.Content["data"] is not null).Select(m => (string?)m.Content["data"]!["text/plain"]));
        Assert.Equal(["display_data", "update_display_data", "update_display_data"], done.Broadcasts.Where(m => m.Content["data"] is not null).Select(m => m.Type));
        Assert.Single(done.Broadcasts.Where(m => m.Content["transient"] is not null).Select(m => (string?)m.Content["transient"]!["display_id"]).Distinct());
    }

    [Fact]
    public void A_display_stands_between_the_lines_printed_around_it() =>
        Assert.Equal(["stream", "display_data", "stream"], kernel.Run("printfn \"a\"\ndisplay 1 |> ignore\nprintfn \"b\"").Broadcasts.Select(m => m.Type).Where(t => t is "stream" or "display_data"));

    [Fact]
    public void A_tensor_shows_shape_type_and_values()
    {
        var shown = kernel.Value("TorchSharp.torch.arange(4).reshape(2L, 2L)");
        Assert.Equal("tensor [2 x 2] Int64 on cpu\n[[0 1]\n [2 3]]", shown);
    }

    [Theory]
    [InlineData("TorchSharp.torch.rand(16L, 16L)", true)]
    [InlineData("TorchSharp.torch.rand(3L, 16L, 16L)", true)]
    [InlineData("TorchSharp.torch.rand(2L, 2L)", false)]
    [InlineData("TorchSharp.torch.rand(16L)", false)]
    public void A_matrix_of_some_size_and_an_image_are_pictures(string code, bool picture) =>
        Assert.Equal(picture, kernel.Run(code).Data("execute_result")!.Text("text/html").Contains("data:image/png;base64,iVBORw0KGgo", StringComparison.Ordinal));

    [Fact]
    public void A_list_of_records_is_a_table()
    {
        var data = kernel.Run("type Row = { Name: string; Mean: float }\n[ { Name = \"<a>\"; Mean = 0.5 } ]").Data("execute_result")!;
        Assert.Equal("<table><thead><tr><th>Name</th><th>Mean</th></tr></thead><tbody><tr><td>&lt;a&gt;</td><td>0.5</td></tr></tbody></table>", data.Text("text/html"));
        Assert.Contains("Mean = 0.5", data.Text("text/plain"));
    }

    [Fact]
    public void Cells_may_register_formatters()
    {
        kernel.Value("type Money = Money of int", "Enn.Notebooks.Formatter.RegisterHtml<Money>(fun (Money m) -> $\"<b>{m}</b>\")");
        Assert.Equal("<b>5</b>", kernel.Run("Money 5").Data("execute_result")!.Text("text/html"));
    }

    [Fact]
    public void A_failing_formatter_is_an_error_of_the_cell()
    {
        kernel.Value("type Broken = Broken", "Enn.Notebooks.Formatter.RegisterHtml<Broken>(fun _ -> failwith \"no form\")");
        Assert.Contains("no form", kernel.Run("Broken").Traceback);
    }

    [Fact]
    public void A_type_with_its_own_bundle_is_shown_by_it()
    {
        kernel.Value("type Figure() =\n    member _.ToMimeBundle() = [ \"application/vnd.plotly.v1+json\", \"\"\"{\"data\":[]}\"\"\"; \"text/html\", \"<p/>\" ]\n    override _.ToString() = \"a figure\"");
        var data = kernel.Run("Figure()").Data("execute_result")!;
        Assert.IsType<JsonObject>(data["application/vnd.plotly.v1+json"]);
        Assert.Equal(("<p/>", "a figure"), (data.Text("text/html"), data.Text("text/plain")));
    }
}

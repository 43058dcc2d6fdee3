module Enn.Interop.Tests.LayoutTests

open System.Text.Json.Nodes
open Enn.Interop.Tests.JsonPath
open Enn.Interop
open Xunit

let private layout (chart: Chart) = (JsonNode.Parse chart.Json)["layout"]
let private line () = Chart.line [ 1; 10 ] [ 0.1; 0.2 ]

[<Fact>]
let ``Titles, ranges and logarithms stand at their axes`` () =
    let layout =
        line () |> Chart.withTitle "Loss" |> Chart.withXTitle "epoch" |> Chart.withYTitle "nats" |> Chart.withLogX |> Chart.withXRange (1.0, 100.0) |> Chart.withYRange (0.0, 1.0) |> layout
    Assert.Equal("Loss", (textAt "title.text" layout))
    Assert.Equal("epoch", (textAt "xaxis.title.text" layout))
    Assert.Equal("log", (textAt "xaxis.type" layout))
    // Plotly wants powers of ten there.
    Assert.Equal("[0,2]", (rawAt "xaxis.range" layout))
    Assert.Equal("nats", (textAt "yaxis.title.text" layout))
    Assert.Equal("[0,1]", (rawAt "yaxis.range" layout))
    Assert.Null(at "yaxis.type" layout)

[<Fact>]
let ``Both axes get their titles in one step`` () =
    let layout = line () |> Chart.withAxisTitles "epoch" "nats" |> layout
    Assert.Equal(("epoch", "nats"), (textAt "xaxis.title.text" layout, textAt "yaxis.title.text" layout))

[<Fact>]
let ``A logarithmic axis has a line for each power of ten, as the picture has`` () =
    Assert.Equal(1, line () |> Chart.withLogY |> layout |> wholeAt "yaxis.dtick")
    Assert.Null(line () |> layout |> at "yaxis.dtick")

[<Fact>]
let ``The background is clear and the ink legible on white and black`` () =
    let layout = layout (line ())
    Assert.Equal("rgba(0,0,0,0)", (textAt "paper_bgcolor" layout))
    Assert.Equal("rgba(0,0,0,0)", (textAt "plot_bgcolor" layout))
    // Contrast by WCAG: (lighter + 0.05) / (darker + 0.05) of relative luminances; 3 is the least for large text and graphics.
    let luminance (hex: string) =
        let channel i = float (System.Convert.ToInt32(hex.Substring(i, 2), 16)) / 255.0
        let linear c = if c <= 0.04045 then c / 12.92 else ((c + 0.055) / 1.055) ** 2.4
        0.2126 * linear (channel 1) + 0.7152 * linear (channel 3) + 0.0722 * linear (channel 5)
    let ink = luminance (textAt "font.color" layout)
    Assert.True(1.05 / (ink + 0.05) > 4.0 && (ink + 0.05) / 0.0575 > 3.0)

[<Fact>]
let ``The size and the legend are as asked`` () =
    let chart = line () |> Chart.withName "a" |> Chart.withSize (300, 200)
    Assert.Equal(300, (wholeAt "width" (layout chart)))
    Assert.Equal(200, (wholeAt "height" (layout chart)))
    Assert.False((flagAt "showlegend" (layout chart)))
    Assert.True((flagAt "showlegend" (chart |> Chart.withLegend true |> layout)))
    let two = Chart.combine [ chart; line () |> Chart.withName "b" ]
    Assert.True((flagAt "showlegend" (layout two)))
    Assert.False((flagAt "showlegend" (two |> Chart.withLegend false |> layout)))

[<Fact>]
let ``Panels of a grid have axes and places of their own that do not overlap`` () =
    let chart = Chart.grid 2 [ for i in 1..5 -> line () |> Chart.withTitle $"panel {i}" ]
    let layout = layout chart
    let domain (axis: string) = [ for value in itemsAt (axis + ".domain") layout -> value.GetValue<float>() ]
    let boxes = [ for suffix in [ ""; "2"; "3"; "4"; "5" ] -> domain ("xaxis" + suffix), domain ("yaxis" + suffix) ]
    for x, y in boxes do
        Assert.True(0.0 <= x[0] && x[0] < x[1] && x[1] <= 1.0 && 0.0 <= y[0] && y[0] < y[1] && y[1] <= 1.0)
    for i in 0..4 do
        for j in 0 .. i - 1 do
            let (x, y), (x', y') = boxes[i], boxes[j]
            Assert.True(x[1] < x'[0] || x'[1] < x[0] || y[1] < y'[0] || y'[1] < y[0], $"panels {i} and {j} overlap")
    Assert.Equal("y5", (textAt "xaxis5.anchor" layout))
    Assert.Equal("x5", (textAt "data.4.xaxis" (JsonNode.Parse chart.Json)))
    Assert.Equal<string>([ for i in 1..5 -> $"panel {i}" ], [ for note in (itemsAt "annotations" layout) -> (textAt "text" note) ])

[<Fact>]
let ``Images have square pixels, rows downwards, and captions`` () =
    let images = Tensor.zeros [ 2; 4; 4 ]
    let layout = Chart.imageGridOf 2 [ "a"; "b" ] images |> layout
    Assert.Equal("x", (textAt "yaxis.scaleanchor" layout))
    Assert.False(flagAt "xaxis.visible" layout)
    let range = [ for value in (itemsAt "yaxis.range" layout) -> value.GetValue<float>() ]
    Assert.True(range[0] > range[1])
    Assert.Equal<string>([ "a"; "b" ], [ for note in (itemsAt "annotations" layout) -> (textAt "text" note) ])

[<Fact>]
let ``A table has no axes`` () = Assert.Null(Chart.table [ "a" ] [ [ "b" ] ] |> layout |> at "xaxis")

module Enn.Interop.Tests.PlotlyTests

open System.Text.Json.Nodes
open Enn.Interop.Tests.JsonPath
open Enn.Interop
open Xunit

let private traces (chart: Chart) = itemsAt "data" (JsonNode.Parse chart.Json)

/// The trace has exactly these attributes.
let private expect (json: string) (trace: JsonNode) =
    Assert.True(JsonNode.DeepEquals(JsonNode.Parse json, trace), $"expected {json}\nbut was {trace.ToJsonString()}")

let private only chart = traces chart |> List.exactlyOne

[<Fact>]
let ``A line is a scatter trace in line mode`` () =
    Chart.line [ 1; 2; 3 ] [ 0.5; nan; 2.0 ]
    |> only
    |> expect """{"type":"scatter","mode":"lines","x":[1,2,3],"y":[0.5,null,2],"line":{"color":"#2f8ac4"},"showlegend":false,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``Points are a scatter trace in marker mode, with a name for the legend`` () =
    Chart.scatter [ 1.5 ] [ 2 ]
    |> Chart.withName "run"
    |> only
    |> expect """{"type":"scatter","mode":"markers","x":[1.5],"y":[2],"marker":{"color":"#2f8ac4"},"name":"run","legendgroup":"run","showlegend":true,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``Lines with markers have the colours of both`` () =
    Chart.lineMarkers [ 1 ] [ 2 ]
    |> only
    |> expect """{"type":"scatter","mode":"lines+markers","x":[1],"y":[2],"line":{"color":"#2f8ac4"},"marker":{"color":"#2f8ac4"},"showlegend":false,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``Bars have labels and error bars`` () =
    Chart.bar [ "relu"; "gelu" ] [ Some 0.9; None ]
    |> Chart.withErrors [ 0.01; 0.02 ]
    |> only
    |> expect
        """{"type":"bar","x":["relu","gelu"],"y":[0.9,null],"marker":{"color":"#2f8ac4"},"error_y":{"type":"data","array":[0.01,0.02],"visible":true,"thickness":1.5,"color":"#6e6e6e"},"showlegend":false,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``A histogram gives its bins and their counts`` () =
    Chart.histogramOf 2 [ 0.0; 1.0; 3.0; 4.0; nan ]
    |> only
    |> expect
        """{"type":"histogram","histfunc":"sum","x":[1,3],"y":[2,2],"xbins":{"start":0,"end":4,"size":2},"marker":{"color":"#2f8ac4"},"showlegend":false,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``A heat map has rows of cells and a scale of colours`` () =
    let trace = Chart.heatmapOf [ "a"; "b" ] [ 10; 20 ] [ [ 1.0; 2.0 ]; [ nan; 4.0 ] ] |> only
    let scale = (itemsAt "colorscale" trace)
    Assert.Equal("""[0,"#440154"]""", scale.Head.ToJsonString())
    Assert.Equal("""[1,"#fde725"]""", (List.last scale).ToJsonString())
    trace.AsObject().Remove "colorscale" |> ignore
    trace.AsObject().Remove "colorbar" |> ignore
    trace |> expect """{"type":"heatmap","x":["a","b"],"y":[10,20],"z":[[1,2],[null,4]],"zmin":1,"zmax":4,"xaxis":"x","yaxis":"y"}"""

[<Fact>]
let ``Diverging colours lie around zero`` () =
    let trace = Chart.heatmap [ [ -1.0; 3.0 ] ] |> Chart.withDivergingColors |> only
    Assert.Equal(-3.0, (numberAt "zmin" trace))
    Assert.Equal(3.0, (numberAt "zmax" trace))

[<Fact>]
let ``A chosen range of colours comes before the numbers`` () =
    let trace = Chart.heatmap [ [ -1.0; 3.0 ] ] |> Chart.withDivergingColors |> Chart.withColorRange (-5.0, 4.0) |> only
    Assert.Equal((-5.0, 4.0), (numberAt "zmin" trace, numberAt "zmax" trace))

[<Fact>]
let ``A matrix stands as it is written, its first row at the top`` () =
    let trace = array2D [ [ 1.0; 2.0; 3.0 ]; [ 4.0; 5.0; 6.0 ] ] |> Tensor.ofArray2D |> Chart.heatmapOfTensor |> only
    Assert.Equal("[[4,5,6],[1,2,3]]", rawAt "z" trace)
    Assert.Equal("""["1","0"]""", rawAt "y" trace)
    Assert.Equal("""["0","1","2"]""", rawAt "x" trace)

[<Fact>]
let ``Colours and dashes are as asked`` () =
    let trace = Chart.line [ 1; 2 ] [ 3; 4 ] |> Chart.withColor "gray" |> Chart.withDashes |> only
    Assert.Equal("gray", textAt "line.color" trace)
    Assert.Equal("dash", textAt "line.dash" trace)
    Assert.Equal("gray", Chart.bar [ 1 ] [ 2 ] |> Chart.withColor "gray" |> only |> textAt "marker.color")

[<Fact>]
let ``What Plotly has and this library has not is merged into traces and layout`` () =
    let chart =
        Chart.scatter [ 1; 2 ] [ 3; 4 ]
        |> Chart.withTraceJson """{"marker":{"symbol":"diamond"},"opacity":0.5}"""
        |> Chart.withTraceJson """{"opacity":0.7}"""
        |> Chart.withLayoutJson """{"xaxis":{"side":"top"},"annotations":null}"""
    let trace, layout = only chart, (JsonNode.Parse chart.Json)["layout"]
    Assert.Equal(("diamond", "#2f8ac4", 0.7), (textAt "marker.symbol" trace, textAt "marker.color" trace, numberAt "opacity" trace))
    Assert.Equal(("top", "y"), (textAt "xaxis.side" layout, textAt "xaxis.anchor" layout))
    let plain = Chart.scatter [ 1; 2 ] [ 3; 4 ]
    Assert.Equal(plain.Svg, (plain |> Chart.withTraceJson """{"opacity":0.7}""").Svg)

[<Fact>]
let ``A trace in Plotly's own terms is written as it is, and the picture names it`` () =
    let chart = Chart.ofTrace """{"type":"violin","y":[1,2,2,3],"box":{"visible":true}}""" |> Chart.withName "runs" |> Chart.withTitle "Spread"
    chart |> only |> expect """{"type":"violin","y":[1,2,2,3],"box":{"visible":true},"name":"runs","legendgroup":"runs","showlegend":true,"xaxis":"x","yaxis":"y"}"""
    Assert.Contains("violin: shown where scripts run", chart.Svg)
    Assert.Equal("Chart \"Spread\" (runs: violin)", chart.Description)
    let message (json: string) = Assert.ThrowsAny<System.ArgumentException>(fun () -> Chart.ofTrace json |> ignore).Message
    Assert.Contains("needs a type", message "{}")
    Assert.Contains("'[1]' is no JSON object", message "[1]")
    Assert.Contains("'{' is no JSON object", message "{")

[<Fact>]
let ``Labels that look like numbers are labels`` () =
    let layout (chart: Chart) = (JsonNode.Parse chart.Json)["layout"]
    Assert.Equal("category", Chart.bar [ "10"; "2" ] [ 1; 2 ] |> layout |> textAt "xaxis.type")
    Assert.Null(Chart.bar [ 10; 2 ] [ 1; 2 ] |> layout |> at "xaxis.type")
    Assert.Equal("category", Chart.heatmapOf [ 1; 2 ] [ "1" ] [ [ 1; 2 ] ] |> layout |> textAt "yaxis.type")

[<Fact>]
let ``A table holds its columns`` () =
    Chart.table [ "name"; "n" ] [ [ "a"; "1" ]; [ "b"; "2" ] ]
    |> only
    |> expect
        """{"type":"table","domain":{"x":[0,1],"y":[0,1]},"header":{"values":[["name"],["n"]],"align":"left","line":{"color":"rgba(128,128,128,0.25)"},"fill":{"color":"rgba(128,128,128,0.15)"}},"cells":{"values":[["a","b"],["1","2"]],"align":"left","line":{"color":"rgba(128,128,128,0.25)"},"fill":{"color":"rgba(0,0,0,0)"}}}"""

[<Fact>]
let ``Each image is a trace with a PNG of its own, side by side`` () =
    let images = Tensor.ofArray (Array.init 12 byte) |> Tensor.reshape [ 3; 2; 2 ]
    let found = Chart.imageGrid 2 images |> traces
    Assert.Equal(3, found.Length)
    for trace in found do
        Assert.Equal("image", (textAt "type" trace))
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", (textAt "source" trace))
    // Images of two pixels with one pixel between them; a pixel's place is its middle.
    Assert.Equal<float * float>([ 0.5, 0.5; 3.5, 0.5; 0.5, 3.5 ], [ for trace in found -> (numberAt "x0" trace), (numberAt "y0" trace) ])

[<Fact>]
let ``Combined traces get colours of their own, equal names one colour and one entry`` () =
    let named name = Chart.line [ 1; 2 ] [ 3; 4 ] |> Chart.withName name
    let found = Chart.combine [ named "a"; named "b"; named "a" ] |> traces
    let color (trace: JsonNode) = (textAt "line.color" trace)
    Assert.Equal(color found[0], color found[2])
    Assert.NotEqual<string>(color found[0], color found[1])
    Assert.Equal<bool>([ true; true; false ], [ for trace in found -> (flagAt "showlegend" trace) ])

[<Fact>]
let ``All numeric types are numbers, dates and enumerations are labels`` () =
    Assert.Equal("[1,2]", (rawAt "x" (only (Chart.line [ 1.0f; 2.0f ] [ 1M; 2M ]))))
    Assert.Equal("""["2026-11-21T00:00:00"]""", (rawAt "x" (only (Chart.line [ System.DateTime(2026, 11, 21) ] [ 1 ]))))
    Assert.Equal("""["Friday"]""", (rawAt "x" (only (Chart.bar [ System.DayOfWeek.Friday ] [ 1L ]))))

[<Fact>]
let ``Wrong input is refused with the reason`` () =
    let message (action: unit -> Chart) = Assert.ThrowsAny<System.ArgumentException>(fun () -> action () |> ignore).Message
    Assert.Contains("2 x, 1 y", message (fun () -> Chart.line [ 1; 2 ] [ 1 ]))
    Assert.Contains("'x' (String) is no number", message (fun () -> Chart.line [ 1 ] [ "x" ]))
    Assert.Contains("one length", message (fun () -> Chart.heatmap [ [ 1; 2 ]; [ 1 ] ]))
    Assert.Contains("3 error bars for 1 points", message (fun () -> Chart.line [ 1 ] [ 1 ] |> Chart.withErrors [ 1; 2; 3 ]))
    Assert.Contains("cannot begin at 0", message (fun () -> Chart.line [ 1 ] [ 1 ] |> Chart.withLogY |> Chart.withYRange (0.0, 1.0)))
    Assert.Contains("side by side", message (fun () -> Chart.combine [ Chart.table [ "a" ] [ [ "b" ] ]; Chart.line [ 1 ] [ 1 ] ]))
    Assert.Contains("[2, 3, 4, 5, 1]", message (fun () -> Chart.imageGrid 2 (Tensor.zeros [ 2; 3; 4; 5 ] |> Tensor.reshape [ 2; 3; 4; 5; 1 ])))

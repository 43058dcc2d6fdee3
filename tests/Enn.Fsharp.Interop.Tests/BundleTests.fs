module Enn.Interop.Tests.BundleTests

open System
open System.Text
open System.Text.Json.Nodes
open Enn.Interop.Tests.JsonPath
open System.Text.RegularExpressions
open System.Xml.Linq
open Enn.Interop
open Xunit

let private chart () = Chart.line [ "a"; "</script><b>" ] [ 1; 2 ] |> Chart.withTitle "\"quoted\" <title>"
let private bundle (value: IMimeBundle) = value.MimeBundle

[<Fact>]
let ``A chart is Plotly's JSON, HTML and text, the richest first`` () =
    let bundle = bundle (chart ())
    Assert.Equal<string>([ "application/vnd.plotly.v1+json"; "text/html"; "text/plain" ], bundle.Keys)
    let figure = JsonNode.Parse(bundle["application/vnd.plotly.v1+json"]).AsObject()
    Assert.Equal<string>([ "data"; "layout"; "config" ], [ for entry in figure -> entry.Key ])
    Assert.Equal("Chart \"\"quoted\" <title>\" (line, 2 points)", bundle["text/plain"])

[<Fact>]
let ``The HTML shows the static picture without any script`` () =
    let html = (chart ()).Html
    let source = Regex.Match(html, "<img [^>]*src=\"data:image/svg\\+xml;base64,([^\"]+)\"/>").Groups[1].Value
    let svg = Encoding.UTF8.GetString(Convert.FromBase64String source)
    Assert.Equal((chart ()).Svg, svg)
    Assert.Equal("svg", (XDocument.Parse svg).Root.Name.LocalName)

[<Fact>]
let ``The script holds the figure, and no text of it ends the script`` () =
    let html = (chart ()).Html
    Assert.Single(Regex.Matches(html, "</script>")) |> ignore
    Assert.Contains((chart ()).Json, html)

[<Fact>]
let ``Nothing comes from another server, and plotly.js is not embedded`` () =
    let html = (chart ()).Html
    Assert.DoesNotContain("http", html)
    Assert.Contains("kernelspecs/enn-fsharp/plotly.min.js", html)
    Assert.True(html.Length < 20_000)

[<Fact>]
let ``The mark of a place depends on the content alone`` () =
    let id html = Regex.Match(html, "data-enn-chart=\"([0-9a-f]{12})\"").Groups[1].Value
    Assert.Equal(id (chart ()).Html, id (chart ()).Html)
    Assert.NotEqual<string>(id (chart ()).Html, id (chart () |> Chart.withTitle "x").Html)

[<Fact>]
let ``The short text of F# printers is the description`` () =
    let chart = chart ()
    Assert.Equal(chart.Description, string chart)
    Assert.Equal(chart.Description, sprintf "%A" chart)

[<Fact>]
let ``A frame is an HTML table and text`` () =
    let frame = Frame.ofColumns [ "a", [ 1; 2 ] ]
    Assert.Equal<string>([ "text/html"; "text/plain" ], (bundle frame).Keys)
    Assert.Equal(string frame, (bundle frame)["text/plain"])

module Enn.Interop.Tests.FrameViewTests

open System.Text.Json.Nodes
open Enn.Interop.Tests.JsonPath
open System.Xml.Linq
open Enn.Interop
open Xunit

let private frame () = Frame.ofRows [ "name"; "x" ] [ [ Text "a<b"; Number 1.5 ]; [ Text "long name"; Missing ]; [ Missing; Number 10.0 ] ]

[<Fact>]
let ``Text lines up, numbers to the right`` () =
    Assert.Equal("name         x\na<b        1.5\nlong name    –\n–           10\n3 rows x 2 columns", string (frame ()))

[<Fact>]
let ``HTML is a table of all rows, well-formed and escaped`` () =
    let root = (XDocument.Parse $"<div>{(frame ()).Html}</div>").Root
    Assert.Equal(2, root.Descendants(XName.Get "th") |> Seq.length)
    Assert.Equal<string>([ "a<b"; "1.5"; "long name"; "–"; "–"; "10" ], [ for cell in root.Descendants(XName.Get "td") -> cell.Value ])

[<Fact>]
let ``Of many rows the first and the last are shown`` () =
    let frame = Frame.ofColumns [ "i", [ 1..100 ] ]
    let lines = (string frame).Split '\n'
    Assert.Equal(1 + 10 + 1 + 10 + 1, lines.Length)
    Assert.Equal("  1", lines[1])
    Assert.Equal("…", lines[11])
    Assert.Equal("100", lines[21])
    Assert.Contains("80 more rows", frame.Html)
    Assert.Contains("100 rows x 1 columns", frame.Html)

[<Fact>]
let ``Markdown escapes what would end a cell`` () =
    let markdown = Frame.ofColumns [ "a|b", [ "x|y\nz" ] ] |> Frame.toMarkdown
    Assert.Equal("| a\\|b |\n| --- |\n| x\\|y z |", markdown)

let private data (chart: Chart) = (JsonNode.Parse chart.Json)["data"]

[<Fact>]
let ``Columns become charts with their names at the axes`` () =
    let frame = Frame.ofRows [ "epoch"; "loss"; "net" ] [ for net in [ "a"; "b" ] do for i in 1..3 -> [ Number(float i); (if i = 2 then Missing else Number 0.5); Text net ] ]
    let lines = frame |> Frame.toLines "epoch" "loss" "net"
    Assert.Equal<string>([ "a"; "b" ], [ for trace in (data lines).AsArray() -> (textAt "name" trace) ])
    Assert.Equal("[0.5,null,0.5]", (rawAt "0.y" (data lines)))
    Assert.Equal("epoch", (textAt "layout.xaxis.title.text" (JsonNode.Parse lines.Json)))
    Assert.Equal("[\"a\",\"a\",\"a\",\"b\",\"b\",\"b\"]", (rawAt "0.x" (data (Frame.toBar "net" "loss" frame))))
    let map = frame |> Frame.pivot "net" "epoch" (Aggregate.mean "loss") |> Frame.toHeatmap
    Assert.Equal("[[0.5,null,0.5],[0.5,null,0.5]]", (rawAt "0.z" (data map)))
    Assert.Equal("[\"a\",\"b\"]", (rawAt "0.y" (data map)))

[<Fact>]
let ``Error bars come from a column`` () =
    let frame = Frame.ofRows [ "x"; "y"; "s" ] [ [ Text "a"; Number 1.0; Number 0.1 ]; [ Text "b"; Number 2.0; Missing ] ]
    Assert.Equal("[0.1,null]", (rawAt "0.error_y.array" (data (Frame.toBarWithErrors "x" "y" "s" frame))))

[<Fact>]
let ``A frame as a chart is a table of all its rows`` () =
    Assert.Equal("Chart (table of 2 columns and 3 rows)", (frame () |> Frame.toTable).Description)

[<Theory>]
[<InlineData(0.1234567, "0.123457")>]
[<InlineData(1234567.0, "1234567")>]
[<InlineData(0.0000123456789, "1.23457e-5")>]
[<InlineData(-2.5e7, "-25000000")>]
[<InlineData(1234567.25, "1.23457e6")>]
let ``Numbers are short, and whole ones whole`` (number: float, expected: string) = Assert.Equal(expected, (Number number).Display)

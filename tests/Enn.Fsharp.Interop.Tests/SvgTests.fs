module Enn.Interop.Tests.SvgTests

open System
open System.Xml.Linq
open Enn.Interop
open FsCheck
open FsCheck.FSharp
open Xunit

let private parse (chart: Chart) = (XDocument.Parse chart.Svg).Root

let private marks (kind: string) (chart: Chart) =
    [ for element in (parse chart).Descendants() do
          match element.Attribute(XName.Get "class") with
          | null -> ()
          | found -> if found.Value = kind then element ]

let private count kind chart = (marks kind chart).Length
let private number (name: string) (element: XElement) = float (element.Attribute(XName.Get name).Value)

[<Fact>]
let ``A line is one path that gaps interrupt`` () =
    let path = Chart.line [ 1; 2; 3; 4; 5 ] [ 1.0; 2.0; nan; 4.0; 5.0 ] |> marks "line" |> List.exactlyOne
    let data = path.Attribute(XName.Get "d").Value
    Assert.Equal(2, data |> Seq.filter ((=) 'M') |> Seq.length)
    Assert.Equal(2, data |> Seq.filter ((=) 'L') |> Seq.length)

[<Fact>]
let ``Each point, bar, cell, image and error bar is drawn once`` () =
    Assert.Equal(3, Chart.scatter [ 1; 2; 3 ] [ 1; 2; 3 ] |> count "point")
    Assert.Equal(2, Chart.bar [ "a"; "b" ] [ 1; -2 ] |> count "bar")
    Assert.Equal(2, Chart.bar [ "a"; "b" ] [ 1; -2 ] |> Chart.withErrors [ 0.1; 0.2 ] |> count "error")
    Assert.Equal(5, Chart.heatmap [ [ 1.0; 2.0; 3.0 ]; [ 4.0; nan; 6.0 ] ] |> count "cell")
    Assert.Equal(7, Chart.imageGrid 3 (Tensor.rand 1 [ 7; 5; 4 ]) |> count "tile")
    Assert.Equal(4, Chart.imageGridOf 2 [ "a"; "b"; "c"; "d" ] (Tensor.rand 1 [ 4; 3; 5; 4 ]) |> count "caption")
    let bins = Chart.histogramOf 8 [ 1..100 ]
    Assert.Equal(8, count "bar" bins)

[<Fact>]
let ``Higher values stand higher, later ones further right`` () =
    let points = Chart.scatter [ 1; 2 ] [ 10; 20 ] |> marks "point"
    Assert.True(number "cx" points[0] < number "cx" points[1])
    Assert.True(number "cy" points[0] > number "cy" points[1])

[<Fact>]
let ``Bars reach from zero to their value in proportion`` () =
    let heights = Chart.bar [ "a"; "b"; "c" ] [ 1.0; 2.0; -3.0 ] |> marks "bar" |> List.map (number "height")
    Assert.Equal(2.0, heights[1] / heights[0], 2)
    Assert.Equal(3.0, heights[2] / heights[0], 2)

[<Fact>]
let ``Equal factors are equal distances on a logarithmic axis, and zero is left out`` () =
    let places = Chart.scatter [ 1; 2; 3; 4 ] [ 1.0; 10.0; 100.0; 0.0 ] |> Chart.withLogY |> marks "point" |> List.map (number "cy")
    Assert.Equal(3, places.Length)
    Assert.Equal(places[0] - places[1], places[1] - places[2], 1)

[<Fact>]
let ``Bars of several series stand side by side`` () =
    let series name = Chart.bar [ "a"; "b" ] [ 1; 2 ] |> Chart.withName name
    let bars = Chart.combine [ series "one"; series "two"; series "three" ] |> marks "bar" |> List.map (fun bar -> number "x" bar, number "width" bar) |> List.sort
    for (left, width), (next, _) in List.pairwise bars do
        Assert.True(left + width <= next + 0.02)

[<Fact>]
let ``A table shows its entries and counts what has no room`` () =
    let chart = Chart.table [ "a"; "b" ] [ for i in 1..100 -> [ string i; "x" ] ]
    let shown = count "entry" chart / 2
    Assert.Equal(2, count "heading" chart)
    Assert.True(shown > 5 && shown < 100)
    Assert.Contains($"{100 - shown} more rows", (marks "more" chart).Head.Value)

[<Fact>]
let ``The legend shows lines as lines, dashed ones dashed, points as points`` () =
    let named name chart = chart |> Chart.withName name
    let chart = Chart.combine [ Chart.line [ 1; 2 ] [ 1; 2 ] |> Chart.withDashes |> named "a"; Chart.scatter [ 1 ] [ 1 ] |> named "b"; Chart.bar [ 1 ] [ 1 ] |> named "c" ]
    let keys = marks "key" chart
    Assert.Equal<string>([ "path"; "circle"; "rect" ], [ for key in keys -> key.Name.LocalName ])
    Assert.NotNull(keys.Head.Attribute(XName.Get "stroke-dasharray"))

[<Fact>]
let ``No two panels of a grid share a pixel, their titles and labels included`` () =
    let part title = Chart.heatmap [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ] |> Chart.withTitle title |> Chart.withXTitle "across" |> Chart.withYTitle "up"
    let chart = Chart.grid 2 [ for title in [ "a"; "b"; "c"; "d" ] -> part title ]
    // The room between the cells of two panels holds the colour bar's labels (40), the vertical title and the ticks (60).
    let lefts = marks "cell" chart |> List.map (number "x") |> List.distinct |> List.sort
    let width = marks "cell" chart |> List.head |> number "width"
    Assert.True(lefts.[2] - (lefts.[1] + width) >= 100.0, $"%A{lefts} {width}")

[<Fact>]
let ``The picture's panel lies where the live chart's does`` () =
    let chart = Chart.combine [ for name in [ "a"; "b" ] -> Chart.bar [ "x"; "y" ] [ 1; 2 ] |> Chart.withName name ] |> Chart.withTitle "t"
    let layout = (System.Text.Json.Nodes.JsonNode.Parse chart.Json)["layout"]
    let at (name: string) = Enn.Interop.Tests.JsonPath.numberAt ("margin." + name) layout
    let axis = marks "axis" chart |> List.head
    Assert.Equal((at "l", 700.0 - at "r"), (number "x1" axis, number "x2" axis))
    Assert.Equal(420.0 - at "b", number "y1" axis)

[<Fact>]
let ``Images and tables are as high as they need`` () =
    let height (chart: Chart) = number "height" (parse chart)
    Assert.True(height (Chart.imageGrid 8 (Tensor.rand 1 [ 8; 28; 28 ])) < height (Chart.imageGrid 8 (Tensor.rand 1 [ 24; 28; 28 ])))
    let table rows = Chart.table [ "a" ] [ for i in 1..rows -> [ string i ] ]
    Assert.Equal(30, count "entry" (table 30))
    Assert.True(height (table 3) < height (table 30))

[<Fact>]
let ``Titles and names are there`` () =
    let named name = Chart.line [ 1; 2 ] [ 1; 2 ] |> Chart.withName name
    let chart = Chart.combine [ named "first"; named "second" ] |> Chart.withTitle "All" |> Chart.withXTitle "across" |> Chart.withYTitle "up"
    Assert.Equal<string>([ "All"; "across"; "up"; "first"; "second" ], [ for kind in [ "title"; "title-x"; "title-y"; "name" ] do for mark in marks kind chart -> mark.Value ])

[<Fact>]
let ``Large heat maps are one image`` () =
    let chart = Chart.heatmap [ for i in 0..99 -> [ for j in 0..99 -> i * j ] ]
    Assert.Equal(0, count "cell" chart)
    Assert.Equal(1, count "cells" chart)

let private texts = Gen.elements [ "plain"; "<b>&\"'"; "\u0001\u000b"; "\ud800"; "日本 😀"; "" ]
let private value = Gen.frequency [ 8, Gen.choose (-1000, 1000) |> Gen.map float; 1, Gen.elements [ nan; infinity; -infinity; 0.0; 1e300; -1e-300 ] ]

let private anyChart =
    gen {
        let! y = Gen.listOf value
        let! title = texts
        let! log = Gen.elements [ true; false ]
        let! kind = Gen.choose (0, 4)
        let x = List.indexed y |> List.map fst
        let chart =
            match kind with
            | 0 -> Chart.line x y
            | 1 -> Chart.scatter y y
            | 2 -> Chart.bar (x |> List.map string) y
            | 3 -> Chart.histogram y
            | _ -> Chart.heatmap [ 0.0 :: y; 1.0 :: y ]
        return chart |> Chart.withTitle title |> Chart.withName title |> Chart.withXTitle title |> (if log then Chart.withLogY else id)
    }

[<Fact>]
let ``Any chart is well-formed XML without ids or numbers that are none`` () =
    Property.check (
        Prop.forAll (Arb.fromGen anyChart) (fun chart ->
            let root = parse chart
            let attributes = [ for element in root.DescendantsAndSelf() do yield! element.Attributes() ]
            let broken = attributes |> List.filter (fun attribute -> attribute.Name.LocalName = "id" || attribute.Value.Contains "NaN" || attribute.Value.Contains "∞" || attribute.Value.Contains "Infinity")
            root.Name.LocalName = "svg" && broken.IsEmpty)
    )

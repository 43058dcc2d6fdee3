module Enn.Interop.Tests.ChartValueTests

open Enn.Interop
open FsCheck
open FsCheck.FSharp
open Xunit

let private refinements: (string * (Chart -> Chart)) list =
    [ "title", Chart.withTitle "t"
      "name", Chart.withName "n"
      "x title", Chart.withXTitle "x"
      "y title", Chart.withYTitle "y"
      "x range", Chart.withXRange (1.0, 2.0)
      "y range", Chart.withYRange (1.0, 2.0)
      "log x", Chart.withLogX
      "log y", Chart.withLogY
      "legend", Chart.withLegend true
      "size", Chart.withSize (300, 200)
      "errors", Chart.withErrors [ 0.1; 0.2; 0.3 ]
      "color", Chart.withColor "gray"
      "dashes", Chart.withDashes
      "trace", Chart.withTraceJson """{"opacity":0.5}"""
      "layout", Chart.withLayoutJson """{"hovermode":"x"}""" ]

// With a name, as there is no legend without one.
let private start () = Chart.line [ 1; 2; 3 ] [ 4; 5; 6 ] |> Chart.withName "start"
let private someRefinements = Gen.elements refinements |> Gen.listOf |> Arb.fromGen

[<Fact>]
let ``Every refinement changes the result and leaves the original as it was`` () =
    let original = start ()
    let json, svg = original.Json, original.Svg
    for name, refine in refinements do
        let refined = refine original
        Assert.True(refined.Json <> json, name)
        Assert.Equal(json, original.Json)
        Assert.Equal(svg, original.Svg)

[<Fact>]
let ``Refinements give the same chart in any order`` () =
    Property.check (
        Prop.forAll someRefinements (fun steps ->
            let apply steps = (start (), steps) ||> List.fold (fun chart (_, refine) -> refine chart)
            apply steps = apply (List.rev steps) && apply steps = apply (List.distinctBy fst steps))
    )

[<Fact>]
let ``Refining a prefix again and again never disturbs it`` () =
    Property.check (
        Prop.forAll someRefinements (fun steps ->
            let charts = (start (), steps) ||> List.scan (fun chart (_, refine) -> refine chart)
            let before = charts |> List.map _.Json
            for chart in charts do
                for _, refine in refinements do
                    refine chart |> ignore
            (charts |> List.map (fun chart -> Chart.combine([ chart ]).Json |> ignore; chart.Json)) = before)
    )

[<Fact>]
let ``A chart keeps the values it was made of, not the arrays`` () =
    let x, y, z, errors = [| 1.0; 2.0 |], [| 3.0; 4.0 |], [| [| 1.0 |] |], [| 0.1; 0.2 |]
    let header, row = [| "a" |], [| "b" |]
    let charts () =
        [ Chart.line x y |> Chart.withErrors errors; Chart.bar x y; Chart.heatmap z; Chart.table header [ row ] ]
    let made, expected = charts (), charts () |> List.map _.Json
    x[0] <- 9.0
    y[0] <- 9.0
    z[0][0] <- 9.0
    errors[0] <- 9.0
    header[0] <- "changed"
    row[0] <- "changed"
    Assert.Equal<string>(expected, made |> List.map _.Json)

[<Fact>]
let ``Equal charts are equal byte for byte, different ones differ`` () =
    let make () =
        Chart.grid 2 [ start () |> Chart.withTitle "a"; Chart.imageGrid 2 (Tensor.rand 7 [ 3; 4; 4 ]); Chart.histogram [ 1.0; 2.0; 2.5 ]; Chart.heatmap [ [ 1; 2 ] ] ]
    let a, b = make (), make ()
    Assert.Equal(a, b)
    Assert.Equal(a.Json, b.Json)
    Assert.Equal(a.Svg, b.Svg)
    Assert.Equal(a.Html, b.Html)
    Assert.NotEqual(a, a |> Chart.withTitle "other")

[<Fact>]
let ``Combining keeps all traces, and the first title of each kind`` () =
    let a = start () |> Chart.withYTitle "mine"
    let b = start () |> Chart.withTitle "T" |> Chart.withYTitle "yours" |> Chart.withXRange (0.0, 9.0)
    let both = Chart.combine [ a; b ]
    Assert.Equal("Chart \"T\" (start: line, 3 points; start: line, 3 points)", both.Description)
    Assert.Contains("mine", both.Json)
    Assert.DoesNotContain("yours", both.Json)
    Assert.Contains("[0,9]", both.Json)

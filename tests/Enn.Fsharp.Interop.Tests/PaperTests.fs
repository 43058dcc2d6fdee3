module Enn.Interop.Tests.PaperTests

open System
open Enn.Interop
open Xunit

[<Fact>]
let ``A published table holds the published numbers, and what was not run is missing`` () =
    let table = Paper.table "whitening" "zca"
    let ours = table |> Frame.where "method" "ours"
    Assert.Equal<float option list>([ 4.59; 4.43; 4.40; 4.46; 4.44 ] |> List.map Some, ours |> Frame.numbers "published best")
    Assert.Equal("4.71 ± 0.11", ours.Rows.Head.Text "published mean")
    Assert.Equal(Missing, (table |> Frame.where "method" "SVD").Rows[1].["published mean"])

[<Fact>]
let ``A measured table holds what the records say`` () =
    let errors = Paper.table "whitening" "schedules" |> Frame.where "method" "bn" |> Frame.where "dataset" "fashion_mnist" |> Frame.numbers "test error %"
    let accuracies = Frame.runs "whitening" |> Frame.where "settings.method" "bn" |> Frame.where "settings.dataset" "fashion_mnist" |> Frame.numbers "metrics.best_accuracy"
    let expected = 100.0 * (1.0 - accuracies.Head.Value)
    Assert.Equal(expected, (List.exactlyOne errors).Value, 2)

[<Fact>]
let ``Every table of every paper can be shown, with its notes`` () =
    for paper in Paper.names do
        for name in Paper.tables paper do
            Assert.True((Paper.table paper name).Count > 0, $"{paper} {name}")
            Assert.All(Paper.notes paper name, fun note -> Assert.NotEqual<string>("", note))

[<Fact>]
let ``Another paper or table is refused with those there are`` () =
    let message (action: unit -> unit) = Assert.Throws<ArgumentException>(action).Message
    Assert.Contains("whitening", message (fun () -> Paper.tables "blackening" |> ignore))
    Assert.Contains("it has zca, readme", message (fun () -> Paper.table "whitening" "speed" |> ignore))

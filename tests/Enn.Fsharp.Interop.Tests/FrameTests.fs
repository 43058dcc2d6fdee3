module Enn.Interop.Tests.FrameTests

open System.Collections.Generic
open Enn.Interop
open Xunit

type private Run =
    { Name: string
      Epoch: int
      Loss: float
      Accuracy: float option }

let private runs =
    [ { Name = "a"; Epoch = 1; Loss = 2.0; Accuracy = Some 0.5 }
      { Name = "a"; Epoch = 2; Loss = nan; Accuracy = None }
      { Name = "b"; Epoch = 1; Loss = 1.0; Accuracy = Some 0.75 } ]

let private frame () = Frame.ofRecords runs

[<Fact>]
let ``Records become rows, None and NaN are missing`` () =
    let frame = frame ()
    Assert.Equal<string>([ "Name"; "Epoch"; "Loss"; "Accuracy" ], frame.Columns)
    Assert.Equal<Cell>([ Number 2.0; Missing; Number 1.0 ], Frame.column "Loss" frame)
    Assert.Equal<float option>([ Some 0.5; None; Some 0.75 ], Frame.numbers "Accuracy" frame)
    Assert.Equal<string>([ "a"; "a"; "b" ], Frame.texts "Name" frame)

[<Fact>]
let ``Columns are picked, left out, renamed, computed and replaced`` () =
    Assert.Equal<string>([ "Loss"; "Name" ], (frame () |> Frame.select [ "Loss"; "Name" ]).Columns)
    Assert.Equal<string>([ "Name"; "Accuracy" ], (frame () |> Frame.drop [ "Loss"; "Epoch" ]).Columns)
    Assert.Equal<string>([ "Name"; "step"; "Loss"; "Accuracy" ], (frame () |> Frame.rename "Epoch" "step").Columns)
    let computed = frame () |> Frame.withColumn "error" (fun row -> 1.0 - row.Number "Accuracy")
    Assert.Equal<Cell>([ Number 0.5; Missing; Number 0.25 ], Frame.column "error" computed)
    let replaced = frame () |> Frame.withColumn "Epoch" (fun row -> row.Number "Epoch" * 10.0)
    Assert.Equal<Cell>([ Number 10.0; Number 20.0; Number 10.0 ], Frame.column "Epoch" replaced)
    Assert.Equal<string>((frame ()).Columns, replaced.Columns)

[<Fact>]
let ``A column that is not there is named, with those that are`` () =
    let message (action: Frame -> obj) = Assert.Throws<KeyNotFoundException>(fun () -> action (frame ()) |> ignore).Message
    for action in [ Frame.column "loss" >> box; Frame.filter (fun row -> row.Flag "loss") >> box; Frame.sortBy [ "loss" ] >> box ] do
        Assert.Equal("the frame has no column 'loss': it has Name, Epoch, Loss, Accuracy", message action)

[<Fact>]
let ``Two columns of one name and ragged rows are refused`` () =
    Assert.Throws<System.ArgumentException>(fun () -> Frame.ofColumns [ "a", [ 1 ]; "a", [ 2 ] ] |> ignore) |> ignore
    Assert.Throws<System.ArgumentException>(fun () -> Frame.ofColumns [ "a", [ 1 ]; "b", [] ] |> ignore) |> ignore
    Assert.Throws<System.ArgumentException>(fun () -> Frame.ofRows [ "a" ] [ [ Missing; Missing ] ] |> ignore) |> ignore

[<Fact>]
let ``Aggregates pass over missing values`` () =
    let rows = (Frame.ofColumns [ "x", [ Some 1.0; None; Some 4.0; Some 7.0 ] ]).Rows
    let value (aggregate: Aggregate) = aggregate.Of rows
    Assert.Equal<Cell>([ 4.0; 4.0; 3.0; 1.0; 7.0; 4.0; 12.0 ] |> List.map Number, [ value Aggregate.count; value (Aggregate.mean "x"); value (Aggregate.deviation "x"); value (Aggregate.min "x"); value (Aggregate.max "x"); value (Aggregate.median "x"); value (Aggregate.sum "x") ])
    Assert.Equal(Missing, (Aggregate.deviation "x").Of [ rows[0] ])
    Assert.Equal(Missing, (Aggregate.mean "x").Of [ rows[1] ])
    Assert.Equal(Number 4.0, (Aggregate.first "x").Of rows[1..])

[<Fact>]
let ``Groups come with their keys, pivots with a column for each value`` () =
    let grouped = frame () |> Frame.groupBy [ "Name" ] |> Frame.aggregate [ Aggregate.count; Aggregate.mean "Accuracy" |> Aggregate.named "accuracy" ]
    Assert.Equal(Frame.ofRows [ "Name"; "count"; "accuracy" ] [ [ Text "a"; Number 2.0; Number 0.5 ]; [ Text "b"; Number 1.0; Number 0.75 ] ], grouped)
    let pivoted = frame () |> Frame.pivot "Name" "Epoch" (Aggregate.first "Accuracy")
    Assert.Equal(Frame.ofRows [ "Name"; "1"; "2" ] [ [ Text "a"; Number 0.5; Missing ]; [ Text "b"; Number 0.75; Missing ] ], pivoted)

[<Fact>]
let ``Joined columns of one name are told apart`` () =
    let left, right = Frame.ofRows [ "k"; "v" ] [ [ Number 1.0; Text "l" ] ], Frame.ofRows [ "v"; "k" ] [ [ Text "r"; Number 1.0 ] ]
    Assert.Equal(Frame.ofRows [ "k"; "v"; "v (right)" ] [ [ Number 1.0; Text "l"; Text "r" ] ], left |> Frame.join [ "k" ] right)

[<Fact>]
let ``Frames one after another have all columns`` () =
    let all = Frame.append [ Frame.ofColumns [ "a", [ 1 ] ]; Frame.ofColumns [ "b", [ 2 ] ] ]
    Assert.Equal(Frame.ofRows [ "a"; "b" ] [ [ Number 1.0; Missing ]; [ Missing; Number 2.0 ] ], all)

[<Fact>]
let ``A description has a row for each column with numbers`` () =
    let described = Frame.describe (frame ())
    Assert.Equal<string>([ "Epoch"; "Loss"; "Accuracy" ], Frame.texts "column" described)
    Assert.Equal<Cell>([ Number 3.0; Number 2.0; Number 2.0 ], Frame.column "count" described)
    Assert.Equal<Cell>([ Number(4.0 / 3.0); Number 1.5; Number 0.625 ], Frame.column "mean" described)

[<Fact>]
let ``Objects become rows of their properties, inner ones with dotted names`` () =
    let frame = Frame.ofObjects Enn.Experiments.NonNegativePaper.ReadmeTable.Rows
    Assert.Equal<string>([ "Method"; "Architecture"; "Dataset"; "Activation"; "Optimizer"; "Published.Mean"; "Published.Deviation" ], frame.Columns)
    Assert.Equal(0.8634, frame.Rows.Head.Number "Published.Mean")
    Assert.Equal(Missing, frame.Rows.Head["Published.Deviation"])
    let dates = Frame.ofObjects [ System.Collections.Generic.KeyValuePair(Some 1, System.DateTime(2026, 11, 21)) ]
    Assert.Equal<string>([ "1"; "2026-11-21T00:00:00" ], [ for name in [ "Key"; "Value" ] -> dates.Rows.Head.Text name ])

[<Fact>]
let ``All names change at once, and stay different`` () =
    let frame = Frame.ofRows [ "a.x"; "a.y" ] [ [ Number 1.0; Number 2.0 ] ]
    Assert.Equal<string>([ "x"; "y" ], (frame |> Frame.mapNames (fun name -> name.Replace("a.", ""))).Columns)
    Assert.Throws<System.ArgumentException>(fun () -> frame |> Frame.mapNames (fun _ -> "z") |> ignore) |> ignore

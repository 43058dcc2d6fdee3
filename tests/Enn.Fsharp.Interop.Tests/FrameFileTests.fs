module Enn.Interop.Tests.FrameFileTests

open System.IO
open Enn.Interop
open FsCheck
open FsCheck.FSharp
open Xunit

let private inFile (content: string) (read: string -> 'a) =
    let path = Path.GetTempFileName()
    try
        File.WriteAllText(path, content)
        read path
    finally
        File.Delete path

let private cell =
    Gen.oneof
        [ Gen.constant Missing
          Gen.elements [ Flag true; Flag false ]
          ArbMap.defaults |> ArbMap.generate<NormalFloat> |> Gen.map (float >> Number)
          Gen.elements [ "a"; "a,b"; "say \"so\""; " two\nlines "; "日本"; "x\r\ny"; ";"; "'" ] |> Gen.map Text ]

let private frames = gen {
    let! columns = Gen.choose (1, 4)
    let! rows = Gen.listOf (Gen.listOfLength columns cell)
    return Frame.ofRows [ for i in 1..columns -> $"column, {i}" ] rows
}

[<Fact>]
let ``A frame written as CSV reads back as it was`` () =
    Property.check (Prop.forAll (Arb.fromGen frames) (fun frame -> Frame.parseCsv (Frame.toCsv frame) = frame))

[<Fact>]
let ``A CSV file becomes flags, numbers, texts and missing values`` () =
    let frame = inFile "\uFEFFname,ok,loss\r\nfirst,true,1e-3\n\n\"a,b\",false,\nlast,,NaN\n" Frame.readCsv
    let expected =
        Frame.ofRows
            [ "name"; "ok"; "loss" ]
            [ [ Text "first"; Flag true; Number 0.001 ]; [ Text "a,b"; Flag false; Missing ]; [ Text "last"; Missing; Missing ] ]
    Assert.Equal(expected, frame)

[<Fact>]
let ``Saving writes what toCsv gives`` () =
    let frame = Frame.ofColumns [ "x", [ 0.1; 1.0 / 3.0 ] ]
    let written = inFile "" (fun path -> Frame.saveCsv path frame; File.ReadAllText path)
    Assert.Equal("x\n0.1\n0.3333333333333333\n", written)

[<Fact>]
let ``A damaged CSV file is refused with file and line`` () =
    let message content = inFile content (fun path -> Assert.Throws<InvalidDataException>(fun () -> Frame.readCsv path |> ignore).Message.Replace(path, "FILE"))
    Assert.Equal("FILE: line 4: 1 fields, where the header has 2", message "a,b\n1,\"2\n\"\n3\n")
    Assert.Equal("FILE: line 2: 3 fields, where the header has 2", message "a,b\r\n1,2,3\r\n")
    Assert.Equal("FILE: line 3: a quoted field does not end", message "a,b\n1,2\n3,\"4\n5,6")
    Assert.Equal("FILE: line 2: text follows a quoted field", message "a,b\n\"1\"x,2\n")
    Assert.Equal("FILE: there is no header line", message "\n")

[<Fact>]
let ``JSON lines become rows of flat columns`` () =
    let frame = inFile "{\"id\":\"1e5\",\"m\":{\"loss\":0.5,\"n\":\"3\"},\"l\":[1]}\n\n{\"id\":\"x\",\"m\":{\"loss\":\"NaN\",\"more\":{\"deep\":true}},\"k\":null}\n" Frame.readJsonLines
    let expected =
        Frame.ofRows
            [ "id"; "m.loss"; "m.n"; "m.more.deep"; "k" ]
            [ [ Text "1e5"; Number 0.5; Number 3.0; Missing; Missing ]; [ Text "x"; Missing; Missing; Flag true; Missing ] ]
    Assert.Equal(expected, frame)

[<Theory>]
[<InlineData("{\"a\":1}\n{\"a\":\n")>]
[<InlineData("{\"a\":1}\n[1]\n")>]
let ``A damaged line is refused with file and line`` (content: string) =
    inFile content (fun path ->
        let message = Assert.Throws<InvalidDataException>(fun () -> Frame.readJsonLines path |> ignore).Message
        Assert.StartsWith($"{path}:2:", message))

[<Fact>]
let ``Of a run that was recorded again the last record counts`` () =
    inFile "{\"key\": \"a\", \"seconds\": 1}\n{\"key\": \"b\", \"seconds\": 2}\n{\"key\": \"a\", \"seconds\": 3}\n" (fun path ->
        let runs = Frame.readJsonLines path |> Frame.latestRuns
        Assert.Equal<string list>([ "b"; "a" ], Frame.texts "key" runs)
        Assert.Equal<float option list>([ Some 2.0; Some 3.0 ], Frame.numbers "seconds" runs))

[<Fact>]
let ``The recorded runs of the non-negative paper load`` () =
    let runs = Frame.runs "nonnegative"
    Assert.True(runs.Count > 0)
    for row in runs.Rows do
        Assert.Equal("nonnegative", row.Text "settings.paper")
        Assert.InRange(row.Number "metrics.nn_accuracy", 0.0, 1.0)
        Assert.True(row["key"].IsText)

[<Fact>]
let ``The epochs of the recorded runs are as many as ran, and join with their runs`` () =
    let runs, epochs = Frame.runs "nonnegative", Frame.runEpochs "nonnegative"
    let counted = epochs |> Frame.groupBy [ "key" ] |> Frame.aggregate [ Aggregate.count ]
    Assert.Equal(runs.Count, counted.Count)
    let joined = epochs |> Frame.join [ "key" ] (runs |> Frame.select [ "key"; "settings.activation" ])
    Assert.Equal(epochs.Count, joined.Count)
    let chart = joined |> Frame.toLines "epoch" "metrics.loss" "settings.activation"
    Assert.Contains("epoch", chart.Json)

namespace Enn.Interop

open System
open System.Collections.Generic
open System.IO
open System.Text.Json
open Enn.Data

/// <summary>Frames of recorded runs: files of one JSON object a line.</summary>
[<AutoOpen>]
module JsonLines =
    // Infinities and NaN, which JSON lacks, are recorded as texts, and so are the numbers of settings; identifiers that look like numbers stand outside.
    let rec private cells (prefix: string) (value: JsonElement) : (string * Cell) list =
        match value.ValueKind with
        | JsonValueKind.Object -> [ for field in value.EnumerateObject() do yield! cells (if prefix = "" then field.Name else $"{prefix}.{field.Name}") field.Value ]
        | JsonValueKind.Array -> []
        | JsonValueKind.Number -> [ prefix, Cell.ofValue (value.GetDouble()) ]
        | JsonValueKind.String when prefix.Contains '.' -> [ prefix, Cell.parse (value.GetString()) ]
        | JsonValueKind.String -> [ prefix, Text(value.GetString()) ]
        | JsonValueKind.True -> [ prefix, Flag true ]
        | JsonValueKind.False -> [ prefix, Flag false ]
        | _ -> [ prefix, Missing ]

    let private frame (records: (string * Cell) list list) =
        let names = records |> Seq.concat |> Seq.map fst |> Seq.distinct |> Array.ofSeq
        let row record =
            let found = dict record
            names |> Array.map (fun name -> match found.TryGetValue name with true, cell -> cell | false, _ -> Missing)
        Frame(names, records |> Seq.map row |> Array.ofSeq)

    let private lines (path: string) (read: JsonElement -> (string * Cell) list list) =
        [ for number, line in Seq.indexed (File.ReadLines path) do
              if line.Trim() <> "" then
                  yield!
                      try
                          use document = JsonDocument.Parse line
                          if document.RootElement.ValueKind <> JsonValueKind.Object then raise (JsonException "not an object")
                          read document.RootElement
                      with :? JsonException as error ->
                          raise (InvalidDataException($"{path}:{number + 1}: {error.Message}", error)) ]
        |> frame

    let private epochs (key: string) (record: JsonElement) =
        match record.TryGetProperty "epochs" with
        | true, epochs when epochs.ValueKind = JsonValueKind.Array -> [ for epoch in epochs.EnumerateArray() -> (key, Missing) :: cells "" epoch ]
        | _ -> []

    /// The recorded runs of a paper.
    let private results (paper: string) = Path.Combine(ProjectFolder.Root, "results", paper + ".jsonl")

    /// <summary>Recorded runs.</summary>
    module Frame =
        /// <summary>A row for each line of a JSON Lines file; fields of inner objects are named <c>outer.inner</c>, and their texts become flags or numbers by their look; lists are left out.</summary>
        /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
        /// <exception cref="T:System.IO.InvalidDataException">A line is no JSON object; the message gives file and line.</exception>
        let readJsonLines (path: string) = lines path (fun record -> [ cells "" record ])

        /// <summary>Of records of runs with the same settings, that is of the same <c>key</c>, only the last: what tables show.</summary>
        let latestRuns (records: Frame) =
            let keys = Frame.texts "key" records |> Array.ofList
            let last = Dictionary<string, int>()
            keys |> Array.iteri (fun place key -> last[key] <- place)
            Frame(records.Names, [| for place, row in Array.indexed records.Cells do if last[keys[place]] = place then row |])

        /// <summary>The recorded runs of a paper (results/nonnegative.jsonl...), a row for each: <c>settings.activation</c>, <c>metrics.nn_accuracy</c>... Of a run that was made anew, the last record counts.</summary>
        /// <exception cref="T:System.IO.IOException">There is none.</exception>
        let runs (paper: string) = readJsonLines (results paper) |> latestRuns

        /// <summary>The epochs of the recorded runs of a paper, a row for each epoch: <c>key</c> of the run, <c>phase</c>, <c>epoch</c>, <c>metrics.loss</c>... To be joined with the runs by <c>key</c>.</summary>
        /// <exception cref="T:System.IO.IOException">There is none.</exception>
        let runEpochs (paper: string) =
            lines (results paper) (fun record ->
                match record.TryGetProperty "key" with
                | true, key -> epochs "key" record |> List.map (fun cells -> ("key", Text(key.GetString())) :: List.tail cells)
                | false, _ -> [])

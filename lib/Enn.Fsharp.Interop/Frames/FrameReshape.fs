namespace Enn.Interop

open System.Collections.Generic

/// <summary>The rows of a frame in groups of equal keys, in the order of their first appearance.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Groups internal (keys: string[], groups: (Cell list * Frame) list) =
    member internal _.Keys = keys

    /// <summary>The values of the key columns, with the rows that have them.</summary>
    member _.Items = groups

    /// <summary>The number of groups.</summary>
    member _.Count = groups.Length

/// <summary>Groups, pivots and joins frames.</summary>
[<AutoOpen>]
module FrameReshape =
    let private places (names: seq<string>) (frame: Frame) = names |> Seq.map frame.Place |> Array.ofSeq

    let private key (places: int[]) (row: Cell[]) = [ for place in places -> row[place] ]

    /// <summary>Groups, pivots and joins.</summary>
    module Frame =
        /// <summary>The rows in groups of equal values in these columns.</summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
        let groupBy (names: seq<string>) (frame: Frame) =
            let names = Array.ofSeq names
            let groups = frame.Cells |> Array.groupBy (key (places names frame))
            Groups(names, [ for key, rows in groups -> key, Frame(frame.Names, rows) ])

        /// <summary>A row for each group: its keys, then the aggregates.</summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">An aggregate asks for a column that there is not.</exception>
        /// <exception cref="T:System.ArgumentException">Two columns would have one name.</exception>
        let aggregate (aggregates: seq<Aggregate>) (groups: Groups) =
            let aggregates = Array.ofSeq aggregates
            Frame(
                Array.append groups.Keys (aggregates |> Array.map _.Name),
                [| for key, group in groups.Items ->
                       let rows = group.Rows
                       Array.append (Array.ofList key) (aggregates |> Array.map (fun aggregate -> aggregate.Of rows)) |]
            )

        /// <summary>
        /// A row for each different value of one column, a column for each different value of another, in the order of their first appearance, and in each
        /// cell the aggregate of the rows that have both; missing where there is none.
        /// </summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
        /// <exception cref="T:System.ArgumentException">Two different values have one spelling, or one is spelt like the row column.</exception>
        let pivot (rows: string) (columns: string) (aggregate: Aggregate) (frame: Frame) =
            let down, across = frame.Place rows, frame.Place columns
            let distinct (place: int) = frame.Cells |> Array.map (fun row -> row[place]) |> Array.distinct
            let groups = frame.Cells |> Array.groupBy (fun row -> row[down], row[across]) |> dict
            let names = distinct across
            let cell row column =
                match groups.TryGetValue((row, column)) with
                | true, cells -> aggregate.Of [ for row in cells -> frame.RowOf row ]
                | false, _ -> Missing
            Frame(
                Array.append [| rows |] (names |> Array.map (fun name -> if name = Missing then "missing" else name.Content)),
                [| for row in distinct down -> Array.append [| row |] (names |> Array.map (cell row)) |]
            )

        /// <summary>
        /// A row for each cell of the columns that are no keys: the keys, the column's name, the cell; the opposite of <c>pivot</c>.
        /// <c>frame |> Frame.unpivot ["net"] "source" "accuracy"</c> keeps the column net and makes the columns source, of names, and accuracy, of cells.
        /// </summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
        /// <exception cref="T:System.ArgumentException">A new column has the name of a key.</exception>
        let unpivot (keys: seq<string>) (name: string) (value: string) (frame: Frame) =
            let keys = Array.ofSeq keys
            let kept = places keys frame
            let others = [| for i in 0 .. frame.Names.Length - 1 do if not (Array.contains i kept) then i |]
            Frame(
                Array.append keys [| name; value |],
                [| for row in frame.Cells do
                       for i in others do
                           [| for place in kept do row[place]
                              Text frame.Names[i]
                              row[i] |] |]
            )

        // Keys that are missing match nothing, not even each other.
        let private joined keepLeft (names: seq<string>) (right: Frame) (left: Frame) =
            let names = Array.ofSeq names
            let leftPlaces, rightPlaces = places names left, places names right
            let others = [| for i, name in Array.indexed right.Names do if not (Array.contains name names) then i |]
            let index = Dictionary<Cell list, ResizeArray<Cell[]>>()
            for row in right.Cells do
                let key = key rightPlaces row
                if not (List.contains Missing key) then
                    match index.TryGetValue key with
                    | true, rows -> rows.Add row
                    | false, _ -> index[key] <- ResizeArray [ row ]
            let rename (name: string) = if Array.contains name left.Names then name + " (right)" else name
            Frame(
                Array.append left.Names (others |> Array.map (fun i -> rename right.Names[i])),
                [| for row in left.Cells do
                       match index.TryGetValue(key leftPlaces row) with
                       | true, matches ->
                           for other in matches do
                               Array.append row (others |> Array.map (fun i -> other[i]))
                       | false, _ when keepLeft -> Array.append row (others |> Array.map (fun _ -> Missing))
                       | false, _ -> () |]
            )

        /// <summary>
        /// Each row of the second frame beside each row of the first one that has the same values in these columns: orders |> Frame.join ["customer"] customers.
        /// A further column whose name both have gets " (right)" after it. Missing keys match nothing.
        /// </summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">A frame lacks a column.</exception>
        let join (names: seq<string>) (right: Frame) (left: Frame) = joined false names right left

        /// <summary>As <c>join</c>, but rows of the first frame without a match stay, with missing values.</summary>
        /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">A frame lacks a column.</exception>
        let leftJoin (names: seq<string>) (right: Frame) (left: Frame) = joined true names right left

        /// <summary>For each column with numbers: how many, mean, deviation, least, median and greatest.</summary>
        let describe (frame: Frame) =
            let rows = frame.Rows
            let numeric = frame.Columns |> List.filter (fun name -> rows |> List.exists (fun row -> (row.TryNumber name).IsSome))
            Frame(
                [| "column"; "count"; "mean"; "deviation"; "min"; "median"; "max" |],
                [| for name in numeric ->
                       [| Text name
                          Number(rows |> List.filter (fun row -> (row.TryNumber name).IsSome) |> List.length |> float)
                          for aggregate in [ Aggregate.mean; Aggregate.deviation; Aggregate.min; Aggregate.median; Aggregate.max ] do
                              (aggregate name).Of rows |] |]
            )

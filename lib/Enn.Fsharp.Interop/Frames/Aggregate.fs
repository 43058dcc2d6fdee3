namespace Enn.Interop

open System

/// <summary>One number, or other value, for a group of rows, and the name of its column.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Aggregate internal (name: string, compute: Row list -> Cell) =
    /// <summary>The name of the column that it makes.</summary>
    member _.Name = name

    /// <summary>The value for these rows.</summary>
    member _.Of(rows: Row list) = compute rows

/// <summary>The usual aggregates. Those of numbers pass over what is missing or a text; without any number they are missing.</summary>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Aggregate =
    let private ofNumbers what (column: string) (compute: float[] -> float option) =
        Aggregate(
            $"{column} {what}",
            fun rows ->
                match [| for row in rows do yield! Option.toList (row.TryNumber column) |] with
                | [||] -> Missing
                | numbers -> compute numbers |> Cell.ofValue
        )

    /// <summary>Another name for the column.</summary>
    let named (name: string) (aggregate: Aggregate) = Aggregate(name, aggregate.Of)

    /// <summary>The number of rows.</summary>
    let count = Aggregate("count", fun rows -> Number(float rows.Length))

    /// <summary>The sum of a column's numbers.</summary>
    let sum (column: string) = ofNumbers "sum" column (Array.sum >> Some)

    /// <summary>The mean of a column's numbers.</summary>
    let mean (column: string) = ofNumbers "mean" column (Array.average >> Some)

    /// <summary>The sample standard deviation (n - 1) of a column's numbers; missing for a single one.</summary>
    let deviation (column: string) =
        ofNumbers "deviation" column (fun numbers ->
            if numbers.Length < 2 then
                None
            else
                let mean = Array.average numbers
                Some(sqrt (Array.sumBy (fun number -> (number - mean) ** 2.0) numbers / float (numbers.Length - 1))))

    /// <summary>The least of a column's numbers.</summary>
    let min (column: string) = ofNumbers "min" column (Array.min >> Some)

    /// <summary>The greatest of a column's numbers.</summary>
    let max (column: string) = ofNumbers "max" column (Array.max >> Some)

    /// <summary>The median of a column's numbers: the mean of the middle two where their number is even.</summary>
    let median (column: string) =
        ofNumbers "median" column (fun numbers ->
            let sorted = Array.sort numbers
            Some((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0))

    /// <summary>The first cell of a column that is not missing.</summary>
    let first (column: string) =
        Aggregate(column, fun rows -> rows |> List.map (fun row -> row[column]) |> List.tryFind (fun cell -> cell <> Missing) |> Option.defaultValue Missing)

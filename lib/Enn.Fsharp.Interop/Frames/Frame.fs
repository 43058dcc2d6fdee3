namespace Enn.Interop

open System
open System.Collections.Generic

/// <summary>One row of a frame.</summary>
[<Sealed; AllowNullLiteral(false)>]
type Row internal (places: IReadOnlyDictionary<string, int>, cells: Cell[]) =
    let cell (column: string) =
        match places.TryGetValue column with
        | true, place -> cells[place]
        | false, _ ->
            let names = String.concat ", " places.Keys
            raise (KeyNotFoundException $"the frame has no column '{column}': it has {names}")

    member internal _.Cells = cells

    /// <summary>The cell of a column.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column; the message lists those there are.</exception>
    member _.Item
        with get (column: string) = cell column

    /// <summary>The number in a column; None where it is missing or a text.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    member _.TryNumber(column: string) = Cell.tryNumber (cell column)

    /// <summary>The number in a column; NaN where it is missing or a text, so that comparisons with it are false.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    member _.Number(column: string) = Cell.tryNumber (cell column) |> Option.defaultValue nan

    /// <summary>The content of a column as text; empty where it is missing.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    member _.Text(column: string) = (cell column).Content

    /// <summary>Whether a column holds true; false where it is missing.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    member _.Flag(column: string) = (cell column = Flag true)

/// <summary>Rows of named columns: an immutable value. The functions of the module <c>Frame</c> make one and refine it by piping.</summary>
[<Sealed; AllowNullLiteral(false); StructuredFormatDisplay("{Display}")>]
type Frame internal (names: string[], rows: Cell[][]) =
    let places =
        let places = Dictionary<string, int>(StringComparer.Ordinal)
        names
        |> Array.iteri (fun i name ->
            if not (places.TryAdd(name, i)) then
                invalidArg "names" $"two columns are named '{name}'")
        places

    do
        match rows |> Array.tryFindIndex (fun row -> row.Length <> names.Length) with
        | Some i -> invalidArg "rows" $"row {i} has {rows[i].Length} cells for {names.Length} columns"
        | None -> ()

    member internal _.Names = names
    member internal _.Cells = rows

    member internal _.Place(column: string) =
        match places.TryGetValue column with
        | true, place -> place
        | false, _ ->
            let known = String.concat ", " names
            raise (KeyNotFoundException $"the frame has no column '{column}': it has {known}")

    member internal _.RowOf(cells: Cell[]) = Row(places, cells)

    /// <summary>The names of the columns.</summary>
    member _.Columns = List.ofArray names

    /// <summary>The number of rows.</summary>
    member _.Count = rows.Length

    /// <summary>The rows in order.</summary>
    member _.Rows = [ for cells in rows -> Row(places, cells) ]

    /// <summary>The first and last rows as a text.</summary>
    member _.Display = FrameView.text names rows

    /// <summary>The first and last rows as an HTML table.</summary>
    member _.Html = FrameView.html names rows

    /// <inheritdoc/>
    override _.ToString() = FrameView.text names rows

    /// <inheritdoc/>
    override _.Equals other =
        match other with
        | :? Frame as other -> names = other.Names && rows = other.Cells
        | _ -> false

    /// <inheritdoc/>
    override _.GetHashCode() = HashCode.Combine(hash names, hash rows)

    interface IMimeBundle with
        member frame.MimeBundle = MimeBundle.ofList [ MimeBundle.Html, frame.Html; MimeBundle.Plain, frame.Display ]

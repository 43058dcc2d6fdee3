namespace Enn.Interop

open System
open System.Globalization

/// <summary>A value in a frame. NaN counts as missing. Cells sort as missing, flags, numbers, texts (by character code).</summary>
[<StructuralEquality; StructuralComparison; StructuredFormatDisplay("{Display}")>]
type Cell =
    /// <summary>Nothing is there.</summary>
    | Missing
    /// <summary>True or false.</summary>
    | Flag of bool
    /// <summary>A number.</summary>
    | Number of float
    /// <summary>A text.</summary>
    | Text of string

    /// <summary>The cell for people: numbers with up to six significant digits, a dash for what is missing.</summary>
    member cell.Display =
        match cell with
        | Missing -> "–"
        | Flag flag -> if flag then "true" else "false"
        | Number number -> Values.brief number
        | Text text -> text

    /// <summary>The cell in full: the shortest text that reads back as the same number; empty for what is missing.</summary>
    member cell.Content =
        match cell with
        | Missing -> ""
        | Number number -> Values.roundTrip number
        | cell -> cell.Display

    /// <inheritdoc/>
    override cell.ToString() = cell.Display

/// <summary>Cells from and to F# values.</summary>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Cell =
    /// <summary>The cell that holds a value: a number of any type, a flag, a text, a date (as text), or an option of one. NaN and None are missing.</summary>
    let ofValue (value: 'a) : Cell =
        match Values.unwrap (box value) with
        | null -> Missing
        | :? Cell as cell -> cell
        | :? bool as flag -> Flag flag
        | :? string as text -> Text text
        | value ->
            match Values.tryNumber value with
            | Some number when Double.IsNaN number -> Missing
            | Some number -> Number number
            | None -> Text(Values.text value)

    /// <summary>The number of a cell; a flag counts as 1 or 0. None for texts and what is missing.</summary>
    let tryNumber cell =
        match cell with
        | Number number -> Some number
        | Flag flag -> Some(if flag then 1.0 else 0.0)
        | Missing
        | Text _ -> None

    /// <summary>The cell that a text stands for: empty, a flag, a number, else the text.</summary>
    let parse (text: string) : Cell =
        match text with
        | "" -> Missing
        | "true"
        | "True" -> Flag true
        | "false"
        | "False" -> Flag false
        | text ->
            match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, number when Double.IsNaN number -> Missing
            | true, number -> Number number
            | false, _ -> Text text

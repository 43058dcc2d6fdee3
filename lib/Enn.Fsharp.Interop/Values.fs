namespace Enn.Interop

open System
open System.Globalization

/// What stands along an axis: numbers, or labels in the order of their first appearance.
type internal Coordinates =
    | Numbers of float[]
    | Labels of string[]

    member coordinates.Length =
        match coordinates with
        | Numbers numbers -> numbers.Length
        | Labels labels -> labels.Length

/// Numbers and texts out of whatever a cell brings: any numeric type, options of them, booleans, texts.
module internal Values =
    let private culture = CultureInfo.InvariantCulture

    /// A number that is none: an absent value.
    let absent = nan

    /// The value inside an option; null for None.
    let unwrap (value: obj) : obj =
        match value with
        | null -> null
        | value ->
            let kind = value.GetType()
            if kind.IsGenericType && kind.GetGenericTypeDefinition() = typedefof<option<_>> then
                kind.GetProperty("Value").GetValue value
            elif kind.IsGenericType && kind.GetGenericTypeDefinition() = typedefof<voption<_>> then
                if kind.GetProperty("IsSome").GetValue value :?> bool then kind.GetProperty("Value").GetValue value else null
            else
                value

    /// The number that a value is; None for what is not a number.
    let tryNumber (value: obj) : float option =
        match unwrap value with
        | null -> Some absent
        | :? float as number -> Some number
        | :? Half as half -> Some(float half)
        | :? bool as flag -> Some(if flag then 1.0 else 0.0)
        | :? Enum
        | :? string
        | :? char
        | :? DateTime -> None
        | :? IConvertible as number -> Some(number.ToDouble culture)
        | _ -> None

    /// The shortest text that reads back as the same number.
    let roundTrip (number: float) = number.ToString("R", culture)

    /// A number for people: up to six significant digits, whole numbers in full.
    let brief (number: float) =
        let size = abs number
        if size < 1e15 && number = floor number then number.ToString("0", culture)
        elif size >= 1e-4 && size < 1e6 || not (Double.IsFinite number) then number.ToString("G6", culture)
        else number.ToString("0.#####e-0", culture)

    let text (value: obj) : string =
        match unwrap value with
        | null -> ""
        | :? DateTime as moment -> moment.ToString("yyyy-MM-dd'T'HH:mm:ss", culture)
        | :? float as number -> roundTrip number
        | :? IFormattable as value -> value.ToString(null, culture)
        | value -> string value

    let numbers (what: string) (values: seq<'a>) : float[] =
        [| for value in values ->
               match tryNumber (box value) with
               | Some number -> number
               | None -> invalidArg what $"'{text (box value)}' ({typeof<'a>.Name}) is no number" |]

    let coordinates (values: seq<'a>) : Coordinates =
        let values = [| for value in values -> box value |]
        let numbers = values |> Array.map tryNumber
        if numbers |> Array.forall Option.isSome then Numbers(numbers |> Array.map Option.get) else Labels(values |> Array.map text)

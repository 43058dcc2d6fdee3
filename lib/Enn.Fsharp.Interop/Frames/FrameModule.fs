namespace Enn.Interop

open System
open Microsoft.FSharp.Reflection

/// <summary>Makes frames, and picks their rows and columns.</summary>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Frame =
    /// <summary>A frame of cells, row by row.</summary>
    /// <exception cref="T:System.ArgumentException">A row has another length than the names, or two names are equal.</exception>
    let ofRows (names: seq<string>) (rows: seq<#seq<Cell>>) = Frame(Array.ofSeq names, [| for row in rows -> Array.ofSeq row |])

    /// <summary>A frame with a column for each field of F# records. Options may be None, which is missing.</summary>
    /// <exception cref="T:System.ArgumentException">The type is no record.</exception>
    let ofRecords (records: seq<'record>) =
        if not (FSharpType.IsRecord(typeof<'record>, true)) then invalidArg "records" $"{typeof<'record>.Name} is no F# record"
        let names = FSharpType.GetRecordFields(typeof<'record>, true) |> Array.map _.Name
        let read = FSharpValue.PreComputeRecordReader(typeof<'record>, true)
        Frame(names, [| for record in records -> read (box record) |> Array.map Cell.ofValue |])

    let private isSimple (kind: Type) =
        let kind = Nullable.GetUnderlyingType kind |> Option.ofObj |> Option.defaultValue kind
        kind.IsPrimitive || kind.IsEnum || kind = typeof<string> || kind = typeof<decimal> || kind = typeof<DateTime> || kind = typeof<TimeSpan> || typeof<Cell>.IsAssignableFrom kind
        || kind.IsGenericType && (kind.GetGenericTypeDefinition() = typedefof<option<_>> || kind.GetGenericTypeDefinition() = typedefof<voption<_>>)

    /// The properties of a type in the order of their declaration, each with what reads it; those of an inner object are named outer.inner.
    let rec private properties (prefix: string) (kind: Type) (read: obj -> obj) : (string * (obj -> obj)) list =
        [ for property in kind.GetProperties(Reflection.BindingFlags.Public ||| Reflection.BindingFlags.Instance) do
              let inner value = match read value with null -> null | owner -> property.GetValue owner
              if property.GetIndexParameters().Length > 0 || not property.CanRead then ()
              elif isSimple property.PropertyType then prefix + property.Name, inner
              // One level: what lies deeper is seldom a column, and may lead in circles.
              elif prefix = "" && not (typeof<Collections.IEnumerable>.IsAssignableFrom property.PropertyType) then
                  yield! properties (property.Name + ".") property.PropertyType inner ]

    /// <summary>
    /// A frame with a column for each public property of objects of any type, such as a library's records. Properties of inner objects are named <c>Outer.Inner</c>;
    /// sequences are left out.
    /// </summary>
    let ofObjects (objects: seq<'a>) =
        let columns = properties "" typeof<'a> id |> Array.ofList
        Frame(Array.map fst columns, [| for object in objects -> columns |> Array.map (fun (_, read) -> Cell.ofValue (read (box object))) |])

    /// <summary>A frame of named columns of one length.</summary>
    /// <exception cref="T:System.ArgumentException">Lengths differ, or two names are equal.</exception>
    let ofColumns (columns: seq<string * #seq<'a>>) =
        let columns = [| for name, values in columns -> name, [| for value in values -> Cell.ofValue value |] |]
        let count = if columns.Length = 0 then 0 else (snd columns[0]).Length
        match columns |> Array.tryFind (fun (_, cells) -> cells.Length <> count) with
        | Some(name, cells) -> invalidArg "columns" $"column '{name}' has {cells.Length} values, the first one {count}"
        | None -> Frame(Array.map fst columns, Array.init count (fun i -> columns |> Array.map (fun (_, cells) -> cells[i])))

    /// <summary>The number of rows.</summary>
    let count (frame: Frame) = frame.Count

    /// <summary>The cells of a column.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let column (name: string) (frame: Frame) : Cell list =
        let place = frame.Place name
        [ for row in frame.Cells -> row[place] ]

    /// <summary>The numbers of a column; None where one is missing or a text.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let numbers (name: string) (frame: Frame) : float option list = column name frame |> List.map Cell.tryNumber

    /// <summary>The contents of a column as texts; empty where missing.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let texts (name: string) (frame: Frame) : string list = column name frame |> List.map _.Content

    /// <summary>These columns only, in this order.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let select (names: seq<string>) (frame: Frame) =
        let names = Array.ofSeq names
        let places = names |> Array.map frame.Place
        Frame(names, frame.Cells |> Array.map (fun row -> places |> Array.map (fun place -> row[place])))

    /// <summary>All columns but these.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let drop (names: seq<string>) (frame: Frame) =
        let dropped = names |> Seq.map (fun name -> frame.Names[frame.Place name]) |> Set.ofSeq
        select (frame.Names |> Array.filter (fun name -> not (dropped.Contains name))) frame

    /// <summary>Another name for a column.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let rename (old: string) (name: string) (frame: Frame) =
        let place = frame.Place old
        Frame(frame.Names |> Array.mapi (fun i other -> if i = place then name else other), frame.Cells)

    /// <summary>Other names for all columns.</summary>
    /// <exception cref="T:System.ArgumentException">Two names become equal.</exception>
    let mapNames (change: string -> string) (frame: Frame) = Frame(frame.Names |> Array.map change, frame.Cells)

    /// <summary>A new or changed column, its values computed from each row.</summary>
    let withColumn (name: string) (compute: Row -> 'a) (frame: Frame) =
        let cells = frame.Cells |> Array.map (fun row -> Cell.ofValue (compute (frame.RowOf row)))
        match Array.IndexOf(frame.Names, name) with
        | -1 -> Frame(Array.append frame.Names [| name |], Array.map2 (fun row cell -> Array.append row [| cell |]) frame.Cells cells)
        | place -> Frame(frame.Names, Array.map2 (fun (row: Cell[]) cell -> row |> Array.mapi (fun i other -> if i = place then cell else other)) frame.Cells cells)

    /// <summary>The rows for which a condition holds.</summary>
    let filter (condition: Row -> bool) (frame: Frame) =
        Frame(frame.Names, frame.Cells |> Array.filter (fun row -> condition (frame.RowOf row)))

    /// <summary>The rows whose column has this value.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let where (name: string) (value: 'a) (frame: Frame) =
        let place, cell = frame.Place name, Cell.ofValue value
        Frame(frame.Names, frame.Cells |> Array.filter (fun row -> row[place] = cell))

    /// <summary>The rows in which none of these columns is missing.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let dropMissing (names: seq<string>) (frame: Frame) =
        let places = names |> Seq.map frame.Place |> Array.ofSeq
        Frame(frame.Names, frame.Cells |> Array.filter (fun row -> places |> Array.forall (fun place -> row[place] <> Missing)))

    let private keysOf (names: seq<string>) (frame: Frame) =
        let places = names |> Seq.map frame.Place |> Array.ofSeq
        fun (row: Cell[]) -> [ for place in places -> row[place] ]

    /// <summary>The rows sorted by columns, the first one first; equal rows keep their order.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let sortBy (names: seq<string>) (frame: Frame) =
        Frame(frame.Names, frame.Cells |> List.ofArray |> List.sortBy (keysOf names frame) |> Array.ofList)

    /// <summary>The rows sorted by columns, greatest first; equal rows keep their order.</summary>
    /// <exception cref="T:System.Collections.Generic.KeyNotFoundException">There is no such column.</exception>
    let sortByDescending (names: seq<string>) (frame: Frame) =
        Frame(frame.Names, frame.Cells |> List.ofArray |> List.sortWith (fun a b -> compare (keysOf names frame b) (keysOf names frame a)) |> Array.ofList)

    /// <summary>The first rows, or all where there are fewer.</summary>
    let take (count: int) (frame: Frame) = Frame(frame.Names, Array.truncate (max 0 count) frame.Cells)

    /// <summary>The rows of frames one after another. A column that a frame lacks is missing there.</summary>
    let append (frames: seq<Frame>) =
        let frames = List.ofSeq frames
        let names = frames |> Seq.collect _.Names |> Seq.distinct |> Array.ofSeq
        let widen (frame: Frame) =
            let places = names |> Array.map (fun name -> Array.IndexOf(frame.Names, name))
            frame.Cells |> Array.map (fun row -> places |> Array.map (fun place -> if place < 0 then Missing else row[place]))
        Frame(names, frames |> Seq.collect widen |> Array.ofSeq)

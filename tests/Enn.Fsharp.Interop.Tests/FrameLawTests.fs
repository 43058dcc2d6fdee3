module Enn.Interop.Tests.FrameLawTests

open Enn.Interop
open FsCheck
open FsCheck.FSharp
open Xunit

/// Few different values, so that keys meet.
type private Item =
    { Kind: string option
      Size: int
      Value: float option }

let private items =
    gen {
        let! kind = Gen.elements [ Some "a"; Some "b"; Some "c"; None ]
        let! size = Gen.choose (0, 3)
        let! value = Gen.frequency [ 4, Gen.choose (-9, 9) |> Gen.map (float >> Some); 1, Gen.constant None ]
        return { Kind = kind; Size = size; Value = value }
    }
    |> Gen.listOf

let private forItems property = Property.check (Prop.forAll (Arb.fromGen items) property)
let private forPairs property = Property.check (Prop.forAll (Arb.fromGen (Gen.zip items items)) property)

/// Two frames with the same columns and, up to rounding of sums, the same cells.
let private near (a: Frame) (b: Frame) =
    let close x y =
        match x, y with
        | Number x, Number y -> abs (x - y) <= 1e-9 * (1.0 + abs x)
        | x, y -> x = y
    let same (left: Row) (right: Row) = a.Columns |> List.forall (fun name -> close left[name] right[name])
    a.Columns = b.Columns && a.Count = b.Count && List.forall2 same a.Rows b.Rows

[<Fact>]
let ``Filtering a frame is filtering its records`` () =
    forItems (fun items ->
        Frame.filter (fun row -> row.Number "Value" > 0.0) (Frame.ofRecords items) = Frame.ofRecords (items |> List.filter (fun item -> item.Value > Some 0.0))
        && Frame.where "Kind" "a" (Frame.ofRecords items) = Frame.ofRecords (items |> List.filter (fun item -> item.Kind = Some "a"))
        && Frame.dropMissing [ "Kind"; "Value" ] (Frame.ofRecords items) = Frame.ofRecords (items |> List.filter (fun item -> item.Kind.IsSome && item.Value.IsSome)))

[<Fact>]
let ``Filters commute, and repeat without effect`` () =
    forItems (fun items ->
        let frame, p, q = Frame.ofRecords items, Frame.where "Kind" "a", Frame.filter (fun row -> row.Number "Size" > 1.0)
        p (q frame) = q (p frame) && p (p frame) = p frame)

[<Fact>]
let ``Sorting is stable, in the order of keys, and only moves rows`` () =
    forItems (fun items ->
        let frame = Frame.ofRecords items
        frame |> Frame.sortBy [ "Size"; "Kind" ] = Frame.ofRecords (items |> List.sortBy (fun item -> item.Size, item.Kind))
        && frame |> Frame.sortByDescending [ "Size" ] = Frame.ofRecords (items |> List.sortBy (fun item -> -item.Size)))

[<Fact>]
let ``Aggregating groups is aggregating lists`` () =
    forItems (fun items ->
        let naive =
            [ for (kind, size), group in items |> List.groupBy (fun item -> item.Kind, item.Size) do
                  let values = group |> List.choose _.Value
                  let some compute = if values.IsEmpty then None else Some(compute values)
                  let mean = some List.average
                  let deviation = if values.Length < 2 then None else Some(sqrt ((values |> List.sumBy (fun value -> (value - mean.Value) ** 2.0)) / float (values.Length - 1)))
                  [ Cell.ofValue kind; Cell.ofValue size; Cell.ofValue group.Length; Cell.ofValue mean; Cell.ofValue deviation; Cell.ofValue (some List.min); Cell.ofValue (some List.max) ] ]
        let found =
            Frame.ofRecords items
            |> Frame.groupBy [ "Kind"; "Size" ]
            |> Frame.aggregate [ Aggregate.count; Aggregate.mean "Value"; Aggregate.deviation "Value"; Aggregate.min "Value"; Aggregate.max "Value" ]
        near found (Frame.ofRows [ "Kind"; "Size"; "count"; "Value mean"; "Value deviation"; "Value min"; "Value max" ] naive))

[<Fact>]
let ``Groups put together are the frame, row for row`` () =
    forItems (fun items ->
        let frame = Frame.ofRecords items
        let groups = (frame |> Frame.groupBy [ "Kind" ]).Items
        let together = Frame.append (Frame.ofRows frame.Columns ([]: Cell list list) :: List.map snd groups)
        together = Frame.ofRecords (items |> List.groupBy _.Kind |> List.collect snd))

[<Fact>]
let ``A pivot's cell is the aggregate of the rows with its row and column`` () =
    forItems (fun items ->
        let kinds, sizes = items |> List.map _.Kind |> List.distinct, items |> List.map _.Size |> List.distinct
        let cell kind size =
            match items |> List.filter (fun item -> item.Kind = kind && item.Size = size) with
            | [] -> Missing
            | group -> group |> List.choose _.Value |> List.fold (+) 0.0 |> fun sum -> if group |> List.forall _.Value.IsNone then Missing else Number sum
        let naive = Frame.ofRows ("Kind" :: List.map string sizes) [ for kind in kinds -> Cell.ofValue kind :: [ for size in sizes -> cell kind size ] ]
        near (Frame.ofRecords items |> Frame.pivot "Kind" "Size" (Aggregate.sum "Value")) naive)

type private Joined =
    { Kind: string option
      Left: int
      Right: int option }

let private sides (left: Item list, right: Item list) =
    let side name items = Frame.ofRecords (items: Item list) |> Frame.select [ "Kind"; "Size" ] |> Frame.rename "Size" name
    side "Left" left, side "Right" right

[<Fact>]
let ``A join is the pairs of rows with one key`` () =
    forPairs (fun (left, right) ->
        let naive =
            [ for l in left do
                  for r in right do
                      if l.Kind.IsSome && l.Kind = r.Kind then
                          { Kind = l.Kind; Left = l.Size; Right = Some r.Size } ]
        let a, b = sides (left, right)
        a |> Frame.join [ "Kind" ] b = Frame.ofRecords naive)

[<Fact>]
let ``A left join keeps every row of the left`` () =
    forPairs (fun (left, right) ->
        let naive =
            [ for l in left do
                  match right |> List.filter (fun r -> l.Kind.IsSome && r.Kind = l.Kind) with
                  | [] -> { Kind = l.Kind; Left = l.Size; Right = None }
                  | matches ->
                      for r in matches do
                          { Kind = l.Kind; Left = l.Size; Right = Some r.Size } ]
        let a, b = sides (left, right)
        a |> Frame.leftJoin [ "Kind" ] b = Frame.ofRecords naive)

[<Fact>]
let ``A pivot takes back what unpivot did`` () =
    let widths = gen { return! Gen.listOfLength 3 (Gen.choose (-9, 9) |> Gen.map float) } |> Gen.listOf
    Property.check (
        Prop.forAll (Arb.fromGen widths) (fun rows ->
            let frame = Frame.ofRows [ "key"; "a"; "b"; "c" ] [ for i, row in List.indexed rows -> Number(float i) :: List.map Number row ]
            let long = frame |> Frame.unpivot [ "key" ] "column" "value"
            long.Columns = [ "key"; "column"; "value" ]
            && long.Count = 3 * frame.Count
            && (rows.IsEmpty || long |> Frame.pivot "key" "column" (Aggregate.first "value") = frame))
    )

namespace Enn.Interop

open System

/// From values of an axis to a position in [0, 1] along it.
type internal Scale =
    | Linear of low: float * high: float
    | Logarithmic of low: float * high: float
    | Categories of labels: string[]

module internal Scales =
    /// Numbers beyond are not made room for: margins around them would overflow.
    [<Literal>]
    let private Greatest = 1e300

    [<Literal>]
    let private Least = 1e-300

    /// What lies far outside is drawn that many widths away, where it is clipped.
    [<Literal>]
    let private Far = 100.0

    let private within (position: float) = Math.Clamp(position, -Far, Far)

    /// Where a number lies; None where it has no place, as zero on a logarithmic axis.
    let place scale (value: float) =
        match scale with
        | _ when not (Double.IsFinite value) -> None
        | Linear(low, high) -> Some(within ((value - low) / (high - low)))
        | Logarithmic _ when value <= 0.0 -> None
        | Logarithmic(low, high) -> Some(within ((log10 value - log10 low) / (log10 high - log10 low)))
        | Categories labels -> Some((value + 0.5) / float (max 1 labels.Length))

    /// The numbers of coordinates on an axis: for labels, their places among the categories.
    let numbers scale coordinates =
        match coordinates, scale with
        | Numbers values, Categories labels -> values |> Array.map (fun value -> float (Array.IndexOf(labels, Values.roundTrip value)))
        | Numbers values, _ -> values
        | Labels texts, Categories labels -> texts |> Array.map (fun text -> float (Array.IndexOf(labels, text)))
        | Labels texts, _ -> texts |> Array.mapi (fun i _ -> float i)

    // wanted: About how many ticks have room.
    let ticks wanted scale =
        match scale with
        | Linear(low, high) -> Ticks.linear wanted (min low high, max low high)
        | Logarithmic(low, high) -> Ticks.logarithmic (min low high, max low high)
        | Categories labels ->
            let every = max 1 ((labels.Length + 2 * wanted - 1) / (2 * wanted))
            [ for i, label in Array.indexed labels do if i % every = 0 then float i, label ]

    /// A scale that shows all values, with a margin; a chosen range comes before them.
    // fixedEnds: Values that the scale ends at rather than beyond, such as the foot of bars.
    let fit (axis: Axis) margin (fixedEnds: float list) (values: float[]) =
        let usable = values |> Array.filter (fun value -> abs value <= Greatest && (not axis.Log || value >= Least))
        match axis.Range with
        | Some(low, high) when axis.Log -> Logarithmic(low, high)
        | Some(low, high) -> Linear(low, high)
        | None when usable.Length = 0 -> if axis.Log then Logarithmic(1.0, 10.0) else Linear(0.0, 1.0)
        | None ->
            let low, high = Array.min usable, Array.max usable
            if axis.Log then
                let room = if high > low then (high / low) ** margin else 10.0
                Logarithmic(max 1e-307 (low / room), min 1e307 (high * room))
            else
                let room = if high > low then (high - low) * margin elif low = 0.0 then 1.0 else abs low * 0.1
                let beyond value direction = if List.contains value fixedEnds then value else value + direction * room
                let low', high' = beyond low -1.0, beyond high 1.0
                if high' > low' then Linear(low', high') else Linear(low - room, high + room)

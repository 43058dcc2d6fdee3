namespace Enn.Interop

open System

/// Colours that are legible on white and on black alike.
module internal Palette =
    /// The order in which traces get their colours: distinct also for the colour-blind (after Okabe and Ito), of middle lightness.
    let series = [| "#2f8ac4"; "#e07b39"; "#2aa876"; "#c65f9e"; "#b59a1e"; "#8b74d6"; "#d4504c"; "#4aa3a2" |]

    [<Literal>]
    let Ink = "#6e6e6e"

    [<Literal>]
    let Font = "system-ui, sans-serif"

    [<Literal>]
    let Grid = "rgba(128,128,128,0.25)"

    [<Literal>]
    let Shade = "rgba(128,128,128,0.15)"

    [<Literal>]
    let Clear = "rgba(0,0,0,0)"

    /// Viridis in nine steps (van der Walt and Smith).
    let private viridis = [| 0x44, 0x01, 0x54; 0x47, 0x2d, 0x7b; 0x3b, 0x52, 0x8b; 0x2c, 0x72, 0x8e; 0x21, 0x91, 0x8c; 0x28, 0xae, 0x80; 0x5e, 0xc9, 0x62; 0xad, 0xdc, 0x30; 0xfd, 0xe7, 0x25 |]

    /// Blue over near-white to red.
    let private blueRed = [| 0x21, 0x66, 0xac; 0x67, 0xa9, 0xcf; 0xd1, 0xe5, 0xf0; 0xf7, 0xf7, 0xf7; 0xfd, 0xdb, 0xc7; 0xef, 0x8a, 0x62; 0xb2, 0x18, 0x2b |]

    let private stops scale =
        match scale with
        | Sequential -> viridis
        | Diverging -> blueRed

    let hex (r, g, b) = $"#{r:x2}{g:x2}{b:x2}"

    /// The colour of a position in [0, 1].
    let at scale (position: float) =
        let stops = stops scale
        let place = Math.Clamp(position, 0.0, 1.0) * float (stops.Length - 1)
        let left = min (int place) (stops.Length - 2)
        let share = place - float left
        let mix a b = int (Math.Round(float a + share * float (b - a)))
        let (r, g, b), (r', g', b') = stops[left], stops[left + 1]
        mix r r', mix g g', mix b b'

    /// The scale as positions with their colours.
    let scale kind =
        let stops = stops kind
        stops |> Array.mapi (fun i color -> float i / float (stops.Length - 1), hex color)

    /// The numbers that the ends of a heat map's scale stand for; None where there is no number.
    let limits (trace: Trace) kind (z: float[][]) =
        let finite = z |> Array.collect (Array.filter Double.IsFinite)
        if trace.ColorRange.IsSome then
            trace.ColorRange
        elif finite.Length = 0 then
            None
        else
            let low, high = Array.min finite, Array.max finite
            match kind with
            | Diverging ->
                let bound = max (abs low) (abs high)
                Some(-bound, bound)
            | Sequential -> Some(low, high)

    /// Where a number lies between the limits.
    let position (low, high) (value: float) = if high > low then (value - low) / (high - low) else 0.5

    /// The colour of each trace, panel by panel: that of its name, or for one without a name that of its place in the panel.
    let assign (figure: Figure) =
        let names = Figure.names figure
        [ for panel in figure.Panels ->
              [ for i, trace in List.indexed panel.Traces ->
                    let number =
                        match trace.Name with
                        | Some name -> List.findIndex ((=) name) names
                        | None -> names.Length + (panel.Traces |> List.take i |> List.filter (fun other -> other.Name.IsNone) |> List.length)
                    trace.Color |> Option.defaultValue series[number % series.Length] ] ]

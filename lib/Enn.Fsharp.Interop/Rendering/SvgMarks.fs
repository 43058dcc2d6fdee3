namespace Enn.Interop

open System
open System.Xml.Linq

/// The axes of a panel, ready to draw with.
type internal Frame2d =
    { Box: Box
      X: Scale
      Y: Scale }

    /// The pixel of a pair of values; None where one has no place.
    member frame.At(x, y) =
        match Scales.place frame.X x, Scales.place frame.Y y with
        | Some x, Some y -> Some(frame.Box.Left + x * frame.Box.Width, frame.Box.Bottom - y * frame.Box.Height)
        | _ -> None

/// Marks along axes: lines, points, bars and their error bars.
module internal SvgMarks =
    [<Literal>]
    let private Radius = 3.5

    /// The share of a category that its bars fill.
    [<Literal>]
    let private Filled = 0.8

    // Neighbours without a gap between them; a gap is a value that has no place.
    let private stretches points =
        let folder point (current, finished) =
            match point, current with
            | Some point, _ -> point :: current, finished
            | None, [] -> [], finished
            | None, _ -> [], current :: finished
        let current, finished = List.foldBack folder points ([], [])
        if current.IsEmpty then finished else current :: finished

    let points (frame: Frame2d) color dashed style x (y: float[]) =
        let places = Array.map2 (fun x y -> frame.At(x, y)) (Scales.numbers frame.X x) y |> List.ofArray
        [ if style <> Markers then
              Svg.path "line" color dashed (stretches places)
          if style <> Lines then
              for place in places do
                  match place with
                  | Some place -> Svg.circle "point" color place Radius
                  | None -> () ]

    let errors (frame: Frame2d) color (x: float[]) (y: float[]) (lengths: float[]) : XElement list =
        [ for i in 0 .. y.Length - 1 do
              match frame.At(x[i], y[i]), frame.At(x[i], y[i] + lengths[i]) with
              | Some(px, _), Some(_, top) ->
                  // What lies below a logarithmic axis ends at its foot.
                  let bottom = frame.At(x[i], y[i] - lengths[i]) |> Option.map snd |> Option.defaultValue frame.Box.Bottom
                  Svg.group
                      "error"
                      [ for kind, a, b in [ "stem", (px, top), (px, bottom); "cap", (px - 4.0, top), (px + 4.0, top); "cap", (px - 4.0, bottom), (px + 4.0, bottom) ] do
                            let line = Svg.line kind color a b
                            line.SetAttributeValue(XName.Get "stroke-width", 1.5)
                            line ]
              | _ -> () ]

    /// The distance of neighbours along an axis: what bars have to share.
    let spacing (x: float[]) =
        let sorted = x |> Array.filter Double.IsFinite |> Array.distinct |> Array.sort
        if sorted.Length < 2 then 1.0 else sorted |> Array.pairwise |> Array.map (fun (a, b) -> b - a) |> Array.min

    // groupWidth: Of all bars at one place, in the axis' own unit.
    // part: Which of how many bars at each place.
    // Gives: The middles of the bars along the axis.
    let middles groupWidth (part, parts) (x: float[]) =
        let each = groupWidth * Filled / float parts
        x |> Array.map (fun x -> x + (float part + 0.5) * each - groupWidth * Filled / 2.0)

    let private bar (frame: Frame2d) color left right value =
        let bottom = match frame.Y with Logarithmic(low, high) -> min low high | _ -> 0.0
        match frame.At(left, bottom), frame.At(right, value) with
        | Some(x1, y1), Some(x2, y2) -> [ Svg.rect "bar" color { Left = min x1 x2; Top = min y1 y2; Width = abs (x2 - x1); Height = abs (y1 - y2) } ]
        | _ -> []

    let bars (frame: Frame2d) color groupWidth (part, parts) (x: float[]) (y: float[]) =
        let half = groupWidth * Filled / float parts / 2.0
        Array.zip (middles groupWidth (part, parts) x) y
        |> List.ofArray
        |> List.collect (fun (middle, value) -> bar frame color (middle - half) (middle + half) value)

    let histogram (frame: Frame2d) color (bins: Bins) =
        [ for i, count in Array.indexed bins.Counts do
              let left = bins.Start + float i * bins.Width
              yield! bar frame color left (left + bins.Width) (float count) ]

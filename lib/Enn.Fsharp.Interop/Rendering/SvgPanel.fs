namespace Enn.Interop

open System
open System.Xml.Linq

/// One panel: its axes with ticks and titles, and its traces.
module internal SvgPanel =
    [<Literal>]
    let private Margin = 0.05

    let private errorOf (trace: Trace) count = trace.Error |> Option.defaultWith (fun () -> Array.zeroCreate count)

    let private xs (panel: Panel) =
        [ for trace in panel.Traces do
              match trace.Mark with
              | Points(_, x, _)
              | Bars(x, _)
              | Heatmap(x, _, _, _) -> x
              | Histogram bins -> Numbers [| bins.Start; bins.Start + bins.Width * float bins.Counts.Length |]
              | Images _
              | Table _
              | Raw _ -> () ]

    let private ys (panel: Panel) =
        [ for trace in panel.Traces do
              match trace.Mark with
              | Points(_, _, y)
              | Bars(_, y) ->
                  let error = errorOf trace y.Length |> Array.map (fun length -> if Double.IsFinite length then length else 0.0)
                  Numbers(Array.append (Array.map2 (-) y error) (Array.map2 (+) y error))
              | Heatmap(_, y, _, _) -> y
              | Histogram bins -> Numbers(bins.Counts |> Array.map float)
              | Images _
              | Table _
              | Raw _ -> () ]

    let private isBar (trace: Trace) = match trace.Mark with Bars _ -> true | _ -> false

    let private categories (coordinates: Coordinates list) =
        if coordinates |> List.exists (fun coordinates -> coordinates.IsLabels) then
            coordinates
            |> List.collect (fun coordinates -> match coordinates with Labels labels -> List.ofArray labels | Numbers values -> values |> Seq.map Values.roundTrip |> List.ofSeq)
            |> List.distinct
            |> Array.ofList
            |> Some
        else
            None

    let private numbersOf coordinates = coordinates |> List.map (fun coordinates -> match coordinates with Numbers values -> values | Labels _ -> [||]) |> Array.concat

    let private barWidth (panel: Panel) =
        [ for trace in panel.Traces do match trace.Mark with Bars(Numbers x, _) -> x | _ -> () ] |> Array.concat |> SvgMarks.spacing

    let private cellEdges coordinates =
        coordinates |> List.map (fun coordinates -> match coordinates with Numbers values when values.Length > 0 -> Numbers(SvgGrids.edges values) | other -> other)

    let scaleX (panel: Panel) =
        let coordinates = xs panel
        match categories coordinates with
        | Some labels -> Categories labels
        | None when Figure.isHeatmap panel -> Scales.fit panel.X 0.0 [] (numbersOf (cellEdges coordinates))
        | None when panel.Traces |> List.exists isBar ->
            let half, values = barWidth panel / 2.0, numbersOf coordinates
            Scales.fit panel.X 0.01 [] (if panel.X.Log then values else Array.append (values |> Array.map (fun x -> x - half)) (values |> Array.map (fun x -> x + half)))
        | None -> Scales.fit panel.X (if Figure.hasBars panel then 0.01 else Margin) [] (numbersOf coordinates)

    let scaleY (panel: Panel) =
        let coordinates = ys panel
        match categories coordinates with
        | Some labels -> Categories labels
        | None when Figure.isHeatmap panel -> Scales.fit panel.Y 0.0 [] (numbersOf (cellEdges coordinates))
        | None when Figure.hasBars panel && not panel.Y.Log -> Scales.fit panel.Y Margin [ 0.0 ] (Array.append [| 0.0 |] (numbersOf coordinates))
        | None -> Scales.fit panel.Y Margin [] (numbersOf coordinates)

    let private axes (frame: Frame2d) (panel: Panel) =
        let box = frame.Box
        let wantedX, wantedY = max 2 (int (box.Width / 70.0)), max 2 (int (box.Height / 45.0))
        let across = match frame.X with Categories labels -> box.Width / float (max 1 (min labels.Length (2 * wantedX))) | _ -> 120.0
        let room = match frame.Y with Categories _ -> box.Left - 26.0 | _ -> 56.0
        [ for value, label in Scales.ticks wantedX frame.X do
              match Scales.place frame.X value with
              | Some place ->
                  let x = box.Left + place * box.Width
                  if not (Figure.hasBars panel) then
                      Svg.line "grid" Palette.Grid (x, box.Top) (x, box.Bottom)
                  Svg.text "tick" "middle" 11.0 (x, box.Bottom + 16.0) (Svg.fitting 11.0 across label)
              | None -> ()
          for value, label in Scales.ticks wantedY frame.Y do
              match Scales.place frame.Y value with
              | Some place ->
                  let y = box.Bottom - place * box.Height
                  Svg.line "grid" Palette.Grid (box.Left, y) (box.Right, y)
                  Svg.text "tick" "end" 11.0 (box.Left - 6.0, y + 4.0) (Svg.fitting 11.0 room label)
              | None -> ()
          Svg.line "axis" Palette.Ink (box.Left, box.Bottom) (box.Right, box.Bottom)
          Svg.line "axis" Palette.Ink (box.Left, box.Top) (box.Left, box.Bottom)
          match panel.X.Title with
          | Some title -> Svg.text "title-x" "middle" 13.0 (box.Left + box.Width / 2.0, box.Bottom + 36.0) title
          | None -> ()
          match panel.Y.Title with
          | Some title -> Svg.vertical "title-y" 13.0 (box.Left - 48.0, box.Top + box.Height / 2.0) title
          | None -> () ]

    let private withErrors (frame: Frame2d) color (trace: Trace) x y =
        match trace.Error with
        | Some lengths -> SvgMarks.errors frame color x y lengths
        | None -> []

    let private draw (frame: Frame2d) (panel: Panel) (colors: string list) =
        let series = panel.Traces |> List.filter isBar |> List.length
        let barsBefore i = panel.Traces |> List.take i |> List.filter isBar |> List.length
        let width = if frame.X.IsCategories then 1.0 else barWidth panel
        [ for i, (trace, color) in List.indexed (List.zip panel.Traces colors) do
              match trace.Mark with
              | Points(style, x, y) ->
                  yield! SvgMarks.points frame color trace.Dashed style x y
                  yield! withErrors frame color trace (Scales.numbers frame.X x) y
              | Bars(x, y) ->
                  let part = barsBefore i, series
                  let places = Scales.numbers frame.X x
                  yield! SvgMarks.bars frame color width part places y
                  yield! withErrors frame Palette.Ink trace (SvgMarks.middles width part places) y
              | Histogram bins -> yield! SvgMarks.histogram frame color bins
              | Heatmap(x, y, z, scale) -> yield! SvgGrids.heatmap frame trace scale (Scales.numbers frame.X x) (Scales.numbers frame.Y y) z
              | Raw(kind, _) ->
                  Svg.text "raw" "middle" 13.0 (frame.Box.Left + frame.Box.Width / 2.0, frame.Box.Top + frame.Box.Height / 2.0) $"{kind}: shown where scripts run"
              | Images _
              | Table _ -> () ]

    let render (box: Box) (panel: Panel) (colors: string list) : XElement =
        let content =
            match panel.Traces with
            | [ { Mark = Table(header, rows) } ] -> SvgGrids.table box header rows
            | [ { Mark = Images(tiles, columns) } ] -> SvgGrids.images box tiles columns
            | _ ->
                let frame: Frame2d = { Box = box; X = scaleX panel; Y = scaleY panel }
                axes frame panel
                @ [ Svg.clip box (draw frame panel colors)
                    for trace in panel.Traces do
                        match trace.Mark with
                        | Heatmap(_, _, z, scale) ->
                            match Palette.limits trace scale z with
                            | Some limits -> yield! SvgGrids.colorbar { box with Left = box.Right + 10.0; Width = 12.0 } scale limits
                            | None -> ()
                        | _ -> () ]
        Svg.group
            "panel"
            [ match panel.Title with
              | Some title -> Svg.text "panel-title" "middle" 14.0 (box.Left + box.Width / 2.0, box.Top - 8.0) title
              | None -> ()
              yield! content ]

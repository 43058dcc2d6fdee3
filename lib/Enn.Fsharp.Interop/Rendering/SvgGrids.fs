namespace Enn.Interop

open System
open System.Xml.Linq

/// Marks that fill a panel: heat maps, images, tables.
module internal SvgGrids =
    /// More cells than this are drawn as one image.
    [<Literal>]
    let private MostCells = 4096

    [<Literal>]
    let private TextSize = 12.0

    let private pixels scale limits (z: float[][]) =
        let columns = z[0].Length
        [| for row in Array.rev z do
               for x in 0 .. columns - 1 do
                   if Double.IsFinite(row[x]) then
                       let r, g, b = Palette.at scale (Palette.position limits (row[x]))
                       yield! [| byte r; byte g; byte b; 255uy |]
                   else
                       yield! [| 0uy; 0uy; 0uy; 0uy |] |]

    /// Edges between cells that lie around these middles.
    let edges (middles: float[]) =
        if middles.Length = 1 then
            [| middles[0] - 0.5; middles[0] + 0.5 |]
        else
            let inner = middles |> Array.pairwise |> Array.map (fun (a, b) -> (a + b) / 2.0)
            let last = middles.Length - 1
            [| middles[0] - (inner[0] - middles[0]); yield! inner; middles[last] + (middles[last] - inner[last - 1]) |]

    /// The first row lies at the bottom, as the first number of an axis does.
    let heatmap (frame: Frame2d) (trace: Trace) scale (x: float[]) (y: float[]) (z: float[][]) : XElement list =
        match Palette.limits trace scale z with
        | None -> []
        | Some limits when x.Length * y.Length > MostCells -> [ Svg.image "cells" (Png.encode x.Length y.Length 4 (pixels scale limits z)) frame.Box ]
        | Some limits ->
            let ex, ey = edges x, edges y
            [ for row in 0 .. y.Length - 1 do
                  for column in 0 .. x.Length - 1 do
                      match frame.At(ex[column], ey[row]), frame.At(ex[column + 1], ey[row + 1]) with
                      | Some(x1, y1), Some(x2, y2) when Double.IsFinite(z[row][column]) ->
                          let color = Palette.hex (Palette.at scale (Palette.position limits (z[row][column])))
                          Svg.rect "cell" color { Left = min x1 x2; Top = min y1 y2; Width = abs (x2 - x1); Height = abs (y1 - y2) }
                      | _ -> () ]

    let colorbar (box: Box) scale (low, high) =
        let steps = 24
        let height = box.Height / float steps
        [ for i in 0 .. steps - 1 do
              let color = Palette.hex (Palette.at scale (float i / float (steps - 1)))
              Svg.rect "colorbar" color { box with Top = box.Bottom - float (i + 1) * height; Height = height + 0.5 }
          let labels = if high > low then Ticks.linear 5 (low, high) else [ low, Values.brief low ]
          for value, label in labels do
              Svg.text "tick" "start" 11.0 (box.Right + 4.0, box.Bottom - Palette.position (low, high) value * box.Height + 4.0) label ]

    let images (box: Box) (tiles: Tile[]) columns =
        let width, height = Layout.extent tiles columns
        let scale = min (box.Width / float width) (box.Height / float height)
        let left = box.Left + (box.Width - scale * float width) / 2.0
        [ for tile, x, y in Layout.tiles tiles columns do
              let place = { Left = left + scale * float x; Top = box.Top + scale * float y; Width = scale * float tile.Width; Height = scale * float tile.Height }
              Svg.image "tile" tile.Png place
              if tile.Caption <> "" then
                  Svg.text "caption" "middle" 11.0 (place.Left + place.Width / 2.0, place.Top - 3.0) (Svg.fitting 11.0 (place.Width * 1.1) tile.Caption) ]

    /// As many rows as have room; the last line says how many have not.
    let table (box: Box) (header: string[]) (rows: string[][]) =
        let room = max 1 (int (box.Height / Layout.TableRow) - 1)
        let shown = if rows.Length <= room then rows else Array.truncate (room - 1) rows
        let width = box.Width / float (max 1 header.Length)
        let line (kind: string) number (texts: string[]) =
            [ for i, content in Array.indexed texts ->
                  let place = box.Left + float i * width + 6.0, box.Top + float number * Layout.TableRow + 15.0
                  Svg.text kind "start" TextSize place (Svg.fitting TextSize (width - 8.0) content) ]
        [ Svg.rect "header" Palette.Shade { box with Height = Layout.TableRow }
          yield! line "heading" 0 header
          for number, row in Array.indexed shown do
              yield! line "entry" (number + 1) row
              let y = box.Top + float (number + 2) * Layout.TableRow
              Svg.line "rule" Palette.Grid (box.Left, y) (box.Right, y)
          if shown.Length < rows.Length then
              yield! line "more" (shown.Length + 1) [| $"… {rows.Length - shown.Length} more rows" |] ]

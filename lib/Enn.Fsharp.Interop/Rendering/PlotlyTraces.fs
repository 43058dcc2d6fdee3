namespace Enn.Interop

open System.Text.Json.Nodes
open Json

/// Traces in the terms of Plotly's JSON schema (plotly.com/javascript/reference).
module internal PlotlyTraces =
    let private errorBars trace =
        match trace.Error with
        | None -> []
        | Some lengths ->
            [ "error_y",
              record
                  [ "type", text "data"
                    "array", numbers lengths
                    "visible", flag true
                    "thickness", number 1.5
                    // On a bar of the same colour its lower half would not be seen.
                    match trace.Mark with
                    | Bars _ -> "color", text Palette.Ink
                    | _ -> () ] ]

    let private points dashed style x y color =
        let mode =
            match style with
            | Lines -> "lines"
            | Markers -> "markers"
            | LinesAndMarkers -> "lines+markers"
        [ "type", text "scatter"
          "mode", text mode
          "x", coordinates x
          "y", numbers y
          if style <> Markers then
              "line", record [ "color", text color; if dashed then "dash", text "dash" ]
          if style <> Lines then
              "marker", record [ "color", text color ] ]

    let private bars x y color =
        [ "type", text "bar"
          "x", coordinates x
          "y", numbers y
          "marker", record [ "color", text color ] ]

    // The bins are counted here, so that the static picture and the live one agree and a million values need no place in a notebook.
    let private histogram bins color =
        let start, stop = bins.Start, bins.Start + bins.Width * float bins.Counts.Length
        [ "type", text "histogram"
          "histfunc", text "sum"
          "x", bins.Counts |> Seq.mapi (fun i _ -> bins.Start + bins.Width * (float i + 0.5)) |> numbers
          "y", bins.Counts |> Seq.map whole |> list
          "xbins", record [ "start", number start; "end", number stop; "size", number bins.Width ]
          "marker", record [ "color", text color ] ]

    let private heatmap (trace: Trace) x y z scale =
        [ "type", text "heatmap"
          "x", coordinates x
          "y", coordinates y
          "z", z |> Seq.map numbers |> list
          "colorscale", Palette.scale scale |> Seq.map (fun (at, color) -> list [ number at; text color ]) |> list
          match Palette.limits trace scale z with
          | Some(low, high) ->
              "zmin", number low
              "zmax", number high
          | None -> () ]

    let private table header (rows: string[][]) (domain: Layout.Domain) =
        let column i = rows |> Seq.map (fun (row: string[]) -> row[i]) |> texts
        let look content = [ "values", content; "align", text "left"; "line", record [ "color", text Palette.Grid ] ]
        [ "type", text "table"
          "domain", record [ "x", numbers [ domain.Left; domain.Right ]; "y", numbers [ domain.Bottom; domain.Top ] ]
          "header", record (look (header |> Seq.map (fun name -> texts [ name ]) |> list) @ [ "fill", record [ "color", text Palette.Shade ] ])
          "cells", record (look (header |> Seq.mapi (fun i _ -> column i) |> list) @ [ "fill", record [ "color", text Palette.Clear ] ]) ]

    let private image (tile: Tile) (x: int) (y: int) =
        [ "type", text "image"
          "source", text (Png.dataUri tile.Png)
          "x0", number (float x + 0.5)
          "y0", number (float y + 0.5)
          "name", text tile.Caption
          "hoverinfo", text "name" ]

    // suffix: Of the panel's axes: empty, 2, 3...
    // first: Whether the trace stands for its name in the legend.
    let write (domain: Layout.Domain) (suffix: string) (color: string) (first: bool) (trace: Trace) : JsonObject list =
        let record members = record members :?> JsonObject
        // A JSON node has one parent: each trace gets nodes of its own.
        let axes () = [ "xaxis", text ("x" + suffix); "yaxis", text ("y" + suffix) ]
        let name =
            match trace.Name with
            | Some name -> [ "name", text name; "legendgroup", text name; "showlegend", flag first ]
            | None -> [ "showlegend", flag false ]
        match trace.Mark with
        | Points(style, x, y) -> [ record (points trace.Dashed style x y color @ errorBars trace @ name @ axes ()) ]
        | Bars(x, y) -> [ record (bars x y color @ errorBars trace @ name @ axes ()) ]
        | Histogram bins -> [ record (histogram bins color @ name @ axes ()) ]
        | Heatmap(x, y, z, scale) -> [ record (heatmap trace x y z scale @ axes ()) ]
        | Table(header, rows) -> [ record (table header rows domain) ]
        | Raw(_, json) ->
            let given = Json.parse json
            for key, value in name @ axes () do
                if not (given.ContainsKey key) then
                    given.Add(key, value)
            [ given ]
        | Images(tiles, columns) ->
            [ for tile, x, y in Layout.tiles tiles columns -> record (image tile x y @ axes ()) ]

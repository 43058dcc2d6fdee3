namespace Enn.Interop

open System.Text.Json.Nodes
open Json

/// A figure as Plotly's JSON: data, layout and config.
module internal PlotlyFigure =
    let private titled title = record [ "text", text title ]

    let private axis (anchor: string) (domain: float * float) (axis: Axis) labelled grid =
        let low, high = domain
        record
            [ "domain", numbers [ low; high ]
              "anchor", text anchor
              match axis.Title with
              | Some title -> "title", record [ "text", text title; "standoff", whole 8 ]
              | None -> ()
              if axis.Log then
                  "type", text "log"
                  "minor", record [ "showgrid", flag false ]
                  "dtick", whole 1
              // Without it, texts that look like numbers would be taken for numbers.
              elif labelled then
                  "type", text "category"
              match axis.Range with
              // Plotly counts the range of a logarithmic axis in powers of ten.
              | Some(low, high) when axis.Log -> "range", numbers [ log10 low; log10 high ]
              | Some(low, high) -> "range", numbers [ low; high ]
              | None -> ()
              "exponentformat", text "power"
              if not grid then
                  "showgrid", flag false
              "gridcolor", text Palette.Grid
              "zeroline", flag false
              "showline", flag true
              "linecolor", text Palette.Ink ]

    let private hidden (anchor: string) (low, high) (range: float * float) extra =
        record (
            [ "domain", numbers [ low; high ]; "anchor", text anchor; "visible", flag false; "range", numbers [ fst range; snd range ] ] @ extra
        )

    let private axes (domain: Layout.Domain) (suffix: string) (panel: Panel) =
        let x, y = (domain.Left, domain.Right), (domain.Bottom, domain.Top)
        let images = panel.Traces |> List.tryPick (fun trace -> match trace.Mark with Images(tiles, columns) -> Some(Layout.extent tiles columns) | _ -> None)
        match images with
        | _ when Figure.isTable panel -> []
        | Some(width, height) ->
            // Square pixels, rows counted downwards.
            [ "xaxis" + suffix, hidden ("y" + suffix) x (0.0, float width) []
              "yaxis" + suffix, hidden ("x" + suffix) y (float height, 0.0) [ "scaleanchor", text ("x" + suffix) ] ]
        | None ->
            [ "xaxis" + suffix, axis ("y" + suffix) x panel.X (Figure.hasLabels Figure.across panel) (not (Figure.hasBars panel))
              "yaxis" + suffix, axis ("x" + suffix) y panel.Y (Figure.hasLabels Figure.upwards panel) true ]

    let private annotation x y xref yref content =
        record
            [ "text", text content
              "x", number x
              "y", number y
              "xref", text xref
              "yref", text yref
              "xanchor", text "center"
              "yanchor", text "bottom"
              "showarrow", flag false ]

    let private annotations (domain: Layout.Domain) suffix (panel: Panel) =
        [ match panel.Title with
          | Some title -> annotation ((domain.Left + domain.Right) / 2.0) domain.Top "paper" "paper" title
          | None -> ()
          for trace in panel.Traces do
              match trace.Mark with
              | Images(tiles, columns) ->
                  for tile, x, y in Layout.tiles tiles columns do
                      if tile.Caption <> "" then
                          annotation (float x + float tile.Width / 2.0) (float y) ("x" + suffix) ("y" + suffix) tile.Caption
              | _ -> () ]

    /// A colour bar beside the middle of its panel, as high as the panel.
    let private placeColorbar (domain: Layout.Domain) (trace: JsonObject) =
        if trace["type"].GetValue<string>() = "heatmap" then
            trace["colorbar"] <-
                record
                    [ "x", number domain.Right
                      "y", number ((domain.Bottom + domain.Top) / 2.0)
                      "len", number (domain.Top - domain.Bottom)
                      "thickness", whole 12
                      "ypad", whole 0
                      "outlinewidth", whole 0
                      "exponentformat", text "power" ]
        trace

    let private isFirst (figure: Figure) p t (trace: Trace) =
        let earlier = [ for i, panel in List.indexed figure.Panels do for j, other in List.indexed panel.Traces do if (i, j) < (p, t) then other.Name ]
        not (List.contains trace.Name earlier)

    let private withExtra (extra: string list) (target: JsonObject) =
        for json in extra do
            Json.merge (Json.parse json) target
        target

    /// The margins are the static picture's; the legend stands in the right one.
    let private frame (figure: Figure) =
        let around, legend = Layout.margins figure, Layout.legendWidth figure
        let inner = max 40.0 (float figure.Width - around.Left - around.Right)
        [ "margin",
          record [ "l", number around.Left; "r", number around.Right; "t", number around.Top; "b", number around.Bottom; "autoexpand", flag false ]
          if legend > 0.0 then
              "legend", record [ "x", number (1.0 + (around.Right - legend) / inner); "xanchor", text "left"; "y", whole 1; "yanchor", text "top" ] ]

    let write (figure: Figure) : JsonNode =
        let colors = Palette.assign figure
        let placed = [ for i, panel in List.indexed figure.Panels -> i, panel, Layout.panel figure i, (if i = 0 then "" else string (i + 1)) ]
        let data =
            [ for i, panel, domain, suffix in placed do
                  for t, trace in List.indexed panel.Traces do
                      for written in PlotlyTraces.write domain suffix (colors[i][t]) (isFirst figure i t trace) trace do
                          written |> placeColorbar domain |> withExtra trace.Extra :> JsonNode ]
        let notes = [ for _, panel, domain, suffix in placed do yield! annotations domain suffix panel ]
        let layout =
            [ match figure.Title with
              | Some title -> "title", titled title
              | None -> ()
              "width", whole figure.Width
              "height", whole figure.Height
              "showlegend", flag (Figure.showsLegend figure)
              "barmode", text "group"
              "paper_bgcolor", text Palette.Clear
              "plot_bgcolor", text Palette.Clear
              "modebar", record [ "bgcolor", text Palette.Clear; "color", text Palette.Grid; "activecolor", text Palette.Ink ]
              "font", record [ "color", text Palette.Ink; "family", text Palette.Font ]
              yield! frame figure
              for _, panel, domain, suffix in placed do
                  yield! axes domain suffix panel
              if not notes.IsEmpty then
                  "annotations", list notes ]
        record
            [ "data", list data
              "layout", withExtra figure.Extra (record layout :?> JsonObject)
              "config", record [ "responsive", flag true; "displaylogo", flag false ] ]

namespace Enn.Interop

/// The whole static picture: title, panels, legend.
module internal SvgFigure =
    let private legend left top (colors: (string * string) list) =
        Svg.group
            "legend"
            [ for i, (name, color) in List.indexed colors do
                  let y = top + 20.0 * float i
                  Svg.rect "key" color { Left = left; Top = y; Width = 14.0; Height = 10.0 }
                  Svg.text "name" "start" 12.0 (left + 20.0, y + 9.0) (Svg.fitting 12.0 120.0 name) ]

    let private hasColorbar (figure: Figure) =
        figure.Panels |> List.exists (fun panel -> panel.Traces |> List.exists (fun trace -> match trace.Mark with Heatmap _ -> true | _ -> false))

    /// What the picture shows, for those who do not see it.
    let render (description: string) (figure: Figure) =
        let width, height = float figure.Width, float figure.Height
        let names = Figure.names figure
        let showsLegend = Figure.showsLegend figure
        let colors = Palette.assign figure
        let titled = figure.Title.IsSome || figure.Panels |> List.exists _.Title.IsSome
        let left, top = 64.0, (if titled then 52.0 else 24.0)
        let right = (if hasColorbar figure then 72.0 else 20.0) + (if showsLegend then 140.0 else 0.0)
        let inner = { Left = left; Top = top; Width = max 40.0 (width - left - right); Height = max 40.0 (height - top - 52.0) }
        let box i =
            let domain = Layout.panel figure.Columns (Figure.rows figure) i
            { Left = inner.Left + domain.Left * inner.Width
              Top = inner.Top + (1.0 - domain.Top) * inner.Height
              Width = (domain.Right - domain.Left) * inner.Width
              Height = (domain.Top - domain.Bottom) * inner.Height }
        Svg.document
            width
            height
            description
            [ match figure.Title with
              | Some title -> Svg.text "title" "middle" 17.0 (width / 2.0, 24.0) title
              | None -> ()
              for i, panel in List.indexed figure.Panels do
                  SvgPanel.render (box i) panel colors[i]
              if showsLegend then
                  let keys = List.zip (List.concat (figure.Panels |> List.map _.Traces)) (List.concat colors)
                  let color name = keys |> List.find (fun (trace, _) -> trace.Name = Some name) |> snd
                  legend (width - 136.0) top (names |> List.map (fun name -> name, color name)) ]

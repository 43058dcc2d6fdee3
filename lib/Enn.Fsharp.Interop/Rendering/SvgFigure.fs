namespace Enn.Interop

/// The whole static picture: title, panels, legend.
module internal SvgFigure =
    [<Literal>]
    let private KeyWidth = 18.0

    /// What a trace looks like in the legend.
    let private key left middle color (trace: Trace) =
        match trace.Mark with
        | Points(Markers, _, _) -> Svg.circle "key" color (left + KeyWidth / 2.0, middle) 4.0
        | Points _ -> Svg.path "key" color trace.Dashed [ [ left, middle; left + KeyWidth, middle ] ]
        | _ -> Svg.rect "key" color { Left = left; Top = middle - 5.0; Width = KeyWidth; Height = 10.0 }

    let private legend left top width (entries: (string * Trace * string) list) =
        Svg.group
            "legend"
            [ for i, (name, trace, color) in List.indexed entries do
                  let middle = top + 6.0 + 20.0 * float i
                  key left middle color trace
                  Svg.text "name" "start" 12.0 (left + KeyWidth + 8.0, middle + 4.0) (Svg.fitting 12.0 (width - KeyWidth - 8.0) name) ]

    let private legendEntries (figure: Figure) colors =
        let traces = List.zip (figure.Panels |> List.collect _.Traces) (List.concat colors)
        [ for name in Figure.names figure ->
              let trace, color = traces |> List.find (fun (trace, _) -> trace.Name = Some name)
              name, trace, color ]

    /// What the picture shows, for those who do not see it.
    let render (description: string) (figure: Figure) =
        let width, height = float figure.Width, float figure.Height
        let around, colors, legendWidth = Layout.margins figure, Palette.assign figure, Layout.legendWidth figure
        let inner =
            { Left = around.Left
              Top = around.Top
              Width = max 40.0 (width - around.Left - around.Right)
              Height = max 40.0 (height - around.Top - around.Bottom) }
        let box i =
            let domain = Layout.panel figure i
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
              if legendWidth > 0.0 then
                  legend (width - legendWidth) around.Top legendWidth (legendEntries figure colors) ]

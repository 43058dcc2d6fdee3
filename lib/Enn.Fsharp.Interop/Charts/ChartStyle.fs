namespace Enn.Interop

open System

/// <summary>Refines charts: each function gives a new chart and leaves the old one as it is.</summary>
[<AutoOpen>]
module ChartStyle =
    let private refine (change: Figure -> Figure) (chart: Chart) = Chart(change chart.Figure)

    let private panels (change: Panel -> Panel) = refine (fun figure -> { figure with Panels = figure.Panels |> List.map change })

    let private traces (change: Trace -> Trace) = panels (fun panel -> { panel with Traces = panel.Traces |> List.map change })

    let private checkRange (low: float) (high: float) =
        if not (Double.IsFinite low && Double.IsFinite high && low < high) then invalidArg "range" $"{low} to {high} is no range"

    let private logarithmic (axis: Axis) =
        match axis.Range with
        | Some(low, _) when low <= 0.0 -> invalidArg "range" $"a logarithmic axis cannot begin at {low}"
        | _ -> { axis with Log = true }

    let private ranged low high (axis: Axis) =
        checkRange low high
        if axis.Log && low <= 0.0 then invalidArg "range" $"a logarithmic axis cannot begin at {low}"
        { axis with Range = Some(low, high) }

    /// <summary>Refinements of charts.</summary>
    module Chart =
        /// <summary>The title above everything.</summary>
        let withTitle (title: string) (chart: Chart) = refine (fun figure -> { figure with Title = Some title }) chart

        /// <summary>The name in the legend. Equal names in several panels share a colour.</summary>
        let withName (name: string) (chart: Chart) = traces (fun trace -> { trace with Name = Some name }) chart

        /// <summary>The title of the horizontal axis; of all panels.</summary>
        let withXTitle (title: string) (chart: Chart) = panels (fun panel -> { panel with X = { panel.X with Title = Some title } }) chart

        /// <summary>The title of the vertical axis; of all panels.</summary>
        let withYTitle (title: string) (chart: Chart) = panels (fun panel -> { panel with Y = { panel.Y with Title = Some title } }) chart

        /// <summary>The titles of the horizontal and the vertical axis; of all panels.</summary>
        let withAxisTitles (x: string) (y: string) (chart: Chart) = chart |> withXTitle x |> withYTitle y

        /// <summary>The ends of the horizontal axis.</summary>
        /// <exception cref="T:System.ArgumentException">The range is empty, or begins at or below zero on a logarithmic axis.</exception>
        let withXRange (low: float, high: float) (chart: Chart) = panels (fun panel -> { panel with X = ranged low high panel.X }) chart

        /// <summary>The ends of the vertical axis.</summary>
        /// <exception cref="T:System.ArgumentException">The range is empty, or begins at or below zero on a logarithmic axis.</exception>
        let withYRange (low: float, high: float) (chart: Chart) = panels (fun panel -> { panel with Y = ranged low high panel.Y }) chart

        /// <summary>A logarithmic horizontal axis. What is not positive is left out.</summary>
        /// <exception cref="T:System.ArgumentException">The axis has a range that begins at or below zero.</exception>
        let withLogX (chart: Chart) = panels (fun panel -> { panel with X = logarithmic panel.X }) chart

        /// <summary>A logarithmic vertical axis. What is not positive is left out.</summary>
        /// <exception cref="T:System.ArgumentException">The axis has a range that begins at or below zero.</exception>
        let withLogY (chart: Chart) = panels (fun panel -> { panel with Y = logarithmic panel.Y }) chart

        /// <summary>Error bars that reach so far above and below each point or bar, such as one standard deviation.</summary>
        /// <exception cref="T:System.ArgumentException">There are not as many as points, or the chart has neither points nor bars.</exception>
        let withErrors (lengths: seq<'a>) (chart: Chart) =
            let lengths = Values.numbers "lengths" lengths
            traces
                (fun trace ->
                    match trace.Mark with
                    | Points(_, _, y)
                    | Bars(_, y) when y.Length = lengths.Length -> { trace with Error = Some(Array.copy lengths) }
                    | Points(_, _, y)
                    | Bars(_, y) -> invalidArg "lengths" $"{lengths.Length} error bars for {y.Length} points"
                    | _ -> invalidArg "chart" "only points and bars have error bars")
                chart

        /// <summary>The colour of lines, points or bars, in place of the palette's; as in CSS: <c>#2f8ac4</c>, <c>gray</c>.</summary>
        let withColor (color: string) (chart: Chart) = traces (fun trace -> { trace with Color = Some color }) chart

        /// <summary>Dashed lines: for what is expected, or for comparison.</summary>
        let withDashes (chart: Chart) = traces (fun trace -> { trace with Dashed = true }) chart

        /// <summary>Merges a JSON object into each trace of the live chart: whatever the Plotly reference has and this module has not. The static picture stays as it is.</summary>
        /// <exception cref="T:System.ArgumentException">It is no JSON object.</exception>
        let withTraceJson (json: string) (chart: Chart) =
            Json.parse json |> ignore
            traces (fun trace -> { trace with Extra = trace.Extra @ [ json ] }) chart

        /// <summary>Merges a JSON object into the layout of the live chart. The static picture stays as it is.</summary>
        /// <exception cref="T:System.ArgumentException">It is no JSON object.</exception>
        let withLayoutJson (json: string) (chart: Chart) =
            Json.parse json |> ignore
            refine (fun figure -> { figure with Extra = figure.Extra @ [ json ] }) chart

        /// <summary>The colours of a heat map spread from zero in both directions: for numbers whose sign matters.</summary>
        let withDivergingColors (chart: Chart) =
            traces
                (fun trace ->
                    match trace.Mark with
                    | Heatmap(x, y, z, _) -> { trace with Mark = Heatmap(x, y, z, Diverging) }
                    | _ -> trace)
                chart

        /// <summary>What the ends of a heat map's colours stand for, so that several can be compared. What lies outside gets the colour of the end.</summary>
        /// <exception cref="T:System.ArgumentException">The range is empty.</exception>
        let withColorRange (low: float, high: float) (chart: Chart) =
            checkRange low high
            traces (fun trace -> { trace with ColorRange = Some(low, high) }) chart

        /// <summary>Whether there is a legend. By default there is one for two names or more.</summary>
        let withLegend (shown: bool) (chart: Chart) = refine (fun figure -> { figure with Legend = Some shown }) chart

        /// <summary>Width and height in pixels.</summary>
        /// <exception cref="T:System.ArgumentException">One is below 50 or above 10,000.</exception>
        let withSize (width: int, height: int) (chart: Chart) =
            if min width height < 50 || max width height > 10_000 then invalidArg "size" $"{width} x {height}, where 50 to 10,000 pixels are possible"
            refine (fun figure -> { figure with Width = width; Height = height }) chart

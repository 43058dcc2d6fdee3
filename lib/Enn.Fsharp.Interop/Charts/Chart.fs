namespace Enn.Interop

open System

/// <summary>
/// A chart: an immutable value. The functions of the module <c>Chart</c> make one and refine it by piping; a notebook shows the last one. Equal charts give equal
/// output, byte for byte.
/// </summary>
[<Sealed; AllowNullLiteral(false); StructuredFormatDisplay("{Description}")>]
type Chart internal (figure: Figure) =
    let describeMark mark =
        match mark with
        | Points(Markers, x, _) -> $"scatter, {x.Length} points"
        | Points(_, x, _) -> $"line, {x.Length} points"
        | Bars(x, _) -> $"{x.Length} bars"
        | Histogram bins -> $"histogram of {Array.sum bins.Counts} values in {bins.Counts.Length} bins"
        | Heatmap(x, y, _, _) -> $"heat map of {y.Length} x {x.Length}"
        | Images(tiles, _) -> $"{tiles.Length} images"
        | Table(header, rows) -> $"table of {header.Length} columns and {rows.Length} rows"
        | Raw(kind, _) -> kind

    let describeTrace (trace: Trace) =
        match trace.Name with
        | Some name -> $"{name}: {describeMark trace.Mark}"
        | None -> describeMark trace.Mark

    let description =
        lazy
            let titles = [ figure.Title; yield! figure.Panels |> List.map _.Title ] |> List.choose id |> String.concat ", "
            let traces = figure.Panels |> List.collect _.Traces |> List.map describeTrace |> String.concat "; "
            if titles = "" then $"Chart ({traces})" else $"Chart \"{titles}\" ({traces})"

    let json = lazy (PlotlyFigure.write figure).ToJsonString()
    let svg = lazy SvgFigure.render description.Value figure

    member internal _.Figure = figure

    /// <summary>What the chart shows, in a line.</summary>
    member _.Description = description.Value

    /// <summary>The chart as Plotly's JSON: an object of <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    member _.Json = json.Value

    /// <summary>The chart as a static picture, an SVG document.</summary>
    member _.Svg = svg.Value

    /// <summary>The static picture with the script that replaces it by the live chart.</summary>
    member _.Html = ChartHtml.write figure description.Value json.Value svg.Value

    /// <inheritdoc/>
    override _.ToString() = description.Value

    /// <inheritdoc/>
    override _.Equals other =
        match other with
        | :? Chart as other -> json.Value = other.Json
        | _ -> false

    /// <inheritdoc/>
    override _.GetHashCode() = json.Value.GetHashCode StringComparison.Ordinal

    interface IMimeBundle with
        member chart.MimeBundle =
            MimeBundle.ofList [ MimeBundle.Plotly, json.Value; MimeBundle.Html, chart.Html; MimeBundle.Plain, description.Value ]

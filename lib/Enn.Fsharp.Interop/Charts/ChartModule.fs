namespace Enn.Interop

/// <summary>
/// Makes and arranges charts. Values may be of any numeric type or options of one; a missing one is a gap. Texts along x make a categorical axis.
/// </summary>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Chart =
    let private chart mark = Chart(Figure.ofMark mark)

    let private pair what (x: seq<'x>) (y: seq<'y>) =
        let x, y = Values.coordinates x, Values.numbers "y" y
        if x.Length <> y.Length then invalidArg "y" $"a {what} needs as many x as y: {x.Length} x, {y.Length} y"
        x, y

    let private points style x y =
        let x, y = pair "chart" x y
        chart (Points(style, x, y))

    /// <summary>A line through points. A y that is missing or NaN interrupts it.</summary>
    /// <exception cref="T:System.ArgumentException">The lengths differ, or a y is no number.</exception>
    let line (x: seq<'x>) (y: seq<'y>) = points Lines x y

    /// <summary>A line with a mark at each point.</summary>
    /// <exception cref="T:System.ArgumentException">The lengths differ, or a y is no number.</exception>
    let lineMarkers (x: seq<'x>) (y: seq<'y>) = points LinesAndMarkers x y

    /// <summary>Points.</summary>
    /// <exception cref="T:System.ArgumentException">The lengths differ, or a y is no number.</exception>
    let scatter (x: seq<'x>) (y: seq<'y>) = points Markers x y

    /// <summary>Upright bars. Several bar charts that are combined stand side by side.</summary>
    /// <exception cref="T:System.ArgumentException">The lengths differ, or a y is no number.</exception>
    let bar (x: seq<'x>) (y: seq<'y>) =
        let x, y = pair "chart" x y
        chart (Bars(x, y))

    /// <summary>How often values occur, in bins with round edges. Missing values do not count.</summary>
    let histogram (values: seq<'a>) = chart (Histogram(Bins.auto (Values.numbers "values" values)))

    /// <summary>How often values occur, in so many bins from the least to the greatest.</summary>
    /// <exception cref="T:System.ArgumentException">Fewer than 1 or more than 1000 bins.</exception>
    let histogramOf (bins: int) (values: seq<'a>) = chart (Histogram(Bins.ofCount bins (Values.numbers "values" values)))

    let private cells (z: seq<#seq<'a>>) =
        let z = [| for row in z -> Values.numbers "z" row |]
        if z.Length = 0 || z[0].Length = 0 then invalidArg "z" "a heat map needs at least one cell"
        if z |> Array.exists (fun row -> row.Length <> z[0].Length) then invalidArg "z" "the rows of a heat map have one length"
        z

    /// <summary>Coloured cells with labelled columns (x) and rows (y, from the bottom).</summary>
    /// <exception cref="T:System.ArgumentException">The numbers of labels and cells differ.</exception>
    let heatmapOf (x: seq<'x>) (y: seq<'y>) (z: seq<#seq<'a>>) =
        let x, y, z = Values.coordinates x, Values.coordinates y, cells z
        if x.Length <> z[0].Length || y.Length <> z.Length then
            invalidArg "z" $"{z.Length} x {z[0].Length} cells, but {y.Length} rows and {x.Length} columns are labelled"
        chart (Heatmap(x, y, z, Sequential))

    /// <summary>Coloured cells, row by row from the bottom, numbered from 0.</summary>
    /// <exception cref="T:System.ArgumentException">There is no cell, or rows differ in length.</exception>
    let heatmap (z: seq<#seq<'a>>) =
        let z = cells z
        let count length = Numbers(Array.init length float)
        chart (Heatmap(count z[0].Length, count z.Length, z, Sequential))

    /// <summary>A matrix as coloured cells, as it is written, its first row at the top: shape [rows, columns].</summary>
    /// <exception cref="T:System.ArgumentException">The tensor is no matrix.</exception>
    let heatmapOfTensor (x: Tensor) =
        let values = Tensor.toArray2D x
        let rows, columns = Array2D.length1 values, Array2D.length2 values
        let labels count = [ for i in 0 .. count - 1 -> string i ]
        heatmapOf (labels columns) (List.rev (labels rows)) [ for i in rows - 1 .. -1 .. 0 -> values[i, *] ]

    /// <summary>A table of texts.</summary>
    /// <exception cref="T:System.ArgumentException">There is no column, or a row has another length than the header.</exception>
    let table (header: seq<string>) (rows: seq<#seq<string>>) =
        let header, rows = Array.ofSeq header, [| for row in rows -> Array.ofSeq row |]
        if header.Length = 0 then invalidArg "header" "a table needs a column"
        rows |> Array.iteri (fun i row -> if row.Length <> header.Length then invalidArg "rows" $"row {i} has {row.Length} entries for {header.Length} columns")
        Chart { Figure.ofMark (Table(header, rows)) with Height = Layout.tableHeight rows.Length }

    /// <summary>
    /// One trace in Plotly's own terms, for what this module does not offer: a violin, a surface... The static picture only names its type.
    /// </summary>
    /// <param name="json">A JSON object with a <c>type</c>, as the Plotly reference describes it.</param>
    /// <exception cref="T:System.ArgumentException">It is not that.</exception>
    let ofTrace (json: string) =
        match (Json.parse json)["type"] with
        | null -> invalidArg "json" "a trace needs a type, as in {\"type\": \"violin\"}"
        | kind -> chart (Raw(string kind, json))

    let private standsAlone (chart: Chart) =
        chart.Figure.Panels |> List.exists (fun panel -> Figure.isTable panel || Figure.isImages panel)

    let private merge (a: Axis) (b: Axis) =
        { Axis.Title = Option.orElse b.Title a.Title
          Range = Option.orElse b.Range a.Range
          Log = a.Log || b.Log }

    /// <summary>Several charts in one pair of axes. Titles and axes are those of the first chart that has them.</summary>
    /// <exception cref="T:System.ArgumentException">There is no chart, or one is a table, a grid of images, or made of several panels.</exception>
    let combine (charts: seq<Chart>) =
        let charts = List.ofSeq charts
        if charts.IsEmpty then invalidArg "charts" "there is no chart to combine"
        if charts |> List.exists (fun chart -> chart.Figure.Panels.Length > 1) then invalidArg "charts" "charts of several panels do not combine"
        if charts.Length > 1 && charts |> List.exists standsAlone then invalidArg "charts" "tables and images have no axes: put them side by side with Chart.grid"
        let panels = charts |> List.map (fun chart -> chart.Figure.Panels.Head)
        let first = charts.Head.Figure
        Chart
            { first with
                Figure.Title = charts |> List.tryPick _.Figure.Title
                Legend = charts |> List.tryPick _.Figure.Legend
                Extra = charts |> List.collect _.Figure.Extra
                Panels =
                    [ { Title = None
                        Traces = panels |> List.collect _.Traces
                        X = panels |> List.map _.X |> List.reduce merge
                        Y = panels |> List.map _.Y |> List.reduce merge } ] }

    /// <summary>Charts beside and below each other, row by row; each keeps its title above its panel. The size grows with the number of panels.</summary>
    /// <exception cref="T:System.ArgumentException">There is no chart or no column.</exception>
    let grid (columns: int) (charts: seq<Chart>) =
        let charts = List.ofSeq charts
        if charts.IsEmpty then invalidArg "charts" "there is no chart to arrange"
        if columns < 1 then invalidArg "columns" $"{columns} columns"
        let columns = min columns charts.Length
        let figures = charts |> List.map _.Figure
        let rows = (charts.Length + columns - 1) / columns
        Chart
            { Figure.Title = None
              Panels = [ for figure in figures do for panel in figure.Panels -> { panel with Title = Option.orElse figure.Title panel.Title } ]
              Columns = columns
              Width = if columns = 1 then Figure.DefaultWidth else min 1100 (420 * columns)
              Height = if rows = 1 then Figure.DefaultHeight else min 1400 (320 * rows)
              Legend = figures |> List.tryPick _.Legend
              Extra = figures |> List.collect _.Extra }

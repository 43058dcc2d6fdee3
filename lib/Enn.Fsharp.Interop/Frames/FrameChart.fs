namespace Enn.Interop

/// <summary>Charts and tables of frames.</summary>
[<AutoOpen>]
module FrameChart =
    // Labels where there is a text among the cells; what is missing is a gap.
    let private coordinates (cells: Cell list) : obj list =
        if cells |> List.exists _.IsText then
            cells |> List.map (fun cell -> box cell.Display)
        else
            cells |> List.map (fun cell -> box (Cell.tryNumber cell))

    let private numbers (name: string) (frame: Frame) = Frame.numbers name frame |> List.map (Option.defaultValue nan)

    /// A chart of two columns; with a third one, a named series for each of its values.
    let private series (make: obj list -> float list -> Chart) x y (frame: Frame) =
        make (coordinates (Frame.column x frame)) (numbers y frame)

    let private titled x y (chart: Chart) = chart |> Chart.withXTitle x |> Chart.withYTitle y

    let private by make x y group (frame: Frame) =
        [ for key, rows in (Frame.groupBy [ group ] frame).Items -> series make x y rows |> Chart.withName key.Head.Display ]
        |> Chart.combine
        |> titled x y

    /// <summary>Charts and tables of frames. Each throws KeyNotFoundException for a column that there is not.</summary>
    module Frame =
        /// <summary>A line of column y over column x, in the order of the rows.</summary>
        let toLine (x: string) (y: string) (frame: Frame) = series Chart.line x y frame |> titled x y

        /// <summary>A line for each value of a third column.</summary>
        let toLines (x: string) (y: string) (group: string) (frame: Frame) = by Chart.line x y group frame

        /// <summary>Points of column y over column x.</summary>
        let toScatter (x: string) (y: string) (frame: Frame) = series Chart.scatter x y frame |> titled x y

        /// <summary>Points in a colour for each value of a third column.</summary>
        let toScatters (x: string) (y: string) (group: string) (frame: Frame) = by Chart.scatter x y group frame

        /// <summary>Bars of column y at column x.</summary>
        let toBar (x: string) (y: string) (frame: Frame) = series Chart.bar x y frame |> titled x y

        /// <summary>Bars side by side, one for each value of a third column.</summary>
        let toBars (x: string) (y: string) (group: string) (frame: Frame) = by Chart.bar x y group frame

        /// <summary>Bars with error bars from a further column.</summary>
        let toBarWithErrors (x: string) (y: string) (error: string) (frame: Frame) = toBar x y frame |> Chart.withErrors (numbers error frame)

        /// <summary>How often the numbers of a column occur.</summary>
        let toHistogram (column: string) (frame: Frame) = Chart.histogram (numbers column frame) |> titled column "count"

        /// <summary>The cells of a frame such as <c>Frame.pivot</c> gives: rows are labelled by the first column, the first row lies at the bottom.</summary>
        let toHeatmap (frame: Frame) =
            let first, others = List.head frame.Columns, List.tail frame.Columns
            let z = [ for row in frame.Rows -> others |> List.map row.Number ]
            Chart.heatmapOf others (Frame.column first frame |> coordinates) z |> Chart.withYTitle first

        /// <summary>The frame as a chart of a table, all its rows.</summary>
        let toTable (frame: Frame) = Chart.table frame.Columns [ for row in frame.Cells -> row |> Array.map _.Display ]

        /// <summary>The frame as a Markdown table, all its rows: for texts and README files.</summary>
        let toMarkdown (frame: Frame) =
            let line (cells: string seq) = "| " + (cells |> Seq.map (fun cell -> cell.Replace("|", "\\|").Replace("\n", " ")) |> String.concat " | ") + " |"
            String.concat
                "\n"
                [ line frame.Columns
                  line (frame.Columns |> List.map (fun _ -> "---"))
                  for row in frame.Cells do
                      line (row |> Array.map _.Display) ]

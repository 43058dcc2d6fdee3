namespace Enn.Interop

type internal Axis =
    { Title: string option
      Range: (float * float) option
      Log: bool }

type internal PointStyle =
    | Lines
    | Markers
    | LinesAndMarkers

/// How numbers become colours: from low to high, or away from zero in both directions.
type internal ColorScale =
    | Sequential
    | Diverging

type internal Tile =
    { Png: byte[]
      Width: int
      Height: int
      Caption: string }

/// What is drawn. All arrays are the chart's own copies.
type internal Mark =
    | Points of style: PointStyle * x: Coordinates * y: float[]
    | Bars of x: Coordinates * y: float[]
    | Histogram of bins: Bins
    | Heatmap of x: Coordinates * y: Coordinates * z: float[][] * scale: ColorScale
    | Images of tiles: Tile[] * columns: int
    | Table of header: string[] * rows: string[][]
    /// A trace in Plotly's own terms, a JSON object of this type.
    | Raw of kind: string * json: string

/// Bins of equal width: the first begins at Start.
and internal Bins =
    { Start: float
      Width: float
      Counts: int[] }

type internal Trace =
    { Name: string option
      Mark: Mark
      /// Half the length of the error bar of each point.
      Error: float[] option
      /// What the ends of a heat map's scale stand for; None: its least and greatest number.
      ColorRange: (float * float) option
      /// In place of the palette's.
      Color: string option
      Dashed: bool
      /// JSON objects that are merged into the live trace, in this order.
      Extra: string list }

/// One pair of axes and what is drawn in it.
type internal Panel =
    { Title: string option
      Traces: Trace list
      X: Axis
      Y: Axis }

type internal Figure =
    { Title: string option
      Panels: Panel list
      Columns: int
      Width: int
      Height: int
      Legend: bool option
      /// JSON objects that are merged into the live layout, in this order.
      Extra: string list }

module internal Figure =
    [<Literal>]
    let DefaultWidth = 700

    [<Literal>]
    let DefaultHeight = 420

    let plainAxis = { Axis.Title = None; Range = None; Log = false }

    let private trace mark =
        { Name = None
          Mark = mark
          Error = None
          ColorRange = None
          Color = None
          Dashed = false
          Extra = [] }

    let ofMark mark =
        { Title = None
          Panels = [ { Title = None; Traces = [ trace mark ]; X = plainAxis; Y = plainAxis } ]
          Columns = 1
          Width = DefaultWidth
          Height = DefaultHeight
          Legend = None
          Extra = [] }

    /// Tables have no axes; the axes of images are hidden.
    let isTable (panel: Panel) =
        panel.Traces |> List.exists (fun trace -> match trace.Mark with Table _ -> true | _ -> false)

    let isImages (panel: Panel) =
        panel.Traces |> List.exists (fun trace -> match trace.Mark with Images _ -> true | _ -> false)

    let hasAxes (panel: Panel) = not (isTable panel || isImages panel)

    let isHeatmap (panel: Panel) =
        panel.Traces |> List.exists (fun trace -> match trace.Mark with Heatmap _ -> true | _ -> false)

    /// Whether texts stand along an axis, which then has places in place of numbers.
    let hasLabels (coordinates: Trace -> Coordinates list) (panel: Panel) =
        panel.Traces |> List.collect coordinates |> List.exists _.IsLabels

    let across (trace: Trace) =
        match trace.Mark with
        | Points(_, x, _)
        | Bars(x, _)
        | Heatmap(x, _, _, _) -> [ x ]
        | _ -> []

    let upwards (trace: Trace) = match trace.Mark with Heatmap(_, y, _, _) -> [ y ] | _ -> []

    /// Whether bars stand on the horizontal axis, which then needs no lines across.
    let hasBars (panel: Panel) =
        panel.Traces |> List.exists (fun trace -> match trace.Mark with Bars _ | Histogram _ -> true | _ -> false)

    /// The names in the legend, in the order of their appearance. Equal names share a colour and an entry.
    let names (figure: Figure) =
        [ for panel in figure.Panels do
              for trace in panel.Traces do
                  yield! Option.toList trace.Name ]
        |> List.distinct

    let showsLegend (figure: Figure) =
        let named = names figure
        figure.Legend |> Option.defaultValue (named.Length > 1) && not named.IsEmpty

    let rows (figure: Figure) = (figure.Panels.Length + figure.Columns - 1) / figure.Columns

namespace Enn.Interop

/// Where panels and tiles lie: the same in the live chart and in the static picture.
module internal Layout =
    /// A part of the figure, in [0, 1] from its lower left corner.
    type Domain =
        { Left: float
          Right: float
          Bottom: float
          Top: float }

    /// Pixels around all panels.
    type Margins =
        { Left: float
          Right: float
          Top: float
          Bottom: float }

    /// Room for a colour bar with its labels.
    [<Literal>]
    let private ColorbarWidth = 56.0

    /// Pixels of a character of a label, about.
    [<Literal>]
    let private Character = 6.6

    [<Literal>]
    let TableRow = 22.0

    let private longest (texts: seq<string>) = texts |> Seq.fold (fun most text -> max most text.Length) 0

    let legendWidth (figure: Figure) =
        if Figure.showsLegend figure then min 200.0 (46.0 + Character * float (longest (Figure.names figure))) else 0.0

    // Labels of rows, such as those of a heat map, may be longer than numbers.
    let private labelWidth (figure: Figure) =
        let labels =
            [ for panel in figure.Panels do
                  for trace in panel.Traces do
                      match trace.Mark with
                      | Heatmap(_, Labels labels, _, _) -> yield! labels
                      | _ -> () ]
        min 180.0 (Character * float (longest labels))

    let margins (figure: Figure) : Margins =
        let withAxes = figure.Panels |> List.exists Figure.hasAxes
        let panelTitles = figure.Panels |> List.exists _.Title.IsSome
        { Left = if withAxes then max 64.0 (labelWidth figure + 34.0) else 20.0
          Right = 20.0 + (if figure.Panels |> List.exists Figure.isHeatmap then ColorbarWidth else 0.0) + legendWidth figure
          Top = 20.0 + (if figure.Title.IsSome then 28.0 else 0.0) + (if panelTitles then 22.0 else 0.0)
          Bottom = if withAxes then 52.0 else 16.0 }

    /// Pixels between neighbouring panels, for the labels and titles of their axes.
    let private gaps (figure: Figure) =
        let some condition pixels = if figure.Panels |> List.exists condition then pixels else 0.0
        let x = 24.0 + some Figure.hasAxes 28.0 + some _.Y.Title.IsSome 22.0 + some Figure.isHeatmap ColorbarWidth + labelWidth figure
        let y = 16.0 + some Figure.hasAxes 20.0 + some _.X.Title.IsSome 20.0 + some _.Title.IsSome 26.0
        x, y

    /// The part of panel number i, rows from the top.
    let panel (figure: Figure) i : Domain =
        let around, (gapX, gapY) = margins figure, gaps figure
        let width, height = max 40.0 (float figure.Width - around.Left - around.Right), max 40.0 (float figure.Height - around.Top - around.Bottom)
        let span (total: float) count gap =
            let gap = if count = 1 then 0.0 else min gap (0.6 * total / float (count - 1))
            (total - float (count - 1) * gap) / float count / total, gap / total
        let (across, gapX), (down, gapY) = span width figure.Columns gapX, span height (Figure.rows figure) gapY
        let left = float (i % figure.Columns) * (across + gapX)
        let top = 1.0 - float (i / figure.Columns) * (down + gapY)
        { Left = left; Right = min 1.0 (left + across); Bottom = max 0.0 (top - down); Top = top }

    /// Pixels between tiles, and for their captions, where there are some.
    let private spacing (tiles: Tile[]) =
        let side = tiles |> Seq.map (fun tile -> max tile.Width tile.Height) |> Seq.max
        let captioned = tiles |> Array.exists (fun tile -> tile.Caption <> "")
        max 1 (side / 10), (if captioned then max 1 (side / 4) else 0)

    let private pitch (tiles: Tile[]) =
        let gap, caption = spacing tiles
        (tiles |> Seq.map _.Width |> Seq.max) + gap, (tiles |> Seq.map _.Height |> Seq.max) + gap + caption

    /// Each tile with its left upper pixel; captions stand above their tiles.
    let tiles (tiles: Tile[]) columns =
        let (pitchX, pitchY), (_, caption) = pitch tiles, spacing tiles
        [ for i, tile in Array.indexed tiles -> tile, i % columns * pitchX, i / columns * pitchY + caption ]

    /// Width and height of all tiles in pixels.
    let extent (tiles: Tile[]) columns =
        let (pitchX, pitchY), (gap, _) = pitch tiles, spacing tiles
        min columns tiles.Length * pitchX - gap, (tiles.Length + columns - 1) / columns * pitchY - gap

    /// The height of a figure that shows these tiles as large as its width allows, and no larger than is useful; its width.
    let imagesSize (images: Tile[]) columns =
        let width, height = extent images columns
        let scale = min 6.0 (float (Figure.DefaultWidth - 40) / float width)
        let side (length: int) room = System.Math.Clamp(int (scale * float length) + room, 120, 2000)
        side width 40, side height 64

    /// The height of a figure that shows a table of so many rows.
    let tableHeight rows = System.Math.Clamp(int TableRow * (rows + 1) + 60, 120, 1400)

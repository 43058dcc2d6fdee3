namespace Enn.Interop

/// Where panels and tiles lie: the same in the live chart and in the static picture.
module internal Layout =
    /// A part of the figure, in [0, 1] from its lower left corner.
    type Domain =
        { Left: float
          Right: float
          Bottom: float
          Top: float }

    /// Room between panels for the labels of axes, as shares of a panel.
    [<Literal>]
    let private GapX = 0.22

    [<Literal>]
    let private GapY = 0.38

    /// The part of panel number i, rows from the top.
    let panel columns rows i =
        let span count gap = 1.0 / (float count + float (count - 1) * gap)
        let width, height = span columns GapX, span rows GapY
        let left = float (i % columns) * width * (1.0 + GapX)
        let top = 1.0 - float (i / columns) * height * (1.0 + GapY)
        { Left = left; Right = min 1.0 (left + width); Bottom = max 0.0 (top - height); Top = top }

    /// Pixels between tiles, and for their captions, where there are some.
    let private spacing (tiles: Tile[]) =
        let side = tiles |> Seq.map (fun tile -> max tile.Width tile.Height) |> Seq.max
        let captioned = tiles |> Array.exists (fun tile -> tile.Caption <> "")
        max 1 (side / 10), (if captioned then max 1 (side / 3) else 0)

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

namespace Enn.Interop

open System
open System.Text
open System.Xml
open System.Xml.Linq

/// A part of a picture, in pixels from its upper left corner.
type internal Box =
    { Left: float
      Top: float
      Width: float
      Height: float }

    member box.Right = box.Left + box.Width
    member box.Bottom = box.Top + box.Height

/// Elements of SVG 1.1. Nothing has an id, so that pictures never disturb each other on a page.
module internal Svg =
    let private ns = XNamespace.Get "http://www.w3.org/2000/svg"

    /// A coordinate: two decimals are a hundredth of a pixel.
    let private coordinate (value: float) = Math.Round(value, 2).ToString("0.##")

    /// XML has no place for most control characters and lone surrogates.
    let private printable (text: string) =
        let kept = StringBuilder()
        for rune in text.EnumerateRunes() do
            if rune.Value > 0xffff || XmlConvert.IsXmlChar(char rune.Value) then
                kept.Append(rune) |> ignore
        string kept

    let element (name: string) (attributes: (string * obj) list) (children: XElement list) =
        let node = XElement(ns + name)
        for key, value in attributes do
            match value with
            | :? float as number -> node.SetAttributeValue(XName.Get key, coordinate number)
            | value -> node.SetAttributeValue(XName.Get key, printable (string value))
        for child in children do
            node.Add child
        node

    let group (kind: string) children = element "g" [ "class", kind ] children

    let rect (kind: string) (fill: string) (box: Box) =
        element "rect" [ "class", kind; "x", box.Left; "y", box.Top; "width", max 0.0 box.Width; "height", max 0.0 box.Height; "fill", fill ] []

    let private dashes dashed : (string * obj) list = if dashed then [ "stroke-dasharray", "7 5" ] else []

    let line (kind: string) (stroke: string) (x1: float, y1: float) (x2: float, y2: float) =
        element "line" [ "class", kind; "x1", x1; "y1", y1; "x2", x2; "y2", y2; "stroke", stroke ] []

    /// A path through points; each inner list is a stretch of its own.
    let path (kind: string) (stroke: string) dashed (stretches: (float * float) list list) =
        let draw stretch = stretch |> List.mapi (fun i (x, y) -> (if i = 0 then "M" else "L") + coordinate x + " " + coordinate y) |> String.concat ""
        element
            "path"
            ([ "class", kind; "d", String.concat "" (List.map draw stretches); "fill", "none"; "stroke", stroke; "stroke-width", 2.0; "stroke-linejoin", "round" ] @ dashes dashed)
            []

    let circle (kind: string) (fill: string) (x: float, y: float) (radius: float) =
        element "circle" [ "class", kind; "cx", x; "cy", y; "r", radius; "fill", fill ] []

    let image (kind: string) (png: byte[]) (box: Box) =
        element
            "image"
            [ "class", kind
              "x", box.Left
              "y", box.Top
              "width", box.Width
              "height", box.Height
              "preserveAspectRatio", "none"
              "style", "image-rendering:pixelated"
              "href", Png.dataUri png ]
            []

    // anchor: start, middle or end.
    let text (kind: string) (anchor: string) (size: float) (x: float, y: float) (content: string) =
        let node = element "text" [ "class", kind; "x", x; "y", y; "text-anchor", anchor; "font-size", size; "fill", Palette.Ink ] []
        node.Value <- printable content
        node

    /// A text that reads upwards, its middle at the point.
    let vertical (kind: string) (size: float) (x: float, y: float) (content: string) =
        let node = text kind "middle" size (x, y) content
        node.SetAttributeValue(XName.Get "transform", $"rotate(-90 {coordinate x} {coordinate y})")
        node

    /// Children are seen within the box only.
    let clip (box: Box) children =
        element
            "svg"
            [ "x", box.Left
              "y", box.Top
              "width", box.Width
              "height", box.Height
              "viewBox", $"{coordinate box.Left} {coordinate box.Top} {coordinate box.Width} {coordinate box.Height}"
              "overflow", "hidden" ]
            children

    /// Shortens a text to about this many pixels.
    let fitting (size: float) (width: float) (content: string) =
        let room = max 1 (int (width / (size * 0.58)))
        if content.Length <= room then content else content.Substring(0, max 1 (room - 1)) + "…"

    let document (width: float) (height: float) (title: string) children =
        let label = element "title" [] []
        label.Value <- printable title
        let root =
            element
                "svg"
                [ "width", width
                  "height", height
                  "viewBox", $"0 0 {coordinate width} {coordinate height}"
                  "role", "img"
                  "font-family", Palette.Font ]
                (label :: children)
        root.ToString SaveOptions.DisableFormatting

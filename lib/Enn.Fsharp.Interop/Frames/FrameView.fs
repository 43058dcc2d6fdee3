namespace Enn.Interop

open System.Net
open System.Text

/// How a frame is shown: its first and last rows.
module internal FrameView =
    [<Literal>]
    let private MostRows = 20

    /// The rows that are shown, and where some are left out between them.
    let private shown (rows: Cell[][]) =
        if rows.Length <= MostRows then
            rows, [||]
        else
            rows[.. MostRows / 2 - 1], rows[rows.Length - MostRows / 2 ..]

    let size columns rows = $"{rows} rows x {columns} columns"

    /// Numbers stand to the right, so that their digits line up.
    let private isNumeric (rows: Cell[][]) column =
        rows |> Array.exists (fun row -> row[column].IsNumber) && rows |> Array.forall (fun row -> row[column].IsNumber || row[column].IsMissing)

    let text (names: string[]) (rows: Cell[][]) =
        let head, tail = shown rows
        let entries = Array.append head tail |> Array.map (Array.map _.Display)
        let widths = names |> Array.mapi (fun i name -> Array.fold (fun width (row: string[]) -> max width row[i].Length) name.Length entries)
        let right = names |> Array.mapi (fun i _ -> isNumeric rows i)
        let line (row: string[]) =
            let padded = row |> Array.mapi (fun i (entry: string) -> if right[i] then entry.PadLeft widths[i] else entry.PadRight widths[i])
            (String.concat "  " padded).TrimEnd()
        String.concat
            "\n"
            [ line names
              yield! entries[.. head.Length - 1] |> Array.map line
              if tail.Length > 0 then
                  "…"
              yield! entries[head.Length ..] |> Array.map line
              size names.Length rows.Length ]

    let html (names: string[]) (rows: Cell[][]) =
        let head, tail = shown rows
        let right = names |> Array.mapi (fun i _ -> if isNumeric rows i then "text-align:right" else "text-align:left")
        let page = StringBuilder()
        let add (part: string) = page.Append part |> ignore
        let line tag (entries: string[]) =
            add "<tr>"
            entries |> Array.iteri (fun i entry -> add $"<{tag} style=\"{right[i]}\">{WebUtility.HtmlEncode entry}</{tag}>")
            add "</tr>"
        add "<table class=\"enn-frame\"><thead>"
        line "th" names
        add "</thead><tbody>"
        head |> Array.iter (fun row -> line "td" (row |> Array.map _.Display))
        if tail.Length > 0 then
            add $"<tr><td colspan=\"{names.Length}\">… {rows.Length - MostRows} more rows</td></tr>"
        tail |> Array.iter (fun row -> line "td" (row |> Array.map _.Display))
        add "</tbody></table>"
        if tail.Length > 0 then
            add $"<small>{size names.Length rows.Length}</small>"
        string page

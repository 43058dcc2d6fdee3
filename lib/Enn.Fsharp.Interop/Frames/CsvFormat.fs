namespace Enn.Interop

open System.IO
open System.Text

/// CSV as RFC 4180 has it: commas, lines that end with LF or CR LF, quotes around fields that need them, doubled quotes within.
module internal CsvFormat =
    let private needsQuotes (field: string) = field.IndexOfAny([| ','; '"'; '\n'; '\r' |]) >= 0 || field.Trim() <> field

    let private quote (field: string) = "\"" + field.Replace("\"", "\"\"") + "\""

    /// One line, its end included. A line of one empty field would be an empty line, which is no record: it gets quotes.
    let writeLine (fields: string[]) =
        let written = if fields = [| "" |] then quote "" else fields |> Array.map (fun field -> if needsQuotes field then quote field else field) |> String.concat ","
        written + "\n"

    /// The records with the number of the line that each begins on. Empty lines are passed over.
    let read (source: string) (text: string) : (int * string[]) list =
        let mutable at, line = 0, 1
        let wrong number what = raise (InvalidDataException $"{source}: line {number}: {what}")
        let peek () = if at < text.Length then text[at] else '\000'
        let step (field: StringBuilder) =
            if text[at] = '\n' then line <- line + 1
            field.Append text[at] |> ignore
            at <- at + 1
        let quoted (field: StringBuilder) =
            let start = line
            at <- at + 1
            let mutable ended = false
            while not ended do
                if at >= text.Length then wrong start "a quoted field does not end"
                elif text[at] <> '"' then step field
                elif at + 1 < text.Length && text[at + 1] = '"' then
                    at <- at + 1
                    step field
                else
                    at <- at + 1
                    ended <- true
            if at < text.Length && not (Seq.contains text[at] [ ','; '\n'; '\r' ]) then wrong line "text follows a quoted field"
        let atEnd () = at >= text.Length || text[at] = '\n' || (text[at] = '\r' && at + 1 < text.Length && text[at + 1] = '\n')
        let field () =
            let field = StringBuilder()
            if peek () = '"' then quoted field
            else
                while not (atEnd ()) && text[at] <> ',' do
                    step field
            string field
        [ while at < text.Length do
              let first, start = line, at
              let fields = ResizeArray [ field () ]
              while at < text.Length && text[at] = ',' do
                  at <- at + 1
                  fields.Add(field ())
              let blank = at = start
              if at < text.Length then
                  at <- at + (if text[at] = '\r' then 2 else 1)
                  line <- line + 1
              if not blank then
                  first, fields.ToArray() ]

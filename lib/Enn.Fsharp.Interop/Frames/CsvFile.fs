namespace Enn.Interop

open System.IO

/// <summary>Frames from and to CSV (RFC 4180): commas, a header line, quotes where needed.</summary>
[<AutoOpen>]
module CsvFile =
    let private parse (source: string) (text: string) =
        match CsvFormat.read source text with
        | [] -> raise (InvalidDataException $"{source}: there is no header line")
        | (_, names) :: records ->
            let row (line, fields: string[]) =
                if fields.Length <> names.Length then
                    raise (InvalidDataException $"{source}: line {line}: {fields.Length} fields, where the header has {names.Length}")
                fields |> Array.map Cell.parse
            Frame(names, records |> Seq.map row |> Array.ofSeq)

    /// <summary>CSV in files and texts.</summary>
    module Frame =
        /// <summary>The frame in a CSV text. Fields become flags, numbers or texts by their look; empty ones and NaN are missing.</summary>
        /// <exception cref="T:System.IO.InvalidDataException">There is no header, a quoted field does not end, or a line has another number of fields than the header; the message gives the line.</exception>
        let parseCsv (text: string) = parse "CSV" text

        /// <summary>The frame in a CSV file (UTF-8), as <c>parseCsv</c> reads it.</summary>
        /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
        /// <exception cref="T:System.IO.InvalidDataException">As for <c>parseCsv</c>; the message gives file and line.</exception>
        let readCsv (path: string) = parse path (File.ReadAllText path)

        /// <summary>The frame as CSV text. Numbers keep all their digits, what is missing is empty.</summary>
        let toCsv (frame: Frame) =
            String.concat
                ""
                [ CsvFormat.writeLine frame.Names
                  for row in frame.Cells do
                      row |> Array.map _.Content |> CsvFormat.writeLine ]

        /// <summary>Writes the frame as a CSV file (UTF-8).</summary>
        /// <exception cref="T:System.IO.IOException">The file cannot be written.</exception>
        let saveCsv (path: string) (frame: Frame) = File.WriteAllText(path, toCsv frame)

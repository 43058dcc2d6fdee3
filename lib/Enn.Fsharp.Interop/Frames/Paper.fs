namespace Enn.Interop

open System
open System.IO
open Enn.Data
open Enn.Experiments

/// <summary>The papers' tables: published numbers beside our recorded runs. Nothing is run.</summary>
module Paper =
    /// <summary>The papers that have experiments here, as <c>./enn reproduce</c> names them.</summary>
    let names = [ for paper in Papers.All -> paper.Name ]

    let private find (paper: string) =
        match Papers.All |> Seq.tryFind (fun candidate -> candidate.Name = paper) with
        | Some found -> found
        | None ->
            let known = String.concat ", " names
            raise (ArgumentException($"there is no paper '{paper}': there are {known}", "paper"))

    /// <summary>The names of a paper's tables, in the paper's order.</summary>
    /// <exception cref="T:System.ArgumentException">There is no such paper; the message lists those there are.</exception>
    let tables (paper: string) = List.ofSeq (find paper).Tables

    let private recorded (paper: string) (table: string) =
        let found = find paper
        if not (Seq.contains table found.Tables) then
            let known = String.concat ", " found.Tables
            raise (ArgumentException($"the paper '{paper}' has no table '{table}': it has {known}", "table"))
        RecordedTable.Of(found, Path.Combine(ProjectFolder.Root, "results"), [ table ]) |> Seq.exactlyOne |> _.Table

    let private cell (text: string) = if text = Table.Missing then Missing else Cell.parse text

    /// <summary>A table as <c>./enn reproduce</c> shows it, of the profile and the seeds that were run most: <c>Paper.table "whitening" "zca"</c>. What was not measured is missing.</summary>
    /// <exception cref="T:System.ArgumentException">There is no such paper or table; the message lists those there are.</exception>
    /// <exception cref="T:System.IO.IOException">The recorded runs cannot be read.</exception>
    let table (paper: string) (name: string) =
        let found = recorded paper name
        Frame.ofRows [ for column in found.Columns -> column.Name ] [ for row in found.Rows -> [ for text in row -> cell text ] ]

    /// <summary>What stands below that table: how to read it, and what was not run and why.</summary>
    /// <exception cref="T:System.ArgumentException">There is no such paper or table; the message lists those there are.</exception>
    /// <exception cref="T:System.IO.IOException">The recorded runs cannot be read.</exception>
    let notes (paper: string) (name: string) = List.ofSeq (recorded paper name).Notes

module Enn.Interop.Tests.JsonPath

open System
open System.Text.Json.Nodes

/// The part of a JSON value at a path such as xaxis.range.0; null where there is none.
let at (path: string) (node: JsonNode) : JsonNode =
    (node, path.Split '.')
    ||> Array.fold (fun node name ->
        match node, Int32.TryParse name with
        | null, _ -> null
        | node, (true, index) -> node[index]
        | node, (false, _) -> node[name])

let textAt path node : string = (at path node).GetValue<string>()
let numberAt path node : float = (at path node).GetValue<float>()
let wholeAt path node : int = (at path node).GetValue<int>()
let flagAt path node : bool = (at path node).GetValue<bool>()
let rawAt path node : string = (at path node).ToJsonString()
let itemsAt path node : JsonNode list = List.ofSeq ((at path node).AsArray())

namespace Enn.Interop

open System
open System.Text.Json
open System.Text.Json.Nodes

/// Short words to write JSON with. The order of members is the order of writing.
module internal Json =
    let text (value: string) : JsonNode = JsonValue.Create value
    let flag (value: bool) : JsonNode = JsonValue.Create value
    let whole (value: int) : JsonNode = JsonValue.Create value

    /// JSON has no infinities and no NaN: Plotly reads null as a gap.
    let number (value: float) : JsonNode = if Double.IsFinite value then JsonValue.Create value else null

    let list (items: seq<JsonNode>) : JsonNode = JsonArray(Array.ofSeq items)
    let numbers (values: seq<float>) = values |> Seq.map number |> list
    let texts (values: seq<string>) = values |> Seq.map text |> list

    let record (members: seq<string * JsonNode>) : JsonNode =
        let node = JsonObject()
        for name, value in members do
            node.Add(name, value)
        node

    /// The JSON object in a text.
    let parse (text: string) : JsonObject =
        try
            match JsonNode.Parse text with
            | :? JsonObject as found -> found
            | _ -> invalidArg "json" $"'{text}' is no JSON object"
        with :? JsonException as error ->
            raise (ArgumentException($"'{text}' is no JSON object: {error.Message}", "json", error))

    /// Sets the members of one object in another; objects within are merged alike.
    let rec merge (patch: JsonObject) (target: JsonObject) =
        for entry in patch do
            match target[entry.Key], entry.Value with
            | (:? JsonObject as inner), (:? JsonObject as change) -> merge change inner
            | _, null -> target[entry.Key] <- null
            | _, value -> target[entry.Key] <- value.DeepClone()

    let coordinates values =
        match values with
        | Numbers values -> numbers values
        | Labels labels -> texts labels

namespace Enn.Interop

open System

[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module internal Bins =
    [<Literal>]
    let private Most = 1000

    /// A round number near a width: 1, 2 or 5 times a power of ten.
    let private round width =
        let power = 10.0 ** floor (log10 width)
        let steps = width / power
        power * (if steps < 1.5 then 1.0 elif steps < 3.5 then 2.0 elif steps < 7.5 then 5.0 else 10.0)

    let private fill start width count (values: float[]) =
        let counts = Array.zeroCreate count
        for value in values do
            let bin = Math.Clamp(int (floor ((value - start) / width)), 0, count - 1)
            counts[bin] <- counts[bin] + 1
        { Start = start; Width = width; Counts = counts }

    /// Exactly this many bins from the least to the greatest value.
    let ofCount count (values: float[]) =
        if count < 1 || count > Most then invalidArg "bins" $"{count} bins, where 1 to {Most} are possible"
        let values = values |> Array.filter Double.IsFinite
        if values.Length = 0 then
            { Start = 0.0; Width = 1.0; Counts = [||] }
        else
            let low, high = Array.min values, Array.max values
            let width = (high - low) / float count
            // A single value, or values so close that their difference vanishes, still gets a bin of some width.
            let width = if width > 0.0 && low + width > low then width else max 1.0 (abs low) / float count
            fill low width count values

    /// Bins with round edges, their number about Sturges' log2 n + 1, at least 10 where there are many values.
    let auto (values: float[]) =
        let values = values |> Array.filter Double.IsFinite
        if values.Length = 0 || Array.min values = Array.max values then
            ofCount 1 values
        else
            let low, high = Array.min values, Array.max values
            let wanted = max (Math.Log2(float values.Length) + 1.0) (min 10.0 (sqrt (float values.Length)))
            let width = round ((high - low) / wanted)
            let start = width * floor (low / width)
            if start + width > start && Double.IsFinite start then fill start width (int (floor ((high - start) / width)) + 1) values
            else ofCount 10 values

namespace Enn.Interop

open System

/// The places of an axis that get a label.
module internal Ticks =
    /// 10 to a power, as print has it.
    let power (exponent: int) =
        let digit character = if character = '-' then '⁻' else "⁰¹²³⁴⁵⁶⁷⁸⁹"[int character - int '0']
        "10" + String.map digit (string exponent)

    let private scientific (value: float) =
        let exponent = int (floor (log10 (abs value) + 1e-9))
        match (value / 10.0 ** float exponent).ToString "0.###" with
        | "1" -> power exponent
        | "-1" -> "−" + power exponent
        | factor -> factor + "·" + power exponent

    /// Labels of numbers that lie this far apart: no more digits than tell them from each other.
    let label step (value: float) =
        let magnitude = max (abs value) (abs step)
        if abs value < step * 1e-6 then "0"
        elif magnitude >= 1e6 || magnitude < 1e-4 then scientific value
        else
            let decimals = int (Math.Clamp(ceil (-(log10 step) - 1e-9), 0.0, 12.0))
            value.ToString("F" + string decimals)

    /// About `wanted` round numbers within the bounds.
    let linear wanted (low, high) =
        if not (high > low) || not (Double.IsFinite(high - low)) then
            [ low, label 1.0 low ]
        else
            let raw = (high - low) / float wanted
            let power = 10.0 ** floor (log10 raw)
            // One of 1, 2 and 5 times a power of ten, so near that there are at most half as many ticks again as wanted.
            let step = power * (match raw / power with r when r <= 1.42 -> 1.0 | r when r <= 2.9 -> 2.0 | r when r <= 7.08 -> 5.0 | _ -> 10.0)
            let first, last = ceil (low / step - 1e-9), floor (high / step + 1e-9)
            [ for i in 0 .. min 50 (int (last - first)) ->
                  let value = (first + float i) * step
                  value, label step value ]

    /// Powers of ten within the bounds; where these are fewer than two, also twice and five times them.
    let logarithmic (low, high) =
        let powers = [ int (floor (log10 low)) .. int (ceil (log10 high)) ]
        let every = max 1 ((powers.Length + 7) / 8)
        let spelt (value: float) exponent = if abs exponent <= 3 then value.ToString "G3" else scientific value
        let pick factors =
            [ for i, exponent in List.indexed powers do
                  if i % every = 0 then
                      for factor: float in factors do
                          let value = factor * 10.0 ** float exponent
                          if value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9) then
                              value, spelt value exponent ]
        match pick [ 1.0 ] with
        | ticks when ticks.Length >= 2 -> ticks
        | _ -> pick [ 1.0; 2.0; 5.0 ]

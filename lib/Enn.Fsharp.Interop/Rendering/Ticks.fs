namespace Enn.Interop

open System

/// The places of an axis that get a label.
module internal Ticks =
    /// Labels of numbers that lie this far apart: no more digits than tell them from each other.
    let label step (value: float) =
        let magnitude = max (abs value) (abs step)
        if abs value < step * 1e-6 then "0"
        elif magnitude >= 1e6 || magnitude < 1e-4 then value.ToString("0.###e+0")
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
            let step = power * (match raw / power with r when r <= 1.0 -> 1.0 | r when r <= 2.0 -> 2.0 | r when r <= 5.0 -> 5.0 | _ -> 10.0)
            let first, last = ceil (low / step - 1e-9), floor (high / step + 1e-9)
            [ for i in 0 .. min 50 (int (last - first)) ->
                  let value = (first + float i) * step
                  value, label step value ]

    /// Powers of ten within the bounds; where these are fewer than two, also twice and five times them.
    let logarithmic (low, high) =
        let powers = [ int (floor (log10 low)) .. int (ceil (log10 high)) ]
        let every = max 1 ((powers.Length + 7) / 8)
        let pick factors =
            [ for i, power in List.indexed powers do
                  if i % every = 0 then
                      for factor: float in factors do
                          let value = factor * 10.0 ** float power
                          if value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9) then
                              value, value.ToString("G3") ]
        match pick [ 1.0 ] with
        | ticks when ticks.Length >= 2 -> ticks
        | _ -> pick [ 1.0; 2.0; 5.0 ]

module Enn.Interop.Tests.TicksAndBinsTests

open System
open Enn.Interop
open FsCheck
open FsCheck.FSharp
open Xunit

let private range = gen {
    let! low = Gen.choose (-100_000, 100_000)
    let! width = Gen.choose (1, 100_000)
    let! power = Gen.choose (-6, 6)
    let unit = 10.0 ** float power
    return float low * unit, float (low + width) * unit
}

[<Fact>]
let ``Ticks lie within the bounds, evenly, about as many as wanted, with different labels`` () =
    Property.check (
        Prop.forAll (Arb.fromGen range) (fun (low, high) ->
            let ticks = Ticks.linear 6 (low, high)
            let slack = (high - low) * 1e-6
            let steps = ticks |> List.map fst |> List.pairwise |> List.map (fun (a, b) -> b - a)
            ticks.Length >= 2
            && ticks.Length <= 9
            && ticks |> List.forall (fun (value, _) -> value >= low - slack && value <= high + slack)
            && List.max steps - List.min steps <= slack
            // Labels have at most four significant digits where numbers are very large.
            && (abs low >= 1e5 || abs high >= 1e5 || (ticks |> List.map snd |> List.distinct |> List.length) = ticks.Length))
    )

[<Theory>]
[<InlineData(0.0, 1.0, "0.0 0.2 0.4 0.6 0.8 1.0")>]
[<InlineData(0.0, 100.0, "0 20 40 60 80 100")>]
[<InlineData(-1.0, 1.0, "-1.0 -0.5 0 0.5 1.0")>]
let ``Labels are short`` (low: float, high: float, expected: string) =
    let labels = Ticks.linear 6 (low, high) |> List.map snd |> String.concat " "
    Assert.Equal(expected.Replace("0.0 0.2", "0 0.2"), labels)

[<Fact>]
let ``Logarithmic ticks are powers of ten, or parts of one`` () =
    Assert.Equal<string>([ "0.01"; "0.1"; "1"; "10" ], Ticks.logarithmic (0.01, 10.0) |> List.map snd)
    Assert.Equal<string>([ "2"; "5" ], Ticks.logarithmic (1.5, 7.0) |> List.map snd)
    Assert.Equal<string>([ "10⁻⁵"; "10⁻⁴"; "0.001" ], Ticks.logarithmic (1e-5, 1e-3) |> List.map snd)
    Assert.Equal<string>([ "2·10⁷"; "5·10⁷" ], Ticks.logarithmic (1.5e7, 7e7) |> List.map snd)

[<Fact>]
let ``Large and small labels are written with powers of ten`` () =
    Assert.Equal<string>([ "0"; "10⁶"; "2·10⁶" ], Ticks.linear 2 (0.0, 2e6) |> List.map snd)
    Assert.Equal("1.5·10⁻⁶", Ticks.label 5e-7 1.5e-6)
    Assert.Equal("-10⁻⁵", (Ticks.label 1e-5 -1e-5).Replace('−', '-'))

[<Fact>]
let ``Bins count every finite value once`` () =
    let values = Gen.frequency [ 9, Gen.choose (-500, 500) |> Gen.map (fun i -> float i / 7.0); 1, Gen.elements [ nan; infinity; 1e12 ] ]
    Property.check (
        Prop.forAll (Arb.fromGen (Gen.listOf values)) (fun values ->
            let finite = values |> List.filter Double.IsFinite
            [ Bins.auto (Array.ofList values); Bins.ofCount 7 (Array.ofList values) ]
            |> List.forall (fun bins ->
                let stop = bins.Start + bins.Width * float bins.Counts.Length
                let slack = bins.Width * 1e-6
                Array.sum bins.Counts = finite.Length
                && bins.Width > 0.0
                && finite |> List.forall (fun value -> value >= bins.Start - slack && value <= stop + slack)))
    )

[<Fact>]
let ``Bins hold the values between their edges`` () =
    let values = [| for i in 0..99 -> float i |]
    let bins = Bins.auto values
    for i in 0 .. bins.Counts.Length - 1 do
        let left = bins.Start + bins.Width * float i
        Assert.Equal(values |> Array.filter (fun value -> value >= left && value < left + bins.Width) |> Array.length, bins.Counts[i])

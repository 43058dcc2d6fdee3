module Enn.Interop.Tests.PngTests

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Text
open Enn.Interop
open Xunit

/// The chunks of a PNG: name, content, checksum.
let private chunks (png: byte[]) =
    let rec read at =
        [ if at < png.Length then
              let length = int (BinaryPrimitives.ReadUInt32BigEndian(ReadOnlySpan(png, at, 4)))
              Encoding.ASCII.GetString(png, at + 4, 4), png[at + 8 .. at + 7 + length], png[at + 8 + length .. at + 11 + length]
              yield! read (at + 12 + length) ]
    read 8

let private unpack (bytes: byte[]) =
    use zip = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress)
    use all = new MemoryStream()
    zip.CopyTo all
    all.ToArray()

[<Fact>]
let ``An image holds its size, its pixels and nothing that changes`` () =
    let pixels = [| for i in 0..23 -> byte (i * 10) |]
    let found = Png.encode 4 2 3 pixels |> chunks
    Assert.Equal<string>([ "IHDR"; "IDAT"; "IEND" ], [ for name, _, _ in found -> name ])
    let _, header, _ = found[0]
    Assert.Equal<byte>([| 0uy; 0uy; 0uy; 4uy; 0uy; 0uy; 0uy; 2uy; 8uy; 2uy; 0uy; 0uy; 0uy |], header)
    let _, data, _ = found[1]
    Assert.Equal<byte>([| 0uy; yield! pixels[..11]; 0uy; yield! pixels[12..] |], unpack data)

[<Fact>]
let ``The checksum is PNG's own`` () =
    // Of the empty last chunk, as every PNG file ends.
    let _, _, checksum = Png.encode 1 1 1 [| 0uy |] |> chunks |> List.last
    Assert.Equal<byte>([| 0xaeuy; 0x42uy; 0x60uy; 0x82uy |], checksum)

let private tiles (chart: Chart) =
    match chart.Figure.Panels.Head.Traces.Head.Mark with
    | Images(tiles, _) -> [ for tile in tiles -> let _, data, _ = (chunks tile.Png)[1] in unpack data ]
    | other -> failwith $"{other}"

[<Fact>]
let ``Planes of colour become pixels`` () =
    let image = Tensor.ofArray [| 1uy; 2uy; 10uy; 20uy; 100uy; 200uy |] |> Tensor.reshape [ 1; 3; 1; 2 ]
    Assert.Equal<byte>([| 0uy; 1uy; 10uy; 100uy; 2uy; 20uy; 200uy |], Chart.imageGrid 1 image |> tiles |> List.exactlyOne)

[<Fact>]
let ``Floats in the unit range are brightness, others are spread`` () =
    let pixels (values: float[]) = Chart.imageGrid 1 (Tensor.ofArray values |> Tensor.reshape [ 1; 3 ]) |> tiles |> List.exactlyOne
    Assert.Equal<byte>([| 0uy; 0uy; 51uy; 128uy |], pixels [| 0.0; 0.2; 0.5 |])
    Assert.Equal<byte>([| 0uy; 0uy; 128uy; 255uy |], pixels [| -1.0; 0.0; 1.0 |])

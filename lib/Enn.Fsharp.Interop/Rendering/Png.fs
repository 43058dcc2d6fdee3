namespace Enn.Interop

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Text

/// Writes PNG images (RFC 2083): 8 bits, grey or colour, no filter, no time stamp.
module internal Png =
    let private signature = [| 0x89uy; 0x50uy; 0x4euy; 0x47uy; 0x0duy; 0x0auy; 0x1auy; 0x0auy |]

    let private remainders =
        [| for byte in 0u .. 255u ->
               (byte, [ 1..8 ]) ||> List.fold (fun rest _ -> if rest &&& 1u = 1u then 0xedb88320u ^^^ (rest >>> 1) else rest >>> 1) |]

    /// The checksum of PNG's chunks.
    let private crc (bytes: byte[]) =
        ~~~((~~~0u, bytes) ||> Array.fold (fun rest byte -> remainders[int ((rest ^^^ uint byte) &&& 0xffu)] ^^^ (rest >>> 8)))

    let private bigEndian (number: uint) =
        let bytes = Array.zeroCreate 4
        BinaryPrimitives.WriteUInt32BigEndian(Span bytes, number)
        bytes

    let private chunk (kind: string) (content: byte[]) =
        let named = Array.append (Encoding.ASCII.GetBytes kind) content
        Array.concat [ bigEndian (uint content.Length); named; bigEndian (crc named) ]

    // channels: 1: grey, 3: red, green and blue, 4: these and opacity.
    // pixels: height * width * channels bytes, row by row, the channels of a pixel side by side.
    let encode width height channels (pixels: byte[]) =
        let color = match channels with 1 -> 0uy | 3 -> 2uy | 4 -> 6uy | _ -> invalidArg "channels" $"{channels} channels, where 1, 3 or 4 are possible"
        let stride = width * channels
        use packed = new MemoryStream()
        using (new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen = true)) (fun zip ->
            for row in 0 .. height - 1 do
                zip.WriteByte 0uy
                zip.Write(pixels, row * stride, stride))
        let header = Array.concat [ bigEndian (uint width); bigEndian (uint height); [| 8uy; color; 0uy; 0uy; 0uy |] ]
        Array.concat [ signature; chunk "IHDR" header; chunk "IDAT" (packed.ToArray()); chunk "IEND" [||] ]

    let dataUri (png: byte[]) = "data:image/png;base64," + Convert.ToBase64String png

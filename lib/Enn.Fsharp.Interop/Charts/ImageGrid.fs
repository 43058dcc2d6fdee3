namespace Enn.Interop

open System
open TorchSharp

/// <summary>Images in rows and columns.</summary>
[<AutoOpen>]
module ImageGrid =
    /// The bytes of float pixels: those in [0, 1] as they are, others spread from the least to the greatest number.
    let private brightness (values: float[]) =
        let finite = values |> Array.filter Double.IsFinite
        let low, high = if finite.Length = 0 then 0.0, 1.0 else Array.min finite, Array.max finite
        let low, high = if low >= 0.0 && high <= 1.0 then 0.0, 1.0 else low, high
        values |> Array.map (fun value -> if Double.IsFinite value then byte (Math.Round(255.0 * Palette.position (low, high) value)) else 0uy)

    let private pixels (images: Tensor) =
        if images.dtype = torch.ScalarType.Byte then Tensor.toBytes images else brightness (Tensor.toArray images)

    let private sizes (images: Tensor) =
        match Tensor.shape images with
        | [ height; width ] -> 1, 1, height, width
        | [ count; height; width ] -> count, 1, height, width
        | [ count; (1 | 3) as channels; height; width ] -> count, channels, height, width
        | _ ->
            let sizes = String.Join(", ", images.shape)
            invalidArg "images" $"a tensor of shape [{sizes}] holds no images: [height, width], [n, height, width] or [n, 1 or 3, height, width] does"

    /// Planes of colours, one after the other, to pixels with their colours side by side.
    let private interleave channels (planes: byte[]) =
        let size = planes.Length / channels
        Array.init planes.Length (fun i -> planes[i % channels * size + i / channels])

    /// <summary>Pictures of image tensors.</summary>
    module Chart =
        /// <summary>Images with a caption each, row by row.</summary>
        /// <param name="columns">Images a row.</param>
        /// <param name="captions">As many as images.</param>
        /// <param name="images">[height, width], [n, height, width] or [n, 1 or 3, height, width]; bytes, or floats in [0, 1]; other floats are spread from their least to their greatest.</param>
        /// <exception cref="T:System.ArgumentException">The shape is another, there is no image or no column, or the number of captions differs.</exception>
        let imageGridOf (columns: int) (captions: seq<string>) (images: Tensor) =
            let count, channels, height, width = sizes images
            let captions = Array.ofSeq captions
            if columns < 1 || count < 1 || height < 1 || width < 1 then invalidArg "columns" "there is no image to show"
            if captions.Length <> count then invalidArg "captions" $"{captions.Length} captions for {count} images"
            let bytes, size = pixels images, channels * height * width
            let tile i : Tile =
                { Png = Png.encode width height channels (interleave channels bytes[i * size .. (i + 1) * size - 1])
                  Width = width
                  Height = height
                  Caption = captions[i] }
            let tiles, columns = Array.init count tile, min columns count
            let width, height = Layout.imagesSize tiles columns
            Chart { Figure.ofMark (Images(tiles, columns)) with Width = width; Height = height }

        /// <summary>Images, row by row.</summary>
        /// <param name="columns">Images a row.</param>
        /// <param name="images">As for <c>imageGridOf</c>.</param>
        /// <exception cref="T:System.ArgumentException">The shape is another, or there is no image or no column.</exception>
        let imageGrid (columns: int) (images: Tensor) =
            let count, _, _, _ = sizes images
            imageGridOf columns (Array.create count "") images

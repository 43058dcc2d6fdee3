using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data.Images;

/// <summary>Decoding and every transform give torchvision's pixels: to the bit, but for the bilinear rotation, which is computed in another precision.</summary>
public class SamePixelsTests(TorchvisionPeer peer) : IClassFixture<TorchvisionPeer>
{
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    private static void Same(Tensor expected, Tensor got, string what, double tolerance)
    {
        Assert.Equal(expected.shape, got.shape);
        var difference = (expected.to_type(ScalarType.Float64) - got.to_type(ScalarType.Float64)).abs().max().item<double>();
        Assert.True(difference <= tolerance, $"{what}: a difference of {difference}");
    }

    [TorchvisionFact]
    public void Files_of_all_kinds_are_decoded_as_PIL_does()
    {
        for (var i = 0; i < peer.Files.Count; i++)
        {
            using var plain = ImageFile.Read(peer.Files[i], new DecodeOptions(Orient: false));
            using var turned = ImageFile.Read(peer.Files[i]);
            Same(peer.Result(i, "decoded"), plain.ToTensor(), peer.Files[i], 0);
            Same(peer.Result(i, "turned"), turned.ToTensor(), peer.Files[i], 0);
        }
    }

    [TorchvisionFact]
    public void Views_of_files_are_torchvisions_to_the_bit()
    {
        for (var i = 0; i < peer.Files.Count; i++)
        {
            using var image = ImageFile.Read(peer.Files[i], new DecodeOptions(Orient: false));
            foreach (var filter in Enum.GetValues<Filter>())
            {
                void Check(string name, ImageView view)
                {
                    var planes = new byte[3 * view.Window.Height * view.Window.Width];
                    Resampler.Write(image, view, filter, planes);
                    Same(peer.Result(i, $"{name}.{filter.ToString().ToLowerInvariant()}"), tensor(planes, [3, view.Window.Height, view.Window.Width], dtype: ScalarType.Byte), $"{name} {filter} of {peer.Files[i]}", 0);
                }
                var random = new Random(0);
                Check("tested", Framings.ResizeCentreCrop(256, 224)(image.Height, image.Width, random));
                Check("small", Framings.Resize(30, 40)(image.Height, image.Width, random));
                Check("part", new(new(image.Height / 5, image.Width / 7, image.Height / 2, image.Width / 2), 64, 64, new(0, 0, 64, 64), true));
            }
        }
    }

    [TorchvisionFact]
    public void Batches_are_resized_as_PIL_does()
    {
        var images = peer.Results("base");
        var boxes = Enumerable.Repeat(new PixelBox(5, 6, 30, 40), peer.Files.Count).ToArray();
        foreach (var filter in Enum.GetValues<Filter>())
        {
            var name = filter.ToString().ToLowerInvariant();
            Same(peer.Results($"less.{name}"), ImageBatch.Resize(images, 20, 30, filter), $"less {name}", 0);
            Same(peer.Results($"more.{name}"), ImageBatch.Resize(images, 100, 90, filter), $"more {name}", 0);
            Same(peer.Results($"crop.{name}"), ImageBatch.ResizedCrops(images, boxes, 32, 32, filter), $"crop {name}", 0);
        }
    }

    [TorchvisionFact]
    public void Batches_are_cut_mirrored_and_turned_as_torchvision_does()
    {
        var images = peer.Results("base");
        var count = peer.Files.Count;
        Same(peer.Results("padcrop"), ImageBatch.Windows(images, 4, [.. Enumerable.Repeat(3L, count)], [.. Enumerable.Repeat(7L, count)], 48, 64), "padcrop", 0);
        Same(peer.Results("flip"), ImageBatch.Mirror(images, [.. Enumerable.Repeat(true, count)]), "flip", 0);
        Same(peer.Results("centre"), Transforms.CentreCrop(33)(images, new Generator(0)), "centre", 0);
        Same(peer.Results("grey"), Transforms.Greyscale(images, new Generator(0)), "grey", 0);
        foreach (var angle in new[] { 17, -133.3, 90, 180 }) Same(peer.Results($"rotated.{angle}"), ImageBatch.Rotate(images, [.. Enumerable.Repeat(angle, count)]), $"rotated {angle}", 0);
        Same(peer.Results("rotated.smooth"), ImageBatch.Rotate(images, [.. Enumerable.Repeat(17.0, count)], bilinear: true), "rotated", 1);
        var normalised = Transforms.Normalise(Mean, Deviation)(Transforms.Scale(images, new Generator(0)), new Generator(0));
        Same(peer.Results("normalised.float"), normalised, "normalised", 1e-5);
    }
}

using System.Net;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Enn.Notebooks.Display;

/// <summary>A tensor: shape, type and values as text; matrices and three-channel images of some size also as a picture.</summary>
internal static class TensorView
{
    private const int SmallestPicture = 8, LargestPicture = 1024, ShownPixels = 224;

    internal static MimeBundle Of(Tensor tensor)
    {
        var text = tensor.IsInvalid ? "a disposed tensor" : $"tensor [{string.Join(" x ", tensor.shape)}] {tensor.dtype} on {tensor.device}\n{tensor.ToString(TensorStringStyle.Numpy)}";
        var bundle = new MimeBundle(text);
        if (tensor.IsInvalid || Picture(tensor) is not { } png) return bundle;
        var width = Math.Max(ShownPixels, tensor.shape[^1]);
        return bundle.With("text/html",
            $"<div><img alt=\"{WebUtility.HtmlEncode(text.Split('\n')[0])}\" style=\"image-rendering:pixelated;width:{width}px\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>"
            + $"<pre>{WebUtility.HtmlEncode(text)}</pre></div>");
    }

    private static byte[]? Picture(Tensor tensor)
    {
        var (rank, shape) = (tensor.ndim, tensor.shape);
        if (!(rank == 2 || (rank == 3 && shape[0] is 1 or 3)) || tensor.is_complex() || shape[^1] is < SmallestPicture or > LargestPicture || shape[^2] is < SmallestPicture or > LargestPicture) return null;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var values = tensor.detach().cpu().to(torch.float32);
        // Rows of pixels, channels last.
        var image = rank == 2 ? values : values.permute(1, 2, 0);
        var numbers = image.contiguous().data<float>().ToArray();
        var finite = numbers.Where(float.IsFinite).DefaultIfEmpty(0f).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        var scale = high > low ? 255f / (high - low) : 0f;
        return Png.Encode([.. numbers.Select(v => float.IsFinite(v) ? (byte)Math.Round((v - low) * scale) : (byte)0)], (int)shape[^1], rank == 3 && shape[0] == 3 ? 3 : 1);
    }
}

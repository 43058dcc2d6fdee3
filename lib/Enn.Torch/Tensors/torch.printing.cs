using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What <c>ToString(TensorStringStyle.Default)</c> and <c>str()</c> print.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => TensorPrinter.Style;
        set => TensorPrinter.Style = value == TensorStringStyle.Default ? TensorStringStyle.Numpy : value;
    }

    public static readonly TensorStringStyle csharp = TensorStringStyle.CSharp;
    public static readonly TensorStringStyle julia = TensorStringStyle.Julia;
    public static readonly TensorStringStyle numpy = TensorStringStyle.Numpy;

    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null,
        int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } s) TensorStringStyle = s;
        if (floatFormat is not null) TensorPrinter.FloatFormat = floatFormat;
        TensorPrinter.Set(linewidth, newLine, maxRows, maxColumns);
    }

    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null,
        int? maxColumns = null)
    {
        TensorPrinter.FloatFormat = sci_mode ? $"E{precision}" : $"F{precision}";
        TensorPrinter.Set(linewidth, newLine, maxRows, maxColumns);
    }

    public partial class Tensor
    {
        /// <summary>Shape, element type and device: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() => ToString(TensorStringStyle.Metadata);

        /// <summary>Shape and type, or, if <paramref name="disamb"/>, the values.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, System.Globalization.CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine) : ToString();

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, System.Globalization.CultureInfo? cultureInfo = null,
            string? newLine = null) =>
            new TensorPrinter(this, style, fltFormat, width, cultureInfo, newLine).Print();
    }
}

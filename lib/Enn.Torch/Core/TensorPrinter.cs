using System.Globalization;
using System.Text;
using TorchSharp;
using ScalarType = TorchSharp.torch.ScalarType;
using Tensor = TorchSharp.torch.Tensor;

namespace Enn.Torch.Core;

/// <summary>Writes a tensor as text. Long dimensions are abbreviated to their first and last entries.</summary>
internal sealed class TensorPrinter(Tensor tensor, TensorStringStyle style, string? format, int? width, CultureInfo? culture, string? newLine)
{
    private const int Edge = 3;

    internal static TensorStringStyle Style { get; set; } = TensorStringStyle.Numpy;
    internal static string FloatFormat { get; set; } = "g5";
    private static int _width = 100, _maxRows = 6, _maxColumns = 6;
    private static string _newLine = Environment.NewLine;

    private readonly TensorStringStyle _style = style == TensorStringStyle.Default ? Style : style;
    private readonly string _format = format ?? FloatFormat;
    private readonly int _lineWidth = width ?? _width;
    private readonly CultureInfo _culture = culture ?? CultureInfo.InvariantCulture;
    private readonly string _line = newLine ?? _newLine;

    internal static void Set(int? width, string? newLine, int? maxRows, int? maxColumns)
    {
        _width = width ?? _width;
        _newLine = newLine ?? _newLine;
        _maxRows = maxRows ?? _maxRows;
        _maxColumns = maxColumns ?? _maxColumns;
    }

    internal string Print()
    {
        if (tensor.IsInvalid) return "disposed";
        var head = $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";
        if (_style == TensorStringStyle.Metadata || tensor.is_meta) return head;
        var text = new StringBuilder();
        if (_style == TensorStringStyle.Julia) text.Append(head).Append(tensor.ndim == 0 ? ", value = " : _line);
        if (_style == TensorStringStyle.CSharp) text.Append(head).Append(", value = ");
        using (torch.no_grad()) Write(text, tensor.detach().cpu(), 0);
        return text.ToString();
    }

    private char Open => _style == TensorStringStyle.CSharp ? '{' : '[';
    private char Close => _style == TensorStringStyle.CSharp ? '}' : ']';

    private void Write(StringBuilder text, Tensor part, int depth)
    {
        if (part.ndim == 0)
        {
            text.Append(Element(part));
            return;
        }
        text.Append(Open);
        var last = part.ndim == 1;
        var used = depth + 1;
        var length = part.size(0);
        var first = true;
        foreach (var i in Shown(length, last ? _maxColumns : _maxRows))
        {
            if (!first && !last) text.Append(Comma).Append(_line).Append(part.ndim > 2 ? _line : "").Append(' ', depth + 1);
            var entry = new StringBuilder();
            if (i < 0) entry.Append("...");
            else Write(entry, part[i], depth + 1);
            if (last)
            {
                var gap = first ? "" : Comma + " ";
                if (!first && used + gap.Length + entry.Length > _lineWidth)
                {
                    text.Append(Comma).Append(_line).Append(' ', depth + 1);
                    used = depth + 1;
                    gap = "";
                }
                text.Append(gap);
                used += gap.Length + entry.Length;
            }
            text.Append(entry);
            first = false;
        }
        text.Append(Close);
    }

    private string Comma => _style == TensorStringStyle.CSharp ? "," : "";

    // The indices to show; -1 stands for those left out.
    private static IEnumerable<long> Shown(long length, int most)
    {
        if (length <= Math.Max(most, 2 * Edge + 1)) return Enumerable.Range(0, (int)length).Select(i => (long)i);
        return [0, 1, 2, -1, length - 3, length - 2, length - 1];
    }

    private string Element(Tensor value)
    {
        if (value.is_complex())
        {
            var parts = value.resolve_conj().view_as_real();
            var imaginary = parts[1].ToDouble();
            return parts[0].ToDouble().ToString(_format, _culture) + (imaginary < 0 ? "-" : "+") + Math.Abs(imaginary).ToString(_format, _culture) + "i";
        }
        if (value.dtype == ScalarType.Bool) return value.ToBoolean() ? "True" : "False";
        return value.is_integral() ? value.ToInt64().ToString(_culture) : value.ToDouble().ToString(_format, _culture);
    }
}

namespace Enn.Data;

/// <summary>Takes one line of numbers.</summary>
/// <param name="row">The line, counted from 0.</param>
/// <param name="numbers">Its numbers, valid during the call.</param>
/// <returns>What is wrong with them; null where nothing is.</returns>
public delegate string? AmatRow(int row, ReadOnlySpan<float> numbers);

/// <summary>A table of numbers as text, a row a line, separated by blanks: the format of the variations on MNIST (Larochelle et al. 2007).</summary>
public static class AmatFile
{
    private const int Block = 1 << 20;
    private const int LongestNumber = 64;
    private const int MaxDigits = 18;
    private const int MaxExponent = 400;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 309).Select(power => double.Parse($"1e{power}"))];

    /// <summary>Reads a file line by line, in constant memory. Empty lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The numbers that each line must have.</param>
    /// <param name="take">Is given each line.</param>
    /// <returns>The number of lines.</returns>
    /// <exception cref="InvalidDataException">A line has another number of columns, something that is no number, or what the receiver refuses; the message names file, offset, line and reason.</exception>
    public static int Read(string path, int columns, AmatRow take)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var buffer = new byte[Math.Max(Block, columns * LongestNumber)];
        var numbers = new float[columns];
        var (rows, line, offset, filled) = (0, 0, 0L, 0);
        while (true)
        {
            var read = file.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var from = 0;
            // The last line may lack its end.
            for (int length; (length = buffer.AsSpan(from, filled - from).IndexOf((byte)'\n')) >= 0 || (read == 0 && (length = filled - from) > 0); from = Math.Min(filled, from + length + 1))
            {
                line++;
                var count = Parse(buffer.AsSpan(from, length), numbers, path, offset + from, line);
                if (count == 0) continue;
                if (count != columns) throw Wrong(path, offset + from, line, $"{count} numbers, where {columns} are expected");
                if (take(rows++, numbers) is { } reason) throw Wrong(path, offset + from, line, reason);
            }
            if (read == 0) return rows;
            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            offset += from;
            filled -= from;
            if (filled == buffer.Length) throw Wrong(path, offset, line + 1, $"the line is longer than {columns} numbers can be");
        }
    }

    private static InvalidDataException Wrong(string path, long offset, int line, string reason) => Damage.At(path, offset, $"line {line}: {reason}");

    private static int Parse(ReadOnlySpan<byte> line, float[] numbers, string path, long offset, int number)
    {
        var count = 0;
        for (var at = 0; at < line.Length;)
        {
            if (line[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                at++;
                continue;
            }
            if (count == numbers.Length) throw Wrong(path, offset + at, number, $"more than {numbers.Length} numbers");
            var length = Number(line[at..], out numbers[count]);
            if (length == 0) throw Wrong(path, offset + at, number, "something that is no number");
            at += length;
            count++;
        }
        return count;
    }

    // Decimal with optional sign, fraction and exponent. Eighteen digits are more than a float distinguishes.
    private static int Number(ReadOnlySpan<byte> text, out float value)
    {
        var at = 0;
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+') at++;
        var (mantissa, digits, exponent, seen) = (0L, 0, 0, false);
        for (var fraction = false; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if (digit is >= 0 and <= 9)
            {
                seen = true;
                if (digits < MaxDigits)
                {
                    mantissa = 10 * mantissa + digit;
                    if (mantissa != 0) digits++;
                    if (fraction) exponent--;
                }
                else if (!fraction) exponent++;
            }
            else if (text[at] == '.' && !fraction) fraction = true;
            else break;
        }
        value = 0;
        if (!seen) return 0;
        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            var (sign, power, start) = (1, 0, ++at);
            if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            {
                if (text[at] == '-') sign = -1;
                start = ++at;
            }
            for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++) power = Math.Min(MaxExponent, 10 * power + text[at] - '0');
            if (at == start) return 0;
            exponent += sign * power;
        }
        if (at < text.Length && text[at] is not ((byte)' ' or (byte)'\t' or (byte)'\r')) return 0;
        value = (float)(negative ? -Scaled(mantissa, exponent) : Scaled(mantissa, exponent));
        return float.IsFinite(value) ? at : 0;
    }

    private static double Scaled(long mantissa, int exponent) => mantissa == 0 ? 0
        : exponent >= PowersOfTen.Length ? double.PositiveInfinity
        : exponent >= 0 ? mantissa * PowersOfTen[exponent]
        : exponent > -PowersOfTen.Length ? mantissa / PowersOfTen[-exponent] : 0;
}

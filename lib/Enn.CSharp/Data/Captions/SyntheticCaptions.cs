using static TorchSharp.torch;

namespace Enn.Data.Captions;

/// <summary>
/// Drawn scenes with captions, for retrieval where no photographs are: two shapes in two quarters of a plain square, and five sentences that each leave out
/// something else. No two scenes of a set are alike, though single sentences may fit several.
/// </summary>
public static class SyntheticCaptions
{
    /// <summary>The name in tables.</summary>
    public const string Name = "synthetic_captions";

    /// <summary>Pixels of an image's side.</summary>
    public const int Side = 32;

    /// <summary>Captions an image.</summary>
    public const int CaptionsPerImage = 5;

    private const int Channels = 3, Noise = 12;

    private static readonly (string Name, byte[] Rgb)[] Colours =
        [("red", [220, 40, 40]), ("green", [40, 170, 60]), ("blue", [50, 80, 220]), ("yellow", [235, 215, 50]), ("purple", [150, 50, 180]), ("orange", [240, 140, 30])];

    private static readonly (string Name, byte[] Rgb)[] Grounds = [("black", [15, 15, 15]), ("white", [240, 240, 240]), ("grey", [125, 125, 125]), ("pink", [245, 185, 200])];

    private static readonly (string Name, Func<int, int, int, bool> Covers)[] Shapes =
    [
        ("circle", (x, y, r) => x * x + y * y <= r * r),
        ("square", (x, y, r) => Math.Max(Math.Abs(x), Math.Abs(y)) <= r - 1),
        ("triangle", (x, y, r) => y <= r - 1 && 2 * Math.Abs(x) <= y + r),
        ("cross", (x, y, r) => Math.Min(Math.Abs(x), Math.Abs(y)) <= r / 3 && Math.Max(Math.Abs(x), Math.Abs(y)) <= r),
    ];

    private static readonly string[] Places = ["upper left", "upper right", "lower left", "lower right"];
    private static readonly (string Name, int Radius)[] Sizes = [("small", 4), ("large", 7)];

    private sealed record Figure(int Place, int Shape, int Colour, int Size)
    {
        internal string Where => Places[Place];
        internal string What => Shapes[Shape].Name;
        internal string Hue => Colours[Colour].Name;
        internal string Extent => Sizes[Size].Name;
    }

    /// <summary>Makes a set.</summary>
    /// <param name="count">Images, at most 10,000.</param>
    /// <param name="seed">Where all choices come from.</param>
    public static CaptionedSet Make(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000);
        var random = new Random(seed);
        var seen = new HashSet<(int, Figure, Figure)>();
        var pixels = new byte[count * Channels * Side * Side];
        var items = new List<CaptionedImage>();
        while (items.Count < count)
        {
            var (ground, first, second) = (random.Next(Grounds.Length), Draw(random), Draw(random));
            // The first figure is the one read first, so that a scene has one description.
            if (first.Place >= second.Place || !seen.Add((ground, first, second))) continue;
            Paint(pixels.AsSpan(items.Count * Channels * Side * Side, Channels * Side * Side), Grounds[ground].Rgb, [first, second], random);
            items.Add(new CaptionedImage($"scene-{items.Count}", Describe(Grounds[ground].Name, first, second)));
        }
        return new CaptionedSet(Name, tensor(pixels, [count, Channels, Side, Side], dtype: ScalarType.Byte), items);
    }

    private static Figure Draw(Random random) => new(random.Next(Places.Length), random.Next(Shapes.Length), random.Next(Colours.Length), random.Next(Sizes.Length));

    private static string[] Describe(string ground, Figure a, Figure b) =>
    [
        $"A {a.Extent} {a.Hue} {a.What} in the {a.Where} and a {b.Extent} {b.Hue} {b.What} in the {b.Where}.",
        $"There is a {a.Hue} {a.What} at the {a.Where} and a {b.Hue} {b.What} at the {b.Where}, all on {ground}.",
        $"A {ground} picture with a {a.Extent} {a.What}, which is {a.Hue}, and a {b.Extent} {b.What}, which is {b.Hue}.",
        $"On {ground} ground: {a.Where} a {a.Extent} {a.What}, {b.Where} a {b.Extent} {b.What}.",
        $"{b.Hue} {b.What} in the {b.Where} of a {ground} square; the {a.Where} has a {a.Extent} {a.Hue} {a.What}.",
    ];

    private static void Paint(Span<byte> image, byte[] ground, Figure[] figures, Random random)
    {
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var colour = ground;
                foreach (var figure in figures)
                {
                    var (dx, dy) = (x - Side / 4 - Side / 2 * (figure.Place % 2), y - Side / 4 - Side / 2 * (figure.Place / 2));
                    if (Shapes[figure.Shape].Covers(dx, dy, Sizes[figure.Size].Radius)) colour = Colours[figure.Colour].Rgb;
                }
                for (var c = 0; c < Channels; c++) image[(c * Side + y) * Side + x] = (byte)Math.Clamp(colour[c] + random.Next(-Noise, Noise + 1), 0, 255);
            }
        }
    }
}

namespace Enn.Data;

/// <summary>The subsets of ImageNet by fast.ai, ten classes each, as folders of images: Imagenette (easy) and Imagewoof (breeds of dogs).</summary>
public static class Imagenette
{
    /// <summary>The name of Imagenette on the command line.</summary>
    public const string Name = "imagenette";

    /// <summary>The name of Imagewoof on the command line.</summary>
    public const string WoofName = "imagewoof";

    /// <summary>What the class folders of Imagenette stand for, in the order of class numbers.</summary>
    public static IReadOnlyList<(string Folder, string Class)> Classes { get; } =
    [
        ("n01440764", "tench"), ("n02102040", "English springer"), ("n02979186", "cassette player"), ("n03000684", "chain saw"), ("n03028079", "church"),
        ("n03394916", "French horn"), ("n03417042", "garbage truck"), ("n03425413", "gas pump"), ("n03445777", "golf ball"), ("n03888257", "parachute"),
    ];

    /// <summary>What the class folders of Imagewoof stand for, in the order of class numbers.</summary>
    public static IReadOnlyList<(string Folder, string Class)> WoofClasses { get; } =
    [
        ("n02086240", "Shih-Tzu"), ("n02087394", "Rhodesian ridgeback"), ("n02088364", "beagle"), ("n02089973", "English foxhound"), ("n02093754", "Border terrier"),
        ("n02096294", "Australian terrier"), ("n02099601", "golden retriever"), ("n02105641", "Old English sheepdog"), ("n02111889", "Samoyed"), ("n02115641", "dingo"),
    ];

    /// <summary>Where Imagenette (160 px) is looked for; <c>train</c> and <c>val</c> hold the class folders.</summary>
    public static string Folder => Path.Combine(DataFolder.Root, "imagenette2-160");

    /// <summary>Where Imagewoof (160 px) is looked for.</summary>
    public static string WoofFolder => Path.Combine(DataFolder.Root, "imagewoof2-160");
}

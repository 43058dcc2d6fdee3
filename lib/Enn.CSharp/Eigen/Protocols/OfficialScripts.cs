using Enn.Data;

namespace Enn.Eigen;

/// <summary>All training scripts of the official code, as released on 5 August 2025.</summary>
public static class OfficialScripts
{
    private const string Missing = "imports a module that is not there";
    private const string MissingWithCheckpoint = Missing + ", loads a checkpoint that is not there";
    private const string EndToEnd = "trains end to end, with one optimizer";

    private static readonly UnitRates _a = new(5e-4, 1e-4, 1.4e-4, 2e-4, 5e-3, true);
    private static readonly UnitRates _b = new(5e-4, 1.2e-4, 1.6e-4, 2e-4, 5e-3, true);
    private static readonly OptimizerRecipe _adam3 = new(OptimizerKind.AdamW, 1e-3), _adam4 = new(OptimizerKind.AdamW, 1e-4);
    private static readonly OptimizerRecipe _local = new(OptimizerKind.AdamW, 1e-4, Momentum: 0.95);
    private static readonly OptimizerRecipe _sgd = new(OptimizerKind.Sgd, 0.1, 5e-4);

    /// <summary>The scripts.</summary>
    public static IReadOnlyList<OfficialScript> All { get; } =
    [
        Bp("cifar10_r50_bp", "resnet50", "cifar10", 10, "cifar10", 512, _adam3, 1e-5, 500, 200),
        Bp("cifar10_r101_bp", "resnet101", "cifar10", 10, "cifar10", 400, _adam4, 5e-5, 1000, 200),
        Bp("cifar10_r152_bp", "resnet152", "cifar10", 10, "cifar10", 400, _adam4, 5e-5, 1000, 200),
        Bp("cifar100_r50_bp", "resnet50", "cifar100", 100, "cifar10", 512, _adam3, 1e-5, 500, 200, perEpoch: true),
        Bp("cifar100_r101_bp", "resnet101", "cifar100", 100, "cifar10", 400, _adam4, 5e-5, 1000, 200),
        Bp("cifar100_r152_bp", "resnet152", "cifar100", 100, "cifar10", 400, _adam4, 5e-5, 1000, 200),
        Bp("tinyImage_r50_bp", "resnet50", TinyImageNet.Name, 200, TinyImageNet.Name, 64, _adam3, 1e-5, 1000, 200, perEpoch: true),
        Bp("tinyImage_r101_bp", "resnet101", TinyImageNet.Name, 200, TinyImageNet.Name, 64, _adam3, 1e-5, 1000, 500, perEpoch: true),
        Bp("tinyImage_r152_bp", "resnet152", TinyImageNet.Name, 200, TinyImageNet.Name, 64, _adam3, 1e-5, 1000, 500, perEpoch: true),
        Bp("image_r101", "resnet101", "imagenet", 1000, "imagenet", 300, _adam3, 5e-5, 1000, 500),
        Bp("image_r152", "resnet152", "imagenet", 1000, "imagenet", 200, _adam3, 5e-5, 1000, 500),
        Bp("image_vit", "evit-b16", "imagenet", 1000, "imagenet", 450, _adam3, 5e-5, 1000, 500) with { Defect = Missing },
        Local("cifar10_r50", "resnet50", "cifar10", 10, "cifar10", 512, _local, 1e-6, _a, MissingWithCheckpoint),
        Local("cifar10_r101", "resnet101", "cifar10", 10, "cifar10", 512, _local, 1e-6, _a, Missing),
        Local("cifar100_r50", "resnet50", "cifar100", 100, "cifar100", 512, _local, 1e-6, _b, MissingWithCheckpoint),
        Local("cifar100_r152", "resnet152", "cifar100", 100, "cifar100", 512, _local, 1e-6, _b, MissingWithCheckpoint),
        Local("cifar100_r101", "resnet101", "cifar100", 100, "cifar100", 512, _local, 1e-6, _b with { Stem = 2e-5, Classifier = 2e-4, EndsCycle = false }, MissingWithCheckpoint),
        Local("tinyImage_r50", "resnet50", TinyImageNet.Name, 200, TinyImageNet.Name, 64, new(OptimizerKind.Sgd, 1e-4, 5e-4, Nesterov: true), 5e-5, null, Missing, 200),
        Local("tinyImage_r101", "resnet101", TinyImageNet.Name, 200, TinyImageNet.Name, 64, new(OptimizerKind.Sgd, 1e-4, 5e-4), 5e-4, null, Missing, 200),
        Local("tinyImage_r152", "resnet152", TinyImageNet.Name, 200, TinyImageNet.Name, 64, _adam4, 1e-4, null, Missing, 200),
        Local("image_r101", "resnet101", "imagenet", 1000, "cifar10", 450, _sgd, 5e-5, null, $"{Missing}; {EndToEnd}", 200) with { IsLocal = false },
        Local("image_vit", "evit-b16", "imagenet", 1000, "cifar10", 450, _sgd, 5e-5, null, $"{MissingWithCheckpoint}; {EndToEnd}", 200) with { IsLocal = false },
        Retrieval("eclip_flickr", "flickr30k", 18, Missing),
        Retrieval("ELONGCLIP_coco", "coco", 100, Missing + ", calls a method that is not there; with that mended, the temperature is all that the contrastive loss trains"),
    ];

    /// <summary>The script of this folder and name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OfficialScript Named(string folder, string name) => All.FirstOrDefault(script => script.Folder == folder && script.Name == name)
        ?? throw new ArgumentException($"The official code has no script {folder}/{name}.", nameof(name));

    private static OfficialScript Bp(string name, string network, string dataset, int classes, string normalisation, int batch, OptimizerRecipe recipe, double penalty, int epochs,
        int halfPeriod, bool perEpoch = false) =>
        new(name, "ENN", network, dataset, classes, normalisation, batch, recipe, penalty, epochs, $"cosine, T_max {halfPeriod} {(perEpoch ? "epochs" : "steps")}, bouncing")
        {
            HalfPeriod = halfPeriod,
            PerEpoch = perEpoch,
        };

    private static OfficialScript Local(string name, string network, string dataset, int classes, string normalisation, int batch, OptimizerRecipe recipe, double penalty,
        UnitRates? rates, string defect, int? halfPeriod = null) =>
        new(name, "ENN-l", network, dataset, classes, normalisation, batch, recipe, penalty, 500, halfPeriod is { } half ? $"cosine, T_max {half} steps, bouncing"
            : rates!.EndsCycle ? "blocks constant, stem and classifier one-cycle" : "constant")
        {
            HalfPeriod = halfPeriod,
            Rates = rates,
            IsLocal = true,
            Defect = defect,
        };

    private static OfficialScript Retrieval(string name, string dataset, int batch, string defect) =>
        new(name, "retrieval", "resnet152", dataset, 0, "clip", batch, new(OptimizerKind.AdamW, 1e-4, 1e-3), 5e-5, 1000, "constant") { Defect = defect };
}
